"""What follows `/leave`, as people write it in their own language: understood, or refused with the way out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.language import locale_of
from workflows.leave.words import read
from workflows.wording.days import Reader
from workflows.wording.spans import read_span

MONDAY = date(2026, 11, 23)


def somebody(locale: str = "en-GB", today: date = MONDAY) -> Actor:
    return Actor(PersonId(1), "U1", "Ann", "Europe/London", locale, today)


def days(first: str, last: str = "", halves: str = "whole", **more: Any) -> dict[str, Any]:
    return {"first": date.fromisoformat(first), "last": date.fromisoformat(last or first), "halves": halves, **more}


def refusal(words: str, locale: str = "en-GB") -> str:
    with pytest.raises(Refused) as refused:
        read(words, somebody(locale))
    return refused.value.text


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("24 dec - 2 jan", days("2026-12-24", "2027-01-02")),
        ("24 Dec-2 Jan", days("2026-12-24", "2027-01-02")),
        ("24 dec – 2 jan", days("2026-12-24", "2027-01-02")),
        ("from 24 dec to 2 jan", days("2026-12-24", "2027-01-02")),
        ("between 3 dec and 5 dec", days("2026-12-03", "2026-12-05")),
        ("24 - 28 dec", days("2026-12-24", "2026-12-28")),
        ("24-28 dec", days("2026-12-24", "2026-12-28")),
        ("dec 24 - 28", days("2026-12-24", "2026-12-28")),
        ("24 dec 2026 - 2 jan 2027", days("2026-12-24", "2027-01-02")),
        ("2026-12-24 - 2027-01-02", days("2026-12-24", "2027-01-02")),
        ("2026-12-24", days("2026-12-24")),
        ("24-12-2026", days("2026-12-24")),
        ("24.12.-2.1.", days("2026-12-24", "2027-01-02")),
        ("24/12 - 2/1", days("2026-12-24", "2027-01-02")),
        ("tomorrow", days("2026-11-24")),
        ("tomorrow afternoon", days("2026-11-24", halves="late")),
        ("this afternoon", days("2026-11-23", halves="late")),
        ("tomorrow morning", days("2026-11-24", halves="early")),
        ("24 dec pm", days("2026-12-24", halves="late")),
        ("24 dec afternoon - 2 jan morning", days("2026-12-24", "2027-01-02", "both")),
        ("24 dec morning to 28 dec afternoon", days("2026-12-24", "2026-12-28")),
        ("next week", days("2026-11-30", "2026-12-04")),
        ("this week", days("2026-11-23", "2026-11-27")),
        ("from monday to wednesday", days("2026-11-30", "2026-12-02")),
        ("wednesday-friday", days("2026-11-25", "2026-11-27")),
        ("next monday", days("2026-11-30")),
        ("tomorrow - friday", days("2026-11-24", "2026-11-27")),
        ("day after tomorrow", days("2026-11-25")),
        ("in two weeks", days("2026-12-07")),
        ("3rd of december", days("2026-12-03")),
        ("thursday 24 december", days("2026-12-24")),
        ("20 nov", days("2026-11-20")),
        ("20 nov - 30 nov", days("2026-11-20", "2026-11-30")),
        ("10 oct", days("2027-10-10")),
        ("for <@U123|ann> 3 dec", days("2026-12-03", person="U123")),
        ("3 dec for <@U123>", days("2026-12-03", person="U123")),
    ],
)
def test_days_are_read_as_people_write_them(words: str, form: dict[str, Any]) -> None:
    assert read(words, somebody()) == ("open", form)


@pytest.mark.parametrize(
    ("locale", "words", "form"),
    [
        ("en-US", "12/24", days("2026-12-24")),
        ("en-US", "12/24 - 1/2", days("2026-12-24", "2027-01-02")),
        ("en-US", "dec 24 - jan 2", days("2026-12-24", "2027-01-02")),
        ("en-GB", "3/4", days("2027-04-03")),
        ("en-US", "3/4", days("2027-03-04")),
        ("de-DE", "24. dez bis 2. jan", days("2026-12-24", "2027-01-02")),
        ("de-DE", "vom 24. dezember bis zum 2. januar", days("2026-12-24", "2027-01-02")),
        ("de-DE", "morgen", days("2026-11-24")),
        ("de-DE", "morgen nachmittag", days("2026-11-24", halves="late")),
        ("de-DE", "am 24.12. vormittags", days("2026-12-24", halves="early")),
        ("de-DE", "nächste woche", days("2026-11-30", "2026-12-04")),
        ("de-DE", "mo - mi", days("2026-11-30", "2026-12-02")),
        ("de-DE", "tomorrow", days("2026-11-24")),
        ("fr-FR", "du 24 décembre au 2 janvier", days("2026-12-24", "2027-01-02")),
        ("fr-FR", "demain après-midi", days("2026-11-24", halves="late")),
        ("fr-FR", "après-demain", days("2026-11-25")),
        ("fr-FR", "lundi prochain", days("2026-11-30")),
        ("es-ES", "del 24 de diciembre al 2 de enero", days("2026-12-24", "2027-01-02")),
        ("es-ES", "mañana por la tarde", days("2026-11-24", halves="late")),
        ("he-IL", "next week", days("2026-11-29", "2026-12-03")),
        ("ja-JP", "12/24", days("2026-12-24")),
        ("no-such-locale", "monday", days("2026-11-30")),
    ],
)
def test_days_are_read_in_the_readers_own_language_and_order(locale: str, words: str, form: dict[str, Any]) -> None:
    assert read(words, somebody(locale)) == ("open", form)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("", ("open", {})),
        ("balance", ("balance", {})),
        ("Balance", ("balance", {})),
        ("balance for <@U9>", ("balance", {"person": "U9"})),
        ("list", ("list", {})),
        ("who", ("who", {})),
        ("who week", ("who", {"reach": "week"})),
        ("who project", ("who", {"scope": "project"})),
    ],
)
def test_the_other_words_are_verbs(words: str, answer: tuple[str, dict[str, Any]]) -> None:
    assert read(words, somebody()) == answer


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("foo", "I can't read “foo”"),
        ("99 dec", "I can't read"),
        ("31 feb", "I can't read"),
        ("10:00", "I can't read"),
        ("1", "I can't read"),
        ("may", "I can't read"),
        ("-", "I can't read"),
        ("24 dec - foo", "I read “24 dec” as Thu, 24 Dec 2026, but not the rest"),
        ("12/24", "There is no 12/24 in the calendar"),
        ("friday 24 december", "24 December 2026 is a Thursday"),
        ("9999-12-24", "too far away"),
        ("28 dec - 24 dec", "before the first"),
        ("2 jan - 24 dec 2026", "before the first"),
        ("half day tomorrow", "Which half"),
        ("who nobody", "`/leave who` takes team, department, project, company, today or week"),
        ("list everything", "stands alone"),
        ("for @ann 3 dec", "pick the person"),
        ("for <@U1> <@U2>", "One person at a time"),
        ("x" * 10_000, "a lot of words"),
        ("<!channel>", "I can't read “!channel”"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_way_out(words: str, says: str) -> None:
    assert says in refusal(words)


def test_on_a_saturday_this_week_is_over_and_next_week_begins_on_monday() -> None:
    saturday = Reader(locale_of("en-GB"), date(2026, 11, 28))
    assert read_span("next week", saturday, "/leave").first == date(2026, 11, 30)
    with pytest.raises(Refused, match="next week"):
        read_span("this week", saturday, "/leave")


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en-GB", "en-US", "de-DE", "fr-FR", "es-ES", "ar-EG", "ja-JP"]))
def test_nothing_typed_does_anything_but_be_read_or_refused(words: str, locale: str) -> None:
    said = ""
    verb: str = "open"
    form: Mapping[str, Any] = {}
    try:
        verb, form = read(words, somebody(locale))
    except Refused as refused:
        said = refused.text
    assert not any(sign in said for sign in "<>&")
    assert verb in {"open", "balance", "list", "who"}
    assert form.get("first", date.min) <= form.get("last", date.max)


@settings(deadline=None, max_examples=60)
@given(st.dates(date(2025, 1, 1), date(2028, 12, 31)), st.sampled_from(["en-GB", "en-US", "de-DE", "fr-FR", "es-ES"]))
def test_a_whole_date_is_read_back_as_it_was_said(day: date, locale: str) -> None:
    from babel.dates import format_date  # noqa: PLC0415 - only here

    reader = Reader(locale_of(locale), MONDAY)
    for width in ("medium", "long"):
        assert read_span(format_date(day, width, locale=reader.locale), reader, "/leave").first == day
