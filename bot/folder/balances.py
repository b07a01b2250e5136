"""Opening leave balances by address: the one place where the folder touches the leave workflow."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from bot.folder.reading import BalanceKey
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.leave import store as leave
from workflows.leave import versions
from workflows.leave.rules.policy import leave_year
from workflows.leave.waking import wake_all
from workflows.organisation.store import ids_by_email


def known(tx: Tx, emails: dict[PersonId, str]) -> dict[BalanceKey, Decimal]:
    """All opening balances that stand."""
    return {(emails[one.person], one.year, one.leave_type): one.days for one in leave.opening_balances(tx)}


def leave_types(tx: Tx) -> tuple[str, ...]:
    """The codes a balance may be for."""
    return tuple(versions.types(tx))


def outside(tx: Tx, year: int, starts: date, ends: date | None) -> str | None:
    """Why nobody employed from the one day to the other has a leave year that begins in that year; None if they may."""
    policies = versions.every(tx).policies
    years = [leave_year(policy, date(year, 12, 31), starts) for policy in policies]
    if starts >= max(end for _, end in years):
        return f"the leave year {year} is over before their first day, {starts}"
    if ends is not None and ends < min(begin for begin, _ in years):
        return f"the leave year {year} begins after their last day, {ends}"
    return None


def begin(tx: Tx, opening: Mapping[BalanceKey, Decimal], by: PersonId | None, progress: Callable[[int], None]) -> None:
    """Note what people begin a leave year with; `by` is None when nobody in the directory says so."""
    wake_all(tx)
    people = ids_by_email(tx) if opening else {}
    for (email, year, leave_type), days in opening.items():
        leave.open_balance(tx, people[email], leave_type, year, days, by)
        progress(1)
