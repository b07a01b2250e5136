"""The subjects that are no request yet: somebody's leave in general, or one that is being asked for."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.leave import forms, store
from workflows.leave.records import Leave
from workflows.organisation import store as organisation


@dataclass(frozen=True, slots=True)
class Prospect:
    """Somebody whose leave is looked at or asked for; `changing` is the request that would become another."""

    person: PersonId
    changing: Leave | None = None
    state: StrEnum | None = None
    version: int = 0


def load_whose(tx: Tx, actor: Actor, request_id: int | None, form: Form) -> Prospect:
    """Whoever the form names, else the one who acts; with an id, whoever's request is being changed."""
    if request_id is not None:
        leave = load_leave(tx, actor, request_id, form)
        return Prospect(leave.person, leave)
    slack_id = form.get(forms.WHO)
    if not slack_id:
        return Prospect(actor.person)
    found = organisation.person_by_slack(tx, str(slack_id))
    if found is None:
        raise Refused(
            "I don't know this person yet. Their operations manager or a people admin can add them.",
            field=forms.WHO,
            reason="unknown_person",
        )
    return Prospect(found.id)


def load_person(tx: Tx, _actor: Actor, person_id: int | None, _form: Form) -> Prospect:
    """Somebody by their id in the directory."""
    found = organisation.person(tx, PersonId(person_id)) if person_id is not None else None
    if found is None:
        raise Refused("I don't know this person any more. `/leave balance` shows your own.", reason="unknown_person")
    return Prospect(found.id)


def load_self(_tx: Tx, actor: Actor, _id: int | None, _form: Form) -> Prospect:
    """The one who acts."""
    return Prospect(actor.person)


def load_leave(tx: Tx, _actor: Actor, request_id: int | None, _form: Form) -> Leave:
    """The request; the same words for one that never was and one that somebody made up."""
    leave = store.leave(tx, request_id) if request_id is not None else None
    if leave is None:
        raise Refused("I can't find that leave any more. `/leave list` shows yours.", reason="unknown_request")
    return leave
