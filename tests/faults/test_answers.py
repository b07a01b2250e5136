"""Slack misbehaves: what it answers, or doesn't, and how it delivers. Nothing is lost and nothing is said twice."""

from collections.abc import Iterator

import pytest

from tests.faults.crashes import APPROVE, DECLINE, Course, Desk
from tests.faults.laboratory import Laboratory

CALLS = ("chat.postMessage", "chat.update", "conversations.open", "conversations.history", "views.open")
ANSWERS = (
    ("accept_then_cut", 0.0, 1),
    ("accept_then_cut", 0.0, 2),
    ("accept_then_timeout", 1.5, 1),
    ("delay", 1.3, 1),
    ("500", 0.0, 2),
    ("429", 1.0, 1),
    ("drop", 0.0, 1),
)
"""How a call fails, for how many seconds (longer than a call may take), and how often in a row."""
DELIVERIES = (
    ("duplicate", 0.0, APPROVE),
    ("duplicate", 0.0, DECLINE),
    ("delay", 0.5, APPROVE),
    ("disconnect", 0.0, APPROVE),
    ("drop", 0.0, APPROVE),
    ("drop", 0.0, DECLINE),
    ("reorder", 0.3, DECLINE),
)


@pytest.fixture(scope="module")
def kept(sqlite_laboratory: Laboratory) -> Desk:
    return Desk(sqlite_laboratory)


@pytest.fixture
def desk(kept: Desk) -> Iterator[Desk]:
    """The desk with a bot that has opened no conversation yet; whatever misbehaves, is mended in the end."""
    for child in kept.laboratory.children:
        child.kill()
    kept.laboratory.revive()
    kept.settles()
    yield kept
    kept.laboratory.workspace.faults.clear()


@pytest.mark.parametrize(("kind", "seconds", "times"), ANSWERS)
def test_whatever_slack_answers_everything_is_said_once(desk: Desk, kind: str, seconds: float, times: int) -> None:
    for method in CALLS:
        desk.laboratory.workspace.faults.add(method=method, kind=kind, seconds=seconds, times=times)
    desk.survives(Course())


@pytest.mark.parametrize(("kind", "seconds", "verb"), DELIVERIES)
def test_however_slack_delivers_everything_is_done_once(desk: Desk, kind: str, seconds: float, verb: str) -> None:
    for name in ("to:/leave", "to:view_submission", "to:block_actions"):
        desk.laboratory.workspace.faults.add(method=name, kind=kind, seconds=seconds, times=1)
    desk.survives(Course(verb=verb))


def test_a_bot_started_while_slack_fails_comes_up_by_itself(desk: Desk) -> None:
    for method in ("apps.connections.open", "auth.test"):
        desk.laboratory.workspace.faults.add(method=method, kind="500", times=1)
    for child in desk.laboratory.children:
        child.kill()
    desk.laboratory.revive()
    desk.survives(Course())
