"""How somebody stands to an opening, a joining, a leaving or a step, and what they could do about it now."""

from workflows.kernel.access import Actor, Permission, PersonId, Relation
from workflows.kernel.flow import Tx
from workflows.onboarding.prospect import NOBODY, Branch, Subject
from workflows.onboarding.rules.checklist import Journey, Opening, Step
from workflows.onboarding.rules.life import MACHINE, NEEDS, POLICY, State
from workflows.onboarding.rules.template import SETTLED, Way
from workflows.organisation import lines
from workflows.organisation import store as organisation
from workflows.organisation.rules import lines as on_the_line


def relate(tx: Tx, actor: Actor, subject: Subject) -> frozenset[Relation]:
    """How the actor stands to it."""
    if isinstance(subject, (Branch, Opening)):
        return _to_department(tx, actor, subject.department)
    found = set(lines.relations(tx, actor, subject.person))
    if isinstance(subject, Journey):
        found |= {Relation.OWNER} if actor.person in subject.owners else set()
        found |= {Relation.PARTNER} if actor.person == subject.buddy else set()
    if isinstance(subject, Step) and actor.person == subject.owner:
        found.add(Relation.OWNER)
    return frozenset(found)


def offered(tx: Tx, actor: Actor, subject: Opening | Journey | Step) -> tuple[str, ...]:
    """The moves this person could make now."""
    relations = relate(tx, actor, subject)
    moves = tuple(
        verb
        for verb in MACHINE.verbs
        if MACHINE.allows(verb, subject.state)
        and POLICY.allows(Permission(NEEDS[verb]), relations)
        and _fits(verb, subject)
    )
    waits = isinstance(subject, Step) and _is_late(actor, subject)
    return (*moves, "nudge") if waits and POLICY.allows(Permission("nudge"), relations) else moves


def manages(tx: Tx, actor: Actor, journey: Journey) -> bool:
    """Whether they keep its list."""
    return POLICY.allows(Permission("manage"), relate(tx, actor, journey))


def sees(tx: Tx, actor: Actor, journey: Journey) -> bool:
    """Whether they may see the list."""
    return POLICY.allows(Permission("see"), relate(tx, actor, journey))


def reads(tx: Tx, actor: Actor, person: PersonId) -> bool:
    """Whether they may read what a step said: leave and contracts are the person's and their managers' business."""
    found = lines.relations(tx, actor, person)
    return bool(found & {Relation.OWN, Relation.SOLID_LINE, Relation.DEPUTY, Relation.PEOPLE_ADMIN})


def _is_late(actor: Actor, step: Step) -> bool:
    """Whether somebody else owes it and its day is over."""
    return step.state is State.TO_DO and step.owner != actor.person and step.due < actor.today


def _fits(verb: str, subject: Opening | Journey | Step) -> bool:
    if isinstance(subject, Step):
        return (verb == "settle") == (subject.kind in SETTLED) or verb not in ("settle", "done")
    return verb != "take_back" or (isinstance(subject, Journey) and subject.way is Way.LEAVING)


def _to_department(tx: Tx, actor: Actor, department: int | None) -> frozenset[Relation]:
    found = {Relation.COLLEAGUE} | ({Relation.PEOPLE_ADMIN} if actor.people_admin else set())
    line = organisation.chart(tx).line(department, actor.today)
    return frozenset(found | on_the_line(actor.person, NOBODY, line))
