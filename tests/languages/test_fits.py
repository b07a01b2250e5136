"""Whether all that people read is in their language, and fits where Slack shows it: walked through, not imagined."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from babel import Locale

from bot.demonstration import ASKS
from bot.store import Store
from tests.languages.extraction import packages, texts_of
from tests.languages.walk import Seen, Walk, words_of
from workflows import WORKFLOWS, language
from workflows.calendar.rules.holiday import public_holidays
from workflows.language import LIKE_HERE, Speech
from workflows.organisation.rules import Region

PEOPLE = ("U0NOR0003", "U0JUR0010", "U0FAT0019", "U0ANN0001", "U0HEL0001")
"""A people admin, an operations manager, a project manager, a member of staff, and who is over them all."""
DAYS = (1, 3, 7, 14, 30, 45, 70)
WIDE = str.maketrans("aeiouyAEIOUYcnsCNS", "åéîöûýÅÉÎÖÛÝçñšÇÑŠ")
KEPT = re.compile(r"(\{[^{}]*\}|`[^`]*`|<[^<>]*>|:[a-z_]+:)")
ACCENTED = frozenset("åéîöûýÅÉÎÖÛÝçñšÇÑŠ")
WORD = re.compile(r"[^\W\d_]{3,}")
SAME_EVERYWHERE = ("BAC AC EV PV CPI SPI CV SV EAC ETC VAC TCPI EUR", "kind month category amount currency", "PBI")
"""Earned value's own names, a currency, the columns of a file, and what a sample person might call a skill."""
NONSENSE = ("something else entirely", *(ask[-1] for ask in ASKS))
"""What is typed on the walk to be refused, and what the sample people wrote (the database keeps it locked)."""
TYPED = re.compile(r"`[^`]*`|<[^<>]*>|:[a-z_]+:|/\w+")


def widened(text: str) -> str:
    """A text as no language writes it: accented, and a third longer."""
    parts = KEPT.split(text)
    said = "".join(part if KEPT.fullmatch(part) else part.translate(WIDE) for part in parts)
    return f"{said}{'·' * (len(text) // 3)}"


@cache
def pseudo() -> Mapping[str, tuple[str, ...]]:
    """Every text of the product, widened."""
    said = (text for package in packages() for text in texts_of(package))
    return {
        f"{one.context}{language.CONTEXT}{one.forms[0]}" if one.context else one.forms[0]: tuple(
            map(widened, one.forms)
        )
        for one in said
    }


@pytest.fixture
def wide(sample: Store, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """Everybody reads a language that is not there."""
    speech = Speech(LIKE_HERE, "xx", pseudo())
    monkeypatch.setattr(language, "speech_of", lambda _locale: speech)
    return Walk(sample, speech)


def test_what_is_widest_still_fits_and_nothing_is_left_in_english(wide: Walk, sample_database: Path) -> None:
    seen = [*wide.all_of(PEOPLE), *wide.due(DAYS)]
    assert len(seen) > 1000, "the walk came nowhere"
    assert sorted({violation for one in seen for violation in one.violations}) == []
    known = known_words(sample_database)
    left = {(text, one.place) for one in seen for text in words_of(one.payload) if unknown(text, known)}
    assert sorted({f"{text!r} ({place})" for text, place in left})[:40] == []


@pytest.mark.parametrize("code", ["de", "fr", "es"])
def test_translations_fit_as_well(code: str, sample: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    speech = Speech(Locale.parse(code), code, language.texts(code))
    monkeypatch.setattr(language, "speech_of", lambda _locale: speech)
    seen = [*Walk(sample, speech).all_of(PEOPLE)]
    assert sorted({violation for one in seen for violation in one.violations}) == []
    assert sorted({title for one in seen for title in cut_titles(one)}) == []


def cut_titles(seen: Seen) -> Iterator[str]:
    """Titles and buttons of forms that had to be cut: for a translation that is too long, unlike for a name."""
    for part in ("title", "submit", "close"):
        text = (seen.payload.get(part) or {}).get("text", "") if seen.view else ""
        if text.endswith("…"):
            yield f"{text} ({seen.place})"


def known_words(database: Path) -> frozenset[str]:
    """What is a name: everything written in the database, days and months, and what people type."""
    with sqlite3.connect(database) as copy:
        tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        held = [str(value) for table in tables for row in copy.execute(f"SELECT * FROM {table}") for value in row]  # noqa: S608 - our own tables
    days = [Locale.parse(code) for code in ("en", "de", "fr")]
    names = [name for one in days for width in ("abbreviated", "wide") for name in one.days["format"][width].values()]
    names += [
        name for one in days for width in ("abbreviated", "wide") for name in one.months["format"][width].values()
    ]
    names += [verb.help.partition(": ")[0] for workflow in WORKFLOWS for verb in workflow.verbs]
    places = [Region(code) for code in ("GB", "DE", "US")]
    names += [one.name for place in places for year in (2026, 2027) for one in public_holidays(place, year)]
    names += [
        *language.LANGUAGES.values(),
        "Dotted Line",
        *(workflow.name for workflow in WORKFLOWS),
        *NONSENSE,
        *SAME_EVERYWHERE,
    ]
    return frozenset(word.lower() for text in (*held, *names) for word in WORD.findall(text))


def unknown(text: str, known: frozenset[str]) -> bool:
    """Whether there are words that were not widened and are nobody's name."""
    words = WORD.findall(TYPED.sub(" ", text))
    return any(word.lower() not in known and not ACCENTED & set(word) for word in words)
