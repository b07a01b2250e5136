"""How one who acts stands to somebody, and who it is that acts."""

from datetime import date, datetime

from workflows.kernel.access import Actor, PersonId, Relation
from workflows.kernel.flow import Tx
from workflows.organisation import recent
from workflows.organisation.rules import Person, holds, lines
from workflows.organisation.store import chart, facts, is_people_admin, person, person_by_slack, project_managers_of


def actor(tx: Tx, slack_id: str, now: datetime) -> Actor | None:
    """Whoever has this Slack id, if they are with the organisation today, by their own date."""
    known = person_by_slack(tx, slack_id)
    if known is None:
        return None
    today = known.today(now)
    return recent.of_person(tx, ("actor", known.id, today), lambda: _actor(tx, known, today))


def reader_of(tx: Tx, to: PersonId | str) -> Actor | None:
    """A recipient as one who acts, to see what they may read.

    None for a channel, and for one who is not with the organisation now or has no Slack account.
    """
    known = None if isinstance(to, str) else person(tx, to)
    return actor(tx, known.slack_id, tx.now) if known and known.slack_id else None


def relations(
    tx: Tx, actor: Actor, person_id: PersonId, first: date | None = None, last: date | None = None
) -> frozenset[Relation]:
    """How the actor stands to the person, by the actor's today.

    A dotted line is looked for on the days from `first` to `last` too, when given: a project manager is concerned by
    an absence that lies in their project, wherever today is.
    """
    if actor.person == person_id:
        return frozenset({Relation.OWN})
    day = actor.today
    found = {Relation.COLLEAGUE} | lines(
        actor.person, person_id, chart(tx).line(facts(tx, person_id).department(day), day)
    )
    if _leads(tx, actor, person_id, day, day) or (first and _leads(tx, actor, person_id, first, last or first)):
        found.add(Relation.DOTTED_LINE)
    if is_people_admin(tx, actor.person, day):
        found.add(Relation.PEOPLE_ADMIN)
    return frozenset(found)


def _actor(tx: Tx, known: Person, today: date) -> Actor | None:
    if not holds(known, today):
        return None
    admin = is_people_admin(tx, known.id, today)
    return Actor(known.id, known.slack_id, known.name, known.time_zone, known.reading, today, admin)


def _leads(tx: Tx, actor: Actor, person_id: PersonId, first: date, last: date) -> bool:
    return actor.person in project_managers_of(tx, person_id, first, last)
