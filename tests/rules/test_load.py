"""Load from rows in a database: as the single reckonings say, for everybody at once, by as many queries as for one."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import cast

import pytest

from bot.store import Store
from tests.workflows.leave_office import START, a_person, an_office
from workflows.calendar import load
from workflows.calendar import store as calendar
from workflows.calendar.rules import Span, reckon, weeks
from workflows.calendar.rules.capacity import Share
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import store as organisation
from workflows.organisation.description import AllocationEntry, Description
from workflows.organisation.description import Share as Entered
from workflows.organisation.register import write

WEEKS = weeks(date(2026, 11, 23), date(2026, 12, 31))


@pytest.fixture
def ids(store: Store) -> dict[str, PersonId]:
    """Everybody by address; Ann has 50 % in Apollo, Zoe 8 hours from December, and Ann is away for two days."""

    def found(tx: Tx) -> dict[str, PersonId]:
        write(tx, an_office())
        zoe = AllocationEntry("zoe@x.org", "apollo", (Entered(None, Decimal(8), date(2026, 12, 1), None),))
        write(tx, Description(allocations={("zoe@x.org", "apollo"): zoe}))
        known = organisation.ids_by_email(tx)
        span = Span(date(2026, 11, 24), date(2026, 11, 25))
        calendar.put_absence(tx, "leave/1", known["ann@x.org"], span, certain=True)
        calendar.put_absence(tx, "leave/2", known["zoe@x.org"], span, certain=False)
        return known

    return store.write(found)


def test_a_load_is_what_working_time_absences_and_shares_say(store: Store, ids: dict[str, PersonId]) -> None:
    ann = ids["ann@x.org"]
    found = store.read(lambda tx: load.loads(tx, WEEKS, [ann]))[ann]
    works = store.read(lambda tx: calendar.working_time(tx, ann, WEEKS[0].first, WEEKS[-1].last))
    project = found.lines[0].share.project
    share = Share(ann, project, Decimal(50), None, START)
    assert found == reckon(WEEKS, works, [Span(date(2026, 11, 24), date(2026, 11, 25))], [share])
    assert found.of(project)[0] == 12
    assert found.scheduled[5] == 24, "Christmas Day and the day in lieu of Boxing Day"


def test_leave_that_is_only_asked_for_hides_nothing(store: Store, ids: dict[str, PersonId]) -> None:
    zoe = ids["zoe@x.org"]
    found = store.read(lambda tx: load.loads(tx, WEEKS, [zoe]))[zoe]
    assert found.present[0] == 40
    assert found.booked[:3] == (Decimal(0), Decimal("6.4"), Decimal(8))


def test_everybody_is_read_by_as_many_queries_as_one(store: Store, ids: dict[str, PersonId]) -> None:
    def count(people: list[PersonId] | None) -> int:
        counted = store.read(lambda tx: _counted(tx, people))
        assert counted.found == (len(people) if people else len(ids))
        return counted.queries

    assert count(None) <= 6, "with the company's own days, which are kept from then on"
    assert count(None) == count([ids["ann@x.org"]])


def test_many_named_people_are_the_same_as_each(
    store: Store, ids: dict[str, PersonId], monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [ids["ann@x.org"], ids["zoe@x.org"], ids["bea@x.org"]]
    by_name = store.read(lambda tx: load.loads(tx, WEEKS, few))
    for module in ("times", "load"):
        monkeypatch.setattr(f"workflows.calendar.{module}.MOST_NAMED", 1)
    assert store.read(lambda tx: load.loads(tx, WEEKS, few)) == by_name


def test_after_their_last_day_nobody_works(store: Store) -> None:
    gone = replace(a_person("lea"), ends=date(2026, 12, 2))

    def work(tx: Tx) -> PersonId:
        write(tx, an_office(gone))
        return organisation.ids_by_email(tx)["lea@x.org"]

    lea = store.write(work)
    assert store.read(lambda tx: load.loads(tx, WEEKS, [lea]))[lea].scheduled[:3] == (
        Decimal(40),
        Decimal(24),
        Decimal(0),
    )


def test_offers_lie_on_top_and_a_projects_shares_are_found_by_it(store: Store, ids: dict[str, PersonId]) -> None:
    ann = ids["ann@x.org"]
    (mine, _) = store.read(lambda tx: load.shares_on(tx, [1], WEEKS[0].first, WEEKS[-1].last))
    assert (mine.person, mine.percent) == (ann, Decimal(50))
    offer = Share(ann, mine.project, Decimal(60), None, date(2026, 12, 7), date(2026, 12, 13), tentative=True)
    found = store.read(lambda tx: load.loads(tx, WEEKS, [ann], [offer]))[ann]
    assert [period.first for period in found.over] == [date(2026, 12, 7)]


@dataclass
class Counted:
    """A transaction that counts what is asked of it."""

    tx: Tx
    queries: int = 0
    found: int = 0

    def fetch(self, statement: object, **values: object) -> list[object]:
        self.queries += 1
        return self.tx.fetch(statement, **values)

    def __getattr__(self, name: str) -> object:
        return getattr(self.tx, name)

    def __hash__(self) -> int:
        return id(self)


def _counted(tx: Tx, people: list[PersonId] | None) -> Counted:
    counted = Counted(tx)
    counted.found = len(load.loads(cast("Tx", counted), WEEKS, people))
    return counted
