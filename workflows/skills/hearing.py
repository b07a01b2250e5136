"""What follows here from a closed case: an outcome of training, coaching or mentoring opens a development item.

It is the draft of whoever closed the case, until they have agreed it with the person; the link is theirs alone to see.
"""

from collections.abc import Iterable

from workflows.kernel.flow import Event, Tx
from workflows.organisation import chains
from workflows.skills import desk, store
from workflows.skills.rules.item import Terms
from workflows.skills.rules.life import Kind, State
from workflows.skills.steps import happened, new


def hear(tx: Tx, event: Event) -> Iterable[Event]:
    """`opened`: once for each case."""
    outcome = str(event.facts.get("outcome", ""))
    if event.subject.workflow != "performance" or event.name != "closed" or outcome not in set(Kind):
        return
    case = str(event.subject)
    if store.known_case(tx, case):
        return
    closer = (event.by,) if event.by is not None and event.by != event.about else ()
    knowing = tuple(link.person for link in chains.steps(tx, event.subject).links)  # never who reported it
    asked = tuple(dict.fromkeys((*closer, *(knowing or desk.line(tx, event.about, None)))))
    if not asked:
        return
    item = new(tx, event.about, Terms(Kind(outcome)), State.PROPOSED, None, case)
    chains.start(tx, desk.ref(item), asked)
    yield happened("opened", item, event.by)
