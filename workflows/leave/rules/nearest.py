"""The nearest request that would pass, for a refusal to offer: fewer of the days, else the same length another time."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from workflows.calendar.rules import Span
from workflows.kernel.errors import Refused
from workflows.language import tr
from workflows.leave.rules.case import Draft
from workflows.leave.rules.check import Assessment, check
from workflows.leave.rules.context import Context

_FARTHEST = 60
"""Days to either side that are tried."""
_MOST_DAYS = 60
OFFERED = frozenset(
    {"balance", "blackout", "cover", "notice", "overlap", "overlap_sick", "quota", "replacement_away", "too_long_a_run"}
    | {"back_dated", "too_early"}
)
"""The reasons for which other days may help."""


def advised(
    draft: Draft, context: Context, worded: Callable[[Refused], str] = lambda refused: refused.text
) -> Assessment:
    """What `check` says, its refusal with the nearest dates that would pass; slower than it only when refusing.

    `worded`: how a refusal is said, where more is known of it than the rules know.
    """
    try:
        return check(draft, context)
    except Refused as refused:
        found = nearest(draft, context) if refused.reason in OFFERED else None
        text = worded(refused)
        if found is not None:
            text = context.says(
                tr("{refusal} You can take {span}.", refusal=text, span=found),
                tr("{refusal} {name} can take {span}.", refusal=text, name=context.name, span=found),
            )
        raise Refused(text, field=refused.field, reason=refused.reason) from None


def nearest(draft: Draft, context: Context) -> Span | None:
    """The nearest candidate that no rule warns of; else the nearest that may be asked for; None when none may."""
    warned_of: Span | None = None
    for span in _candidates(draft.span):
        judged = _passed(replace(draft, span=span), context)
        if judged and not judged.warnings:
            return span
        if judged and warned_of is None:
            warned_of = span
    return warned_of


def _passed(draft: Draft, context: Context) -> Assessment | None:
    """As it is judged, if it may be asked for, and begins and ends on days that cost something."""
    try:
        judged = check(draft, context)
    except Refused:
        return None
    return judged if (judged.costs[0][0], judged.costs[-1][0]) == (draft.span.first, draft.span.last) else None


def _candidates(span: Span) -> Iterator[Span]:
    length = span.stop - span.start
    for cut in range(2, min(length, 2 * _MOST_DAYS), 2):
        yield Span.between(span.start, span.stop - cut)
        yield Span.between(span.start + cut, span.stop)
    for days in range(1, _FARTHEST + 1):
        yield Span.between(span.start + 2 * days, span.stop + 2 * days)
        yield Span.between(span.start - 2 * days, span.stop - 2 * days)
