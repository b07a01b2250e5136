"""What the clock does to budgets: it looks at each, now and then, for what people are told once.

A budget is looked at soon after something of it changed, and every morning. Whatever is told is told once, until it was
not so for a while: more was planned since, or an index came back into its band.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta

from workflows.budget import store
from workflows.budget.departmental import account, all_of
from workflows.budget.reading import standing
from workflows.budget.rules.entry import Owner
from workflows.budget.rules.level import INDICES, RISING, Level, crossed, strayed
from workflows.budget.rules.life import NOBODY, Budget
from workflows.budget.rules.money import Sum
from workflows.kernel.flow import Event, Tx

AT_ONCE = 2
"""Budgets looked at in one go: nobody else waits long for the database."""
MORNING = time(5)


def advance(tx: Tx) -> Iterable[Event]:
    """What is news about the budgets whose turn it is."""
    for whose in store.due(tx)[:AT_ONCE]:
        store.look_at(tx, whose.id, next_morning(tx.now))
        yield from _news(tx, whose)


def levels(tx: Tx, whose: Budget) -> dict[str, frozenset[Level]]:
    """What is so now, by scope: a currency, and of a department its year before it."""
    today = tx.now.date()
    if whose.owner is Owner.DEPARTMENT:
        known = account(tx, whose, today.year, today, salaries=True)
        found = _used(all_of(known.planned), all_of(known.actual))
        return {f"{today.year}/{currency}": reached for currency, reached in found.items()}
    stands = standing(tx, whose, today)
    found = _used(stands.cost_planned, stands.cost_actual)
    if stands.value is None:
        return found
    currency = stands.value.currency
    return found | {currency: found.get(currency, frozenset()) | strayed(stands.value, whose.band)}


def next_morning(now: datetime) -> datetime:
    """When it is looked at next if nothing happens before."""
    today = datetime.combine(now.date(), MORNING, now.tzinfo)
    return today if now < today else today + timedelta(days=1)


def _news(tx: Tx, whose: Budget) -> Iterator[Event]:
    for scope, reached in sorted(levels(tx, whose).items()):
        for level, times in _worth_saying(store.tell(tx, whose.id, scope, reached)).items():
            facts = {"level": level.value, "scope": scope, "times": times}
            yield Event("reached", whose.ref, whose.version, NOBODY, None, facts)


def _used(planned: Sum, actual: Sum) -> dict[str, frozenset[Level]]:
    """Before anything is planned, nothing is used up."""
    return crossed(planned, actual) if planned else {}


def _worth_saying(news: Mapping[Level, int]) -> dict[Level, int]:
    """Of the levels that were reached at once the highest, and of the indices that strayed one: it tells the others."""
    highest = max((level for level in news if level in RISING), key=RISING.index, default=None)
    strays = next((level for level in INDICES if level in news), None)
    return {level: times for level, times in news.items() if level in (highest, strays)}
