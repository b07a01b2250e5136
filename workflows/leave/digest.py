"""What a digest says of leave: the decisions that wait for the reader, the longest waiting first. Never a reason."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from workflows.calendar.rules import local_date
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.digests import OPERATIONS, Edition, Line, Press, Weight
from workflows.kernel.flow import Tx
from workflows.language import locale_of, marked, speaking, tr
from workflows.leave import offers, store
from workflows.leave.records import Leave
from workflows.organisation import store as organisation
from workflows.wording import blocks
from workflows.wording.phrases import aged, spanned

_LABELS = {"approve": marked("Approve"), "approve_first": marked("Approve"), "approve_cancel": marked("Cancel it")}


def digest(tx: Tx, edition: Edition) -> Mapping[PersonId, Sequence[Line]]:
    """Two queries."""
    found = defaultdict[PersonId, list[Line]](list)
    if edition.kind not in OPERATIONS:
        return found
    asked = [(one, _asked(one)) for one in store.waiting(tx)]
    waiting = [(one, person) for one, person in asked if person is not None and person in edition.readers]
    names = organisation.names(tx, {one.person for one, _ in waiting})
    for one, person in waiting:
        reader = edition.readers[person].actor
        with speaking(reader.locale):
            found[person].append(_line(tx, reader, one, names.get(one.person, "")))
    return found


def _asked(leave: Leave) -> PersonId | None:
    """Whom the question reached last."""
    return next((step.person for step in reversed(leave.steps) if step.asked_at is not None), None)


def _line(tx: Tx, reader: Actor, leave: Leave, name: str) -> Line:
    span = spanned(leave.request.span, locale_of(reader.locale))
    asked = leave.request.asked_at
    since = aged((reader.today - local_date(asked, reader.time_zone)).days if asked else 0)
    text = tr(
        "{name} waits for your answer about leave on {span}, asked for {since}.",
        name=blocks.bold(name),
        span=span,
        since=since,
    )
    return Line(Weight.DECIDE, text, lambda: _press(tx, reader, leave))


def _press(tx: Tx, reader: Actor, leave: Leave) -> Press | None:
    """The decision that can be made at once; declining needs a reason, and the card has it."""
    verbs = offers.offered(tx, reader, leave)
    verb = next((one for one in _LABELS if one in verbs), None)
    value = f"{leave.id}.{leave.version}"
    return Press(tr(_LABELS[verb]), f"leave:{verb}", value, "primary") if verb else None
