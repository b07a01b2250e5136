"""What keeps the bot from starting is one sentence that names the setting to look at; and what a start does without."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.app import Running, build
from bot.clock import MachineClock
from bot.http import Server
from bot.rehearse import BOT_TOKEN, SAMPLE, SECRET, scenario, workspace
from bot.settings import Settings, Unsettled
from bot.store import Store
from rehearsal.scenario import build as build_workspace
from rehearsal.server import Serving
from tests.ports import free_port
from workflows import WORKFLOWS

_TICKED = """
import sys
from pathlib import Path
from sqlmodel import SQLModel
from bot.app import build
from bot.settings import Settings
bot = build(Settings(data_dir=Path(sys.argv[1]), slack_bot_token="xoxb-1", slack_api_url="http://127.0.0.1:1/"))
bot.ticks.tick()
bot.house.once()
bot.store.close()
print(sum(mapper.configured for mapper in SQLModel._sa_registry.mappers))
"""


def test_what_a_setting_may_be_is_known_before_the_workflows_are_loaded() -> None:
    """What is loaded before the collector rests, is walked by it again and again."""
    assert said("import sys, bot.__main__; print(any(name.startswith('workflows') for name in sys.modules))") == "False"


def test_no_statement_of_a_start_or_a_tick_has_the_tables_made_ready_as_classes(tmp_path: Path) -> None:
    """Which takes 40 ms and 3 MB, and nothing uses them so: a statement names the table's columns, not the class's."""
    assert said(_TICKED, str(tmp_path)) == "0"


def said(program: str, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-W", "ignore", "-c", program, *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout.strip().splitlines()[-1]


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:////proc/nothing/here.sqlite",
        "sqlite:///{file}/below.sqlite",
        "sqlite:///{file}",
        "postgresql://nobody@127.0.0.1:1/nothing",
        "postgresql://nobody@127.0.0.1:port/nothing",
        "postgresql:",
    ],
)
def test_a_database_that_cannot_be_opened_is_one_sentence(tmp_path: Path, address: str) -> None:
    (tmp_path / "file").write_text("This is no database, and it is longer than a header. " * 20)
    with pytest.raises(Unsettled, match=r"can't be opened .*DATABASE_URL, or DATA_DIR") as unsettled:
        Store(address.format(file=tmp_path / "file"), MachineClock())
    assert "\n" not in str(unsettled.value)


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings = Settings(data_dir=tmp_path / "file", rehearsal_port=free_port())
    with pytest.raises(Unsettled, match=f"DATA_DIR .*{tmp_path}"), workspace(settings, WORKFLOWS):
        pass


def test_a_port_that_is_taken_and_a_host_that_is_elsewhere_are_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Unsettled, match=rf"127\.0\.0\.1:{port} .*HTTP_PORT"):
            Server(Starlette(), "127.0.0.1", port).start()
    with pytest.raises(Unsettled, match=r"203\.0\.113\.7:0 .*HTTP_HOST"):
        Server(Starlette(), "203.0.113.7", 0).start()


def test_a_token_that_slack_refuses_is_said_at_the_start_whichever_way_slack_comes(tmp_path: Path) -> None:
    with Serving(build_workspace(scenario(SAMPLE, WORKFLOWS))) as serving:
        with pytest.raises(Unsettled, match="refuses SLACK_BOT_TOKEN"):
            start(tmp_path / "bot", serving, bot="xoxb-wrong", secret=SECRET)
        with pytest.raises(Unsettled, match="refuses SLACK_APP_TOKEN"):
            start(tmp_path / "app", serving, app="xapp-wrong")


def start(folder: Path, serving: Serving, *, bot: str = BOT_TOKEN, app: str = "", secret: str = "") -> None:
    settings = Settings(
        slack_bot_token=SecretStr(bot),
        slack_app_token=SecretStr(app),
        slack_signing_secret=SecretStr(secret),
        slack_api_url=serving.api_url,
        data_dir=folder,
        http_port=0,
    )
    running = Running(build(settings))
    try:
        running.start()
    finally:
        running.stop()
