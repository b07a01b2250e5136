"""A notice as its recipient reads it now; None when it is no longer true, or no longer theirs to read."""

from datetime import date

from workflows.kernel.access import Actor
from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.onboarding import cards, desk, offers, store
from workflows.onboarding.notices import audience
from workflows.onboarding.reading import facts_of, line_of, what
from workflows.onboarding.rules.checklist import Journey, Opening
from workflows.onboarding.rules.life import State
from workflows.organisation import store as organisation
from workflows.organisation.lines import reader_of
from workflows.wording import blocks
from workflows.wording.phrases import dated

_GONE = marked("You no longer have a part in this.")
_OVER = {
    "completed": marked("{what}. Every step is done."),
    "taken_back": marked("Taken back: {name} stays. The steps have ended."),
}
_SOUGHT = {
    State.OPEN: marked("{department} is looking for people with {skill}: expected from {day}."),
    State.ON_HOLD: marked("{department} has put on hold its search for people with {skill}. No start is expected now."),
    State.FILLED: marked("{department} has found people with {skill}: expected from {day}."),
    State.CANCELLED: marked("{department} is no longer looking for people with {skill}."),
}


def render(tx: Tx, notice: Notice) -> Message | None:
    """What it says to this recipient."""
    reader = reader_of(tx, notice.to)
    if reader is None:
        return None
    if notice.kind in ("expected", "moved"):
        opening = store.opening(tx, notice.subject.id)
        return _sought(tx, reader, notice, opening) if opening else None
    if notice.kind == "late":
        return _late(tx, reader, notice.subject.id)
    journey = store.journey(tx, notice.subject.id)
    return _about(tx, reader, notice, journey) if journey else None


def _about(tx: Tx, reader: Actor, notice: Notice, journey: Journey) -> Message | None:
    if notice.kind == "newcomer":
        return _newcomer(tx, reader, journey)
    if reader.person not in audience(tx, journey) or not offers.sees(tx, reader, journey):
        return Message(tr(_GONE)) if notice.card and notice.only_update else None
    if notice.kind == "card":
        return cards.card(facts_of(tx, reader, journey))
    if notice.kind == "today":
        return _today(tx, reader, notice, journey)
    name = blocks.bold(desk.name_of(tx, journey.person))
    text = tr(_OVER[notice.kind], what=what(tx, reader, journey), name=name)
    show = blocks.button(tr("Show the list"), "onboarding:show", journey.value)
    return Message(text, blocks.laid_out([blocks.section(text), *blocks.actions([show])]))


def _today(tx: Tx, reader: Actor, notice: Notice, journey: Journey) -> Message | None:
    day = date.fromisoformat((notice.card or "").rpartition("/")[2])
    facts = facts_of(tx, reader, journey)
    lines = [line for line in facts.lines if line.step.due <= day and line.mine]
    left = journey.state is State.RUNNING and any(line.step.state is State.TO_DO for line in lines)
    if not left and not notice.only_update:
        return None
    return cards.today(facts, lines if left else [])


def _late(tx: Tx, reader: Actor, number: int) -> Message | None:
    step = store.step(tx, number)
    journey = store.journey(tx, step.journey) if step else None
    if step is None or journey is None or journey.state is not State.RUNNING or step.state is not State.TO_DO:
        return None
    if not offers.sees(tx, reader, journey):
        return None
    text = tr("Late. {what}. {step}.", what=what(tx, reader, journey), step=cards.brief(line_of(tx, reader, step)))
    show = blocks.button(tr("Show the list"), "onboarding:show", journey.value)
    return Message(text, blocks.laid_out([blocks.section(text), *blocks.actions([show])]))


def _newcomer(tx: Tx, reader: Actor, journey: Journey) -> Message | None:
    """What the department learns: who comes, and when."""
    department = organisation.department_of(tx, journey.person, journey.day)
    if journey.state is not State.RUNNING or department is None:
        return None
    name, day = blocks.bold(desk.name_of(tx, journey.person)), dated(journey.day, desk.locale_for(reader))
    buddy = journey.buddy is not None and blocks.escaped(desk.name_of(tx, journey.buddy), 80)
    where = blocks.escaped(department.name, 80)
    first = tr("{name} joins {department}: first day {day}.", name=name, department=where, day=day)
    text = f"{first} {tr('{buddy} is their buddy.', buddy=buddy)}" if buddy else first
    return Message(text, blocks.laid_out([blocks.section(text)]))


def _sought(tx: Tx, reader: Actor, notice: Notice, opening: Opening) -> Message | None:
    """To a project manager: never how much, how many or by what name; only that, and from when."""
    if not notice.only_update and reader.person not in desk.waiting_for(tx, opening):
        return None
    text = tr(
        _SOUGHT[opening.state],
        department=blocks.escaped(desk.department_name(tx, opening.department), 80),
        skill=blocks.bold(desk.skill_name(tx, opening.skill)),
        day=dated(opening.starts, desk.locale_for(reader)),
    )
    return Message(text, blocks.laid_out([blocks.section(text)]))
