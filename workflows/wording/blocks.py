"""Block Kit in the few shapes that workflows need, built by slackblocks, which knows Slack's limits."""

import re
from collections.abc import Iterable, Sequence

from slackblocks import (
    ActionsBlock,
    Button,
    ConfirmationDialogue,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    HomeTabView,
    ModalView,
    PlainText,
    SectionBlock,
    Text,
)
from slackblocks import Block as BuiltBlock

from workflows.kernel.replies import Block, View
from workflows.language import tr

Built = BuiltBlock
"""A block before it is laid out as JSON."""
LONGEST_TEXT = 2900
"""Slack takes 3000 in a section; the rest is for what escaping adds at the end."""
LONGEST_TITLE = 24
"""Of a modal, and of the buttons below it."""
_UNFINISHED = re.compile(r"&[a-z]{0,3}$|<[^>]*$")
_GENERATED = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def escaped(text: str, most: int = 300) -> str:
    """What somebody typed, cut and then made harmless for mrkdwn."""
    short = text if len(text) <= most else f"{text[: most - 1]}…"
    return short.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def bold(text: str) -> str:
    """A name in bold; the signs that would end it are left out."""
    return f"*{escaped(text, 120).replace('*', '')}*"


def fitting(text: str, most: int) -> PlainText:
    """A label where Slack takes so many characters: a name in it, or another language, may need more."""
    return PlainText(text if len(text) <= most else f"{text[: most - 1]}…")


def section(text: str, accessory: Button | None = None) -> SectionBlock:
    """A paragraph of mrkdwn."""
    return SectionBlock(Text(_cut(text)), accessory=accessory)


def fields(pairs: Iterable[tuple[str, str]]) -> SectionBlock:
    """Labels over their values, two in a row; at most ten."""
    return SectionBlock(fields=[Text(f"*{label}*\n{value}"[:1900]) for label, value in list(pairs)[:10]])


def verbatim(text: str) -> SectionBlock:
    """A paragraph exactly as it was typed: nothing in it is live."""
    return SectionBlock(PlainText(_cut(text)))


def aside(*texts: str) -> ContextBlock:
    """Small print, mrkdwn."""
    return ContextBlock([Text(_cut(text)) for text in texts[:10]])


def header(text: str) -> HeaderBlock:
    """A heading."""
    return HeaderBlock(fitting(text, 150))


def divider() -> DividerBlock:
    """A line."""
    return DividerBlock()


def button(
    label: str, action: str, value: str, *, style: str | None = None, confirm: ConfirmationDialogue | None = None
) -> Button:
    """A press that runs `workflow:verb`; one that is about nothing yet carries no value."""
    known = {"primary": "primary", "danger": "danger"}.get(style or "")
    return Button(fitting(label, 75), action, value=value or None, style=known, confirm=confirm)  # type: ignore[arg-type]  # the two names it takes


def confirmation(title: str, text: str, yes: str, no: str) -> ConfirmationDialogue:
    """Asked once more before what hurts."""
    return ConfirmationDialogue(fitting(title, 100), fitting(text, 300), fitting(yes, 30), fitting(no, 30))


def actions(buttons: Sequence[Button]) -> list[ActionsBlock]:
    """The buttons in a row; nothing for none."""
    return [ActionsBlock(list(buttons))] if buttons else []


def laid_out(blocks: Sequence[Built]) -> tuple[Block, ...]:
    """As Slack's JSON, without the random ids that slackblocks makes up: the same facts give the same blocks."""
    return tuple(map(_without_generated_id, HomeTabView(list(blocks)).to_dict()["blocks"]))


def modal(
    callback: str | None,
    title: str,
    blocks: Sequence[Built],
    *,
    submit: str | None = None,
    close: str = "",
    metadata: str = "",
) -> View:
    """A modal; with `submit` it has inputs, and submitting it runs the callback, `workflow:verb`."""
    view = ModalView(
        fitting(title, LONGEST_TITLE),
        list(blocks),
        close=fitting(close or tr("Close"), LONGEST_TITLE),
        submit=fitting(submit, LONGEST_TITLE) if submit else None,
        callback_id=callback,
        private_metadata=metadata or None,
    ).to_dict()
    return {**view, "blocks": list(map(_without_generated_id, view["blocks"]))}


def _without_generated_id(block: Block) -> Block:
    if not _GENERATED.fullmatch(str(block.get("block_id", ""))):
        return block
    return {key: value for key, value in block.items() if key != "block_id"}


def _cut(text: str) -> str:
    if len(text) <= LONGEST_TEXT:
        return text
    return _UNFINISHED.sub("", text[: LONGEST_TEXT - 1]) + "…"
