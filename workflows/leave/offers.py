"""How somebody stands to a leave, and the verbs they could use on it now: what its buttons are made of."""

from workflows.kernel.access import Actor, Permission, PersonId, Relation
from workflows.kernel.flow import Tx
from workflows.leave import desk, documents, lieu_waiting, shutdowns, suggestions, versions
from workflows.leave.consultations import Consultation
from workflows.leave.fitting import fit
from workflows.leave.prospect import NOBODY, Branch, Governed, Prospect
from workflows.leave.records import Leave
from workflows.leave.rules.life import MACHINE, POLICY
from workflows.leave.rules.policy import LeaveType
from workflows.leave.tables import WAITING
from workflows.leave.worked import Worked
from workflows.organisation import lines, rules
from workflows.organisation import store as organisation

NEEDS = {
    "open": "ask",
    "preview": "ask",
    "ask": "ask",
    "balance": "see_dates",
    "list": "see_dates",
    "waiting": "see_dates",
    "explain": "see_dates",
    "days": "see_dates",
    "who": "see_away",
    **{verb: verb for verb in sorted(MACHINE.verbs)},
    "approve_first": "approve",
    "touches": "weigh",
    "no_concern": "advise",
    "concern": "advise",
    "nudge": "nudge",
    "nudge_worked": "nudge",
    "floor": "set_floor",
    "set_floor": "set_floor",
    "worked": "work",
    "earn": "work",
    "take_back": "work",
    "confirm": "confirm",
    "turn_down": "confirm",
    "adjust": "adjust",
    "put_adjustment": "adjust",
    "closed": "configure",
    "close": "configure",
    "reopen": "configure",
    "edit_policy": "configure",
    "preview_policy": "configure",
    "assign_policy": "configure",
    "preview_assignment": "configure",
    "show_policy": "configure",
}
"""The permission each verb needs."""


Subject = Leave | Prospect | Branch | Governed | Worked | Consultation


def relate(tx: Tx, actor: Actor, subject: Subject) -> frozenset[Relation]:
    """How the actor stands to whose leave it is; one who was asked the open question may answer it (R43).

    To a department: whether they own it or one above it, deputise there, or keep the directory.
    """
    if isinstance(subject, Governed):
        return frozenset({Relation.PEOPLE_ADMIN if actor.people_admin else Relation.COLLEAGUE})
    if isinstance(subject, Branch):
        return _relate_branch(tx, actor, subject)
    if isinstance(subject, Worked):
        found = lines.relations(tx, actor, subject.person)
        return found | {Relation.ASKED} if _asked_of(tx, actor, subject) else found
    if isinstance(subject, Consultation):
        return _relate_consulted(tx, actor, subject)
    return (
        _relate_leave(tx, actor, subject) if isinstance(subject, Leave) else lines.relations(tx, actor, subject.person)
    )


def offered(tx: Tx, actor: Actor, leave: Leave) -> tuple[str, ...]:
    """The moves this person could make now: by relation, by state, and by what fits this leave."""
    relations = relate(tx, actor, leave)
    leave_type = versions.type_of(tx, leave.request)
    today = desk.today_of(tx, leave.person)
    documented = is_documented(tx, leave, leave_type)
    suggested = _is_suggested(tx, leave, relations)
    closing = closing_of(tx, leave) if Relation.OWN in relations else None
    moves = tuple(
        verb
        for verb in sorted(MACHINE.verbs)
        if MACHINE.allows(verb, leave.state)
        and POLICY.allows(Permission(NEEDS[verb]), relations)
        and fit(
            verb,
            leave.request,
            leave_type,
            actor.person,
            today,
            documented=documented,
            suggested=suggested,
            closing=closing,
        )
        is None
    )
    waits = Relation.OWN in relations and leave.state in WAITING and leave.waiting_for is not None and not suggested
    return (*moves, "nudge") if waits else moves


def closing_of(tx: Tx, leave: Leave) -> str | None:
    """The name of the company shutdown it was booked for (R32); looked up only for leave that somebody has."""
    found = shutdowns.of_request(tx, leave.id) if leave.request.granted else None
    return found.rule.name if found and found.undone_by is None else None


def _is_suggested(tx: Tx, leave: Leave, relations: frozenset[Relation]) -> bool:
    """Whether they have to answer a suggestion; looked up only for who could."""
    own = Relation.OWN in relations and MACHINE.allows("keep_asked", leave.state)
    return own and suggestions.standing(tx, leave.id) is not None


def is_documented(tx: Tx, leave: Leave, leave_type: LeaveType) -> bool:
    """Whether it has a document, where it needs one (R35)."""
    return not leave_type.document_required or bool(documents.of(tx, leave.id))


def may(tx: Tx, actor: Actor, subject: Subject, permission: str) -> bool:
    """Whether they have this permission about it."""
    return POLICY.allows(Permission(permission), relate(tx, actor, subject))


def _asked_of(tx: Tx, actor: Actor, known: Worked) -> bool:
    """Whether the question was put to them; whose turn went by may still answer."""
    if actor.person == known.person:
        return False
    return actor.person == known.asked_of or actor.person in lieu_waiting.asked(tx, known.id)


def _relate_leave(tx: Tx, actor: Actor, leave: Leave) -> frozenset[Relation]:
    span = leave.request.span
    found = lines.relations(tx, actor, leave.person, span.first, span.last)
    if Relation.OWN in found or not any(_reached(leave, actor.person)):
        return found
    return found | {Relation.ASKED}


def _relate_consulted(tx: Tx, actor: Actor, asked: Consultation) -> frozenset[Relation]:
    """A dotted line counts for the one alone who was asked."""
    found = lines.relations(tx, actor, asked.person, asked.span.first, asked.span.last)
    return found if actor.person == asked.asked else found - {Relation.DOTTED_LINE}


def _relate_branch(tx: Tx, actor: Actor, branch: Branch) -> frozenset[Relation]:
    line = organisation.chart(tx).line(branch.department, actor.today)
    admin = {Relation.PEOPLE_ADMIN} if actor.people_admin else set()
    return frozenset({Relation.COLLEAGUE, *admin, *rules.lines(actor.person, NOBODY, line)})


def _reached(leave: Leave, person: PersonId) -> list[bool]:
    return [True for step in leave.asked if step.stage == leave.stage and step.person == person]
