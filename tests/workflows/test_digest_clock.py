"""When a digest's date comes, to the minute; what comes too late is on record, once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.digest_office import DigestOffice
from workflows.digest import clock as digests
from workflows.digest import store as kept
from workflows.kernel.flow import Event, Round, Tx

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> DigestOffice:
    """Monday nine in London, and Ann's question waits for Bea; nobody has looked yet."""
    office = DigestOffice(DigestOffice.opened(store, clock).store, clock)
    office.asks("ann", "2026-12-21")
    return office


def rounds(office: DigestOffice) -> list[Round]:
    return office.store.read(lambda tx: list(digests.rounds(tx)))


def taken(office: DigestOffice, found: list[Round]) -> list[bool]:
    return office.store.write(lambda tx: [one.take(tx) for one in found])


def when(office: DigestOffice, day: int, hour: int, minute: int, second: int = 0) -> None:
    office.goes_to(datetime(2026, 11, day, hour, minute, second, tzinfo=UTC))


def done(tx: Tx) -> dict[tuple[str, str], date]:
    return kept.rounds(tx)


def test_whoever_looks_first_begins_with_what_is_still_to_come_and_once_however_many_look(office: DigestOffice) -> None:
    first, second = rounds(office), rounds(office)
    assert all((one.notices, one.events) == ((), ()) for one in first)
    assert set(taken(office, first)) == {True}
    assert set(taken(office, second)) == {False}
    assert office.store.read(done)["Europe/London", "08:30"] == TUESDAY - timedelta(days=1)
    assert rounds(office) == []


def test_a_date_comes_with_its_minute_and_to_one_who_takes_it(office: DigestOffice) -> None:
    taken(office, rounds(office))
    when(office, 24, 8, 29, 59)
    assert all(not one.notices for one in rounds(office))
    when(office, 24, 8, 30)
    mine, others = rounds(office), rounds(office)
    told = [(notice.kind, notice.to) for one in mine for notice in one.notices]
    assert ("daily", office.person("bea")) in told
    assert set(taken(office, mine)) == {True}
    assert set(taken(office, others)) == {False}
    assert office.store.read(done)["Europe/London", "08:30"] == TUESDAY


def test_a_date_that_comes_twelve_hours_late_is_told_and_a_minute_later_only_put_on_record(
    office: DigestOffice,
) -> None:
    taken(office, rounds(office))
    when(office, 24, 20, 30)
    found = rounds(office)
    assert [one.events for one in found if one.notices] == [()]
    when(office, 24, 20, 31)
    found = rounds(office)
    assert [notice for one in found for notice in one.notices] == []
    events: list[Event] = [event for one in found for event in one.events]
    bea = office.person("bea")
    (event,) = (one for one in events if one.about == bea)
    assert (event.name, event.subject.workflow, event.subject.id) == ("skipped", "digest", bea)
    assert (event.version, event.by, event.facts) == (1, None, {"kind": "daily", "day": "2026-11-24"})


def test_another_time_that_somebody_chose_has_rounds_of_its_own_and_theirs_alone(office: DigestOffice) -> None:
    taken(office, rounds(office))
    office.says("bea", "at 17:15")
    taken(office, rounds(office))
    when(office, 24, 8, 30)
    found = rounds(office)
    assert [notice for one in found for notice in one.notices if notice.to == office.person("bea")] == []
    taken(office, found)
    when(office, 24, 17, 14)
    assert rounds(office) == []
    when(office, 24, 17, 15)
    told = [(notice.kind, notice.to) for one in rounds(office) for notice in one.notices]
    assert ("daily", office.person("bea")) in told
    assert office.person("dan") not in [to for _, to in told]
