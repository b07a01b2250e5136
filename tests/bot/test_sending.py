"""How one sender's eight hands are used: what is taken up when, what rests meanwhile, what is written down together.

Time is the test's own: a message is home when the day has come so far, and nobody waits for it.
"""

import math
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import create_engine

from bot import claims
from bot.carrier import Outcome, Timings
from bot.courtesy import Courtesy
from bot.meters import MESSAGES, METERS
from bot.outbox import Outbox
from tests.bot.stand_in import StandIn

BEGIN = 100.0
Homes = set[Future[Outcome]]


@dataclass
class Day:
    """The time, and who is under way until when."""

    now: float = BEGIN
    takes: dict[int, float] = field(default_factory=dict)
    """How many seconds a message is under way; 1 where nothing is said."""
    becomes: dict[int, dict[str, Any] | Exception] = field(default_factory=dict)
    """What comes of it: more about the outcome, or what breaks."""
    taken: list[tuple[float, int, float]] = field(default_factory=list)
    """When, which, and when its lease began."""
    kept: list[list[int]] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)
    """Those that are somebody else's to write down by then."""
    busiest: int = 0
    turns: int = 0
    _ends: dict[Future[Outcome], tuple[float, int]] = field(default_factory=dict)

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def submit(self, _carry: Any, number: int, taken_at: float) -> Future[Outcome]:
        home: Future[Outcome] = Future()
        self._ends[home] = self.now + self.takes.get(number, 1.0), number
        self.taken.append((self.now - BEGIN, number, taken_at - BEGIN))
        self.busiest = max(self.busiest, len(self.under_way))
        return home

    @property
    def under_way(self) -> Homes:
        return {one for one in self._ends if not one.done()}

    def wait(
        self, carrying: Collection[Future[Outcome]], timeout: float | None = None, return_when: str = ALL_COMPLETED
    ) -> tuple[Homes, Homes]:
        """As `concurrent.futures.wait`, at once."""
        self.turns += 1
        if self.turns > 200:
            raise RecursionError("it never ends")
        ends = sorted(self.now if one.done() else self._ends[one][0] for one in carrying) or [self.now]
        enough = ends[0] if return_when == FIRST_COMPLETED else ends[-1]
        self.now = min(enough, math.inf if timeout is None else self.now + max(0.0, timeout))
        for one in carrying:
            if not one.done() and self._ends[one][0] <= self.now:
                self._comes_home(one)
        return {one for one in carrying if one.done()}, {one for one in carrying if not one.done()}

    def _comes_home(self, home: Future[Outcome]) -> None:
        number = self._ends[home][1]
        more = self.becomes.get(number, {})
        if isinstance(more, Exception):
            home.set_exception(more)
            return
        home.set_result(Outcome(self._keeping(number), **{"fate": "sent", "point": f"{number} home"} | more))

    def _keeping(self, number: int) -> Callable[[Any], bool]:
        def keep(_tx: Any) -> bool:
            self.kept[-1].append(number)
            return number not in self.lost

        return keep


@dataclass
class Looks:
    """Lanes that show what the test lays there, look by look. The next is worth it after some rest, or a minute."""

    day: Day
    shown: deque[list[int]] = field(default_factory=deque)
    rest: float = 0.0
    next_at: float = BEGIN
    rested_at: float = BEGIN
    """What a disturbance does not undo."""
    looked: list[float] = field(default_factory=list)
    disturbed: int = 0
    pause: float = 7.5

    @property
    def barren(self) -> bool:
        return not self.shown

    @property
    def wait(self) -> float:
        return max(0.0, self.next_at - self.day.now)

    def disturb(self) -> None:
        self.disturbed += 1
        self.next_at = self.rested_at

    def look(self) -> list[int]:
        self.looked.append(round(self.day.now - BEGIN, 3))
        self.rested_at = self.day.now + self.rest
        self.next_at = self.rested_at if len(self.shown) > 1 else self.day.now + 60
        return self.shown.popleft() if self.shown else []


@dataclass
class Books:
    """A database that grants every claim but those of others."""

    day: Day
    taken_by_others: set[int] = field(default_factory=set)
    written_at: list[float] = field(default_factory=list)
    breaks_at: float = math.inf
    leases: list[float] = field(default_factory=list)
    now: str = "now"
    engine: Any = field(default_factory=lambda: create_engine("sqlite://"))

    def write(self, work: Callable[[Any], Any]) -> Any:
        if self.day.now - BEGIN >= self.breaks_at:
            raise ConnectionError("the database is gone")
        self.written_at.append(round(self.day.now - BEGIN, 3))
        self.day.kept.append([])
        return work(self)

    def fetch(self, statement: Any, *, ids: Sequence[int], lease: float, **_: Any) -> list[int]:
        assert statement is claims.CLAIM
        self.leases.append(lease)
        return [number for number in ids if number not in self.taken_by_others]


@dataclass
class Bench:
    day: Day
    looks: Looks
    books: Books
    sender: Outbox
    passed: list[str] = field(default_factory=list)

    def at(self, moment: float) -> "Bench":
        """The same at that moment, with nothing shown any more of what was."""
        self.looks.shown.clear()
        self.day.now = moment
        return self

    def delivers(self, *shown: Sequence[int], until: float = math.inf) -> int:
        """The sender sends; one look after the other shows these."""
        self.looks.shown.extend([*one] for one in shown)
        return self.sender.deliver_all(until)

    @property
    def taken(self) -> dict[int, float]:
        """When each was taken up, in seconds since the beginning."""
        return {number: round(at, 3) for at, number, _ in self.day.taken}


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    day = Day()
    books, looks = Books(day), Looks(day)
    store, slack, hands, lanes = (any_of(one) for one in (books, StandIn(), day, looks))
    sender = Outbox(store, slack, [], Timings(), hands, Courtesy())
    monkeypatch.setattr(sender, "_lanes", lanes)
    monkeypatch.setattr("bot.outbox.time", day)
    monkeypatch.setattr("bot.outbox.wait", day.wait)
    bench = Bench(day, looks, books, sender)
    monkeypatch.setattr("bot.points.POINTS.passing", bench.passed.append)
    METERS.clear()
    yield bench
    METERS.clear()
    books.engine.dispose()


def any_of(stands_in: Any) -> Any:
    return stands_in


def test_eight_are_under_way_at_once_and_each_hand_that_is_free_takes_the_next(bench: Bench) -> None:
    bench.day.takes = {1: 3.0} | dict.fromkeys(range(2, 21), 5.0)
    assert bench.delivers(range(1, 21)) == 20
    assert bench.day.busiest == 8
    begun = {0: range(1, 9), 3.01: [9], 5.01: range(10, 17), 8.02: [17], 10.02: range(18, 21)}
    assert bench.taken == {number: at for at, some in begun.items() for number in some}


def test_a_lease_begins_when_it_is_asked_for_and_lasts_as_long_as_is_settled(bench: Bench) -> None:
    bench.delivers([1])
    assert bench.day.taken == [(0.0, 1, 0.0)]
    assert bench.books.leases == [60.0]


def test_what_comes_home_within_a_hundredth_of_a_second_is_written_down_together(bench: Bench) -> None:
    bench.day.takes = {1: 1.0, 2: 1.005, 3: 1.02}
    bench.looks.rest = 60.0
    assert bench.delivers([1, 2, 3]) == 3
    assert bench.books.written_at == [0, 1.01, 1.02]
    assert [sorted(some) for some in bench.day.kept] == [[], [1, 2], [3]]


def test_idle_hands_look_again_as_soon_as_it_is_worth_it_however_long_one_is_under_way(bench: Bench) -> None:
    bench.day.takes = {1: 10.0, 2: 2.0}
    bench.looks.rest = 0.25
    assert bench.delivers([1], [2]) == 2
    assert bench.taken == {1: 0, 2: 0.26}
    assert bench.looks.looked[:2] == [0, 0.26]


def test_whoever_has_all_hands_full_neither_looks_nor_turns_round(bench: Bench) -> None:
    bench.day.takes = dict.fromkeys(range(1, 10), 10.0)
    bench.delivers(range(1, 9), [9])
    assert bench.looks.looked[1] == 10
    assert bench.taken[9] == 10
    assert bench.day.turns < 10


def test_what_was_found_is_taken_up_before_anybody_looks_again(bench: Bench) -> None:
    bench.delivers(range(1, 12), [12])
    assert bench.taken[11] == 1
    assert bench.looks.looked[:2] == [0, 1.01]
    assert bench.taken[12] == 1.01


def test_what_slack_answered_is_written_down_at_once_though_no_look_is_worth_it_yet(bench: Bench) -> None:
    bench.looks.rest = 0.9
    bench.delivers([1])
    assert bench.books.written_at == [0, 1]


def test_while_others_are_under_way_free_hands_take_up_what_is_left_of_a_find(bench: Bench) -> None:
    bench.books.taken_by_others = {1, 2, 3, 4, 5, 6}
    bench.day.takes = {7: 10.0, 8: 10.0}
    bench.looks.rest = 60.0
    assert bench.delivers(range(1, 11)) == 4
    assert bench.taken == {7: 0, 8: 0, 9: 0.01, 10: 0.01}


def test_with_nothing_under_way_the_sender_rests_before_it_looks(bench: Bench) -> None:
    bench.looks.rested_at = BEGIN + 0.2
    bench.looks.rest = 0.5
    bench.delivers([], [1])
    assert bench.looks.looked[:2] == [0.2, 0.7]
    assert bench.taken == {1: 0.7}


def test_others_waiting_lanes_are_looked_at_anew_at_the_beginning_and_whenever_somebody_came_home(
    bench: Bench,
) -> None:
    bench.day.takes = {1: 1.0, 2: 3.0}
    bench.looks.rest = 60.0
    bench.delivers([1, 2])
    assert bench.looks.disturbed == 3


def test_nothing_is_taken_up_from_the_moment_on_that_is_set_and_all_that_is_under_way_is_kept(bench: Bench) -> None:
    assert bench.delivers([1], until=BEGIN) == 0
    bench.looks.shown.clear()
    bench.day.takes = dict.fromkeys(range(1, 25), 2.0) | {16: 9.0}
    assert bench.delivers(range(1, 25), until=BEGIN + 4) == 16
    assert bench.day.turns < 20
    assert sorted(number for some in bench.day.kept for number in some) == [*range(1, 17)]


def test_whoever_stops_at_the_very_moment_at_which_one_comes_home_waits_for_the_others_without_turning_round(
    bench: Bench,
) -> None:
    bench.day.takes = {1: 1.0, 2: 9.0}
    bench.looks.rest = 2.0
    assert bench.delivers([1, 2], [3], until=BEGIN + 1.01) == 2
    assert bench.day.turns < 8


def test_when_slack_asks_for_silence_nothing_is_taken_up_until_the_very_end_of_it(bench: Bench) -> None:
    bench.day.becomes = {1: {"silence": 30.0, "fate": None}}
    bench.day.takes = dict.fromkeys(range(2, 13), 20.0)
    assert bench.delivers(range(1, 13)) == 8
    silent_from = BEGIN + 1.01
    assert bench.day.turns < 10, "nor does anybody turn round"
    assert bench.at(silent_from + 29.99).delivers([20]) == 0
    assert bench.at(silent_from + 30).delivers([20]) == 1


def test_when_silence_is_over_free_hands_go_on_however_long_one_is_under_way(bench: Bench) -> None:
    bench.day.becomes = {1: {"silence": 3.0, "fate": None}}
    bench.day.takes = {2: 10.0}
    bench.looks.rest = 2.0
    assert bench.delivers([1, 2], [3]) == 3
    assert bench.taken == {1: 0, 2: 0, 3: 4.02}


def test_a_shorter_silence_that_is_asked_for_later_does_not_end_the_longer_one(bench: Bench) -> None:
    bench.day.becomes = {1: {"silence": 30.0}, 2: {"silence": 5.0}}
    bench.day.takes = {1: 1.0, 2: 2.0}
    bench.delivers([1, 2])
    assert bench.at(BEGIN + 30.5).delivers([3]) == 0
    assert bench.at(BEGIN + 31.1).delivers([3]) == 1


def test_while_slack_does_not_let_the_bot_in_nothing_is_taken_up(bench: Bench) -> None:
    bench.day.becomes = {1: {"stopped": "token_revoked", "fate": None}, 2: {"stopped": "invalid_auth", "fate": None}}
    bench.day.takes = {1: 1.0, 2: 2.0, 4: 9.0}
    bench.looks.rest = 2.0
    assert bench.delivers([1, 2, 4], [3]) == 3
    assert bench.sender.stopped == "token_revoked"
    assert bench.day.turns < 10


def test_what_breaks_is_raised_when_all_others_are_through_and_written_down(bench: Bench) -> None:
    bench.day.becomes = {2: KeyError("first"), 3: ValueError("second")}
    bench.day.takes = {1: 9.0, 2: 1.0, 3: 2.0}
    with pytest.raises(KeyError, match="first"):
        bench.delivers([1, 2, 3])
    assert [number for some in bench.day.kept for number in some] == [1]


def test_a_database_that_is_gone_is_heard_of_only_when_nobody_is_under_way_any_more(bench: Bench) -> None:
    bench.day.takes = {1: 1.0, 2: 9.0}
    bench.looks.rest = 60.0
    bench.books.breaks_at = 1.0
    with pytest.raises(ConnectionError):
        bench.delivers([1, 2])
    assert bench.day.now == BEGIN + 9
    assert bench.day.under_way == set()


def test_what_workflows_have_a_part_in_is_written_down_by_itself(bench: Bench) -> None:
    bench.day.becomes = {2: {"apart": True, "fate": "dead"}}
    bench.delivers([1, 2, 3])
    assert sorted(map(sorted, bench.day.kept)) == [[], [1, 3], [2]]
    assert bench.sender.tally == {"sent": 2, "dead": 1}


def test_each_fate_is_counted_once_and_only_by_whoever_wrote_it_down(bench: Bench) -> None:
    bench.day.becomes = {2: {"fate": "dropped", "point": None}, 3: {"fate": None}}
    bench.day.lost = {4}
    bench.delivers([1, 2, 3, 4])
    assert bench.sender.tally == {"sent": 1, "dropped": 1}
    assert METERS.counts[MESSAGES] == {("sent",): 1, ("dropped",): 1}
    assert sorted(bench.passed) == ["1 home", "3 home", "outbox.claimed", "outbox.kept", "outbox.kept"]


def test_a_message_is_claimed_and_kept_before_anything_is_said_of_it(bench: Bench) -> None:
    bench.delivers([1])
    assert bench.passed == ["outbox.kept", "outbox.claimed", "outbox.kept", "1 home"]


def test_nothing_is_written_while_nothing_is_to_be_taken_up_or_kept(bench: Bench) -> None:
    assert bench.delivers([], []) == 0
    assert bench.books.written_at == []
    assert bench.looks.looked == [0, 0]


def test_those_that_others_took_meanwhile_are_left_to_them(bench: Bench) -> None:
    bench.books.taken_by_others = {1, 2, 3}
    assert bench.delivers([1, 2, 3]) == 0
    assert bench.delivers([3, 4]) == 1
    assert [number for _, number, _ in bench.day.taken] == [4]
    assert bench.passed.count("outbox.claimed") == 1


def test_how_much_waits_is_told_with_the_moment_since_when(bench: Bench) -> None:
    def waiting(since: datetime | None, number: int) -> dict[str, Any]:
        return bench.sender.waiting(
            any_of(SimpleNamespace(first=lambda _: SimpleNamespace(waiting=number, since=since)))
        )

    assert waiting(None, 0) == {"waiting": 0, "since": None}
    assert waiting(datetime(2026, 11, 23, 9, tzinfo=UTC), 3) == {"waiting": 3, "since": "2026-11-23T09:00:00+00:00"}


def test_the_loop_rests_as_long_as_its_lanes_say(bench: Bench) -> None:
    assert bench.sender.pause() == 7.5
    bench.sender.standing.lose("token_revoked")
    assert bench.sender.pause() == 1, "and Slack is asked again soon"


def test_the_loop_rests_until_a_silence_is_over(bench: Bench) -> None:
    bench.day.becomes = {1: {"silence": 30.0, "fate": None}}
    bench.delivers([1])
    over = bench.day.now + 30.0
    rests = []
    for left in (30.0, 0.5, 0.0, -0.5):
        bench.day.now = over - left
        rests.append(bench.sender.pause())
    assert rests == [30.0, 0.5, 7.5, 7.5]


def test_once_slack_lets_the_bot_in_again_what_waited_is_taken_up(bench: Bench) -> None:
    bench.sender.standing.lose("token_revoked")
    assert bench.delivers([1]) == 0
    bench.sender.standing._next = 0.0
    assert bench.sender.deliver_all() == 1
    assert bench.sender.stopped is None
