"""What a leave costs, what is left after it, who else is away then and who covers: each in a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from babel import Locale

from workflows.calendar.rules import Span
from workflows.language import tr, trn
from workflows.leave.rules.group import Staffed
from workflows.leave.rules.ledger import Balance
from workflows.leave.rules.policy import Floor
from workflows.wording import blocks
from workflows.wording.phrases import counted, labelled, listed, plain, spanned

MOST_AWAY = 8


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody else who is away on some of the days: never why."""

    name: str
    span: Span
    certain: bool


def moment(at: datetime) -> str:
    """A moment as Slack shows it in the reader's own zone."""
    said = tr("{date_short_pretty} at {time}")
    return f"<!date^{int(at.timestamp())}^{said}|{at:%Y-%m-%d %H:%M} UTC>"


def away_line(away: Sequence[Away], locale: Locale) -> str:
    """`Also away: Bob Ray (Mon, 21 Dec 2026 to …), Cem Ak (…; asked for)`."""
    if not away:
        return tr("Nobody else in the department is away then.")
    said = [_away(one, locale) for one in away[:MOST_AWAY]]
    more = [trn("{count} more", "{count} more", len(away) - MOST_AWAY)] if len(away) > MOST_AWAY else []
    return tr("Also away then: {people}.", people=listed([*said, *more]))


def _away(one: Away, locale: Locale) -> str:
    name, span = blocks.escaped(one.name, 80), spanned(one.span, locale)
    return f"{name} ({span})" if one.certain else tr("{name} ({span}; asked for)", name=name, span=span)


def cover_line(staffed: Staffed, locale: Locale) -> str:
    """`Cover of Support on Mon, 21 Dec 2026 (morning): 3 of 4 there, 2 with this leave; at least 3 should be there`."""
    half = Span.of(staffed.after.day, staffed.after.half)
    return tr(
        "Cover of {group} on {day}: {before} of {scheduled} there, {after} with this leave; {floor}.",
        group=blocks.escaped(staffed.group, 80),
        day=spanned(half, locale),
        before=staffed.before.present,
        scheduled=staffed.before.scheduled,
        after=staffed.after.present,
        floor=floor_text(staffed.floor),
    )


def floor_text(floor: Floor) -> str:
    """`at least 3 should be there`."""
    if floor.away is not None:
        return tr("at most {most} may be away", most=floor.away)
    least = str(floor.people) if floor.people is not None else f"{plain(floor.percent or Decimal(0))} %"
    return tr("at least {least} should be there", least=least)


def cost_line(years: Sequence[tuple[str, Decimal]], total: Decimal, unit: str) -> str:
    """`9 days: 8 of 2026, 1 of 2027`."""
    if len(years) < 2:
        return counted(total, unit)
    parts = ", ".join(tr("{days} of {year}", days=plain(days), year=year) for year, days in years)
    return labelled(counted(total, unit), parts)


def balance_line(balance: Balance, unit: str) -> str:
    """`7 of 28 days`; less than nothing is said as it is."""
    return tr("{free} of {granted}", free=plain(balance.free), granted=counted(balance.granted, unit))


def left_line(balances: Sequence[tuple[str, Balance]], unit: str) -> str:
    """`18 of 25 days`, or by year: `18 of 25 days in 2026, 29 of 30 days in 2027`."""
    if len(balances) == 1:
        return balance_line(balances[0][1], unit)
    lines = ((balance_line(balance, unit), year) for year, balance in balances)
    return ", ".join(tr("{balance} in {year}", balance=line, year=year) for line, year in lines)
