"""What a modal's fields mean: the form a person filled in becomes a span, or is refused under its field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.numbers import format_decimal

from workflows.absence.rules.policy import AbsencePolicy, AbsenceType
from workflows.calendar.rules import Half, Span
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.language import speech, tr

WHO, TYPE, FIRST, LAST, OPEN, HALVES = "person", "absence_type", "first", "last", "open_ended", "halves"
BACK_ON, BACK_AT, NOTE = "back_on", "back_at", "note"
"""The fields, by block id; the rules name the same ones in their refusals."""
LONGEST_NOTE = 2000
HALF_DAYS: Mapping[str, tuple[Half | None, Half | None]] = {
    "whole": (None, None),
    "late": (Half.PM, None),
    "early": (None, Half.AM),
    "both": (Half.PM, Half.AM),
}
"""Which halves of the first and the last day are taken; None: all of it."""


@dataclass(frozen=True, slots=True)
class Days:
    """What was chosen: a span, and whether its end is open; an open-ended one is its first day alone."""

    span: Span
    open_ended: bool = False


def type_of(form: Form, policy: AbsencePolicy) -> AbsenceType:
    """The chosen type; the one `/sick` means when none was chosen yet."""
    chosen = form.get(TYPE) or policy.short
    for one in policy.types:
        if one.code == chosen:
            return one
    raise Refused(tr("There is no such kind of absence. Please pick one from the list."), field=TYPE, reason="type")


def days_of(form: Form) -> Days:
    """The days; without a last one it is one day. Raises Refused under the field that is missing or makes no sense."""
    first = _day(form, FIRST)
    begins, ends = _halves(form)
    if is_open(form):
        if form.get(LAST) is not None:
            text = tr("Either a last day or an open end: please clear one of them.")
            raise Refused(text, field=LAST, reason="both_ends")
        return Days(Span(first, first, begins, None), open_ended=True)
    last = _day(form, LAST) if form.get(LAST) is not None else first
    if first != last:
        return Days(Span(first, last, begins, ends))
    if begins and ends:
        text = tr("From noon to noon of one day is nothing. Pick the morning or the afternoon.")
        raise Refused(text, field=HALVES, reason="halves")
    return Days(Span.of(first, begins or ends))


def until_of(form: Form, span: Span) -> Days:
    """A span with the chosen new end."""
    if is_open(form):
        return Days(span, open_ended=True)
    last = _day(form, LAST)
    return Days(Span(span.first, last, span.first_half if last != span.first else None, None))


def back_of(form: Form, span: Span) -> Span | None:
    """What the absence was when the person is back from the chosen day's morning or noon; None for nothing."""
    day = _day(form, BACK_ON)
    noon = form.get(BACK_AT) == "noon"
    stop = day.toordinal() * 2 + noon
    return Span.between(span.start, stop) if stop > span.start else None


def is_open(form: Form) -> bool:
    """Whether the end was left open."""
    chosen = form.get(OPEN)
    return chosen is True or (isinstance(chosen, list) and OPEN in chosen)


def note_of(form: Form) -> str:
    """What was written."""
    text = str(form.get(NOTE) or "").strip()
    if len(text) > LONGEST_NOTE:
        length, most = (format_decimal(one, locale=speech().locale) for one in (len(text), LONGEST_NOTE))
        said = tr("That is {length} characters; please keep it under {most}.", length=length, most=most)
        raise Refused(said, field=NOTE, reason="length")
    if not text:
        raise Refused(tr("Please write something, or close this."), field=NOTE, reason="no_note")
    return text


def of_days(days: Days) -> dict[str, Any]:
    """The days as the modal's fields."""
    form: dict[str, Any] = {FIRST: days.span.first, HALVES: halves_of(days.span)}
    if days.open_ended:
        return form | {OPEN: [OPEN]}
    return form | {LAST: days.span.last if days.span.last != days.span.first else None}


def halves_of(span: Span) -> str:
    """How the modal names the halves of a span."""
    if span.first == span.last and span.first_half:
        return "late" if span.first_half is Half.PM else "early"
    return next(name for name, halves in HALF_DAYS.items() if halves == (span.first_half, span.last_half))


def _halves(form: Form) -> tuple[Half | None, Half | None]:
    chosen = form.get(HALVES) or "whole"
    if chosen not in HALF_DAYS:
        raise Refused(tr("Please pick one from the list."), field=HALVES, reason="halves")
    return HALF_DAYS[chosen]


def _day(form: Form, field: str) -> date:
    day = form.get(field)
    if not isinstance(day, date):
        raise Refused(tr("Please pick a day."), field=field, reason="no_day")
    return day
