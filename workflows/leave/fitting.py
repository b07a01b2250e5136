"""Whether a verb that state and relation allow also fits this leave now: its type's settings and its dates (R38).

Asked by the action, which refuses, and by whoever lays out buttons, so that a button that shows is one that works.
"""

from datetime import date

from workflows.kernel.access import PersonId
from workflows.leave.rules.life import State
from workflows.leave.rules.policy import LeaveType
from workflows.leave.rules.request import Request
from workflows.leave.rules.settings import Cancelling

_BEGUN = "This leave has begun, so it can't be cancelled any more; shorten it, or ask your operations manager."


def fit(verb: str, request: Request, leave_type: LeaveType, actor: PersonId, today: date) -> str | None:
    """Why not, in words for the one who asks; None when it fits. `today` is the person's."""
    match verb:
        case "approve":
            return _approving(request, leave_type, actor)
        case "approve_first":
            return None if _two_stages(request, leave_type) else "One approval is enough for this leave."
        case "cancel":
            return _cancelling(request, leave_type, today, Cancelling.DIRECT)
        case "ask_cancel":
            return _cancelling(request, leave_type, today, Cancelling.BY_REQUEST)
        case "shorten":
            return _shortening(request, leave_type, today)
    return None


def _approving(request: Request, leave_type: LeaveType, actor: PersonId) -> str | None:
    if request.state is State.REQUESTED and _two_stages(request, leave_type):
        return "This leave needs two approvals, one after the other."
    if request.state is State.FIRST_APPROVED and request.decided_by == actor:
        return "You gave the first approval; the second one has to come from somebody else."
    return None


def _two_stages(request: Request, leave_type: LeaveType) -> bool:
    return leave_type.approval.stages == 2 and request.days >= leave_type.approval.second_from


def _cancelling(request: Request, leave_type: LeaveType, today: date, way: Cancelling) -> str | None:
    if leave_type.cancelling is not way:
        return _OTHERWISE[leave_type.cancelling]
    return None if request.span.first > today else _BEGUN


_OTHERWISE = {
    Cancelling.DIRECT: "You can cancel this yourself, without asking.",
    Cancelling.BY_REQUEST: "Leave of this kind is cancelled by your operations manager. Ask them to.",
    Cancelling.NEVER: "Leave of this kind can't be cancelled. Talk to your operations manager.",
}


def _shortening(request: Request, leave_type: LeaveType, today: date) -> str | None:
    if leave_type.cancelling is not Cancelling.DIRECT:
        return "Leave of this kind is shortened by your operations manager. Ask them to."
    if request.span.last < today:
        return "This leave is over. Only your operations manager can still change it."
    return None if request.span.stop - request.span.start > 1 else "There is nothing to shorten: cancel it instead."
