"""Delivery: what Slack's every answer means for a message, and that nothing is lost or said twice."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from bot.carrier import Timings
from bot.slack import Ambiguous, Impossible, Stopped, Throttled, Unreached
from bot.store import Store
from bot.transaction import Transaction
from tests.bot.post import LEASE_OVER, Post
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Notice, Ref
from workflows.kernel.replies import Message


@pytest.fixture
def post(store: Store) -> Iterator[Post]:
    post = Post(store)
    yield post
    post.carriers.shutdown()


def test_a_message_is_sent_once_however_often_it_is_queued_or_looked_for(post: Post) -> None:
    for _ in range(3):
        post.queue("a")
        post.deliver()
        post.later()
    assert [sent.text for sent in post.slack.posted] == ["Hello"]
    assert post.states() == [("a", "sent")]


def test_what_is_no_longer_true_is_not_said(post: Post) -> None:
    post.words["told"] = None
    post.queue("a")
    post.deliver()
    assert post.slack.posted == []
    assert post.states() == [("a", "dropped")]


def test_messages_to_one_recipient_keep_their_order_and_their_distance(post: Post) -> None:
    for key in ("a", "b"):
        post.queue(key)
    post.queue("other", to="C2")
    post.deliver()
    assert post.states() == [("a", "sent"), ("b", "queued"), ("other", "sent")]
    post.later()
    post.deliver()
    assert post.states()[1] == ("b", "sent")


def test_a_postponed_message_does_not_hold_up_the_ones_behind_it(post: Post) -> None:
    post.queue("later", not_before=post.store.clock.now() + timedelta(hours=1))
    post.queue("now")
    post.deliver()
    assert post.states() == [("later", "queued"), ("now", "sent")]


@pytest.mark.parametrize(
    ("failure", "state"),
    [
        (Unreached("connection_refused"), "queued"),
        (Throttled(30.0), "queued"),
        (Ambiguous("timeout"), "unknown"),
        (Impossible("channel_not_found"), "dead"),
        (Stopped("token_revoked"), "queued"),
    ],
    ids=lambda value: getattr(value, "reason", value),
)
def test_each_failure_leaves_the_message_where_it_belongs(post: Post, failure: Exception, state: str) -> None:
    post.slack.before.append(failure)  # type: ignore[arg-type] # they are Failures
    post.queue("a")
    post.deliver()
    assert post.states() == [("a", state)]
    assert post.slack.posted == []


def test_a_post_whose_answer_was_lost_is_found_and_not_repeated(post: Post) -> None:
    post.slack.after.append(Ambiguous("timeout"))
    post.queue("a")
    post.deliver()
    assert post.states() == [("a", "unknown")]
    post.later()
    post.deliver()
    assert (len(post.slack.posted), post.slack.looked) == (1, 1)
    assert post.states() == [("a", "sent")]


def test_a_post_that_never_arrived_is_looked_for_and_then_sent(post: Post) -> None:
    post.slack.before.append(Ambiguous("timeout"))
    post.queue("a")
    post.deliver()
    post.later()
    post.deliver()
    assert (len(post.slack.posted), post.slack.looked) == (1, 1)
    assert post.states() == [("a", "sent")]


def test_a_message_in_doubt_holds_back_what_follows_it_to_the_same_recipient(post: Post) -> None:
    post.slack.after.append(Ambiguous("timeout"))
    post.queue("a")
    post.queue("b")
    post.deliver()
    assert post.states() == [("a", "unknown"), ("b", "queued")]


def test_a_sender_that_died_while_sending_leaves_a_doubt_that_another_clears(post: Post) -> None:
    post.queue("a")
    dying = post.another_sender()
    taken = post.store.write(lambda tx: dying.claim(tx, dying._lanes.look()))
    words: Any = post.sender.carrier._message(post.store.read(lambda tx: tx), taken[0])  # a lamp's need no database
    post.slack.post(taken[0].channel, words, taken[0].mark)
    post.store.write(lambda tx: tx.execute(LEASE_OVER))
    post.deliver()
    assert post.states() == [("a", "unknown")]
    post.later()
    post.deliver()
    assert (len(post.slack.posted), post.states()) == (1, [("a", "sent")])


def test_a_message_that_cannot_be_rendered_is_buried_and_the_queue_goes_on(post: Post) -> None:
    post.words["told"] = "broken"
    post.queue("a", kind="told")
    post.queue("b", to="C2", kind="card")
    for _ in range(5):
        post.deliver()
        post.later()
    assert post.states() == [("a", "dead"), ("b", "sent")]


def test_a_database_out_of_reach_buries_nothing(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    driver: Any = post.store.engine.dialect.loaded_dbapi

    def fails(*_: Any) -> None:
        raise driver.OperationalError("the server went away")

    post.queue("a")
    with monkeypatch.context() as broken:
        broken.setattr(post.sender.carrier, "_compose", fails)
        for _ in range(7):
            post.deliver()
            post.later()
    assert post.states() == [("a", "queued")]
    post.deliver()
    assert post.states() == [("a", "sent")]


def test_one_message_that_breaks_its_carrier_leaves_the_others_alone(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(channel: str, message: Message, mark: str, thread: str | None = None) -> tuple[str, str]:
        if channel == "C0":
            raise KeyError("a fault of our own")
        return real(channel, message, mark, thread)

    real = post.slack.post
    monkeypatch.setattr(post.slack, "post", breaks)
    for number in range(12):
        post.queue(f"k{number}", to=f"C{number}")
    with pytest.raises(KeyError):
        post.deliver()
    assert [state for _, state in post.states()] == ["sending", *["sent"] * 11]


def test_a_card_is_posted_the_first_time_and_updated_in_place_ever_after(post: Post) -> None:
    post.queue("a", kind="card", card="lamp/1")
    post.deliver()
    post.later()
    post.words["card"] = "Card, decided"
    post.queue("b", kind="card", card="lamp/1")
    post.deliver()
    assert [sent.text for sent in post.slack.posted] == ["Card"]
    assert post.slack.updated == [("C1", "1.0", "Card, decided")]


def test_a_card_that_was_deleted_in_slack_is_posted_anew(post: Post) -> None:
    post.queue("a", kind="card", card="lamp/1")
    post.deliver()
    post.later()
    post.slack.before.append(Impossible("message_not_found"))
    post.queue("b", kind="card", card="lamp/1")
    post.deliver()
    assert [sent.text for sent in post.slack.posted] == ["Card", "Card"]


def test_an_update_for_a_card_nobody_holds_is_dropped(post: Post) -> None:
    post.queue("a", kind="card", card="lamp/1", only_update=True)
    post.deliver()
    assert (post.slack.posted, post.states()) == ([], [("a", "dropped")])


def test_a_story_is_told_under_its_card_once_the_card_is_there(post: Post) -> None:
    post.slack.before.append(Unreached("connection_refused"))
    post.queue("card", kind="card", card="lamp/1")
    post.queue("story", thread="lamp/1")
    post.deliver()
    assert post.states() == [("card", "queued"), ("story", "queued")]
    for _ in range(2):
        post.later()
        post.deliver()
    assert [(sent.text, sent.thread) for sent in post.slack.posted] == [("Card", None), ("Hello", "1.0")]
    assert post.states() == [("card", "sent"), ("story", "sent")]


def test_a_story_whose_card_will_never_be_there_is_not_told(post: Post) -> None:
    post.slack.before.append(Impossible("not_in_channel"))
    post.queue("card", kind="card", card="lamp/1")
    post.queue("story", thread="lamp/1")
    post.deliver()
    post.later()
    post.deliver()
    assert (post.slack.posted, post.states()) == ([], [("card", "dead"), ("story", "dropped")])


def test_a_story_whose_answer_was_lost_is_found_under_its_card(post: Post) -> None:
    post.queue("card", kind="card", card="lamp/1")
    post.deliver()
    post.later()
    post.slack.after.append(Ambiguous("timeout"))
    post.queue("story", thread="lamp/1")
    for _ in range(2):
        post.deliver()
        post.later()
    assert (len(post.slack.posted), post.slack.looked) == (2, 1)
    assert post.states() == [("card", "sent"), ("story", "sent")]


def test_a_story_under_a_deleted_card_is_let_go_and_the_card_comes_anew_with_the_next_change(post: Post) -> None:
    post.queue("card", kind="card", card="lamp/1")
    post.deliver()
    post.later()
    post.slack.before.append(Impossible("thread_not_found"))
    post.queue("story", thread="lamp/1")
    post.deliver()
    assert post.states() == [("card", "sent"), ("story", "dropped")]
    post.later()
    post.slack.before.append(Impossible("message_not_found"))
    post.queue("changed", kind="card", card="lamp/1")
    post.queue("second", thread="lamp/1")
    for _ in range(3):
        post.deliver()
        post.later()
    assert [(sent.text, sent.thread) for sent in post.slack.posted] == [
        ("Card", None),
        ("Card", None),
        ("Hello", "2.0"),
    ]


def test_a_workflow_hears_what_of_its_own_can_never_be_delivered(post: Post) -> None:
    post.slack.before.append(Impossible("not_in_channel"))
    post.queue("a", to="C7")
    post.deliver()
    post.later()
    post.deliver()
    assert post.states() == [("a", "dead"), ("lost/a/not_in_channel", "sent")]
    assert post.slack.posted[0].channel == "C9"


def test_a_revoked_token_stops_the_sending_and_keeps_the_queue(post: Post) -> None:
    post.slack.before.append(Stopped("token_revoked"))
    post.queue("a")
    post.deliver()
    post.queue("b", to="C2")
    post.later()
    post.deliver()
    assert post.sender.stopped == "token_revoked"
    assert (post.slack.posted, post.states()) == ([], [("a", "queued"), ("b", "queued")])


def test_a_conversation_that_did_not_open_leaves_no_message_in_doubt(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_slack_id: str) -> str:
        raise Ambiguous("internal_error")

    with monkeypatch.context() as broken:
        broken.setattr(post.slack, "direct", fails)
        post.queue("a", to=PersonId(1))
        post.deliver()
    assert post.states() == [("a", "queued")]
    post.later()
    post.deliver()
    assert (post.slack.looked, post.states()) == (0, [("a", "sent")])


def test_every_lane_has_its_turn_however_many_one_look_takes_in(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.lanes.LANES", 3)
    for number in range(10):
        for key in ("first", "second"):
            post.queue(f"{key}/{number}", to=f"C{number}")
    post.deliver()
    assert sorted(sent.channel for sent in post.slack.posted) == [f"C{number}" for number in range(10)]
    post.later()
    post.deliver()
    assert len(post.slack.posted) == 20


def test_two_senders_share_the_work_without_sharing_a_message(post: Post) -> None:
    for number in range(40):
        post.queue(f"k{number}", to=f"C{number}")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda sender: sender.deliver_all(), [post.sender, post.another_sender()]))
    assert len({sent.mark for sent in post.slack.posted}) == len(post.slack.posted) == 40


def test_a_lease_shorter_than_a_call_is_refused() -> None:
    with pytest.raises(ValueError, match="lease"):
        Timings(lease=10.0)


def test_several_are_queued_in_one_statement_and_each_once(post: Post) -> None:
    notices = [Notice(key, "C1", "told", Ref("lamp", 1)) for key in ("a", "b", "b", "c")]

    def queued(some: list[Notice]) -> int:
        def work(tx: Transaction) -> int:
            tx.queue_together(some)
            return tx.queued

        return post.store.write(work)

    assert (queued(notices[:1]), queued(notices), queued(notices), queued([])) == (1, 2, 0, 0)
    assert [key for key, _ in post.states()] == ["a", "b", "c"]


def test_the_one_window_that_remains_is_a_sender_that_stands_still_past_lease_and_quiet(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """docs/running.md, “Where a message could still be doubled”: said twice, written down once, and nothing is lost."""
    standing, going_on, still = Event(), Event(), post.another_sender()

    def stand_still(point: str) -> None:
        if point == "outbox.before_post" and not standing.is_set():
            standing.set()
            assert going_on.wait(60)

    monkeypatch.setattr("bot.points.POINTS.passing", stand_still)
    post.queue("a")
    (row,) = post.store.write(lambda tx: still.claim(tx, still._lanes.look()))
    with ThreadPoolExecutor(1) as pool:
        sleeping = pool.submit(still.carrier.carry, row, time.monotonic())
        assert standing.wait(60)
        post.deliver()
        assert post.slack.posted == [], "its lease is not over yet"
        post.store.write(lambda tx: tx.execute(LEASE_OVER))
        post.deliver()
        assert (post.slack.posted, post.states()) == ([], [("a", "unknown")]), "nor is quiet"
        post.later()
        post.deliver()
        assert (len(post.slack.posted), post.slack.looked) == (1, 1)
        going_on.set()
        assert not post.store.write(sleeping.result().keep), "it was not its to write down any more"
    assert len({sent.mark for sent in post.slack.posted}) == 1
    assert len(post.slack.posted) == 2
    assert post.states() == [("a", "sent")]
