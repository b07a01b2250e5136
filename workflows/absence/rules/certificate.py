"""When an absence needs a certificate, and by when it is due."""

from dataclasses import replace
from datetime import date, timedelta

from workflows.absence.rules.life import Certificate
from workflows.absence.rules.policy import CertificateRule
from workflows.absence.rules.record import Record
from workflows.calendar.rules import Span, WorkingTime
from workflows.kernel.errors import Refused


def needs(rule: CertificateRule | None, span: Span) -> bool:
    """Whether an absence of this length needs one; a half day counts as a day."""
    return rule is not None and (span.last - span.first).days + 1 > rule.after


def due_day(rule: CertificateRule, first: date, working_time: WorkingTime | None) -> date:
    """The first working day after the days that need none, and their grace."""
    return working_day_from(first + timedelta(days=rule.after + rule.grace), working_time)


def working_day_from(day: date, working_time: WorkingTime | None) -> date:
    """The day itself, or the next working day; Monday to Friday where no pattern is on record."""
    try:
        if working_time is not None:
            return day if working_time.working(day) else working_time.after(day, 1)
    except Refused:  # no pattern for that day, or it lies beyond the calendar
        pass
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def certified(record: Record, rule: CertificateRule | None, working_time: WorkingTime | None) -> Record:
    """The record with its certificate as its span now has it; what was received stays received."""
    if record.certificate is Certificate.RECEIVED:
        return record
    if rule is None or not needs(rule, record.span):
        return replace(record, certificate=Certificate.NONE, certificate_due=None)
    day = due_day(rule, record.span.first, working_time)
    return replace(record, certificate=Certificate.DUE, certificate_due=day)
