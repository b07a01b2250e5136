"""How somebody stands to a case, and the verbs they could use on it now: what its buttons are made of."""

from workflows.kernel.access import Actor, Permission, Relation
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import tr
from workflows.organisation import lines
from workflows.performance import store
from workflows.performance.reach import Prospect
from workflows.performance.rules import MACHINE, POLICY, RUNNING, State
from workflows.performance.store import Case

NEEDS = {
    "open": "report",
    "preview": "report",
    "from_message": "report",
    "report": "report",
    "list": "see_list",
    "logs": "see_list",
    "read": "see",
    "log": "see_looks",
    **{verb: verb for verb in (*sorted(MACHINE.verbs), "answer", "reply", "nudge")},
}
"""The permission each verb needs."""


def relate(tx: Tx, actor: Actor, subject: Case | Prospect) -> frozenset[Relation]:
    """How the actor stands to whom a case is about, and to the case.

    Rank opens no case: of the solid line only those its stored route has reached are in it. Whoever it is about has no
    other part in it, whatever else they are.
    """
    if isinstance(subject, Prospect):
        return subject.relations | ({Relation.PEOPLE_ADMIN} if actor.people_admin else frozenset())
    found = lines.relations(tx, actor, subject.person)
    if Relation.OWN in found:
        return found
    found -= {Relation.SOLID_LINE, Relation.DEPUTY}
    if actor.person == subject.reporter:
        found |= {Relation.REQUESTER}
    if store.chain(tx, subject).reached(actor.person):
        found |= {Relation.ASKED}
    return found


def may(tx: Tx, actor: Actor, case: Case, permission: str) -> bool:
    """Whether they have this permission about it; the person themselves none before they were asked for their side."""
    relations = relate(tx, actor, case)
    if Relation.OWN in relations and case.invited_at is None:
        return False
    return POLICY.allows(Permission(permission), relations)


def offered(tx: Tx, actor: Actor, case: Case) -> tuple[str, ...]:
    """The verbs this person could use now."""
    return tuple(
        verb
        for verb in (*sorted(MACHINE.verbs), "answer", "reply", "nudge", "read", "log")
        if MACHINE.allows(verb, case.state) and may(tx, actor, case, NEEDS[verb]) and unfit(verb, case) is None
    )


def unfit(verb: str, case: Case) -> str | None:
    """Why a verb that state and relation allow does not fit this case now, in words; None when it fits."""
    if verb == "invite" and case.invited_at is not None:
        return tr("They were asked for their side already.")
    if verb in ("answer", "reply") and case.state not in RUNNING:
        return tr(
            "This is over, so nothing can be added here any more. If it matters, please speak with whoever had it."
        )
    if verb == "nudge" and case.state is not State.REPORTED:
        return tr("It was acknowledged, so nobody needs to be nudged.")
    return None


def require_fit(verb: str, case: Case) -> None:
    """Return if the verb fits; raise Refused (`unfit`) otherwise."""
    why_not = unfit(verb, case)
    if why_not:
        raise Refused(why_not, reason="unfit")


def load_case(tx: Tx, actor: Actor, case_id: int | None, form: Form) -> Case:
    """The case of that id, or of the number typed. Who may not know of it is told the same as if it never was."""
    typed = str(form.get("case") or "")
    number = int(typed[:18]) if case_id is None and typed.isdigit() else case_id
    found = store.case(tx, number) if number is not None else None
    if found is None or not (may(tx, actor, found, "see") or may(tx, actor, found, "see_looks")):
        raise unknown()
    return found


def unknown() -> Refused:
    """What is said of a case that is not there, and of one that is nobody else's to know of."""
    return Refused(tr("I can't find that case. `/report list` shows those you have a part in."), reason="unknown_case")
