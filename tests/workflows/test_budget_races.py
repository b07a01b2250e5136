"""Several who enter amounts at once: all of them are kept, and nobody is refused."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.budget_office import BudgetOffice

AT_ONCE, EACH = 4, 6


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> BudgetOffice:
    return BudgetOffice.with_budgets(store, clock)


def test_amounts_entered_at_once_are_all_kept(office: BudgetOffice) -> None:
    office.number("apollo")

    def enters(number: int) -> None:
        for month in range(1, EACH + 1):
            office.says("dan", f"apollo plan 2027-{month:02} other {number}{month} EUR")

    with ThreadPoolExecutor(AT_ONCE) as hands:
        list(hands.map(enters, range(1, AT_ONCE + 1)))
    assert len(office.rows("select id from budget_entry")) == AT_ONCE * EACH
    assert office.kept("apollo").version == 1 + AT_ONCE * EACH
    assert len(office.rows("select id from audit where event = 'entered'")) == AT_ONCE * EACH


def test_what_is_reached_is_told_once_whoever_looks_at_the_same_time(office: BudgetOffice) -> None:
    office.says("dan", "apollo plan 2026-12 other 100 EUR")
    office.says("dan", "apollo actual 2026-11 other 500")
    with ThreadPoolExecutor(AT_ONCE) as hands:
        list(hands.map(lambda _turn: office.looks(), range(AT_ONCE)))
    assert office.kinds("dan").count("over:EUR") == 1
    assert office.rows("select times from budget_told where level = 'over'")[0].times == 1
