"""Several people decide about one request at the same moment, a few hundred times: one decision each."""

import json
import random
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from pydantic import SecretStr
from slack_bolt import BoltRequest, BoltResponse

from bot.app import Bot, build
from bot.clock import FollowedClock
from bot.folder.command import load_once
from bot.rehearse import APP_TOKEN, BOT_TOKEN, SAMPLE, scenario
from bot.settings import Settings
from rehearsal.scenario import build as build_workspace
from rehearsal.server import Serving
from tests.conftest import MONDAY_NINE
from tests.faults.checker import Checker
from tests.faults.payloads import asking, press, submission
from tests.postgres import Server
from workflows import WORKFLOWS

PAIRS = 140
HELEN, OMAR, BEA, TOMAS = "U0HEL0001", "U0OMA0002", "U0BEA0004", "U0TOM0005"
SUPPORT, ENGINEERING, DELIVERY = (BEA, TOMAS), ("U0JUR0010", "U0PRI0011"), ("U0CHL0017", "U0DAN0018")
"""Each department's operations manager and deputy."""
STAFF = {
    "U0ANN0001": SUPPORT,
    "U0MAY0021": DELIVERY,
    "U0LUK0008": SUPPORT,
    "U0REN0013": ENGINEERING,
    "U0EWA0016": ENGINEERING,
    "U0SOR0014": ENGINEERING,
    "U0VIK0020": DELIVERY,
}
OWNERS = tuple(STAFF)


def deeds(owner: str, value: str) -> list[dict[str, Any]]:
    """All that can be done about a request that waits: by those who decide, and by who asked."""
    reason = "We are too few then."
    return [
        *(press(who, "leave:approve", value) for who in (*STAFF[owner], HELEN, OMAR)),
        *(submission(who, "leave:decline", value, reason) for who in (*STAFF[owner], HELEN)),
        press(owner, "leave:withdraw", value),
    ]


class Office:
    """A bot whose Bolt app is spoken to directly, by as many threads as wanted."""

    def __init__(self, bot: Bot, checker: Checker) -> None:
        self.bot, self.checker = bot, checker
        self._threads = ThreadPoolExecutor(4)

    def sends(self, payload: dict[str, Any]) -> BoltResponse:
        answer = self.bot.app.dispatch(BoltRequest(body=payload, mode="socket_mode"))
        assert answer.status == 200, answer.body
        return answer

    def asked(self, days: int) -> list[tuple[str, str]]:
        """So many requests of one day each: whose, and what their buttons carry."""
        for number in range(days):
            week, place = divmod(number, len(OWNERS))
            self.sends(asking(OWNERS[place], _day(week).isoformat()))
        books = self.checker.books()
        return [(books.people[request.person_id], f"{request.id}.{request.version}") for request in books.requests]

    def at_once(self, payloads: list[dict[str, Any]]) -> list[str]:
        """Send them from as many threads; what is answered to those who come too late, where the ack says it."""
        barrier = Barrier(len(payloads))

        def send(payload: dict[str, Any]) -> str:
            barrier.wait()
            return str(self.sends(payload).body)

        return [body for body in self._threads.map(send, payloads) if "errors" in body]

    def close(self) -> None:
        self._threads.shutdown()
        self.bot.store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """The sample organisation on each database, on a Monday morning."""
    database = f"sqlite:///{tmp_path / 'dotted-line.sqlite'}"
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("empty_postgres")
        database = server.new_database()
    workspace = build_workspace(scenario(SAMPLE, WORKFLOWS))
    clock = FollowedClock()
    clock.follow(MONDAY_NINE, speed=0)
    with Serving(workspace) as serving:
        bot = build(_settings(serving.api_url, database), clock=clock)
        load_once(bot.store, SAMPLE)
        office = Office(bot, Checker(database, workspace, {}))
        yield office
        office.close()


def test_of_two_who_decide_at_once_one_decides(office: Office) -> None:
    chance = random.Random(20261123)  # noqa: S311 - repeatable, not a secret
    for owner, value in office.asked(PAIRS):
        for late in office.at_once(chance.sample(deeds(owner, value), 2)):
            said = " ".join(json.loads(late)["errors"].values())
            assert re.search(r"already (approved|declined|withdrew) this|déjà|bereits|schon| ya ", said), said
    findings = office.checker.inspect_books()
    assert findings.requests == PAIRS
    assert findings.well, findings
    books = office.checker.books()
    assert {request.state for request in books.requests} == {"approved", "declined", "withdrawn"}
    assert {request.version for request in books.requests} == {2}


def test_a_second_press_and_a_stale_one_change_nothing_and_say_who_decided(office: Office) -> None:
    ((owner, value),) = office.asked(1)
    twice = press(BEA, "leave:approve", value)
    office.at_once([twice, dict(twice)])
    told = len(office.checker.books().outbox)
    office.sends(press(BEA, "leave:approve", value))
    stale = office.sends(submission(HELEN, "leave:decline", value, "Too late."))
    assert "Bea Lindqvist already approved this on Mon, 23 Nov 2026" in stale.body
    office.sends(press(owner, "leave:withdraw", value))
    assert office.checker.inspect_books().well
    assert [request.state for request in office.checker.books().requests] == ["approved"]
    assert len(office.checker.books().outbox) == told


def _day(number: int) -> date:
    """The Wednesday of the so-many-th week of 2027."""
    return date(2027, 1, 13) + timedelta(weeks=number)


def _settings(api_url: str, database: str) -> Settings:
    return Settings(
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_app_token=SecretStr(APP_TOKEN),
        slack_api_url=api_url,
        database_url=database,
    )
