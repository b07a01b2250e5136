"""A bot in this process, on any database, that is asked for leave directly: without HTTP, with everything behind it."""

import json
import tempfile
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path

from slack_bolt import BoltRequest

from benchmarks import organisation, signed
from benchmarks.ours import settings_for
from bot.app import Bot, build
from bot.clock import FollowedClock, MachineClock
from bot.folder.command import load_once
from bot.migrate import upgrade
from bot.store import Store

PEOPLE = 500


class Asker:
    """Sends the benchmark's modal, about another person or another day each time."""

    def __init__(self, bot: Bot, today: date, people: int = PEOPLE, first: int = 0) -> None:
        self.bot, self._people, self._first = bot, people, first
        self._template = json.dumps(signed.payload())
        self._days = [day.isoformat() for day in signed.working_days(today)]
        self._next = 0

    def ask(self) -> None:
        """One request for leave, committed and acked. Raises ValueError when it was not accepted."""
        number, self._next = self._next, self._next + 1
        day = self._days[number // self._people]
        asked = self._template.replace("TheDay", day).replace("TheNumber", f"{number:08d}")
        body = json.loads(asked.replace("ThePerson", signed.slack_id(self._first + number % self._people)))
        answer = self.bot.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        if answer.status != 200 or answer.body:
            raise ValueError(f"not accepted: {answer.status} {answer.body}")


def filled(database: str, people: int = PEOPLE) -> None:
    """Put the generated organisation into an empty database."""
    store = Store(database, MachineClock())
    upgrade(store)
    with tempfile.TemporaryDirectory() as folder:
        organisation.write(Path(folder), store.clock.now().year, people)
        load_once(store, Path(folder))
    store.close()


def asker(database: str, slack: str, ends: ExitStack, first: int = 0, data: Path | None = None) -> Asker:
    """A bot on that database, whose clock stands still: what it writes can be written again.

    `first`: the number of the first of those who ask. `data`: where its keys are, if another bot of this database
    made them.
    """
    clock = FollowedClock()
    clock.follow(datetime.now(UTC).replace(microsecond=0), 0.0)
    data = data or Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="dotted-line-bench-")))
    bot = build(settings_for(data, slack, database), clock=clock)
    ends.callback(bot.store.close)
    return Asker(bot, clock.now().date(), first=first)
