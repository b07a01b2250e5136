"""Two at once: one decides, one balance is spent once, and whatever people do in whatever order, the books agree."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlmodel import SQLModel

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import Office, an_office
from workflows.kernel.errors import Refused
from workflows.leave.rules.life import ACTIVE, GRANTED, MACHINE, State

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
BY_THE_CLOCK = ("climbed", "consultation_lapsed", "suggestion_lapsed")
"""What happens to the question alone: the request stays as it is."""


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock, an_office())


def at_once(*works: Callable[[], object]) -> list[str]:
    """What became of each: "done", or the reason it was refused."""
    outcomes: list[str] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except Refused as refused:
            outcomes.append(refused.reason)
        else:
            outcomes.append("done")

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_of_two_who_decide_at_once_one_decides_and_the_other_is_told(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    outcomes = at_once(
        lambda: office.does("bea", "approve", request, seen=1),
        lambda: office.does("tom", "decline", request, seen=1, reason="no"),
    )
    assert outcomes == ["done", "out_of_turn"]
    assert len(office.events()) == 2
    assert office.leave(request).version == 2


def test_a_balance_is_spent_once_however_many_ask_for_it_at_once(office: Office) -> None:
    weeks = [date(2026, 11, 30) + timedelta(weeks=number) for number in range(2)]
    spans = [(week.isoformat(), (week + timedelta(days=4)).isoformat()) for week in weeks]
    for begin, end in (("2026-11-23", "2026-11-27"), ("2026-12-14", "2026-12-18"), ("2026-12-21", "2026-12-31")):
        office.asks("ann", begin, end)
    assert office.balance("ann").free == 8
    outcomes = at_once(*(lambda span=span: office.asks("ann", *span) for span in spans))
    assert outcomes == ["balance", "done"]
    assert office.balance("ann").free == 3


def test_the_same_request_sent_twice_at_once_is_kept_once(office: Office) -> None:
    outcomes = at_once(*(lambda: office.asks("ann", "2026-12-21") for _ in range(3)))
    assert outcomes == ["done", "repeated", "repeated"]


class Year(RuleBasedStateMachine):
    """Ann's leave over a year, with everybody pressing whatever they can."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.clock = FollowedClock()
        self.clock.follow(MONDAY, speed=0)
        self.store = Store(f"sqlite:///{Path(self.folder.name) / 'year.sqlite'}", self.clock)
        SQLModel.metadata.create_all(self.store.engine)
        self.office = Office.founded(self.store, self.clock, an_office())

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @rule(start=st.integers(0, 60), length=st.integers(0, 6), halves=st.sampled_from(["whole", "late", "early"]))
    def asks(self, start: int, length: int, halves: str) -> None:
        first = date(2026, 11, 24) + timedelta(days=start)
        self._tries(
            lambda: self.office.asks("ann", first.isoformat(), str(first + timedelta(days=length)), halves=halves)
        )

    @rule(
        name=st.sampled_from(["ann", "bea", "tom", "zoe"]),
        verb=st.sampled_from(sorted(MACHINE.verbs)),
        number=st.integers(1, 6),
        days=st.integers(0, 60),
    )
    def presses(self, name: str, verb: str, number: int, days: int) -> None:
        first = date(2026, 11, 24) + timedelta(days=days)
        form = self.office.filled(first.isoformat(), str(first + timedelta(days=1)), reason="because")
        self._tries(lambda: self.office.does(name, verb, number, **form))

    @rule(hours=st.integers(1, 80))
    def time_passes(self, hours: int) -> None:
        self.office.goes_to(self.clock.now() + timedelta(hours=hours))
        self.office.ticks()

    @invariant()
    def the_books_agree(self) -> None:
        charged = {
            row.request_id: Decimal(row.amount) / 10000
            for row in self.office.rows(
                "select request_id, sum(amount) as amount from leave_ledger where request_id is not null "
                "group by request_id having sum(amount) <> 0"
            )
        }
        away = {
            row.source: bool(row.certain)
            for row in self.office.rows("select source, certain from absence where not gone")
        }
        for row in self.office.rows("select id, state, days from leave_request"):
            state = State(row.state)
            expected = -Decimal(row.days) / 10000 if state in GRANTED else None
            assert charged.get(row.id) == expected, (row, charged)
            assert away.get(f"leave/{row.id}") == ((state in GRANTED) if state in ACTIVE else None)

    @invariant()
    def every_change_is_on_record_once(self) -> None:
        changes = sum(row.version for row in self.office.rows("select version from leave_request"))
        recorded = [event for event in self.office.events() if event not in BY_THE_CLOCK]
        assert len(recorded) == changes

    def _tries(self, work: Callable[[], object]) -> None:
        before = self._kept()
        try:
            work()
        except Refused:
            assert list(self._kept()) == list(before)

    def _kept(self) -> Iterator[object]:
        return iter(self.office.rows("select id, state, version from leave_request order by id"))


TestYear = Year.TestCase
TestYear.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
