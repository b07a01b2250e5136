"""What the verbs act on: somebody's absences in general, one record, or the notes on a return."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.absence import desk, forms, store
from workflows.absence.rules.life import State
from workflows.absence.rules.record import Record
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.organisation import store as organisation


@dataclass(frozen=True, slots=True)
class Prospect:
    """Somebody whose absence is reported or looked at."""

    person: PersonId
    state: StrEnum | None = None
    version: int = 0


def load_whose(tx: Tx, actor: Actor, _id: int | None, form: Form) -> Prospect:
    """Whoever the form names, else the one who acts."""
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


def load_self(_tx: Tx, actor: Actor, _id: int | None, _form: Form) -> Prospect:
    """The one who acts."""
    return Prospect(actor.person)


def load_record(tx: Tx, _actor: Actor, record_id: int | None, _form: Form) -> Record:
    """The record; the same words for one that never was and one that somebody made up."""
    found = store.record(tx, record_id) if record_id is not None else None
    if found is None:
        raise Refused("I can't find that absence any more. `/absence list` shows yours.", reason="unknown_record")
    return found


def load_current(tx: Tx, actor: Actor, record_id: int | None, form: Form) -> Record:
    """The record of that id; without one, the absence that the form's person, else the one who acts, is in now."""
    if record_id is not None:
        return load_record(tx, actor, record_id, form)
    whose = load_whose(tx, actor, None, form)
    today = desk.today_of(tx, whose.person)
    begun = [one for one in store.records(tx, whose.person) if one.state is State.OPEN and one.span.first <= today]
    if not begun:
        raise Refused(
            "There is no absence to come back from. `/absence list` shows what is on record.", reason="none_open"
        )
    return begun[0]
