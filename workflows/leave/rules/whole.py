"""Whether the dates make sense by themselves: they cost something, and nothing else is there (R2, R3, R26)."""

from collections.abc import Iterable

from workflows.calendar.rules import DayCost, Half, Holiday, spoken
from workflows.calendar.rules.holiday import called
from workflows.kernel.errors import Refused
from workflows.language import listed, marked, tr
from workflows.leave.rules.case import Case, Warned
from workflows.leave.rules.life import State


def costs_something(case: Case) -> Iterable[Warned]:
    """R2: leave that costs nothing needs no asking."""
    if case.days > 0:
        return ()
    raise Refused(_why_nothing(case), field="first", reason="no_cost")


def _why_nothing(case: Case) -> str:
    span, context = case.draft.span, case.context
    holidays = [part for part in case.breakdown if part.holiday and part.pattern_length]
    if span.first == span.last and holidays and holidays[0].holiday:
        return _already_free(case, holidays[0].holiday)
    if span.first == span.last:
        day = tr(_HALF_OF[span.first_half], day=spoken(span.first))
        return context.says(
            tr("You don't work on {day}, so you need no leave then.", day=day),
            tr("{name} doesn't work on {day}, so no leave is needed then.", name=context.name, day=day),
        )
    named = [called(part.holiday.name) for part in holidays if part.holiday]
    yours, theirs = _INCLUDED if named else _ALL_FREE
    parts = {"name": context.name, "holidays": listed(named)}
    return context.says(tr(yours, **parts), tr(theirs, **parts))


def _already_free(case: Case, holiday: Holiday) -> str:
    span, context = case.draft.span, case.context
    half = span.first_half if holiday.half else None
    yours, theirs = _HOLIDAY[half]
    parts = {"day": spoken(span.first), "holiday": called(holiday.name), "name": context.name}
    return context.says(tr(yours, **parts), tr(theirs, **parts))


_ALL_FREE = (
    marked("You don't work on any of these days, so you need no leave."),
    marked("{name} doesn't work on any of these days, so no leave is needed."),
)
_INCLUDED = (
    marked("You don't work on any of these days ({holidays} included), so you need no leave."),
    marked("{name} doesn't work on any of these days ({holidays} included), so no leave is needed."),
)
_HOLIDAY = {
    None: (
        marked("{day} is already a public holiday for you: {holiday}."),
        marked("{day} is already a public holiday for {name}: {holiday}."),
    ),
    Half.AM: (
        marked("{day} is already a public holiday for you in the morning: {holiday}."),
        marked("{day} is already a public holiday for {name} in the morning: {holiday}."),
    ),
    Half.PM: (
        marked("{day} is already a public holiday for you in the afternoon: {holiday}."),
        marked("{day} is already a public holiday for {name} in the afternoon: {holiday}."),
    ),
}
"""Each to the person, and about them."""
_HALF_OF = {None: marked("{day}"), Half.AM: marked("{day} in the morning"), Half.PM: marked("{day} in the afternoon")}


def halves_are_worked(case: Case) -> Iterable[Warned]:
    """R3: asking for half of a day of which that half, or all, is free is a slip ("half on Wednesday, a holiday")."""
    ends = ((case.draft.span.first_half, case.breakdown[0]), (case.draft.span.last_half, case.breakdown[-1]))
    for half, part in ends:
        if half is not None and not part.cost:
            raise Refused(
                _half_is_free(case, part, half),
                field="first_half" if part is case.breakdown[0] else "last_half",
                reason="half_free",
            )
    return ()


def _half_is_free(case: Case, part: DayCost, half: Half) -> str:
    context = case.context
    parts = {
        "day": spoken(part.day),
        "name": context.name,
        "holiday": called(part.holiday.name) if part.holiday else "",
    }
    yours, theirs = _NEEDLESS["holiday" if part.holiday else half if part.pattern_length else None]
    return context.says(tr(yours, **parts), tr(theirs, **parts))


_NEEDLESS = {
    "holiday": (
        marked("You needn't take half of {day}: it is {holiday}."),
        marked("{name} needn't take half of {day}: it is {holiday}."),
    ),
    Half.AM: (
        marked("You needn't take half of {day}: you don't work in the morning of that day."),
        marked("{name} needn't take half of {day}: they don't work in the morning of that day."),
    ),
    Half.PM: (
        marked("You needn't take half of {day}: you don't work in the afternoon of that day."),
        marked("{name} needn't take half of {day}: they don't work in the afternoon of that day."),
    ),
    None: (
        marked("You needn't take half of {day}: you don't work that day."),
        marked("{name} needn't take half of {day}: they don't work that day."),
    ),
}
"""Why half a day is asked for in vain; each to the person, and about them."""


def free_of_overlap(case: Case) -> Iterable[Warned]:
    """R26: no other leave, and no sickness, on any half day of it."""
    taken = [other for other in case.others if other.span.overlaps(case.draft.span)]
    if taken:
        first = min(taken, key=lambda other: other.span.start)
        state = tr(_STANDING[first.state])
        text = case.context.says(
            tr("You already have leave then: {span} ({state}).", span=first.span, state=state),
            tr(
                "{name} already has leave then: {span} ({state}).",
                name=case.context.name,
                span=first.span,
                state=state,
            ),
        )
        raise Refused(text, field="first", reason="overlap")
    ill = [span for span in case.context.sick if span.overlaps(case.draft.span)]
    if ill:
        text = case.context.says(
            tr("You are on record as away for another reason then: {span}.", span=ill[0]),
            tr("{name} is on record as away for another reason then: {span}.", name=case.context.name, span=ill[0]),
        )
        raise Refused(text, field="first", reason="overlap_sick")
    return ()


_STANDING = {
    State.REQUESTED: marked("waiting for an answer"),
    State.FIRST_APPROVED: marked("waiting for the second answer"),
    State.APPROVED: marked("approved"),
    State.CANCELLATION_REQUESTED: marked("approved, its cancellation not yet answered"),
}
