"""What the bot did, read from its database: the moments at which messages went out, kind by kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.year.places import PLACES

if TYPE_CHECKING:
    from tests.year.life import Life

_SENT = "FROM outbox o WHERE o.state = 'sent' AND NOT o.only_update AND o.workflow = :workflow AND o.kind = :kind"
_KINDS = {
    "certificate": ("skills", "expiring"),
    "allocation ends": ("staffing", "ending"),
    "replacing soon": ("leave", "replacing_soon"),
    "milestone overdue": ("milestones", "overdue"),
    "milestone silent": ("milestones", "silent"),
    "overdue, to the manager": ("milestones", "lead_overdue"),
    "back at work?": ("absence", "back_question"),
    "not back": ("absence", "not_back"),
    "sick note": ("absence", "certificate"),
    "sick note overdue": ("absence", "overdue"),
    "in a team's channel": ("digest", "team"),
    "in a project's channel": ("digest", "channel"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """Something the bot did, and when."""

    kind: str
    key: str
    at: datetime


def moment(value: object) -> datetime:
    """As the database has it."""
    return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)


def seen_besides(life: "Life", names: Mapping[int, str]) -> Iterator[Seen]:
    """Everything that `reminded` counts, of those who were added."""
    named = _Named(life, names)
    for kind, (workflow, what) in _KINDS.items():
        rows = life.rows(f"SELECT o.* {_SENT} ORDER BY o.id", workflow=workflow, kind=what)
        for row in rows:
            key = named.key(kind, row)
            if key is not None:
                yield Seen(kind, key, moment(row.sent_at))
    facts = "json_extract(facts, '$.consultation') AS consultation"
    for row in life.rows(f"SELECT at, {facts} FROM audit WHERE event = 'consultation_lapsed'"):  # noqa: S608 - the same
        who = life.rows("SELECT person_id AS id FROM leave_consultation WHERE id = :one", one=row.consultation)[0].id
        yield Seen("consultation over", f"{row.consultation}/{names[who]}", moment(row.at))
    statement = "SELECT subject, at FROM audit WHERE event = 'ended' AND workflow = 'absence' AND \"by\" IS NULL"
    yield from (Seen("sickness over", f"{row.subject}", moment(row.at)) for row in life.rows(statement))


class _Named:
    """What each message is about, in the calculation's names."""

    def __init__(self, life: "Life", names: Mapping[int, str]) -> None:
        self._names, self._ours = names, life.people
        papers = "SELECT r.id, person_id, expires_on AS day, name FROM skill_rating r JOIN skill s ON s.id = r.skill_id"
        self._papers = {row.id: row for row in life.rows(papers)}
        self._shares = {row.id: row for row in life.rows("SELECT id, person_id, ends AS day FROM allocation")}
        self._marks = {row.id: row.name for row in life.rows("SELECT id, name FROM milestone")}
        self._projects = {row.id: row.code for row in life.rows("SELECT id, code FROM project")}
        self._departments = {row.id: row.code for row in life.rows("SELECT id, code FROM department")}

    def key(self, kind: str, row: Any) -> str | None:
        """None for what is about others."""
        parts, reader = row.key.split("/"), self._names.get(row.person, "")
        if kind == "certificate":
            paper = self._papers[row.subject]
            who = self._names[paper.person_id]
            return f"{who}:{paper.name}:{paper.day}/{reader}/{parts[4]}" if who in self._ours else None
        if kind == "allocation ends":
            share = self._shares[row.subject]
            who = self._names[share.person_id]
            return f"{who}:{share.day}/{reader}" if who in self._ours else None
        if kind.startswith(("milestone", "overdue,")):
            name = self._marks[row.subject]
            begin = f"{name}/{reader}" if kind.startswith("overdue") else f"{name}/{parts[3]}/{reader}"
            return begin if reader in self._ours else None
        if kind.startswith("in a "):
            code = (self._departments if "team" in kind else self._projects)[row.subject].removeprefix("v-")
            return f"{code}/{parts[2]}" if code in {place.code for place in PLACES} else None
        if kind in ("back at work?", "sick note"):
            return f"{row.subject}/{reader}/{parts[3]}"
        return f"{row.subject}/{parts[3]}" if kind == "sick note overdue" else f"{row.subject}/{reader}"
