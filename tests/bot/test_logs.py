"""What is logged when something unexpected happens: where and what, never what somebody typed."""

import io
import json
import logging
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import structlog
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from bot import logs
from bot.store import Store
from bot.trouble import out_of_reach

WORDS = "canary: my back hurts"


class Terminal(io.StringIO):
    """A terminal that keeps what it shows."""

    def isatty(self) -> bool:
        return True


@contextmanager
def failing_in_front_of(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What fails meanwhile is logged there, as the shell logs it, and without a word that was typed."""
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure("INFO")
    try:
        yield
    except (ValueError, DBAPIError):
        structlog.get_logger().exception("request.failed", id="1234")
    finally:
        structlog.reset_defaults()
    assert "request.failed" in stream.getvalue()
    assert "canary" not in stream.getvalue()


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_a_traceback_holds_no_local_variables(monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO]) -> None:
    shown = stream()
    with failing_in_front_of(shown, monkeypatch):
        _fail({"note": WORDS})
    assert "nothing of the kind" in shown.getvalue()


def test_a_failed_statement_does_not_say_with_which_values(store: Store) -> None:
    with pytest.raises(DBAPIError) as failed:
        store.write(lambda tx: tx.connection.execute(text("insert into nowhere values (:note)"), {"note": WORDS}))
    assert "canary" not in str(failed.value)


def test_a_row_that_the_database_does_not_take_is_not_shown(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    with failing_in_front_of(shown, monkeypatch):
        store.write(
            lambda tx: tx.connection.execute(text("insert into project (name) values (:note)"), {"note": WORDS})
        )
    assert "IntegrityError" in shown.getvalue()
    assert "project" in shown.getvalue()


@pytest.mark.parametrize(
    "broken", ["postgresql+psycopg://nobody@127.0.0.1:1/nowhere", "sqlite:////proc/nothing/here.sqlite"]
)
def test_a_database_out_of_reach_is_one_line_without_a_traceback(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(sys, "stderr", shown)
    logs.configure("INFO")
    try:
        create_engine(broken).connect()
    except DBAPIError:
        structlog.get_logger().exception("loop.failed", loop="outbox")
    finally:
        structlog.reset_defaults()
    (line,) = shown.getvalue().splitlines()
    said = json.loads(line)
    assert said["reason"].startswith("the database can't be used (")
    assert "exception" not in said


def test_a_database_out_of_reach_is_said_once_a_minute_and_to_everybody_who_was_given_a_number() -> None:
    now, said = [0.0], list[str]()
    brevity = logs.Brevity(lambda: now[0])

    def fails(**entry: str) -> None:
        try:
            _fill_the_disk()
        except sqlite3.OperationalError:
            try:
                said.append(brevity(None, "error", {"exc_info": True, **entry})["reason"])
            except structlog.DropEvent:
                said.append("")

    for _ in range(3):
        fails(event="tick.failed")
    fails(event="request.failed", id="1")
    fails(event="request.failed", id="2")
    now[0] += 61
    fails(event="tick.failed")
    words = "the database can't be used (database or disk is full)"
    assert said == [words, "", "", words, words, words]
    assert brevity(None, "info", {"event": "request"}) == {"event": "request"}


def test_what_bolt_warns_of_without_cause_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    logs.configure("INFO")
    structlog.reset_defaults()
    bolt = logging.getLogger("slack_bolt.App")
    bolt.warning("As you gave `client` as well, `token` will be unused.")
    bolt.warning("Something else.")
    assert [record.getMessage() for record in caplog.records] == ["Something else."]


def test_a_statement_that_is_wrong_is_a_fault_of_ours_and_keeps_its_traceback(store: Store) -> None:
    with pytest.raises(DBAPIError) as failed:
        store.read(lambda tx: tx.connection.execute(text("select nothing_of_the_kind from audit")))
    assert out_of_reach(failed.value) is None


def _fill_the_disk() -> None:
    raise sqlite3.OperationalError("database or disk is full")


def _fail(form: dict[str, str]) -> None:
    raise ValueError(f"nothing of the kind among {len(form)}")
