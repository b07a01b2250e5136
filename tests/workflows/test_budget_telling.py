"""Who is told what about a budget, once: levels, indices, cards; and what makes the clock look again."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.budget_office import BudgetOffice, plain
from workflows.budget import WORKFLOW, pricing
from workflows.budget import store as budgets
from workflows.kernel.flow import Event, Ref, Tx, announce


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> BudgetOffice:
    """Without labour, so that amounts are as they are typed."""
    office = BudgetOffice.with_budgets(store, clock)
    office.store.write(lambda tx: pricing.replace_holdings(tx, office.person("ann"), []))
    return office


def plans(office: BudgetOffice, amount: int) -> None:
    office.says("dan", f"apollo plan 2026-12 other {amount} EUR")


def spends(office: BudgetOffice, amount: int) -> None:
    office.says("dan", f"apollo actual 2026-11 other {amount} EUR")
    office.looks()


def levels(office: BudgetOffice, name: str) -> list[str]:
    return [kind for kind in office.kinds(name) if not kind.startswith("card")]


def test_each_level_is_told_once_to_the_manager_and_the_departments(office: BudgetOffice) -> None:
    plans(office, 1000)
    for amount, told in ((799, []), (800, ["80:EUR"]), (810, ["80:EUR"]), (950, ["80:EUR", "95:EUR"])):
        spends(office, amount)
        assert levels(office, "dan") == told
    spends(office, 1001)
    assert levels(office, "dan") == levels(office, "bea") == ["80:EUR", "95:EUR", "over:EUR"]
    for name in ("head", "tom", "ann", "nora", "eve"):
        assert levels(office, name) == []
    assert "*This budget is spent: more went out than was planned.*" in office.told_of("bea")[-1]


def test_what_jumps_over_levels_is_told_by_the_highest(office: BudgetOffice) -> None:
    plans(office, 1000)
    spends(office, 2000)
    assert levels(office, "dan") == ["over:EUR"]


def test_it_is_told_again_only_after_more_was_planned(office: BudgetOffice) -> None:
    plans(office, 1000)
    spends(office, 850)
    plans(office, 2000)
    office.looks()
    spends(office, 1500)
    assert levels(office, "dan") == ["80:EUR"]
    spends(office, 1700)
    assert levels(office, "dan") == ["80:EUR", "80:EUR"]
    assert office.rows("select times from budget_told")[0].times == 2


def test_what_is_no_longer_true_when_it_is_sent_is_not_said(office: BudgetOffice) -> None:
    plans(office, 1000)
    spends(office, 850)
    assert "85 % of 1,000 EUR used" in office.told_of("dan")[0]
    plans(office, 5000)
    assert office.told_of("dan") == []


def test_nothing_is_used_up_before_anything_is_planned(office: BudgetOffice) -> None:
    spends(office, 500)
    assert levels(office, "dan") == []


def test_each_currency_is_told_of_by_itself(office: BudgetOffice) -> None:
    plans(office, 1000)
    office.says("dan", "apollo plan 2026-12 other 100 USD")
    office.says("dan", "apollo actual 2026-11 other 99 USD")
    spends(office, 10)
    assert levels(office, "dan") == ["95:USD"]


def test_a_departments_level_is_told_to_its_manager_and_theirs(office: BudgetOffice) -> None:
    office.says("bea", "support plan 2026-11 training 1000 EUR")
    office.says("bea", "support actual 2026-11 training 960")
    office.looks()
    assert levels(office, "bea") == levels(office, "head") == ["95:2026/EUR"]
    for name in ("tom", "dan", "nora", "ann"):
        assert levels(office, name) == []
    assert "96 % of 1,000 EUR used" in office.told_of("head")[0]


def test_indices_are_told_once_until_they_were_back_in_their_band(office: BudgetOffice) -> None:
    office.says("dan", "apollo plan 2026-10 other 500 EUR")
    plans(office, 500)
    milestone = office.milestone("Portal", 100, ("2026-10-01", 50))
    spends(office, 500)
    assert levels(office, "dan") == []
    spends(office, 600)
    assert levels(office, "dan") == ["cpi:EUR"]
    assert levels(office, "bea") == []
    told = office.told_of("dan")[0]
    assert "CPI is outside its band of 0.90 to 1.10." in told
    assert "each EUR spent earned 0.83 EUR" in told
    spends(office, 610)
    assert levels(office, "dan") == ["cpi:EUR"]
    spends(office, 500)
    spends(office, 600)
    assert levels(office, "dan") == ["cpi:EUR", "cpi:EUR"]
    assert milestone


def test_indices_that_stray_together_are_told_in_one_message(office: BudgetOffice) -> None:
    office.says("dan", "apollo plan 2026-10 other 500 EUR")
    plans(office, 500)
    office.milestone("Portal", 100, ("2026-10-01", 30))
    spends(office, 600)
    assert levels(office, "dan") == ["cpi:EUR"]
    told = office.told_of("dan")[0]
    assert "CPI and SPI are outside their band of 0.90 to 1.10." in told
    assert "behind schedule" in told


def test_the_band_is_a_setting(office: BudgetOffice) -> None:
    office.says("dan", "apollo plan 2026-10 other 500 EUR")
    plans(office, 500)
    office.milestone("Portal", 100, ("2026-10-01", 50))
    office.budget("dan", "project_settings", office.number("apollo"), currency="EUR", method="cpi", low="0.5", high="2")
    spends(office, 600)
    assert levels(office, "dan") == []
    assert office.kept("apollo").band.low == Decimal("0.5")


def test_the_departments_get_a_card_that_keeps_up_and_no_message_for_every_amount(office: BudgetOffice) -> None:
    plans(office, 1000)
    plans(office, 1100)
    plans(office, 1200)
    assert office.kinds("bea") == ["card", "card (update)", "card (update)"]
    assert office.kinds("dan") == []
    card = office.shown(office.notices("bea")[0])
    assert card is not None
    assert "0 % of 1,200 EUR used" in plain(card.text)


def test_the_clock_looks_when_something_changed_and_every_morning(office: BudgetOffice) -> None:
    plans(office, 1000)
    spends(office, 100)
    assert due(office) == 0
    office.goes_to(datetime(2026, 11, 24, 6, tzinfo=UTC))
    assert due(office) == 1
    office.looks()
    assert due(office) == 0
    for workflow, about in (("leave", "ann"), ("staffing", "ann")):
        heard(office, Event("approved", Ref(workflow, 1), 1, office.person(about), None))
        assert due(office) == 1
        office.looks()
    heard(office, Event("approved", Ref("leave", 1), 1, office.person("zoe"), None))
    assert due(office) == 0
    milestone = office.milestone("Portal", 100)
    heard(office, Event("updated", Ref("milestones", milestone), 1, office.person("dan"), None))
    assert due(office) == 1


def test_the_clock_leaves_empty_budgets_alone(office: BudgetOffice) -> None:
    office.says("dan", "apollo")
    office.says("bea", "")
    office.goes_to(datetime(2027, 1, 1, tzinfo=UTC))
    assert due(office) == 0


def due(office: BudgetOffice) -> int:
    """How many budgets wait for the clock."""
    return len(office.store.read(budgets.due))


def heard(office: BudgetOffice, event: Event) -> None:
    """What budget makes of something that happened elsewhere."""

    def work(tx: Tx) -> None:
        for consequence in WORKFLOW.hear(tx, event):
            announce(WORKFLOW, tx, consequence)

    office.store.write(work)
