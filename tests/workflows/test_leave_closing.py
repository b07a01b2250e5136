"""When the company is closed (R32): said once by a people admin, booked for everybody, told once, taken back as one."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from rehearsal.validation import validate_view
from tests.workflows.leave_office import Office, a_person, an_office
from workflows.calendar import store as calendar
from workflows.calendar.rules import Half, Span
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Open, Say, Update
from workflows.leave import booking, versions
from workflows.leave.rules.assignment import Assignment
from workflows.leave.rules.life import State
from workflows.leave.rules.policy import LeavePolicy

BRIDGE: dict[str, Any] = {
    "title": "Christmas",
    "first": date(2026, 12, 24),
    "last": date(2026, 12, 31),
    "leave_type": "annual",
    "departments": [],
}
"""Thu 24, Tue 29, Wed 30 and Thu 31 December are working days in England; the 28th makes up for Boxing Day."""


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock, an_office(a_person("part", pattern="mon tue")))


def closes(office: Office, name: str = "nora", **form: Any) -> str:
    said = office.does(name, "close", **{**BRIDGE, **form})
    assert isinstance(said, Say)
    return said.message.text


def booked(office: Office, name: str) -> list[Any]:
    person = office.person(name)
    rows = office.rows("select id, person_id from leave_request order by id")
    return [office.leave(row.id).request for row in rows if row.person_id == person]


def test_it_is_booked_for_everybody_by_their_own_days_and_each_is_told_once(office: Office) -> None:
    assert closes(office).startswith("*Christmas*: closed Thu 24 December 2026 to Thu 31 December 2026, for everybody.")
    assert [one.days for one in booked(office, "ann")] == [4]
    assert [one.days for one in booked(office, "part")] == [1]
    assert booked(office, "ann")[0].state is State.APPROVED
    assert office.balance("ann").free == 21
    assert office.balance("ann").approved_ahead == 4
    assert [one.text.partition(". ") for one in office.told("ann", "closed")] == [
        (
            "*Christmas*: the company is closed, Thu 24 December 2026 to Thu 31 December 2026",
            ". ",
            "Your leave for it is booked: 4 days (Annual leave). You needn't do anything.",
        )
    ]
    office.ticks()
    office.ticks()
    assert [len(booked(office, name)) for name in ("ann", "bea", "nora", "head")] == [1, 1, 1, 1]
    assert len(office.told("ann", "closed")) == 1
    assert office.events()[0] == "shutdown_added"


def test_who_is_away_then_already_keeps_that_and_the_rest_is_booked_around_it(office: Office) -> None:
    office.does("bea", "approve", office.asks("ann", "2026-12-29", "2026-12-30"))
    closes(office)
    assert [(one.span.first.day, one.span.last.day, one.days) for one in booked(office, "ann")] == [
        (29, 30, 2),
        (24, 28, 1),
        (31, 31, 1),
    ]
    assert len(office.told("ann", "closed")) == 1
    assert "Your leave for it is booked: 2 days (Annual leave)" in office.told("ann", "closed")[0].text


def test_who_is_off_sick_then_keeps_these_days(office: Office) -> None:
    ann, sick = office.person("ann"), Span(date(2026, 12, 24), date(2026, 12, 29), last_half=Half.AM)
    office.store.write(lambda tx: calendar.put_absence(tx, "absence/1", ann, sick, certain=True))
    closes(office)
    (afternoon,) = booked(office, "ann")
    assert (str(afternoon.span), afternoon.days) == (
        "Tue 29 December 2026 (afternoon) to Thu 31 December 2026",
        Decimal("2.5"),
    )


def test_it_can_be_for_some_departments_and_taken_back_as_one(office: Office) -> None:
    support = office.rows("select id from department where code = 'support'")[0].id
    assert "for Support" in closes(office, departments=[str(support)])
    assert booked(office, "dan") == []
    undone = office.does("nora", "reopen", 1, seen=0)
    assert isinstance(undone, Update)
    assert validate_view(json.loads(json.dumps(dict(undone.view)))) == []
    assert booked(office, "ann")[0].state is State.CANCELLED
    assert office.balance("ann").free == 25
    assert office.rows("select id from absence where not gone") == []
    assert "the company is open after all" in office.told("ann", "reopened")[0].text
    assert office.told("ann", "closed") == []
    with pytest.raises(Refused, match="taken back already"):
        office.does("nora", "reopen", 1)
    assert closes(office, departments=[str(support)])
    assert booked(office, "ann")[1].state is State.APPROVED


def test_many_people_are_booked_a_few_at_a_time_and_undone_the_same_way(
    store: Store, clock: FollowedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(booking, "AT_ONCE", 3)
    office = Office.founded(store, clock, an_office())
    closes(office)
    counts = []
    for _ in range(4):
        counts.append(office.rows("select count(*) from leave_request")[0][0])
        office.ticks()
    assert counts == [3, 6, 8, 8]
    office.does("nora", "reopen", 1)
    for _ in range(3):
        office.ticks()
    assert [row.state for row in office.rows("select distinct state from leave_request")] == ["cancelled"]
    assert all(office.balance(name).free == 25 for name in ("ann", "bea", "nora"))


def test_only_people_admins_close_the_company(office: Office) -> None:
    for name in ("ann", "bea", "head", "dan"):
        with pytest.raises(NotAllowed):
            closes(office, name)
        with pytest.raises(NotAllowed):
            office.types(name, "closed")
    opened = office.types("nora", "closed")
    assert isinstance(opened, Open)
    assert validate_view(json.loads(json.dumps(dict(opened.view)))) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 81),
        ("first", None),
        ("first", date(2026, 11, 22)),
        ("last", date(2026, 12, 23)),
        ("last", date(2027, 12, 23)),
        ("leave_type", "nonsense"),
        ("departments", ["999"]),
        ("departments", ["x"]),
    ],
)
def test_what_makes_no_sense_is_refused_under_its_field(office: Office, field: str, value: Any) -> None:
    with pytest.raises(Refused) as refused:
        closes(office, **{field: value})
    assert refused.value.field == field
    assert office.rows("select id from leave_shutdown") == []


def test_the_same_twice_is_refused(office: Office) -> None:
    closes(office)
    with pytest.raises(Refused, match="closed already"):
        closes(office)


def test_its_owner_can_not_give_it_up_and_reads_who_can(office: Office) -> None:
    closes(office)
    (leave,) = booked(office, "ann")
    forms: dict[str, dict[str, Any]] = {"cancel": {"reason": ""}, "ask_cancel": {}, "shorten": {}}
    for verb, form in forms.items():
        with pytest.raises(Refused) as refused:
            office.does("ann", verb, leave.id, **form)
        assert refused.value.text == (
            "The company is closed then (Christmas), so this leave was booked for everybody. Only your operations "
            "manager can take it back."
        )
    assert "Cancel" not in str(office.types("ann", "list"))
    office.does("bea", "cancel_for", leave.id, reason="on call then")
    assert booked(office, "ann")[0].state is State.CANCELLED


CLOSING = {"first": date(2026, 12, 29), "last": date(2026, 12, 31), "name": "Christmas", "leave_type": "annual"}


def with_policy(office: Office, **settings: Any) -> None:
    """A people admin imports a policy for Support."""
    annual = {"code": "annual", "name": "Annual leave", "entitlement": {"amount": 25}}
    content = {"code": "uk", "name": "UK", "valid_from": date(2026, 11, 23), "types": [annual], **settings}
    wanted = LeavePolicy.model_validate(content)
    assigned = Assignment(policy="uk", departments=("support",), valid_from=date(2026, 11, 23))

    def work(tx: Tx) -> None:
        revision = versions.compare(tx, [wanted], [assigned], tx.now.date())
        assert revision.objections == ()
        versions.keep(tx, revision, None)

    office.store.write(work)
    for _ in range(3):
        office.ticks()


def test_a_shutdown_in_a_policy_is_booked_for_those_who_go_by_it_and_taken_back_with_it(office: Office) -> None:
    with_policy(office, shutdowns=[CLOSING])
    assert [one.days for one in booked(office, "ann")] == [3]
    assert booked(office, "eve") == []
    assert "Your leave for it is booked: 3 days" in office.told("ann", "closed")[0].text
    assert "everybody whose leave policy is uk" in str(office.types("nora", "closed"))
    assert len(booked(office, "ann")) == 1
    with_policy(office)
    assert [one.state for one in booked(office, "ann")] == [State.CANCELLED]
    assert office.balance("ann").free == 25
