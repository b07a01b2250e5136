"""What a report said, in words: one line of facts, and under it what was written, as it was typed."""

from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Message
from workflows.milestones import cards, desk
from workflows.milestones.reading import facts_of
from workflows.milestones.rules.item import Item
from workflows.organisation import plan
from workflows.organisation.milestone import Change
from workflows.organisation.plan import Report
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import dated, plain


def head(tx: Tx, reader: Actor | None, item: Item, line: Report, before: Report | None) -> str:
    """What a report said, in one line of facts: who, how it stands, and what moved."""
    by = blocks.bold(desk.name_of(tx, line.by) or "The plan's import")
    return f"{by}: {'; '.join(_changes(tx, reader, item, line, before))}"


def under_card(tx: Tx, item: Item, line: Report) -> Message:
    """In the thread of the channel's card."""
    text = head(tx, None, item, line, before(tx, line))
    return Message(text, blocks.laid_out([blocks.section(text), *_written(line)]))


def heard(tx: Tx, reader: Actor, item: Item, line: Report) -> Message:
    """For whoever answers for it or manages the project, when the other did it."""
    facts = facts_of(tx, reader, item)
    text = f"{facts.project}: {facts.name}\n{head(tx, reader, item, line, before(tx, line))}"
    buttons = [cards.button(item, "update")] if "update" in facts.offered else []
    return Message(text, blocks.laid_out([blocks.section(text), *_written(line), *blocks.actions(buttons)]))


def words(line: Report) -> str:
    """What was written; an edit of name or weight comes without a sentence, and keeps the last one."""
    return "" if line.change is Change.REVISED else line.sentence


def _written(line: Report) -> list[Built]:
    return [blocks.verbatim(words(line))] if words(line) else []


def _changes(tx: Tx, reader: Actor | None, item: Item, line: Report, before: Report | None) -> list[str]:
    locale = desk.locale_of_actor(reader)
    said = [_FIRST_WORDS.get(line.change, "").format(day=dated(line.forecast, locale))]
    if before is None or line.change in (Change.PLANNED, Change.DROPPED, Change.REVISED):
        return [one for one in said if one]
    if line.change in (Change.UPDATED, Change.MOVED, Change.IMPORTED):
        was = "" if before.health is line.health else f" (was {cards.HEALTH[before.health].lower()})"
        said.append(f"{cards.health(line.health)}{was}")
    if line.forecast != before.forecast and line.change is not Change.DONE:
        days = desk.works_for(tx, item, line.forecast, before.forecast).between(before.forecast, line.forecast)
        said.append(
            f"expected {dated(line.forecast, locale)} instead of {dated(before.forecast, locale)}, "
            f"{cards.moved_text(days)}"
        )
    if line.baseline != before.baseline:
        said.append(f"baseline {dated(line.baseline, locale)} instead of {dated(before.baseline, locale)}")
    if line.percent != before.percent:
        said.append(f"{plain(line.percent)} % complete (was {plain(before.percent)} %)")
    return [one for one in said if one]


_FIRST_WORDS = {
    Change.PLANNED: "planned for {day}",
    Change.DONE: ":white_check_mark: Done on {day}",
    Change.REBASELINED: "measured against another day from now on",
    Change.DROPPED: ":heavy_minus_sign: Dropped from the plan",
    Change.REOPENED: "open again",
    Change.REVISED: "name, weight or who answers for it changed",
}


def before(tx: Tx, line: Report) -> Report | None:
    """The report before it; None for the first."""
    earlier = [one for one in plan.history(tx, line.milestone) if one.version < line.version]
    return earlier[-1] if earlier else None
