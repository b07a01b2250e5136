import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from tests.languages.extraction import ROOT, Finding, Text, mistakes, modules, packages, texts_of
from tests.languages.typography import french
from workflows import language
from workflows.calendar.rules import Span
from workflows.wording import phrases

TRANSLATED = ("de", "fr", "es")
NOT_SAID_ON_SLACK = {
    "workflows/wording/vocabulary.py": "words that people type, in every language at once",
    "workflows/organisation/comparison.py": "what an import would change, for whoever runs it",
    "workflows/calendar/rules/pattern.py": "how a pattern is written; what is wrong with one is said with its letters",
    "workflows/leave/rules/expectations/deeds.py": "a policy's expectations, for whoever runs `policy check`",
    "workflows/leave/rules/expectations/format.py": "the same",
    "workflows/leave/rules/expectations/runner.py": "the same",
    "workflows/leave/seed.py": "a policy to begin with: data, with names in each language",
}
"""Files whose words are read by nobody on Slack, and why."""
ON_SLACK = ("notices", "home", "listeners", "replies", "help", "directory", "forms", "routes")
"""The modules of the shell that speak to people; all others speak to whoever runs it, in English."""
SOMEBODY = re.compile("@(?:somebody|jemand|collègue|alguien)")
"""What stands for a person in what can be typed; nobody types it so."""
SPEAKING = [package for package in packages() if texts_of(package)]


def name(path: Path) -> str:
    return path.name


def test_the_packages_that_speak_are_found() -> None:
    assert {"leave", "performance", "wording", "bot", "kernel"} <= {package.name for package in SPEAKING}


@pytest.mark.parametrize("package", SPEAKING, ids=name)
@pytest.mark.parametrize("code", TRANSLATED)
def test_every_text_is_translated_and_nothing_else_is(package: Path, code: str) -> None:
    said = set(texts_of(package))
    held = {Text(_forms(one.id), one.context or ""): _forms(one.string) for one in _catalogue(package, code)}
    assert sorted(said - set(held)) == []
    assert sorted(set(held) - said) == []
    assert [text for text, forms in held.items() if not all(forms) or len(forms) != len(text.forms)] == []


@pytest.mark.parametrize("package", SPEAKING, ids=name)
@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_keeps_the_parts_and_the_marks(package: Path, code: str) -> None:
    changed = [
        (one.id, form)
        for one in _catalogue(package, code)
        for form in _forms(one.string)
        if _fixed(form) != _fixed(_forms(one.id)[-1]) and _fixed(form) != _fixed(_forms(one.id)[0])
    ]
    assert changed == []


@pytest.mark.parametrize("package", packages(), ids=name)
def test_no_words_are_left_in_english_and_no_sentence_is_put_together_from_pieces(package: Path) -> None:
    read = [path for path in modules(package) if str(path.relative_to(ROOT)) not in NOT_SAID_ON_SLACK]
    if package.name == "bot":
        read = [path for path in read if path.stem in ON_SLACK and path.parent == package]
    found: list[Finding] = [mistake for path in read for mistake in mistakes(path)]
    assert list(map(str, found)) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_same_english_is_the_same_everywhere(code: str) -> None:
    known: dict[str, set[tuple[str, ...]]] = {}
    for package in SPEAKING:
        for text, forms in language.read(package / "languages" / f"{code}.po").items():
            known.setdefault(text, set()).add(forms)
    assert {text: forms for text, forms in known.items() if len(forms) > 1} == {}


@pytest.mark.parametrize("package", SPEAKING, ids=name)
def test_french_is_set_with_its_spaces(package: Path) -> None:
    """`python -m tests.languages` sets them."""
    forms = [form for one in _catalogue(package, "fr") for form in _forms(one.string)]
    assert [form for form in forms if form != french(form)] == []


@pytest.mark.parametrize(
    ("typed", "spaced"),
    [
        ("Qui ?", "Qui\u202f?"),
        ("Bravo!", "Bravo\u202f!"),
        ("fait ; à 08:30", "fait\u202f; à 08:30"),
        ("list : vos rapports", "list\u00a0: vos rapports"),
        ("*Quand* : demain", "*Quand*\u00a0: demain"),
        ("*Quand :* demain", "*Quand\u00a0:* demain"),
        ("« oui » ou «non»", "«\u00a0oui\u00a0» ou «\u00a0non\u00a0»"),
        ("« Vraiment ? »", "«\u00a0Vraiment\u202f?\u00a0»"),
        (":tada: `a : b` <http://x|y ?> {one!r} &amp; {day}", ":tada: `a : b` <http://x|y ?> {one!r} &amp; {day}"),
        ("Voici {names} : {count} ?", "Voici {names}\u00a0: {count}\u202f?"),
        ("`list` : vos demandes", "`list`\u00a0: vos demandes"),
    ],
)
def test_french_spaces_are_set_where_they_belong(typed: str, spaced: str) -> None:
    assert french(typed) == spaced == french(spaced)


def test_the_names_of_the_languages_are_those_that_have_catalogues() -> None:
    assert set(language.LANGUAGES) == {"en", *TRANSLATED}


@pytest.mark.parametrize(
    ("code", "spoken", "written"),
    [
        ("de-AT", "de", "1,5"), ("de_US", "de", "1,5"), ("fr-CH", "fr", "1,5"), ("es_MX", "es", "1.5"),
        ("en-US", "en", "1.5"), ("ja-JP", "en", "1.5"), ("no such locale", "en", "1.5"), ("", "en", "1.5"),
    ],
)  # fmt: skip
def test_everybody_is_spoken_to_in_a_language_there_is(code: str, spoken: str, written: str) -> None:
    with language.speaking(code):
        assert (language.speech().language, language.number(Decimal("1.5"))) == (spoken, written)


def test_one_who_turns_to_somebody_else_turns_back() -> None:
    with language.speaking("de"):
        language.speak("fr")
        with language.speaking("es"):
            assert language.speech().language == "es"
        assert language.speech().language == "fr"
    assert language.speech().language == "en"


def test_the_number_chooses_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"{count} day": ("{count} jour", "{count} jours")}
    french = language.Speech(language.locale_of("fr"), "fr", texts)
    said = {}
    with language.speaking(french):
        said = {count: language.trn("{count} day", "{count} days", count) for count in (0, 1, 2)}
    assert said == {0: "0 jour", 1: "1 jour", 2: "2 jours"}
    with language.speaking("de"):
        assert language.trn("{count} day", "{count} days", Decimal("1.00")) == "1 Tag"
    assert language.trn("{count} day", "{count} days", 0) == "0 days"


@pytest.mark.parametrize(
    ("code", "label", "string", "one_day", "days"),
    [
        ("en_GB", "Ann: here", "on time; done", "on Mon, 7 Dec 2026", "from Mon, 7 Dec 2026 to Wed, 9 Dec 2026"),
        ("de_DE", "Ann: here", "on time; done", "am Mo., 7. Dez. 2026", "von Mo., 7. Dez. 2026 bis Mi., 9. Dez. 2026"),
        (
            "fr_FR",
            "Ann\u00a0: here",
            "on time\u202f; done",
            "le lun. 7 déc. 2026",
            "du lun. 7 déc. 2026 au mer. 9 déc. 2026",
        ),
        ("es_ES", "Ann: here", "on time; done", "el lun, 7 dic 2026", "de lun, 7 dic 2026 a mié, 9 dic 2026"),
    ],
)
def test_what_stands_between_two_parts_is_the_readers_own(
    code: str, label: str, string: str, one_day: str, days: str
) -> None:
    first, last = date(2026, 12, 7), date(2026, 12, 9)
    with language.speaking(code):
        assert phrases.labelled("Ann", "here") == label
        assert phrases.strung(["on time", "done"]) == string
        assert phrases.during(Span(first, first)) == one_day
        assert phrases.during(Span(first, last)) == days


def test_what_somebody_typed_is_never_read_as_a_part() -> None:
    assert language.tr("{name} asks.", name="{secret} {0}") == "{secret} {0} asks."


def _catalogue(package: Path, code: str):  # type: ignore[no-untyped-def] # noqa: ANN202 - Babel's messages
    with (package / "languages" / f"{code}.po").open("rb") as file:
        return [message for message in read_po(file) if message.id]


def _forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text),)


def _fixed(text: str) -> tuple[Counter[str], int, list[str]]:
    """What must survive translation: the parts, the backticks with what stands in them, and how much is in bold."""
    parts = Counter(part for _, part, _, _ in Formatter().parse(text) if part is not None)
    return parts, text.count("*"), sorted(re.findall(r"`([^`]*)`", SOMEBODY.sub("@", text)))
