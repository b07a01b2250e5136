"""What a report said, in words: one line of facts, and under it what was written, as it was typed."""

from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.milestones import cards, desk
from workflows.milestones.reading import facts_of
from workflows.milestones.rules.item import Item
from workflows.organisation import plan
from workflows.organisation.milestone import Change
from workflows.organisation.plan import Report
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.kept import told
from workflows.wording.phrases import dated, labelled, plain, strung


def head(tx: Tx, reader: Actor | None, item: Item, line: Report, before: Report | None) -> str:
    """What a report said, in one line of facts: who, how it stands, and what moved."""
    by = blocks.bold(desk.name_of(tx, line.by) or tr("The plan's import"))
    return labelled(by, strung(_changes(tx, reader, item, line, before)))


def under_card(tx: Tx, item: Item, line: Report) -> Message:
    """In the thread of the channel's card."""
    text = head(tx, None, item, line, before(tx, line))
    return Message(text, blocks.laid_out([blocks.section(text), *_written(line)]))


def heard(tx: Tx, reader: Actor, item: Item, line: Report) -> Message:
    """For whoever answers for it or manages the project, when the other did it."""
    facts = facts_of(tx, reader, item)
    text = f"{labelled(facts.project, facts.name)}\n{head(tx, reader, item, line, before(tx, line))}"
    buttons = [cards.button(item, "update")] if "update" in facts.offered else []
    return Message(text, blocks.laid_out([blocks.section(text), *_written(line), *blocks.actions(buttons)]))


def words(line: Report) -> str:
    """What was written; an edit of name or weight comes without a sentence, and keeps the last one."""
    return "" if line.change is Change.REVISED else told(line.sentence)


def _written(line: Report) -> list[Built]:
    return [blocks.verbatim(words(line))] if words(line) else []


def _changes(tx: Tx, reader: Actor | None, item: Item, line: Report, before: Report | None) -> list[str]:
    locale = desk.locale_of_actor(reader)
    first = _FIRST_WORDS.get(line.change)
    said = [tr(first, day=dated(line.forecast, locale))] if first else []
    if before is None or line.change in (Change.PLANNED, Change.DROPPED, Change.REVISED):
        return said
    if line.change in (Change.UPDATED, Change.MOVED, Change.IMPORTED):
        said.append(_stands(line, before))
    if line.forecast != before.forecast and line.change is not Change.DONE:
        days = desk.works_for(tx, item, line.forecast, before.forecast).between(before.forecast, line.forecast)
        said.append(
            tr(
                "expected {day} instead of {before}, {moved}",
                day=dated(line.forecast, locale),
                before=dated(before.forecast, locale),
                moved=cards.moved_text(days),
            )
        )
    if line.baseline != before.baseline:
        said.append(
            tr(
                "baseline {day} instead of {before}",
                day=dated(line.baseline, locale),
                before=dated(before.baseline, locale),
            )
        )
    if line.percent != before.percent:
        percent = {"percent": plain(line.percent), "before": plain(before.percent)}
        said.append(tr("{percent} % complete (was {before} %)", **percent))
    return said


def _stands(line: Report, before: Report) -> str:
    """How it stands, and how it stood when that is news."""
    if before.health is line.health:
        return cards.health(line.health)
    return tr("{health} (was {before})", health=cards.health(line.health), before=cards.within(before.health))


_FIRST_WORDS = {
    Change.PLANNED: marked("planned for {day}"),
    Change.DONE: marked(":white_check_mark: Done on {day}"),
    Change.REBASELINED: marked("measured against another day from now on"),
    Change.DROPPED: marked(":heavy_minus_sign: Dropped from the plan"),
    Change.REOPENED: marked("open again"),
    Change.REVISED: marked("name, weight or who answers for it changed"),
}


def before(tx: Tx, line: Report) -> Report | None:
    """The report before it; None for the first."""
    earlier = [one for one in plan.history(tx, line.milestone) if one.version < line.version]
    return earlier[-1] if earlier else None
