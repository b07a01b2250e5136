"""Whether a verb that state and relation allow also fits this leave now: its type's settings and its dates (R38).

Asked by the action, which refuses, and by whoever lays out buttons, so that a button that shows is one that works.
"""

from datetime import date

from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.language import tr
from workflows.leave.rules.changes import check_cancel, check_closing
from workflows.leave.rules.life import State
from workflows.leave.rules.policy import LeaveType
from workflows.leave.rules.request import Request
from workflows.leave.rules.settings import Cancelling
from workflows.leave.rules.stages import two_stages
from workflows.leave.rules.words import type_name

GIVES_UP = frozenset({"cancel", "ask_cancel", "shorten"})
"""What an owner does about leave that they have."""


def fit(
    verb: str,
    request: Request,
    leave_type: LeaveType,
    actor: PersonId,
    today: date,
    *,
    documented: bool,
    suggested: bool = False,
    closing: str | None = None,
) -> str | None:
    """Why not, in words for the one who asks; None when it fits.

    `today` is the person's; `documented`: whether what documents it needs are there; `suggested`: whether other dates
    were suggested, and wait for the person's answer; `closing`: the company shutdown it was booked for.
    """
    if verb in ("approve", "approve_first") and not documented:
        return tr(
            "{type} can be approved once its document is there. They can add it with “Change…”.",
            type=type_name(leave_type),
        )
    if verb == "keep_asked" and not suggested:
        return tr("Nobody has suggested anything else.")
    if verb in GIVES_UP and (why_not := _closed(leave_type, closing)):
        return why_not
    return _fit(verb, request, leave_type.booked_for(closing), actor, today)


def _fit(verb: str, request: Request, leave_type: LeaveType, actor: PersonId, today: date) -> str | None:
    match verb:
        case "approve":
            return _approving(request, leave_type, actor)
        case "approve_first":
            return None if two_stages(request.days, leave_type) else tr("One approval is enough for this leave.")
        case "cancel":
            return _cancelling(request, leave_type, today)
        case "ask_cancel":
            return _asking_to_cancel(request, leave_type, today)
        case "shorten":
            return _shortening(request, leave_type, today)
    return None


def _closed(leave_type: LeaveType, closing: str | None) -> str | None:
    try:
        check_closing(leave_type, closing)
    except Refused as refused:
        return refused.text
    return None


def _approving(request: Request, leave_type: LeaveType, actor: PersonId) -> str | None:
    if request.state is State.REQUESTED and two_stages(request.days, leave_type):
        return tr("This leave needs two approvals, one after the other.")
    if request.state is State.FIRST_APPROVED and request.decided_by == actor:
        return tr("You gave the first approval; the second one has to come from somebody else.")
    return None


def _cancelling(request: Request, leave_type: LeaveType, today: date) -> str | None:
    try:
        check_cancel(request, leave_type, today, owner=True)
    except Refused as refused:
        return refused.text
    return None


def _asking_to_cancel(request: Request, leave_type: LeaveType, today: date) -> str | None:
    """Where the type wants it asked for; else what stands against cancelling, or that nothing does."""
    if leave_type.cancelling is Cancelling.BY_REQUEST and request.span.first >= today:
        return None
    return _cancelling(request, leave_type, today) or tr("You can cancel this yourself, without asking.")


def _shortening(request: Request, leave_type: LeaveType, today: date) -> str | None:
    if leave_type.cancelling is not Cancelling.DIRECT:
        return tr("Leave of this kind is shortened by your operations manager. Ask them to.")
    if request.span.last < today:
        return tr("This leave is over. Only your operations manager can still change it.")
    return None if request.span.stop - request.span.start > 1 else tr("There is nothing to shorten: cancel it instead.")
