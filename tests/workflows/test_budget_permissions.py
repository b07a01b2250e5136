"""Who may do what about money, cell by cell, against a table written by hand; and who stands how to whose budget."""

import csv
from pathlib import Path

import pytest

from bot.clock import FollowedClock
from bot.permissions import cells
from bot.store import Store
from tests.workflows.budget_office import BudgetOffice
from workflows.budget import WORKFLOW
from workflows.budget.offers import NEEDS
from workflows.budget.rules.life import MACHINE, POLICY, Pricing, State
from workflows.kernel.access import Permission, Relation

TABLE = Path(__file__).parent / "budget_permissions.csv"


def expected() -> set[tuple[str, str, str]]:
    """The cells that the table allows; silence is refusal."""
    with TABLE.open(encoding="utf-8") as file:
        return {
            (row["verb"], relation, state)
            for row in csv.DictReader(file)
            for relation in row["relations"].split()
            for state in (State if row["states"] == "any" else row["states"].split())
        }


def test_every_cell_of_the_matrix_is_as_the_table_says() -> None:
    computed = {(verb, relation, state) for _, verb, relation, state, allowed in cells([WORKFLOW]) if allowed == "yes"}
    assert computed == expected()


def test_every_verb_is_in_the_table() -> None:
    verbs = {verb.name for verb in WORKFLOW.verbs}
    assert {verb for verb, _, _ in expected()} == verbs == set(NEEDS)
    assert verbs >= MACHINE.verbs


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
