"""App Home as one page: what waits for the reader, then theirs, in as many blocks as Slack takes.

What stands there is decided by the workflows; decided here is the order, what is left out, and that this is said.
"""

from collections.abc import Iterable

from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx, Workflow
from workflows.kernel.home import Place, Section, arranged, waiting
from workflows.kernel.replies import Block
from workflows.language import tr, trn
from workflows.wording import blocks

MOST_BLOCKS = 100
LINE = 1
"""Between what waits and the rest."""


def page(tx: Tx, reader: Actor, workflows: Iterable[Workflow]) -> list[Block]:
    """The whole of it."""
    sections = [section for workflow in workflows for section in workflow.home(tx, reader)]
    head = blocks.laid_out([blocks.section(lead(waiting(sections)))])
    shown = arranged(sections, MOST_BLOCKS - len(head) - LINE)
    welcome, needs = _at(shown, Place.WELCOME), _at(shown, Place.NEEDS_ME)
    line = blocks.laid_out([blocks.divider()]) if needs else ()
    rest = [block for one in shown if one.place > Place.NEEDS_ME for block in _laid_out(one)]
    return [*welcome, *head, *needs, *line, *rest]


def _at(sections: Iterable[Section], place: Place) -> list[Block]:
    return [block for one in sections if one.place is place for block in _laid_out(one)]


def lead(count: int) -> str:
    """How much of it needs the reader."""
    if not count:
        return tr("Nothing waits for you.")
    return trn("*One thing waits for you.*", "*{count} things wait for you.*", count)


def _laid_out(section: Section) -> list[Block]:
    title = blocks.laid_out([blocks.header(section.title)]) if section.title else ()
    entries = [block for entry in section.entries for block in entry]
    return [*title, *entries, *_rest(section), *section.foot]


def _rest(section: Section) -> tuple[Block, ...]:
    if not section.beyond:
        return ()
    text = trn("And {count} more.", "And {count} more.", section.beyond)
    if not section.more:
        return blocks.laid_out([blocks.aside(text)])
    return blocks.laid_out([blocks.section(text, blocks.button(tr("Show all"), section.more, ""))])
