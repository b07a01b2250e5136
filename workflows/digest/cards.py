"""A digest as it is read: what needs the reader first, each with its button; then what is good to know."""

from collections.abc import Sequence
from datetime import date

from slackblocks import Button

from workflows.kernel.access import Actor
from workflows.kernel.digests import Chart, Kind, Line, Press, Weight
from workflows.kernel.replies import Message
from workflows.language import marked, tr, trn
from workflows.wording import blocks, charts
from workflows.wording.blocks import Built
from workflows.wording.phrases import dated_short

MOST_ACTING = 10
MOST_KNOWN = 20
HEADINGS = {
    Kind.DAILY: marked("Your department today, {day}"),
    Kind.WEEKLY: marked("Your department this week, {day}"),
    Kind.PROJECT: marked("Your projects today, {day}"),
    Kind.MINE: marked("Your week, {day}"),
}


def message(
    kind: Kind, reader: Actor, lines: Sequence[Line], pictures: Sequence[Chart] = (), of: date | None = None
) -> Message:
    """The whole of it; charts stand between what needs the reader and what is good to know."""
    title = tr(HEADINGS[kind], day=dated_short(of or reader.today))
    ordered = sorted(lines, key=lambda line: -line.weight)
    acting = [line for line in ordered if line.weight > Weight.KNOW]
    rest = _known([line for line in ordered if line.weight is Weight.KNOW])
    built = [blocks.header(title), blocks.section(lead(acting)), *_acting(acting)]
    whole = blocks.laid_out([*built, *map(charts.drawn, pictures), *rest])
    plain = blocks.laid_out([*built, *map(charts.said, pictures), *rest]) if pictures else ()
    return Message(tr("{title}: {lead}", title=title, lead=lead(acting)), whole, plain=plain)


def lead(acting: Sequence[Line]) -> str:
    """How much of it needs the reader, in a sentence."""
    waiting = sum(line.weight is Weight.DECIDE for line in acting)
    if waiting:
        return trn("One thing waits for you.", "{count} things wait for you.", waiting)
    return tr("Nothing waits for you; this is worth a look.") if acting else tr("Nothing waits for you today.")


def _acting(acting: Sequence[Line]) -> list[Built]:
    built: list[Built] = [blocks.section(line.sentence, _button(line.press())) for line in acting[:MOST_ACTING]]
    more = len(acting) - MOST_ACTING
    if more > 0:
        text = trn(
            "And {count} more; your *Home* tab has what waits for you.",
            "And {count} more; your *Home* tab has what waits for you.",
            more,
        )
        built.append(blocks.aside(text))
    return built


def _known(known: Sequence[Line]) -> list[Built]:
    built: list[Built] = []
    if known:
        built += [blocks.divider(), blocks.section("\n".join(f"• {line.sentence}" for line in known[:MOST_KNOWN]))]
    more = len(known) - MOST_KNOWN
    if more > 0:
        built.append(blocks.aside(trn("And {count} more.", "And {count} more.", more)))
    return [*built, blocks.aside(tr("`/digest settings` says when this comes, and whether."))]


def _button(press: Press | None) -> Button | None:
    return blocks.button(press.label, press.action, press.value, style=press.style) if press else None
