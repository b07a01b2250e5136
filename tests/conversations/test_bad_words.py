"""Text that means harm, or does harm without meaning to, through the real door: what each reads, and that is all."""

import hashlib
import hmac
import http.client
import json
import shutil
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from bot.folder.command import import_folder
from bot.rehearse import SAMPLE, SECRET
from bot.tables import Outbox
from tests.conversations.conftest import Office
from tests.faults.payloads import asking
from workflows.leave.tables import LeaveRequest

ANN = "U0ANN0001"
HIDDEN = "That holds hidden characters"


def sends(office: Office, payload: dict[str, Any]) -> dict[str, Any]:
    """Send an interaction as Slack does, signed; what is answered."""
    body = urlencode({"payload": json.dumps(payload)}).encode()
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), b":".join([b"v0", stamp.encode(), body]), hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }
    connection = http.client.HTTPConnection("127.0.0.1", office.running.server.port, timeout=60)
    connection.request("POST", "/slack/events", body, headers)
    answer = connection.getresponse()
    words = answer.read().decode()
    connection.close()
    assert answer.status == 200, words
    found: dict[str, Any] = json.loads(words) if words else {}
    return found


def kept(office: Office) -> list[int]:
    """How many requests and how many messages about them there are."""
    outbox = Outbox.__table__  # type: ignore[attr-defined] # SQLModel's stubs
    asked = (
        select(func.count()).select_from(LeaveRequest),
        select(func.count()).select_from(outbox).where(outbox.c.workflow == "leave"),
    )
    with office.running.bot.store.engine.connect() as connection:
        return [connection.scalar(one) or 0 for one in asked]


@pytest.mark.parametrize("transport", ["http"], indirect=True)
def test_what_cannot_be_kept_is_said_under_the_field_and_nothing_is_written(office: Office) -> None:
    for note, words in (
        ("x" * 10_000, "That is 10,000 characters"),
        ("a\x00b", HIDDEN),
        ("a\ud800b", HIDDEN),
        ("a\u200bb", HIDDEN),
        ("pay\u202egnp.exe", HIDDEN),
    ):
        answer = sends(office, asking(ANN, "2027-01-13", note=note))
        assert words in answer["errors"]["reason"]
    assert kept(office) == [0, 0]
    assert not [post for post in office.slack.posts() if "leave" in post["text"].lower()]


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
def test_mentions_in_a_reason_are_read_as_typed_and_call_nobody(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    ann.types("/leave 7 dec")
    ann.submits(reason="<!channel> <@U0ZOE0007> שלום")
    bea.sees("שלום")
    bea.presses("Decline…", on="Ann Kowalski")
    bea.submits(reason="<!here> no")
    ann.is_told("no")
    for post in office.slack.posts():
        assert "<!channel>" not in mrkdwn(post)
        assert "<!here>" not in mrkdwn(post)


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
def test_a_channel_the_bot_is_not_in_keeps_nobody_else_from_being_told(office: Office, tmp_path: Path) -> None:
    """The day is booked and the project's manager told; a people admin hears what could not be said, and why."""
    folder = shutil.copytree(SAMPLE, tmp_path / "folder")
    projects = folder / "projects.csv"
    projects.write_text(projects.read_text().replace("#apollo", "#general"))
    import_folder(office.running.bot.store, folder, dry_run=False)
    ann, bea, daniel, nora = (office.person(name) for name in ("ann", "bea", "daniel", "nora"))
    ann.types("/leave 7 dec")
    ann.submits()
    bea.presses("Approve leave")
    ann.is_told("approved")
    daniel.sees("Ann Kowalski* is away")
    nora.sees("I am not a member of the channel")
    assert office.slack.posts("general") == []


def mrkdwn(post: dict[str, Any]) -> str:
    """Every text of a message that Slack would read as markup."""
    found: list[str] = [str(post.get("text", ""))]

    def walk(node: Any) -> None:
        if isinstance(node, list):
            for each in node:
                walk(each)
        if isinstance(node, dict):
            if node.get("type") == "mrkdwn":
                found.append(str(node["text"]))
            walk(list(node.values()))

    walk(post.get("blocks", []))
    return "\n".join(found)
