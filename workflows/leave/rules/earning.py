"""Comp time for work on a day off (R24), and the company's own closing days (R32)."""

from datetime import date
from decimal import Decimal

from workflows.calendar.rules import Half, Span, Unit, merge, spoken
from workflows.kernel.errors import Refused
from workflows.language import tr
from workflows.leave.rules.context import NOTHING, Context, Employment
from workflows.leave.rules.ledger import Entry, Kind
from workflows.leave.rules.policy import LeaveType, Shutdown
from workflows.leave.rules.words import amount_text, type_name


def earned(context: Context, code: str, day: date, amount: Decimal, half: Half | None = None) -> Entry:
    """R24: the entry for time really worked on a day off; usable from the next day; Refused when it isn't that."""
    leave_type = context.policy.leave_type(code)
    if leave_type.earned is None:
        text = tr("{type} isn't earned by working.", type=type_name(leave_type))
        raise Refused(text, field="leave_type", reason="not_earned")
    if day > context.today:
        raise Refused(tr("Time is credited once it was worked."), field="day", reason="not_worked_yet")
    if context.working_time.cost(Span.of(day, half)):
        raise Refused(tr("{day} is a working day for you.", day=spoken(day)), field="day", reason="working_day")
    _within_a_day(leave_type, amount, half)
    _within_a_day(leave_type, amount + _credited(context, code, day))
    _within_cap(context, leave_type, amount)
    return Entry(code, f"earned {day}", Kind.EARNED, day, amount)


def _credited(context: Context, code: str, day: date) -> Decimal:
    """What that day has earned already, less what of it was taken back."""
    of_day = (one for one in context.ledger if one.leave_type == code and one.kind is Kind.EARNED and one.day == day)
    return sum((one.amount for one in of_day), NOTHING)


def _within_a_day(leave_type: LeaveType, amount: Decimal, half: Half | None = None) -> None:
    whole = Decimal(24) if leave_type.count.unit is Unit.HOURS else Decimal(1)
    most = whole / 2 if half else whole
    if not 0 < amount <= most:
        text = tr("At most {most} can be earned then.", most=amount_text(most, leave_type.count.unit))
        raise Refused(text, field="amount", reason="earned_too_much")


def _within_cap(context: Context, leave_type: LeaveType, amount: Decimal) -> None:
    if leave_type.earned_most is None:
        return
    recorded = [entry for entry in context.ledger if entry.leave_type == leave_type.code]
    unused = sum((entry.amount for entry in recorded), NOTHING)
    if unused + amount > leave_type.earned_most:
        most = amount_text(leave_type.earned_most, leave_type.count.unit)
        text = tr("At most {most} may wait to be used; take some first.", most=most)
        raise Refused(text, field="amount", reason="earned_cap")


def unearned(entry: Entry) -> Entry:
    """R24: a cancellation of it is another entry."""
    return Entry(entry.leave_type, entry.grant, Kind.EARNED, entry.day, -entry.amount, entry.expires, None, "cancelled")


def closed(context: Context, shutdown: Shutdown) -> tuple[Span, ...]:
    """R32: what is booked for somebody when the company closes: their working days, without those they are away on."""
    first, last = _employed(context.employment, shutdown)
    free = [Span(first, last)] if first <= last else []
    for away in (*(request.span for request in context.requests if request.active), *context.sick):
        free = [part for span in free for part in span.without(away)]
    return tuple(span for span in merge(free) if context.working_time.cost(span))


def _employed(employment: Employment, shutdown: Shutdown) -> tuple[date, date]:
    return max(shutdown.first, employment.first), min(shutdown.last, employment.last or shutdown.last)
