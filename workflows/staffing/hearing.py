"""What other workflows' events mean here: a case that ends with other work to be found opens a task, linked to it."""

from collections.abc import Iterable

from workflows.kernel.flow import Event, Ref, Tx
from workflows.organisation import store as organisation
from workflows.staffing import changes
from workflows.staffing.people import route

REALLOCATION = "reallocation"


def hear(tx: Tx, event: Event) -> Iterable[Event]:
    """Nothing of the case but its name and whom it is about comes here."""
    if (event.subject.workflow, event.name) != ("performance", "closed"):
        return ()
    if event.facts.get("outcome") != REALLOCATION:
        return ()
    today = tx.now.date()
    department = organisation.facts(tx, event.about).department(today)
    people = route(tx, department, today, {event.about})
    task = changes.add_task(tx, event.subject, event.about, people) if people else None
    if task is None:
        return ()
    return (Event("task_opened", Ref(changes.TASK, task.id), 1, event.about, event.by, {"case": str(event.subject)}),)
