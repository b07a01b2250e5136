"""Whether the dates make sense by themselves: they cost something, and nothing else is there (R2, R3, R26)."""

from collections.abc import Iterable

from workflows.calendar.rules import DayCost, Half, spoken
from workflows.kernel.errors import Refused
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
        half = f" {_HALVES[span.first_half]}" if span.first_half and holidays[0].holiday.half else ""
        day, name = spoken(span.first), holidays[0].holiday.name
        return context.says(
            f"{day} is already a public holiday for you{half}: {name}.",
            f"{day} is already a public holiday for {context.name}{half}: {name}.",
        )
    if span.first == span.last:
        day = spoken(span.first) + (f" {_HALVES[span.first_half]}" if span.first_half else "")
        return context.says(
            f"You don't work on {day}, so you need no leave then.",
            f"{context.name} doesn't work on {day}, so no leave is needed then.",
        )
    named = " and ".join(part.holiday.name for part in holidays if part.holiday)
    included = f" ({named} included)" if named else ""
    return context.says(
        f"You don't work on any of these days{included}, so you need no leave.",
        f"{context.name} doesn't work on any of these days{included}, so no leave is needed.",
    )


_HALVES = {Half.AM: "in the morning", Half.PM: "in the afternoon"}


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
    context, day = case.context, spoken(part.day)
    if part.holiday is not None:
        return context.says(
            f"You needn't take half of {day}: it is {part.holiday.name}.",
            f"{context.name} needn't take half of {day}: it is {part.holiday.name}.",
        )
    when = f"{_HALVES[half]} of that day" if part.pattern_length else "that day"
    return context.says(
        f"You needn't take half of {day}: you don't work {when}.",
        f"{context.name} needn't take half of {day}: they don't work {when}.",
    )


def free_of_overlap(case: Case) -> Iterable[Warned]:
    """R26: no other leave, and no sickness, on any half day of it."""
    taken = [other for other in case.others if other.span.overlaps(case.draft.span)]
    if taken:
        first = min(taken, key=lambda other: other.span.start)
        text = case.context.says(
            f"You already have leave then: {first.span} ({_STANDING[first.state]}).",
            f"{case.context.name} already has leave then: {first.span} ({_STANDING[first.state]}).",
        )
        raise Refused(text, field="first", reason="overlap")
    ill = [span for span in case.context.sick if span.overlaps(case.draft.span)]
    if ill:
        text = case.context.says(
            f"You are on record as away for another reason then: {ill[0]}.",
            f"{case.context.name} is on record as away for another reason then: {ill[0]}.",
        )
        raise Refused(text, field="first", reason="overlap_sick")
    return ()


_STANDING = {
    State.REQUESTED: "waiting for an answer",
    State.FIRST_APPROVED: "waiting for the second answer",
    State.APPROVED: "approved",
    State.CANCELLATION_REQUESTED: "approved, its cancellation not yet answered",
}
