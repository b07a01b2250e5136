"""Which messages may be sent now and by whom, statement by statement; the database's clock stands where a test puts it.

SQLite's, that is: PostgreSQL's can't be stopped. What both do alike, the tests of the outbox see on both.
"""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql

from bot import claims
from bot.claims import card, lost_lane, outbox, pace
from bot.clock import FollowedClock
from bot.statements import Place
from bot.store import Store
from bot.tables import database_now
from bot.transaction import Transaction
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Notice, Ref

STANDING = 2_461_368.0
"""The Julian day at which the database's clock stands."""


class Ledger:
    """The outbox's rows in one transaction; times are seconds from the moment at which the clock stands."""

    def __init__(self, tx: Transaction) -> None:
        self.tx = tx
        self.now: float = tx.first(select(database_now()))[0]

    def add(self, key: str, to: PersonId | str = "C1", at: float = 0.0, **more: Any) -> int:
        """A message that rests until then; its number."""
        self.tx.queue(Notice(key, to, "told", Ref("lamp", 1), not_before=more.pop("not_before", None)))
        self.tx.execute(update(outbox).where(outbox.c.key == key).values(next_at=self.now + at, **more))
        return int(self.row(key).id)

    def row(self, key: str) -> Any:
        return self.tx.first(select(outbox).where(outbox.c.key == key))

    def rests(self, lane: str, seconds: float) -> None:
        """A lane that keeps its distance for so long."""
        self.tx.execute(insert(pace).values(lane=lane, next_at=self.now + seconds))

    def heads(self, after: str = "", most: int = 9) -> list[tuple[str, str | None, float | None]]:
        """Of each lane: its name, the message that comes next, and how long until it may be sent."""
        names = {row.id: row.key for row in self.tx.fetch(select(outbox.c.id, outbox.c.key))}
        found = self.tx.fetch(claims.HEADS, after=after, most=most, now=self.tx.now)
        return [
            (row.lane, names.get(row.id), None if row.id is None else round(row.wait, 6))
            for row in sorted(found, key=lambda row: str(row.lane))
        ]

    def claims(self, *ids: int, me: str = "me") -> list[str]:
        """Those of them that are this sender's now, for a minute."""
        rows = self.tx.fetch(claims.CLAIM, ids=list(ids), now=self.tx.now, me=me, lease=60.0)
        return sorted(row.key for row in rows)

    def held(self, key: str) -> tuple[str, str | None, float]:
        """In which state, whose, and for how long."""
        row = self.row(key)
        return row.state, row.owner, round(row.next_at - self.now, 6)


@pytest.fixture
def ledger(sqlite_template: Path, tmp_path: Path, clock: FollowedClock) -> Iterator[Ledger]:
    path = tmp_path / "dotted-line.sqlite"
    shutil.copy(sqlite_template, path)
    store = Store(f"sqlite:///{path}", clock)
    with store.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        raw.create_function("julianday", 1, lambda _: STANDING)
        yield Ledger(store.transaction(Place.on(connection)))
        connection.rollback()
    store.close()


def test_lanes_are_looked_through_in_their_order_and_so_many_at_a_time(ledger: Ledger) -> None:
    for name in ("C3", "C1", "C2"):
        ledger.add(f"of {name}", name)
    assert ledger.heads(most=2) == [("channel/C1", "of C1", 0), ("channel/C2", "of C2", 0)]
    assert ledger.heads(after="channel/C2", most=2) == [("channel/C3", "of C3", 0)]
    assert ledger.heads(after="channel/C3") == []


def test_a_lane_is_looked_at_only_while_something_in_it_is_not_settled(ledger: Ledger) -> None:
    for state in ("sent", "dropped", "dead"):
        ledger.add(state, state, state=state)
    for state in ("queued", "sending", "unknown", "checking"):
        ledger.add(state, f"live {state}", state=state)
    assert ledger.heads() == [
        ("channel/live checking", None, None),
        ("channel/live queued", "queued", 0),
        ("channel/live sending", None, None),
        ("channel/live unknown", "unknown", 0),
    ]


def test_of_a_lane_the_oldest_that_is_due_comes_next_and_one_under_way_holds_it(ledger: Ledger) -> None:
    ledger.add("settled", state="sent")
    ledger.add("tomorrow", not_before=ledger.tx.now + timedelta(seconds=1))
    ledger.add("first", not_before=ledger.tx.now)
    ledger.add("second")
    assert ledger.heads() == [("channel/C1", "first", 0)]
    ledger.tx.execute(update(outbox).where(outbox.c.key == "first").values(state="sending"))
    assert ledger.heads() == [("channel/C1", None, None)]


def test_a_message_waits_for_its_own_time_and_for_its_lanes_whichever_is_later(ledger: Ledger) -> None:
    for name, seconds in (("C1", 7.0), ("C2", 3.0), ("C3", -4.0)):
        ledger.add(f"of {name}", name, at=5.0)
        ledger.rests(f"channel/{name}", seconds)
    ledger.add("of C4", "C4", at=-2.0)
    assert [wait for _, _, wait in ledger.heads()] == [7, 5, 5, -2]


def test_what_is_found_is_claimed_for_as_long_as_a_lease_lasts(ledger: Ledger) -> None:
    fresh = ledger.add("fresh", attempts=2)
    doubtful = ledger.add("doubtful", "C2", state="unknown", reason="request_timeout")
    assert ledger.claims(fresh, doubtful) == ["doubtful", "fresh"]
    assert ledger.held("fresh") == ("sending", "me", 60)
    assert ledger.held("doubtful") == ("checking", "me", 60)
    assert (ledger.row("fresh").attempts, ledger.row("doubtful").attempts) == (3, 1)
    assert ledger.claims(fresh, doubtful, me="another") == []


def test_a_message_is_claimed_from_its_very_moment_on(ledger: Ledger) -> None:
    now, soon = ledger.add("now"), ledger.add("soon", "C2", at=0.001)
    assert ledger.claims(now, soon) == ["now"]


def test_a_lane_that_keeps_its_distance_is_left_alone_up_to_its_very_moment(ledger: Ledger) -> None:
    numbers = [ledger.add(f"of {name}", name) for name in ("C1", "C2", "C3")]
    ledger.rests("channel/C1", 0.0)
    ledger.rests("channel/C2", 0.001)
    assert ledger.claims(*numbers) == ["of C1", "of C3"]


def test_nothing_overtakes_what_is_older_in_its_lane_and_due(ledger: Ledger) -> None:
    ledger.add("older", at=30.0)
    behind = ledger.add("behind")
    ledger.add("tomorrow", "C2", not_before=ledger.tx.now + timedelta(seconds=1))
    before = ledger.add("before", "C2")
    ledger.add("today", "C3", not_before=ledger.tx.now)
    after = ledger.add("after", "C3")
    ledger.add("gone", "C4", state="dead")
    free = ledger.add("free", "C4")
    assert ledger.claims(behind, before, after, free) == ["before", "free"]


def test_when_a_message_was_due_is_told_with_it(ledger: Ledger) -> None:
    planned = ledger.tx.now - timedelta(hours=1)
    numbers = [ledger.add("planned", "C1", not_before=planned), ledger.add("at once", "C2")]
    rows = ledger.tx.fetch(claims.CLAIM, ids=numbers, now=ledger.tx.now, me="me", lease=60.0)
    assert {row.key: row.due for row in rows} == {"planned": planned, "at once": ledger.tx.now}


@pytest.mark.parametrize("state", ["sending", "checking"])
def test_a_lease_ends_with_its_last_moment_and_what_was_held_is_in_doubt(ledger: Ledger, state: str) -> None:
    def give_up() -> None:
        ledger.tx.execute(claims.DOUBT_ABANDONED, quiet=45.0)
        ledger.tx.execute(claims.RECHECK_ABANDONED)

    ledger.add("held", state=state, owner="dead", at=0.001)
    ledger.add("queued", "C2", at=-9.0)
    ledger.add("unknown", "C3", state="unknown", at=-9.0)
    give_up()
    assert ledger.held("held") == (state, "dead", 0.001)
    assert ledger.tx.first(claims.ABANDONED) is None
    ledger.tx.execute(update(outbox).where(outbox.c.key == "held").values(next_at=ledger.now))
    assert ledger.tx.first(claims.ABANDONED) is not None
    give_up()
    assert ledger.held("held") == ("unknown", None, 45 if state == "sending" else 0)
    assert (ledger.held("queued"), ledger.held("unknown")) == (("queued", None, -9), ("unknown", None, -9))


def test_each_kind_of_the_abandoned_is_given_up_by_its_own_statement(ledger: Ledger) -> None:
    ledger.add("sending", "C1", state="sending", owner="dead")
    ledger.add("checking", "C2", state="checking", owner="dead")
    assert ledger.tx.execute(claims.RECHECK_ABANDONED) == 1
    assert (ledger.held("sending")[0], ledger.held("checking")) == ("sending", ("unknown", None, 0))
    assert ledger.tx.execute(claims.DOUBT_ABANDONED, quiet=45.0) == 1
    assert ledger.held("sending") == ("unknown", None, 45)


def test_only_whoever_holds_a_message_settles_it_or_puts_it_off(ledger: Ledger) -> None:
    mine = ledger.add("mine", "C1", state="sending", owner="me")
    others = ledger.add("others", "C2", state="sending", owner="another")
    also_mine = ledger.add("also mine", "C3", state="sending", owner="me")
    settled = {"to": "sent", "why": None, "at": ledger.tx.now}
    assert ledger.tx.execute(claims.SETTLE, row=others, me="me", **settled) == 0
    assert ledger.tx.execute(claims.SETTLE, row=mine, me="me", **settled) == 1
    put_off = {"to": "queued", "why": "ratelimited", "wait": 17.0}
    assert ledger.tx.execute(claims.POSTPONE, row=others, me="me", **put_off) == 0
    assert ledger.held("also mine") == ("sending", "me", 0)
    assert ledger.tx.execute(claims.POSTPONE, row=also_mine, me="me", **put_off) == 1
    assert (ledger.row("mine").state, ledger.row("mine").sent_at, ledger.row("mine").owner) == (
        "sent",
        ledger.tx.now,
        None,
    )
    assert (ledger.held("also mine"), ledger.row("also mine").reason) == (("queued", None, 17), "ratelimited")
    assert ledger.held("others") == ("sending", "another", 0)


def test_a_card_is_found_and_forgotten_in_its_own_lane_alone(ledger: Ledger) -> None:
    held = [("channel/C1", "a", "1.0"), ("channel/C1", "b", "2.0"), ("channel/C2", "a", "3.0")]
    for lane, name, ts in held:
        ledger.tx.execute(insert(card).values(lane=lane, card=name, channel="C", ts=ts))
    found = [ledger.tx.first(claims.CARD, lane=lane, card=name).ts for lane, name, _ in held]
    assert found == ["1.0", "2.0", "3.0"]
    assert ledger.tx.first(claims.CARD, lane="channel/C2", card="b") is None
    assert ledger.tx.execute(claims.FORGET, in_lane="channel/C1", of_card="a") == 1
    assert sorted(row.ts for row in ledger.tx.fetch(select(card.c.ts))) == ["2.0", "3.0"]


@pytest.mark.parametrize(
    ("free_since", "rests"),
    [(1.0, -3.5), (0.0, -2.5), (-0.1, -2.4), (-0.25, -2.25), (-0.3, -2.25), (-9.0, -2.25)],
    ids=["early", "at its moment", "a little late", "a quarter late", "later", "much later"],
)
def test_a_lane_rests_from_when_it_was_free_but_a_quarter_of_a_second_at_the_most(
    ledger: Ledger, free_since: float, rests: float
) -> None:
    ledger.rests("channel/C1", free_since)
    ledger.tx.execute(claims.FIRST_PACE, of_lane="channel/C2", wait=2.5)
    assert ledger.tx.execute(claims.SLOW_DOWN, of_lane="channel/C1", wait=2.5) == 1
    found = {row.lane: round(ledger.now - row.next_at, 6) for row in ledger.tx.fetch(select(pace))}
    assert found == {"channel/C1": rests, "channel/C2": -2.5}


def test_a_lane_is_reached_again_by_itself(ledger: Ledger) -> None:
    for lane in ("channel/C1", "channel/C2"):
        ledger.tx.execute(insert(lost_lane).values(lane=lane, reason="is_archived", since=ledger.tx.now))
    assert ledger.tx.execute(claims.REACHED_AGAIN, of_lane="channel/C1") == 1
    assert [row.lane for row in ledger.tx.fetch(select(lost_lane))] == ["channel/C2"]


def test_what_waits_is_counted_from_the_oldest_that_is_not_settled(ledger: Ledger) -> None:
    assert tuple(ledger.tx.first(claims.WAITING)) == (0, None)
    since = ledger.tx.now - timedelta(hours=2)
    ledger.add("settled", state="sent", queued_at=since - timedelta(hours=9))
    ledger.add("older", queued_at=since)
    ledger.add("doubtful", "C2", state="unknown")
    assert tuple(ledger.tx.first(claims.WAITING)) == (2, since)


def test_of_what_was_lost_only_that_message_is_told(ledger: Ledger) -> None:
    ledger.add("one", "C1", reason="is_archived")
    number = ledger.add("two", "C2", reason="channel_not_found")
    row = ledger.tx.first(claims.LOST, row=number)
    assert (row.channel, row.person, row.workflow, row.reason) == ("C2", None, "lamp", "channel_not_found")


def test_where_senders_share_a_server_nobody_waits_for_rows_that_another_holds_and_lanes_are_walked_there() -> None:
    def words(statement: Any) -> str:
        return str(statement.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call] # SQLAlchemy's

    assert "FOR UPDATE OF outbox SKIP LOCKED" in words(claims.CLAIM)
    assert "WITH RECURSIVE lanes" in words(claims.HEADS)
