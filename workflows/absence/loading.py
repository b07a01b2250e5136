"""Finding the record a verb acts on. Who may not know of it is told the same as about one that never was."""

from workflows.absence import desk, offers, store
from workflows.absence.prospect import load_whose
from workflows.absence.rules.life import State
from workflows.absence.rules.record import Record
from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import tr


def load_record(tx: Tx, actor: Actor, record_id: int | None, _form: Form) -> Record:
    """The record of that id."""
    found = store.record(tx, record_id) if record_id is not None else None
    if found is None or not offers.may(tx, actor, found, "see"):
        raise Refused(tr("I can't find that absence any more. `/absence list` shows yours."), reason="unknown_record")
    return found


def load_current(tx: Tx, actor: Actor, record_id: int | None, form: Form) -> Record:
    """The record of that id; without one, the absence that the form's person, else the one who acts, is in now."""
    if record_id is not None:
        return load_record(tx, actor, record_id, form)
    whose = load_whose(tx, actor, None, form)
    today = desk.today_of(tx, whose.person)
    for one in store.records(tx, whose.person):
        if one.state is State.OPEN and one.span.first <= today and offers.may(tx, actor, one, "see"):
            return one
    text = tr("There is no absence to come back from. `/absence list` shows what is on record.")
    raise Refused(text, reason="none_open")
