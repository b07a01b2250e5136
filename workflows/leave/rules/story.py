"""One playing through of an account, day by day: what comes in, expires, goes over, and which grant pays each day."""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from heapq import heapify, heappop, heappush
from typing import Any

from workflows.leave.rules.context import NOTHING, Employment
from workflows.leave.rules.entitlement import Credit
from workflows.leave.rules.ledger import Entry, Kind
from workflows.leave.rules.policy import CarryOver, LeavePolicy, LeaveType, leave_year, year_name
from workflows.leave.rules.settings import Order, Validity, add_months, month_day

_EXPIRE, _SETTLE, _CLOSE, _AUTHOR, _CREDIT, _USE = range(6)
"""What happens first on one date: expiry, then carry-over, then what comes in, then leave."""
_DAY = timedelta(days=1)
SANDWICH = "sandwich"
"""Why a day off is charged that no request asks for: it lies between two of them."""


@dataclass(frozen=True, slots=True)
class Use:
    """A day of leave that wants to be paid for."""

    day: date
    amount: Decimal
    request: int
    pending: bool = False
    reason: str = ""
    """A stable code, where it is not simply a day of the request."""


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
    versions: tuple[tuple[date, LeaveType], ...] = ()
    """The type as it was and will be, where it changes; what happens on a date goes by the version of that date."""

    def rules(self, day: date) -> LeaveType:
        """The type's settings on that day."""
        found = [leave_type for since, leave_type in self.versions if since <= day]
        return found[-1] if found else self.leave_type

    @property
    def settled(self) -> frozenset[date]:
        """The days of later openings: each says anew what there is, whatever was left before."""
        return frozenset(one.day for one in self.authored if one.kind is Kind.OPENING and one.day > self.begins)


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
    free: Decimal = NOTHING
    """What could still be used on the day that was asked about, without any later leave falling short (R18)."""

    def deepest_beyond(self, other: "Unfolded") -> Decimal:
        """How much further below zero this goes than the other, in the year in which it is most."""
        return max(self._beyond(other), default=NOTHING)

    def _beyond(self, other: "Unfolded") -> Iterator[Decimal]:
        return (max(NOTHING, depth - other.depths.get(year, NOTHING)) for year, depth in self.depths.items())


def unfold(account: Account, until: date, ask: date | None = None, *, entered: bool = True) -> Unfolded:
    """Play it through to a day; `ask`: also say what is free on that day.

    `entered` False: without the entries, for one who only looks at what is paid and what falls short.
    """
    story = Story(account, entered=entered)
    if ask is None:
        return story.told(until)
    story.play(min(until, ask))
    year, opened = story.year, story.open(ask)
    before = story.depths.pop(year, NOTHING)
    greedy = story.fork()
    told = story.told(until)
    free = _free(told, greedy, ask, opened, until)
    told.depths[year] = max(before, told.depths.get(year, NOTHING))
    return replace(told, free=free)


def _free(told: Unfolded, greedy: "Story", ask: date, opened: Decimal, until: date) -> Decimal:
    """What is open, less what leave of later days needs of it; negative when that is more than there will be."""
    short = told.depths.get(greedy.year, NOTHING)
    if opened <= 0 or short > 0:
        return min(opened, -short)
    if not greedy.uses_follow:
        return opened
    most = opened
    while most > 0:  # each round gives up what some year falls short by, which is never more than has to be given up
        trial = greedy.fork()
        trial.take(ask, most)
        short_by = trial.told(until).deepest_beyond(told)
        if not short_by:
            break
        most -= short_by
    return max(NOTHING, most)


_Event = tuple[date, int, int, Any]
"""Its day, what kind of thing it is, its turn among those, and what it is about."""


def _turn(use: Use) -> tuple[date, bool, int]:
    return use.day, use.pending, use.request


class Story:
    """One playing through of an account: made, played, read, and thrown away."""

    def __init__(self, account: Account, *, entered: bool = True) -> None:
        self.account = account
        self.entered = entered
        self.pots: dict[str, Pot] = {}
        self.live: dict[str, Pot] = {}
        """Those that may still pay."""
        self.year = ""
        self.entries: list[Entry] = []
        self.paid: list[Paid] = []
        self.depths: dict[str, Decimal] = {}
        self.earned: dict[str, Decimal] = {}
        """By leave year."""
        self.queue: list[_Event] = []
        self.count = len(account.authored) + len(account.credits) + len(account.uses)
        self._open_year(account.begins)
        self.queue += [(entry.day, _AUTHOR, number, entry) for number, entry in enumerate(account.authored)]
        self.queue += [(credit.day, _CREDIT, number, credit) for number, credit in enumerate(account.credits)]
        self.queue += [(day, _SETTLE, number, day) for number, day in enumerate(account.settled)]
        in_turn = sorted(account.uses, key=_turn)
        self.queue += [(use.day, _USE, number, use) for number, use in enumerate(in_turn)]
        heapify(self.queue)

    def play(self, until: date) -> None:
        """Everything that happens up to and including that day."""
        queue = self.queue
        while queue and queue[0][0] <= until:
            _, phase, _, what = heappop(queue)
            _STEPS[phase](self, what)

    def told(self, until: date) -> Unfolded:
        """Played to the end, and read."""
        self.play(until)
        return Unfolded(tuple(self.entries), tuple(self.paid), tuple(self.pots.values()), self.depths)

    def fork(self) -> "Story":
        """The same from here on, to be played otherwise."""
        other = copy(self)
        other.pots = {name: replace(pot) for name, pot in self.pots.items()}
        other.live = {name: other.pots[name] for name in self.live}
        other.entries, other.paid = [], []
        other.depths, other.earned, other.queue = dict(self.depths), dict(self.earned), list(self.queue)
        return other

    @property
    def uses_follow(self) -> bool:
        """Whether any leave is still to come."""
        return any(phase == _USE for _, phase, _, _ in self.queue)

    def take(self, day: date, amount: Decimal) -> None:
        """Use so much on a day now, before all that follows."""
        self.use(Use(day, amount, 0, pending=True))

    def open(self, day: date) -> Decimal:
        """What is left to use that day; negative when overdrawn."""
        return sum((pot.left for pot in self.live.values() if pot.pays(day)), NOTHING)

    def _at(self, day: date, phase: int, what: Pot) -> None:
        self.count += 1
        heappush(self.queue, (day, phase, self.count, what))

    def _open_year(self, day: date) -> None:
        begin, end = leave_year(self.account.policy, day, self.account.employment.first)
        self.year = year_name(begin)
        self._pot(self.year, begin, end, yearly=True)
        self._at(end, _CLOSE, self.pots[self.year])

    def _pot(self, name: str, first: date, expires: date | None, *, yearly: bool = False, kept: bool = False) -> Pot:
        pot = self.pots.get(name)
        if pot is None:
            pot = self.pots[name] = self.live[name] = Pot(name, first, expires, yearly, kept)
            if expires is not None and not yearly:
                self._at(expires, _EXPIRE, pot)
        return pot

    def _enter(self, pot: Pot, kind: Kind, day: date, amount: Decimal, expires: date | None = None) -> None:
        if not amount:
            return
        pot.left += amount
        if self.entered:
            self.entries.append(Entry(self.account.leave_type.code, pot.name, kind, day, amount, expires))

    def author(self, entry: Entry) -> None:
        earned = entry.kind is Kind.EARNED
        name = entry.grant or (f"earned {entry.day}" if earned else self.year)
        pot = self._pot(name, entry.day + _DAY if earned else entry.day, self._expiry(entry))
        pot.left += entry.amount
        self.entries.append(entry)

    def _expiry(self, entry: Entry) -> date | None:
        validity = self.account.rules(entry.day).earned
        if entry.expires is not None or entry.kind is not Kind.EARNED or validity is None:
            return entry.expires
        return expiry(validity, entry.day)

    def credit(self, credit: Credit) -> None:
        amount = credit.amount
        caps = self.account.rules(credit.day).entitlement
        if credit.kind is Kind.ACCRUAL and caps.most_open is not None:
            amount = max(NOTHING, min(amount, caps.most_open - self.open(credit.day)))
        if credit.kind is Kind.ACCRUAL and caps.most_yearly is not None:
            amount = max(NOTHING, min(amount, caps.most_yearly - self.earned.get(credit.grant, NOTHING)))
        self.earned[credit.grant] = self.earned.get(credit.grant, NOTHING) + amount
        self._enter(self.pots[credit.grant], credit.kind, credit.day, amount, self.pots[credit.grant].expires)

    def use(self, use: Use) -> None:
        wanted = use.amount
        for pot in self._in_order(use.day):
            wanted -= self._pay(use, pot, min(wanted, pot.left))
            if not wanted:
                break
        year = self.pots[self.year]
        if wanted:
            self._pay(use, year, wanted)
        if year.left < 0:
            self.depths[self.year] = max(self.depths.get(self.year, NOTHING), -self.open(use.day))

    def _pay(self, use: Use, pot: Pot, amount: Decimal) -> Decimal:
        pot.left -= amount
        self.paid.append(Paid(use, pot.name, amount))
        return amount

    def _in_order(self, day: date) -> list[Pot]:
        pots = [pot for pot in self.live.values() if pot.left > 0 and pot.pays(day)]
        if len(pots) < 2:
            return pots
        if self.account.rules(day).order is Order.OLDEST_FIRST:
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

    def expire(self, named: Pot) -> None:
        pot = self.live.pop(named.name)
        if pot.left > 0 and pot.expires is not None:
            self._enter(pot, Kind.EXPIRY, pot.expires, -pot.left)

    def settle(self, day: date) -> None:
        """An opening balance comes: nothing of what was before it is left."""
        for pot in self.live.values():
            self._enter(pot, Kind.EXPIRY, day, -pot.left)

    def close_year(self, named: Pot) -> None:
        """A leave year ends; what is left of it goes over now, or on the carry date, until which it may all be used."""
        pot = self.pots[named.name]  # a fork has its own; the queue still names that of which it is a copy
        day = pot.expires or date.max
        if pot.name == self.year:
            self._open_year(day)
            settled = self._carry_date(day)
            if pot.left > 0 and settled > day:
                pot.expires = settled
                self._at(settled, _CLOSE, pot)
                return
        del self.live[pot.name]
        rules = self.account.rules(day).carry_over
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

    def _carry_date(self, day: date) -> date:
        """The first carry date from the new leave year's first day on."""
        set_for = self.account.rules(day).carry_over.day
        if set_for is None:
            return day
        said = f"{self.account.employment.first:%m-%d}" if set_for == "anniversary" else set_for
        found = month_day(said, day.year)
        return found if found >= day else month_day(said, day.year + 1)

    def _carried(self, pot: Pot, rules: CarryOver) -> tuple[Decimal, Decimal]:
        """What of a year's rest never expires, and what of it does (R15)."""
        older = sum((other.left for other in self.live.values() if other.kept), NOTHING)
        most = pot.left if rules.most is None else max(NOTHING, min(pot.left, rules.most - older))
        if rules.validity is None or rules.forever is None:
            return most, NOTHING
        kept = max(NOTHING, min(most, rules.forever - older))
        return kept, most - kept


_STEPS: tuple[Callable[[Story, Any], None], ...] = (
    Story.expire,
    Story.settle,
    Story.close_year,
    Story.author,
    Story.credit,
    Story.use,
)


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
