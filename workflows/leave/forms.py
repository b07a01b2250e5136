"""What a modal's fields mean: the form a person filled in becomes a draft, or is refused under its field."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from workflows.calendar.rules import Half, Span
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.language import marked, speech, tr
from workflows.leave.documents import Document
from workflows.leave.rules.policy import LeavePolicy, LeaveType
from workflows.wording import amounts

WHO, TYPE, FIRST, LAST, HALVES, REASON = "person", "leave_type", "first", "last", "halves", "reason"
"""The fields, by block id; the rules name the same ones in their refusals."""
REPLACEMENT, SUBSTITUTE = "replacement", "substitute"
"""Whom one names for the time, by Slack id."""
DOCUMENTS = "documents"
"""The files that a kind of leave asks for."""
MOST_DOCUMENTS, PLACES = 5, 2
DEPARTMENT, MEASURE, AMOUNT, EFFECT = "department", "measure", "amount", "effect"
"""Those of a department's minimum cover."""
NAME, DEPARTMENTS = "title", "departments"
"""Those of a day on which the company is closed."""
CONCERN = "concern"
"""What a project manager says against it."""
LONGEST_REASON = 1000
LONGEST_CONCERN = 300
_WHOLE = marked("Please give a whole number from 0 to {most}.")
_NUMBER = marked("Please give a number from 0 to {most}.")
NOTHING = Decimal(0)
HALF_DAYS: Mapping[str, tuple[Half | None, Half | None]] = {
    "whole": (None, None),
    "late": (Half.PM, None),
    "early": (None, Half.AM),
    "both": (Half.PM, Half.AM),
}
"""Which halves of the first and the last day are taken; None: all of it."""


def type_of(form: Form, policy: LeavePolicy) -> LeaveType:
    """The chosen type; the policy's first when none was chosen yet."""
    chosen = form.get(TYPE)
    if chosen is None:
        return policy.types[0]
    for leave_type in policy.types:
        if leave_type.code == chosen:
            return leave_type
    raise Refused(tr("There is no such kind of leave. Please pick one from the list."), field=TYPE, reason="type")


def span_of(form: Form) -> Span:
    """The days; raises Refused under the field that is missing or makes no sense."""
    first, last = _day(form, FIRST), _day(form, LAST)
    halves = form.get(HALVES) or "whole"
    if halves not in HALF_DAYS:
        raise Refused(tr("Please pick one from the list."), field=HALVES, reason="halves")
    begins, ends = HALF_DAYS[halves]
    if first != last:
        return Span(first, last, begins, ends)
    if begins and ends:
        text = tr("From noon to noon of one day is nothing. Pick the morning or the afternoon.")
        raise Refused(text, field=HALVES, reason="halves")
    return Span.of(first, begins or ends)


def days_of(form: Form) -> tuple[date, ...]:
    """The days that were picked so far."""
    return tuple(form[field] for field in (FIRST, LAST) if isinstance(form.get(field), date))


def reason_of(form: Form, *, required: str | None = None) -> str:
    """What was written; `required`: what to say when nothing was."""
    text = str(form.get(REASON) or "").strip()
    if len(text) > LONGEST_REASON:
        raise Refused(_too_long(text, LONGEST_REASON), field=REASON, reason="length")
    if required and not text:
        raise Refused(required, field=REASON, reason="no_reason")
    return text


def concern_of(form: Form) -> str:
    """A project manager's sentence; it says something, and not too much."""
    text = str(form.get(CONCERN) or "").strip()
    if not text:
        empty = tr("Please say what your concern is, or press “No concern”.")
        raise Refused(empty, field=CONCERN, reason="no_reason")
    if len(text) > LONGEST_CONCERN:
        raise Refused(_too_long(text, LONGEST_CONCERN), field=CONCERN, reason="length")
    return text


def _too_long(text: str, most: int) -> str:
    length, limit = (format_decimal(one, locale=speech().locale) for one in (len(text), most))
    return tr("That is {length} characters; please keep it under {most}.", length=length, most=limit)


def documents_of(form: Form) -> tuple[Document, ...]:
    """The files that were handed in."""
    files = form.get(DOCUMENTS) or ()
    if len(files) > MOST_DOCUMENTS:
        raise Refused(tr("At most {most} files, please.", most=MOST_DOCUMENTS), field=DOCUMENTS, reason="documents")
    return tuple(Document(file["id"], file["link"]) for file in files)


def amount_of(form: Form, field: str, most: int, *, whole: bool = False) -> Decimal:
    """A number that was typed, from 0 to `most`, with at most two places."""
    typed = amounts.typed(str(form.get(field) or ""), field)
    if typed is None or not 0 <= typed <= most or amounts.places_of(typed) > (0 if whole else PLACES):
        raise Refused(tr(_WHOLE if whole else _NUMBER, most=most), field=field, reason="amount")
    return typed


def of_span(span: Span) -> dict[str, Any]:
    """A span as the modal's fields."""
    return {FIRST: span.first, LAST: span.last, HALVES: halves_of(span)}


def halves_of(span: Span) -> str:
    """How the modal names the halves of a span."""
    if span.first == span.last and span.first_half:
        return "late" if span.first_half is Half.PM else "early"
    return next(name for name, halves in HALF_DAYS.items() if halves == (span.first_half, span.last_half))


def _day(form: Form, field: str) -> date:
    day = form.get(field)
    if not isinstance(day, date):
        raise Refused(tr("Please pick a day."), field=field, reason="no_day")
    return day
