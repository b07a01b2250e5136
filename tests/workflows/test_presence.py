"""When somebody is at work, and when they are reached there: to the day, the half day and the hour (R42)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import SQLModel

from bot.clock import FollowedClock
from bot.store import Store
from bot.tables import LostLane
from workflows.calendar import presence
from workflows.calendar.rules import Half, Span
from workflows.calendar.store import put_absence
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import recent
from workflows.organisation.tables import PersonRow, ResidenceRow, WorkPatternRow

SINCE = date(2020, 1, 1)
MONDAY = date(2026, 11, 23)
T = TypeVar("T")
_PEOPLE = SQLModel.metadata.tables["person"]


class Somebody:
    """Who works from Monday to Friday in London, unless a test says otherwise; it is Monday, nine o'clock."""

    def __init__(self, store: Store, pattern: str = "mon-fri", zone: str = "Europe/London") -> None:
        self.store = store
        self.absences = 0

        def begin(tx: Tx) -> int:
            known = {"slack_id": None, "name": "Ann", "email": f"{uuid4()}@x.org", "locale": "en-GB"}
            person = tx.insert(PersonRow, starts=SINCE, ends=None, **known)
            where = {"time_zone": zone, "country": "GB", "subdivision": "ENG"}
            tx.insert(ResidenceRow, person_id=person, starts=SINCE, ends=None, **where)
            if pattern:
                tx.insert(WorkPatternRow, person_id=person, pattern=pattern, starts=SINCE, ends=None)
            recent.changed(tx)
            return person

        self.id = PersonId(store.write(begin))

    def away(self, first: date, last: date | None = None, *halves: Half | None, certain: bool = True) -> "Somebody":
        """They are away from that day to that day, or from half of one to half of another."""
        span = Span(first, last or first, *halves)
        self.absences += 1
        self.store.write(lambda tx: put_absence(tx, f"test/{self.id}/{self.absences}", self.id, span, certain=certain))
        return self

    def asks(self, question: Callable[..., T], *more: Any) -> T:
        """What the module answers about them now; the same when it was told before about whom it will be asked."""

        def known(tx: Tx) -> T:
            presence.know(tx, [self.id])
            return question(tx, self.id, *more)

        answer = self.store.read(lambda tx: question(tx, self.id, *more))
        assert self.store.read(known) == answer
        return answer

    def due(self, count: int, since: date = MONDAY) -> date:
        """The so-manieth working day after noon of that day."""
        return self.asks(presence.working_day_after, datetime.combine(since, datetime.min.time(), UTC) + NOON, count)


NOON = timedelta(hours=12)


@pytest.fixture
def ann(store: Store) -> Somebody:
    return Somebody(store)


def november(day: int) -> date:
    return date(2026, 11, day)


def moment(day: int, hour: int, zone: str = "Europe/London", minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(("count", "day"), [(0, 23), (1, 24), (4, 27), (5, 30)])
def test_working_days_are_counted_from_the_day_after(ann: Somebody, count: int, day: int) -> None:
    assert ann.due(count) == november(day)


def test_the_day_of_the_question_is_the_one_where_they_are(store: Store) -> None:
    late = datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert Somebody(store).asks(presence.working_day_after, late, 1) == november(24)
    assert Somebody(store, zone="Asia/Tokyo").asks(presence.working_day_after, late, 1) == november(25)


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        (23, 23, 24),
        (24, 24, 25),
        (25, 25, 24),
        (24, 25, 26),
        (20, 24, 25),
        (19, 22, 24),
        (25, 27, 24),
        (24, 27, 30),
        (24, 29, 30),
        (23, 24, 25),
        (28, 29, 24),
    ],
)
def test_a_day_on_which_they_are_away_is_none_of_theirs(ann: Somebody, first: int, last: int, due: int) -> None:
    assert ann.away(november(first), november(last)).due(1) == november(due)


def test_what_is_missed_moves_the_day_and_what_is_missed_then_moves_it_again(ann: Somebody) -> None:
    ann.away(november(24)).away(november(26)).away(november(30))
    assert ann.due(1) == november(25)
    assert ann.due(2) == november(27)
    assert ann.due(3) == date(2026, 12, 1)


def test_half_a_day_away_counts_and_two_halves_of_two_days_do(ann: Somebody) -> None:
    ann.away(november(24), november(24), Half.AM, Half.AM)
    ann.away(november(25), november(27), Half.PM, Half.AM)
    assert ann.due(1) == november(24)
    assert ann.due(2) == november(25)
    assert ann.due(3) == november(27)


def test_what_is_not_certain_keeps_nobody_away(ann: Somebody) -> None:
    ann.away(november(23), november(24), certain=False)
    assert ann.due(1) == november(24)
    assert ann.asks(presence.here)
    assert not ann.asks(presence.gone_today)


@pytest.mark.parametrize(("first", "last", "here"), [(23, 23, False), (20, 23, False), (22, 22, True), (24, 24, True)])
def test_who_is_away_from_morning_to_evening_is_not_here(ann: Somebody, first: int, last: int, here: bool) -> None:  # noqa: FBT001 # a table's column
    ann.away(november(first), november(last))
    assert ann.asks(presence.here) is here
    assert ann.asks(presence.gone_today) is not here
    assert ann.asks(presence.at_work) is here


@pytest.mark.parametrize("halves", [(Half.AM, Half.AM), (Half.PM, Half.PM)])
def test_half_a_day_away_is_not_away(ann: Somebody, halves: tuple[Half, Half]) -> None:
    ann.away(MONDAY, MONDAY, *halves)
    assert ann.asks(presence.here)
    assert ann.asks(presence.at_work)


def test_an_absence_from_noon_to_noon_takes_the_days_between_alone(ann: Somebody, clock: FollowedClock) -> None:
    ann.away(november(24), november(26), Half.PM, Half.AM)
    found = []
    for day in (24, 25, 26):
        clock.follow(moment(day, 12), speed=0)
        found.append(ann.asks(presence.here))
    assert found == [True, False, True]


def test_who_has_no_pattern_works_from_monday_to_friday(store: Store) -> None:
    bob = Somebody(store, pattern="")
    assert [bob.asks(presence.works, november(day)) for day in range(23, 30)] == [True] * 5 + [False] * 2
    assert [bob.due(count) for count in (0, 1, 4, 5, 10)] == [
        november(23),
        november(24),
        november(27),
        november(30),
        date(2026, 12, 7),
    ]
    assert bob.due(1, since=november(28)) == november(30)
    assert bob.due(0, since=november(28)) == november(28)
    bob.away(november(24), november(25))
    assert bob.due(1) == november(26)


def test_who_works_part_of_the_week_works_on_those_days_alone(store: Store) -> None:
    bob = Somebody(store, pattern="mon wed")
    assert [bob.asks(presence.works, november(day)) for day in (23, 24, 25)] == [True, False, True]
    assert bob.due(1) == november(25)
    assert bob.away(november(24), november(25)).due(1) == november(30)
    assert bob.asks(presence.at_work)


def test_a_day_off_is_not_at_work_and_yet_here(store: Store, clock: FollowedClock) -> None:
    bob = Somebody(store, pattern="mon wed")
    clock.follow(moment(24, 10), speed=0)
    assert (bob.asks(presence.at_work), bob.asks(presence.here)) == (False, True)


def test_one_is_reached_at_nine_where_they_are_and_at_one_when_they_work_the_afternoon_alone(store: Store) -> None:
    tokyo = Somebody(store, zone="Asia/Tokyo")
    assert tokyo.asks(presence.morning, MONDAY) == datetime(2026, 11, 23, 0, tzinfo=UTC)
    halves = Somebody(store, pattern="mon:pm tue:am wed:0.2 thu")
    found = [halves.asks(presence.morning, november(day)).time().hour for day in range(23, 28)]
    assert found == [13, 9, 9, 9, 9]
    without = Somebody(store, pattern="", zone="Europe/Paris")
    assert without.asks(presence.morning, MONDAY) == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_the_next_day_at_work_is_looked_for_from_that_day_on(ann: Somebody) -> None:
    ann.away(november(24), november(25)).away(november(27), november(30))
    found = [ann.asks(presence.day_at_work, november(day)) for day in range(23, 29)]
    assert found == [november(23), november(26), november(26), november(26), date(2026, 12, 1), date(2026, 12, 1)]
    assert ann.asks(presence.back_on) == november(26)


def test_back_is_never_today(ann: Somebody) -> None:
    assert ann.asks(presence.back_on) == november(24)


def test_who_is_away_for_longer_than_anybody_looks_ahead_is_expected_from_the_first_day_on(ann: Somebody) -> None:
    wednesday = november(25)
    ann.away(wednesday, wednesday + timedelta(days=398))
    assert ann.asks(presence.day_at_work, wednesday) == wednesday + timedelta(days=399)
    ann.away(wednesday, wednesday + timedelta(days=399))
    assert ann.asks(presence.day_at_work, wednesday) == wednesday


def test_an_absence_that_ended_four_months_ago_or_begins_in_more_than_400_days_is_not_looked_at(ann: Somebody) -> None:
    asked = MONDAY - timedelta(days=124)
    assert ann.due(1, since=asked) == MONDAY - timedelta(days=123)
    ann.away(MONDAY - timedelta(days=123), MONDAY - timedelta(days=121))
    assert ann.due(1, since=asked) == MONDAY - timedelta(days=123)
    ann.away(MONDAY - timedelta(days=123), MONDAY - timedelta(days=120))
    assert ann.due(1, since=asked) == MONDAY - timedelta(days=119)
    ahead = MONDAY + timedelta(days=401)
    assert ann.away(ahead).asks(presence.day_at_work, ahead) == ahead
    ann.away(ahead - timedelta(days=1), ahead)
    assert ann.asks(presence.day_at_work, ahead) == ahead + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "hour", "minute", "arrives"),
    [
        (23, 8, 59, moment(23, 9)),
        (23, 9, 0, None),
        (23, 18, 0, None),
        (28, 10, 0, moment(30, 9)),
        (25, 10, 0, moment(27, 9)),
    ],
    ids=["before nine", "at nine", "in the evening", "at the weekend", "while away"],
)
def test_something_arrives_at_once_while_they_are_at_work_and_else_on_their_next_morning(
    ann: Somebody, clock: FollowedClock, day: int, hour: int, minute: int, arrives: datetime | None
) -> None:
    ann.away(november(25), november(26))
    clock.follow(moment(day, hour, minute=minute), speed=0)
    assert ann.asks(presence.arrival) == arrives


def test_whom_slack_or_the_company_no_longer_knows_can_not_be_reached(ann: Somebody, store: Store) -> None:
    def questions() -> tuple[bool, bool, bool]:
        return ann.asks(presence.employed), ann.asks(presence.reachable), ann.asks(presence.here)

    lane = f"person/{ann.id}"
    assert questions() == (True, True, True)
    store.write(lambda tx: tx.insert(LostLane, lane=lane, reason="user_disabled", since=tx.now))
    assert questions() == (True, False, False)
    store.write(lambda tx: tx.execute(SQLModel.metadata.tables["lost_lane"].delete()))

    def leaves(tx: Tx) -> None:
        tx.execute(_PEOPLE.update().values(ends=MONDAY - timedelta(days=1)))
        recent.changed(tx)

    store.write(leaves)
    assert questions() == (False, False, False)
    assert not store.read(lambda tx: presence.employed(tx, PersonId(99)))


def test_what_is_known_of_many_is_not_asked_for_again_one_by_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [Somebody(store, zone=zone).away(MONDAY) for zone in ("Europe/London", "Asia/Tokyo", "America/New_York")]

    def asked(tx: Any) -> list[tuple[bool, bool]]:
        presence.know(tx, [one.id for one in people])
        monkeypatch.setattr(tx, "fetch", None)
        presence.know(tx, [one.id for one in people])
        return [(presence.gone_today(tx, one.id), presence.employed(tx, one.id)) for one in people]

    assert store.read(asked) == [(True, True)] * 3
