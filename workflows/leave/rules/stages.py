"""How many have to say yes to a request, when nobody need look at it, and what may have changed by the time they do."""

from decimal import Decimal

from workflows.leave.rules.check import Assessment, Draft, affordable
from workflows.leave.rules.context import Context
from workflows.leave.rules.policy import LeaveType
from workflows.leave.rules.request import Request


def two_stages(days: Decimal, leave_type: LeaveType) -> bool:
    """Whether leave of that length needs a second approval."""
    return leave_type.approval.stages == 2 and days >= leave_type.approval.second_from


def lacks_document(judged: Assessment) -> bool:
    """Whether it needs a document that isn't there (R35)."""
    return any(warned.reason == "document_missing" for warned in judged.warnings)


def automatic(judged: Assessment, leave_type: LeaveType) -> bool:
    """Whether it is granted without anybody's looking: by its type, or as a short one that no rule warns of.

    Leave that needs a document is not, until the document is there (R35).
    """
    if lacks_document(judged):
        return False
    approval = leave_type.approval
    return approval.stages == 0 or (judged.days <= approval.automatic_to and not judged.warnings)


def check_granting(request: Request, context: Context) -> None:
    """R20: where waiting leave reserves nothing (R21), other leave may have used the balance since; Refused then."""
    if not context.policy.leave_type(request.leave_type).pending_reserves:
        affordable(Draft(request.leave_type, request.span, request.id), context)
