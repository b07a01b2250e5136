"""What the workspace keeps over a restart, what scenarios may say, and the command line."""

import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from rehearsal.__main__ import EXAMPLE, main
from rehearsal.client import RehearsalClient
from rehearsal.model import View
from rehearsal.scenario import ScenarioError, build, read_scenario
from rehearsal.server import Serving
from rehearsal.sight import seen_by
from rehearsal.store import SqliteStore
from rehearsal.workspace import Workspace
from tests.rehearsal.bolt_app import leave_modal, plain, scenario


def with_events(*events: str) -> dict[str, Any]:
    return {"settings": {"event_subscriptions": {"bot_events": list(events)}}}


def kept(path: Path) -> Workspace:
    return build(scenario(), store=SqliteStore(path / "rehearsal.sqlite3"))


def test_a_restart_keeps_messages_views_homes_marks_files_and_the_clock(tmp_path: Path) -> None:
    before = kept(tmp_path)
    ann, app = before.person("ann"), next(iter(before.apps.values()))
    posted = before.post(
        before.open_direct(["U0ANN", app.bot_user]).id,
        app.bot_user,
        text="Hello",
        blocks=({"type": "section", "block_id": "s", "text": plain("Hello")},),
        metadata={"event_type": "x", "event_payload": {}},
        app_id=app.id,
        bot_id=app.bot_id,
    )
    before.react(posted, "tada", "U0ANN")
    ann.type("general", "one")
    gone = before.post("C0GENERAL", "U0ANN", text="two")
    before.delete_message(gone)
    ann.upload("general", "a.txt", b"content", "text/plain")
    before.views.open(app, "U0ANN", leave_modal())
    before.views.publish(app, "U0ANN", {"type": "home", "blocks": []})
    before.clock.pause()
    before.post("C0GENERAL", "U0ANN", text="only now", ephemeral_to="U0BOSS")
    seen = seen_by(before, "U0ANN")
    before.store.close()

    after = kept(tmp_path)
    assert seen_by(after, "U0ANN") == seen
    assert not after.ephemerals
    assert after.contents == before.contents
    assert isinstance(after.views.top("U0ANN"), View)
    assert after.person("ann").type("general", "three").ts > gone.ts
    after.store.close()


def test_a_clock_that_hurries_does_not_go_back_at_a_restart(tmp_path: Path) -> None:
    before = kept(tmp_path)
    with Serving(before):
        before.clock.run_at(86_400)
        time.sleep(0.1)
        shown = before.clock.now()
    before.store.close()
    after = kept(tmp_path)
    assert after.clock.now() >= shown
    assert after.clock.read().speed == 86_400
    after.store.close()


def test_a_scenario_says_who_is_there_and_a_second_start_keeps_who_joined(tmp_path: Path) -> None:
    before = kept(tmp_path)
    assert before.channel("secret").members == ("U0ANN",)
    before.join("C0SECRET", "U0BOSS")
    before.store.close()
    after = kept(tmp_path)
    assert set(after.channel("secret").members) == {"U0ANN", "U0BOSS"}
    after.store.close()


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({"poeple": []}, "unknown: poeple"),
        ({"people": [{"nmae": "ann"}]}, r"people\[0\]: unknown: nmae"),
        ({"people": [{"id": "U1"}]}, "needs a name"),
        ({"people": [], "channels": [{"name": "x", "members": ["zoe"]}]}, "nobody called 'zoe'"),
        ({"limits": "some"}, "slack or none"),
        ({"apps": [{"manifest": "nowhere.json"}]}, "manifest cannot be read"),
        ({"apps": [{"manifest": with_events("message.im")}]}, "that needs im:history"),
        ({"apps": [{"manifest": with_events("star_added")}]}, "not modelled here: star_added"),
        ({"apps": [{"manifest": {"features": {"slash_commands": [{"command": "/x"}]}}}]}, "that needs commands"),
        ({"apps": [{"manifest": {}}, {"id": "A2", "manifest": {}}]}, "have the same token"),
    ],
)
def test_a_mistake_in_a_scenario_is_named(broken: dict[str, Any], reason: str) -> None:
    with pytest.raises(ScenarioError, match=reason):
        build(broken)


def test_the_example_scenario_is_in_order() -> None:
    workspace = build(read_scenario(EXAMPLE), folder=EXAMPLE.parent)
    assert workspace.person("boss").user.tz == "Europe/London"
    assert next(iter(workspace.apps.values())).commands[0].name == "/example"
    assert "Welcome" in next(iter(workspace.messages[workspace.channel("general").id].values())).text


def test_a_scenario_that_is_not_there_ends_with_a_sentence_and_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--scenario", str(tmp_path / "none.yaml")]) == 2
    assert "none.yaml" in capsys.readouterr().err


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_command_line_serves_and_stops_cleanly(tmp_path: Path, stop: signal.Signals) -> None:
    command = [sys.executable, "-m", "rehearsal", "--port", "0", "--data", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:  # noqa: S603 - our own program
        assert process.stdout is not None
        found = re.search(r"http://\S+/", process.stdout.readline())
        assert found is not None
        with urllib.request.urlopen(f"{found[0]}rehearsal/ready", timeout=60) as response:  # noqa: S310 - loopback
            assert response.status == 200
        with urllib.request.urlopen(f"{found[0]}rehearsal/clock/stream", timeout=60) as stream:  # noqa: S310 - loopback
            stream.readline()
            RehearsalClient(found[0].rstrip("/")).as_user("ann").types("Kept")
            process.send_signal(stop)
            assert process.wait(timeout=60) == 0
        assert process.stdout.read() == ""
    kept_words = build(read_scenario(EXAMPLE), store=SqliteStore(tmp_path / "rehearsal.sqlite3"))
    assert next(reversed(kept_words.messages[kept_words.channel("general").id].values())).text == "Kept"
    kept_words.store.close()
