"""Whoever changes the audit log is found out: what was changed, removed, inserted, moved or cut off, and where."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.audit import command
from bot.audit.head import read_head
from bot.audit.sealing import HEAD_FILE, IDLE, Sealer
from bot.audit.signing import Signer
from bot.audit.verifying import Report, Verification
from bot.keys import key
from bot.settings import Unsettled
from bot.statements import Place
from tests.tampering import OLD, SEALED, WAITING, Log, tried, unguarded
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Ref

LAST = OLD + SEALED


@pytest.fixture
def log(database_url: str, tmp_path: Path) -> Iterator[Log]:
    """Rows of an older version, sealed ones, and some that were written a moment ago."""
    log = Log(database_url, tmp_path)
    yield log
    log.store.close()


def after(log: Log, *statements: str) -> Report:
    """What is found once somebody did that to the database."""
    with unguarded(log.store) as connection:
        for statement in statements:
            connection.execute(text(statement))
        tx = log.store.transaction(Place.on(connection))
        return Verification(tx, log.signer, log.kept).report()


def test_one_that_nobody_touched_is_whole_and_older_versions_rows_are_said_to_be_unsigned(log: Log) -> None:
    report = log.verified()
    assert report.faults == ()
    assert (report.sealed, report.waiting, report.unsigned) == (OLD + SEALED, WAITING, OLD)
    assert report.head == log.kept


def test_what_was_done_is_named_with_its_place(log: Log) -> None:
    moved = ("UPDATE audit SET id = -1 WHERE id = 10", "UPDATE audit SET id = 10 WHERE id = 11")
    for statements, kind, where in (
        (("UPDATE audit SET about = about + 1 WHERE id = 17",), "changed", 17),
        (("DELETE FROM audit WHERE id = 20",), "removed", 20),
        (("DELETE FROM audit_seal WHERE number = 20", "DELETE FROM audit WHERE id = 20"), "removed", 20),
        ((*moved, "UPDATE audit SET id = 11 WHERE id = -1"), "reordered", 10),
        (("DELETE FROM audit WHERE id >= 44", "DELETE FROM audit_seal WHERE number >= 44"), "cut off", 43),
        (("UPDATE audit_seal SET hash = 'x' WHERE number = 5",), "changed", 5),
        (
            ("UPDATE audit SET facts = '[1' WHERE id = 2",)
            if log.store.engine.dialect.name == "sqlite"
            else ("UPDATE audit SET at = 'infinity' WHERE id = 2",),
            "changed",
            2,
        ),
    ):
        found = after(log, *statements).faults
        assert (kind, where) in {(fault.kind, fault.where) for fault in found}, (statements, found)


def test_a_row_written_by_hand_and_a_copy_of_a_genuine_one_are_found_before_and_after_they_are_sealed(log: Log) -> None:
    fields = 'at, workflow, event, subject, version, about, "by", facts, mac'
    copied = f"INSERT INTO audit ({fields}) SELECT {fields} FROM audit WHERE id = 20"  # noqa: S608 - ours
    by_hand = f"INSERT INTO audit ({fields}) SELECT {fields.replace('mac', 'NULL')} FROM audit WHERE id = 20"  # noqa: S608
    last = LAST + WAITING
    assert [fault.where for fault in after(log, by_hand, copied).faults] == [last + 1, last + 2]
    with log.store.engine.begin() as connection:
        connection.execute(text(by_hand))
        connection.execute(text(copied))
    log.sealer._looked = float("-inf")
    log.sealer.work()
    assert [fault.kind for fault in log.verified().faults] == ["inserted", "inserted"]


@pytest.mark.parametrize("seed", [2, 3])
def test_every_random_tampering_is_found(log: Log, seed: int) -> None:
    done, missed = tried(log, 150, seed)
    assert missed == []
    assert len(done) > 8


def test_a_head_in_the_file_shows_that_the_end_was_cut_off_and_is_not_written_over(log: Log, tmp_path: Path) -> None:
    log.sealer.work()
    kept = read_head(tmp_path / HEAD_FILE)
    assert kept is not None
    assert kept.number == LAST + WAITING
    with unguarded(log.store, keep=True) as connection:
        connection.execute(text("DELETE FROM audit_seal WHERE number > 40"))
        connection.execute(text("DELETE FROM audit WHERE id > 40"))
    log.store.write(lambda tx: tx.record(Event("asked", Ref("leave", 1), 1, PersonId(1), None)))
    with capture_logs() as said:
        Sealer(log.store, tmp_path).work()
    assert [one["event"] for one in said if one["log_level"] == "critical"] == ["audit.broken"]
    assert read_head(tmp_path / HEAD_FILE) == kept
    faults = log.store.read(lambda tx: Verification(tx, log.signer, kept).report()).faults
    assert [fault.kind for fault in faults] == ["cut off"]


def test_several_replicas_seal_one_chain_and_a_row_that_committed_late_is_sealed_too(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (200, 150):
        statement = (
            "INSERT INTO audit (id, at, workflow, event, subject, version, about, facts) VALUES "
            "(:id, '2026-11-23 09:00:00.000000', 'leave', 'asked', 1, 1, 1, '{}')"
        )
        with log.store.engine.begin() as connection:
            connection.execute(text(statement), {"id": number})
        assert Sealer(log.store, tmp_path).work() > 0
    monkeypatch.setattr("bot.audit.sealing.time.monotonic", lambda: 10 * IDLE)
    log.sealer.work()
    with log.store.engine.connect() as connection:
        order = [row.audit_id for row in connection.execute(text("SELECT audit_id FROM audit_seal ORDER BY number"))]
    assert order[-2:] == [200, 150]
    assert [fault.where for fault in log.verified().faults] == [200, 150]


def test_the_command_says_what_is_wrong_and_ends_with_one(
    log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.verify(log.store, tmp_path, str(log.kept)) == 0
    assert "the audit log is whole" in capsys.readouterr().out
    assert command.show_head(log.store, tmp_path) == 0
    head = capsys.readouterr().out.splitlines()[-1]
    assert head.startswith(f"{LAST + WAITING}:")
    with unguarded(log.store, keep=True) as connection:
        connection.execute(text("UPDATE audit SET event = 'declined' WHERE id = 30"))
    assert command.verify(log.store, tmp_path, head) == 1
    said = capsys.readouterr().out
    assert "Row 30 was changed after it was sealed (link 30)." in said
    with pytest.raises(Unsettled, match="--head"):
        command.verify(log.store, tmp_path, "17")


def test_a_key_that_is_not_the_logs_is_named_as_such(log: Log) -> None:
    stranger = Signer([key.new()])
    faults = log.store.read(lambda tx: Verification(tx, stranger, None).report()).faults
    assert faults[0].sentence == "Link 1 was made with a key that is not in AUDIT_KEY."
