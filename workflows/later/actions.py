"""Putting a reminder off, having it sooner after all, and what was put off."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Notice, Outcome, Ref, Tx
from workflows.kernel.replies import Message, Say
from workflows.language import tr
from workflows.organisation import store as organisation
from workflows.reminding import snoozing
from workflows.reminding.snoozing import NAME, Snooze, When
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import dated

MOST = 20
AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Said:
    """A reminder, as its reader holds it."""

    person: PersonId
    notice: Notice
    state: StrEnum | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """One that was put off, or somebody who asks for their list."""

    person: PersonId
    snooze: Snooze | None = None
    state: StrEnum | None = None
    version: int = 1


def load_said(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Said:
    """The reminder of that message; of one that was put off before, what it was."""
    found = tx.notice(number) if number is not None else None
    if found is not None and (found.kind, found.subject.workflow) == (AGAIN, NAME):
        before = snoozing.one(tx, found.subject.id)
        found = before.notice if before else None
    if found is None or isinstance(found.to, str):
        raise _gone()
    return Said(found.to, found)


def load_self(_tx: Tx, actor: Actor, _number: int | None, _form: Form) -> Kept:
    """The one who acts."""
    return Kept(actor.person)


def load_kept(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Kept:
    """One that was put off."""
    found = snoozing.one(tx, number) if number is not None else None
    if found is None:
        raise _gone()
    return Kept(found.person, found)


def snooze(tx: Tx, actor: Actor, said: Said, form: Form) -> Outcome:
    """It comes again on that day. The message goes: what it asks stands in lists and on the first card as before."""
    try:
        when = When(str(form.get("selected")))
    except ValueError:
        raise Refused(tr("Please pick a day from the list."), reason="day") from None
    until = snoozing.day_for(tx, actor, when)
    shown = _rendered(tx, said.notice)
    kept = snoozing.put_off(tx, actor, said.notice, until)
    tx.let_go(said.notice)
    tx.queue(snoozing.again(tx, kept))
    happened = Event("put_off", Ref(NAME, kept.id), 1, actor.person, actor.person, {"until": until.isoformat()})
    return Outcome(Say(_answer(kept, shown), replace=True), (happened,))


def now(tx: Tx, actor: Actor, kept: Kept, _form: Form) -> Outcome:
    """It comes today after all."""
    found = kept.snooze
    if found is None or not snoozing.sooner(tx, found, actor.today):
        raise Refused(tr("That reminder has come already, or comes today."), reason="come")
    sooner = Snooze(found.id, found.person, actor.today, found.notice)
    tx.queue(snoozing.again(tx, sooner))
    happened = Event("wanted_now", Ref(NAME, found.id), 1, actor.person, actor.person)
    return Outcome(Say(Message(tr("It is on its way to you."))), (happened,))


def show_list(tx: Tx, actor: Actor, _self: Kept, _form: Form) -> Outcome:
    """`/later`: what was put off, until when."""
    found = [(one, shown) for one in snoozing.of_person(tx, actor) if (shown := _rendered(tx, one.notice))]
    title = tr("Put off")
    built: list[Built] = [blocks.header(title)]
    for one, shown in found[:MOST]:
        text = tr("*{day}*: {what}", day=dated(one.until), what=shown.text.replace("\n", " ")[:600])
        press = blocks.button(tr("Remind me now"), "later:now", f"{one.id}.1")
        built += [blocks.section(text, press if one.until > actor.today else None)]
    if not found:
        built += [blocks.section(tr("You have put nothing off. Reminders have a menu for that."))]
    return Outcome(Say(Message(title, blocks.laid_out(built))))


def render(tx: Tx, notice: Notice) -> Message | None:
    """The reminder as it reads now; None once nobody needs to be reminded."""
    found = snoozing.one(tx, notice.subject.id)
    if found is None or notice.kind != AGAIN or found.until > _today(tx, notice):
        return None
    return _rendered(tx, found.notice)


def explain(_tx: Tx, _actor: Actor, _subject: Said | Kept) -> str:
    """Nothing here can come too late but a button of another version."""
    return tr("`/later` shows what you put off.")


def _rendered(tx: Tx, notice: Notice) -> Message | None:
    workflow = next((one for one in tx.workflows if one.name == notice.subject.workflow), None)
    return workflow.render(tx, notice) if workflow else None


def _today(tx: Tx, notice: Notice) -> date:
    known = None if isinstance(notice.to, str) else organisation.person(tx, notice.to)
    return known.today(tx.now) if known else tx.now.date()


def _answer(kept: Snooze, shown: Message | None) -> Message:
    text = tr("I remind you again on *{day}*.", day=dated(kept.until))
    goes_on = tr("Putting off stops no clock: what goes on to somebody else when nobody answers still does.")
    what = [blocks.section(shown.text)] if shown else []
    return Message(text, blocks.laid_out([blocks.section(text), *what, blocks.aside(goes_on)]))


def _gone() -> Refused:
    return Refused(tr("I can't find that reminder any more. `/later` shows what you put off."), reason="unknown")
