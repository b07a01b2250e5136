"""How a list of blocks is judged, wherever it stands: in a message, an attachment, a view."""

from typing import Any

from rehearsal.validation.blocks import BLOCKS
from rehearsal.validation.interpreter import judge
from rehearsal.validation.page_rules import Place, Placed
from rehearsal.validation.violations import Inspection, below


def judge_blocks(blocks: Any, at: Place, most: int, see: Inspection, misformed: str | None = None) -> list[Placed]:
    """Judge each block by itself and return those in order; `misformed` is the error when it is no list at all."""
    path = below(None, at)
    if not isinstance(blocks, list):
        see.refuse("blocks:type", path, "must provide an array of blocks", error=misformed)
        return []
    if len(blocks) > most:
        see.refuse("blocks:max", path, f"no more than {most} items allowed", most)
    sound = []
    for index, block in enumerate(blocks[:most]):
        before = len(see.found)
        judge(BLOCKS, block, (path, index), "blocks", see)
        if len(see.found) == before:
            sound.append(Placed((*at, index), block))
    return sound
