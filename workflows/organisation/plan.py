"""The plans of projects, as every workflow reads them, and the two ways to write one: add a milestone, or report.

Decided here: nothing is changed without its line of history, and of two who change at once only one does. What a
report may say is decided in `workflows/milestones`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import SQLModel

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation.milestone import OPEN, Change, Health, Milestone, Report
from workflows.organisation.plan_tables import MilestoneReportRow, MilestoneRow

__all__ = [
    "Change",
    "Health",
    "Milestone",
    "Report",
    "add",
    "all_milestones",
    "all_reports",
    "history",
    "hush",
    "line",
    "milestone",
    "milestones",
    "milestones_between",
    "milestones_of",
    "pending",
    "report",
    "reports",
]

_MILESTONE, _REPORT = SQLModel.metadata.tables["milestone"], SQLModel.metadata.tables["milestone_report"]
_M, _R = _MILESTONE.c, _REPORT.c

_ALL = select(*_M).order_by(_M.forecast, _M.id)
_KEPT = _ALL.where(_M.health != Health.DROPPED)
_ONE = select(*_M).where(_M.id == bindparam("milestone"))
_OF_PROJECT = _KEPT.where(_M.project_id == bindparam("project"))
_OF_PROJECTS = _KEPT.where(_M.project_id.in_(bindparam("projects", expanding=True)))
_BETWEEN = _OF_PROJECTS.where(_M.forecast >= bindparam("first"), _M.forecast <= bindparam("last"))
_PENDING = _ALL.where(_M.health.in_(sorted(OPEN)), _M.forecast <= bindparam("until"))
_HUSH = update(_MILESTONE).where(_M.id == bindparam("milestone")).values(quiet_until=bindparam("until"))
_REPORTS = select(*_R).order_by(_R.milestone_id, _R.version)
_HISTORY = _REPORTS.where(_R.milestone_id == bindparam("milestone"))
_LINE = _REPORTS.where(_R.id == bindparam("line"))
_REPORTS_OF = _REPORTS.join(_MILESTONE, _M.id == _R.milestone_id).where(
    _M.health != Health.DROPPED, _M.project_id.in_(bindparam("projects", expanding=True))
)
_WRITTEN = (
    "name",
    "baseline",
    "forecast",
    "health",
    "weight",
    "percent",
    "done_on",
    "owner_id",
    "sentence",
    "reported_on",
    "quiet_until",
)
_CHANGE = (
    update(_MILESTONE)
    .where(_M.id == bindparam("milestone"), _M.version == bindparam("seen"))
    .values({**{name: bindparam(f"to_{name}", type_=_M[name].type) for name in _WRITTEN}, "version": _M.version + 1})
)


def milestone(tx: Tx, milestone_id: int) -> Milestone | None:
    """One of any project, dropped or not."""
    row = tx.first(_ONE, milestone=milestone_id)
    return None if row is None else _milestone(row)


def milestones(tx: Tx, project: int) -> list[Milestone]:
    """The project's plan by forecast, without what was dropped."""
    return _milestones(tx.fetch(_OF_PROJECT, project=project))


def milestones_of(tx: Tx, projects: Iterable[int]) -> list[Milestone]:
    """The plans of these projects by forecast, without what was dropped; one query."""
    asked = sorted(set(projects))
    return _milestones(tx.fetch(_OF_PROJECTS, projects=asked)) if asked else []


def milestones_between(tx: Tx, projects: Iterable[int], first: date, last: date) -> list[Milestone]:
    """Those of these projects whose forecast lies on a day from first to last, both included; one query."""
    asked = sorted(set(projects))
    return _milestones(tx.fetch(_BETWEEN, projects=asked, first=first, last=last)) if asked else []


def all_milestones(tx: Tx) -> list[Milestone]:
    """Every project's, also what was dropped: for export and for the clock."""
    return _milestones(tx.fetch(_ALL))


def pending(tx: Tx, until: date) -> list[Milestone]:
    """Every project's that are still to be reached, and expected until that day; one query."""
    return _milestones(tx.fetch(_PENDING, until=until))


def history(tx: Tx, milestone_id: int) -> list[Report]:
    """All that was reported about it, oldest first."""
    return _reports(tx.fetch(_HISTORY, milestone=milestone_id))


def line(tx: Tx, report_id: int) -> Report | None:
    """One line of a history."""
    found = _reports(tx.fetch(_LINE, line=report_id))
    return found[0] if found else None


def reports(tx: Tx, projects: Iterable[int]) -> list[Report]:
    """The histories of these projects' plans, each oldest first: what was so on any day. One query."""
    asked = sorted(set(projects))
    return _reports(tx.fetch(_REPORTS_OF, projects=asked)) if asked else []


def all_reports(tx: Tx) -> list[Report]:
    """Every history, for export."""
    return _reports(tx.fetch(_REPORTS))


def add(tx: Tx, new: Milestone, by: PersonId | None, change: Change = Change.PLANNED) -> Milestone:
    """Add it to its project's plan, with its first line of history. The id and version given are not used."""
    number = tx.insert(MilestoneRow, project_id=new.project, planned=new.planned, version=1, **_values(new))
    added = milestone(tx, number)
    if added is None:
        raise LookupError(f"no milestone {number}")
    _keep(tx, added, by, change)
    return added


def report(tx: Tx, changed: Milestone, by: PersonId | None, change: Change) -> Milestone | None:
    """Keep it as it is now, and its line of history; None when somebody changed it since it was read."""
    values = {f"to_{name}": value for name, value in _values(changed).items()}
    if not tx.execute(_CHANGE, milestone=changed.id, seen=changed.version, **values):
        return None
    kept = milestone(tx, changed.id)
    if kept is not None:
        _keep(tx, kept, by, change)
    return kept


def hush(tx: Tx, milestone_id: int, until: date) -> None:
    """No reminder before that day. That is no report, so it leaves no line of history."""
    tx.execute(_HUSH, milestone=milestone_id, until=until)


def _keep(tx: Tx, now: Milestone, by: PersonId | None, change: Change) -> None:
    tx.insert(
        MilestoneReportRow,
        milestone_id=now.id,
        at=tx.now,
        day=now.reported_on,
        by=by,
        change=change,
        health=now.health,
        baseline=now.baseline,
        forecast=now.forecast,
        weight=now.weight,
        percent=now.percent,
        sentence=now.sentence,
        version=now.version,
    )


def _values(one: Milestone) -> dict[str, Any]:
    return {name: one.owner if name == "owner_id" else getattr(one, name) for name in _WRITTEN}


def _milestones(rows: Sequence[Any]) -> list[Milestone]:
    return [_milestone(row) for row in rows]


def _milestone(row: Any) -> Milestone:
    return Milestone(
        row.id,
        row.project_id,
        row.name,
        row.planned,
        row.baseline,
        row.forecast,
        row.health,
        row.weight,
        row.percent,
        row.done_on,
        None if row.owner_id is None else PersonId(row.owner_id),
        row.sentence,
        row.reported_on,
        row.quiet_until,
        row.version,
    )


def _reports(rows: Sequence[Any]) -> list[Report]:
    return [
        Report(
            row.id,
            row.milestone_id,
            row.at,
            row.day,
            None if row.by is None else PersonId(row.by),
            row.change,
            row.health,
            row.baseline,
            row.forecast,
            row.weight,
            row.percent,
            row.sentence,
            row.version,
        )
        for row in rows
    ]
