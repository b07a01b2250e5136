"""What is said in one sentence about a leave: to its owner, to who decides; nothing once there is something newer."""

from collections.abc import Callable

from workflows.language import marked, tr
from workflows.leave.cards import YOU, Facts
from workflows.leave.outlook import moment
from workflows.leave.rules.life import State
from workflows.leave.tables import WAITING
from workflows.wording import blocks

Say = Callable[[Facts], str | None]


def _what(facts: Facts) -> str:
    return f"{blocks.escaped(facts.kind)}, {facts.span}, {facts.days}"


def _about(wording: str) -> Callable[[Facts], str]:
    """That sentence; its parts are whose leave it is, what it is, and who is asked now."""
    return lambda facts: tr(wording, name=blocks.bold(facts.name), what=_what(facts), next=_next(facts))


def _decided(known: str, unknown: str) -> Callable[[Facts], str]:
    """The sentence with who decided it; the other where nobody did."""

    def said(facts: Facts) -> str:
        if not facts.decided_by:
            return tr(unknown, what=_what(facts))
        by = tr("you") if facts.decided_by == YOU else blocks.escaped(facts.decided_by, 80)
        return tr(known, name=by, what=_what(facts))

    return said


def _when(*states: State) -> Callable[[Say], Say]:
    """Only while the leave is in one of these states; later there is something newer to say."""

    def guarded(say: Say) -> Say:
        return lambda facts: say(facts) if facts.leave.state in states else None

    return guarded


def _recounted(facts: Facts) -> str | None:
    """R41: what it costs now; or that nothing of it is working time any more."""
    if facts.leave.state is State.CANCELLED:
        return _OFF(facts)
    return _NOW_IS(facts) if facts.leave.request.granted else None


def _waits(facts: Facts) -> str:
    step, name, what = facts.leave.waiting_for, blocks.bold(facts.name), _what(facts)
    if step is None or step.asked_at is None:
        return tr("{name} still waits for your answer: {what}.", name=name, what=what)
    at = moment(step.asked_at)
    return tr("{name} still waits for your answer, asked {at}: {what}.", name=name, at=at, what=what)


def _next(facts: Facts) -> str:
    if facts.waiting_for == YOU:
        return tr("you")
    return blocks.escaped(facts.waiting_for or tr("the next in line"), 80)


_OFF = _about(marked("None of these days is a working day of yours any more, so your leave is off: {what} are yours."))
_NOW_IS = _about(
    marked("The calendar or your working time changed, so your leave was counted again; it now is {what}.")
)
_approved, _requested = _when(State.APPROVED, State.CANCELLATION_REQUESTED), _when(State.REQUESTED)
TEXTS: dict[str, Say] = {
    "told_approved": _approved(
        _decided(marked("Your leave is *approved* by {name}: {what}."), marked("Your leave is *approved*: {what}."))
    ),
    "told_first_approved": _when(State.FIRST_APPROVED)(
        _decided(
            marked("Your leave has its first approval by {name}, one more to go: {what}."),
            marked("Your leave has its first approval, one more to go: {what}."),
        )
    ),
    "told_declined": _when(State.DECLINED)(
        _decided(marked("Your leave was *declined* by {name}: {what}."), marked("Your leave was *declined*: {what}."))
    ),
    "told_cancelled": _when(State.CANCELLED)(
        _decided(
            marked("Your leave was *cancelled* by {name}: {what}. The days are yours again."),
            marked("Your leave was *cancelled*: {what}. The days are yours again."),
        )
    ),
    "told_cancellation_declined": _approved(
        _decided(
            marked("Your leave *stays approved*; its cancellation was declined by {name}: {what}."),
            marked("Your leave *stays approved*; its cancellation was declined: {what}."),
        )
    ),
    "told_shortened": _approved(
        _about(marked("Your leave was *shortened*; it now is {what}. The other days are yours again."))
    ),
    "told_taken_again": _approved(
        _about(marked("Your absence turned out shorter, so days of your leave count again; it now is {what}."))
    ),
    "told_recounted": _recounted,
    "told_climbed": _when(*WAITING)(
        _about(marked("Nobody has answered yet, so your request went on to {next}: {what}."))
    ),
    "heard_cancelled": _when(State.CANCELLED)(_about(marked("{name} is not away after all: {what}."))),
    "heard_shortened": _approved(_about(marked("{name} is away for less: now {what}."))),
    "heard_changed": _requested(_about(marked("{name} changed their request: {what}."))),
    "heard_kept_asked": _requested(_about(marked("{name} would rather keep what they asked for: {what}."))),
    "heard_suggestion_lapsed": _requested(
        _about(marked("{name} did not answer what you suggested, so their request stands: {what}."))
    ),
    "passed": _when(*WAITING)(
        _about(marked("{name}'s request was put to {next} too; you can still answer it: {what}."))
    ),
    "waiting": _when(*WAITING)(_waits),
}
"""By the kind of the notice."""
