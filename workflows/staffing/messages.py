"""A notice as its recipient reads it when it is sent: what is true then; None when it no longer is, or not theirs."""

from collections.abc import Callable
from datetime import date

from workflows.kernel.access import Actor
from workflows.kernel.flow import Notice, Ref, Tx
from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.organisation import allotting
from workflows.organisation import store as organisation
from workflows.organisation.lines import reader_of
from workflows.staffing import changes, offers, phrases, reading, store
from workflows.staffing.cards import Card, message
from workflows.staffing.loading import offered
from workflows.staffing.people import department_name, locale, name_of, project_name
from workflows.staffing.records import Booking, Offered
from workflows.staffing.rules.life import State
from workflows.staffing.tables import NoteKind, Wish
from workflows.wording import blocks
from workflows.wording.phrases import dated

Render = Callable[[Tx, Actor, Notice], Message | None]


def render(tx: Tx, notice: Notice) -> Message | None:
    """The message, or None."""
    known = reader_of(tx, notice.to)
    say = _KINDS.get(notice.kind)
    return say(tx, known, notice) if known and say else None


def _mine(tx: Tx, actor: Actor, notice: Notice) -> Message | None:
    request = store.request(tx, notice.subject.id)
    if request is None or not offers.may(tx, actor, request, "see"):
        return None
    return message(reading.request_card(tx, actor, request))


def _desk(tx: Tx, actor: Actor, notice: Notice) -> Message | None:
    desk = store.desk(tx, notice.subject.id)
    if desk is None or not offers.may(tx, actor, desk, "answer"):
        return None
    return message(reading.desk_card(tx, actor, desk))


def _waiting_desk(tx: Tx, actor: Actor, notice: Notice) -> Message | None:
    if notice.only_update:
        return _desk(tx, actor, notice)
    desk = store.desk(tx, notice.subject.id)
    if desk is None or not desk.chain.open or desk.state is not State.PUT or not desk.request.lacking:
        return None
    if not offers.may(tx, actor, desk, "answer"):
        return None
    card = reading.desk_card(tx, actor, desk)
    return message(
        Card(
            tr("This still waits for your answer:\n{heading}", heading=card.heading),
            card.text,
            verbs=card.verbs,
            value=card.value,
        )
    )


def _passed(tx: Tx, actor: Actor, notice: Notice) -> Message | None:
    desk = store.desk(tx, notice.subject.id)
    if desk is None or desk.state is not State.PUT or not offers.may(tx, actor, desk, "answer"):
        return None
    return _plain(
        tr(
            "Nobody has answered yet, so others are asked too now:\n{asked}",
            asked=phrases.asked(tx, actor, desk.request),
        )
    )


def _offer(tx: Tx, actor: Actor, notice: Notice) -> Message | None:
    known = _seen(tx, actor, notice, "see")
    return message(reading.offer_card(tx, actor, known)) if known else None


def _waiting_offer(tx: Tx, actor: Actor, notice: Notice) -> Message | None:
    if notice.only_update:
        return _offer(tx, actor, notice)
    known = _seen(tx, actor, notice, "see")
    if known is None or known.state is not State.OFFERED:
        return None
    who, project = blocks.bold(name_of(tx, known.person)), blocks.bold(project_name(tx, known.request.ask.project))
    text = (
        tr(
            "The offer of {who} for {project} lapses on your next working day, unless you answer it.",
            who=who,
            project=project,
        )
        if notice.kind == "lapsing_offer"
        else tr("The offer of {who} for {project} still waits for your answer.", who=who, project=project)
    )
    card = reading.offer_card(tx, actor, known)
    return message(Card(text, text.replace("*", ""), verbs=card.verbs, value=card.value))


def _theirs(tx: Tx, actor: Actor, notice: Notice) -> Message | None:
    known = _seen(tx, actor, notice, "see_offer")
    return message(reading.own_card(tx, actor, known)) if known and known.person == actor.person else None


def _allotted(tx: Tx, actor: Actor, notice: Notice) -> Message | None:
    known = _seen(tx, actor, notice, "see_offer")
    if known is None or known.state is not State.ALLOTTED:
        return None
    project = blocks.bold(project_name(tx, known.request.ask.project))
    return _plain(
        tr("You are allotted to {project}: {offer}.", project=project, offer=phrases.offer_line(known.offer, actor))
    )


def _offer_heard(tx: Tx, actor: Actor, notice: Notice) -> Message | None:
    known = _seen(tx, actor, notice, "see")
    if known is None:
        return None
    who, project = blocks.bold(name_of(tx, known.person)), blocks.bold(project_name(tx, known.request.ask.project))
    by = blocks.bold(name_of(tx, known.offer.decided_by)) if known.offer.decided_by else ""
    if known.state is State.ALLOTTED:
        line = phrases.offer_line(known.offer, actor)
        return _plain(tr("{by} accepted {who} for {project}: {offer}.", by=by, who=who, project=project, offer=line))
    if known.state is State.LAPSED:
        return _plain(tr("The offer of {who} for {project} has lapsed.", who=who, project=project))
    if known.state is not State.REFUSED:
        return None
    notes = [note.text for note in store.notes(tx, known.offer.chain) if note.kind is NoteKind.REFUSING]
    heading = tr("{by} refused {who} for {project}:", by=by, who=who, project=project)
    return message(Card(heading, tr("{name} was refused", name=name_of(tx, known.person)), notes[-1:]))


def _declined(tx: Tx, actor: Actor, notice: Notice) -> Message | None:
    desk = store.desk(tx, notice.subject.id)
    if desk is None or desk.state is not State.PASSED or not offers.may(tx, actor, desk, "see"):
        return None
    where = blocks.bold(department_name(tx, desk.department))
    project = blocks.bold(project_name(tx, desk.request.ask.project))
    notes = [note.text for note in store.notes(tx, desk.ref)]
    return message(
        Card(
            tr("{where} has nobody for {project}:", where=where, project=project),
            tr("A department has nobody"),
            notes[-1:],
        )
    )


def _unfilled(tx: Tx, actor: Actor, notice: Notice) -> Message | None:
    request = store.request(tx, notice.subject.id)
    if request is None or request.state is not State.OPEN or not offers.may(tx, actor, request, "see"):
        return None
    return _plain(
        tr(
            "Every department that was asked has answered, and people are still missing. It "
            "stays on record as a need; you can withdraw it and ask for something else.\n{asked}",
            asked=phrases.asked(tx, actor, request),
        )
    )


def _change(tx: Tx, actor: Actor, notice: Notice) -> Message | None:
    known = changes.change(tx, notice.subject.id)
    if known is None or not offers.may(tx, actor, known, "see"):
        return None
    card = reading.change_card(tx, actor, known)
    if notice.kind == "waiting_change" and not notice.only_update and not (known.chain.open and "agree" in card.verbs):
        return None
    return message(card)


def _change_heard(tx: Tx, actor: Actor, notice: Notice) -> Message | None:
    known = changes.change(tx, notice.subject.id)
    if known is None or not offers.may(tx, actor, known, "see"):
        return None
    who, project = blocks.bold(name_of(tx, known.person)), blocks.bold(project_name(tx, known.project))
    day = dated(known.last, locale(actor))
    if known.state is State.TURNED_DOWN:
        notes = [
            one.text for one in store.notes(tx, Ref(changes.CHANGE, known.id)) if one.kind is NoteKind.TURNING_DOWN
        ]
        return message(
            Card(
                tr("Nothing changes for {who} on {project}:", who=who, project=project),
                tr("Your wish was turned down"),
                notes[-1:],
            )
        )
    if known.wish is Wish.EXTENSION:
        return _plain(tr("{who} stays on {project} until {day}.", who=who, project=project, day=day))
    return _plain(tr("{who} is released from {project} after {day}.", who=who, project=project, day=day))


def _task(tx: Tx, actor: Actor, notice: Notice) -> Message | None:
    known = changes.task(tx, notice.subject.id)
    if known is None or not offers.may(tx, actor, known, "see_task"):
        return None
    if notice.kind != "task" and known.state is State.DONE and not notice.only_update:
        return None
    return message(reading.task_card(tx, actor, known))


def _booking(tx: Tx, actor: Actor, notice: Notice) -> Message | None:
    """An allocation that ended, goes on, or ends soon; one that was dropped altogether has nothing to say."""
    share = allotting.allocation(tx, notice.subject.id)
    if share is None or share.ends is None or not offers.may(tx, actor, Booking(share), "see_load"):
        return None
    if notice.kind == "ending" and share.ends < actor.today:
        return None
    project, day = blocks.bold(project_name(tx, share.project)), dated(share.ends, locale(actor))
    if share.person == actor.person:
        return _plain(tr(_TO_THEM[notice.kind], project=project, day=day))
    who = blocks.bold(name_of(tx, share.person))
    return _plain(tr(_TO_OTHERS[notice.kind], who=who, project=project, day=day))


def _off(tx: Tx, _actor: Actor, notice: Notice) -> Message | None:
    """An allocation was taken back before it began; of whom, each reader of this knows."""
    project = organisation.chart(tx).projects.get(notice.subject.id)
    if project is None:
        return None
    return _plain(tr("An allocation to {name} that had not begun is off.", name=blocks.bold(project.name)))


def _vacancy(tx: Tx, actor: Actor, notice: Notice) -> Message | None:
    known = changes.vacancy(tx, notice.subject.id)
    if known is None or known.last < _today(tx) or not offers.may(tx, actor, known, "ask"):
        return None
    return message(reading.vacancy_card(tx, actor, known))


def _seen(tx: Tx, actor: Actor, notice: Notice, permission: str) -> Offered | None:
    known = offered(tx, notice.subject.id)
    return known if known and offers.may(tx, actor, known, permission) else None


def _plain(text: str) -> Message:
    return Message(text.replace("*", ""), blocks.laid_out([blocks.section(text)]))


def _today(tx: Tx) -> date:
    return tx.now.date()


_TO_THEM = {
    "told_released": marked("Your work on {project} now ends on {day}."),
    "told_extended": marked("Your work on {project} goes on until {day}."),
    "ending": marked("Your work on {project} ends on {day}."),
}
_TO_OTHERS = {
    "told_released": marked("The allocation of {who} to {project} now ends on {day}."),
    "told_extended": marked("The allocation of {who} to {project} goes on until {day}."),
    "ending": marked("The allocation of {who} to {project} ends on {day}. `/staff list` lets you act on it."),
}
_KINDS: dict[str, Render] = {
    "mine": _mine,
    "desk": _desk,
    "waiting_desk": _waiting_desk,
    "passed": _passed,
    "offer": _offer,
    "waiting_offer": _waiting_offer,
    "lapsing_offer": _waiting_offer,
    "theirs": _theirs,
    "told_allotted": _allotted,
    "heard_allotted": _offer_heard,
    "heard_refused": _offer_heard,
    "heard_lapsed": _offer_heard,
    "heard_declined": _declined,
    "unfilled": _unfilled,
    "change": _change,
    "waiting_change": _change,
    "passed_change": _change,
    "heard_change": _change_heard,
    "task": _task,
    "waiting_task": _task,
    "passed_task": _task,
    "told_released": _booking,
    "told_extended": _booking,
    "told_off": _off,
    "ending": _booking,
    "vacancy": _vacancy,
}
