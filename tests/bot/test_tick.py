"""`dotted-line tick`: what is due is done once, and the run says what it did."""

import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.__main__ import main
from bot.app import Bot, build
from bot.clock import FollowedClock
from bot.migrate import upgrade
from bot.settings import Settings, Unsettled
from bot.store import Store
from bot.tables import Pace
from bot.tick import Summary, run_once, until
from tests.bot.stand_in import Lamp, Light, a_lamp_workflow
from tests.conftest import MONDAY_NINE
from tests.year.slack import Workspace
from workflows import WORKFLOWS
from workflows.kernel.access import PersonId, Relation
from workflows.kernel.flow import Event, Notice, Ref, Tx

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("90s", 1.5),
        ("10m", 10),
        ("2h", 120),
        ("1h30m", 90),
        (" 1H ", 60),
        ("2026-11-23T12:45Z", 45),
        ("2026-11-23 13:30+01:00", 30),
        ("24h", 1440),
    ],
)
def test_an_end_is_a_duration_or_a_moment(words: str, minutes: float) -> None:
    assert until(words, NOON) - NOON == timedelta(minutes=minutes)


def test_an_hour_is_this_machines_of_today() -> None:
    assert until("23:59", NOON.astimezone()).astimezone() == NOON.astimezone().replace(hour=23, minute=59)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("soon", "can't read “soon”"),
        ("", "can't read"),
        ("m", "can't read"),
        ("10", "can't read"),
        ("-5m", "can't read"),
        ("25:00", "can't read"),
        ("x" * 500, "can't read “x{40}”"),
        ("0001-01-01T00:00+14:00", "can't read"),
        ("0s", "is over"),
        ("2026-11-23T11:59Z", "is over"),
        ("999999h", "more than a day"),
        ("2027-01-01", "more than a day"),
    ],
)
def test_what_is_no_end_is_one_sentence(words: str, why: str) -> None:
    with pytest.raises(Unsettled, match=why) as said:
        until(words, NOON)
    assert "\n" not in str(said.value)


def test_bad_words_end_with_two_and_a_sentence_before_anything_is_touched(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["dotted-line", "tick", "--until", "soon"])
    for name, value in {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err.strip().startswith("--until takes `90s`")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as a bot leaves it that was started once."""
    path = tmp_path_factory.mktemp("migrated") / "dotted-line.sqlite"
    with closing(Store(f"sqlite:///{path}", FollowedClock(), WORKFLOWS)) as store:
        upgrade(store)
    return path


@pytest.fixture
def lamps(tmp_path: Path, migrated: Path) -> "Lamps":
    shutil.copy(migrated, tmp_path / "dotted-line.sqlite")
    clock = FollowedClock()
    clock.follow(MONDAY_NINE, speed=0)
    return Lamps(tmp_path, clock, Workspace(clock))


class Lamps:
    """Bots on one database, with a workflow that reminds of three lamps, one of them tomorrow."""

    def __init__(self, folder: Path, clock: FollowedClock, slack: Workspace) -> None:
        self.folder, self.clock, self.slack = folder, clock, slack
        self.channels = ["C1", "C2"]

    @contextmanager
    def bot(self) -> Iterator[Bot]:
        lamp = a_lamp_workflow(Lamp(PersonId(1), Light.RED), frozenset({Relation.OWN}), {"told": "It is red"})
        notices = [Notice(f"lamp/{channel}", channel, "told", Ref("lamp", 1)) for channel in self.channels]
        later = Notice("lamp/later", "C3", "told", Ref("lamp", 1), not_before=MONDAY_NINE + timedelta(days=1))
        object.__setattr__(lamp, "due", lambda _tx: [*notices, later])
        settings = Settings(slack_bot_token=SecretStr("xoxb-1"), data_dir=self.folder, pace_seconds=0.0)
        bot = build(settings, slack=self.slack.client(), clock=self.clock, workflows=[lamp])
        yield bot
        bot.store.close()

    def tick(self, within: str = "10s") -> Summary:
        with self.bot() as bot:
            return run_once(bot, until(within, self.clock.now()), lambda _line: None)


def test_what_is_due_is_sent_once_and_what_is_for_later_waits(lamps: Lamps) -> None:
    first, second = lamps.tick(), lamps.tick()
    assert (first.ticked.queued, first.sent, first.left, first.later, first.code) == (3, 2, 0, 1, 0)
    assert (second.ticked.queued, second.sent, second.left, second.later, second.code) == (0, 0, 0, 1, 0)
    assert sorted(post.channel for post in lamps.slack.posts) == ["C1", "C2"]
    lamps.clock.follow(MONDAY_NINE + timedelta(days=1), speed=0)
    assert lamps.tick().sent == 1
    assert first.sentences()[:2] == [
        "Events: 0. Messages queued: 3.",
        "Sent: 2. No longer true: 0. Undeliverable: 0.",
    ]


def test_ticks_and_a_bot_beside_each_other_do_each_thing_once(lamps: Lamps) -> None:
    lamps.channels = [f"C{number}" for number in range(10, 40)]
    with ThreadPoolExecutor(3) as pool:
        done = [each.result() for each in [pool.submit(lamps.tick) for _ in range(3)]]
    assert sum(one.ticked.queued for one in done) == 31
    assert sum(one.sent for one in done) == 30
    assert sorted(post.channel for post in lamps.slack.posts) == sorted(lamps.channels)


def test_what_slack_will_never_take_is_told_and_no_failure_of_the_run(lamps: Lamps) -> None:
    lamps.slack.archived.add("C1")
    done = lamps.tick()
    assert (done.sent, done.dead, done.left, done.code) == (1, 1, 0, 0)


def test_a_refused_bot_leaves_everything_and_says_so(lamps: Lamps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lamps.slack, "_posted", lambda _given: {"ok": False, "error": "token_revoked"})
    done = lamps.tick()
    assert (done.sent, done.left, done.code) == (0, 2, 1)
    assert done.sentences()[-1].startswith("Slack refuses the bot (token_revoked)")


def test_what_could_not_be_sent_in_time_is_left_and_the_next_run_takes_it(
    lamps: Lamps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lamps.slack, "_posted", lambda _given: {"ok": False, "error": "ratelimited"})
    done = lamps.tick("1s")
    assert (done.sent, done.left, done.code) == (0, 2, 1)
    monkeypatch.undo()
    assert lamps.tick().sent == 2


def test_a_workflow_that_fails_is_named_and_the_exit_code_says_so(lamps: Lamps) -> None:
    with lamps.bot() as bot:
        object.__setattr__(bot.ticks._workflows[0], "advance", lambda _tx: 1 // 0)
        done = run_once(bot, until("10s", lamps.clock.now()), lambda _line: None)
    assert (done.ticked.failed, done.sent, done.code) == (("lamp",), 0, 1)
    assert "lamp" in done.sentences()[-1]


def test_what_is_done_for_so_many_a_tick_is_done_for_all(lamps: Lamps) -> None:
    said, left = list[str](), [3]

    def some(tx: Tx) -> Iterator[Event]:
        if left[0]:
            left[0] -= 1
            tx.insert_once(Pace, lane=f"lamp/{left[0]}", next_at=0.0)
        yield from ()

    with lamps.bot() as bot:
        object.__setattr__(bot.ticks._workflows[0], "advance", some)
        done = run_once(bot, until("10s", lamps.clock.now()), said.append)
    assert left == [0]
    assert (done.ticked.written, done.code) == (3, 0)
    assert [line for line in said if "Looking" in line][-1] == "Looking for what is due (4)…"


def test_the_whole_product_is_looked_after(tmp_path: Path, migrated: Path) -> None:
    shutil.copy(migrated, tmp_path / "dotted-line.sqlite")
    clock = FollowedClock()
    clock.follow(MONDAY_NINE, speed=0)
    bot = build(Settings(slack_bot_token=SecretStr("xoxb-1"), data_dir=tmp_path), slack=Workspace(clock).client())
    told = list[str]()
    done = run_once(bot, bot.clock.now() + timedelta(seconds=10), told.append)
    bot.store.close()
    assert (done.code, done.ticked.failed, done.left) == (0, (), 0)
    assert told[0] == "Looking for what is due (1)…"
    assert len(bot.ticks._workflows) == len(WORKFLOWS)
