"""Milestones with what the organisation knows about them, and the proposals that absences gave rise to."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import SQLModel

from workflows.calendar.load import shares_on
from workflows.calendar.rules import Share
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.milestones.rules.item import Item, leader
from workflows.milestones.rules.risk import Loss, Risk, Standing
from workflows.milestones.tables import MilestoneRiskRow
from workflows.organisation import crowds, plan
from workflows.organisation import store as organisation
from workflows.organisation.plan import Milestone
from workflows.organisation.rules import holds

_RISK = SQLModel.metadata.tables["milestone_risk"]
_C = _RISK.c
_RISKS = select(*_C).order_by(_C.id)
_ONE = _RISKS.where(_C.id == bindparam("risk"))
_FROM = _RISKS.where(_C.source == bindparam("source"))
_OPEN_OF = _RISKS.where(_C.milestone_id == bindparam("milestone"), _C.standing == Standing.OPEN)
_SETTLE = (
    update(_RISK)
    .where(_C.id == bindparam("risk"), _C.version == bindparam("seen"))
    .values(
        standing=bindparam("to", type_=_C.standing.type),
        first=bindparam("begin", type_=_C.first.type),
        last=bindparam("end", type_=_C.last.type),
        version=_C.version + 1,
        changed_at=bindparam("moment", type_=_C.changed_at.type),
    )
)


def item(tx: Tx, milestone_id: int) -> Item | None:
    """One milestone of any project."""
    found = plan.milestone(tx, milestone_id)
    return items(tx, [found])[0] if found else None


def items(tx: Tx, milestones: Iterable[Milestone]) -> list[Item]:
    """These milestones, each with its project and whoever answers for it; no query of their own."""
    chart, today = organisation.chart(tx), tx.now.date()
    led = [(one, leader(chart, chart.projects[one.project], today)) for one in milestones]
    crowds.know(tx, (person for one, lead in led for person in (one.owner, lead) if person is not None))
    found = []
    for one, lead in led:
        project = chart.projects[one.project]
        found.append(Item(one, project, lead, _there(tx, one.owner, today) or _there(tx, lead, today)))
    return found


def plan_of(tx: Tx, projects: Iterable[int]) -> list[Item]:
    """The plans of these projects by forecast, without what was dropped."""
    return items(tx, plan.milestones_of(tx, projects))


def shares(tx: Tx, project: int, first: date, last: date) -> list[Share]:
    """Who is allocated to the project on any day from first to last, each with their share."""
    return shares_on(tx, [project], first, last)


def risk(tx: Tx, risk_id: int) -> Risk | None:
    """One proposal."""
    row = tx.first(_ONE, risk=risk_id)
    return None if row is None else _risk(row)


def risks_from(tx: Tx, source: str) -> list[Risk]:
    """What an absence gave rise to."""
    return [_risk(row) for row in tx.fetch(_FROM, source=source)]


def open_risks(tx: Tx, milestone_id: int) -> list[Risk]:
    """The proposals about a milestone that nobody has answered."""
    return [_risk(row) for row in tx.fetch(_OPEN_OF, milestone=milestone_id)]


def add_risk(tx: Tx, milestone_id: int, source: str, asked_of: PersonId, loss: Loss) -> Risk:
    """Propose it."""
    number = tx.insert(
        MilestoneRiskRow,
        milestone_id=milestone_id,
        source=source,
        person_id=loss.person,
        asked_of=asked_of,
        first=loss.first,
        last=loss.last,
        percent=loss.percent,
        hours=loss.hours,
        standing=Standing.OPEN,
        version=1,
        changed_at=tx.now,
    )
    return Risk(number, milestone_id, source, asked_of, loss, Standing.OPEN, 1)


def settle(tx: Tx, known: Risk, to: Standing, loss: Loss | None = None) -> Risk | None:
    """The proposal stands otherwise, or is about other days; None when somebody changed it since it was read."""
    days = loss or known.loss
    changed = tx.execute(
        _SETTLE, risk=known.id, seen=known.version, to=to, begin=days.first, end=days.last, moment=tx.now
    )
    return risk(tx, known.id) if changed else None


def _there(tx: Tx, person: PersonId | None, today: date) -> PersonId | None:
    known = organisation.person(tx, person) if person is not None else None
    return known.id if known and holds(known, today) else None


def _risk(row: Any) -> Risk:
    loss = Loss(PersonId(row.person_id), row.first, row.last, row.percent, row.hours)
    return Risk(row.id, row.milestone_id, row.source, PersonId(row.asked_of), loss, row.standing, row.version)
