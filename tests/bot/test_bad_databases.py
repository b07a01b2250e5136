"""A database that can't be worked with is one sentence and the right exit code, and nothing of it is changed."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from bot import __main__ as program
from bot.audit.sealing import Sealer
from bot.clock import FollowedClock
from bot.keys import key
from bot.keys.rotation import lock_once
from bot.keys.taking import take
from bot.migrate import upgrade
from bot.settings import Settings
from bot.store import Store
from tests.tampering import unguarded
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Ref

Harm = Callable[[Store], None]


def harmed(*statements: str) -> Harm:
    def work(store: Store) -> None:
        with unguarded(store, keep=True) as connection:
            for statement in statements:
                connection.execute(text(statement))

    return work


CASES: dict[str, tuple[Harm, dict[str, str], int, str]] = {
    "a corrupted audit row": (
        harmed("UPDATE audit SET facts = '{\"days\": 1}' WHERE id = 2"),
        {},
        1,
        "Row 2 was changed after it was sealed (link 2).",
    ),
    "a torn audit row": (
        harmed("UPDATE audit SET facts = '{\"days\": 1' WHERE id = 2"),
        {},
        1,
        "Row 2 was changed after it was sealed (link 2).",
    ),
    "a corrupted time": (
        harmed("UPDATE audit SET at = 'yesterday' WHERE id = 2"),
        {},
        1,
        "Link 2, or the row it seals, can't be read.",
    ),
    "a wrong key": (harmed(), {"DATA_KEY": key.new().written}, 2, "DATA_KEY is not the one"),
    "a wrong key of the log": (harmed(), {"AUDIT_KEY": key.new().written}, 2, "AUDIT_KEY is not the one"),
    "no key": (harmed(), {"DATA_KEY": "none"}, 2, "DATA_KEY is no key"),
    "a newer version": (
        harmed("UPDATE alembic_version SET version_num = '9999'"),
        {},
        2,
        "The database is at version 9999",
    ),
    "a half-applied migration": (
        harmed("UPDATE alembic_version SET version_num = '0002'", "DROP TABLE retention_run"),
        {},
        2,
        "could not be brought from version 0002 to 0003",
    ),
    "a migration that was only said to be done": (
        harmed("DROP TABLE retention_run"),
        {},
        2,
        "lacks the table retention_run",
    ),
    "a read-only disk": (
        harmed("DELETE FROM audit_seal WHERE number = 4"),  # so that there is something to write
        {"DATABASE_URL": "sqlite:///file:{folder}/dotted-line.sqlite?mode=ro&uri=true"},
        2,
        "The database can't be used (attempt to write a readonly database)",
    ),
    "a server that only reads": (
        harmed("DELETE FROM audit_seal WHERE number = 4"),
        {"DATABASE_URL": "{url}&options=-c%20default_transaction_read_only%3Don"},
        2,
        "The database can't be used (cannot execute INSERT in a read-only transaction)",
    ),
    "nobody whom the server lets write": (
        harmed(
            "DELETE FROM audit_seal WHERE number = 4",
            "CREATE ROLE reader LOGIN",
            "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader",
        ),
        {"DATABASE_URL": "{url_as_reader}"},
        2,
        "The database can't be used (permission denied for table audit_seal)",
    ),
}
WRITING = ("a read-only disk", "a server that only reads", "nobody whom the server lets write")
"""The log can be verified there."""
ONLY_ON = {
    "a torn audit row": "sqlite",  # PostgreSQL keeps no such thing in these columns
    "a corrupted time": "sqlite",
    "a read-only disk": "sqlite",
    "a server that only reads": "postgresql",
    "nobody whom the server lets write": "postgresql",
}
TRIED = [(case, kind) for case in CASES for kind in ("sqlite", "postgresql") if ONLY_ON.get(case, kind) == kind]


def contents(url: str, folder: Path) -> list[object]:
    """Everything in it, and its tables."""
    store = Store(url, FollowedClock())
    with store.engine.connect() as connection:
        names = sorted(inspect(connection).get_table_names())
        found = [(name, connection.execute(text(f'SELECT * FROM "{name}"')).all()) for name in names]  # noqa: S608
    store.close()
    return [found, (folder / "keys").read_bytes()]


@pytest.mark.parametrize(("case", "kind"), TRIED)
def test_it_is_one_sentence_the_right_exit_code_and_nothing_is_changed(
    case: str,
    kind: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    harm, given, code, sentence = CASES[case]
    url = f"sqlite:///{tmp_path / 'dotted-line.sqlite'}"
    if kind == "postgresql":
        url = request.getfixturevalue("postgres").new_database("template0")
    store = Store(url, FollowedClock())
    upgrade(store)
    lock_once(store, take(store, Settings(data_dir=tmp_path)))
    for number in range(4):
        store.write(lambda tx, number=number: tx.record(Event("asked", Ref("leave", number), 1, PersonId(1), None)))  # type: ignore[misc]
    Sealer(store, tmp_path).work()
    harm(store)
    store.close()
    before = contents(url, tmp_path)
    capsys.readouterr()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", url)
    for name, value in given.items():
        monkeypatch.setenv(
            name, value.format(folder=tmp_path, url=url, url_as_reader=re.sub("//.*?@", "//reader@", url))
        )
    monkeypatch.setattr(sys, "argv", ["dotted-line", "audit", "head" if case in WRITING else "verify"])
    monkeypatch.setattr("bot.logs.configure", lambda _level: None)
    with pytest.raises(SystemExit) as ended:
        program.main()
    said = capsys.readouterr()
    assert ended.value.code == code
    assert sentence in said.out + said.err
    assert "Traceback" not in said.out + said.err
    if code == 2:
        assert len(said.err.strip().splitlines()) == 1
    assert contents(url, tmp_path) == before
