"""The worked examples of the leave rules, by their numbers."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.rules.people import AM, PM, ask, context, day, holiday, opening, policy, request, span, working
from workflows.calendar.rules import Absent, local_date
from workflows.kernel.errors import Refused
from workflows.leave.rules.balance import balance, settle
from workflows.leave.rules.changes import after_sickness, recounted
from workflows.leave.rules.context import Context, Group
from workflows.leave.rules.ledger import Kind
from workflows.leave.rules.life import MACHINE, State
from workflows.leave.rules.policy import LeavePolicy

D = Decimal
PLENTY = policy(limited=False)


def test_x1_leave_over_the_year_end_is_charged_to_each_year_it_falls_in() -> None:
    time = working(holidays=[holiday("2026-12-25"), holiday("2027-01-01")])
    known = context(time=time, rules=policy(entitlement={"amount": 25}))
    asked = ask(known, span("2026-12-21", "2027-01-04"))
    assert asked.years == (("2026", D(8)), ("2027", D(1)))
    assert {charge.grant for charge in asked.charges} == {"2026", "2027"}


def test_x2_a_week_of_a_pattern_with_a_free_wednesday_costs_four_days() -> None:
    known = context(time=working("mon tue thu fri"), rules=PLENTY)
    assert ask(known, span("2026-06-01", "2026-06-07")).days == 4


def test_x3_half_a_holiday_leaves_half_a_day_to_ask_for() -> None:
    known = context(time=working(holidays=[holiday("2026-12-24", "0.5", PM)]), rules=PLENTY)
    assert ask(known, span("2026-12-24")).days == D("0.5")
    assert ask(known, span("2026-12-24", "2026-12-24", AM)).days == D("0.5")
    with pytest.raises(Refused) as refused:
        ask(known, span("2026-12-24", "2026-12-24", PM))
    assert refused.value.reason == "no_cost"
    assert refused.value.text == "Thu 24 December 2026 is already a public holiday for you in the afternoon: Feast."


def test_x4_a_holiday_inside_costs_nothing_and_half_of_it_cannot_be_asked_for() -> None:
    known = context(time=working(holidays=[holiday("2026-06-03")]), rules=PLENTY)
    assert ask(known, span("2026-06-01", "2026-06-05")).days == 4
    assert ask(known, span("2026-06-01", "2026-06-05", PM)).days == D("3.5")
    with pytest.raises(Refused) as refused:
        ask(known, span("2026-06-01", "2026-06-03", None, AM))
    assert (refused.value.reason, refused.value.field) == ("half_free", "last_half")


@pytest.mark.parametrize(
    ("taken", "wanted"),
    [
        (("2026-06-01", "2026-06-05"), ("2026-06-02", "2026-06-04")),
        (("2026-06-02", "2026-06-04"), ("2026-06-01", "2026-06-05")),
        (("2026-06-01", "2026-06-05"), ("2026-06-05", "2026-06-09")),
        (("2026-06-01", "2026-06-05"), ("2026-05-28", "2026-06-01")),
    ],
)
def test_x14_leave_inside_around_or_across_other_leave_is_refused(
    taken: tuple[str, str], wanted: tuple[str, str]
) -> None:
    known = context(request(1, span(*taken)), rules=PLENTY)
    with pytest.raises(Refused) as refused:
        ask(known, span(*wanted))
    assert refused.value.reason == "overlap"
    assert "(approved)" in refused.value.text


def test_x15_the_other_half_of_a_day_is_free_but_the_whole_day_is_not() -> None:
    known = context(request(1, span("2026-06-01", "", AM)), rules=PLENTY)
    assert ask(known, span("2026-06-01", "", PM)).days == D("0.5")
    with pytest.raises(Refused, match="morning"):
        ask(known, span("2026-06-01"))


@pytest.mark.parametrize("state", [State.CANCELLED, State.WITHDRAWN, State.DECLINED])
def test_x16_leave_that_is_over_blocks_nothing(state: State) -> None:
    known = context(request(1, span("2026-06-01", "2026-06-05"), state), rules=PLENTY)
    assert ask(known, span("2026-06-01", "2026-06-05")).days == 5


def test_x17_what_waits_for_an_answer_is_reserved() -> None:
    waiting = request(1, span("2026-06-01", "2026-06-02"), State.REQUESTED)
    known = context(waiting, ledger=[opening(2)])
    with pytest.raises(Refused) as refused:
        ask(known, span("2026-06-03"))
    assert refused.value.reason == "balance"
    assert refused.value.text == "This takes 1 day of annual leave in 2026, and you have none left for it."


def test_x22_the_floor_holds_on_edits_too() -> None:
    known = context(ledger=[opening(-4)], rules=policy(floor=-5))
    assert ask(known, span("2026-06-01")).days == 1
    asked = context(request(1, span("2026-06-01"), State.REQUESTED), ledger=[opening(-4)], rules=policy(floor=-5))
    with pytest.raises(Refused) as refused:
        ask(asked, span("2026-06-01", "2026-06-02"), edits=1)
    assert refused.value.reason == "balance"


OCTOBER = ("2026-10-01", "2026-10-02", "2026-10-05")


@pytest.mark.parametrize("bridge", [True, False])
def test_x18_friday_and_monday_are_one_run_where_weekends_bridge(bridge: bool) -> None:  # noqa: FBT001 - the setting
    rules = policy(limited=False, longest={"most": 3, "bridge": bridge})
    known = context(*(request(number, span(each)) for number, each in enumerate(OCTOBER, 1)), rules=rules)
    if not bridge:
        assert ask(known, span("2026-10-06")).days == 1
        return
    with pytest.raises(Refused) as refused:
        ask(known, span("2026-10-06"))
    assert refused.value.reason == "too_long_a_run"
    assert "At most 3 working days of annual leave may follow each other" in refused.value.text
    assert "would be 4" in refused.value.text


def granted(known: Context) -> Context:
    """The same once the approved requests were priced and the ledger written."""
    requests = tuple(replace(one, costs=tuple(known.costs_of(one))) for one in known.requests)
    priced = replace(known, requests=requests)
    return replace(priced, ledger=(*priced.ledger, *settle(priced)))


def test_x19_sickness_inside_leave_gives_its_days_back_and_leaves_the_rest() -> None:
    known = granted(context(request(1, span("2026-06-01", "2026-06-05")), ledger=[opening(10)], today="2026-06-03"))
    assert balance(known, "annual", known.today).free == 5
    after = after_sickness(known, span("2026-06-03", "2026-06-04"))
    assert [(one.span, one.days) for one in after.requests] == [
        (span("2026-06-01", "2026-06-02"), D(2)),
        (span("2026-06-05"), D(1)),
    ]
    assert balance(after, "annual", known.today).free == 7
    written = settle(after)
    assert sum(entry.amount for entry in written) == 2
    assert all(entry.kind in {Kind.REVERSAL, Kind.CHARGE} for entry in written)


def test_x20_a_part_timer_sick_all_week_gets_three_days_back() -> None:
    time = working("mon wed fri")
    known = granted(context(request(1, span("2026-06-01", "2026-06-05")), time=time, ledger=[opening(10)]))
    assert balance(known, "annual", day("2026-06-01")).free == 7
    after = after_sickness(known, span("2026-06-01", "2026-06-07"))
    assert [one.state for one in after.requests] == [State.CANCELLED]
    assert balance(after, "annual", day("2026-06-01")).free == 10


def test_x21_a_holiday_declared_later_gives_a_day_back_and_its_removal_takes_it() -> None:
    plain, feast = working(), working(holidays=[holiday("2026-06-03")])
    known = granted(context(request(1, span("2026-06-01", "2026-06-05")), ledger=[opening(5)], time=plain))
    (declared,) = recounted(replace(known, working_time=feast))
    assert (declared.difference, declared.uncovered) == (D(1), False)
    spent = replace(known, working_time=feast, requests=(declared.request, request(2, span("2026-06-08"))))
    (removed,) = recounted(replace(granted(spent), working_time=plain))
    assert (removed.difference, removed.uncovered) == (D(-1), True)
    assert removed.request.state is State.APPROVED


def test_x23_reminders_count_the_approvers_working_days() -> None:
    time = working()
    asked = day("2023-08-02")
    assert [time.after(asked, count) for count in (1, 3, 5)] == [
        day("2023-08-03"),
        day("2023-08-07"),
        day("2023-08-09"),
    ]
    assert time.after(day("2023-08-09"), 2) == day("2023-08-11")


def department(*away: int, part_timer: bool = False) -> Group:
    people = {person: working() for person in range(1, 11)}
    if part_timer:
        people[11] = working("mon")
    absences = tuple(Absent(person, span("2026-06-03", "", AM)) for person in away)
    return Group("support", "Support", 1, people, absences)


def test_x25_cover_counts_only_those_scheduled_on_that_half_day() -> None:
    rules = LeavePolicy.model_validate({**PLENTY.model_dump(), "cover": [{"percent": 60}]})
    wanted = span("2026-06-03", "", AM)
    for part_timer in (False, True):
        group = department(2, 3, 4, 5, part_timer=part_timer)
        (warned,) = ask(replace(context(rules=rules), groups=(group,)), wanted).warnings
        assert warned.reason == "cover"
        assert "would leave Support with 5 of 10 people; at least 60 % should be there" in warned.text
    enough = ask(replace(context(rules=rules), groups=(department(2, 3, 4),)), wanted)
    assert enough.warnings == ()


def test_x28_today_is_the_persons_own_date() -> None:
    friday_in_auckland = datetime(2026, 6, 4, 20, 0, tzinfo=UTC)
    today = local_date(friday_in_auckland, "Pacific/Auckland")
    assert today == day("2026-06-05")
    known = context(today=today.isoformat(), rules=PLENTY)
    assert ask(known, span("2026-06-05")).days == 1
    strict = context(today=today.isoformat(), rules=policy(limited=False, notice=[{"days": 1}]))
    with pytest.raises(Refused) as refused:
        ask(strict, span("2026-06-05"))
    assert (refused.value.reason, refused.value.text) == ("notice", "Annual leave needs 1 day's notice.")


@pytest.mark.parametrize("late", ["approve", "decline", "withdraw"])
def test_x29_what_was_decided_is_not_decided_again(late: str) -> None:
    assert MACHINE.target("approve", State.REQUESTED) is State.APPROVED
    assert not MACHINE.allows(late, State.APPROVED)
