"""A rehearsal begins with something to see: asks by those who may, told to nobody, and once only."""

from datetime import date

from bot.demonstration import ASKS, begin
from bot.folder.command import load_once
from bot.rehearse import SAMPLE
from bot.store import Store
from workflows.organisation import store as organisation
from workflows.staffing import store as staffing


def test_the_sample_company_has_asks_that_somebody_could_fill(store: Store) -> None:
    load_once(store, SAMPLE)
    begin(store)
    begin(store)
    known = store.read(staffing.open_requests)
    assert len(known) == len(ASKS)
    assert store.read(lambda tx: tx.connection.exec_driver_sql("select count(*) from outbox").scalar()) == 0
    assert all(store.read(lambda tx, one=one: staffing.desks_of(tx, one)) for one in known)  # type: ignore[misc] # a default that is always given
    engineering = next(one for one in store.read(organisation.chart).departments.values() if one.code == "engineering")
    assert store.read(lambda tx: staffing.floor(tx, engineering.id, date(2026, 11, 23))) is not None


def test_a_company_of_ones_own_is_left_alone(store: Store) -> None:
    begin(store)
    assert store.read(staffing.open_requests) == []
