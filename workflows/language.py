"""In which language a text is said: its reader's. English stands in the code, the others in catalogues beside it.

`tr("{name} asks for {days} of leave.", name=..., days=...)` is that sentence in the language now spoken; a whole
sentence with named parts, because languages put them in different places. Who is spoken to is decided by the shell,
once for each request and each message; code that speaks to many in one go says whom by `speaking`. Catalogues are
gettext's, `<package>/languages/de.po`; what one lacks is said in English.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import structlog
from babel import Locale, UnknownLocaleError
from babel.lists import format_list

log = structlog.get_logger()
SOURCE = "en"
LANGUAGES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español"}
"""What people can choose, each in its own name."""
LIKE_HERE = Locale("en", "GB")
"""Whose English stands in the code."""
_roots = [Path(__file__).parent]
Texts = Mapping[str, tuple[str, ...]]
"""A text's English, behind its context and `CONTEXT` if it has one, to its forms: one, or one and many."""
CONTEXT = "\x04"


@dataclass(frozen=True, slots=True)
class Speech:
    """How one reader is spoken to: the locale that writes dates and numbers, the language, and its texts."""

    locale: Locale
    language: str
    texts: Texts


def tr(text: str, /, *, context: str = "", **parts: object) -> str:
    """The text in the language now spoken, with its parts filled in.

    `context` tells apart what is one word in English and two elsewhere ("Open" on a button, "open" as a state).
    """
    forms = _speech.get().texts.get(f"{context}{CONTEXT}{text}" if context else text)
    said = forms[0] if forms else text
    return said.format(**parts) if parts else said


def trn(one: str, many: str, count: int | Decimal, /, **parts: object) -> str:
    """The form that the number takes in the language now spoken; `{count}` in it is the number, as it is written."""
    speech = _speech.get()
    forms = speech.texts.get(one)
    if forms is None:
        return (one if count == 1 else many).format(count=number(count), **parts)
    form = speech.locale.plural_form(Decimal(count).normalize())  # 1.00 is written 1, and counts as it is written
    return forms[0 if form == "one" else -1].format(count=number(count), **parts)


def marked(text: str) -> str:
    """The text as it stands: for what is named at import and said later, `tr(NAMES[state])`, by then translated."""
    return text


def marked_many(one: str, many: str) -> tuple[str, str]:
    """The same for two forms: `trn(*COUNTED[unit], days)`."""
    return one, many


def number(value: int | Decimal) -> str:
    """Without trailing zeros, in the reader's own signs: `0.5`, in German `0,5`."""
    written = f"{Decimal(value).normalize():f}" if value else "0"
    return written.replace(".", _speech.get().locale.number_symbols["latn"]["decimal"])


def listed(parts: list[str], style: str = "standard") -> str:
    """`Ann, Bob and Cem`; with the style `or`, `Ann, Bob or Cem`."""
    speech = _speech.get()
    order = speech.locale if speech.texts else LIKE_HERE
    return str(format_list(parts, style=style, locale=order)) if parts else ""  # type: ignore[arg-type]  # its names


def speech() -> Speech:
    """How whoever is spoken to now is spoken to."""
    return _speech.get()


@contextmanager
def speaking(to: str | Speech) -> Iterator[None]:
    """For a while, to one who reads this locale; afterwards as before, whoever `speak` turned to meanwhile."""
    token = _speech.set(to if isinstance(to, Speech) else speech_of(to))
    try:
        yield
    finally:
        _speech.reset(token)


def speak(to: str | Speech) -> None:
    """From now on, within the enclosing `speaking`, to one who reads this locale."""
    _speech.set(to if isinstance(to, Speech) else speech_of(to))


@lru_cache(maxsize=256)
def speech_of(locale: str) -> Speech:
    """The speech of a locale such as `de-CH`; one without a catalogue is spoken to in English, and the log says so."""
    known = locale_of(locale)
    language = known.language if known.language in LANGUAGES else SOURCE
    if language != known.language:
        log.warning("language.missing", locale=locale[:40])
    return Speech(known, language, {} if language == SOURCE else texts(language))


@lru_cache(maxsize=256)
def locale_of(code: str) -> Locale:
    """The locale of a code such as `de-DE` or `en_US`; a language out of place by itself, else British English."""
    for name in (code.replace("-", "_"), code.replace("-", "_").partition("_")[0]):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return LIKE_HERE


def speak_from(folder: Path) -> None:
    """Have the catalogues in this folder, too; said again, it changes nothing."""
    if folder not in _roots:
        _roots.append(folder)
        texts.cache_clear()
        speech_of.cache_clear()


@lru_cache(maxsize=8)
def texts(language: str) -> Texts:
    """All catalogues of a language as one."""
    found: dict[str, tuple[str, ...]] = {}
    for path in (path for root in _roots for path in sorted(root.glob(f"**/languages/{language}.po"))):
        found |= read(path)
    return found


def read(path: Path, keep: Callable[[str], bool] = bool) -> Texts:
    """The texts of one catalogue; those that nobody has translated yet are left out."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 - only where somebody reads another language

    with path.open("rb") as file:
        catalogue = read_po(file)
    read_forms = ((_key(message.context, message.id), _forms(message.string)) for message in catalogue if message.id)
    return {key: forms for key, forms in read_forms if forms and all(map(keep, forms))}


def _key(context: str | None, text: str | list[str] | tuple[str, ...]) -> str:
    one = text if isinstance(text, str) else text[0]
    return f"{context}{CONTEXT}{one}" if context else one


def _forms(string: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ())


_speech: ContextVar[Speech] = ContextVar("speech", default=speech_of("en_GB"))  # noqa: B039 - it is frozen
