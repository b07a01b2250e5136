"""What is over its time goes, daily and once; sums, counts and the audit log's chain are the same afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlmodel import SQLModel

from bot.audit.sealing import Sealer
from bot.audit.verifying import Verification
from bot.clock import FollowedClock
from bot.retention import command, periods
from bot.retention.going import GOING
from bot.retention.periods import KINDS, usual
from bot.retention.sweep import Retention, over
from bot.settings import Unsettled
from bot.store import Store
from tests.workflows.performance_office import PerformanceOffice
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Ref

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> PerformanceOffice:
    """Somebody on leave with a reason, somebody reported on, and a case that is closed."""
    office = PerformanceOffice.opened(store, clock)
    office.asks("ann", "2026-12-07", "2026-12-11", reason="To see my mother")
    case = office.reports("dan", "ann")
    office.uses("bea", "read", case)
    return office


@contextmanager
def later(office: Any, days: int) -> Iterator[Retention]:
    office.clock.follow(MONDAY + timedelta(days=days), speed=0)
    yield Retention(office.store, usual())


def count(store: Store, table: str) -> int:
    made = SQLModel.metadata.tables[table]
    return int(store.read(lambda tx: tx.first(select(func.count()).select_from(made))[0]))


def test_every_kind_has_a_way_to_go_and_a_period() -> None:
    assert set(GOING) | {"audit", "people"} == {kind.name for kind in KINDS} == set(usual())


def test_nothing_goes_before_its_time_and_then_it_does_once(office: PerformanceOffice) -> None:
    with later(office, 300) as retention:
        assert retention.work() == 0
        assert count(office.store, "leave_note") == 1
        assert count(office.store, "case_text") > 0
    with later(office, 400) as retention:
        assert retention.work() > 0
        assert count(office.store, "leave_note") == 0
        assert count(office.store, "leave_request") == 1
        assert retention.work() == 0
        assert Retention(office.store, usual()).work() == 0, "another replica, or after a restart"


def test_a_case_goes_two_years_after_it_was_closed_with_all_its_words_and_looks(office: PerformanceOffice) -> None:
    with office.store.engine.begin() as connection:
        connection.execute(text("UPDATE performance_case SET state = 'closed', outcome = 'talk'"))
    with later(office, 700) as retention:
        retention.work()
        assert count(office.store, "performance_case") == 1
    with later(office, 800) as retention:
        retention.work()
        assert [count(office.store, name) for name in ("performance_case", "case_text", "case_look")] == [0, 0, 0]
    left = office.store.read(lambda tx: tx.fetch(text("select * from chain_step where workflow = 'performance'")))
    assert left == []


def test_a_running_case_stays_however_old(office: PerformanceOffice) -> None:
    with later(office, 3000) as retention:
        retention.work()
        assert count(office.store, "performance_case") == 1


def test_the_ledger_keeps_its_sum_and_the_guards_stand_again(office: PerformanceOffice) -> None:
    sums = "select person_id, leave_type, sum(amount) from leave_ledger group by person_id, leave_type order by 1, 2"
    form: dict[str, Any] = {"leave_type": "annual", "amount": "-1", "first": MONDAY.date(), "reason": "Paid out"}
    office.does("nora", "put_adjustment", office.person("ann"), **form)
    before = [tuple(row) for row in office.rows(sums)]
    with later(office, 400) as retention:
        retention.work()
    assert [tuple(row) for row in office.rows(sums)] == before
    assert [row.words for row in office.rows("select words from leave_ledger where kind = 'adjustment'")] == [None]
    for table in ("leave_ledger", "case_look", "audit"):
        with office.store.engine.connect() as connection, pytest.raises(Exception, match="append-only"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - ours


def test_what_went_is_on_record_by_kind_and_count_and_never_what_it_was(office: PerformanceOffice) -> None:
    with later(office, 400) as retention:
        retention.work()
    gone = office.rows("select facts from audit where event = 'gone'")
    assert "words of leave" in str([row.facts for row in gone])
    assert "mother" not in str(gone)


def test_the_dry_run_says_what_would_go_and_changes_nothing(
    office: PerformanceOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    office.clock.follow(MONDAY + timedelta(days=400), speed=0)
    before = {name: count(office.store, name) for name in SQLModel.metadata.tables}
    assert command.run(office.store, usual(), dry_run=True) == 0
    said = capsys.readouterr().out
    assert "words of leave (12 months): 1 reasons and notes" in said
    assert "Nothing was changed." in said
    assert {name: count(office.store, name) for name in SQLModel.metadata.tables} == before
    wanted = sum(one.rows for one in office.store.read(lambda tx: list(over(tx, usual(), office.clock.now().date()))))
    assert Retention(office.store, usual()).work() == wanted
    assert command.run(office.store, usual(), dry_run=False) == 0


def test_the_audit_log_loses_its_oldest_rows_and_stays_whole(office: PerformanceOffice, tmp_path: Path) -> None:
    sealer = Sealer(office.store, tmp_path)
    sealer.work()
    signer = office.store.signer
    assert signer is not None
    old = count(office.store, "audit")
    with later(office, 3000):
        office.store.write(lambda tx: tx.record(Event("asked", Ref("leave", 1), 1, PersonId(1), None)))
        sealer.work()
    with later(office, 3700) as retention:
        retention.work()
    sealer.work()
    report = office.store.read(lambda tx: Verification(tx, signer).report())
    assert report.faults == ()
    assert report.gone == old
    assert count(office.store, "audit") == report.sealed
    with office.store.engine.begin() as connection:
        connection.execute(text("INSERT INTO audit_base (number, hash, at, mac) VALUES (900, 'x', '2026-01-01', 'y')"))
    faults = office.store.read(lambda tx: Verification(tx, signer).report()).faults
    assert "was not written by the bot" in faults[0].sentence


def test_one_kind_that_fails_holds_up_no_other_and_is_tried_again(
    office: PerformanceOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    with later(office, 400) as retention, monkeypatch.context() as broken:
        broken.setitem(GOING, "payloads", (None,))
        assert retention.work() > 0
        assert count(office.store, "leave_note") == 0
        broken.undo()
        retention.work()
        assert retention.work() == 0
        assert len(office.rows("select kind from retention_run")) == len(KINDS)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("cases: soon", "“cases: soon” is no period"),
        ("casse: 3 years", "“casse” is no kind of record; there are payloads, "),
        ("cases: 0 months", "is no period"),
        ("cases: 1e3 months", "is no period"),
        ("- cases", "says nothing"),
        ("cases: [", "can't be read"),
        ("", "says nothing"),
    ],
)
def test_a_file_of_periods_that_makes_no_sense_is_one_sentence(tmp_path: Path, written: str, said: str) -> None:
    file = tmp_path / "retention.yaml"
    file.write_text(written)
    with pytest.raises(Unsettled, match=r"^RETENTION_FILE") as unsettled:
        periods.read(file)
    assert said in str(unsettled.value)
    assert "\n" not in str(unsettled.value)


def test_a_company_says_otherwise_in_its_file(tmp_path: Path, office: PerformanceOffice) -> None:
    file = tmp_path / "retention.yaml"
    file.write_text("cases: 5 years\nwords of leave: never\naudit: 24 months\n")
    read = periods.read(file)
    assert (read["cases"], read["words of leave"], read["audit"], read["medical"]) == (60, None, 24, 12)
    office.clock.follow(MONDAY + timedelta(days=400), speed=0)
    Retention(office.store, read).work()
    assert count(office.store, "leave_note") == 1
    with pytest.raises(Unsettled, match="can't be read"):
        periods.read(tmp_path / "nowhere.yaml")
