"""Whoever forges a payload for every verb there is gets nothing that is not theirs, and nothing goes wrong inside."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from slack_bolt import BoltRequest
from sqlalchemy import select
from sqlmodel import SQLModel
from structlog.testing import capture_logs

from bot.app import Bot, build
from bot.clock import FollowedClock
from bot.demonstration import begin
from bot.folder.command import load_once
from bot.rehearse import BOT_TOKEN, SAMPLE, SECRET, scenario
from bot.settings import Settings
from rehearsal.scenario import build as build_workspace
from rehearsal.server import Serving
from tests.conftest import MONDAY_NINE
from tests.faults.payloads import press, submission
from workflows import WORKFLOWS

ZOE, ZOES_ID = "U0ZOE0007", 7
SUBJECTS = ("1.1", "2.1", "1.2", "3.1")
VERBS = [(workflow.name, verb.name) for workflow in WORKFLOWS for verb in workflow.verbs]
PASSING = frozenset({"inbox", "outbox", "audit", "audit_seal", "card", "pace", "homeview"})
"""What every request leaves behind, or the clock."""
HERS = {"absence_record": "person_id", "absence": "person_id", "welcome_read": "person_id"}
"""What somebody may write about themselves without a word, and who it is about."""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The sample organisation with what a day in it has brought."""
    clock = FollowedClock()
    clock.follow(MONDAY_NINE, speed=0)
    with Serving(build_workspace(scenario(SAMPLE, WORKFLOWS))) as serving:
        bot = build(
            Settings(
                slack_bot_token=SecretStr(BOT_TOKEN),
                slack_signing_secret=SecretStr(SECRET),
                slack_api_url=serving.api_url,
                data_dir=tmp_path_factory.mktemp("forged"),
                most_an_hour=1_000_000,
            ),
            clock=clock,
        )
        load_once(bot.store, SAMPLE)
        begin(bot.store)
        bot.ticks.tick()
        yield bot
        bot.store.close()


def everything(bot: Bot) -> dict[str, set[Any]]:
    """All rows that mean something."""
    with bot.store.engine.connect() as connection:
        return {
            name: {tuple(map(repr, row)) for row in connection.execute(select(table))}
            for name, table in SQLModel.metadata.tables.items()
            if name not in PASSING
        }


def whose(table: str, row: tuple[str, ...]) -> str:
    return row[list(SQLModel.metadata.tables[table].columns.keys()).index(HERS[table])]


@pytest.mark.parametrize("workflow", [workflow.name for workflow in WORKFLOWS])
def test_a_colleague_who_forges_every_verb_changes_nothing_that_is_not_theirs(bot: Bot, workflow: str) -> None:
    before = everything(bot)
    with capture_logs() as logged:
        for name, verb in VERBS:
            for subject in SUBJECTS if name == workflow else ():
                for payload in (
                    press(ZOE, f"{name}:{verb}", subject),
                    submission(ZOE, f"{name}:{verb}", subject, "Because."),
                ):
                    bot.app.dispatch(BoltRequest(body=payload, mode="socket_mode"))
    assert [entry["what"] for entry in logged if entry["event"] == "request.failed"] == []
    after = everything(bot)
    changed = [(name, row) for name in after for row in after[name] ^ before[name]]
    assert [(name, row) for name, row in changed if name not in HERS] == []
    assert [(name, row) for name, row in changed if whose(name, row) != repr(ZOES_ID)] == []
