"""How long leave may be at a stretch and in a period, and the long run everybody should have (R29, R30)."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from workflows.calendar.rules import Span, spoken
from workflows.kernel.errors import Refused
from workflows.language import marked, tr
from workflows.leave.rules.case import Case, Warned
from workflows.leave.rules.context import NOTHING
from workflows.leave.rules.policy import leave_year
from workflows.leave.rules.settings import DayKind, Period, Quota, Run, add_months
from workflows.leave.rules.words import amount_text, figure, inside, type_name


def long_enough(case: Case) -> Iterable[Warned]:
    """R30: the shortest request of the type."""
    if case.days < case.leave_type.shortest:
        least = amount_text(case.leave_type.shortest, case.leave_type.count.unit)
        text = tr("{type} is taken for at least {least} at a time.", type=type_name(case.leave_type), least=least)
        raise Refused(text, field="last", reason="short")
    return ()


def not_too_long(case: Case) -> Iterable[Warned]:
    """R29: the longest run of consecutive days, across adjacent requests of the type (X18)."""
    rule = case.leave_type.longest
    if rule is None:
        return
    first, last = _run(case, rule)
    length = _length(case, rule, first, last)
    if length > rule.most:
        alone = (first, last) == (case.span.first, case.span.last)
        text = tr(
            _TOO_LONG[rule.kind, alone],
            most=figure(rule.most),
            type=inside(type_name(case.leave_type)),
            length=figure(length),
        )
        yield case.breaks(rule.effect, "too_long_a_run", text, "last")


_TOO_LONG = {
    (DayKind.WORKING, True): marked(
        "At most {most} working days of {type} may follow each other; this would be {length}."
    ),
    (DayKind.WORKING, False): marked(
        "At most {most} working days of {type} may follow each other; this, with the leave next to it, would be "
        "{length}."
    ),
    (DayKind.CALENDAR, True): marked("At most {most} days of {type} may follow each other; this would be {length}."),
    (DayKind.CALENDAR, False): marked(
        "At most {most} days of {type} may follow each other; this, with the leave next to it, would be {length}."
    ),
}
"""By the days that count, and whether they are all asked for now."""


def _run(case: Case, rule: Run) -> tuple[date, date]:
    first, last = case.span.first, case.span.last
    if not rule.chain:
        return first, last
    waiting = [other.span for other in case.alike]
    grown = True
    while grown:
        grown = False
        for span in list(waiting):
            if _joined(case, rule, span, Span(first, last)):
                first, last = min(first, span.first), max(last, span.last)
                waiting.remove(span)
                grown = True
    return first, last


def _joined(case: Case, rule: Run, one: Span, other: Span) -> bool:
    before, after = sorted((one, other), key=lambda span: span.start)
    gap = Span(before.last, before.last) if after.first <= before.last else None
    if gap is not None:
        return True
    between = (before.last + timedelta(days=1), after.first - timedelta(days=1))
    if between[0] > between[1]:
        return True
    return rule.bridge and case.context.working_time.cost(Span(*between)) == 0


def _length(case: Case, rule: Run, first: date, last: date) -> Decimal:
    if rule.kind is DayKind.CALENDAR:
        return Decimal((last - first).days + 1)
    days = dict(case.costs)
    for other in case.alike:
        if first <= other.span.first and other.span.last <= last:
            for day, cost in case.context.costs_of(other):
                days[day] = days.get(day, NOTHING) + cost
    return sum(days.values(), NOTHING)


def within_quota(case: Case) -> Iterable[Warned]:
    """At most so much of the type in each week, month, quarter or leave year."""
    for quota in case.leave_type.quotas:
        for begin, end in _periods(case, quota):
            taken = _taken(case, begin, end)
            if taken > quota.most:
                unit = case.leave_type.count.unit
                text = tr(
                    _TOO_MUCH[quota.period],
                    most=amount_text(quota.most, unit),
                    type=inside(type_name(case.leave_type)),
                    taken=amount_text(taken, unit),
                )
                yield case.breaks(quota.effect, "quota", text, "last")


_TOO_MUCH = {
    Period.WEEK: marked("At most {most} of {type} a week; with this it would be {taken}."),
    Period.MONTH: marked("At most {most} of {type} a month; with this it would be {taken}."),
    Period.QUARTER: marked("At most {most} of {type} a quarter; with this it would be {taken}."),
    Period.YEAR: marked("At most {most} of {type} a year; with this it would be {taken}."),
}


def _periods(case: Case, quota: Quota) -> list[tuple[date, date]]:
    found = dict.fromkeys(_period(case, quota.period, day) for day, _ in case.costs)
    return list(found)


def _period(case: Case, period: Period, day: date) -> tuple[date, date]:
    """The first day of the period a day is in, and of the next."""
    if period is Period.YEAR:
        return leave_year(case.context.policy, day, case.context.employment.first)
    if period is Period.WEEK:
        begin = day - timedelta(days=day.weekday())
        return begin, begin + timedelta(days=7)
    months = 3 if period is Period.QUARTER else 1
    begin = day.replace(day=1, month=day.month - (day.month - 1) % months)
    return begin, add_months(begin, months)


def _taken(case: Case, begin: date, end: date) -> Decimal:
    days = [*case.costs, *(cost for other in case.alike for cost in case.context.costs_of(other))]
    return sum((cost for day, cost in days if begin <= day < end), NOTHING)


def leaves_room_for_block(case: Case) -> Iterable[Warned]:
    """R30: each leave year should have one long run; say so when what is left can no longer become one."""
    wanted = case.leave_type.block
    if not wanted or case.days >= wanted:
        return
    begin, end = leave_year(case.context.policy, case.span.first, case.context.employment.first)
    longest = max(
        (
            sum((cost for _, cost in case.context.costs_of(other)), NOTHING)
            for other in case.alike
            if begin <= other.span.first < end
        ),
        default=NOTHING,
    )
    if longest >= wanted:
        return
    left = case.leave_type.entitlement.amount - _taken(case, begin, end)
    if left < wanted:
        text = tr("After this there is no longer room for the yearly run of {length}.", length=amount_text(wanted))
        yield Warned("block", text)


def joining_others(case: Case) -> Iterable[Warned]:
    """R1: days off between this and other leave cost something, too, where the policy has it so."""
    if case.joins:
        days = ", ".join(spoken(day) for day, _ in case.joins)
        more = amount_text(sum((cost for _, cost in case.joins), NOTHING), case.leave_type.count.unit)
        text = case.context.says(
            tr("{more} more for the days off between this and your other leave: {days}.", more=more, days=days),
            tr("{more} more for the days off between this and their other leave: {days}.", more=more, days=days),
        )
        yield Warned("sandwich", text)
