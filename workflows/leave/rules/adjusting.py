"""What people write into a ledger by hand: adjustments and opening balances, signed and with a reason (R22)."""

from datetime import date
from decimal import Decimal

from workflows.calendar.rules import spoken
from workflows.kernel.errors import Refused
from workflows.language import tr
from workflows.leave.rules.context import Context
from workflows.leave.rules.ledger import Entry, Kind
from workflows.leave.rules.policy import LeaveType, leave_year, year_name
from workflows.leave.rules.words import BROUGHT_OVER, type_name

_PLACES = Decimal("0.0001")
_MOST = Decimal(100_000)


def adjusted(context: Context, code: str, amount: Decimal, day: date, reason: str) -> Entry:
    """R22: the entry for a change by hand, in the leave year of its day; Refused when it makes no sense."""
    if not reason.strip():
        raise Refused(tr("Please give a reason; it stands in the ledger."), field="reason", reason="reason_missing")
    _sensible(context, code, amount, day)
    return Entry(code, _year(context, day), Kind.ADJUSTMENT, day, amount, None, None, reason.strip())


def opening(
    context: Context, code: str, amount: Decimal, day: date, *, carried: bool = False, expires: date | None = None
) -> Entry:
    """What somebody had on a day, which settles everything before it; `carried`: brought over from the year before."""
    _sensible(context, code, amount, day, zero=True)
    if expires is not None and expires <= day:
        text = tr("It would expire on {day}, before it counts.", day=spoken(expires))
        raise Refused(text, field="expires", reason="expires")
    name = _year(context, day)
    grant = BROUGHT_OVER.format(year=name) if carried else name
    return Entry(code, grant, Kind.OPENING, day, amount, expires)


def _year(context: Context, day: date) -> str:
    return year_name(leave_year(context.policy, day, context.employment.first)[0])


def _sensible(context: Context, code: str, amount: Decimal, day: date, *, zero: bool = False) -> None:
    _known_type(context, code)
    if not amount and not zero:
        raise Refused(tr("An adjustment of nothing changes nothing."), field="amount", reason="amount")
    if not amount.is_finite() or abs(amount) > _MOST or amount != amount.quantize(_PLACES):
        raise Refused(tr("Please give a number with at most four decimal places."), field="amount", reason="amount")
    if not context.employment.meets(day):
        text = tr("They are not with the company on {day}.", day=spoken(day))
        raise Refused(text, field="day", reason="outside_employment")


def _known_type(context: Context, code: str) -> LeaveType:
    try:
        leave_type = context.policy.leave_type(code)
    except KeyError:
        text = tr("There is no leave type {code}.", code=code)
        raise Refused(text, field="leave_type", reason="leave_type") from None
    if not leave_type.limited:
        text = tr("{type} has no balance.", type=type_name(leave_type))
        raise Refused(text, field="leave_type", reason="unlimited")
    return leave_type
