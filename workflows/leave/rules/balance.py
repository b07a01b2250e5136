"""How somebody stands with a type of leave on a day (R21), why (R44), and what the ledger still lacks (R23)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from workflows.calendar.rules import Span, spoken
from workflows.language import marked, tr
from workflows.leave.rules.account import account, horizon
from workflows.leave.rules.between import reaching
from workflows.leave.rules.context import NOTHING, Context, priced
from workflows.leave.rules.ledger import Balance, Entry, Kind, Line, Pot
from workflows.leave.rules.life import State
from workflows.leave.rules.policy import leave_year
from workflows.leave.rules.request import Request
from workflows.leave.rules.story import SANDWICH, Account, Paid, Unfolded, unfold
from workflows.leave.rules.words import grant_text

_TAKEN = frozenset({Kind.CHARGE, Kind.REVERSAL})


def balance(context: Context, code: str, as_of: date) -> Balance:
    """The balance of a type on a day; KeyError when the policy has no such type."""
    until = horizon(context, code, as_of)
    known = account(context, code, until)
    return balance_of(known, unfold(known, until, as_of), as_of)


def balance_of(known: Account, story: Unfolded, as_of: date) -> Balance:
    """The same from an account that is already unfolded with `ask=as_of`."""
    begin, end = leave_year(known.policy, as_of, known.employment.first)
    grants = {pot.name for pot in story.pots if pot.first < end and (pot.expires is None or pot.expires > begin)}
    entries = [entry for entry in story.entries if entry.grant in grants and entry.day <= as_of]
    paid = [part for part in story.paid if part.grant in grants and part.use.day < end]
    before = sum((part.amount for part in paid if part.use.day < begin), NOTHING)
    granted = sum((entry.amount for entry in entries), NOTHING) - before
    now = [part for part in paid if part.use.day >= begin]
    pending = _sum(part for part in now if part.use.pending)
    taken = _sum(part for part in now if not part.use.pending and part.use.day <= as_of)
    ahead = _sum(part for part in now if not part.use.pending and part.use.day > as_of)
    free = story.free
    return Balance(
        known.leave_type.code,
        as_of,
        granted,
        taken,
        ahead,
        pending,
        free,
        max(NOTHING, granted - taken - ahead - pending - max(NOTHING, free)),
        tuple(_pots(story, grants, as_of)),
        _lines(entries, paid),
    )


def _sum(parts: Iterable[Paid]) -> Decimal:
    return sum((part.amount for part in parts), NOTHING)


def _pots(story: Unfolded, grants: set[str], as_of: date) -> Iterable[Pot]:
    left: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    for entry in story.entries:
        if entry.day <= as_of:
            left[entry.grant] += entry.amount
    for part in story.paid:
        left[part.grant] -= part.amount
    for pot in story.pots:
        if pot.name in grants and pot.first <= as_of and (pot.expires is None or as_of < pot.expires):
            yield Pot(pot.name, left[pot.name], pot.expires)


_WORDS = {
    Kind.OPENING: marked("Opening balance ({grant})"),
    Kind.GRANT: marked("Entitlement ({grant})"),
    Kind.ACCRUAL: marked("Earned ({grant})"),
    Kind.EARNED: marked("Earned by working on a day off ({grant})"),
    Kind.CARRY_OVER: marked("Carried over ({grant})"),
    Kind.EXPIRY: marked("Expired unused ({grant})"),
    Kind.ADJUSTMENT: marked("Adjusted by hand ({grant})"),
}


def _lines(entries: Iterable[Entry], paid: Iterable[Paid]) -> tuple[Line, ...]:
    moves = [(entry.day, 0, _entry_text(entry), entry.amount) for entry in entries]
    moves += [(part.use.day, 1, _paid_text(part), -part.amount) for part in paid]
    lines: list[Line] = []
    total = NOTHING
    for day, _, text, amount in sorted(moves, key=lambda move: move[:2]):
        total += amount
        lines.append(Line(day, text, amount, total))
    return tuple(lines)


def _entry_text(entry: Entry) -> str:
    grant = grant_text(entry.grant)
    if entry.amount < 0 and entry.kind is Kind.CARRY_OVER:
        return tr("Carried over ({grant}): goes on into the next year", grant=grant)
    text = tr(_WORDS[entry.kind], grant=grant) if entry.kind in _WORDS else f"{entry.kind} ({grant})"
    if entry.expires is None or entry.amount <= 0 or " " not in entry.grant:
        return text
    return tr("{what}, to be used before {day}", what=text, day=spoken(entry.expires))


def _paid_text(part: Paid) -> str:
    grant = grant_text(part.grant)
    if part.use.reason == SANDWICH:
        return tr("Days off between two leaves ({grant})", grant=grant)
    if part.use.pending:
        return tr("Waiting for an answer ({grant})", grant=grant)
    return tr("Leave ({grant})", grant=grant)


def settle(context: Context, codes: Iterable[str] | None = None) -> tuple[Entry, ...]:
    """The entries the ledger lacks as of today: grants, carry-over, expiry, and the charges of granted leave.

    Appending them and asking again gives none: run daily or once after a month's downtime, it posts the same (R13).
    """
    wanted = codes if codes is not None else [leave_type.code for leave_type in context.policy.types]
    return tuple(entry for code in wanted for entry in _missing(context, code))


def next_due(context: Context) -> date | None:
    """The next day after today on which the ledger will gain an entry by itself, within the next leave year.

    Whoever keeps it asks only for people whose day has come: grants, accruals, carry-over and expiry have their dates.
    """
    days = []
    for leave_type in context.policy.types:
        _, end = leave_year(context.policy, context.today, context.employment.first)
        known = account(context, leave_type.code, end)
        days += [entry.day for entry in unfold(known, end).entries if entry.day > context.today]
    return min(days, default=None)


def charge(context: Context, request: Request) -> tuple[Entry, ...]:
    """What to append once this request is granted (R40): its days, each from its grant, and what that moves."""
    granted = replace(request, state=State.APPROVED)
    return settle(_with(context, granted), _touched(context, request))


def reverse(context: Context, request: Request) -> tuple[Entry, ...]:
    """What to append once it is cancelled (R23): every day back into the grant it came from (R19)."""
    return settle(_with(context, replace(request, state=State.CANCELLED)), _touched(context, request))


def shorten(context: Context, request: Request, span: Span) -> tuple[Request, tuple[Entry, ...]]:
    """The request over a span within its own, priced as it was granted, and what to append (R38)."""
    counted = context.policy.leave_type(request.leave_type).count
    shorter = replace(request, span=span, costs=priced(context.working_time, counted, span))
    shorter = replace(shorter, days=sum((cost for _, cost in shorter.costs), NOTHING))
    return shorter, settle(_with(context, shorter), _touched(context, request))


def _touched(context: Context, request: Request) -> list[str]:
    """The types whose ledger it may change: its own, and those that count the days off between them and any leave."""
    return list(dict.fromkeys((request.leave_type, *reaching(context))))


def _with(context: Context, request: Request) -> Context:
    others = tuple(other for other in context.requests if other.id != request.id)
    return replace(context, requests=(*others, request))


def _missing(context: Context, code: str) -> Iterable[Entry]:
    until = horizon(context, code, context.today)
    known = account(context, code, until)
    story = unfold(known, until)
    recorded = [entry for entry in context.ledger if entry.leave_type == code and entry.day >= known.begins]
    yield from _missing_credits(story, recorded, context.today)
    yield from _missing_charges(code, story, recorded)


def _missing_credits(story: Unfolded, recorded: list[Entry], today: date) -> Iterable[Entry]:
    owed: dict[tuple[date, str, Kind], Decimal] = defaultdict(lambda: NOTHING)
    expires: dict[str, date | None] = {pot.name: pot.expires for pot in story.pots}
    for entry in story.entries:
        if entry.day <= today:
            owed[entry.day, entry.grant, entry.kind] += entry.amount
    code = next((entry.leave_type for entry in (*story.entries, *recorded)), "")
    corrected = set()
    for entry in recorded:
        if entry.kind not in _TAKEN:
            owed[entry.day, entry.grant, entry.kind] -= entry.amount
            corrected.add((entry.day, entry.grant, entry.kind))
    for key, amount in owed.items():
        if amount:
            day, grant, kind = key
            yield Entry(code, grant, kind, day, amount, expires.get(grant), None, "corrected" * (key in corrected))


def _missing_charges(code: str, story: Unfolded, recorded: list[Entry]) -> Iterable[Entry]:
    owed: dict[tuple[date, int, str], Decimal] = defaultdict(lambda: NOTHING)
    why: dict[tuple[date, int], str] = {}
    for entry in recorded:
        if entry.kind in _TAKEN and entry.request is not None:
            owed[entry.day, entry.request, entry.grant] -= entry.amount
            why[entry.day, entry.request] = entry.reason
    for part in story.paid:
        if not part.use.pending:
            owed[part.use.day, part.use.request, part.grant] -= part.amount
            why[part.use.day, part.use.request] = part.use.reason
    for (day, request, grant), amount in sorted(owed.items()):
        if amount:
            kind, reason = Kind.CHARGE if amount < 0 else Kind.REVERSAL, why[day, request]
            yield Entry(code, grant, kind, day, amount, None, request, reason)
