"""What the database holds, read by plain SQL without any of the bot's code, and what follows from it by itself."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import create_engine, text

_LIVE = "select key, state, attempts, reason, not_before from outbox where state not in ('sent', 'dropped', 'dead')"
_STEPS = "select request_id, person_id from leave_step where asked_at is not null"
_CONSULTED = "select request_id, person_id from leave_consultation where ended_at is null"
_OUTBOX = (
    "select key, mark, workflow, kind, subject, person, channel, lane, card, thread, only_update, state, reason,"
    " not_before from outbox order by id"
)
_TOUCHED = """
select request.id as request, lead.person_id as person, request.leave_type,
    request.first, allocation.starts, project.starts, lead.starts,
    request.last, coalesce(allocation.ends, '9999-12-31'), coalesce(project.ends, '9999-12-31'),
    coalesce(lead.ends, '9999-12-31')
from leave_request request
join allocation on allocation.person_id = request.person_id
join project on project.id = allocation.project_id
join project_lead lead on lead.project_id = project.id
where lead.person_id not in (request.person_id, request.asked_by)
    and not exists (
        select 1 from leave_step step
        where step.request_id = request.id and step.person_id = lead.person_id and step.asked_at = request.asked_at
    )
"""
"""Whoever leads what somebody is allocated to, besides those who ask and those who are asked to decide, with the
beginnings and the ends that must meet."""


@dataclass(frozen=True)
class Books:
    """What the database holds, as plain rows."""

    people: Mapping[int, str]
    """Slack ids."""
    requests: list[Any]
    audit: Mapping[int, list[Any]]
    asked: Mapping[int, list[int]]
    """Those who were asked about a request."""
    concerned: Mapping[int, set[int]]
    """Those who were to be consulted about it, by who leads what on those days, and by the setting."""
    consulted: Mapping[int, list[int]]
    """Those who were, as it is written down."""
    charged: Mapping[int, int]
    counted: Mapping[int, int]
    outbox: Mapping[str, Any]
    """By mark."""


class Request:
    """A row of leave_request; SQLite gives days as text."""

    def __init__(self, row: Any) -> None:
        self.id: int = row.id
        self.person_id: int = row.person_id
        self.state: str = row.state
        self.version: int = row.version
        self.days = int(Decimal(row.days))
        self.first = row.first if isinstance(row.first, date) else date.fromisoformat(row.first)


class Archive:
    """Where to read."""

    def __init__(self, database: str) -> None:
        self._database = database

    def rows(self, statement: str) -> list[Any]:
        engine = create_engine(self._database)
        try:
            with engine.connect() as connection:
                return list(connection.execute(text(statement)))
        finally:
            engine.dispose()

    def outbox(self) -> dict[str, Any]:
        """What was queued, by mark."""
        return {row.mark: row for row in self.rows(_OUTBOX)}

    def live(self, now: datetime) -> list[Any]:
        """What is on its way: what is for a later moment is not."""
        return [row for row in self.rows(_LIVE) if not later(row, now)]

    def undecided(self) -> list[int]:
        """Requests that nobody decided yet, by id."""
        return [row.id for row in self.rows("select id from leave_request where state = 'requested' order by id")]

    def books(self) -> Books:
        """What the database holds now."""
        audit: dict[int, list[Any]] = defaultdict(list)
        for row in self.rows("select id, subject, event, version from audit where workflow = 'leave' order by id"):
            if not row.event.startswith("consultation_"):  # an answer moves no request
                audit[row.subject].append(row)
        sums = "select request_id, sum({what}) as total from {table} where request_id is not null group by request_id"
        return Books(
            {row.id: row.slack_id for row in self.rows("select id, slack_id from person")},
            [Request(row) for row in self.rows("select * from leave_request order by id")],
            audit,
            self._by_request(_STEPS),
            self._concerned(),
            self._by_request(_CONSULTED),
            {row.request_id: int(row.total) for row in self.rows(sums.format(what="amount", table="leave_ledger"))},
            {row.request_id: int(row.total) for row in self.rows(sums.format(what="cost", table="leave_day"))},
            self.outbox(),
        )

    def _by_request(self, statement: str) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for row in self.rows(statement):
            found[row.request_id].append(row.person_id)
        return found

    def _concerned(self) -> dict[int, set[int]]:
        settings = _settings(json.loads(row.body) for row in self.rows("select body from leave_policy"))
        found: dict[int, set[int]] = defaultdict(set)
        for request, person, leave_type, *days in self.rows(_TOUCHED):
            if settings[leave_type] and max(map(str, days[:4])) <= min(map(str, days[4:])):
                found[request].add(person)
        return found


def _settings(policies: Iterable[Any]) -> dict[str, bool]:
    """Whether project managers are consulted, by type of leave. Raises ValueError where policies differ in it."""
    found: dict[str, bool] = {}
    for one in (one for policy in policies for one in policy["types"]):
        consults = one.get("approval", {}).get("consult_working_days", 2) is not None
        if found.setdefault(one["code"], consults) != consults:
            raise ValueError(f"whether managers are consulted about “{one['code']}” depends on who asks")
    return found


def later(row: Any, now: datetime) -> bool:
    """Whether a message is for a moment after `now`; SQLite gives moments as text, in UTC."""
    found = row.not_before
    if isinstance(found, str):
        found = datetime.fromisoformat(found).replace(tzinfo=UTC)
    return found is not None and found > now
