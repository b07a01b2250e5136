"""Other work to be found for somebody: seen to, in the end."""

from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Done
from workflows.language import tr
from workflows.staffing import changes
from workflows.staffing.records import Task


def finish(tx: Tx, actor: Actor, known: Task, _form: Form) -> Outcome:
    """It has been seen to, whatever was found."""
    if not changes.finish_task(tx, known, actor.person):
        raise Refused(tr("Somebody did this a moment ago. Look again."), reason="out_of_turn")
    event = Event("task_done", Ref(changes.TASK, known.id), known.version + 1, known.person, actor.person)
    return Outcome(Done(), (event,))
