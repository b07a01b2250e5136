"""What is due in the companies of `ticking`: about a thousand reminders of five kinds, on one Monday afternoon.

As many in a small company as in a large one, and spread over all of it; everything is written in bulk.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from benchmarks.company import HIRED, TODAY
from bot.transaction import Transaction
from workflows.absence.rules.life import Certificate
from workflows.absence.rules.life import State as Absence
from workflows.absence.tables import AbsenceRecord
from workflows.calendar.tables import AbsenceRow
from workflows.leave.rules.life import State as Leave
from workflows.leave.tables import LeaveClock, LeaveRequest, LeaveStep
from workflows.organisation import recent
from workflows.organisation.chain_tables import ChainStep
from workflows.organisation.milestone import Health
from workflows.organisation.plan_tables import MilestoneRow
from workflows.organisation.skill_tables import SkillRow
from workflows.organisation.tables import ProjectLeadRow, ProjectRow
from workflows.performance.rules import State as Case
from workflows.performance.tables import PerformanceCase
from workflows.skills.claims import CHAIN
from workflows.skills.rules.claim import Standing
from workflows.skills.tables import SkillClaim

TEAM = 10
"""People in a department, the first of them its manager."""
LEAVES, CLAIMS, CASES, MILESTONES, ABSENCES = 600, 200, 100, 100, 100
"""How many of each: questions that wait for a manager, reports that are late, people who should be back."""
AFTERNOON = datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(hours=15)
"""Nine o'clock has passed in London, Berlin and New York."""
_LATER = AFTERNOON + timedelta(days=3)
_TUESDAY, _THURSDAY, _FRIDAY = (TODAY - timedelta(days=back) for back in (6, 4, 3))
_FIRST_ID = 10_000_000


def fill(tx: Transaction, people: int) -> None:
    """Write it all; nobody's balances are due."""
    tx.insert_many(LeaveClock, [_clock(person) for person in range(1, people + 1)])
    _leaves(tx, people)
    _questions(tx, people)
    _milestones(tx, people)
    _absences(tx, people)
    recent.changed(tx)


def spread(people: int, count: int) -> list[int]:
    """So many people all over the company, none of them a manager; ValueError when it has not as many."""
    there = [person for person in range(1, people + 1) if person % TEAM != 1]
    if len(there) < count:
        raise ValueError(f"a company has at least {count * TEAM // (TEAM - 1) + 1} people here")
    return [there[turn * len(there) // count] for turn in range(count)]


def _clock(person: int) -> dict[str, Any]:
    return {"person_id": person, "posts_at": _LATER, "warns_at": None, "stuck_since": None}


def _route(person: int, people: int) -> tuple[int, int]:
    """Their manager, and that of the department behind it, in turn."""
    manager = person - (person - 1) % TEAM
    return manager, manager + TEAM if manager + TEAM <= people else 1


def _at(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=10)


def _leaves(tx: Transaction, people: int) -> None:
    asking = list(enumerate(spread(people, LEAVES), _FIRST_ID))
    first = TODAY + timedelta(days=70)
    tx.insert_many(
        LeaveRequest,
        [
            {
                "id": number,
                "person_id": person,
                "leave_type": "annual",
                "first": first,
                "last": first,
                "first_half": None,
                "last_half": None,
                "state": Leave.REQUESTED,
                "version": 1,
                "stage": 1,
                "days": Decimal(1),
                "asked_by": person,
                "asked_at": _at(_THURSDAY),
                "decided_by": None,
                "decided_at": None,
            }
            for number, person in asking
        ],
    )
    tx.insert_many(
        LeaveStep,
        [
            {
                "request_id": number,
                "stage": 1,
                "position": position,
                "person_id": manager,
                "asked_at": None if position else _at(_THURSDAY),
            }
            for number, person in asking
            for position, manager in enumerate(_route(person, people))
        ],
    )


def _questions(tx: Transaction, people: int) -> None:
    """Levels that people propose for themselves, and reports that nobody acknowledged."""
    tx.insert_many(SkillRow, [{"id": 1, "code": "sql", "name": "SQL", "merged_into": None}])
    claims = list(enumerate(spread(people, CLAIMS), 1))
    claim = {"skill_id": 1, "level": 3, "note": "", "standing": Standing.ASKED, "version": 1, "answer": ""}
    claim |= {"decided_by": None, "created_at": _at(_TUESDAY)}
    tx.insert_many(SkillClaim, [{"id": number, "person_id": person, **claim} for number, person in claims])
    cases = list(enumerate(spread(people, CASES), 1))
    case = {"project_id": None, "day": _TUESDAY, "state": Case.REPORTED, "version": 1, "reported_at": _at(_FRIDAY)}
    case |= {"handled_by": None, "invited_at": None, "outcome": None, "merged_into": None}
    case |= {"changed_by": None, "changed_at": _at(_FRIDAY)}
    tx.insert_many(
        PerformanceCase,
        [{"id": number, "person_id": one, "reporter_id": _route(one, people)[1], **case} for number, one in cases],
    )
    for flow, asked, known in ((CHAIN, _TUESDAY, claims), ("performance", _FRIDAY, cases)):
        tx.insert_many(ChainStep, [step for number, one in known for step in _chain(flow, number, one, people, asked)])


def _chain(flow: str, number: int, person: int, people: int, asked: date) -> list[dict[str, Any]]:
    return [
        {
            "workflow": flow,
            "subject": number,
            "position": position,
            "person_id": manager,
            "asked_at": None if position else _at(asked),
            "settled_at": None,
        }
        for position, manager in enumerate(_route(person, people))
    ]


def _milestones(tx: Transaction, people: int) -> None:
    owners = list(enumerate(spread(people, MILESTONES), 1))
    dated = {"starts": HIRED, "ends": None}
    names = {number: {"code": f"project-{number}", "name": f"Project {number}"} for number, _ in owners}
    tx.insert_many(ProjectRow, [{"id": number, **names[number], "channel": None, **dated} for number, _ in owners])
    tx.insert_many(
        ProjectLeadRow,
        [{"project_id": number, "person_id": _route(owner, people)[0], **dated} for number, owner in owners],
    )
    state = {"name": "Beta", "planned": _FRIDAY, "baseline": _FRIDAY, "forecast": _FRIDAY, "health": Health.ON_TRACK}
    state |= {"weight": None, "percent": Decimal(50), "done_on": None, "sentence": "", "reported_on": _THURSDAY}
    state |= {"quiet_until": None, "version": 1}
    tx.insert_many(
        MilestoneRow, [{"id": number, "project_id": number, "owner_id": owner, **state} for number, owner in owners]
    )


def _absences(tx: Transaction, people: int) -> None:
    away = list(enumerate(spread(people, ABSENCES), 1))
    days = {"first": _THURSDAY, "last": _FRIDAY, "first_half": None, "last_half": None}
    record = {**days, "absence_type": "sickness", "open_ended": False, "state": Absence.OPEN, "version": 1}
    record |= {"certificate": Certificate.NONE, "certificate_due": None, "changed_by": None}
    record |= {"reported_at": _at(_THURSDAY), "changed_at": _at(_THURSDAY)}
    tx.insert_many(
        AbsenceRecord,
        [
            {"id": number, "person_id": one, "told": _route(one, people)[0], "reported_by": one, **record}
            for number, one in away
        ],
    )
    shown = {"certain": True, "shown": True, "gone": False, "sequence": 0}
    rows = [{"source": f"absence/{number}", "person_id": person, **days, **shown} for number, person in away]
    tx.insert_many(AbsenceRow, rows)
