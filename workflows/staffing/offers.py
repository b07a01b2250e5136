"""How somebody stands to an ask, an offer, an allocation; and the verbs they could use on it now.

Whoever asked, or leads the project, has no other say in it: nobody takes people, not even their own department's.
"""

from collections.abc import Iterable
from datetime import date

from workflows.kernel.access import Actor, Permission, PersonId, Relation
from workflows.kernel.flow import Tx
from workflows.organisation import lines, rules
from workflows.organisation import store as organisation
from workflows.staffing import store
from workflows.staffing.people import NOBODY, answered_for, managed, manager_of
from workflows.staffing.records import Booking, Change, Desk, Offered, Prospect, Request, Task, Vacancy
from workflows.staffing.rules.life import MACHINE, POLICY

Subject = Prospect | Request | Desk | Offered | Booking | Change | Task | Vacancy
NEEDS = {
    "open": "ask",
    "preview": "ask",
    "ask": "ask",
    "refill": "ask",
    "list": "look",
    "load": "see_load",
    "withdraw": "withdraw",
    "show": "answer",
    "offer": "answer",
    "decline": "answer",
    "accept": "accept",
    "refuse": "refuse",
    "take_back": "take_back",
    "release": "release",
    "ask_release": "ask_release",
    "ask_extension": "ask_extension",
    "agree": "decide",
    "turn_down": "decide",
    "drop": "drop",
    "nudge": "nudge",
    "nudge_offer": "nudge_offer",
    "nudge_change": "nudge",
    "finish": "finish",
    "plan": "plan",
    "offer_plan": "plan",
    "floor": "set_floor",
    "set_floor": "set_floor",
}
"""The permission each verb needs."""
_DECIDES = frozenset({Relation.SOLID_LINE, Relation.DEPUTY, Relation.ASKED})
_PROJECT = frozenset({Relation.REQUESTER, Relation.LEAD})


def relate(tx: Tx, actor: Actor, subject: Subject) -> frozenset[Relation]:
    """How the actor stands to it, by their own today."""
    if isinstance(subject, Prospect):
        return _to_prospect(tx, actor, subject)
    if isinstance(subject, Request):
        desks = store.desks_of(tx, subject)
        return _to_ask(tx, actor, subject, desks)
    if isinstance(subject, Desk):
        return _to_ask(tx, actor, subject.request, [subject])
    if isinstance(subject, Offered):
        own = actor.person == subject.person
        return frozenset({Relation.OWN}) if own else _to_ask(tx, actor, subject.request, [subject.desk])
    return _to_person(tx, actor, subject)


def offered(tx: Tx, actor: Actor, subject: Subject) -> tuple[str, ...]:
    """The moves this person could make on it now."""
    relations, state = relate(tx, actor, subject), subject.state
    if state is None:
        return ()
    return tuple(
        verb
        for verb in sorted(MACHINE.verbs)
        if MACHINE.allows(verb, state) and POLICY.allows(Permission(NEEDS[verb]), relations)
    )


def may(tx: Tx, actor: Actor, subject: Subject, permission: str) -> bool:
    """Whether they have this permission about it."""
    return POLICY.allows(Permission(permission), relate(tx, actor, subject))


def _to_prospect(tx: Tx, actor: Actor, subject: Prospect) -> frozenset[Relation]:
    found = {Relation.COLLEAGUE} | _admin(actor)
    if subject.project is not None:
        return frozenset(found | _to_project(tx, actor, subject.project))
    if subject.department is not None:
        return frozenset(found | _line(tx, actor, subject.department))
    if managed(tx, actor.person, actor.today):
        found.add(Relation.LEAD)
    for department in answered_for(tx, actor.person, actor.today):
        found |= _line(tx, actor, department.id)
    return frozenset(found | {Relation.OWN})


def _to_ask(tx: Tx, actor: Actor, request: Request, desks: Iterable[Desk]) -> frozenset[Relation]:
    found = {Relation.COLLEAGUE} | _admin(actor) | _to_project(tx, actor, request.ask.project)
    if actor.person == request.person:
        found.add(Relation.REQUESTER)
    if found & _PROJECT:
        return frozenset(found)
    for desk in desks:
        found |= _line(tx, actor, desk.department)
        if desk.chain.reached(actor.person):
            found.add(Relation.ASKED)
    return frozenset(found)


def _to_person(tx: Tx, actor: Actor, subject: Booking | Change | Task | Vacancy) -> frozenset[Relation]:
    found = lines.relations(tx, actor, subject.person)
    if Relation.OWN in found:
        return found
    if isinstance(subject, Task):
        return found | _asked(actor, subject)
    project = subject.allocation.project if isinstance(subject, Booking) else subject.project
    found |= _to_project(tx, actor, project)
    if isinstance(subject, Change):
        found |= _asked(actor, subject)
        if actor.person == subject.asked_by:
            found |= {Relation.REQUESTER}
        return found - _DECIDES if found & _PROJECT else found
    return found


def _asked(actor: Actor, subject: Change | Task) -> frozenset[Relation]:
    return frozenset({Relation.ASKED}) if subject.chain.reached(actor.person) else frozenset()


def _to_project(tx: Tx, actor: Actor, project: int) -> frozenset[Relation]:
    if manager_of(tx, project, actor.today) == actor.person:
        return frozenset({Relation.LEAD})
    return frozenset({Relation.MEMBER}) if _allocated(tx, actor.person, project, actor.today) else frozenset()


def _allocated(tx: Tx, person: PersonId, project: int, day: date) -> bool:
    return any(one.id == project for one, _ in organisation.projects_of(tx, person, day, day))


def _line(tx: Tx, actor: Actor, department: int) -> frozenset[Relation]:
    return rules.lines(actor.person, NOBODY, organisation.chart(tx).line(department, actor.today))


def _admin(actor: Actor) -> frozenset[Relation]:
    return frozenset({Relation.PEOPLE_ADMIN}) if actor.people_admin else frozenset()
