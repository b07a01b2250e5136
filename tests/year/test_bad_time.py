"""What is wrong with time, or with whoever is spoken to: handled, kept, and told to a people admin once."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.year.life import Life

FIRST = datetime(2027, 3, 26, 20, tzinfo=UTC)
"""A Friday evening; in Europe the clocks change in the second night."""
TUESDAY = datetime(2027, 3, 30, 7, tzinfo=UTC)
"""After Easter, in Berlin's morning."""
BERLIN, ADMIN = "berlin.al", "nora.fitzgerald"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company of the year as it is when the bot has looked for the first time."""
    folder = tmp_path_factory.mktemp("founded")
    life = _life(folder)
    _at(life, FIRST)
    life.bot.store.close()
    return folder


@pytest.fixture
def life(tmp_path: Path, founded: Path) -> Iterator[Life]:
    """A copy of it, in which nobody does anything by themselves."""
    shutil.copytree(founded, tmp_path / "copy")
    life = _life(tmp_path / "copy")
    _changes(life, "UPDATE organisation_version SET id = 1")  # what is kept of the company is kept of this one
    yield life
    life.bot.store.close()


def _life(folder: Path) -> Life:
    return Life(folder, Random(1), 0, FIRST)  # noqa: S311 - repeatable, not a secret


def _at(life: Life, moment: datetime) -> None:
    """It is then, and the bot looks and delivers."""
    life.clock.follow(moment, speed=0)
    assert life.bot.ticks.tick().failed == ()
    life.bot.outbox.deliver_all()


def _told(life: Life, who: str, words: str) -> list[str]:
    channel = f"D{_slack_id(life, who)}"
    return [post.text for post in life.slack.posts if post.channel == channel and words in post.text]


def _slack_id(life: Life, who: str) -> str:
    rows = life.rows("SELECT slack_id FROM person WHERE email = :email", email=f"{who}@northwind.example")
    return str(rows[0].slack_id)


def _changes(life: Life, statement: str, **values: object) -> None:
    """Something in the database becomes otherwise behind the bot's back, as after a restore."""
    with life.bot.store.engine.begin() as connection:
        connection.execute(text(statement), values)
        connection.execute(text("UPDATE organisation_version SET token = :token"), {"token": uuid4().hex})


def _away(life: Life, who: str, first: str, last: str) -> None:
    """Somebody's leave is granted: there is something to say of them."""
    form = {"leave_type": "annual", "halves": "whole", "reason": None}
    days = {"first": datetime.fromisoformat(first).date(), "last": datetime.fromisoformat(last).date()}
    life.does(who, "leave", "ask", None, form | days)
    number = life.rows("SELECT max(id) AS id FROM leave_request")[0].id
    asked = life.rows(
        "SELECT p.email FROM leave_step s JOIN person p ON p.id = s.person_id WHERE request_id = :number"
        " AND asked_at IS NOT NULL",
        number=number,
    )
    life.does(asked[0].email.partition("@")[0], "leave", "approve", number)


def test_a_time_zone_that_does_not_exist_is_utc_for_whoever_has_it_and_told_once(life: Life) -> None:
    theirs = "person_id = (SELECT id FROM person WHERE email = :email)"
    _changes(
        life,
        f"UPDATE residence SET time_zone = 'Europe/Nowhere' WHERE {theirs}",  # noqa: S608 - written above
        email=f"{BERLIN}@northwind.example",
    )
    _away(life, BERLIN, "2027-03-29", "2027-03-31")
    for hours in range(0, 96, 3):
        _at(life, FIRST + timedelta(hours=hours))
    said = _told(life, ADMIN, "Europe/Nowhere")
    assert len(said) == 1
    assert "no time zone “Europe/Nowhere”, and *Berlin Al* should be in it" in said[0]
    assert _told(life, "berlin.mo", "Berlin Al")
    assert life.rows("SELECT 1 FROM digest_round WHERE zone = 'Europe/Nowhere'")
    _changes(life, "UPDATE residence SET time_zone = 'Europe/Berlin' WHERE time_zone = 'Europe/Nowhere'")
    _at(life, FIRST + timedelta(days=5))
    assert len(_told(life, ADMIN, "Europe/Nowhere")) == 1


def test_a_digest_at_half_past_two_comes_once_on_the_night_the_clock_leaps_over_it(life: Life) -> None:
    life.does("berlin.mo", "digest", "at", None, {"at": "02:30"})
    _changes(life, "UPDATE work_pattern SET pattern = 'mon-sun'")
    _away(life, BERLIN, "2027-03-27", "2027-03-30")
    for moment in ("28T00:29", "28T00:31", "28T01:29", "28T01:30", "28T02:30", "30T00:29", "30T00:30", "30T02:30"):
        _at(life, datetime.fromisoformat(f"2027-03-{moment}+00:00"))
    rows = life.rows("SELECT key, queued_at FROM outbox WHERE kind IN ('daily', 'weekly') ORDER BY id")
    number = life.rows("SELECT id FROM person WHERE email = 'berlin.mo@northwind.example'")[0].id
    found = {row.key.split("/")[2]: str(row.queued_at)[:16] for row in rows if row.key.endswith(f"/{number}")}
    assert found["2027-03-28"] == "2027-03-28 01:30"
    assert found["2027-03-30"] == "2027-03-30 00:30"


def test_a_clock_that_is_set_back_an_hour_doubles_nothing_and_loses_nothing(life: Life) -> None:
    _away(life, BERLIN, "2027-03-29", "2027-03-31")
    morning = datetime(2027, 3, 29, 6, 30, tzinfo=UTC)
    for moment in (morning, morning - timedelta(hours=1), morning, morning + timedelta(minutes=1)):
        _at(life, moment)
    daily = [row.key for row in life.rows("SELECT key FROM outbox WHERE workflow = 'digest'")]
    assert len(daily) == len(set(daily)) > 0
    marks = [post.mark for post in life.slack.posts]
    assert len(marks) == len(set(marks))
    assert len(_told(life, "berlin.mo", "Berlin Al")) == 1 + len(_told(life, "berlin.mo", "asks for"))


def test_a_deactivated_reader_is_told_of_once_until_something_reaches_them_again(life: Life) -> None:
    _away(life, BERLIN, "2027-03-29", "2027-04-01")
    life.slack.deactivated.add(_slack_id(life, "berlin.mo"))
    for day in range(4):
        _at(life, TUESDAY + timedelta(days=day))
    dead = life.rows("SELECT key FROM outbox WHERE state = 'dead' AND reason = 'user_disabled'")
    assert len(dead) >= 3
    assert len(_told(life, ADMIN, "I could not deliver a message to Berlin Mo")) == 1
    life.slack.deactivated.clear()
    _away(life, BERLIN, "2027-04-05", "2027-04-08")
    _at(life, TUESDAY + timedelta(days=6))
    assert life.rows("SELECT 1 FROM lost_lane") == []
    life.slack.deactivated.add(_slack_id(life, "berlin.mo"))
    life.bot.slack._direct.clear()
    _at(life, TUESDAY + timedelta(days=7))
    assert len(_told(life, ADMIN, "I could not deliver a message to Berlin Mo")) == 2


def test_an_archived_channel_is_told_of_once_and_not_tried_each_morning(life: Life) -> None:
    _changes(life, "UPDATE project SET channel = '#gone'")
    life.slack.archived.add("#gone")
    _away(life, "york.al", "2027-03-29", "2027-04-02")
    _changes(
        life,
        "INSERT INTO allocation (person_id, project_id, percent, hours, starts, ends)"
        " SELECT person.id, project.id, 500000, NULL, '2027-01-01', NULL FROM person, project"
        " WHERE email = 'york.al@northwind.example' AND (project.ends IS NULL OR project.ends > '2027-06-01')",
    )
    for hours in range(0, 24 * 7, 4):
        _at(life, FIRST + timedelta(hours=hours))
    dead = life.rows("SELECT key FROM outbox WHERE state = 'dead' AND reason = 'is_archived'")
    assert dead
    assert len(_told(life, ADMIN, "The channel is archived")) == 1
