"""The keys: whether they are this database's, and whether the file they are kept in is for its owner alone."""

import stat
from collections.abc import Iterator
from contextlib import closing

from sqlalchemy import inspect

from bot.clock import MachineClock
from bot.doctor.finding import Finding, Grade
from bot.keys import source
from bot.keys.taking import check
from bot.settings import Settings, Unsettled
from bot.store import Store

AREA = "Keys"


def examine(settings: Settings) -> Iterator[Finding]:
    """How they stand; nothing is said where there is no database yet, or an older one."""
    try:
        store = Store(settings.database, MachineClock())
    except Unsettled:
        return
    with closing(store):
        if not inspect(store.engine).has_table("key_name"):
            return
        try:
            found = check(store, settings)
        except Unsettled as unsettled:
            yield Finding(Grade.ILL, AREA, str(unsettled))
            return
    if not found.complete:
        yield Finding(Grade.WELL, AREA, "there are none yet: the bot's first start makes them.")
        return
    yield Finding(Grade.WELL, AREA, "they are the ones this database was written with.")
    yield from _file(settings)


def _file(settings: Settings) -> Iterator[Finding]:
    file = settings.data_dir / source.FILE
    if not file.exists():
        return
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield Finding(Grade.ILL, AREA, f"{file} can be read by others on this machine.", f"chmod 600 {file}")
    yield Finding(Grade.WELL, AREA, f"{file} is there.", "Keep a copy, and not beside the database's backups.")
