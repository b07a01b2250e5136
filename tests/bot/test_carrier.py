"""One message on its way: what is said where, which failure makes it wait how long, when it is given up, who hears."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs

from bot import claims, notices
from bot.carrier import Carrier, Outcome, Timings
from bot.claims import lost_lane, outbox, pace
from bot.courtesy import Courtesy, Manners
from bot.meters import LATE, METERS, RETRIES
from bot.slack import Ambiguous, Failure, Impossible, Stopped, Throttled, Unreached
from bot.store import Store
from bot.tables import database_now
from tests.bot.post import Post
from tests.bot.stand_in import StandIn
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import speech
from workflows.organisation import recent
from workflows.organisation.tables import PeopleAdminRow, PersonRow, ResidenceRow

NOW = select(database_now())
ROW = select(outbox)
LOST = select(lost_lane)
PACE = select(pace)


class Desk(Post):
    """One message at a time is taken up and carried, here and now."""

    def take(self, attempts: int = 1, state: str = "sending", key: str = "a") -> Any:
        """That message, which comes next in its lane, claimed for so many times; `checking`: it is in doubt."""
        before = {"sending": "queued", "checking": "unknown"}[state]
        again = text(
            "update outbox set attempts = :tries, state = :state, next_at = 0 where state in ('queued', 'unknown')"
        )
        self.store.write(
            lambda tx: (
                tx.connection.execute(again, {"tries": attempts - 1, "state": before}),
                tx.execute(pace.update().values(next_at=0.0)),
            )
        )
        (row,) = self.store.write(lambda tx: self.sender.claim(tx, [self.row(key).id]))
        return row

    def carries(self, attempts: int = 1, state: str = "sending", key: str = "a") -> Outcome:
        """What came of that message."""
        return self.sender.carrier.carry(self.take(attempts, state, key), time.monotonic())

    def keeps(self, outcome: Outcome) -> bool:
        """Whether it was this sender's to write down."""
        return self.store.write(outcome.keep)

    def row(self, key: str = "a") -> Any:
        return self.store.read(lambda tx: tx.first(ROW.where(outbox.c.key == key)))

    def fails(self, *failures: Failure) -> None:
        self.slack.before.extend(failures)

    def waits(self, outcome: Outcome, seconds: float) -> bool:
        """Whether the message `a` rests for so long from when that is written down."""
        before = self.store.read(lambda tx: tx.first(NOW))[0]
        assert self.keeps(outcome)
        after = self.store.read(lambda tx: tx.first(NOW))[0]
        return bool(before + seconds <= self.row().next_at + 0.01 and self.row().next_at <= after + seconds + 0.01)


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    METERS.clear()
    desk = Desk(store)
    yield desk
    desk.carriers.shutdown()
    METERS.clear()


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The points that are passed, in turn."""
    points: list[str] = []
    monkeypatch.setattr("bot.points.POINTS.passing", points.append)
    return points


def a_person(desk: Desk, name: str, locale: str = "en-GB", slack_id: str | None = "U7") -> PersonId:
    """Somebody who is there since 2020."""
    since = date(2020, 1, 1)

    def work(tx: Tx) -> int:
        person = tx.insert(
            PersonRow, slack_id=slack_id, name=name, email=f"{name}@x.org", locale=locale, starts=since, ends=None
        )
        where = {"time_zone": "Europe/London", "country": "GB", "subdivision": "ENG"}
        tx.insert(ResidenceRow, person_id=person, starts=since, ends=None, **where)
        recent.changed(tx)
        return person

    return PersonId(desk.store.write(work))


def renders(desk: Desk, render: Any) -> None:
    """The lamp's notices read so."""
    carrier: Any = desk.sender.carrier
    carrier._workflows = {"lamp": replace(carrier._workflows["lamp"], render=render)}


def an_admin(desk: Desk) -> PersonId:
    """Nora, a people admin."""
    nora = a_person(desk, "nora", slack_id="U8")

    def work(tx: Tx) -> None:
        tx.insert(PeopleAdminRow, person_id=nora, starts=date(2020, 1, 1), ends=None)
        recent.changed(tx)

    desk.store.write(work)
    return nora


def told_to(desk: Desk) -> list[int]:
    """Whom the shell tells of what did not arrive."""
    rows = desk.store.read(lambda tx: tx.fetch(select(outbox.c.person).where(outbox.c.kind == "undelivered")))
    return [row.person for row in rows]


def _any(stands_in: Any) -> Any:
    return stands_in


def a_held_card(desk: Desk) -> None:
    desk.queue("card", kind="card", card="lamp/1")
    desk.deliver()


@pytest.mark.parametrize(("tries", "seconds"), [(1, 2), (2, 4), (3, 8), (4, 16), (5, 32), (6, 60), (7, 60), (5000, 60)])
def test_whoever_does_not_answer_is_tried_again_less_and_less_often(desk: Desk, tries: int, seconds: int) -> None:
    desk.fails(Unreached("connection_refused"))
    desk.queue("a")
    assert desk.waits(desk.carries(tries), seconds)
    assert (desk.row().state, desk.row().reason, desk.row().owner) == ("queued", "connection_refused", None)


@pytest.mark.parametrize(
    ("failure", "state", "seconds"),
    [
        (Throttled(17.0), "queued", 17),
        (Ambiguous("request_timeout"), "unknown", 60),
        (Stopped("token_revoked"), "queued", 0),
    ],
    ids=["throttled", "in doubt", "stopped"],
)
def test_a_post_that_failed_waits_for_as_long_as_its_failure_asks_for(
    desk: Desk, failure: Failure, state: str, seconds: int
) -> None:
    desk.fails(failure)
    desk.queue("a")
    outcome = desk.carries(3)
    assert desk.waits(outcome, seconds)
    assert (desk.row().state, desk.row().reason) == (state, failure.reason)
    assert (outcome.fate, outcome.point, outcome.apart) == (None, "outbox.postponed", False)
    assert outcome.silence == (17 if isinstance(failure, Throttled) else 0)
    assert outcome.stopped == ("token_revoked" if isinstance(failure, Stopped) else None)


@pytest.mark.parametrize(
    ("failure", "seconds"),
    [
        (Throttled(17.0), 17),
        (Ambiguous("request_timeout"), 8),
        (Unreached("connection_refused"), 8),
        (Stopped("token_revoked"), 0),
    ],
    ids=["throttled", "in doubt", "unreached", "stopped"],
)
def test_a_message_in_doubt_stays_in_doubt_until_it_could_be_looked_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, failure: Failure, seconds: int
) -> None:
    def fails(*_: Any) -> None:
        raise failure

    monkeypatch.setattr(desk.slack, "find", fails)
    desk.queue("a")
    assert desk.waits(desk.carries(3, "checking"), seconds)
    assert (desk.row().state, desk.slack.posted) == ("unknown", [])


def test_each_wait_is_counted_by_its_reason_and_in_the_log(desk: Desk) -> None:
    desk.fails(Unreached("connection_refused"))
    desk.queue("a")
    with capture_logs() as said:
        desk.carries()
    assert METERS.counts[RETRIES] == {("connection_refused",): 1}
    told = {"key": "a", "reason": "connection_refused", "state": "queued", "seconds": 2.0}
    assert said == [{"event": "notice.postponed", "log_level": "info", **told}]


def test_what_somebody_else_holds_by_then_is_not_postponed(desk: Desk) -> None:
    desk.fails(Unreached("connection_refused"))
    desk.queue("a")
    outcome = desk.carries()
    desk.store.write(lambda tx: tx.execute(outbox.update().values(owner="another")))
    assert not desk.keeps(outcome)
    assert (desk.row().state, desk.row().owner) == ("sending", "another")


def test_what_was_sent_is_written_down_with_its_moment_and_holds_its_lane_back_for_a_second(desk: Desk) -> None:
    for key, pause in (("a", 1), ("b", 1 - claims.CATCH_UP)):  # the lane was long free when "b" went
        desk.queue(key)
        outcome = desk.carries(key=key)
        assert (outcome.fate, outcome.point, outcome.apart, outcome.silence) == ("sent", "outbox.sent", False, 0)
        before = desk.store.read(lambda tx: tx.first(NOW))[0]
        assert desk.keeps(outcome)
        after = desk.store.read(lambda tx: tx.first(NOW))[0]
        (held,) = desk.store.read(lambda tx: tx.fetch(PACE))
        assert held.lane == "channel/C1"
        assert before + pause <= held.next_at + 0.01
        assert held.next_at <= after + pause + 0.01
        row = desk.row(key)
        assert (row.state, row.owner, row.reason, row.sent_at) == ("sent", None, None, desk.store.clock.now())


def test_what_somebody_else_wrote_down_meanwhile_leaves_no_card_and_no_pace(desk: Desk) -> None:
    desk.queue("a", kind="card", card="lamp/1")
    outcome = desk.carries()
    desk.store.write(lambda tx: tx.execute(outbox.update().values(owner="another")))
    assert not desk.keeps(outcome)
    assert desk.store.read(lambda tx: tx.fetch(PACE)) == []
    assert desk.store.read(lambda tx: tx.connection.execute(text("select * from card")).all()) == []
    assert METERS.spreads[LATE] == {}


def test_only_a_card_is_remembered_and_where_it_is(desk: Desk) -> None:
    desk.queue("a")
    desk.keeps(desk.carries())
    desk.queue("b", kind="card", card="lamp/1")
    desk.keeps(desk.carries(key="b"))
    held = desk.store.read(lambda tx: tx.connection.execute(text("select lane, card, channel, ts from card")).all())
    assert [tuple(one) for one in held] == [("channel/C1", "lamp/1", "C1", "2.0")]


@pytest.mark.parametrize(("early", "late"), [(90, 90), (0, 0)], ids=["late", "at its moment"])
def test_how_late_a_message_is_counts_from_when_it_was_due(desk: Desk, clock: Any, early: int, late: int) -> None:
    desk.queue("a", not_before=desk.store.clock.now())
    clock.follow(desk.store.clock.now() + timedelta(seconds=early), speed=0)
    desk.keeps(desk.carries())
    assert METERS.spreads[LATE][()].total == late


def test_a_clock_that_was_put_back_makes_nobody_early(desk: Desk, clock: Any) -> None:
    desk.queue("a")
    clock.follow(desk.store.clock.now() - timedelta(hours=1), speed=0)
    desk.keeps(desk.carries())
    assert METERS.spreads[LATE][()].total == 0


def test_what_is_no_longer_true_is_dropped_and_was_sent_at_no_moment(desk: Desk, passed: list[str]) -> None:
    desk.words["told"] = None
    desk.queue("a")
    outcome = desk.carries()
    assert (outcome.fate, outcome.point, outcome.apart) == ("dropped", "outbox.dropped", False)
    assert desk.keeps(outcome)
    assert (desk.row().state, desk.row().sent_at) == ("dropped", None)
    assert not any("rendered" in point for point in passed)


def test_a_post_passes_every_point_at_which_it_could_be_cut_short(desk: Desk, passed: list[str]) -> None:
    desk.queue("a")
    passed.clear()
    desk.carries()
    assert [point for point in passed if point.startswith("outbox")] == [
        "outbox.rendered",
        "outbox.rendered/lamp",
        "outbox.addressed",
        "outbox.before_post",
        "outbox.after_post",
        "outbox.after_post/lamp",
    ]


def test_whoever_answers_a_person_goes_first_before_a_message_is_addressed_and_before_it_is_said(
    desk: Desk, passed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Polite(Manners):
        def give_way(self) -> None:
            passed.append("gives way")

    monkeypatch.setattr("bot.carrier.Manners", Polite)
    desk.queue("a")
    row = desk.take()
    passed.clear()
    desk.sender.carrier.carry(row, time.monotonic())
    since = passed[passed.index("outbox.rendered/lamp") + 1 :]
    assert since[:4] == ["gives way", "outbox.addressed", "gives way", "outbox.before_post"]


@pytest.mark.parametrize(("held_for", "posted"), [(50.0, 1), (50.5, 0)], ids=["just enough", "too little"])
def test_what_is_left_of_the_lease_must_outlast_a_call(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, held_for: float, posted: int
) -> None:
    desk.queue("a")
    row = desk.take()
    monkeypatch.setattr("bot.carrier.time", SimpleNamespace(monotonic=lambda: 1000.0))
    outcome = desk.sender.carrier.carry(row, 1000.0 - held_for)
    assert len(desk.slack.posted) == posted
    if not posted:
        assert desk.waits(outcome, 0)
        assert (desk.row().state, desk.row().reason) == ("queued", "lease_short")


def test_few_write_at_a_time_and_where_the_database_is_a_file_only_one(desk: Desk) -> None:
    def pens(name: str) -> list[bool]:
        dialect = SimpleNamespace(name=name, loaded_dbapi=desk.store.engine.dialect.loaded_dbapi)
        store, slack = (_any(one) for one in (SimpleNamespace(engine=SimpleNamespace(dialect=dialect)), StandIn()))
        carrier = Carrier("me", store, slack, [], Timings(), Courtesy())
        return [carrier._pens.acquire(blocking=False) for _ in range(5)]

    assert pens("postgresql") == [True, True, True, False, False]
    assert pens("sqlite") == [True, False, False, False, False]


def test_a_person_reads_in_their_language_and_in_their_own_conversation(desk: Desk) -> None:
    ann = a_person(desk, "ann", "de-DE")
    renders(desk, lambda _tx, _notice: Message(speech().locale.language))
    desk.queue("a", to=ann)
    desk.queue("b", to="C1")
    desk.deliver()
    assert sorted((sent.channel, sent.text) for sent in desk.slack.posted) == [("C1", "en"), ("DU7", "de")]


def test_who_has_no_account_is_asked_for_without_a_name(desk: Desk) -> None:
    ann = a_person(desk, "ann", slack_id=None)
    desk.queue("a", to=ann)
    desk.deliver()
    desk.queue("b", to=PersonId(99))
    desk.deliver()
    assert [sent.channel for sent in desk.slack.posted] == ["D", "D"]


def test_a_workflow_is_asked_about_the_notice_as_it_was_queued(desk: Desk) -> None:
    ann, seen = a_person(desk, "ann"), list[Notice]()

    def render(_tx: Tx, notice: Notice) -> Message:
        seen.append(notice)
        return Message("Hello")

    renders(desk, render)
    desk.queue("a", to=ann, card="lamp/1")
    desk.queue("b", to="C1", card="lamp/1")
    desk.deliver()
    desk.later()
    desk.queue("c", to="C1", thread="lamp/1")
    desk.queue("d", to=ann, card="lamp/1", only_update=True)
    desk.deliver()
    told = {one.key: (one.to, one.card, one.thread, one.only_update, one.subject.workflow) for one in seen}
    assert told == {
        "a": (ann, "lamp/1", None, False, "lamp"),
        "b": ("C1", "lamp/1", None, False, "lamp"),
        "c": ("C1", None, "lamp/1", False, "lamp"),
        "d": (ann, "lamp/1", None, True, "lamp"),
    }


def test_what_the_shell_itself_has_to_say_needs_no_workflow(desk: Desk) -> None:
    desk.store.write(lambda tx: notices.answer_chat(tx, "C1"))
    desk.deliver()
    assert "`/lamp`" in desk.slack.posted[0].text


def test_an_update_passes_its_own_points_and_keeps_no_distance(desk: Desk, passed: list[str]) -> None:
    a_held_card(desk)
    desk.queue("a", kind="card", card="lamp/1")
    row = desk.take()
    passed.clear()
    outcome = desk.sender.carrier.carry(row, time.monotonic())
    assert (outcome.fate, outcome.point, outcome.apart) == ("sent", "outbox.updated", False)
    assert passed[-2:] == ["outbox.before_update", "outbox.after_update"]
    assert desk.keeps(outcome)
    assert (desk.row().state, len(desk.slack.updated)) == ("sent", 1)
    (held,) = desk.store.read(lambda tx: tx.fetch(PACE))
    assert held.next_at == 0


def test_an_update_in_doubt_is_simply_done_again(desk: Desk) -> None:
    a_held_card(desk)
    desk.queue("a", kind="card", card="lamp/1")
    row = desk.take(3)
    desk.fails(Ambiguous("request_timeout"))
    outcome = desk.sender.carrier.carry(row, time.monotonic())
    assert desk.waits(outcome, 8)
    assert (desk.row().state, desk.row().reason) == ("queued", "request_timeout")


@pytest.mark.parametrize("reason", ["message_not_found", "cant_update_message", "edit_window_closed"])
def test_a_card_that_can_not_be_changed_any_more_is_forgotten_and_comes_anew_at_once(desk: Desk, reason: str) -> None:
    a_held_card(desk)
    desk.queue("a", kind="card", card="lamp/1")
    row = desk.take()
    desk.fails(Impossible(reason))
    outcome = desk.sender.carrier.carry(row, time.monotonic())
    assert outcome.fate is None
    assert desk.waits(outcome, 0)
    assert (desk.row().state, desk.row().reason) == ("queued", reason)
    desk.later()
    desk.deliver()
    assert [sent.text for sent in desk.slack.posted] == ["Card", "Card"]


def test_a_card_that_is_gone_is_somebody_elses_to_forget_when_the_lease_is(desk: Desk) -> None:
    a_held_card(desk)
    desk.queue("a", kind="card", card="lamp/1")
    row = desk.take()
    desk.fails(Impossible("message_not_found"))
    outcome = desk.sender.carrier.carry(row, time.monotonic())
    desk.store.write(lambda tx: tx.execute(outbox.update().values(owner="another")))
    assert not desk.keeps(outcome)


def test_an_update_that_is_refused_for_another_reason_is_given_up(desk: Desk) -> None:
    a_held_card(desk)
    desk.queue("a", kind="card", card="lamp/1")
    row = desk.take()
    desk.fails(Impossible("channel_not_found"))
    assert desk.sender.carrier.carry(row, time.monotonic()).fate == "dead"


def test_an_update_is_for_whoever_holds_the_card_and_what_is_no_card_is_always_posted(desk: Desk) -> None:
    a_held_card(desk)
    desk.later()
    desk.queue("a")
    desk.queue("b", to="C2", kind="card", card="lamp/1")
    desk.queue("c", to="C3", kind="card", card="lamp/1", only_update=True)
    desk.deliver()
    assert sorted((sent.channel, sent.text) for sent in desk.slack.posted) == [
        ("C1", "Card"),
        ("C1", "Hello"),
        ("C2", "Card"),
    ]
    assert desk.row("c").state == "dropped"


def test_a_message_that_is_found_is_sent_and_where_it_was_found(desk: Desk, passed: list[str]) -> None:
    ann = a_person(desk, "ann")
    desk.queue("a", to=ann, kind="card", card="lamp/1")
    desk.slack.post("DU7", Message("Card"), desk.row().mark)
    row = desk.take(state="checking")
    passed.clear()
    outcome = desk.sender.carrier.carry(row, time.monotonic())
    assert (outcome.fate, outcome.point) == ("sent", "outbox.found")
    assert passed == ["outbox.before_look", "outbox.looked"]
    assert desk.keeps(outcome)
    held = desk.store.read(lambda tx: tx.connection.execute(text("select channel, ts from card")).all())
    assert [tuple(one) for one in held] == [("DU7", "1.0")]


@pytest.mark.parametrize("to", ["C1", PersonId(99)], ids=["to a channel", "to somebody who is gone"])
def test_a_message_that_is_not_found_is_sent_at_once(desk: Desk, to: PersonId | str) -> None:
    desk.queue("a", to=to)
    outcome = desk.carries(3, "checking")
    assert outcome.fate is None
    assert desk.waits(outcome, 0)
    assert (desk.row().state, desk.row().reason, desk.slack.looked) == ("queued", "not_found_in_history", 1)
    desk.keeps(desk.carries(4))
    assert [sent.channel for sent in desk.slack.posted] == ["C1" if to == "C1" else "D"]


def test_a_channel_is_looked_into_by_its_id_and_not_by_its_name(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr(desk.slack, "channel", lambda named: {"#apollo": "C42"}[named])
    monkeypatch.setattr(desk.slack, "find", lambda channel, *_: looked.append(channel))
    desk.queue("a", to="#apollo")
    desk.carries(state="checking")
    assert looked == ["C42"]


def test_what_can_not_be_written_is_tried_five_times_and_buried_then(desk: Desk) -> None:
    desk.words["told"] = "broken"
    desk.queue("a")
    with capture_logs() as said:
        fourth = desk.carries(4)
    assert desk.waits(fourth, 16)
    assert (desk.row().state, desk.row().reason) == ("queued", "unrenderable")
    assert [(one["event"], one["log_level"]) for one in said] == [
        ("notice.unrenderable", "error"),
        ("notice.postponed", "info"),
    ]
    assert (said[0]["key"], said[0]["error"]) == ("a", "Refused")
    fifth = desk.carries(5)
    assert desk.keeps(fifth)
    assert (desk.row().state, desk.row().reason) == ("dead", "unrenderable")


def test_a_database_that_went_away_is_waited_for_and_no_notices_fault(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver: Any = desk.store.engine.dialect.loaded_dbapi

    def fails(*_: Any) -> None:
        raise driver.InterfaceError("connection already closed")

    desk.queue("a")
    monkeypatch.setattr(desk.sender.carrier, "_compose", fails)
    assert desk.waits(desk.carries(6), 60)
    assert (desk.row().state, desk.row().reason) == ("queued", "database")


def test_what_can_never_be_said_is_buried_and_people_admins_hear_it_once_until_the_recipient_is_reached(
    desk: Desk,
) -> None:
    nora = an_admin(desk)
    for key in ("a", "b"):
        desk.fails(Impossible("channel_not_found"))
        desk.queue(key)
        with capture_logs() as said:
            outcome = desk.carries(key=key)
        told = {"event": "notice.dead", "log_level": "warning", "key": key, "reason": "channel_not_found"}
        assert said == [told]
        assert (outcome.fate, outcome.point, outcome.apart) == ("dead", "outbox.buried", True)
        assert desk.keeps(outcome)
        assert (desk.row(key).state, desk.row(key).reason) == ("dead", "channel_not_found")
        assert told_to(desk) == [nora]
    desk.queue("c")
    desk.deliver()
    assert desk.store.read(lambda tx: tx.fetch(LOST)) == []
    desk.fails(Impossible("channel_not_found"))
    desk.queue("d")
    desk.later()
    desk.deliver()
    desk.deliver()
    assert told_to(desk) == [nora, nora]


def test_what_somebody_else_settled_is_not_buried_and_nobody_hears_of_it(desk: Desk) -> None:
    an_admin(desk)
    desk.fails(Impossible("channel_not_found"))
    desk.queue("a", to="C7")
    outcome = desk.carries()
    desk.store.write(lambda tx: tx.execute(outbox.update().values(owner="another")))
    assert not desk.keeps(outcome)
    assert len(desk.states()) == 1


def test_nobody_hears_that_a_word_of_the_shell_itself_did_not_arrive(desk: Desk) -> None:
    an_admin(desk)
    desk.store.write(lambda tx: notices.answer_chat(tx, "C7"))
    desk.fails(Impossible("channel_not_found"))
    desk.deliver()
    assert [state for _, state in desk.states()] == ["dead"]


@pytest.mark.parametrize(
    ("reason", "fate"),
    [("thread_not_found", "dropped"), ("cannot_reply_to_message", "dropped"), ("is_archived", "dead")],
)
def test_what_stands_under_a_card_that_is_gone_is_owed_to_nobody(desk: Desk, reason: str, fate: str) -> None:
    a_held_card(desk)
    desk.queue("a", thread="lamp/1")
    row = desk.take()
    desk.fails(Impossible(reason))
    outcome = desk.sender.carrier.carry(row, time.monotonic())
    assert outcome.fate == fate
    assert desk.keeps(outcome)
    assert (desk.row().state, desk.row().reason) == (fate, reason)


def test_what_stands_under_no_card_is_buried_for_the_same_reasons(desk: Desk) -> None:
    desk.fails(Impossible("message_not_found"))
    desk.queue("a")
    assert desk.carries().fate == "dead"
