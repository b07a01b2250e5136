"""The worked examples of the leave rules, by their numbers."""

from decimal import Decimal

import pytest

from tests.rules.people import AM, PM, ask, context, holiday, opening, policy, request, span, working
from workflows.kernel.errors import Refused
from workflows.leave.rules.life import State

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
