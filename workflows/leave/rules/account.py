"""How one person's leave of one type unfolds over time: what comes in, what expires, and which grant pays each day.

Everything that can be derived is derived again each time from what people wrote down (openings, adjustments, earned
time, requests) and the policy: so a late change in an old year flows forward (R17), leave already booked in the next
year counts against this one's rest (R18), and cancelling covers again what had been uncovered (R19). The ledger is the
record of it: `settle` says which entries it still lacks, and never asks for one to be changed (R23).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from heapq import heappop, heappush

from workflows.leave.rules.context import NOTHING, Context, Employment
from workflows.leave.rules.entitlement import Credit, credits_of
from workflows.leave.rules.ledger import Entry, Kind
from workflows.leave.rules.policy import CarryOver, LeavePolicy, LeaveType, leave_year, year_name
from workflows.leave.rules.settings import Order, Validity, add_months, month_day

_EXPIRE, _CLOSE, _CREDIT, _USE = range(4)
"""What happens first on one date: expiry, then carry-over, then what comes in, then leave."""
_AUTHORED = frozenset({Kind.OPENING, Kind.ADJUSTMENT, Kind.EARNED})
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Use:
    """A day of leave that wants to be paid for."""

    day: date
    amount: Decimal
    request: int
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Paid:
    """A part of it, and the grant that paid (R19)."""

    use: Use
    grant: str
    amount: Decimal


@dataclass(frozen=True)
class Account:
    """What a type's balance is derived from, for one person."""

    leave_type: LeaveType
    policy: LeavePolicy
    employment: Employment
    authored: tuple[Entry, ...]
    credits: tuple[Credit, ...]
    uses: tuple[Use, ...]
    begins: date
    """What was before is settled by an opening balance, or was before they came."""


@dataclass(slots=True)
class Pot:
    """One grant while the account unfolds."""

    name: str
    first: date
    """The first day it may pay for."""
    expires: date | None
    yearly: bool = False
    kept: bool = False
    left: Decimal = NOTHING

    def pays(self, day: date) -> bool:
        """Whether it is valid that day (R15, R16)."""
        return self.first <= day and (self.expires is None or day < self.expires)


@dataclass(frozen=True)
class Unfolded:
    """The account's whole story up to a day, in the order it happens."""

    entries: tuple[Entry, ...]
    """All but leave: what came in, went over, expired."""
    paid: tuple[Paid, ...]
    pots: tuple[Pot, ...]
    depths: dict[str, Decimal]
    """By leave year, how far below zero leave took it at the worst."""
    open: Decimal = NOTHING
    """What could be used on the day that was asked about, if nothing came after."""

    def deeper(self, other: "Unfolded") -> Decimal:
        """How much further below zero this goes than the other, over all years."""
        return sum(
            (max(NOTHING, depth - other.depths.get(year, NOTHING)) for year, depth in self.depths.items()), NOTHING
        )


def account(
    context: Context, code: str, until: date, extra: Iterable[Use] = (), leave_out: int | None = None
) -> Account:
    """The account of a type, with further uses, without a request that is being changed."""
    leave_type = context.policy.leave_type(code)
    authored = tuple(entry for entry in context.ledger if entry.leave_type == code and entry.kind in _AUTHORED)
    opened = max((entry.day for entry in authored if entry.kind is Kind.OPENING), default=None)
    begins = opened or context.employment.first
    unpaid = _unpaid(context) if leave_type.by_time_worked else ()
    derived = tuple(
        credit
        for credit in credits_of(
            leave_type, context.policy, context.employment, context.working_time, begins, until, unpaid
        )
        if (opened is None or credit.day > opened) and _counts(credit, leave_type, context.today)
    )
    every = (*uses(context, leave_type, leave_out), *extra)
    return Account(
        leave_type,
        context.policy,
        context.employment,
        tuple(entry for entry in authored if entry.day >= begins),
        derived,
        tuple(use for use in every if use.day >= begins),
        begins,
    )


def _unpaid(context: Context) -> tuple[tuple[date, Decimal], ...]:
    """Days of granted leave of types that aren't paid."""
    unpaid = {leave_type.code for leave_type in context.policy.types if not leave_type.paid}
    taken = [request for request in context.requests if request.granted and request.leave_type in unpaid]
    return tuple(day for request in taken for day in context.costs_of(request))


def _counts(credit: Credit, leave_type: LeaveType, today: date) -> bool:
    """R14: whether what is earned only later may be counted on now."""
    accrual = leave_type.entitlement.accrual
    return accrual is None or accrual.ahead or credit.day <= today


def uses(context: Context, leave_type: LeaveType, leave_out: int | None = None) -> tuple[Use, ...]:
    """Every day that requests of the type hold, granted or waiting (R21)."""
    return tuple(
        Use(day, amount, request.id, request.pending)
        for request in context.requests
        if request.active and request.leave_type == leave_type.code and request.id != leave_out
        if leave_type.pending_reserves or not request.pending
        for day, amount in context.costs_of(request)
    )


def horizon(context: Context, code: str, day: date) -> date:
    """How far an account must be played to know all about a day: past its leave year and past the last leave."""
    _, end = leave_year(context.policy, day, context.employment.first)
    return max([end, *(request.span.last for request in context.requests if request.leave_type == code)])


def unfold(account: Account, until: date, ask: date | None = None) -> Unfolded:
    """Play it through to a day; `ask`: also say what could be used on that day."""
    story = _Story(account)
    story.play(min(until, ask) if ask else until)
    opened = story.open(ask) if ask else NOTHING
    story.play(until)
    return Unfolded(tuple(story.entries), tuple(story.paid), tuple(story.pots.values()), story.depths, opened)


class _Story:
    """One playing through of an account: made, played, read, and thrown away."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.pots: dict[str, Pot] = {}
        self.year = ""
        self.entries: list[Entry] = []
        self.paid: list[Paid] = []
        self.depths: dict[str, Decimal] = {}
        self.earned: dict[str, Decimal] = {}
        """By leave year."""
        self._queue: list[tuple[date, int, int, Callable[[], None]]] = []
        self._count = 0
        self._open_year(account.begins)
        for entry in account.authored:
            self._at(entry.day, _CREDIT, partial(self._author, entry))
        for credit in account.credits:
            self._at(credit.day, _CREDIT, partial(self._credit, credit))
        for use in sorted(account.uses, key=lambda use: (use.day, use.pending, use.request)):
            self._at(use.day, _USE, partial(self._use, use))

    def play(self, until: date) -> None:
        """Everything that happens up to and including that day."""
        while self._queue and self._queue[0][0] <= until:
            heappop(self._queue)[3]()

    def open(self, day: date) -> Decimal:
        """What is left to use that day; negative when overdrawn."""
        return sum((pot.left for pot in self.pots.values() if pot.pays(day)), NOTHING)

    def _at(self, day: date, phase: int, happens: Callable[[], None]) -> None:
        self._count += 1
        heappush(self._queue, (day, phase, self._count, happens))

    def _open_year(self, day: date) -> None:
        begin, end = leave_year(self.account.policy, day, self.account.employment.first)
        self.year = year_name(begin)
        self._pot(self.year, begin, end, yearly=True)
        self._at(end, _CLOSE, partial(self._close_year, self.pots[self.year], end))

    def _pot(self, name: str, first: date, expires: date | None, *, yearly: bool = False, kept: bool = False) -> Pot:
        pot = self.pots.get(name)
        if pot is None:
            pot = self.pots[name] = Pot(name, first, expires, yearly, kept)
            if expires is not None and not yearly:
                self._at(expires, _EXPIRE, partial(self._expire, pot, expires))
        return pot

    def _enter(self, pot: Pot, kind: Kind, day: date, amount: Decimal, expires: date | None = None) -> None:
        if amount:
            pot.left += amount
            self.entries.append(Entry(self.account.leave_type.code, pot.name, kind, day, amount, expires))

    def _author(self, entry: Entry) -> None:
        earned = entry.kind is Kind.EARNED
        name = entry.grant or (f"earned {entry.day}" if earned else self.year)
        pot = self._pot(name, entry.day + _DAY if earned else entry.day, self._expiry(entry))
        pot.left += entry.amount
        self.entries.append(entry)

    def _expiry(self, entry: Entry) -> date | None:
        validity = self.account.leave_type.earned
        if entry.expires is not None or entry.kind is not Kind.EARNED or validity is None:
            return entry.expires
        return expiry(validity, entry.day)

    def _credit(self, credit: Credit) -> None:
        amount = credit.amount
        caps = self.account.leave_type.entitlement
        if credit.kind is Kind.ACCRUAL and caps.most_open is not None:
            amount = max(NOTHING, min(amount, caps.most_open - self.open(credit.day)))
        if credit.kind is Kind.ACCRUAL and caps.most_yearly is not None:
            amount = max(NOTHING, min(amount, caps.most_yearly - self.earned.get(credit.grant, NOTHING)))
        self.earned[credit.grant] = self.earned.get(credit.grant, NOTHING) + amount
        self._enter(self.pots[credit.grant], credit.kind, credit.day, amount, self.pots[credit.grant].expires)

    def _use(self, use: Use) -> None:
        wanted = use.amount
        for pot in self._in_order(use.day):
            part = min(wanted, pot.left)
            wanted -= self._pay(use, pot, part)
            if not wanted:
                break
        if wanted:
            self._pay(use, self.pots[self.year], wanted)
        self.depths[self.year] = max(self.depths.get(self.year, NOTHING), -self.open(use.day))

    def _pay(self, use: Use, pot: Pot, amount: Decimal) -> Decimal:
        pot.left -= amount
        self.paid.append(Paid(use, pot.name, amount))
        return amount

    def _in_order(self, day: date) -> list[Pot]:
        pots = [pot for pot in self.pots.values() if pot.left > 0 and pot.pays(day)]
        if self.account.leave_type.order is Order.OLDEST_FIRST:
            return sorted(pots, key=lambda pot: (pot.first, pot.yearly))
        return sorted(pots, key=self._urgency)

    def _urgency(self, pot: Pot) -> tuple[int, date]:
        """What expires first, first (R15); what was kept from old years comes before the year's own."""
        if pot.yearly:
            return 2, pot.first
        if pot.expires is None:
            return 1, pot.first
        ends = self.pots[self.year].expires
        return (0 if ends is None or pot.expires <= ends else 3), pot.expires

    def _expire(self, pot: Pot, day: date) -> None:
        if pot.left > 0:
            self._enter(pot, Kind.EXPIRY, day, -pot.left)

    def _close_year(self, pot: Pot, day: date) -> None:
        self._open_year(day)
        rules = self.account.leave_type.carry_over
        if pot.left < 0:
            if rules.negative:
                self._enter(self.pots[self.year], Kind.CARRY_OVER, day, pot.left)
                self._enter(pot, Kind.CARRY_OVER, day, -pot.left)
            return
        kept, carried = self._carried(pot, rules)
        self._enter(pot, Kind.EXPIRY, day, kept + carried - pot.left)
        self._enter(pot, Kind.CARRY_OVER, day, -pot.left)
        if carried and rules.validity is not None:
            expires = expiry(rules.validity, day)
            self._enter(self._pot(f"{pot.name} carried", day, expires), Kind.CARRY_OVER, day, carried, expires)
        if kept:
            self._enter(self._pot(f"{pot.name} kept", day, None, kept=True), Kind.CARRY_OVER, day, kept)

    def _carried(self, pot: Pot, rules: CarryOver) -> tuple[Decimal, Decimal]:
        """What of a year's rest never expires, and what of it does (R15)."""
        older = sum((other.left for other in self.pots.values() if other.kept), NOTHING)
        most = pot.left if rules.most is None else max(NOTHING, min(pot.left, rules.most - older))
        if rules.validity is None or rules.forever is None:
            return most, NOTHING
        kept = max(NOTHING, min(most, rules.forever - older))
        return kept, most - kept


def expiry(validity: Validity, since: date) -> date:
    """The first day on which what came in on `since` can no longer be used (R15, R16)."""
    if validity.days is not None:
        day = since + timedelta(days=validity.days)
    elif validity.months is not None:
        day = add_months(since, validity.months)
    else:
        day = month_day(validity.until or "", since.year)
        day = day if day > since else month_day(validity.until or "", since.year + 1)
    return day + _DAY if validity.inclusive else day
