"""What may stand in the directory: each check gives the value as it is kept, or ValueError with what to do instead."""

import re
import unicodedata
from functools import cache
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError

from workflows.language import marked, tr

_JOINERS = "\u200c\u200d"
"""Persian and Indian names are spelled with them; all other invisible characters only deceive."""
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_EMAIL = re.compile(r"[^@\s,;:<>()\[\]\"'\\]+@[^@\s,;:<>()\[\]\"'\\.]+(\.[^@\s,;:<>()\[\]\"'\\.]+)+")
_SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,20}")
_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{7,20}")
_CHANNEL_NAME = re.compile(r"[\w-]{1,79}")
_CONTRACT = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def label(text: str, most: int = 200) -> str:
    """A name in one line, spaces tidied, accents composed."""
    plain = " ".join(unicodedata.normalize("NFC", text).split(" ")).strip()
    if not plain:
        raise ValueError(tr("must not be empty"))
    if len(plain) > most:
        raise ValueError(tr("is {length} characters long; {most} is the most", length=len(plain), most=most))
    if any(unicodedata.category(char) in _INVISIBLE and char not in _JOINERS for char in plain):
        raise ValueError(tr("has invisible characters in it; type it anew"))
    return plain


def email(text: str) -> str:
    """An address, in lower case: it is what people are matched by."""
    plain = label(text, 254).lower()
    if not _EMAIL.fullmatch(plain):
        raise ValueError(tr("“{plain}” is no email address", plain=plain))
    return plain


def slack_id(text: str) -> str:
    """A Slack member id."""
    if not _SLACK_ID.fullmatch(text):
        raise ValueError(tr("“{text}” is no Slack member id; those look like U012AB3CD", text=_short(text)))
    return text


def channel(text: str) -> str:
    """A channel's id, or its name with a # before it."""
    if _CHANNEL_ID.fullmatch(text):
        return text
    name = unicodedata.normalize("NFC", text.removeprefix("#")).lower()
    if not _CHANNEL_NAME.fullmatch(name):
        raise ValueError(tr("“{text}” is no channel; write #its-name, or its id such as C012AB3CD", text=_short(text)))
    return f"#{name}"


def code(text: str) -> str:
    """The short name of a department or project, which the other files use."""
    if not _CODE.fullmatch(text):
        raise ValueError(
            tr("“{text}” is no code; use up to 40 letters, digits, dots, dashes and underscores", text=_short(text))
        )
    return text


def contract(text: str) -> str:
    """A kind of contract, in the company's own word."""
    if not _CONTRACT.fullmatch(text):
        raise ValueError(
            tr("“{text}” is no kind of contract; write one word in small letters, as fixed_term", text=_short(text))
        )
    return text


def time_zone(text: str) -> str:
    """An IANA time zone."""
    if text not in _zones():
        raise ValueError(tr("“{text}” is no time zone; those look like Europe/Berlin", text=_short(text)))
    return text


def locale(text: str) -> str:
    """A locale as Babel names it; Slack's en-GB is taken as en_GB."""
    try:
        return str(Locale.parse(text.replace("-", "_")))
    except (ValueError, UnknownLocaleError, TypeError):
        raise ValueError(tr("“{text}” is no locale; those look like en_GB", text=_short(text))) from None


def country(text: str) -> str:
    """A two-letter country whose public holidays are known."""
    if text not in _countries():
        raise ValueError(
            tr(
                "no public holidays are known for “{text}”; write the country as two letters, as in DE",
                text=_short(text),
            )
        )
    return text


def subdivision(text: str, of: str) -> str:
    """A part of the country, as the `holidays` library names it."""
    known = subdivisions(of)
    if text not in known:
        if not known:
            raise ValueError(
                tr("“{text}” is no subdivision of {of}; {of} has none: leave it empty", text=_short(text), of=of)
            )
        wording = marked("“{text}” is no subdivision of {of}; those of {of} are {known}")
        raise ValueError(tr(wording, text=_short(text), of=of, known=", ".join(known)))
    return text


@cache
def subdivisions(of: str) -> tuple[str, ...]:
    """The parts of a known country that have public holidays of their own."""
    import holidays  # noqa: PLC0415 - takes a tenth of a second, needed by imports and additions only

    return tuple(getattr(holidays, country(of)).subdivisions)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _countries() -> frozenset[str]:
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - as above

    return frozenset(names[1] for names in COUNTRIES.values())


def _short(text: str) -> str:
    shown = "".join(char if char.isprintable() else "�" for char in text)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"
