"""The bare set-based queries: what a tick has to know, a query a table, and nothing made of the rows.

Written by hand, without the product's statements: who owes answers, where and when they work and are away, what is
late; for digests, who lives where, who is in whose department, and who is away around that day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Dialect

OWING = (
    "SELECT s.person_id FROM leave_step s JOIN leave_request r ON r.id = s.request_id AND r.stage = s.stage"
    " WHERE r.state IN ('requested', 'first_approved', 'cancellation_requested')"
    " UNION SELECT r.person_id FROM leave_request r"
    " WHERE r.state IN ('requested', 'first_approved', 'cancellation_requested')"
    " UNION SELECT person_id FROM chain_step WHERE settled_at IS NULL"
    " UNION SELECT owner_id FROM milestone WHERE health IN ('on_track', 'at_risk', 'off_track')"
    " UNION SELECT person_id FROM absence_record WHERE state = 'open' OR certificate = 'due'"
    " UNION SELECT told FROM absence_record WHERE state = 'open' OR certificate = 'due'"
)
"""Whoever owes an answer, might be asked for one, or is asked about."""


@dataclass(frozen=True, slots=True)
class Question:
    """One query; in braces stand days, whoever owes an answer, and a length in days as each database counts it."""

    text: str

    def written(self, dialect: Dialect, now: datetime) -> str:
        """As it is run at that moment."""
        days = {name: f"'{(now + timedelta(days=away)).date()}'" for name, away in _AROUND.items()}
        between = "julianday({1}) - julianday({0})" if dialect.name == "sqlite" else "{1} - {0}"
        return self.text.format(**days, owing=OWING, length=between.format("first", "last"))


_AROUND = {"today": 0, "tomorrow": 1, "soon": 4, "near": 14, "far": 21, "ahead": 400}
_AROUND |= {"yesterday": -1, "weekago": -7, "back": -10, "before": -19, "longago": -120}


def _of_those(table: str) -> Question:
    return Question(f"SELECT * FROM {table} WHERE person_id IN ({{owing}})")  # noqa: S608 - of the names below


REMINDERS = (
    Question(
        "SELECT * FROM leave_request r JOIN leave_step s ON r.id = s.request_id AND r.stage = s.stage"
        " WHERE r.state IN ('requested', 'first_approved', 'cancellation_requested')"
    ),
    Question("SELECT * FROM chain_step WHERE settled_at IS NULL ORDER BY workflow, subject, position"),
    Question("SELECT * FROM milestone WHERE health IN ('on_track', 'at_risk', 'off_track') AND forecast <= {far}"),
    Question("SELECT * FROM absence_record WHERE state = 'open' OR certificate = 'due'"),
    Question("SELECT * FROM skill_claim WHERE standing = 'asked'"),
    Question("SELECT * FROM performance_case WHERE state = 'reported'"),
    Question("SELECT * FROM person WHERE id IN ({owing})"),
    *map(_of_those, ("residence", "work_pattern", "membership", "allocation", "contract")),
    Question(
        "SELECT * FROM absence WHERE person_id IN ({owing}) AND NOT gone AND last >= {longago} AND first <= {ahead}"
    ),
    Question("SELECT * FROM department"),
    Question("SELECT * FROM department_duty"),
    Question("SELECT * FROM project"),
    Question("SELECT * FROM project_lead"),
    Question(
        "SELECT person_id FROM absence WHERE NOT gone AND certain AND last >= {before} AND first <= {far}"
        " GROUP BY person_id HAVING sum({length} + 1) >= 9"
    ),
    Question(
        "SELECT * FROM absence WHERE NOT gone AND certain AND last >= {today} AND first >= {today} AND first <= {soon}"
        " AND source LIKE 'leave/%'"
    ),
)
DIGESTS = (
    Question(
        "SELECT p.*, r.* FROM person p JOIN residence r ON r.person_id = p.id"
        " WHERE p.starts <= {today} AND (p.ends IS NULL OR p.ends >= {today})"
    ),
    Question("SELECT * FROM work_pattern WHERE starts <= {today} AND (ends IS NULL OR ends >= {today})"),
    Question("SELECT * FROM membership WHERE starts <= {today} AND (ends IS NULL OR ends >= {today})"),
    Question("SELECT * FROM department"),
    Question("SELECT * FROM department_duty"),
    Question("SELECT * FROM project"),
    Question("SELECT * FROM absence WHERE NOT gone AND last >= {weekago} AND first <= {near}"),
    *REMINDERS[:6],
)
