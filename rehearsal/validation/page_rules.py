"""The rules over all blocks of one message or view: what must be unique, what may stand there once, totals.

A "page" is what one person sees at once. Only blocks that are in order by themselves are looked at here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rehearsal.validation.shapes import Finding
from rehearsal.validation.violations import (
    EVERYWHERE,
    MESSAGE_ONLY,
    MODAL_ONLY,
    NOT_MESSAGE,
    NOT_MODAL,
    Inspection,
    Surface,
    below,
)
from rehearsal.validation.words import count_characters

MARKDOWN_CHARACTERS = 12_000
DATA_TABLE_CHARACTERS = 20_000
BLOCK_CHARACTERS = 13_200
CHARTS = 2

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and where it stands, keys from the root of the payload."""

    at: Place
    block: Mapping[str, Any]

    @property
    def type(self) -> str:
        return str(self.block["type"])


Page = Sequence[Placed]


@dataclass(frozen=True, slots=True)
class PageRule:
    name: str
    judge: Callable[[Page], Iterable[Finding]]
    surfaces: frozenset[Surface] = EVERYWHERE
    error: str | None = None


def judge_page(blocks: Page, see: Inspection) -> None:
    page = [*unfold(blocks)]
    for rule in PAGE_RULES:
        if see.surface in rule.surfaces:
            for finding in rule.judge(page):
                error = rule.error or _error_at(finding.at, see)
                see.refuse(rule.name, below(None, finding.at), finding.message, finding.limit, error)


def _error_at(at: Place, see: Inspection) -> str:
    return "invalid_attachments" if at[0] == "attachments" else see.error


def unfold(blocks: Page) -> Iterator[Placed]:
    """Give each block and, after it, the blocks within it."""
    for placed in blocks:
        yield placed
        for key in ("child_blocks", "elements") if placed.type in {"container", "carousel"} else ():
            for index, child in enumerate(placed.block.get(key, ())):
                yield Placed((*placed.at, key, index), child)


def _elements(placed: Placed) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Give the elements of one block; those of blocks within it belong to them."""
    block = placed.block
    for key in ("accessory", "element"):
        if key in block:
            yield (*placed.at, key), block[key]
    for key in _LISTS.get(placed.type, ()):
        for index, element in enumerate(block.get(key, ())):
            yield (*placed.at, key, index), element


_LISTS = {"actions": ("elements",), "context_actions": ("elements",), "card": ("actions",)}


def _block_ids_are_unique(page: Page) -> Iterator[Finding]:
    seen: set[str] = set()
    for placed in page:
        block_id = placed.block.get("block_id")
        if block_id is None:
            continue
        if block_id in seen:
            yield Finding((*placed.at, "block_id"), "block_id already exists in this message or view")
        seen.add(block_id)


def _action_ids_are_unique(page: Page) -> Iterator[Finding]:
    for placed in page:
        seen: set[str] = set()
        for at, element in _elements(placed):
            action_id = element.get("action_id")
            if action_id is not None and action_id in seen:
                yield Finding((*at, "action_id"), "action_id already exists in this block")
            seen.add(action_id or "")


def _focus_is_one(page: Page) -> Iterator[Finding]:
    focused = [at for placed in page for at, element in _elements(placed) if element.get("focus_on_load")]
    for at in focused[1:]:
        yield Finding((*at, "focus_on_load"), "only one element can be focused on load", 1)


def _focus_is_in_a_view(page: Page) -> Iterator[Finding]:
    """Slack gives focus within views; in a message it says nothing, and hides a mistake."""
    for placed in page:
        for at, element in _elements(placed):
            if element.get("focus_on_load"):
                yield Finding((*at, "focus_on_load"), "focus_on_load is for modals and Home tabs")


def _response_url_only_in(*allowed: str) -> Callable[[Page], Iterator[Finding]]:
    def judge(page: Page) -> Iterator[Finding]:
        for placed in page:
            for at, element in _elements(placed):
                if element.get("response_url_enabled") and placed.type not in allowed:
                    yield Finding((*at, "response_url_enabled"), "works only for menus in input blocks of modals")

    return judge


def _table_is_one(page: Page) -> Iterator[Finding]:
    tables = [placed for placed in page if placed.type in {"table", "data_table"}]
    for placed in tables[1:]:
        yield Finding(placed.at, "only_one_table_allowed", 1)


def _charts_are_few(page: Page) -> Iterator[Finding]:
    charts = [placed for placed in page if placed.type == "data_visualization"]
    for placed in charts[CHARTS:]:
        yield Finding(placed.at, f"no more than {CHARTS} data_visualization blocks allowed", CHARTS)


def _markdown_is_short(page: Page) -> Iterator[Finding]:
    total = sum(len(placed.block["text"]) for placed in page if placed.type == "markdown")
    if total > MARKDOWN_CHARACTERS:
        message = f"no more than {MARKDOWN_CHARACTERS} characters over all markdown blocks, here {total}"
        yield Finding(("blocks",), message, MARKDOWN_CHARACTERS)


def _data_table_is_short(page: Page) -> Iterator[Finding]:
    total = sum(count_characters(placed.block["rows"]) for placed in page if placed.type == "data_table")
    if total > DATA_TABLE_CHARACTERS:
        message = f"no more than {DATA_TABLE_CHARACTERS} characters over all data table cells, here {total}"
        yield Finding(("blocks",), message, DATA_TABLE_CHARACTERS)


def _blocks_are_short(page: Page) -> Iterator[Finding]:
    """Slack documents no total, and refuses from about 13,200 characters on; tables have limits of their own."""
    total = sum(count_characters(placed.block) for placed in page if placed.type not in _COUNTED_ELSEWHERE)
    if total > BLOCK_CHARACTERS:
        message = f"no more than about {BLOCK_CHARACTERS} characters over all blocks, here {total}"
        yield Finding(("blocks",), message, BLOCK_CHARACTERS)


_COUNTED_ELSEWHERE = {"table", "data_table", "container", "carousel"}

PAGE_RULES = (
    PageRule("page:unique_block_id", _block_ids_are_unique),
    PageRule("page:unique_action_id", _action_ids_are_unique),
    PageRule("page:one_focus", _focus_is_one, NOT_MESSAGE),
    PageRule("page:focus_in_view", _focus_is_in_a_view, MESSAGE_ONLY),
    PageRule("page:response_url_in_input", _response_url_only_in("input"), MODAL_ONLY),
    PageRule("page:response_url_in_modal", _response_url_only_in(), NOT_MODAL),
    PageRule("page:one_table", _table_is_one, MESSAGE_ONLY, error="invalid_attachments"),
    PageRule("page:two_charts", _charts_are_few, MESSAGE_ONLY),
    PageRule("page:markdown_total", _markdown_is_short, MESSAGE_ONLY),
    PageRule("page:data_table_total", _data_table_is_short, MESSAGE_ONLY),
    PageRule("page:characters", _blocks_are_short, MESSAGE_ONLY, error="msg_blocks_too_long"),
)
