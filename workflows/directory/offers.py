"""How somebody stands to a newcomer or a colleague, and what they could do about a newcomer now."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.directory import deputies, store
from workflows.directory.deputies import Branch
from workflows.directory.rules import MACHINE, NOBODY, POLICY, Newcomer, Obstacle
from workflows.directory.words import WHO
from workflows.kernel.access import Actor, Permission, PersonId, Relation
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import tr
from workflows.organisation import lines
from workflows.organisation import store as organisation
from workflows.organisation.rules import at

NEEDS = {
    "me": "see_own",
    "show": "see",
    "team": "see_own",
    "propose": "add",
    "form": "add",
    "enrol": "add",
    "set_aside": "set_aside",
    "deputy": "set_deputy",
    "set_deputy": "set_deputy",
}
"""The permission each verb needs."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody in the directory."""

    person: PersonId
    state: StrEnum | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Proposed:
    """A Slack account that somebody wants in the directory; perhaps it turned up before."""

    slack_id: str
    found: Newcomer | None
    person: PersonId = NOBODY
    state: StrEnum | None = None
    version: int = 0


def load_self(_tx: Tx, actor: Actor, _id: int | None, _form: Form) -> Colleague:
    """The one who acts."""
    return Colleague(actor.person)


def load_colleague(tx: Tx, _actor: Actor, _id: int | None, form: Form) -> Colleague:
    """Whoever has the Slack account that was named, if they are with us; who has left is nobody to know about."""
    found = lines.actor(tx, str(form.get(WHO)), tx.now)
    if found is None:
        raise Refused(
            tr(
                "I don't know anybody with that account. If they are new, whoever answers for their department can add "
                "them: `/people add @somebody`."
            ),
            reason="unknown_person",
        )
    return Colleague(found.person)


def load_proposed(tx: Tx, _actor: Actor, _id: int | None, form: Form) -> Proposed:
    """The account that was named, whether or not it turned up before."""
    slack_id = str(form.get(WHO))
    return Proposed(slack_id, store.by_slack(tx, slack_id))


def load_newcomer(tx: Tx, _actor: Actor, newcomer_id: int | None, _form: Form) -> Newcomer:
    """The newcomer; the same words for one that never was and one that somebody made up."""
    found = store.newcomer(tx, newcomer_id) if newcomer_id is not None else None
    if found is None:
        raise Refused(tr("I can't find that newcomer any more. `/people add @somebody` begins anew."), reason="unknown")
    return found


def relate(tx: Tx, actor: Actor, subject: Newcomer | Proposed | Colleague | Branch) -> frozenset[Relation]:
    """To a newcomer: as one who answers for some department, or as a people admin."""
    if isinstance(subject, Branch):
        return deputies.relate(tx, actor, subject)
    if isinstance(subject, Colleague):
        return lines.relations(tx, actor, subject.person)
    found = {Relation.COLLEAGUE}
    chart = organisation.chart(tx)
    if chart.managed_by(actor.person, actor.today):
        found.add(Relation.SOLID_LINE)
    if any(at(deputies, actor.today) == actor.person for deputies in chart.deputies.values()):
        found.add(Relation.DEPUTY)
    if actor.people_admin:
        found.add(Relation.PEOPLE_ADMIN)
    return frozenset(found)


def may(tx: Tx, actor: Actor, subject: Newcomer | Colleague, permission: str) -> bool:
    """Whether they have this permission about a newcomer, or a colleague."""
    return POLICY.allows(Permission(permission), relate(tx, actor, subject))


def offered(tx: Tx, actor: Actor, newcomer: Newcomer) -> tuple[str, ...]:
    """What buttons there are: nothing to fill in for one whom the directory knows and who has left."""
    relations = relate(tx, actor, newcomer)
    return tuple(
        verb
        for verb in ("form", "set_aside")
        if MACHINE.allows(verb, newcomer.state)
        and POLICY.allows(Permission(NEEDS[verb]), relations)
        and not (verb == "form" and newcomer.obstacle is Obstacle.LEFT)
    )
