"""A notice as its recipient reads it when it is sent; None when it is no longer true, or no longer theirs to read."""

from workflows.directory import cards, deputies, misplaced, store
from workflows.directory.offers import may
from workflows.directory.portraits import paragraphs
from workflows.directory.reading import line_of, name_of, whom_to_ask
from workflows.directory.rules import Newcomer, State
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import locale_of, marked, tr
from workflows.organisation import store as organisation
from workflows.organisation.lines import reader_of
from workflows.organisation.rules import Person
from workflows.wording import blocks
from workflows.wording.blocks import bold, escaped
from workflows.wording.phrases import dated

_BESIDES = {misplaced.KIND: misplaced.render, deputies.NAMED: deputies.render, deputies.PASSED: deputies.render}
"""What is not about a newcomer."""


def render(tx: Tx, notice: Notice) -> Message | None:
    """The message, or None."""
    other = _BESIDES.get(notice.kind)
    if other is not None:
        return other(tx, notice)
    one = store.newcomer(tx, notice.subject.id)
    if one is None or isinstance(notice.to, str):
        return None
    if notice.kind == "waiting":
        return _card(tx, notice, notice.to, one) if one.waits or notice.only_update else None
    if notice.kind == "card":
        return _card(tx, notice, notice.to, one)
    person = organisation.person(tx, one.known_as) if one.known_as else None
    if one.state is not State.ADDED or person is None:
        return None
    return _welcome(tx, one, person) if notice.kind == "welcome" else _joined(tx, notice.to, one, person)


def _card(tx: Tx, notice: Notice, to: PersonId, one: Newcomer) -> Message | None:
    to_read = reader_of(tx, to)
    if to_read is None or not (notice.only_update or may(tx, to_read, one, "add")):
        return None
    return cards.card(tx, to_read, one)


def _welcome(tx: Tx, one: Newcomer, person: Person) -> Message:
    """To the newcomer: what they can type, and who their operations manager is."""
    locale = locale_of(person.reading)
    today = person.today(tx.now)
    day = max(person.starts, today)
    line = line_of(tx, person.id, day)
    by, manager = name_of(tx, one.closed_by), name_of(tx, line.manager)
    said = [
        tr("Welcome, {name}! {by} added you to the directory.", name=bold(person.name), by=escaped(by))
        if by
        else tr("Welcome, {name}! I know who you are now.", name=bold(person.name))
    ]
    if line.department:
        said.append(tr("You are in *{department}*.", department=escaped(line.department.name)))
    said.append(
        tr("Your operations manager is {manager}.", manager=bold(manager))
        if manager
        else tr("You have no operations manager yet; {whom} can help.", whom=whom_to_ask(tx, person.id))
    )
    if person.starts > today:
        said.append(tr("I am yours from {day} on.", day=dated(person.starts, locale)))
    opening = " ".join(said)
    commands = [f"• `{workflow.command}`  {tr(workflow.summary)}" for workflow in tx.workflows]
    built = [
        blocks.section(opening),
        *paragraphs([tr("You can type:"), *commands]),
        blocks.aside(tr("Add `help` to any of them. `/people` shows what I know about you.")),
    ]
    return Message(opening.replace("*", ""), blocks.laid_out(built))


def _joined(tx: Tx, to: PersonId, one: Newcomer, person: Person) -> Message | None:
    """To their operations manager."""
    to_read = reader_of(tx, to)
    if to_read is None:
        return None
    day = max(person.starts, to_read.today)
    line = line_of(tx, person.id, day)
    by = name_of(tx, one.closed_by)
    parts = {"name": bold(person.name), "since": dated(person.starts, locale_of(to_read.locale))}
    if line.department:
        wording = marked("{name} is in {where}, first day {since}, and you are their operations manager.")
        parts["where"] = f"*{escaped(line.department.name)}*"
    else:
        wording = marked("{name} is in your department, first day {since}, and you are their operations manager.")
    said = [tr(wording, **parts)]
    if by:
        said.append(tr("{by} added them.", by=escaped(by)))
    text = " ".join(said)
    wrong = blocks.aside(tr("Is something wrong? Tell {whom}.", whom=whom_to_ask(tx, to)))
    return Message(text.replace("*", ""), blocks.laid_out([blocks.section(text), wrong]))
