"""What policies say about the company's own days, kept where everybody's working time is made from."""

from collections.abc import Sequence

from workflows.calendar import store as calendar
from workflows.kernel.flow import Tx
from workflows.leave.rules.own_days import observed_by, own_days
from workflows.leave.rules.policy import LeavePolicy
from workflows.leave.waking import wake_all
from workflows.organisation import recent


def keep(tx: Tx, policies: Sequence[LeavePolicy]) -> None:
    """Have the calendar as all policies have it today; leave that it touches is counted again by the clock (R41)."""
    recent.of_person(tx, ("calendar_of_policies", tx.now.date()), lambda: _keep(tx, policies))


def _keep(tx: Tx, policies: Sequence[LeavePolicy]) -> bool:
    changed = calendar.set_policy_days(tx, own_days(policies))
    changed |= calendar.set_policy_rules(tx, observed_by(policies, tx.now.date()))
    if changed:
        wake_all(tx)
    return True
