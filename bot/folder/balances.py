"""Opening leave balances by address: the one place where the folder touches the leave workflow."""

from decimal import Decimal

from bot.folder.reading import BalanceKey
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.leave import store as leave
from workflows.organisation.store import person_by_email


def known(tx: Tx, emails: dict[PersonId, str]) -> dict[BalanceKey, Decimal]:
    """All opening balances that stand."""
    return {(emails[one.person], one.year, one.leave_type): one.days for one in leave.opening_balances(tx)}


def leave_types(tx: Tx) -> tuple[str, ...]:
    """The codes a balance may be for."""
    return tuple(one.code for one in leave.policy(tx).types)


def open_balance(tx: Tx, email: str, leave_type: str, year: int, days: Decimal, by: PersonId | None) -> None:
    """Note what somebody begins the year with; `by` is None when nobody in the directory says so."""
    person = person_by_email(tx, email)
    if person is None:
        raise LookupError(email)
    leave.open_balance(tx, person.id, leave_type, year, days, by)
