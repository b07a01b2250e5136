"""What the one is told who replaces somebody, or decides in their place (R34, R43): who is away, and when.

At every step, and some days before. Never why, never which kind of leave; and where sickness falls into it, only that
they are still away (R39).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from workflows.calendar import presence
from workflows.calendar import store as calendar
from workflows.calendar.ladder import MORNING
from workflows.calendar.rules import Span
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Event, Notice, Ref, Tx
from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.leave import desk, standins
from workflows.leave.records import Leave
from workflows.leave.standins import Turn
from workflows.organisation import store as organisation
from workflows.organisation.lines import reader_of
from workflows.wording import blocks
from workflows.wording.phrases import spanned

KINDS = ("replacing_asked", "replacing", "replacing_soon", "replacing_no_more", "deciding")
BEFORE = timedelta(days=3)
"""So long before the first day they are reminded."""
_TELLS = frozenset({"asked", "changed", "approved", "declined", "withdrawn", "cancelled", "shortened"})


_SETTLES = frozenset({"approved", "cancelled", "shortened"})
"""What the one hears of who decides in somebody's place."""


def notices(tx: Tx, leave: Leave, event: Event) -> Iterator[Notice]:
    """What is said to the replacement about an event, and to the one who no longer is it."""
    if event.name not in _TELLS:
        return
    named = standins.of(tx, leave.id)
    if named.replaces is not None:
        yield _notice(event, named.replaces, "replacing_asked" if event.name == "asked" else "replacing")
    if named.decides is not None and event.name in _SETTLES:
        yield _notice(event, named.decides, "deciding")
    former = event.facts.get("replaced_before")
    if former is not None:
        yield _notice(event, PersonId(former), "replacing_no_more")


def due(tx: Tx) -> Iterable[Notice]:
    """A reminder some days before, in the morning where the replacement is; not when they were told later than that."""
    today = tx.now.date()
    turns = standins.beginning(tx, today, today + BEFORE + timedelta(days=1))
    presence.know(tx, (turn.person for turn in turns))
    for turn in turns:
        when = _reminded_at(tx, turn)
        if when <= tx.now and turn.decided_at is not None and turn.decided_at < when:
            key = f"leave/{turn.request}/replacing_soon/{turn.span.first}/to_{turn.person}"
            later = presence.arrival(tx, turn.person)
            yield Notice(key, turn.person, "replacing_soon", Ref("leave", turn.request), not_before=later)


def render(tx: Tx, notice: Notice, leave: Leave) -> Message | None:
    """As it is now; None when there is nothing to say any more, or somebody else replaces them."""
    reader = reader_of(tx, notice.to)
    if reader is None:
        return None
    named = standins.of(tx, leave.id)
    holds = (named.decides if notice.kind == "deciding" else named.replaces) == reader.person
    if holds is (notice.kind == "replacing_no_more"):
        return None
    say = _deciding if notice.kind == "deciding" else _replacing
    text = say(tx, notice.kind, reader, leave)
    return Message(text, blocks.laid_out([blocks.section(text)])) if text else None


def _deciding(tx: Tx, _kind: str, reader: Actor, leave: Leave) -> str:
    """What the one reads who decides in somebody's place (R43)."""
    name = blocks.bold(desk.name_of(tx, leave.person) or tr("Somebody"))
    days = spanned(_seen(tx, leave) or leave.request.span, desk.locale_of_actor(reader))
    if leave.request.granted:
        return tr("{name} is away: {span}. What people ask {name} for meanwhile comes to you.", name=name, span=days)
    return tr("{name} is not away after all: what people ask {name} for stays with them.", name=name)


def _replacing(tx: Tx, kind: str, reader: Actor, leave: Leave) -> str | None:
    name = blocks.bold(desk.name_of(tx, leave.person) or tr("Somebody"))
    days = spanned(_seen(tx, leave) or leave.request.span, desk.locale_of_actor(reader))
    if kind == "replacing_no_more":
        return tr("{name} has chosen somebody else: you needn't replace them, {span}.", name=name, span=days)
    if leave.request.pending:
        return tr(_ASKED if kind == "replacing_asked" else _CHANGED, name=name, span=days)
    if kind == "replacing_asked":
        return None  # it is decided: another message says how
    if leave.request.granted:
        return tr("You replace {name}, who is away: {span}.", name=name, span=days)
    if kind == "replacing_soon" or _seen(tx, leave):
        return None
    return tr("{name} is not away after all: you needn't replace them, {span}.", name=name, span=days)


_ASKED = marked("{name} asks for leave and names you as replacement: {span}. You will hear how it is decided.")
_CHANGED = marked(
    "{name} has changed what they ask for and names you as replacement: {span}. You will hear how it is decided."
)


def _seen(tx: Tx, leave: Leave) -> Span | None:
    """The whole time they are away, as others may know it."""
    return next((one for one in calendar.stretches(tx, leave.person) if one.overlaps(leave.request.span)), None)


def _notice(event: Event, to: PersonId, kind: str) -> Notice:
    key = f"leave/{event.subject.id}/{event.name}/{event.version}/{kind}_to_{to}"
    return Notice(key, to, kind, event.subject)


def _reminded_at(tx: Tx, turn: Turn) -> datetime:
    zone = ZoneInfo(organisation.facts(tx, turn.person).person.time_zone)
    return datetime.combine(turn.span.first - BEFORE, MORNING, zone)
