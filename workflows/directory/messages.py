"""A notice as its recipient reads it when it is sent; None when it is no longer true, or no longer theirs to read."""

from workflows.directory import cards, store
from workflows.directory.offers import may
from workflows.directory.portraits import paragraphs
from workflows.directory.reading import line_of, name_of, reader, whom_to_ask
from workflows.directory.rules import Newcomer, State
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import locale_of
from workflows.organisation import store as organisation
from workflows.organisation.rules import Person
from workflows.wording import blocks
from workflows.wording.blocks import bold, escaped
from workflows.wording.phrases import dated


def render(tx: Tx, notice: Notice) -> Message | None:
    """The message, or None."""
    one = store.newcomer(tx, notice.subject.id)
    if one is None or isinstance(notice.to, str):
        return None
    if notice.kind == "card":
        return _card(tx, notice, notice.to, one)
    person = organisation.person(tx, one.known_as) if one.known_as else None
    if one.state is not State.ADDED or person is None:
        return None
    return _welcome(tx, one, person) if notice.kind == "welcome" else _joined(tx, notice.to, one, person)


def _card(tx: Tx, notice: Notice, to: PersonId, one: Newcomer) -> Message | None:
    to_read = reader(tx, to)
    if to_read is None or not (notice.only_update or may(tx, to_read, one, "add")):
        return None
    return cards.card(tx, to_read, one)


def _welcome(tx: Tx, one: Newcomer, person: Person) -> Message:
    """To the newcomer: what they can type, and who their operations manager is."""
    locale = locale_of(person.reading)
    today = person.today(tx.now)
    day = max(person.starts, today)
    line = line_of(tx, person.id, day)
    department = f" You are in *{escaped(line.department.name)}*." if line.department else ""
    manager = name_of(tx, line.manager)
    told = (
        f"Your operations manager is {bold(manager)}."
        if manager
        else f"You have no operations manager yet; {whom_to_ask(tx, person.id)} can help."
    )
    when = f" I am yours from {dated(person.starts, locale)} on." if person.starts > today else ""
    by = name_of(tx, one.closed_by)
    how = f"{escaped(by)} added you to the directory" if by else "I know who you are now"
    opening = f"Welcome, {bold(person.name)}! {how}.{department} {told}{when}"
    commands = [f"• `{workflow.command}`  {workflow.summary}" for workflow in tx.workflows]
    built = [
        blocks.section(opening),
        *paragraphs(["You can type:", *commands]),
        blocks.aside("Add `help` to any of them. `/people` shows what I know about you."),
    ]
    return Message(opening.replace("*", ""), blocks.laid_out(built))


def _joined(tx: Tx, to: PersonId, one: Newcomer, person: Person) -> Message | None:
    """To their operations manager."""
    to_read = reader(tx, to)
    if to_read is None:
        return None
    day = max(person.starts, to_read.today)
    line = line_of(tx, person.id, day)
    by = name_of(tx, one.closed_by)
    who = f" {escaped(by)} added them." if by else ""
    where = f"*{escaped(line.department.name)}*" if line.department else "your department"
    since = dated(person.starts, locale_of(to_read.locale))
    text = f"{bold(person.name)} is in {where}, first day {since}, and you are their operations manager.{who}"
    wrong = blocks.aside(f"Is something wrong? Tell {whom_to_ask(tx, to)}.")
    return Message(text.replace("*", ""), blocks.laid_out([blocks.section(text), wrong]))
