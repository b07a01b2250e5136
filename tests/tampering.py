"""An audit log, and random ways of tampering with it: `python -m tests.tampering` tries 10,000 on both stores.

Each is done as whoever owns the database could do it, guards off and without the keys, and must be found; one that is
not is printed, and can be done again by its seed. Not among them is the removal of a row before its seal, within the
second that takes: that is not found, and `docs/privacy.md` says so.
"""

import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

from bot.audit.sealing import Sealer
from bot.audit.signing import Signer
from bot.audit.verifying import Report, Verification
from bot.clock import FollowedClock
from bot.keys import key
from bot.statements import Place
from bot.store import Store
from tests.postgres import Server
from workflows.guards import statements
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Ref

BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OLD, SEALED, WAITING = 4, 40, 2
"""Rows from a version that did not sign, signed and sealed ones, and ones that were written this moment."""
COLUMNS = ("workflow", "event", "facts", "mac", "at", "subject", "version", "about", "by")
GUARDS = ("audit", "audit_seal", "audit_base")


class Log:
    """A store with an audit log in it, whose head somebody kept."""

    def __init__(self, url: str, folder: Path) -> None:
        self.clock = FollowedClock()
        self.clock.follow(BEGAN, speed=0)
        self.store = Store(url, self.clock)
        self.sealer = Sealer(self.store, folder)
        self.signer = Signer([key.new()])
        self._write(range(OLD))
        self.store.signer = self.signer
        self.sealer.work()
        for begins in range(OLD, OLD + SEALED, 10):
            self.clock.follow(BEGAN + timedelta(days=begins), speed=0)
            self._write(range(begins, begins + 10))
            self.sealer.work()
        self.kept = self.verified().head
        self._write(range(OLD + SEALED, OLD + SEALED + WAITING))

    def verified(self) -> Report:
        return self.store.read(lambda tx: Verification(tx, self.signer, None).report())

    def _write(self, numbers: range) -> None:
        for number in numbers:
            subject = Ref("leave", number)
            facts = {"days": f"{number}.5", "type": "annual"}
            event = Event("asked", subject, 1 + number % 3, PersonId(1 + number % 7), PersonId(number % 5), facts)
            self.store.write(lambda tx, event=event: tx.record(event))  # type: ignore[misc]


@contextmanager
def unguarded(store: Store, *, keep: bool = False) -> Iterator[Connection]:
    """A connection of one who owns the database and has taken the guards off; nothing of it is kept, unless asked."""
    with store.engine.connect() as connection, connection.begin() as doing:
        for table in GUARDS:
            if store.engine.dialect.name == "sqlite":
                connection.execute(text(f"DROP TRIGGER {table}_no_update"))
                connection.execute(text(f"DROP TRIGGER {table}_no_delete"))
            else:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        yield connection
        if not keep:
            doing.rollback()
            return
        for table in GUARDS:
            sqlite = store.engine.dialect.name == "sqlite"
            for line in statements(table)["sqlite"] if sqlite else (f"ALTER TABLE {table} ENABLE TRIGGER USER",):
                connection.execute(text(line))


class Tamperer:
    """One who changes the log at random."""

    def __init__(self, connection: Connection, chance: random.Random) -> None:
        self.connection, self.chance = connection, chance
        self.sqlite = connection.dialect.name == "sqlite"
        rows = connection.execute(text("SELECT number, audit_id FROM audit_seal ORDER BY number"))
        self.links = [(row.number, row.audit_id) for row in rows]

    def do(self, statement: str, **values: Any) -> None:
        self.connection.execute(text(statement), values)

    def change(self) -> str:
        column, row = self.chance.choice(COLUMNS), self._row()
        if column in ("subject", "version", "about", "by"):
            self.do(
                f'UPDATE audit SET "{column}" = coalesce("{column}", 0) + :by WHERE id = :id', by=self._few(), id=row
            )
        elif column == "at":
            self._change_moment(row)
        elif column == "facts":
            facts = self.chance.choice(["{}", '{"days": "99"}', '{"type": "annual", "days": "1"}', "null"])
            self.do("UPDATE audit SET facts = :facts WHERE id = :id", facts=facts, id=row)
        elif column == "mac":
            mac = self.chance.choice([None, "", "é" * 40, self.chance.randbytes(32).hex()])
            old = self.connection.execute(text("SELECT mac FROM audit WHERE id = :id"), {"id": row}).scalar()
            self.do("UPDATE audit SET mac = :mac WHERE id = :id", mac="0" if mac == old else mac, id=row)
        else:
            self.do(f"UPDATE audit SET {column} = {column} || :more WHERE id = :id", more=self._word(), id=row)
        return f"changed {column} of row {row}"

    def _change_moment(self, row: int) -> None:
        if self.sqlite:
            at = self.chance.choice(["yesterday", "2020-01-01 00:00:00.000000", "2026-11-23 09:00:00.000001"])
            self.do("UPDATE audit SET at = :at WHERE id = :id", at=at, id=row)
            return
        at = self.chance.choice(["'infinity'", "at - interval '1 microsecond'", "at + interval '1 year'"])
        self.do(f"UPDATE audit SET at = {at} WHERE id = :id", id=row)

    def remove(self) -> str:
        return self._remove(self._stretch(), links=False)

    def remove_with_links(self) -> str:
        stretch = self._stretch()
        return self._remove(stretch, links=True)

    def remove_and_close_up(self) -> str:
        stretch = self._stretch()
        said = self._remove(stretch, links=True)
        last = stretch[-1][0]
        for number, _ in self.links:
            if number > last:
                self.do("UPDATE audit_seal SET number = :to WHERE number = :at", to=number - len(stretch), at=number)
        return f"{said}, and closed up"

    def _remove(self, stretch: list[tuple[int, int]], *, links: bool) -> str:
        for number, row in stretch:
            self.do("DELETE FROM audit WHERE id = :id", id=row)
            if links:
                self.do("DELETE FROM audit_seal WHERE number = :number", number=number)
        return f"removed rows {stretch[0][1]} to {stretch[-1][1]}"

    def cut_off(self) -> str:
        stretch = self.links[-self._few() :]
        return self._remove(stretch, links=True)

    def cut_beginning(self) -> str:
        stretch = self.links[: self._few()]
        self._remove(stretch, links=True)
        link = self._link(stretch[-1][0])
        self.do(
            "INSERT INTO audit_base (number, hash, at, mac) VALUES (:number, :hash, :at, :mac)",
            number=stretch[-1][0],
            hash=link or "0" * 72,
            at="2026-11-23 09:00:00.000000",
            mac=self.chance.randbytes(36).hex(),
        )
        return "cut the beginning off and said it was over"

    def insert(self) -> str:
        mac = self.chance.choice([None, self.chance.randbytes(32).hex()])
        self.do(
            'INSERT INTO audit (at, workflow, event, subject, version, about, "by", facts, mac) '
            "VALUES ('2026-12-30 10:00:00.000000', 'leave', 'approved', :subject, 2, 1, 2, '{}', :mac)",
            subject=self._few(),
            mac=mac,
        )
        return "inserted a row"

    def copy(self) -> str:
        row = self.chance.choice(self.links[OLD:])[1]
        fields = 'at, workflow, event, subject, version, about, "by", facts, mac'
        self.do(f"INSERT INTO audit ({fields}) SELECT {fields} FROM audit WHERE id = :id", id=row)
        return f"copied row {row}"

    def swap_rows(self) -> str:
        (_, one), (_, other) = self.chance.sample(self.links, 2)
        self._swap("audit", "id", one, other)
        return f"swapped rows {one} and {other}"

    def swap_links(self) -> str:
        (one, _), (other, _) = self.chance.sample(self.links, 2)
        self._swap("audit_seal", "number", one, other)
        return f"swapped links {one} and {other}"

    def swap_sealed(self) -> str:
        (one, first), (other, second) = self.chance.sample(self.links, 2)
        for number, row in ((one, -1), (other, first), (one, second)):
            self.do("UPDATE audit_seal SET audit_id = :row WHERE number = :number", row=row, number=number)
        return f"swapped what links {one} and {other} seal"

    def change_link(self) -> str:
        number = self.chance.choice(self.links)[0]
        if self.chance.random() < 0.5:
            digest = self.chance.choice(["", "zz", (self._link(number) or "")[:8] + self.chance.randbytes(32).hex()])
            self.do("UPDATE audit_seal SET hash = :hash WHERE number = :number", hash=digest, number=number)
            return f"changed the hash of link {number}"
        self.do("UPDATE audit_seal SET sealed_at = '2020-01-01 00:00:00.000000' WHERE number = :number", number=number)
        return f"changed when link {number} was made"

    def write_anew(self) -> str:
        """All of it, as the bot would, with a key of one's own."""
        mine = Signer([key.new()])
        begins = self.chance.randrange(len(self.links))
        for number, _ in self.links[begins:]:
            link = mine.chain(f"{number}")
            self.do("UPDATE audit_seal SET hash = :hash WHERE number = :number", hash=link, number=number)
        return f"wrote the chain anew from link {begins + 1}"

    def _swap(self, table: str, name: str, one: int, other: int) -> None:
        for before, after in ((one, -9), (other, one), (-9, other)):
            self.do(f"UPDATE {table} SET {name} = :to WHERE {name} = :at", to=after, at=before)

    def _link(self, number: int) -> str | None:
        found = self.connection.execute(text("SELECT hash FROM audit_seal WHERE number = :n"), {"n": number}).scalar()
        return None if found is None else str(found)

    def _row(self) -> int:
        return int(self.chance.choice(self.links)[1])

    def _stretch(self) -> list[tuple[int, int]]:
        begins = self.chance.randrange(len(self.links))
        return self.links[begins : begins + self._few()]

    def _few(self) -> int:
        return self.chance.randint(1, 5)

    def _word(self) -> str:
        return self.chance.choice("abcdefg ")


WAYS: tuple[Callable[[Tamperer], str], ...] = (
    Tamperer.change,
    Tamperer.change,
    Tamperer.change,
    Tamperer.remove,
    Tamperer.remove_with_links,
    Tamperer.remove_and_close_up,
    Tamperer.cut_off,
    Tamperer.cut_beginning,
    Tamperer.insert,
    Tamperer.copy,
    Tamperer.swap_rows,
    Tamperer.swap_links,
    Tamperer.swap_sealed,
    Tamperer.change_link,
    Tamperer.write_anew,
)


def tried(log: Log, count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Tamper that often, undoing each; what was done how often, and what was not found."""
    done: Counter[str] = Counter()
    missed = []
    with unguarded(log.store) as connection:
        tx = log.store.transaction(Place.on(connection))
        for number in range(count):
            chance = random.Random(f"{seed}/{number}")  # noqa: S311 - to be repeated, not to be secret
            way = chance.choice(WAYS)
            connection.execute(text("SAVEPOINT tampering"))
            said = way(Tamperer(connection, chance))
            done[way.__name__] += 1
            if not Verification(tx, log.signer, log.kept).report().faults:
                missed.append(f"{seed}/{number}: {said}")
            connection.execute(text("ROLLBACK TO SAVEPOINT tampering"))
    return done, missed


def main(
    *,
    count: Annotated[int, typer.Option(help="How many tamperings, on each store.")] = 10_000,
    seed: Annotated[int, typer.Option(help="The same seed does the same.")] = 1,
) -> None:
    """Tamper with an audit log at random and look whether it is found; exit code 1 when something is not."""
    server = Server()
    server.start()
    folder = Path(tempfile.mkdtemp(prefix="dotted-line-tampering-"))
    failed = False
    try:
        for name, url in (("SQLite", f"sqlite:///{folder / 'log.sqlite'}"), ("PostgreSQL", server.new_database())):
            (folder / name).mkdir()
            creating = Store(url, FollowedClock())
            SQLModel.metadata.create_all(creating.engine)
            creating.close()
            log = Log(url, folder / name)
            failed |= bool(log.verified().faults)
            began = time.monotonic()
            done, missed = tried(log, count, seed)
            log.store.close()
            failed |= bool(missed)
            typer.echo(
                f"{name}: {sum(done.values())} tamperings, {len(missed)} not found, {time.monotonic() - began:.0f} s"
            )
            typer.echo("  " + ", ".join(f"{way} {times}" for way, times in sorted(done.items())))
            for one in missed[:20]:
                typer.echo(f"  not found: {one}")
    finally:
        server.stop()
        shutil.rmtree(folder)
    sys.exit(failed)


if __name__ == "__main__":
    typer.run(main)
