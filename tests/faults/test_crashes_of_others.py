"""The bot is killed while it tells of a milestone and of a report (SQLite): cards, threads and messages, each once."""

from typing import Any

import pytest
from sqlalchemy import create_engine, text

from rehearsal.client import RehearsalClient
from tests.faults.crashes import Desk
from tests.faults.laboratory import Laboratory, until
from tests.faults.points import Point

DANIEL = "daniel"
REPORT = {
    "expected": "The plan by Friday",
    "happened": "It came on Tuesday",
    "day": "2026-11-20",
    "effect": "Two lost days",
    "help": "We wrote the first page together",
}


class Place:
    """People who go on working while the bot is killed."""

    def __init__(self, laboratory: Laboratory) -> None:
        self.laboratory, self.desk = laboratory, Desk(laboratory)
        self.slack = RehearsalClient(laboratory.serving.url)
        self.daniel = self.slack.as_user(DANIEL).in_channel("general")

    def submits(self, *points: Point, **said: Any) -> None:
        """Submit what Daniel has before him; the bot dies at these points of saying what comes of it."""
        deaths = self.laboratory.deaths + len(points)
        self.laboratory.kill_list.put(*points)
        self.daniel.submits(**said)
        until(lambda: self.laboratory.deaths == deaths, "the bot died where it should", self.laboratory.tail)
        self.desk.settles()
        findings = self.desk.checker.inspect()
        assert findings.well, findings

    def happened(self, workflow: str) -> list[str]:
        """What was written down, in turn."""
        engine = create_engine(self.laboratory.database)
        with engine.connect() as connection:
            asked = text("select event from audit where workflow = :workflow order by id")
            found = [row.event for row in connection.execute(asked, {"workflow": workflow})]
        engine.dispose()
        return found

    def told(self, subject: str) -> list[str]:
        """The kinds of messages that were sent about something of Daniel's, by the beginning of their keys."""
        rows = self.desk.checker.books().outbox.values()
        return sorted(row.kind for row in rows if row.key.startswith(subject) and row.state == "sent")


@pytest.fixture(scope="module")
def place(sqlite_laboratory: Laboratory) -> Place:
    place = Place(sqlite_laboratory)
    sqlite_laboratory.workspace.be_patient(60)  # what is not acked is not done again here
    until(place.desk.checker.settled, "what budgets have to say is said", place.desk.checker.backlog)
    return place


def test_a_milestone_s_card_and_the_reply_in_its_thread_survive_crashes(place: Place) -> None:
    place.daniel.types("/milestone new apollo")
    place.submits(name="Pilot invoices", day="2026-12-11")
    (card,) = place.slack.posts("apollo")
    place.daniel.types("/milestone update pilot")
    place.submits(Point.AFTER_UPDATE, Point.AFTER_POST, health="at_risk", percent="30", sentence="The bank is silent")
    card, story = place.slack.posts("apollo")
    assert "at risk" in card["text"]
    assert "The bank is silent" in str(story["blocks"])
    assert story["thread_ts"] == card["ts"]
    assert place.happened("milestones")[-2:] == ["planned", "updated"]


def test_a_report_reaches_operations_once_though_the_bot_dies(place: Place) -> None:
    place.daniel.types("/report @ann")
    place.submits(Point.AFTER_POST, **REPORT)
    assert place.happened("performance") == ["reported"]
    held = [message["text"] for message in place.slack.posts() if "case 1" in str(message["blocks"]).lower()]
    assert len(held) == len(place.told("performance/1/")) > 1
