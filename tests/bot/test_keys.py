"""What people wrote in confidence opens with the key alone; another key is one sentence and changes nothing."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Text, select, text
from sqlmodel import SQLModel

from bot.clock import FollowedClock
from bot.keys import command, key, source
from bot.keys.ring import Ring
from bot.keys.rotation import GUARDED, lock_all, lock_once
from bot.keys.taking import take
from bot.settings import Settings, Unsettled
from bot.store import Store
from workflows import guards, private
from workflows.private import Locked

WORDS = "Half days for a week, after the operation"
OPEN = {
    "absence_policy.body": "the company's rules",
    "leave_policy.body": "the company's rules",
    "milestone.sentence": "stands on a card in the project's channel",
    "milestone_report.sentence": "stands on a card in the project's channel",
    "leave_assignment.departments": "codes",
    "leave_assignment.contracts": "codes",
    "leave_consultation.projects": "codes",
    "leave_shutdown.departments": "codes",
    "leave_ledger.reason": "a word of the engine's own; what people give stands in words",
    "work_pattern.pattern": "hours",
    "person.email": "the directory",
    "newcomer.email": "the directory",
}
"""Long text that is not locked, and why not."""


@pytest.fixture
def bare(database_url: str) -> Iterator[Store]:
    """A store that has not taken its keys up."""
    store = Store(database_url, FollowedClock())
    yield store
    store.close()


def settings(folder: Path, *data: key.Key, audit: str = "") -> Settings:
    given: dict[str, Any] = {"data_key": ",".join(one.written for one in data), "audit_key": audit}
    return Settings(data_dir=folder, **given)


def kept(store: Store) -> list[str]:
    with store.engine.connect() as connection:
        return [str(row.note) for row in connection.execute(text("SELECT note FROM leave_worked ORDER BY id"))]


def read(store: Store) -> list[str]:
    column = SQLModel.metadata.tables["leave_worked"].c.note
    return [row.note for row in store.read(lambda tx: tx.fetch(select(column)))]


def write(store: Store, note: str, answer: str = "") -> None:
    """As it lies there, whatever the column's type would make of it."""
    with store.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO person (id, name, email, locale, starts) VALUES (1, 'Ann', 'a@x.org', 'en', '2026-01-01')"
                " ON CONFLICT DO NOTHING"
            )
        )
        connection.execute(
            text(
                "INSERT INTO leave_worked (person_id, leave_type, day, amount, state, version, asked_of, note, answer, "
                "asked_at) VALUES (1, 'lieu', '2026-11-01', 10000, 'asked', 1, 1, :note, :answer, '2026-11-02')"
            ),
            {"note": note, "answer": answer},
        )


def test_every_long_text_is_locked_or_it_is_said_why_not() -> None:
    long = {
        f"{column.table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if (isinstance(column.type, Text) or (getattr(column.type, "length", None) or 0) > 255)
        and not isinstance(column.type, private.Private)
    }
    assert long == set(OPEN)


def test_tables_that_only_grow_are_known_to_whoever_locks_their_words() -> None:
    locked = {column.table.name for column in private.columns(SQLModel.metadata)}
    assert {name for name in locked if guards.guarded(name)} == GUARDED


def test_the_first_start_makes_a_file_of_keys_for_its_owner_alone_and_the_next_uses_it(
    bare: Store, tmp_path: Path
) -> None:
    ring = take(bare, settings(tmp_path))
    file = tmp_path / source.FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_text()
    assert take(bare, settings(tmp_path)).current == ring.current
    assert file.read_text() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".keys")] == []
    with bare.engine.connect() as connection:
        names = [str(row) for row in connection.execute(text("SELECT * FROM key_name"))]
    secrets = [line.partition("=")[2] for line in before.splitlines() if not line.startswith("#")]
    assert len(secrets) == len(names) == 2
    assert not [secret for secret in secrets if secret in "".join(names)]


@pytest.mark.parametrize("changed", ["file gone", "other data key", "other audit key"])
def test_a_wrong_or_missing_key_is_one_sentence_and_nothing_is_changed(
    bare: Store, tmp_path: Path, changed: str
) -> None:
    first = tmp_path / "first"
    ring = take(bare, settings(first))
    private.give(bare.engine.dialect, ring)
    write(bare, ring.lock(WORDS))
    before = kept(bare)
    elsewhere = tmp_path / "elsewhere"
    given = {
        "file gone": settings(elsewhere),
        "other data key": settings(first, key.new()),
        "other audit key": settings(first, audit=key.new().written),
    }[changed]
    with pytest.raises(Unsettled, match=r"(DATA|AUDIT)_KEY is .* Nothing was changed\.$") as unsettled:
        take(bare, given)
    assert "\n" not in str(unsettled.value)
    assert not (elsewhere / source.FILE).exists()
    assert kept(bare) == before
    assert take(bare, settings(first)).open(before[0]) == WORDS


@pytest.mark.parametrize("written", ["secret", "x" * 44, "AAAA", "AAAA,", "é" * 44])
def test_what_is_no_key_is_refused_by_name(bare: Store, tmp_path: Path, written: str) -> None:
    with pytest.raises(Unsettled, match=r"^AUDIT_KEY is no key: .*dotted-line keys new"):
        take(bare, settings(tmp_path, audit=written))


def test_a_file_of_keys_that_cannot_be_kept_or_read_is_one_sentence(bare: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Unsettled, match=r"^The keys can't be kept .*DATA_KEY and AUDIT_KEY"):
        take(bare, settings(tmp_path / "file"))
    (tmp_path / source.FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(Unsettled, match=r"^The file of the keys can't be read"):
        take(bare, settings(tmp_path))


def test_words_are_locked_anew_with_a_new_key_and_the_old_one_may_go(
    bare: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = key.new(), key.new()
    ring = take(bare, settings(tmp_path, old))
    for number in range(450):
        write(bare, ring.lock(f"{WORDS} {number}"), ring.lock("Well done") if number % 2 else "")
    write(bare, "written by an older version")
    both = settings(tmp_path, new, old)
    take(bare, both)
    assert command.rotate(bare, both) == 0
    assert f"451 rows were locked anew. Everything is locked with key {new.name} now." in capsys.readouterr().out
    assert all(note.startswith(f"enc1:{new.name}:") for note in kept(bare))
    take(bare, settings(tmp_path, new))
    assert read(bare)[-2:] == [f"{WORDS} 449", "written by an older version"]
    with pytest.raises(Unsettled, match="DATA_KEY is not the one"):
        take(bare, settings(tmp_path, old))


def test_words_that_somebody_changed_are_named_and_hold_up_no_others(bare: Store, tmp_path: Path) -> None:
    ring = take(bare, settings(tmp_path))
    whole = ring.lock(WORDS)
    write(bare, whole[:-6] + "AAAAA=")
    write(bare, WORDS)
    with pytest.raises(Locked, match=r"were changed: they no longer open"):
        read(bare)
    other = Ring([key.new(), *source.find(settings(tmp_path)).data])
    with pytest.raises(Unsettled, match=r"leave_worked \d+: words .* were changed"):
        lock_all(bare, other)
    assert other.open(kept(bare)[1]) == WORDS
    assert kept(bare)[0] == whole[:-6] + "AAAAA="


def test_words_without_any_key_given_are_never_shown_as_they_lie(bare: Store, tmp_path: Path) -> None:
    write(bare, Ring([key.new()]).lock(WORDS))
    with pytest.raises(Locked):
        read(bare)
    take(bare, settings(tmp_path))
    with pytest.raises(Locked, match="which is not in DATA_KEY"):
        read(bare)


def test_what_people_type_that_looks_locked_is_words_like_any_other(bare: Store, tmp_path: Path) -> None:
    ring = take(bare, settings(tmp_path))
    for words in ("enc1:", "enc1:abcdef01:gAAAAA", "enc1: my note", ring.lock("twice")):
        assert ring.open(ring.lock(words)) == words
    write(bare, "enc1: an old note")
    lock_once(bare, ring)
    assert read(bare) == ["enc1: an old note"]
