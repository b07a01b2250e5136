"""What holds whatever people ask for, whenever, under whatever policy."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from tests.rules.people import ANN, YEARS, context, policy
from workflows.calendar.rules import Holiday, Span, WorkingTime, parse_pattern
from workflows.kernel.errors import Refused
from workflows.leave.rules.account import account, horizon, uses
from workflows.leave.rules.balance import balance, charge, reverse, settle
from workflows.leave.rules.changes import after_sickness, below_floor, recounted
from workflows.leave.rules.check import Draft, check
from workflows.leave.rules.context import Context
from workflows.leave.rules.ledger import Entry
from workflows.leave.rules.life import State
from workflows.leave.rules.policy import LeavePolicy
from workflows.leave.rules.request import Request
from workflows.leave.rules.story import Use, unfold
from workflows.organisation.rules import Dated

D = Decimal
NOTHING = D(0)
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
SLOW = settings(deadline=None, max_examples=60, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])


ACTIONS = ("ask", "cancel", "sick", "recovered", "time", "edit", "holiday", "no_holiday")
COUNTS: tuple[dict[str, object], ...] = (
    {},
    {"holidays": True, "rest_days": True},
    {"holidays": True, "rest_days": True, "adjoining": "same"},
    {"rest_days": True, "adjoining": "any"},
)


@st.composite
def policies(draw: st.DrawFn) -> LeavePolicy:
    entitlement: dict[str, Any] = {"amount": draw(st.sampled_from(["12", "20", "25.5", "28"]))}
    every = draw(st.sampled_from([None, "monthly", "quarterly", "weekly", "twice_monthly"]))
    if every:
        entitlement["accrual"] = {"every": every, "at": draw(st.sampled_from(["start", "end"]))}
        entitlement["accrual"] |= draw(st.sampled_from([{}, {"day": 10, "second_day": 31}]))
    most, forever = draw(st.sampled_from([(None, "0"), (None, "3"), ("0", "0"), ("5", "0"), ("5", "3"), ("10", "3")]))
    carry: dict[str, object] = {"most": most, "forever": forever, "negative": draw(st.booleans())}
    carry["day"] = draw(st.sampled_from([None, None, "04-01", "02-29", "anniversary"]))
    if draw(st.booleans()):
        carry["validity"] = draw(st.sampled_from([{"until": "04-01"}, {"months": 3}, {"days": 45}]))
    return policy(
        count=draw(st.sampled_from(COUNTS)),
        year_start=draw(st.sampled_from(["01-01", "04-01", None])),
        entitlement=entitlement,
        carry_over=carry,
        floor=draw(st.sampled_from(["0", "-2", "-5"])),
        order=draw(st.sampled_from(["expiring_first", "oldest_first"])),
        window={"back": 36600},
    )


TIMES = st.builds(
    lambda text, days: WorkingTime(
        [Dated(parse_pattern(text), date(2000, 1, 1))], [Holiday(one, "Feast") for one in days], YEARS
    ),
    st.sampled_from(["mon-fri", "mon wed fri", "mon-thu fri:am", "mon-fri / mon-tue from 2026-01-05"]),
    st.lists(st.dates(FIRST, LAST), max_size=20, unique=True),
)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(FIRST.toordinal() * 2, LAST.toordinal() * 2 - 30))
    return Span.between(start, start + draw(st.integers(1, 24)))


@st.composite
def worlds(draw: st.DrawFn) -> Context:
    known = context(rules=draw(policies()), time=draw(TIMES), today="2026-01-01", since="2025-09-10")
    asked = draw(st.lists(spans(), max_size=8))
    for number, span in enumerate(asked, 1):
        known = after_asking(known, number, span, draw(st.sampled_from([State.APPROVED, State.REQUESTED])))
    return known


def after_asking(known: Context, number: int, span: Span, state: State) -> Context:
    """The context with the request, if it may be asked for."""
    try:
        judged = check(Draft("annual", span), known)
    except Refused:
        return known
    costs = judged.costs if state is State.APPROVED else ()
    asked = Request(number, ANN, "annual", span, state, days=judged.days, costs=costs)
    return replace(known, requests=(*known.requests, asked))


def sums(entries: Iterable[Entry]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    for entry in entries:
        found[entry.grant] += entry.amount
    return {grant: amount for grant, amount in found.items() if amount}


def settled(known: Context, today: date | None = None) -> Context:
    then = replace(known, today=today or known.today)
    return replace(then, ledger=(*then.ledger, *settle(then)))


@SLOW
@given(worlds())
def test_settling_twice_adds_nothing(known: Context) -> None:
    assert settle(settled(known)) == ()


@SLOW
@given(worlds(), spans())
def test_approving_and_then_cancelling_restores_every_grant(known: Context, span: Span) -> None:
    before = settled(known)
    after = after_asking(before, 99, span, State.APPROVED)
    if after is before:
        return
    approved = replace(before, ledger=(*before.ledger, *charge(before, after.requests[-1])))
    undone = (*approved.ledger, *reverse(replace(approved, requests=after.requests), after.requests[-1]))
    assert sums(undone) == sums(before.ledger)
    assert undone[: len(before.ledger)] == before.ledger


@SLOW
@given(worlds())
def test_the_order_of_asking_does_not_change_the_end_of_the_year(known: Context) -> None:
    ends = set()
    for order in list(permutations(known.requests[:4]))[:6]:
        ledger: tuple[Entry, ...] = ()
        for number in range(len(order) + 1):
            ledger = (*ledger, *settle(replace(known, requests=order[:number], ledger=ledger)))
        ends.add(tuple(sorted(sums(ledger).items())))
    assert len(ends) == 1


@SLOW
@given(worlds(), st.dates(FIRST, LAST))
def test_what_is_left_is_the_sum_of_the_ledger_as_of_any_day(known: Context, day: date) -> None:
    known = replace(
        known, requests=tuple(one for one in known.requests if one.state is State.APPROVED and one.span.last <= day)
    )
    then = settled(known, day)
    shown = balance(then, "annual", day)
    left = sums(entry for entry in then.ledger if entry.day <= day)
    assert {pot.grant: pot.left for pot in shown.pots if pot.left} == {
        pot.grant: left[pot.grant] for pot in shown.pots if left.get(pot.grant)
    }
    assert shown.explained()[-1].balance == shown.granted - shown.taken if shown.lines else True


@SLOW
@given(worlds(), st.dates(FIRST, LAST))
def test_the_free_days_of_a_balance_can_be_taken_and_no_more(known: Context, day: date) -> None:
    shown = balance(known, "annual", day)
    assert not shown.lines or shown.lines[-1].balance == (
        shown.granted - shown.taken - shown.approved_ahead - shown.pending
    )
    until = horizon(known, "annual", day)
    plain = unfold(account(known, "annual", until), until)
    assume(shown.free >= 0 and not any(depth > 0 for depth in plain.depths.values()))

    def starved(amount: Decimal) -> Decimal:
        asked = [Use(day, amount, 2**60, pending=True)]
        return unfold(account(known, "annual", until, asked), until).deepest_beyond(plain)

    assert starved(max(NOTHING, shown.free)) == 0
    assert starved(max(NOTHING, shown.free) + 1) > 0


@SLOW
@given(worlds(), st.lists(st.tuples(spans(), st.sampled_from(ACTIONS)), max_size=10))
def test_nothing_that_happens_takes_a_balance_below_its_floor_unsaid_or_makes_a_day(
    known: Context, actions: list[tuple[Span, str]]
) -> None:
    allowed = -known.policy.types[0].floor
    today = known.today
    ledger: tuple[Entry, ...] = settled(known).ledger
    for number, (span, action) in enumerate(actions, 100):
        known = replace(known, today=today, ledger=ledger)
        known, flagged = acted(known, number, span, action)
        if flagged:  # approved leave stands, and somebody is told (R41)
            allowed = max(allowed, deepest(known))
        if action == "time":
            today += timedelta(days=span.first.toordinal() % 90)
        ledger = (*ledger, *settle(replace(known, ledger=ledger, today=today)))
    known = replace(known, ledger=ledger, today=today)
    until = horizon(known, "annual", LAST)
    story = unfold(account(known, "annual", until), until)
    assert all(depth <= allowed for depth in story.depths.values())
    given_out = sum((entry.amount for entry in story.entries if entry.kind.value in {"grant", "accrual"}), NOTHING)
    used = sum((part.amount for part in story.paid), NOTHING)
    left = sum((pot.left for pot in story.pots), NOTHING)
    expired = -sum((entry.amount for entry in story.entries if entry.kind.value == "expiry"), NOTHING)
    assert given_out == used + left + expired
    assert settle(known) == ()


def acted(known: Context, number: int, span: Span, action: str) -> tuple[Context, bool]:
    """What it leads to, and whether somebody is told that it isn't covered any more."""
    if action == "ask":
        return after_asking(known, number, span, State.APPROVED), False
    if action == "sick":
        return after_sickness(known, span), False
    if action == "recovered" and known.sick:
        return after_recovery(known, known.sick[number % len(known.sick)])
    if action in ("cancel", "edit") and known.requests:
        chosen = known.requests[number % len(known.requests)]
        return (cancelled(known, chosen) if action == "cancel" else edited(known, chosen, span)), False
    if action in ("holiday", "no_holiday"):
        return recalled(known, span.first, feast=action == "holiday")
    return known, False


def recalled(known: Context, day: date, *, feast: bool) -> tuple[Context, bool]:
    """The calendar gains or loses a holiday on that day, and what is granted is counted again."""
    time = known.working_time
    days = {one for year in time.years for one in every_day(year) if time.holiday(one)}
    days = days | {day} if feast else days - {day}
    then = replace(known, working_time=WorkingTime(time.patterns, [Holiday(one, "Feast") for one in days], YEARS))
    changed = recounted(then)
    fresh = {one.request.id: one.request for one in changed}
    after = replace(then, requests=tuple(fresh.get(one.id, one) for one in then.requests))
    return after, any(one.uncovered for one in changed) or pending_more(known, after)


def every_day(year: int) -> Iterable[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=number) for number in range(366) if (first + timedelta(days=number)).year == year)


def pending_more(before: Context, after: Context) -> bool:
    """Whether it is what waits that costs more now: whoever decides about it is shown what it would take."""
    return any(one.pending for one in after.requests) and deepest(after) > deepest(before)


def after_recovery(known: Context, sick: Span) -> tuple[Context, bool]:
    """That somebody was sick turns out wrong: of what was cancelled for it nothing comes back by itself."""
    after = replace(known, sick=tuple(one for one in known.sick if one != sick))
    return after, below_floor(after, "annual")


def deepest(known: Context) -> Decimal:
    until = horizon(known, "annual", LAST)
    return max(unfold(account(known, "annual", until), until).depths.values(), default=NOTHING)


def cancelled(known: Context, request: Request) -> Context:
    gone = replace(request, state=State.CANCELLED)
    return replace(known, requests=tuple(gone if one.id == gone.id else one for one in known.requests))


def edited(known: Context, request: Request, span: Span) -> Context:
    if not request.active:
        return known
    try:
        judged = check(Draft("annual", span, edits=request.id), known)
    except Refused:
        return known
    changed = replace(request, span=span, days=judged.days, costs=judged.costs)
    return replace(known, requests=tuple(changed if one.id == request.id else one for one in known.requests))


@SLOW
@given(worlds(), st.lists(st.dates(FIRST, LAST), max_size=10, unique=True))
def test_a_new_holiday_gives_days_back_and_its_removal_takes_the_same(known: Context, days: list[date]) -> None:
    known = replace(known, requests=tuple(one for one in known.requests if one.state is State.APPROVED))
    feasts = WorkingTime(known.working_time.patterns, [Holiday(one, "Feast") for one in days], YEARS)
    plain = WorkingTime(known.working_time.patterns, (), YEARS)
    counted = {one.request.id: one.request for one in recounted(replace(known, working_time=plain))}
    known = replace(known, working_time=plain, requests=tuple(counted.get(one.id, one) for one in known.requests))
    more = recounted(replace(known, working_time=feasts))
    assert all(one.difference > 0 and not one.uncovered for one in more)
    fresh = {one.request.id: one.request for one in more}
    fewer = recounted(replace(known, requests=tuple(fresh.get(one.id, one) for one in known.requests)))
    assert {one.request.id: -one.difference for one in fewer} == {one.request.id: one.difference for one in more}


@SLOW
@given(policies(), st.integers(1, 60), st.integers(0, 300))
def test_a_job_that_was_down_posts_the_same_as_one_that_ran_daily(rules: LeavePolicy, pause: int, start: int) -> None:
    known = context(rules=rules, since="2025-09-10")
    stops = [FIRST + timedelta(days=number) for number in range(0, 500, 25)]
    begin = FIRST + timedelta(days=start)
    daily, late = known, known
    for stop in stops:
        daily = settled(daily, stop)
        if not begin <= stop <= begin + timedelta(days=pause):
            late = settled(late, stop)
    daily, late = settled(daily, stops[-1]), settled(late, stops[-1])
    assert sorted(daily.ledger, key=repr) == sorted(late.ledger, key=repr)


@SLOW
@given(TIMES, spans(), st.data())
def test_two_leaves_side_by_side_cost_what_one_would(time: WorkingTime, span: Span, data: st.DataObject) -> None:
    rules = policy(count={"holidays": True, "rest_days": True, "adjoining": "same"}, limited=False)
    assume(span.stop - span.start > 1)
    middle = data.draw(st.integers(span.start + 1, span.stop - 1))
    parts = [Span.between(span.start, middle), Span.between(middle, span.stop)]
    assume(all(time.cost(part) for part in parts))
    ids = data.draw(st.permutations([1, 2]))
    asked = [Request(number, ANN, "annual", part, State.APPROVED) for number, part in zip(ids, parts, strict=True)]
    known = replace(context(rules=rules, time=time), requests=tuple(sorted(asked, key=lambda one: one.id)))
    whole = replace(known, requests=(Request(1, ANN, "annual", span, State.APPROVED),))
    assert used(known) == used(whole)


def used(known: Context) -> Decimal:
    return sum((use.amount for use in uses(known, known.policy.types[0])), NOTHING)
