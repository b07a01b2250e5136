"""The nearest request that would pass, for a refusal to offer: fewer of the days, else the same length another time."""

from collections.abc import Iterator
from dataclasses import replace

from workflows.calendar.rules import Span
from workflows.kernel.errors import Refused
from workflows.leave.rules.case import Draft
from workflows.leave.rules.check import Assessment, check
from workflows.leave.rules.context import Context

_FARTHEST = 60
"""Days to either side that are tried."""
_MOST_DAYS = 60
OFFERED = frozenset({"balance", "blackout", "cover", "notice", "overlap", "quota", "too_long_a_run", "back_dated"})
"""The reasons for which other days may help."""


def advised(draft: Draft, context: Context) -> Assessment:
    """What `check` says, its refusal with the nearest dates that would pass; slower than it only when refusing."""
    try:
        return check(draft, context)
    except Refused as refused:
        found = nearest(draft, context) if refused.reason in OFFERED else None
        if found is None:
            raise
        way_out = context.says(f"You can take {found}.", f"{context.name} can take {found}.")
        raise Refused(f"{refused.text} {way_out}", field=refused.field, reason=refused.reason) from None


def nearest(draft: Draft, context: Context) -> Span | None:
    """The first of the candidates, nearest first, that may be asked for as it is; None when there is none close by."""
    for span in _candidates(draft.span):
        if _passes(replace(draft, span=span), context):
            return span
    return None


def _passes(draft: Draft, context: Context) -> bool:
    try:
        judged = check(draft, context)
    except Refused:
        return False
    return not judged.warnings and judged.costs[0][0] == draft.span.first and judged.costs[-1][0] == draft.span.last


def _candidates(span: Span) -> Iterator[Span]:
    length = span.stop - span.start
    for cut in range(2, min(length, 2 * _MOST_DAYS), 2):
        yield Span.between(span.start, span.stop - cut)
        yield Span.between(span.start + cut, span.stop)
    for days in range(1, _FARTHEST + 1):
        yield Span.between(span.start + 2 * days, span.stop + 2 * days)
        yield Span.between(span.start - 2 * days, span.stop - 2 * days)
