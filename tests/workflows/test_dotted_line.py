"""A project manager can take no action on a person, by any road: every verb of every workflow, against a list by hand.

What a dotted line, or leading a project, allows is in `dotted_line.csv` with its reason; a verb that isn't there is
refused, and leaves no trace about the person. Whoever adds a verb that a project manager may use adds its line there.
"""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from bot.transaction import Transaction
from tests.workflows.performance_office import FILLED, PerformanceOffice
from workflows import WORKFLOWS
from workflows.kernel.access import Relation
from workflows.kernel.errors import Refused
from workflows.kernel.flow import run

LIST = Path(__file__).parent / "dotted_line.csv"
VERBS = [(workflow.name, verb.name) for workflow in WORKFLOWS for verb in workflow.verbs]
FORM: dict[str, Any] = {
    **FILLED,
    "person": "U0ANN",
    "slack_id": "U0ANN",
    "first": date(2026, 12, 1),
    "last": date(2026, 12, 2),
    "halves": "whole",
    "leave_type": "annual",
    "absence_type": "personal",
    "reason": "x",
    "note": "x",
    "outcome": "formal",
    "no_reply": "x",
    "question": "x",
    "summary": "x",
    "reply": "x",
    "answer": "x",
}
ACTS = {
    ("leave", "concern"),
    ("leave", "no_concern"),
    ("performance", "report"),
    ("skills", "propose"),
    ("staffing", "ask_release"),
    ("staffing", "ask_extension"),
}
"""Of what the list allows, what leaves a trace about the person: it tells or suggests, and decides nothing."""


def allowed(relation: Relation) -> set[tuple[str, str]]:
    """What the list allows one who has this relation and no other but being a colleague."""
    with LIST.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["relation"] == relation]
    return {(row["workflow"], verb) for row in rows for verb in row["verbs"].split()}


@pytest.mark.parametrize("relation", [Relation.DOTTED_LINE, Relation.LEAD])
def test_a_project_manager_may_what_is_on_the_list_and_nothing_else(relation: Relation) -> None:
    besides = {Relation.COLLEAGUE} if relation is Relation.DOTTED_LINE else set()
    policies = {
        (workflow.name, verb.name)
        for workflow in WORKFLOWS
        for verb in workflow.verbs
        if workflow.policy.allows(verb.needs, {relation, *besides})
    }
    assert policies == allowed(relation)


def test_what_leaves_a_trace_is_on_the_list() -> None:
    assert allowed(Relation.DOTTED_LINE) | allowed(Relation.LEAD) >= ACTS


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> PerformanceOffice:
    """Ann has asked for leave, is sick, and a case about her was put to Bea; Dan leads a project of hers."""
    office = PerformanceOffice.opened(store, clock)
    office.asks("ann", "2026-12-21", "2026-12-22")
    office.says("ann", "/sick from today")
    office.uses("bea", "acknowledge", office.reports("eve", "ann"), 1)
    return office


class Undone(Exception):  # noqa: N818 - it is no error: it takes back what was tried
    """Raised so that a try leaves nothing behind."""


def traces(office: PerformanceOffice, workflow: str, verb: str, subject: int | None) -> int:
    """How many events about Ann come of it when Dan uses the verb; none when he is refused. Nothing is kept."""
    chosen = next(one for one in WORKFLOWS if one.name == workflow)
    ann = office.person("ann")
    found = []

    def count(tx: Transaction) -> int:
        rows = tx.connection.exec_driver_sql(f"select count(*) from audit where about = {ann}")  # noqa: S608 - an id
        return int(rows.scalar_one())

    def work(tx: Transaction) -> None:
        before = count(tx)
        try:
            run(chosen, verb, tx, office.actor(tx, "dan"), subject, FORM)
        except (Refused, LookupError):
            raise Undone from None
        found.append(count(tx) - before)
        raise Undone

    with pytest.raises(Undone):
        office.store.write(work)
    return sum(found)


def test_no_verb_beyond_the_list_leaves_a_trace_about_somebody_on_the_project(office: PerformanceOffice) -> None:
    left = {(name, verb) for name, verb in VERBS for subject in (1, None) if traces(office, name, verb, subject)}
    assert left <= ACTS
    assert ("performance", "report") in left
