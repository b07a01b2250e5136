"""Projects' plans in a database: what is kept of a milestone, what never changes, and of two who report one wins."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from bot.store import Store
from tests.workflows.test_organisation import an_organisation
from workflows.kernel.flow import Tx
from workflows.organisation import plan
from workflows.organisation import store as organisation
from workflows.organisation.plan import Change, Health, Milestone
from workflows.organisation.register import write

MONDAY = date(2026, 11, 23)
BETA = date(2026, 12, 18)


@pytest.fixture
def apollo(store: Store) -> int:
    """A project of an organisation, by id."""

    def found(tx: Tx) -> int:
        write(tx, an_organisation())
        return next(iter(organisation.chart(tx).projects))

    return store.write(found)


def refused_by(store: Store) -> type[Exception]:
    """What the driver raises when a constraint does not hold."""
    error: type[Exception] = store.engine.dialect.loaded_dbapi.IntegrityError
    return error


def a_milestone(project: int, name: str = "Beta release", forecast: date = BETA, **more: Any) -> Milestone:
    plain: dict[str, Any] = {
        "id": 0,
        "project": project,
        "name": name,
        "planned": forecast,
        "baseline": forecast,
        "forecast": forecast,
        "health": Health.ON_TRACK,
        "weight": Decimal("12.5"),
        "percent": Decimal(0),
        "done_on": None,
        "owner": None,
        "sentence": "",
        "reported_on": MONDAY,
        "quiet_until": None,
        "version": 1,
    }
    return Milestone(**{**plain, **more})


def test_what_was_added_is_read_as_it_was_given(store: Store, apollo: int) -> None:
    added = store.write(lambda tx: plan.add(tx, a_milestone(apollo), None))
    assert store.read(lambda tx: plan.milestones(tx, apollo)) == [added]
    assert replace(added, id=0) == a_milestone(apollo)
    assert store.read(lambda tx: plan.milestone(tx, added.id)) == added


def test_every_report_leaves_a_line_of_history(store: Store, apollo: int) -> None:
    added = store.write(lambda tx: plan.add(tx, a_milestone(apollo), None))
    later = replace(added, forecast=date(2027, 1, 8), health=Health.AT_RISK, percent=Decimal(40), sentence="Late parts")
    kept = store.write(lambda tx: plan.report(tx, later, None, Change.MOVED))
    assert kept == replace(later, version=2)
    lines = store.read(lambda tx: plan.history(tx, added.id))
    assert [(line.change, line.forecast, line.percent, line.version) for line in lines] == [
        (Change.PLANNED, BETA, Decimal(0), 1),
        (Change.MOVED, date(2027, 1, 8), Decimal(40), 2),
    ]
    assert store.read(lambda tx: plan.reports(tx, [apollo])) == lines


def test_of_two_who_report_on_what_they_saw_one_is_kept(store: Store, apollo: int) -> None:
    added = store.write(lambda tx: plan.add(tx, a_milestone(apollo), None))
    assert store.write(lambda tx: plan.report(tx, replace(added, percent=Decimal(10)), None, Change.UPDATED))
    assert store.write(lambda tx: plan.report(tx, replace(added, percent=Decimal(20)), None, Change.UPDATED)) is None
    assert len(store.read(lambda tx: plan.history(tx, added.id))) == 2


def test_the_day_first_planned_for_is_never_written_again(store: Store, apollo: int) -> None:
    added = store.write(lambda tx: plan.add(tx, a_milestone(apollo), None))
    kept = store.write(lambda tx: plan.report(tx, replace(added, planned=date(2030, 1, 1)), None, Change.UPDATED))
    assert kept is not None
    assert kept.planned == BETA


@pytest.mark.parametrize("statement", ["update milestone_report set percent = 0", "delete from milestone_report"])
def test_the_database_itself_keeps_the_history(store: Store, apollo: int, statement: str) -> None:
    store.write(lambda tx: plan.add(tx, a_milestone(apollo), None))
    with store.engine.begin() as connection, pytest.raises(DatabaseError, match="append-only"):
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "nonsense",
    [
        {"percent": Decimal(101)},
        {"percent": Decimal(-1)},
        {"weight": Decimal(0)},
        {"name": ""},
        {"health": Health.DONE},
        {"done_on": BETA},
    ],
    ids=str,
)
def test_the_database_refuses_what_makes_no_sense(store: Store, apollo: int, nonsense: dict[str, Any]) -> None:
    with pytest.raises(refused_by(store)):
        store.write(lambda tx: plan.add(tx, a_milestone(apollo, **nonsense), None))


def test_a_name_stands_once_in_a_project_until_it_is_dropped(store: Store, apollo: int) -> None:
    added = store.write(lambda tx: plan.add(tx, a_milestone(apollo), None))
    with pytest.raises(refused_by(store)):
        store.write(lambda tx: plan.add(tx, a_milestone(apollo), None))
    store.write(lambda tx: plan.report(tx, replace(added, health=Health.DROPPED), None, Change.DROPPED))
    again = store.write(lambda tx: plan.add(tx, a_milestone(apollo), None))
    assert store.read(lambda tx: plan.milestones(tx, apollo)) == [again]
    assert len(store.read(plan.all_milestones)) == 2


def test_a_stretch_of_days_holds_what_is_expected_on_them(store: Store, apollo: int) -> None:
    def several(tx: Tx) -> None:
        for number, day in enumerate((date(2026, 12, 17), BETA, date(2026, 12, 19))):
            plan.add(tx, a_milestone(apollo, f"Step {number}", day), None)

    store.write(several)
    found = store.read(lambda tx: plan.milestones_between(tx, [apollo], BETA, BETA))
    assert [one.name for one in found] == ["Step 1"]
    assert store.read(lambda tx: plan.milestones_between(tx, [], BETA, BETA)) == []
    assert len(store.read(lambda tx: plan.milestones_of(tx, [apollo]))) == 3
