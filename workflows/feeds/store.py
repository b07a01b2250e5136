"""The links people made, and the absences a feed is made of. Of a link only its token's hash is kept."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, bindparam, delete, or_, select
from sqlmodel import Field, SQLModel

from workflows.calendar.rules import Span
from workflows.calendar.tables import AbsenceRow
from workflows.columns import Code, Moment
from workflows.feeds.rules import AHEAD, BACK, Entry, Scope, as_seen
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import store as organisation
from workflows.organisation.rules import Person, holds


class FeedRow(SQLModel, table=True):
    """One link; making a new one for the same scope closes the old."""

    __tablename__ = "feed"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    scope: Scope = Field(sa_column=Column(Code(Scope), nullable=False))
    token_hash: str = Field(max_length=64, unique=True)
    made_at: datetime = Field(sa_column=Column(Moment, nullable=False))


_feed, _absence = SQLModel.metadata.tables["feed"], SQLModel.metadata.tables[str(AbsenceRow.__tablename__)]
_BY_HASH = select(_feed.c.person_id, _feed.c.scope).where(_feed.c.token_hash == bindparam("hash"))
_OF = select(_feed.c.scope, _feed.c.made_at).where(_feed.c.person_id == bindparam("person"))
_CLOSE = delete(_feed).where(_feed.c.person_id == bindparam("person"), _feed.c.scope == bindparam("which"))
_SHOWN = (
    select(
        _absence.c.id,
        _absence.c.person_id,
        _absence.c.first,
        _absence.c.last,
        _absence.c.first_half,
        _absence.c.last_half,
        _absence.c.gone,
        _absence.c.sequence,
    )
    .where(_absence.c.shown, or_(_absence.c.gone, _absence.c.certain))
    .where(_absence.c.last >= bindparam("begin"), _absence.c.first <= bindparam("end"))
    .order_by(_absence.c.first, _absence.c.id)
)


def _on(table: str) -> Any:
    """Whoever stands in this table for one of these projects on that day."""
    rows = SQLModel.metadata.tables[table].c
    return select(rows.person_id).where(
        rows.project_id.in_(bindparam("projects", expanding=True)),
        rows.starts <= bindparam("day"),
        or_(rows.ends.is_(None), rows.ends >= bindparam("day")),
    )


_ALLOCATED, _LEADING = _on("allocation"), _on("project_lead")


def open_feed(tx: Tx, person: PersonId, scope: Scope) -> str:
    """A new link's token, told this once; the old link of that scope is closed."""
    close_feed(tx, person, scope)
    token = secrets.token_urlsafe(32)
    tx.insert(FeedRow, person_id=person, scope=scope, token_hash=_hashed(token), made_at=tx.now)
    return token


def close_feed(tx: Tx, person: PersonId, scope: Scope) -> bool:
    """No link of that scope works any more; whether one did."""
    return tx.execute(_CLOSE, person=person, which=scope) > 0


def feeds_of(tx: Tx, person: PersonId) -> dict[Scope, datetime]:
    """Which links somebody has, and since when."""
    return {Scope(row.scope): row.made_at for row in tx.fetch(_OF, person=person)}


def reader_of(tx: Tx, token: str) -> tuple[Person, Scope] | None:
    """Whose link this is; None for a token that was never given, was closed, or whose owner has left."""
    row = tx.first(_BY_HASH, hash=_hashed(token))
    known = None if row is None else organisation.person(tx, PersonId(row.person_id))
    if known is None or not holds(known, known.today(tx.now)):
        return None
    return known, Scope(row.scope)


def entries(tx: Tx, reader: Person, scope: Scope) -> list[Entry]:
    """The absences of a feed as its reader may see them, those that are no longer true included."""
    today = reader.today(tx.now)
    people = _people(tx, reader, scope, today)
    rows = tx.fetch(_SHOWN, begin=today - BACK, end=today + AHEAD)
    found = (_entry(row, people[row.person_id]) for row in rows if row.person_id in people)
    return list(as_seen(found, reader.id))


def _people(tx: Tx, reader: Person, scope: Scope, today: date) -> dict[PersonId, Person]:
    everybody = {person.id: person for person in organisation.people(tx, today)}
    if scope is Scope.COMPANY:
        return everybody
    wanted = {reader.id} if scope is Scope.MINE else set(_together(tx, reader, scope, today))
    return {person: everybody[person] for person in wanted if person in everybody}


def _together(tx: Tx, reader: Person, scope: Scope, today: date) -> Iterable[PersonId]:
    yield reader.id
    if scope is Scope.DEPARTMENT:
        yield from organisation.colleagues(tx, reader.id, today)
        for department in organisation.departments_managed(tx, reader.id, today):
            yield from organisation.members(tx, department.id, today)
        return
    mine = {project.id for project, _ in organisation.projects_of(tx, reader.id, today, today)}
    mine |= {project.id for project in organisation.projects_led(tx, reader.id, today)}
    if mine:
        for statement in (_ALLOCATED, _LEADING):
            yield from (row.person_id for row in tx.fetch(statement, projects=sorted(mine), day=today))


def _entry(row: Any, person: Person) -> Entry:
    span = Span(row.first, row.last, row.first_half, row.last_half)
    return Entry(f"away-{row.id}", person.id, person.name, person.time_zone, span, row.gone, row.sequence, row.id)


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
