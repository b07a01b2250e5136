"""What people hold and read about time worked on days off (R24), and who holds what."""

from collections.abc import Iterator

from slackblocks import Button

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Event, Notice, Ref, Tx
from workflows.kernel.replies import Message
from workflows.leave import desk, lieu_waiting, offers, versions, worked
from workflows.leave.worked import Standing, Worked
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import counted, spanned

KINDS = ("worked_decide", "worked_mine", "worked_told", "worked_waiting", "worked_passed")
_BEFORE = {
    "worked_waiting": "Still waiting for your word. ",
    "worked_passed": "This was put to somebody else too; you can still answer it. ",
}
_SAID = {
    Standing.ASKED: "waiting for {asked}",
    Standing.CONFIRMED: "confirmed by {by}; usable from the day after",
    Standing.DECLINED: "declined by {by}",
    Standing.WITHDRAWN: "withdrawn",
}


def notices(tx: Tx, event: Event) -> Iterator[Notice]:
    """A card for whoever decides and one for the owner, both kept fresh; and a message when it is decided."""
    known = worked.one(tx, event.subject.id)
    if known is None:
        return
    new = event.name == "time_worked"
    asks = new or event.name == "time_climbed"
    for person in dict.fromkeys((*lieu_waiting.asked(tx, known.id), known.asked_of)):
        yield _notice(event, person, "worked_decide", card=True, only_update=not (asks and person == known.asked_of))
        yield from _reminders(tx, event, known, person)
    yield _notice(event, known.person, "worked_mine", card=True, only_update=not new)
    if event.name == "time_climbed":
        yield from (_notice(event, person, "worked_passed") for person in lieu_waiting.passed(tx, known.id))
    if event.name in ("time_confirmed", "time_declined"):
        yield _notice(event, known.person, "worked_told")


def render(tx: Tx, notice: Notice) -> Message | None:
    """As its reader may know it now; nobody reads it but the owner and those who decide."""
    known = worked.one(tx, notice.subject.id)
    reader = None if isinstance(notice.to, str) else offers.reader(tx, notice.to)
    if known is None or reader is None or not offers.may(tx, reader, known, "see"):
        return None
    if notice.kind in _BEFORE and known.standing is not Standing.ASKED and not notice.only_update:
        return None
    text = f"{_BEFORE.get(notice.kind, '')}{line(tx, reader, known)}\n_{_standing(tx, reader, known)}_"
    words = [blocks.verbatim(said) for said in (known.note, known.answer) if said]
    return Message(text, blocks.laid_out([blocks.section(text), *words, *blocks.actions(_buttons(notice, known))]))


def waiting_entry(tx: Tx, reader: Actor, known: Worked) -> list[Built]:
    """One that waits for the reader, as App Home shows it."""
    return [blocks.section(line(tx, reader, known)), *blocks.actions(_deciding(known))]


def _buttons(notice: Notice, known: Worked) -> list[Button]:
    value = f"{known.id}.{known.version}"
    if notice.kind in ("worked_decide", "worked_waiting") and known.standing is Standing.ASKED:
        return _deciding(known)
    if notice.kind == "worked_mine" and known.counts:
        return [blocks.button("Take back", "leave:take_back", value, confirm=_TAKING_BACK)]
    return []


def _deciding(known: Worked) -> list[Button]:
    value = f"{known.id}.{known.version}"
    return [
        blocks.button("Confirm", "leave:confirm", value, style="primary"),
        blocks.button("Decline…", "leave:turn_down", value, style="danger"),
    ]


def line(tx: Tx, reader: Actor, known: Worked) -> str:
    """What it is about: who worked when, and what they would have for it."""
    leave_type = versions.types(tx)[known.leave_type]
    amount = counted(known.amount, desk.UNITS[leave_type.count.unit])
    who = "You" if reader.person == known.person else blocks.bold(desk.name_of(tx, known.person) or "Somebody")
    day = spanned(known.span, desk.locale_of_actor(reader))
    return f"{who} worked on a day off: {day}. For it: {amount} of {blocks.escaped(leave_type.name)}."


def _standing(tx: Tx, reader: Actor, known: Worked) -> str:
    return _SAID[known.standing].format(asked=_name(tx, reader, known.asked_of), by=_name(tx, reader, known.decided_by))


def _name(tx: Tx, reader: Actor, person: PersonId | None) -> str:
    if person == reader.person:
        return "you"
    return blocks.escaped(desk.name_of(tx, person) or "somebody", 80)


def _reminders(tx: Tx, event: Event, known: Worked, person: PersonId) -> Iterator[Notice]:
    """Reminders that were sent: after the answer nobody holds one with buttons that do nothing."""
    if known.standing is not Standing.ASKED:
        for days in lieu_waiting.reminded_after(tx, known):
            card = lieu_waiting.reminder_card(known.id, days)
            key = f"leave/worked_{known.id}/{event.name}/{event.version}/reminder_{days}_to_{person}"
            yield Notice(key, person, "worked_waiting", Ref("leave", known.id), card=card, only_update=True)


def _notice(event: Event, to: PersonId, kind: str, *, card: bool = False, only_update: bool = False) -> Notice:
    number = event.subject.id
    key = f"leave/worked_{number}/{event.name}/{event.version}/{kind}_to_{to}"
    slot = f"leave/worked/{number}/{kind}" if card else None
    return Notice(key, to, kind, Ref("leave", number), card=slot, only_update=only_update)


_TAKING_BACK = blocks.confirmation(
    "Take this back?", "You have no time off for it then. You can say it again at any time.", "Take back", "Keep it"
)
