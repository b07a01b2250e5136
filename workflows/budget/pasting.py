"""What pasting lines would do, before it is done: how many are new, what they replace, what they come to."""

from collections.abc import Iterable, Sequence

from babel import Locale

from workflows.budget import spoken
from workflows.budget.rules import pasted
from workflows.budget.rules.entry import Entry, Kind
from workflows.budget.rules.money import Money, total
from workflows.kernel.errors import Refused
from workflows.language import listed, marked, tr
from workflows.wording import blocks
from workflows.wording.phrases import labelled

MOST_SAID = 6
LONGEST = 2700
_SUMS = {Kind.PLANNED: marked("planned {amount}"), Kind.ACTUAL: marked("actual {amount}")}


def accepted(found: pasted.Pasted, field: str) -> tuple[Entry, ...]:
    """The entries; raises Refused with every problem that fits under the field."""
    if found.problems:
        more = len(found.problems) - MOST_SAID
        rest = [tr("And {count} more.", context="problems", count=more)] if more > 0 else []
        said = [*found.problems[:MOST_SAID], *rest, tr("Nothing was entered.")]
        raise Refused(" ".join(said), field=field, reason="csv")
    return found.entries


def preview(new: Sequence[Entry], known: Iterable[Entry], locale: Locale) -> str:
    """A dry run in words."""
    there = {one.place: one.money for one in known}
    changed = [one for one in new if one.place in there and there[one.place] != one.money]
    same = [one for one in new if there.get(one.place) == one.money]
    added = len(new) - len(changed) - len(same)
    sums = [
        tr(_SUMS[kind], amount=spoken.amounts(total(one.money for one in new if one.kind is kind), locale))
        for kind in Kind
        if any(one.kind is kind for one in new)
    ]
    replaced = [
        labelled(
            f"• {one.month} {one.category} {one.kind}",
            f"{_said(there[one.place], locale)} → {_said(one.money, locale)}",
        )
        for one in changed[:10]
    ]
    whole = tr(
        "*This would add {added}, change {changed} and leave {same} as they are.* They come to {sums}.",
        added=added,
        changed=len(changed),
        same=len(same),
        sums=listed(sums),
    )
    return "\n".join([whole, *replaced])


def _said(known: Money, locale: Locale) -> str:
    return spoken.money(known.amount, known.currency, locale)


def written(entries: Iterable[Entry]) -> tuple[str, bool]:
    """The lines as CSV, and whether they had to be cut to fit a message."""
    text = pasted.written(entries)
    cut = len(text) > LONGEST
    whole = text[: text.rfind("\n", 0, LONGEST)] if cut else text
    return blocks.escaped(whole, LONGEST), cut
