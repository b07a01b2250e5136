"""The life of an absence through `run` on a real database: what is kept, what is refused, and who is told."""

from datetime import UTC, date, datetime

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.absence_office import AbsenceOffice
from workflows.absence.rules.life import Certificate, State
from workflows.calendar.rules import Half, Span
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.replies import Done, Open, Say


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> AbsenceOffice:
    return AbsenceOffice.with_absences(store, clock)


def test_sick_alone_is_today_on_record_at_once_and_the_operations_manager_is_told(office: AbsenceOffice) -> None:
    said = office.says("ann", "/sick")
    assert isinstance(said, Say)
    assert "You're on record as away: *Sickness*, Mon, 23 Nov 2026." in said.message.text
    record = office.record()
    assert (record.span, record.state, record.open_ended) == (Span.of(date(2026, 11, 23)), State.OPEN, False)
    assert record.told == office.person("bea")
    assert office.kinds("bea") == ["told"]
    assert office.kinds("ann") == ["mine"]
    assert office.kinds("zoe") == []
    assert "Sickness" in str(office.reads("bea")[0].blocks)
    assert office.reads("dan")[0].text == office.reads("#apollo")[0].text == "*Ann* is away: Mon, 23 Nov 2026."
    assert office.events() == ["reported"]
    assert len(office.rows("select id from absence where certain")) == 1
