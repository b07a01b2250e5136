"""Time off in lieu (R24): said by whoever worked on a day off, confirmed by another, usable from the next day."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from bot.clock import FollowedClock
from bot.page import page
from bot.store import Store
from bot.transaction import Transaction
from rehearsal.validation import validate_message, validate_view
from tests.workflows.leave_office import Office, an_office
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.replies import Open
from workflows.leave import WORKFLOW, versions
from workflows.leave.rules.assignment import Assignment
from workflows.leave.rules.policy import LeavePolicy

SATURDAY = date(2026, 11, 21)


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock, an_office())


def says(office: Office, name: str = "ann", **form: Any) -> None:
    office.does(name, "earn", **{"first": SATURDAY, "halves": "whole", "reason": "canary release", **form})


def test_the_command_opens_a_modal_with_the_day_and_the_half(office: Office) -> None:
    opened = office.types("ann", "worked 21 nov afternoon")
    assert isinstance(opened, Open)
    assert validate_view(json.loads(json.dumps(dict(opened.view)))) == []
    assert "'initial_date': '2026-11-21'" in str(opened.view)
    assert "'value': 'pm'" in str(opened.view)
    assert isinstance(office.types("ann", "worked"), Open)
    with pytest.raises(Refused, match="One day at a time"):
        office.types("ann", "worked 21 nov - 22 nov")


def test_confirmed_time_is_credited_usable_from_the_next_day_and_taken_as_leave(office: Office) -> None:
    says(office)
    assert office.balance("ann", "toil").free == 0
    card = office.told("bea", "worked_decide")[0]
    assert validate_message({"text": card.text, "blocks": json.loads(json.dumps(list(card.blocks)))}) == []
    assert "*Ann* worked on a day off: Sat, 21 Nov 2026. For it: 1 day of Time off in lieu." in card.text
    assert "canary release" in str(card.blocks)
    office.does("bea", "confirm", 1)
    assert office.balance("ann", "toil").free == 1
    assert "confirmed by Bea" in office.told("ann", "worked_told")[0].text
    assert "leave:confirm" not in str(office.told("bea", "worked_decide")[-1].blocks)
    assert office.events() == ["time_worked", "time_confirmed"]
    assert "canary" not in str(office.rows("select facts from audit"))
    office.asks("ann", "2026-12-07", leave_type="toil")
    assert office.balance("ann", "toil").free == 0


def test_it_expires_unused(office: Office) -> None:
    says(office)
    office.does("bea", "confirm", 1)
    office.goes_to(datetime(2027, 5, 20, 9, tzinfo=UTC))
    assert office.balance("ann", "toil").free == 1
    office.goes_to(datetime(2027, 5, 22, 9, tzinfo=UTC))
    assert office.balance("ann", "toil").free == 0


def test_half_a_day_counts_half_and_two_halves_are_two(office: Office) -> None:
    says(office, halves="am")
    says(office, halves="pm")
    with pytest.raises(Refused, match="said that already"):
        says(office)
    office.does("bea", "confirm", 1)
    assert office.rows("select amount from leave_ledger where kind = 'earned'") == [(5000,)]


def test_taking_it_back_reverses_it_unless_it_is_used(office: Office) -> None:
    says(office)
    office.does("bea", "confirm", 1)
    request = office.asks("ann", "2026-12-07", leave_type="toil")
    with pytest.raises(Refused, match="used this time already"):
        office.does("ann", "take_back", 1)
    office.does("ann", "withdraw", request)
    office.does("ann", "take_back", 1)
    assert office.balance("ann", "toil").free == 0
    assert [row.amount for row in office.rows("select amount from leave_ledger where kind = 'earned' order by id")] == [
        10000,
        -10000,
    ]
    says(office)
    office.does("ann", "take_back", 2)
    with pytest.raises(Refused, match="withdrawn already"):
        office.does("bea", "confirm", 2)


def test_a_decline_says_why_to_the_owner_and_credits_nothing(office: Office) -> None:
    says(office)
    assert isinstance(office.does("bea", "turn_down", 1), Open)
    with pytest.raises(Refused):
        office.does("bea", "turn_down", 1, reason="")
    office.does("bea", "turn_down", 1, reason="that was agreed as a swap")
    assert "that was agreed as a swap" in str(office.told("ann", "worked_told")[0].blocks)
    assert office.rows("select id from leave_ledger where kind = 'earned'") == []


def test_nobody_confirms_their_own_time_and_bystanders_read_and_decide_nothing(office: Office) -> None:
    says(office)
    for name in ("ann", "dan", "zoe", "nora"):
        for verb in ("confirm", "turn_down"):
            with pytest.raises(NotAllowed):
                office.does(name, verb, 1)
    with pytest.raises(NotAllowed):
        office.does("bea", "take_back", 1)
    assert {notice.to for notice in office.queued()} == {office.person("ann"), office.person("bea")}


def test_what_waits_shows_on_the_deciders_home(office: Office) -> None:
    says(office)
    home = office.store.read(lambda tx: page(tx, office.actor(tx, "bea"), [WORKFLOW]))
    assert "leave:confirm" in str(home)
    assert "canary" not in str(home)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"first": None}, "first"),
        ({"first": date(2026, 11, 20)}, "first"),
        ({"first": date(2026, 11, 28)}, "first"),
        ({"halves": "some"}, "halves"),
        ({"leave_type": "annual"}, "leave_type"),
        ({"reason": "x" * 1001}, "reason"),
    ],
)
def test_what_makes_no_sense_is_refused(office: Office, form: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        says(office, **form)
    assert refused.value.field == field
    assert office.rows("select id from leave_worked") == []


def test_whoever_owes_the_word_is_reminded_and_it_climbs_in_their_working_days(office: Office) -> None:
    says(office)
    office.goes_to(datetime(2026, 11, 24, 8, tzinfo=UTC))
    office.ticks()
    assert office.told("bea", "worked_waiting") == []
    office.goes_to(datetime(2026, 11, 24, 10, tzinfo=UTC))
    office.ticks()
    office.ticks()
    (reminder,) = office.told("bea", "worked_waiting")
    assert reminder.text.startswith("Still waiting for your word. *Ann* worked on a day off: Sat, 21 Nov 2026.")
    assert "leave:confirm" in str(reminder.blocks)
    assert validate_message({"text": reminder.text, "blocks": json.loads(json.dumps(list(reminder.blocks)))}) == []
    office.goes_to(datetime(2026, 11, 30, 10, tzinfo=UTC))
    office.ticks()
    assert "time_climbed" in office.events()
    assert "worked on a day off" in office.told("tom", "worked_decide")[0].text
    assert "you can still answer it" in office.told("bea", "worked_passed")[0].text
    assert "waiting for Tom" in office.told("ann", "worked_mine")[-1].text
    office.does("bea", "confirm", 1)
    assert office.balance("ann", "toil").free == 1
    assert "leave:confirm" not in str(office.told("tom", "worked_decide")[-1].blocks)
    assert "leave:confirm" not in str(office.told("bea", "worked_waiting")[-1].blocks)
    before = len(office.queued())
    office.goes_to(datetime(2026, 12, 8, 10, tzinfo=UTC))
    office.ticks()
    assert not [one for one in office.queued()[before:] if one.kind.startswith("worked")]


def test_whoever_it_climbed_to_may_answer_and_nobody_else_of_their_rank(office: Office) -> None:
    says(office)
    with pytest.raises(NotAllowed):
        office.does("nora", "confirm", 1)
    for day in (30, 7, 14):
        office.goes_to(datetime(2026, 11 if day == 30 else 12, day, 10, tzinfo=UTC))
        office.ticks()
    office.does("nora", "confirm", 1)
    assert office.balance("ann", "toil").free == 1


def test_what_was_said_before_there_were_routes_gets_one(office: Office) -> None:
    says(office)
    office.store.write(lambda tx: tx.connection.execute(text("delete from chain_step")))
    office.goes_to(datetime(2026, 11, 24, 10, tzinfo=UTC))
    office.ticks()
    assert [row.person_id for row in office.rows("select person_id from chain_step order by position")][:2] == [
        office.person("bea"),
        office.person("tom"),
    ]


def test_its_owner_is_warned_before_time_earned_expires(office: Office) -> None:
    says(office)
    office.does("bea", "confirm", 1)
    office.goes_to(datetime(2027, 5, 14, 10, tzinfo=UTC))
    office.ticks()
    told = [message.text for message in office.told("ann", "expiring")]
    assert any("1 day* of your Time off in lieu expires on Thu, 20 May 2027" in one for one in told)


def test_how_long_a_question_waits_is_said_by_its_owners_own_policy(store: Store, clock: FollowedClock) -> None:
    """Two policies have a type of the same code; Ann goes by the second."""
    office = Office.founded(store, clock, an_office(), _policy("first", 5))
    assigned = Assignment(policy="second", departments=("support",))

    def governed(tx: Transaction) -> None:
        second = [_policy("first", 5), _policy("second", 1)]
        versions.keep(tx, versions.compare(tx, second, [assigned], date(2026, 11, 23)), None)

    store.write(governed)
    says(office)
    office.goes_to(datetime(2026, 11, 24, 9, tzinfo=UTC))
    office.ticks()
    assert [one.to for one in office.queued() if one.kind == "worked_waiting"] == [office.person("bea")]


def _policy(code: str, days: int) -> LeavePolicy:
    toil = {"code": "toil", "name": "Time off in lieu", "earned": {"months": 6}, "approval": {"remind_after": [days]}}
    return LeavePolicy.model_validate({"code": code, "name": code.title(), "types": [toil]})
