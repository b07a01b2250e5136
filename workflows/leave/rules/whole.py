"""Whether the dates make sense by themselves: they cost something, and nothing else is there (R2, R3, R26)."""

from collections.abc import Iterable

from workflows.calendar.rules import DayCost, Half, Span, spoken
from workflows.kernel.errors import Refused
from workflows.leave.rules.case import Case, Warned
from workflows.leave.rules.life import State


def costs_something(case: Case) -> Iterable[Warned]:
    """R2: leave that costs nothing needs no asking."""
    if case.days > 0:
        return ()
    raise Refused(_why_nothing(case.breakdown, case.draft.span), field="first", reason="no_cost")


def _why_nothing(breakdown: tuple[DayCost, ...], span: Span) -> str:
    holidays = [part for part in breakdown if part.holiday and part.pattern_length]
    if span.first == span.last and holidays and holidays[0].holiday:
        half = f" {_HALVES[span.first_half]}" if span.first_half and holidays[0].holiday.half else ""
        return f"{spoken(span.first)} is already a public holiday for you{half}: {holidays[0].holiday.name}."
    if span.first == span.last:
        half = f" {_HALVES[span.first_half]}" if span.first_half else ""
        return f"You don't work on {spoken(span.first)}{half}, so you need no leave then."
    named = " and ".join(part.holiday.name for part in holidays if part.holiday)
    return "You don't work on any of these days" + (f" ({named} included)" if named else "") + ", so you need no leave."


_HALVES = {Half.AM: "in the morning", Half.PM: "in the afternoon"}


def halves_are_worked(case: Case) -> Iterable[Warned]:
    """R3: asking for half of a day of which that half, or all, is free is a slip ("half on Wednesday, a holiday")."""
    ends = ((case.draft.span.first_half, case.breakdown[0]), (case.draft.span.last_half, case.breakdown[-1]))
    for half, part in ends:
        if half is not None and not part.cost:
            raise Refused(
                f"You needn't take half of {spoken(part.day)}: {_free_because(part, half)}.",
                field="first_half" if part is case.breakdown[0] else "last_half",
                reason="half_free",
            )
    return ()


def _free_because(part: DayCost, half: Half) -> str:
    if part.holiday is not None:
        return f"it is {part.holiday.name}"
    return f"you don't work {_HALVES[half]} of that day" if part.pattern_length else "you don't work that day"


def free_of_overlap(case: Case) -> Iterable[Warned]:
    """R26: no other leave, and no sickness, on any half day of it."""
    taken = [other for other in case.others if other.span.overlaps(case.draft.span)]
    if taken:
        first = min(taken, key=lambda other: other.span.start)
        raise Refused(
            f"You already have leave then: {first.span} ({_STANDING[first.state]}).", field="first", reason="overlap"
        )
    ill = [span for span in case.context.sick if span.overlaps(case.draft.span)]
    if ill:
        text = f"You are on record as away for another reason then: {ill[0]}."
        raise Refused(text, field="first", reason="overlap_sick")
    return ()


_STANDING = {
    State.REQUESTED: "waiting for an answer",
    State.FIRST_APPROVED: "waiting for the second answer",
    State.APPROVED: "approved",
    State.CANCELLATION_REQUESTED: "approved, its cancellation not yet answered",
}
