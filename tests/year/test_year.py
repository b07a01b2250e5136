"""The simulated year in a short form: some days around the changes of clocks; `make year` lives all of it."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.year.compare import compared, posted_twice, right, table, unsent
from tests.year.diary import Diary
from tests.year.expected import Due, Reckoning
from tests.year.life import Life
from tests.year.places import souls
from tests.year.plans import CRAFTS, Paper, Plans
from tests.year.reminded import Reminded


@pytest.mark.parametrize(
    ("first", "days", "kinds"),
    [
        pytest.param(datetime(2027, 4, 1, tzinfo=UTC), 5, {"accrual", "expiry", "digest"}, id="australia-chile"),
        pytest.param(datetime(2027, 10, 28, tzinfo=UTC), 4, {"accrual", "digest"}, id="egypt-europe"),
    ],
)
def test_everything_expected_is_seen_once_at_its_moment_and_nothing_else(
    tmp_path: Path, first: datetime, days: int, kinds: set[str]
) -> None:
    life = Life(tmp_path, Random(20270328), days, first)  # noqa: S311 - repeatable, not a secret
    life.live()
    found = compared(life)
    assert right(found), "\n".join(table(found))
    assert kinds <= {kind for kind, tally in found.items() if tally.seen > 0}
    assert len(life.slack.posts) > 50
    assert posted_twice(life) == []
    assert unsent(life) == 0
    assert {moment.tzinfo for moment in life.diary.ticks} == {UTC}, "a clock says UTC, wherever a deed was planned"
    _sees_what_is_wrong(life)


def _sees_what_is_wrong(life: Life) -> None:
    """Of a message taken away, one put there and one at another time, each is told."""
    with life.bot.store.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE outbox SET queued_at = datetime(queued_at, '+1 day') WHERE id ="
            " (SELECT max(id) FROM outbox WHERE workflow = 'digest' AND kind IN ('daily', 'weekly'))"
        )
    found = compared(life)
    assert found["digest"].late or found["digest"].unasked
    life.bot.store.close()


def test_two_certificates_that_end_on_one_day_are_expected_each_by_itself() -> None:
    last = datetime(2027, 10, 7, tzinfo=UTC)
    diary = Diary(ticks=[last + timedelta(hours=hours) for hours in range(-24, 24)])
    papers = tuple(Paper("tonga.al", craft, last.date()) for craft in CRAFTS[:2])
    due = Reminded(Reckoning(souls(), diary), Plans((), papers, ())).all()
    told = Counter(one.key.rpartition("/")[0] for one in due if one.kind == "certificate")
    days = f"{last:%Y-%m-%d}"
    assert set(told) == {f"tonga.al:{craft}:{days}/tonga.{one}" for craft in CRAFTS[:2] for one in ("al", "mo")}


def test_a_calculation_that_expects_more_is_told_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = Life(tmp_path, Random(1), 1)  # noqa: S311 - repeatable, not a secret
    life.live()
    postings = list(Reckoning(life.everybody, life.diary).postings())
    more = replace(postings[0], key="nobody/2026-11-23/7")
    earlier = Due(postings[1].kind, postings[1].key, postings[1].at + timedelta(days=40), postings[1].seen)
    monkeypatch.setattr(Reckoning, "postings", lambda _self: iter([postings[0], more, earlier, *postings[2:]]))
    found = compared(life)
    assert not right(found)
    told = "\n".join(table(found))
    assert "WRONG accrual missing: nobody/2026-11-23/7" in told
    assert "WRONG accrual early: " in told
    life.bot.store.close()
