"""A bot that runs seals its log and lets go of what is over its time; one with the wrong keys does not begin."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.audit.verifying import Verification
from bot.clock import FollowedClock
from bot.housekeeping import Housekeeping
from bot.keys import key
from bot.settings import Settings, Unsettled
from bot.store import Store
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Ref

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FollowedClock:
    clock = FollowedClock()
    clock.follow(MONDAY, speed=0)
    return clock


def test_it_seals_and_lets_go_daily_and_says_so_in_its_loops(
    database_url: str, clock: FollowedClock, tmp_path: Path
) -> None:
    store = Store(database_url, clock)
    house = Housekeeping(store, Settings(data_dir=tmp_path))
    assert {loop._name for loop in house.loops()} == {"retention", "seal"}
    store.write(lambda tx: tx.recognise("envelope"))
    store.write(lambda tx: tx.record(Event("asked", Ref("leave", 1), 1, PersonId(1), None)))
    house.once()
    assert count(store, "inbox") == 1
    assert sealed(store) == 1
    clock.follow(MONDAY + timedelta(days=45), speed=0)
    house.once()
    assert count(store, "inbox") == 0
    assert sealed(store) == 2, "that it went is on record"
    store.close()


def test_words_of_an_older_version_beside_it_are_locked_within_a_day(
    database_url: str, clock: FollowedClock, tmp_path: Path
) -> None:
    store = Store(database_url, clock)
    house = Housekeeping(store, Settings(data_dir=tmp_path))
    house.once()
    with store.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO person (id, name, email, locale, starts) VALUES (1, 'Ann', 'a@x.org', 'en', '2026-01-01')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO leave_worked (person_id, leave_type, day, amount, state, version, asked_of, note, answer, "
                "asked_at) VALUES (1, 'lieu', '2026-11-01', 10000, 'asked', 1, 1, 'Stock-taking', '', '2026-11-02')"
            )
        )
    house.once()
    clock.follow(MONDAY + timedelta(days=1), speed=0)
    house.once()
    with store.engine.connect() as connection:
        assert str(connection.execute(text("SELECT note FROM leave_worked")).scalar()).startswith("enc1:")
    store.close()


@pytest.mark.parametrize("wrong", ["keys", "periods"])
def test_with_the_wrong_keys_or_periods_it_does_not_begin(
    database_url: str, clock: FollowedClock, tmp_path: Path, wrong: str
) -> None:
    store = Store(database_url, clock)
    Housekeeping(store, Settings(data_dir=tmp_path))
    (tmp_path / "retention.yaml").write_text("cases: soon")
    given: dict[str, object] = {
        "keys": {"data_key": key.new().written},
        "periods": {"retention_file": tmp_path / "retention.yaml"},
    }[wrong]  # type: ignore[assignment]
    with pytest.raises(Unsettled, match=r"^(DATA_KEY is not the one|RETENTION_FILE: )"):
        Housekeeping(store, Settings(data_dir=tmp_path, **given))  # type: ignore[arg-type]
    store.close()


def count(store: Store, table: str) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - ours


def sealed(store: Store) -> int:
    signer = store.signer
    assert signer is not None
    report = store.read(lambda tx: Verification(tx, signer).report())
    assert (report.faults, report.waiting) == ((), 0)
    return report.sealed
