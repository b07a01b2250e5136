"""The policy a new installation begins with: data, to be changed by whoever runs it, never read by a rule by name."""

from decimal import Decimal

from workflows.kernel.flow import Tx
from workflows.leave import versions
from workflows.leave.rules.policy import Approval, CarryOver, Entitlement, LeavePolicy, LeaveType, Names
from workflows.leave.rules.settings import Cancelling, Rounding, Validity, Window

_WINDOW = Window(ahead=550, back=14)
_APPROVAL = Approval(remind_after=(1, 3, 5), climb_after=3)

POLICY = LeavePolicy(
    code="standard",
    name="Standard",
    types=(
        LeaveType(
            code="annual",
            name="Annual leave",
            names=Names(de="Erholungsurlaub", fr="Congés payés", es="Vacaciones"),
            entitlement=Entitlement(amount=Decimal(25), rounding=Rounding(step=Decimal("0.5"))),
            carry_over=CarryOver(most=Decimal(5), validity=Validity(until="04-01")),
            window=_WINDOW,
            approval=_APPROVAL,
        ),
        LeaveType(
            code="toil",
            name="Time off in lieu",
            names=Names(de="Freizeitausgleich", fr="Repos compensateur", es="Descanso compensatorio"),
            emoji=":hourglass_flowing_sand:",
            earned=Validity(months=6),
            window=_WINDOW,
            approval=_APPROVAL,
        ),
        LeaveType(
            code="unpaid",
            name="Unpaid leave",
            names=Names(de="Unbezahlter Urlaub", fr="Congé sans solde", es="Permiso sin sueldo"),
            emoji=":leaves:",
            limited=False,
            paid=False,
            cancelling=Cancelling.BY_REQUEST,
            reason_required=True,
            window=_WINDOW,
            approval=_APPROVAL,
        ),
    ),
)


def seed(tx: Tx) -> None:
    """Put it there unless it is there already."""
    versions.seed_policy(tx, POLICY)
