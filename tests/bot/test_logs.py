"""What is logged when something unexpected happens: where and what, never what somebody typed."""

import io
import sys

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot import logs
from bot.store import Store

WORDS = "canary: my back hurts"


class Terminal(io.StringIO):
    """A terminal that keeps what it shows."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_a_traceback_holds_no_local_variables(monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO]) -> None:
    shown = stream()
    monkeypatch.setattr(sys, "stderr", shown)
    logs.configure("INFO")
    try:
        _fail({"note": WORDS})
    except ValueError:
        structlog.get_logger().exception("request.failed", id="1234")
    finally:
        structlog.reset_defaults()
    assert "request.failed" in shown.getvalue()
    assert "nothing of the kind" in shown.getvalue()
    assert "canary" not in shown.getvalue()


def test_a_failed_statement_does_not_say_with_which_values(store: Store) -> None:
    with pytest.raises(DBAPIError) as failed:
        store.write(lambda tx: tx.connection.execute(text("insert into nowhere values (:note)"), {"note": WORDS}))
    assert "canary" not in str(failed.value)


def _fail(form: dict[str, str]) -> None:
    raise ValueError(f"nothing of the kind among {len(form)}")
