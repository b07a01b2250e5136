"""What other workflows' events mean here: a new level counts at once; a case that ends with other work opens a task."""

from collections.abc import Iterable

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Ref, Tx
from workflows.organisation import chains
from workflows.organisation import store as organisation
from workflows.staffing import changes, rerating
from workflows.staffing.people import route

REALLOCATION = "reallocation"


def hear(tx: Tx, event: Event) -> Iterable[Event]:
    """Nothing of the case but its name and whom it is about comes here."""
    heard = (event.subject.workflow, event.name)
    if heard == ("skills", "rated"):
        return rerating.rated(tx, event)
    if heard != ("performance", "closed") or event.facts.get("outcome") != REALLOCATION:
        return ()
    people = _people(tx, event)
    task = changes.add_task(tx, event.subject, event.about, people) if people else None
    if task is None:
        return ()
    return (Event("task_opened", Ref(changes.TASK, task.id), 1, event.about, event.by, {"case": str(event.subject)}),)


def _people(tx: Tx, event: Event) -> tuple[PersonId, ...]:
    """Whoever closed the case, then those to whom it was or could be put: never who reported it."""
    knowing = tuple(link.person for link in chains.steps(tx, event.subject).links)
    today = tx.now.date()
    line = knowing or route(tx, organisation.facts(tx, event.about).department(today), today, {event.about})
    return tuple(dict.fromkeys(one for one in (event.by, *line) if one not in (None, event.about)))
