"""A notice as its recipient reads it when it is sent; None when it is no longer true, or no longer theirs to read."""

from collections.abc import Sequence

from babel import Locale

from workflows.budget import cards, checking, listing, offers, spoken, store
from workflows.budget import whose as whose_
from workflows.budget.reading import standing
from workflows.budget.rules.entry import Owner
from workflows.budget.rules.level import INDICES, Level
from workflows.budget.rules.life import Budget
from workflows.kernel.access import Actor
from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import listed, locale_of, marked, tr, trn
from workflows.organisation.lines import reader_of
from workflows.wording import blocks

_OPENINGS = {
    Level.MOST: marked("80 % of this budget is used."),
    Level.NEARLY: marked("95 % of this budget is used."),
    Level.OVER: marked("This budget is spent: more went out than was planned."),
}


def render(tx: Tx, notice: Notice) -> Message | None:
    """The message, or None."""
    whose = store.budget(tx, notice.subject.id)
    reader = reader_of(tx, notice.to)
    if whose is None or reader is None or not _may_read(tx, reader, whose):
        return None
    if notice.kind == "card":
        return _message(whose, listing.line(tx, reader, whose), tr("This card keeps up with the budget."))
    level, _, scope = notice.kind.partition(":")
    return _reached(tx, reader, whose, Level(level), scope)


def _reached(tx: Tx, reader: Actor, whose: Budget, level: Level, scope: str) -> Message | None:
    reached = checking.levels(tx, whose).get(scope, frozenset())
    if level not in reached:
        return None
    if level in INDICES:
        return _strayed(tx, whose, [one for one in INDICES if one in reached], locale_of(reader.locale))
    line = listing.line(tx, reader, whose)
    return _message(whose, f"*{tr(_OPENINGS[level])}*\n{line}", tr("This is said once."))


def _strayed(tx: Tx, whose: Budget, levels: Sequence[Level], locale: Locale) -> Message | None:
    value = standing(tx, whose, tx.now.date()).value
    if value is None:
        return None
    said = [cards.value_line(level.upper(), value, locale) for level in levels]
    opening = trn(
        "{name}: {which} is outside its band of {low} to {high}.",
        "{name}: {which} are outside their band of {low} to {high}.",
        len(levels),
        name=blocks.bold(whose_.name_of(tx, whose)),
        which=listed([level.upper() for level in levels]),
        low=spoken.index(whose.band.low),
        high=spoken.index(whose.band.high),
    )
    return _message(whose, "\n".join([opening, *said]), tr("This is said once, until it has been back in its band."))


def _may_read(tx: Tx, reader: Actor, whose: Budget) -> bool:
    if whose.owner is Owner.PROJECT:
        return offers.may(tx, reader, whose, "see_project")
    return offers.may(tx, reader, whose, "see_salaries")


def _message(whose: Budget, text: str, small: str) -> Message:
    built = [blocks.section(text, offers.show(whose)), blocks.aside(small)]
    return Message(text.replace("*", ""), blocks.laid_out(built))
