"""A notice as its recipient reads it now; None when it is no longer true, or no longer theirs to read."""

from workflows.handover import cards, desk, offers, returning, store
from workflows.handover.notices import KINDS, audience
from workflows.handover.reading import facts_of, line_of, what
from workflows.handover.rules.checklist import Handover
from workflows.handover.rules.life import PENDING, State
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.organisation.lines import reader_of
from workflows.wording import blocks
from workflows.wording.phrases import spanned

_OVER = {
    "completed": marked("Everything on the handover of {what} was passed on and acknowledged."),
    "cancelled": marked("The handover of {what} was cancelled."),
    "overridden": (
        marked(
            "A milestone was called done while the handover of {what} still misses something. "
            "Why stands in the milestone's story; the list shows what is missing."
        )
    ),
}


def render(tx: Tx, notice: Notice) -> Message | None:
    """What it says to this recipient."""
    reader = reader_of(tx, notice.to)
    if reader is None:
        return None
    if notice.kind == "suggest":
        return _suggestion(tx, reader, PersonId(notice.subject.id))
    if notice.kind == "back":
        return _back(tx, reader)
    if notice.kind in ("item", "late"):
        return _item(tx, reader, notice)
    handover = store.handover(tx, notice.subject.id)
    return _about(tx, reader, notice.kind, handover) if handover else None


def _about(tx: Tx, reader: Actor, kind: str, handover: Handover) -> Message | None:
    if reader.person not in audience(tx, handover):
        return Message(tr("You are no longer on this handover's list.")) if kind == "card" else None
    if kind == "card":
        return cards.card(facts_of(tx, reader, handover))
    text = tr(_OVER[kind], what=what(tx, handover))
    show = blocks.button(tr("Show the list"), "handover:show", handover.value)
    return Message(text, blocks.laid_out([blocks.section(text), *blocks.actions([show])]))


def _item(tx: Tx, reader: Actor, notice: Notice) -> Message | None:
    item = store.item(tx, notice.subject.id)
    handover = store.handover(tx, item.handover) if item else None
    if item is None or handover is None or handover.state is not State.RUNNING:
        return Message(tr("This handover is over.")) if notice.kind == "item" and notice.only_update else None
    if reader.person not in audience(tx, handover):
        return Message(tr("You are no longer on this handover's list.")) if notice.only_update else None
    line = line_of(tx, reader, item)
    reminds = not notice.only_update and (notice.card or "").rpartition("/")[2] in KINDS
    if reminds and (item.state not in PENDING or item.person != reader.person):
        return None
    if notice.kind == "item":
        return cards.item_message(line, what(tx, handover), reminding=(notice.card or "").endswith("/given"))
    if item.state not in PENDING or not offers.sees(tx, reader, handover):
        return None
    text = tr("Late on the handover of {what}: {item}.", what=what(tx, handover), item=cards.brief(line))
    show = blocks.button(tr("Show the list"), "handover:show", handover.value)
    return Message(text, blocks.laid_out([blocks.section(text), *blocks.actions([show])]))


def _suggestion(tx: Tx, reader: Actor, person: PersonId) -> Message | None:
    """Asked for while the leave is still ahead, and no handover runs for it."""
    if reader_of(tx, person) is None or store.before_leave_of(tx, person):
        return None
    span = desk.next_long(tx, person, desk.today_of(tx, person))
    if span is None:
        return None
    days = spanned(span, desk.locale_for(reader))
    name = blocks.bold(desk.name_of(tx, person))
    away = tr("You are away from {days}.", days=days)
    if reader.person != person:
        away = tr("{name} is away from {days}.", name=name, days=days)
    text = " ".join((away, tr("A handover makes sure that somebody knows what is in hand meanwhile.")))
    button = blocks.button(tr("Start a handover…"), "handover:prepare", f"{person}.1", style="primary")
    return Message(text, blocks.laid_out([blocks.section(text), *blocks.actions([button])]))


def _back(tx: Tx, reader: Actor) -> Message | None:
    span = returning.last_long(tx, reader)
    moves = returning.moved(tx, reader, span) if span else None
    if moves is None or not moves.lines:
        return None
    text = tr("Welcome back. While you were away, {days}:", days=returning.days_of(moves.span, reader))
    lines = "\n".join(returning.lines_of(moves))
    return Message(text, blocks.laid_out([blocks.section(f"*{text}*\n{lines}")]))
