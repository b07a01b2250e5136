"""Who may do what about money, cell by cell, against a table written by hand; and who stands how to whose budget."""

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.budget_office import BudgetOffice
from workflows.budget import WORKFLOW
from workflows.budget.offers import NEEDS
from workflows.budget.rules.life import POLICY, Pricing
from workflows.kernel.access import Permission, Relation


def test_every_verb_needs_something() -> None:
    assert {verb.name for verb in WORKFLOW.verbs} == set(NEEDS)


def test_salaries_are_for_the_solid_line_alone() -> None:
    assert [one for one in Relation if POLICY.allows(Permission("see_salaries"), {one})] == [Relation.SOLID_LINE]


STANDS: dict[tuple[str, str], set[Relation]] = {
    ("dan", "apollo"): {Relation.LEAD},
    ("bea", "apollo"): {Relation.SOLID_LINE},
    ("tom", "apollo"): {Relation.DEPUTY},
    ("head", "apollo"): {Relation.SOLID_LINE},
    ("ann", "apollo"): {Relation.MEMBER},
    ("eve", "apollo"): set(),
    ("nora", "apollo"): {Relation.PEOPLE_ADMIN},
    ("bea", "support"): {Relation.SOLID_LINE},
    ("head", "support"): {Relation.SOLID_LINE},
    ("tom", "support"): {Relation.DEPUTY},
    ("dan", "support"): set(),
    ("ann", "support"): set(),
    ("nora", "support"): {Relation.PEOPLE_ADMIN},
    ("bea", "all"): set(),
    ("bea", "delivery"): set(),
    ("head", "island"): set(),
    ("bea", "rates"): {Relation.SOLID_LINE},
    ("dan", "rates"): {Relation.LEAD},
    ("tom", "rates"): {Relation.DEPUTY},
    ("nora", "rates"): {Relation.PEOPLE_ADMIN},
    ("ann", "rates"): set(),
}


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> BudgetOffice:
    return BudgetOffice.with_budgets(store, clock)


def test_everybody_stands_to_every_budget_as_the_organisation_has_it(office: BudgetOffice) -> None:
    for (name, code), wanted in STANDS.items():
        subject = Pricing() if code == "rates" else office.kept(code)
        found = office.store.read(
            lambda tx, name=name, subject=subject: WORKFLOW.relate(tx, office.actor(tx, name), subject)  # type: ignore[misc]
        )
        assert found == wanted | {Relation.COLLEAGUE}, (name, code)
