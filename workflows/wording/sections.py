"""A section of App Home from blocks that are not laid out yet."""

from collections.abc import Iterable, Sequence

from workflows.kernel.home import Place, Section
from workflows.wording import blocks
from workflows.wording.blocks import Built


def section(
    place: Place,
    title: str = "",
    entries: Iterable[Sequence[Built]] = (),
    *,
    more: str = "",
    beyond: int = 0,
    foot: Sequence[Built] = (),
) -> Section:
    """Its entries each laid out by itself, so that any of them can be left out."""
    shown = tuple(blocks.laid_out(entry) for entry in entries if entry)
    return Section(place, title, shown, more, max(0, beyond), blocks.laid_out(foot) if foot else ())
