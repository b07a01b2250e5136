"""Slack lets the bot in no longer, while it runs: it is said once, nothing is lost, and it goes on when it can."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.app import Running, build
from bot.clock import FollowedClock
from bot.rehearse import APP_TOKEN, BOT_TOKEN, SAMPLE, scenario
from bot.settings import Settings
from bot.slack import Ambiguous, Failure, Impossible, Stopped, _meaning
from bot.standing import ASK_EVERY, Standing, sentence
from bot.tables import Outbox
from rehearsal.installing import install, uninstall
from rehearsal.scenario import build as build_workspace
from rehearsal.server import Serving
from rehearsal.workspace import Workspace
from tests.conftest import MONDAY_NINE
from tests.faults.laboratory import until
from tests.ports import free_port
from workflows import WORKFLOWS
from workflows.kernel.flow import Notice, Ref

SENT = select(func.count()).where(Outbox.state == "sent")  # type: ignore[arg-type] # SQLModel's stubs
ROOT = Path(__file__).parents[2]
WAITING = select(func.count()).where(Outbox.state == "queued")  # type: ignore[arg-type] # the same


@pytest.mark.parametrize(
    ("reason", "meaning"),
    [
        *((reason, Stopped) for reason in ("token_revoked", "account_inactive", "invalid_auth", "missing_scope")),
        *((reason, Stopped) for reason in ("team_access_not_granted", "team_added_to_org", "accesslimited")),
        *((reason, Impossible) for reason in ("channel_not_found", "no_permission", "restricted_action")),
        ("internal_error", Ambiguous),
    ],
)
def test_what_slack_says_to_all_alike_buries_no_message(reason: str, meaning: type[Failure]) -> None:
    class Answered(Exception):  # noqa: N818 - it stands for slack_sdk's own
        response = {"ok": False, "error": reason}  # noqa: RUF012 - read only

    assert type(_meaning(Answered())) is meaning  # type: ignore[arg-type] # it quacks like one


def test_it_is_said_once_and_slack_is_asked_now_and_then() -> None:
    now, answers = [0.0], [Stopped("token_revoked"), Ambiguous("timeout"), None]

    def ask() -> None:
        answer = answers.pop(0)
        if answer is not None:
            raise answer

    standing = Standing(ask, lambda: now[0])
    with structlog.testing.capture_logs() as logged:
        standing.ask_again()
        for reason in ("token_revoked", "invalid_auth"):
            standing.lose(reason)
        standing.ask_again()
        assert (len(answers), standing.stopped) == (3, "token_revoked")
        for _ in range(3):
            assert standing.stopped == "token_revoked"
            now[0] += ASK_EVERY
            standing.ask_again()
            standing.ask_again()
        assert (answers, standing.stopped) == ([], None)
    assert [entry["event"] for entry in logged] == ["outbox.stopped", "outbox.resumed"]


@contextmanager
def running(folder: Path) -> Iterator[tuple[Running, Workspace]]:
    """A bot over Socket Mode in a workspace of the sample organisation."""
    workspace = build_workspace(scenario(SAMPLE, WORKFLOWS))
    clock = FollowedClock()
    clock.follow(MONDAY_NINE, speed=0)
    with Serving(workspace) as serving:
        settings = Settings(
            slack_bot_token=SecretStr(BOT_TOKEN),
            slack_app_token=SecretStr(APP_TOKEN),
            slack_api_url=serving.api_url,
            data_dir=folder,
            http_port=0,
            pace_seconds=0,
        )
        bot = Running(build(settings, clock=clock))
        bot.start()
        try:
            yield bot, workspace
        finally:
            bot.stop()


def test_an_app_that_was_taken_out_and_installed_again_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.standing.ASK_EVERY", 0.2)
    with structlog.testing.capture_logs() as logged, running(tmp_path) as (bot, workspace):
        (app,) = workspace.apps.values()
        outbox, store = bot.bot.outbox, bot.bot.store

        def count(statement: Any) -> int:
            return int(store.read(lambda tx: tx.first(statement))[0])

        uninstall(workspace, app.id)
        until(lambda: outbox.stopped, "the bot has heard of it")
        for number in range(3):
            notice = Notice(f"shell/{number}", "#apollo", "hello", Ref("shell", number))
            store.write(lambda tx, notice=notice: tx.queue(notice))  # type: ignore[misc] # it is bound
        assert not bot.bot.healthy()["ok"]
        assert (count(WAITING), count(SENT)) == (3, 0)
        install(workspace, app.id)
        until(lambda: outbox.stopped is None, "Slack lets it in again")
        until(lambda: count(SENT) == 3, "what waited is said")
        assert bot.bot.healthy()["ok"]
    said = [entry for entry in logged if entry["log_level"] == "critical"]
    assert [entry["event"] for entry in said] == ["outbox.stopped"]
    assert "Nothing is lost" in said[0]["says"]


def test_a_bot_that_ends_while_slack_does_not_let_it_in_says_so_with_exit_code_2(tmp_path: Path) -> None:
    workspace = build_workspace(scenario(SAMPLE, WORKFLOWS))
    (app,) = workspace.apps.values()
    said = tmp_path / "said"
    with Serving(workspace) as serving, said.open("wb") as file:
        given = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": serving.api_url,
            "DATA_DIR": str(tmp_path / "data"),
            "HTTP_PORT": str(free_port()),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=os.environ | given, stdout=file, stderr=file
        )
        try:
            until(lambda: "Ready" in said.read_text(), "the bot is ready", said.read_text)
            uninstall(workspace, app.id)
            until(lambda: "outbox.stopped" in said.read_text(), "the bot has heard of it", said.read_text)
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 2
        finally:
            process.kill()
            process.wait()
    words = said.read_text()
    assert words.splitlines()[-1] in {sentence("app_uninstalled"), sentence("token_revoked")}
    assert "Traceback" not in words
    assert BOT_TOKEN not in words
    assert APP_TOKEN not in words
