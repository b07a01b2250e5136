"""What a request is checked for, rule by rule: each refused or warned just beyond its limit and let through at it."""

from dataclasses import replace
from typing import Any

import pytest

from tests.rules.people import ANN, PM, ask, context, day, holiday, opening, policy, request, span, working
from workflows.calendar.rules import Absent, Span
from workflows.kernel.errors import Refused
from workflows.leave.rules.check import Draft
from workflows.leave.rules.context import Context, Duty, Group
from workflows.leave.rules.life import State
from workflows.leave.rules.nearest import advised, nearest
from workflows.leave.rules.policy import LeavePolicy

FREE = policy(limited=False)


def reason_of(known: Context, what: Span, **rest: Any) -> str:
    """Why it is refused; "warned: …" when it is only warned about; empty when all is well."""
    try:
        judged = ask(known, what, **rest)
    except Refused as refused:
        return refused.reason
    return ", ".join(f"warned: {warned.reason}" for warned in judged.warnings)


@pytest.mark.parametrize(
    ("rules", "good", "bad", "reason"),
    [
        ({"window": {"ahead": 30}}, "2026-07-01", "2026-07-02", "too_early"),
        ({"window": {"back": 3}}, "2026-05-29", "2026-05-28", "back_dated"),
        ({}, "2026-06-01", "2026-05-29", "back_dated"),
        ({"window": {"ahead": 30, "effect": "warn"}}, "2026-07-01", "2026-07-02", "warned: too_early"),
        ({"notice": [{"days": 3}]}, "2026-06-04", "2026-06-03", "notice"),
        ({"notice": [{"days": 3, "kind": "working"}]}, "2026-06-05", "2026-06-04", "notice"),
        ({"notice": [{"days": 3, "effect": "warn"}]}, "2026-06-04", "2026-06-03", "warned: notice"),
        ({"valid_from": "2026-07-01"}, "2026-07-01", "2026-06-30", "not_yet_valid"),
        ({"valid_to": "2026-07-01"}, "2026-07-01", "2026-07-02", "no_longer_valid"),
    ],
)
def test_a_day_at_the_limit_passes_and_one_beyond_does_not(
    rules: dict[str, Any], good: str, bad: str, reason: str
) -> None:
    known = context(today="2026-06-01", rules=policy(limited=False, **rules))
    assert not reason_of(known, span(good))
    assert reason_of(known, span(bad)) == reason


def test_notice_may_depend_on_the_length_of_the_leave() -> None:
    rules = policy(limited=False, notice=[{"days": 1}, {"days": 14, "from_length": 5}])
    known = context(today="2026-06-01", rules=rules)
    assert not reason_of(known, span("2026-06-02", "2026-06-05"))
    assert reason_of(known, span("2026-06-08", "2026-06-12")) == "notice"


def test_a_manager_overrides_what_blocks_by_its_dates_but_not_the_balance() -> None:
    known = context(today="2026-06-01", rules=policy(notice=[{"days": 5}]), ledger=[opening(1)])
    assert reason_of(known, span("2026-05-29"), overrides=True) == "warned: back_dated, warned: notice"
    assert reason_of(known, span("2026-06-02", "2026-06-03"), overrides=True) == "balance"


def test_leave_begins_after_so_many_working_days_of_tenure() -> None:
    known = context(rules=policy(limited=False, tenure=10), since="2026-06-01", today="2026-06-01")
    assert reason_of(known, span("2026-06-12")) == "tenure"
    assert not reason_of(known, span("2026-06-15"))
    old = context(rules=policy(limited=False, tenure=10), since="1999-01-01", today="2026-06-01")
    assert not reason_of(old, span("2026-06-12"))


@pytest.mark.parametrize(("first", "last", "reason"), [("2026-05-29", "2026-06-01", "before_joining")] * 1)
def test_nobody_has_leave_before_they_join(first: str, last: str, reason: str) -> None:
    assert reason_of(context(rules=FREE, since="2026-06-01"), span(first, last)) == reason


def test_nobody_has_leave_after_they_left() -> None:
    known = context(rules=FREE, until="2026-06-30")
    assert not reason_of(known, span("2026-06-30"))
    assert reason_of(known, span("2026-06-30", "2026-07-01")) == "after_leaving"


def test_a_million_days_are_refused_at_once() -> None:
    assert reason_of(context(rules=FREE), span("2026-06-01", "4700-01-01")) == "too_long"


def test_a_kind_of_leave_the_policy_does_not_have_is_refused() -> None:
    assert reason_of(context(rules=FREE), span("2026-06-01"), leave_type="sabbatical") == "leave_type"


def test_whole_days_only_where_the_type_says_so() -> None:
    known = context(rules=policy(limited=False, count={"halves": False}))
    assert reason_of(known, span("2026-06-01", "", PM)) == "halves"
    assert not reason_of(known, span("2026-06-01"))


def test_a_shortest_request() -> None:
    known = context(rules=policy(limited=False, shortest=2))
    assert reason_of(known, span("2026-06-01")) == "short"
    assert not reason_of(known, span("2026-06-01", "2026-06-02"))


@pytest.mark.parametrize(
    ("rule", "asked", "reason"),
    [
        ({"most": 5}, ("2026-06-08", "2026-06-12"), "too_long_a_run"),
        ({"most": 5, "chain": False}, ("2026-06-08", "2026-06-12"), ""),
        ({"most": 10}, ("2026-06-08", "2026-06-12"), ""),
        ({"most": 9, "kind": "calendar"}, ("2026-06-08", "2026-06-10"), "too_long_a_run"),
        ({"most": 10, "kind": "calendar"}, ("2026-06-08", "2026-06-10"), ""),
        ({"most": 6, "effect": "warn"}, ("2026-06-08", "2026-06-12"), "warned: too_long_a_run"),
    ],
)
def test_a_longest_run_in_working_or_calendar_days(rule: dict[str, Any], asked: tuple[str, str], reason: str) -> None:
    before = request(1, span("2026-06-01", "2026-06-05"))
    known = context(before, rules=policy(limited=False, longest=rule))
    assert reason_of(known, span(*asked)) == reason


@pytest.mark.parametrize(
    ("period", "same", "next_one"),
    [
        ("week", "2026-06-05", "2026-06-08"),
        ("month", "2026-06-30", "2026-07-01"),
        ("quarter", "2026-06-30", "2026-07-01"),
        ("year", "2026-12-31", "2027-01-01"),
    ],
)
def test_a_quota_holds_within_its_period_and_begins_anew_after_it(period: str, same: str, next_one: str) -> None:
    rules = policy(limited=False, quotas=[{"most": 2, "period": period}])
    known = context(request(1, span("2026-06-01", "2026-06-02")), rules=rules)
    assert reason_of(known, span(same)) == "quota"
    assert not reason_of(known, span(next_one))


def test_a_yearly_block_is_asked_for_but_never_enforced() -> None:
    rules = policy(entitlement={"amount": 12}, block=10)
    known = context(request(1, span("2026-03-02", "2026-03-03")), rules=rules, ledger=[opening(12)])
    assert reason_of(known, span("2026-06-01")) == "warned: block"
    assert not reason_of(known, span("2026-06-01", "2026-06-12"))


BLACKOUT = {"first": "2026-06-15", "last": "2026-06-19", "reason": "the release"}


@pytest.mark.parametrize(
    ("blackout", "reason"),
    [
        ({}, "blackout"),
        ({"effect": "warn"}, "warned: blackout"),
        ({"departments": ["support"]}, "blackout"),
        ({"departments": ["sales"]}, ""),
        ({"types": ["annual"]}, "blackout"),
        ({"exempt": ["lead"]}, ""),
    ],
)
def test_blackout_days_hold_for_whom_they_are_meant(blackout: dict[str, Any], reason: str) -> None:
    rules = LeavePolicy.model_validate({**FREE.model_dump(), "blackouts": [{**BLACKOUT, **blackout}]})
    known = replace(context(rules=rules), departments=("support", "all"), roles=frozenset({"lead"}))
    assert reason_of(known, span("2026-06-19", "2026-06-22")) == reason
    assert not reason_of(known, span("2026-06-22"))


def team(*absences: Absent, size: int = 3) -> Group:
    return Group("support", "Support", ANN, {person: working() for person in range(ANN, ANN + size)}, absences)


@pytest.mark.parametrize(
    ("floor", "certain", "reason"),
    [
        ({"people": 2, "effect": "block"}, True, "cover"),
        ({"people": 1, "effect": "block"}, True, ""),
        ({"people": 2, "effect": "block"}, False, "cover"),
        ({"people": 2, "effect": "block", "pending": False}, False, ""),
        ({"percent": 34}, True, "warned: cover"),
        ({"percent": 33}, True, ""),
        ({"people": 2, "departments": ["sales"]}, True, ""),
        ({"people": 2, "skill": "first aid"}, True, ""),
        ({"away": 1, "effect": "block"}, True, "cover"),
        ({"away": 2, "effect": "block"}, True, ""),
    ],
)
def test_enough_people_must_be_there(floor: dict[str, Any], certain: bool, reason: str) -> None:  # noqa: FBT001 - a case
    rules = LeavePolicy.model_validate({**FREE.model_dump(), "cover": [floor]})
    away = Absent(2, span("2026-06-18"), certain)
    known = replace(context(rules=rules), groups=(team(away),))
    assert reason_of(known, span("2026-06-18")) == reason


def test_a_refusal_for_cover_says_who_would_be_there_and_what_would_pass() -> None:
    rules = LeavePolicy.model_validate({**FREE.model_dump(), "cover": [{"people": 2, "effect": "block"}]})
    known = replace(context(rules=rules), groups=(team(Absent(2, span("2026-06-18"))),))
    with pytest.raises(Refused) as refused:
        ask(known, span("2026-06-15", "2026-06-18"))
    assert refused.value.text == (
        "Thu 18 June 2026 in the morning would leave Support with 1 of 3 people; at least 2 of them should be there."
    )
    assert nearest(Draft("annual", span("2026-06-15", "2026-06-18")), known) == span("2026-06-15", "2026-06-17")
    with pytest.raises(Refused, match=r"should be there\. You can take Mon 15 June 2026 to Wed 17 June 2026\.") as told:
        advised(Draft("annual", span("2026-06-15", "2026-06-18")), known)
    assert told.value.reason == "cover"


def test_advice_changes_nothing_where_all_is_well_or_no_other_day_would_help() -> None:
    known = context(rules=policy(limited=False, reason_required=True))
    assert advised(Draft("annual", span("2026-06-15"), reason="moving"), known).days == 1
    with pytest.raises(Refused) as refused:
        advised(Draft("annual", span("2026-06-15")), known)
    assert refused.value.text == "Annual leave needs a reason."


def test_some_departments_may_go_further_below_zero() -> None:
    rules = policy(floors=[{"departments": ["sales"], "floor": -2}])
    known = context(rules=rules, ledger=[opening(0)])
    assert reason_of(known, span("2026-06-15")) == "balance"
    assert not reason_of(replace(known, departments=("north", "sales")), span("2026-06-15", "2026-06-16"))


def test_a_replacement_must_be_there_and_a_replacements_own_leave_is_warned_about() -> None:
    away = replace(context(rules=FREE), replacement_away=(Absent(5, span("2026-06-03")),))
    assert reason_of(away, span("2026-06-01", "2026-06-05")) == "replacement_away"
    assert not reason_of(away, span("2026-06-08"))
    duty = replace(context(rules=FREE), replaces=(Duty("Bea", span("2026-06-03")),))
    assert reason_of(duty, span("2026-06-01", "2026-06-05")) == "warned: replacing"


def test_reasons_and_documents_where_a_type_asks_for_them() -> None:
    known = context(rules=policy(limited=False, reason_required=True, document_required=True))
    assert reason_of(known, span("2026-06-01")) == "reason_missing"
    assert reason_of(known, span("2026-06-01"), reason="  ") == "reason_missing"
    assert reason_of(known, span("2026-06-01"), reason="moving") == "warned: document_missing"
    assert not reason_of(known, span("2026-06-01"), reason="moving", documents=1)


def test_other_types_may_have_to_be_used_up_first() -> None:
    unpaid = {"code": "unpaid", "name": "Unpaid leave", "limited": False, "use_first": ["annual"]}
    rules = policy(others=[unpaid])
    known = context(rules=rules, ledger=[opening(2)])
    with pytest.raises(Refused, match="use your annual leave first: 2 days left"):
        ask(known, span("2026-06-01"), leave_type="unpaid")
    spent = context(request(1, span("2026-05-04", "2026-05-05"), State.REQUESTED), rules=rules, ledger=[opening(2)])
    assert not reason_of(spent, span("2026-06-01"), leave_type="unpaid")


def test_sickness_stands_in_the_way_like_leave() -> None:
    known = context(rules=FREE, sick=[span("2026-06-03", "2026-06-04")])
    assert reason_of(known, span("2026-06-04", "2026-06-08")) == "overlap_sick"


def test_a_day_off_is_refused_with_why_it_costs_nothing() -> None:
    known = context(rules=FREE, time=working("mon-thu fri:am", holidays=[holiday("2026-06-03", name="Founders")]))
    for what, said in (
        (span("2026-06-06"), "You don't work on Sat 6 June 2026"),
        (span("2026-06-03"), "Wed 3 June 2026 is already a public holiday for you: Founders."),
        (span("2026-06-05", "", PM), "You don't work on Fri 5 June 2026 in the afternoon"),
        (span("2026-06-06", "2026-06-07"), "You don't work on any of these days, so you need no leave."),
    ):
        with pytest.raises(Refused) as refused:
            ask(known, what)
        assert said in refused.value.text


def test_a_cost_is_rounded_once_at_the_end() -> None:
    rules = policy(limited=False, count={"rounding": {"step": "0.5", "toward": "up"}})
    known = context(rules=rules, time=working("mon-fri:0.8"))
    judged = ask(known, span("2026-06-01", "2026-06-03"))
    assert judged.days == 2.5
    assert [cost for _, cost in judged.costs] == [working("mon-fri:0.8").length(day("2026-06-01"))] * 2 + [
        judged.days - 2 * working("mon-fri:0.8").length(day("2026-06-01"))
    ]


def test_hours_are_counted_by_each_days_own() -> None:
    known = context(rules=policy(limited=False, count={"unit": "hours"}), time=working("mon-thu 8h fri 5h"))
    assert ask(known, span("2026-06-04", "2026-06-05")).days == 13


def test_what_will_be_earned_may_be_used_or_not() -> None:
    for ahead in (True, False):
        rules = policy(entitlement={"amount": 24, "accrual": {"every": "monthly", "ahead": ahead}})
        known = context(rules=rules, since="2026-01-01", today="2026-03-01")
        assert reason_of(known, span("2026-10-05", "2026-10-16")) == ("" if ahead else "balance")
        assert not reason_of(known, span("2026-10-05", "2026-10-09"))
