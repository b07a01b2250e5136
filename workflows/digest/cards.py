"""A digest as it is read: what needs the reader first, each with its button; then what is good to know."""

from collections.abc import Sequence

from slackblocks import Button

from workflows.kernel.access import Actor
from workflows.kernel.digests import Kind, Line, Press, Weight
from workflows.kernel.replies import Message
from workflows.language import locale_of
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import dated_short

MOST_ACTING = 10
MOST_KNOWN = 20
HEADINGS = {
    Kind.DAILY: "Your department today",
    Kind.WEEKLY: "Your department this week",
    Kind.PROJECT: "Your projects today",
    Kind.MINE: "Your week",
}
_SMALL_PRINT = "`/digest settings` says when this comes, and whether."


def message(kind: Kind, reader: Actor, lines: Sequence[Line]) -> Message:
    """The whole of it."""
    title = f"{HEADINGS[kind]}, {dated_short(reader.today, locale_of(reader.locale))}"
    ordered = sorted(lines, key=lambda line: -line.weight)
    acting = [line for line in ordered if line.weight > Weight.KNOW]
    known = [line for line in ordered if line.weight is Weight.KNOW]
    text = f"{title}: {lead(acting)}"
    built: list[Built] = [blocks.header(title), blocks.section(lead(acting))]
    built += [blocks.section(line.sentence, _button(line.press())) for line in acting[:MOST_ACTING]]
    if len(acting) > MOST_ACTING:
        built.append(blocks.aside(f"And {len(acting) - MOST_ACTING} more; your *Home* tab has what waits for you."))
    if known:
        built += [blocks.divider(), blocks.section("\n".join(f"• {line.sentence}" for line in known[:MOST_KNOWN]))]
    if len(known) > MOST_KNOWN:
        built.append(blocks.aside(f"And {len(known) - MOST_KNOWN} more."))
    return Message(text, blocks.laid_out([*built, blocks.aside(_SMALL_PRINT)]))


def lead(acting: Sequence[Line]) -> str:
    """How much of it needs the reader, in a sentence."""
    waiting = sum(line.weight is Weight.DECIDE for line in acting)
    if waiting == 1:
        return "One thing waits for you."
    if waiting:
        return f"{waiting} things wait for you."
    return "Nothing waits for you; this is worth a look." if acting else "Nothing waits for you today."


def _button(press: Press | None) -> Button | None:
    return blocks.button(press.label, press.action, press.value, style=press.style) if press else None
