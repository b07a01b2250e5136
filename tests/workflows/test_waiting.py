"""Every question that waits for somebody, in every workflow: nothing is decided by silence, nobody's leaving stops it.

One table of questions; each is left alone for months, and each loses whoever owes the answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.clock import FollowedClock
from bot.schedule import Ticks
from bot.store import Store
from bot.tables import LostLane
from tests.workflows.leave_office import Office, an_office
from tests.workflows.performance_office import PerformanceOffice
from tests.workflows.skills_office import SkillOffice
from tests.workflows.staffing_office import Office as StaffingOffice
from workflows import WORKFLOWS
from workflows.kernel.access import PersonId
from workflows.leave.rules.policy import LeavePolicy
from workflows.organisation import recent

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
DAYS = 40
POLICY = {
    "code": "one",
    "name": "One",
    "types": [
        {
            "code": "annual",
            "name": "Annual leave",
            "entitlement": {"amount": 25},
            "cancelling": "by_request",
            "approval": {"remind_after": [1, 2], "climb_after": 3, "consult_working_days": 2},
        },
        {"code": "toil", "name": "Time off in lieu", "earned": {"months": 6}, "approval": {"climb_after": 3}},
    ],
}


@dataclass(frozen=True)
class Question:
    """Something that somebody must answer: how it is asked, and how it stands."""

    ask: Callable[[Store, FollowedClock], None]
    owing: str
    """Who owes the answer now."""
    states: str
    """Everything that a decision would change."""


def leave(store: Store, clock: FollowedClock) -> None:
    Office.founded(store, clock, an_office(), LeavePolicy.model_validate(POLICY)).asks("ann", "2027-06-07")


def cancelling(store: Store, clock: FollowedClock) -> None:
    office = Office.founded(store, clock, an_office(), LeavePolicy.model_validate(POLICY))
    request = office.asks("ann", "2027-06-07")
    office.does("bea", "approve", request)
    office.does("ann", "ask_cancel", request, reason="")


def worked(store: Store, clock: FollowedClock) -> None:
    office = Office.founded(store, clock, an_office(), LeavePolicy.model_validate(POLICY))
    office.does("ann", "earn", first=date(2026, 11, 21), leave_type="toil", halves="whole", reason="the release")


def case(store: Store, clock: FollowedClock) -> None:
    PerformanceOffice.opened(store, clock).reports("dan", "ann", project="1")


def item(store: Store, clock: FollowedClock) -> None:
    SkillOffice.founded(store, clock).proposes()


def claim(store: Store, clock: FollowedClock) -> None:
    SkillOffice.founded(store, clock).does("ann", "claim", skill="python", level="4", note="")


def ask(store: Store, clock: FollowedClock) -> None:
    StaffingOffice.founded(store, clock).asks(first=date(2027, 9, 6), last=date(2027, 9, 24))


def offer(store: Store, clock: FollowedClock) -> None:
    office = StaffingOffice.founded(store, clock)
    days: dict[str, Any] = {"first": date(2027, 9, 6), "last": date(2027, 9, 24)}
    office.offers("bea", office.asks(**days), "bob", **days)


_CHAIN = (
    "select person_id from chain_step where workflow = '{}' and asked_at is not null and settled_at is null"
    " order by position desc limit 1"
)
_STEP = "select person_id from leave_step where asked_at is not null order by stage desc, position desc limit 1"
_REQUEST = "select state, days, first, last from leave_request"
QUESTIONS = {
    "leave": Question(leave, _STEP, _REQUEST),
    "a cancellation": Question(cancelling, _STEP, _REQUEST),
    "time worked": Question(worked, _CHAIN.format("leave_worked"), "select state from leave_worked"),
    "a case": Question(case, _CHAIN.format("performance"), "select state from performance_case"),
    "development": Question(item, _CHAIN.format("skills"), "select state from development"),
    "a level": Question(claim, _CHAIN.format("skills.claim"), "select standing from skill_claim"),
    "an ask for people": Question(ask, _CHAIN.format("staffing_desk"), "select state from staffing_request"),
    "an offer": Question(offer, _CHAIN.format("staffing_offer"), "select count(*) from allocation"),
}
CLOCK_MAY: dict[str, frozenset[str]] = {
    # What the clock itself makes happen, by workflow: it moves a question on, or ends what can be no more.
    "leave": frozenset({"climbed", "consultation_lapsed"}),
    "leave_worked": frozenset({"time_climbed"}),
    "performance": frozenset({"climbed"}),
    "skills": frozenset({"climbed", "claim_climbed"}),
    "staffing": frozenset({"climbed", "lapsed", "asked_again"}),
    "staffing_booking": frozenset({"released", "vacated"}),  # whoever leaves works to their last day
}


def rows(store: Store, statement: str) -> list[tuple[Any, ...]]:
    return store.read(lambda tx: [tuple(row) for row in tx.connection.execute(text(statement))])


def passes(store: Store, clock: FollowedClock, days: int) -> None:
    """Days go by in which nobody does anything."""
    for _ in range(days):
        clock.follow(clock.now() + timedelta(days=1), speed=0)
        ticks(store)


def ticks(store: Store) -> None:
    def work(tx: Any) -> None:
        for workflow in WORKFLOWS:
            workflow.seed(tx)

    store.write(work)
    assert Ticks(store, [one for one in WORKFLOWS if one.name != "digest"]).tick().failed == ()


@pytest.mark.parametrize("what", QUESTIONS)
def test_nothing_is_decided_by_silence(store: Store, clock: FollowedClock, what: str) -> None:
    question = QUESTIONS[what]
    question.ask(store, clock)
    before = rows(store, question.states)
    passes(store, clock, DAYS)
    assert rows(store, question.states) == before
    by_clock = rows(store, "select distinct workflow, event from audit where by is null")
    for workflow, event in by_clock:
        assert event in CLOCK_MAY[workflow], (workflow, event)


def test_only_a_consultation_takes_silence_for_an_answer(store: Store, clock: FollowedClock) -> None:
    leave(store, clock)
    passes(store, clock, 10)
    silent = rows(store, "select cast(facts as text) from audit where by is null and event <> 'climbed'")
    assert silent
    assert all("silence" in str(facts) for (facts,) in silent)
    assert rows(store, "select state from leave_request") == [("requested",)]


def _leaves(tx: Any, person: PersonId, yesterday: date) -> None:
    tx.connection.execute(text("update person set ends = :day where id = :who"), {"day": yesterday, "who": person})
    recent.changed(tx)


def _deactivated(tx: Any, person: PersonId, _yesterday: date) -> None:
    tx.insert(LostLane, lane=f"person/{person}", reason="user_disabled", since=tx.now)


GONE = {"has left": _leaves, "has no account any more": _deactivated}


@pytest.mark.parametrize("how", GONE)
@pytest.mark.parametrize("what", [one for one in QUESTIONS if one != "an offer"])
def test_who_can_be_reached_no_more_owes_nothing(store: Store, clock: FollowedClock, what: str, how: str) -> None:
    """It goes on to the next at once, who is asked; nobody waits for the ladder's time."""
    question = QUESTIONS[what]
    question.ask(store, clock)
    owing = PersonId(rows(store, question.owing)[0][0])
    clock.follow(MONDAY + timedelta(days=1), speed=0)
    yesterday = (MONDAY - timedelta(days=1)).date()
    store.write(lambda tx: GONE[how](tx, owing, yesterday))
    ticks(store)
    following = PersonId(rows(store, question.owing)[0][0])
    assert following != owing
    told = rows(store, f"select count(*) from outbox where person = {following} and not only_update")  # noqa: S608 - the test's own
    assert told[0][0] > 0
    climbed = rows(store, "select about from audit where event like '%climbed'")
    assert len(climbed) == 1
    assert climbed[0][0] not in (owing, following)
