"""What a form's fields mean: a command's words or a modal's values become entries, rates, settings, or are refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from workflows.budget.rules.entry import Category, Entry, Kind, Scope, check, read_category, read_kind
from workflows.budget.rules.level import read_band
from workflows.budget.rules.life import Budget
from workflows.budget.rules.money import Money, read_amount, read_currency, read_money
from workflows.budget.rules.month import Month, read_month
from workflows.budget.rules.rate import Unit
from workflows.budget.rules.value import Method
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.language import tr

OF, YEAR = "of", "year"
KIND, MONTH, CATEGORY, AMOUNT = "kind", "month", "category", "amount"
CSV = "csv"
CURRENCY, METHOD, LOW, HIGH = "currency", "method", "low", "high"
ROLE, NEW_ROLE, UNIT, STARTS, ENDS, PERSON = "role", "new_role", "unit", "starts", "ends", "person"
"""The fields, by block id; the rules name the same ones in their refusals."""
NONE = frozenset({"none", "nothing", "-"})
"""What takes an amount away again."""
UNITS = {"hour": Unit.HOUR, "h": Unit.HOUR, "hr": Unit.HOUR, "day": Unit.DAY, "d": Unit.DAY}


def full(form: Form) -> bool:
    """Whether an amount was given, so that nothing need be asked."""
    return bool(text(form, AMOUNT))


def entries_of(form: Form, whose: Budget, scope: Scope, known: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entry that is meant; for “none” one for each currency there, for “none USD” that. Raises Refused (field)."""
    kind = read_kind(text(form, KIND), KIND)
    month = read_month(text(form, MONTH), scope.today, MONTH)
    category = read_category(text(form, CATEGORY), scope.owner, CATEGORY)
    amount, _, currency = text(form, AMOUNT).lower().partition(" ")
    if amount in NONE:
        alone = read_currency(currency, AMOUNT) if currency else None
        return _taken_away(kind, month, category, [one for one in known if alone in (None, one.money.currency)])
    money = read_money(text(form, AMOUNT), whose.currency, scope.name, AMOUNT)
    return (check(Entry(kind, month, category, money), scope),)


def settings_of(form: Form, whose: Budget) -> Budget:
    """The budget with what was chosen."""
    currency = text(form, CURRENCY)
    after = replace(whose, currency=read_currency(currency, CURRENCY) if currency else None)
    if METHOD not in form:
        return after
    chosen = text(form, METHOD)
    if chosen not in set(Method):
        raise Refused(tr("Please pick one from the list."), field=METHOD, reason="method")
    band = read_band(read_amount(text(form, LOW), LOW, 3), read_amount(text(form, HIGH), HIGH, 3))
    return replace(after, method=Method(chosen), band=band)


def rate_of(form: Form) -> tuple[Unit, Money]:
    """What a rate is for, and how much; a currency has to be written."""
    unit = UNITS.get(text(form, UNIT).lower())
    if unit is None:
        raise Refused(tr("A rate is for an hour or for a day."), field=UNIT, reason="unit")
    return unit, read_money(text(form, AMOUNT), None, tr("rates", context="no currency is set for"), AMOUNT)


def day_of(form: Form, field: str) -> date:
    """A day that has to be there."""
    day = form.get(field)
    if not isinstance(day, date):
        raise Refused(tr("Please pick a day."), field=field, reason="no_day")
    return day


def last_of(form: Form) -> date | None:
    """The last day, when there is one."""
    day = form.get(ENDS)
    return day if isinstance(day, date) else None


def year_of(form: Form, today: date) -> int:
    """The year that is asked about; this one, when none is."""
    words = text(form, YEAR)
    if not words:
        return today.year
    if not (words.isdecimal() and words.isascii() and len(words) == 4 and "2000" <= words <= "2099"):
        raise Refused(tr("“{text}” is no year. Write it like {year}.", text=words[:20], year=today.year), reason="year")
    return int(words)


def text(form: Form, field: str) -> str:
    """What stands in a field."""
    return str(form.get(field) or "").strip()


def _taken_away(kind: Kind, month: Month, category: Category, known: Sequence[Entry]) -> tuple[Entry, ...]:
    wanted = (kind, month, category)
    there = [one for one in known if (one.kind, one.month, one.category) == wanted]
    if not there:
        raise Refused(tr("Nothing stands there for {month}.", month=month), field=AMOUNT, reason="nothing_there")
    return tuple(replace(one, money=Money(Decimal(0), one.money.currency)) for one in there)
