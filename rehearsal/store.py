"""Keeping the workspace over a restart: one SQLite file of things as JSON, written behind the changes."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from typing import Any, Protocol

from rehearsal.model import Channel, File, Kind, Message, User, View

KINDS: dict[str, type[Any]] = {"user": User, "channel": Channel, "message": Message, "view": View, "file": File}
ORDER = ("clock", "user", "channel", "message", "view", "home", "stack", "file", "content", "read")


class Store(Protocol):
    """Where changed things are put; a value of None is forgotten."""

    def put(self, kind: str, key: str, value: object) -> None: ...
    def load(self) -> Iterator[tuple[str, str, Any]]: ...
    def close(self) -> None: ...


class Forgetful:
    """Keeps nothing: for a workspace that lives in memory."""

    def put(self, kind: str, key: str, value: object) -> None:
        del kind, key, value

    def load(self) -> Iterator[tuple[str, str, Any]]:
        return iter(())

    def close(self) -> None:
        """Nothing was opened."""


class SqliteStore:
    """Writes what was put in the background, a few times a second; what a crash in between loses is a rehearsal's."""

    def __init__(self, path: Path, *, every: float = 0.2) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS thing (kind TEXT, key TEXT, value TEXT, PRIMARY KEY (kind, key))"
        )
        self._waiting: dict[tuple[str, str], object] = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._stop = threading.Event()
        self._writer = threading.Thread(target=self._write_on, args=(every,), name="rehearsal-store", daemon=True)
        self._writer.start()

    def put(self, kind: str, key: str, value: object) -> None:
        with self._lock:
            self._waiting[kind, key] = value

    def load(self) -> Iterator[tuple[str, str, Any]]:
        """Yield what is kept, kinds in an order in which each finds what it refers to."""
        for kind in ORDER:
            rows = self._connection.execute("SELECT key, value FROM thing WHERE kind = ? ORDER BY key", (kind,))
            for key, value in rows.fetchall():
                yield kind, key, revived(kind, json.loads(value))

    def close(self) -> None:
        """Write what is left and let go of the file."""
        self._stop.set()
        self._writer.join()
        self.flush()
        self._connection.close()

    def flush(self) -> None:
        with self._writing:
            with self._lock:
                batch, self._waiting = self._waiting, {}
            if batch:
                self._write(batch)

    def _write(self, batch: dict[tuple[str, str], object]) -> None:
        gone = [place for place, value in batch.items() if value is None]
        kept = [(kind, key, json.dumps(plain(value))) for (kind, key), value in batch.items() if value is not None]
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("DELETE FROM thing WHERE kind = ? AND key = ?", gone)
        self._connection.executemany("INSERT OR REPLACE INTO thing VALUES (?, ?, ?)", kept)
        self._connection.execute("COMMIT")

    def _write_on(self, every: float) -> None:
        while not self._stop.wait(every):
            self.flush()


def plain(value: object) -> object:
    """Turn one of the workspace's values into what JSON can hold."""
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def revived(kind: str, value: Any) -> Any:
    """Turn JSON back into the value it was; fields a newer version dropped are ignored."""
    cls = KINDS.get(kind)
    if cls is None:
        return value
    known = {field.name: value[field.name] for field in fields(cls) if field.name in value}
    made = {name: hardened(name, content) for name, content in known.items()}
    if cls is Channel:
        made["kind"] = Kind(made["kind"])
    return cls(**made)


def hardened(name: str, content: Any) -> Any:
    """Make tuples of the lists that were tuples; payloads keep their lists."""
    if name == "reactions":
        return tuple((emoji, tuple(users)) for emoji, users in content)
    return tuple(content) if isinstance(content, list) else content
