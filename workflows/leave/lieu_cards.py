"""What people hold and read about time worked on days off (R24), and who holds what."""

from collections.abc import Iterator

from slackblocks import Button, ConfirmationDialogue

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Event, Notice, Ref, Tx
from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.leave import desk, lieu_waiting, offers, versions, worked
from workflows.leave.rules.words import type_name
from workflows.leave.worked import Standing, Worked
from workflows.organisation.lines import reader_of
from workflows.reminding import nudges
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import counted, spanned

KINDS = ("worked_decide", "worked_mine", "worked_told", "worked_waiting", "worked_passed")
_BEFORE = {
    "worked_waiting": marked("Still waiting for your word. {line}"),
    "worked_passed": marked("This was put to somebody else too; you can still answer it. {line}"),
}
_BY_YOU = {
    Standing.ASKED: marked("waiting for you"),
    Standing.CONFIRMED: marked("confirmed by you; usable from the day after"),
    Standing.DECLINED: marked("declined by you"),
    Standing.WITHDRAWN: marked("withdrawn"),
}
_BY_ANOTHER = {
    Standing.ASKED: marked("waiting for {name}"),
    Standing.CONFIRMED: marked("confirmed by {name}; usable from the day after"),
    Standing.DECLINED: marked("declined by {name}"),
    Standing.WITHDRAWN: marked("withdrawn"),
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
    reader = reader_of(tx, notice.to)
    if known is None or reader is None or not offers.may(tx, reader, known, "see"):
        return None
    if notice.kind in _BEFORE and known.standing is not Standing.ASKED and not notice.only_update:
        return None
    said = line(tx, reader, known)
    said = tr(_BEFORE[notice.kind], line=said) if notice.kind in _BEFORE else said
    text = f"{said}\n_{_standing(tx, reader, known)}_"
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
        nudge = [nudges.button("leave:nudge_worked", value)] if known.standing is Standing.ASKED else []
        return [*nudge, blocks.button(tr("Take back"), "leave:take_back", value, confirm=_taking_back())]
    return []


def _deciding(known: Worked) -> list[Button]:
    value = f"{known.id}.{known.version}"
    return [
        blocks.button(tr("Confirm"), "leave:confirm", value, style="primary"),
        blocks.button(tr("Decline…"), "leave:turn_down", value, style="danger"),
    ]


def line(tx: Tx, reader: Actor, known: Worked) -> str:
    """What it is about: who worked when, and what they would have for it."""
    leave_type = versions.type_for(tx, known.person, known.leave_type)
    amount = counted(known.amount, desk.UNITS[leave_type.count.unit])
    return tr(
        _YOURS if reader.person == known.person else _THEIRS,
        name=blocks.bold(desk.name_of(tx, known.person) or tr("Somebody")),
        day=spanned(known.span, desk.locale_of_actor(reader)),
        amount=amount,
        type=blocks.escaped(type_name(leave_type)),
    )


_YOURS = marked("You worked on a day off: {day}. For it: {amount} of {type}.")
_THEIRS = marked("{name} worked on a day off: {day}. For it: {amount} of {type}.")


def _standing(tx: Tx, reader: Actor, known: Worked) -> str:
    person = known.asked_of if known.standing is Standing.ASKED else known.decided_by
    if person == reader.person:
        return tr(_BY_YOU[known.standing])
    return tr(_BY_ANOTHER[known.standing], name=blocks.escaped(desk.name_of(tx, person) or tr("somebody"), 80))


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


def _taking_back() -> ConfirmationDialogue:
    return blocks.confirmation(
        tr("Take this back?"),
        tr("You have no time off for it then. You can say it again at any time."),
        tr("Take back"),
        tr("Keep it"),
    )
