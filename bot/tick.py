"""`dotted-line tick`: everything that is due, once, and then an end; for cron, or where no process may stay.

Decided here: when such a run is over, and what it says. It may run beside a bot, or beside another of its kind: a
message belongs to whoever took it up first, and a reminder is queued once by its key.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from bot.app import Bot
from bot.claims import outbox
from bot.schedule import Ticked
from bot.settings import Unsettled
from bot.tables import LIVE
from workflows.columns import Moment

LONGEST = timedelta(days=1)
MOST_TICKS = 10_000
"""A tick brings up to date so many people's leave at a time: in a large company, on New Year's Day, many follow."""
PAUSE = 0.5
"""Seconds between two looks at what waits for Slack's pace, or to be tried again."""
ACCEPTED = "`90s`, `10m`, `2h` or `1h30m` from now; or a moment such as `09:45` or `2026-11-23T09:45+01:00`"
_UNITS = {"h": "hours", "m": "minutes", "s": "seconds"}
_DURATION = re.compile(r"(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?")
_HOUR = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_DUE = (
    select(func.count().label("number"))
    .where(outbox.c.state.in_(LIVE))
    .where(or_(outbox.c.not_before.is_(None), outbox.c.not_before <= bindparam("now", type_=Moment())))
)
_LATER = select(func.count().label("number")).where(
    outbox.c.state.in_(LIVE), outbox.c.not_before > bindparam("now", type_=Moment())
)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did, and what it leaves."""

    ticked: Ticked
    sent: int
    dropped: int
    dead: int
    left: int
    """Due, and not out."""
    later: int
    """Due at a later moment."""
    stopped: str | None
    """Why Slack takes nothing from this bot at all."""

    @property
    def code(self) -> int:
        """The exit code: 0 when everything that was due is done."""
        return 1 if self.left or self.ticked.failed or self.stopped else 0

    def sentences(self) -> list[str]:
        """One each, what needs somebody last."""
        said = [
            f"Events: {self.ticked.happened}. Messages queued: {self.ticked.queued}.",
            f"Sent: {self.sent}. No longer true: {self.dropped}. Undeliverable: {self.dead}.",
            f"Left: {self.left} due, {self.later} for later.",
        ]
        if self.ticked.failed:
            said.append(f"Could not look after {', '.join(self.ticked.failed)}: the log above says why.")
        if self.stopped:
            said.append(f"Slack refuses the bot ({self.stopped}): nothing goes out until that is mended.")
        return said


def until(text: str, now: datetime) -> datetime:
    """The moment that was meant, `now` being aware; raises Unsettled with the sentence to print."""
    moment = _after(text, now) or _at(text, now)
    if moment is None:
        raise Unsettled(f"--until takes {ACCEPTED}; I can't read “{text[:40]}”.")
    if moment <= now:
        raise Unsettled(f"--until {text} is over: give a moment to come, or a duration such as 10m.")
    if moment - now > LONGEST:
        raise Unsettled(f"--until {text} is more than a day away: run the bot instead, or tick again tomorrow.")
    return moment


def run_once(bot: Bot, ends: datetime, tell: Callable[[str], None]) -> Summary:
    """Do all that is due by the bot's clock, and deliver until nothing more is, or that clock would show `ends`."""
    deadline = time.monotonic() + (ends - bot.clock.now()).total_seconds()
    ticked = _tick(bot, deadline, tell)
    bot.faces.introduce_all()
    told = 0
    while (left := _count(bot, _DUE)) and bot.outbox.stopped is None and time.monotonic() < deadline:
        if left != told:
            tell(f"Sending {left}…")
            told = left
        if not bot.outbox.deliver_all(deadline):
            time.sleep(PAUSE)
    bot.home.publish_stale()
    fates = bot.outbox.tally
    return Summary(
        *(ticked, fates["sent"], fates["dropped"], fates["dead"]),
        *(_count(bot, _DUE), _count(bot, _LATER), bot.outbox.stopped),
    )


def _tick(bot: Bot, deadline: float, tell: Callable[[str], None]) -> Ticked:
    """Until there is nothing left to do: some of it is done for so many people a tick."""
    total = Ticked()
    for number in range(1, MOST_TICKS + 1):
        tell(f"Looking for what is due ({number})…")
        done = bot.ticks.tick()
        total = total.and_then(done)
        if not done.changed or time.monotonic() >= deadline:
            break
    return total


def _count(bot: Bot, statement: Any) -> int:
    """How many of those there are now."""
    row = bot.store.read(lambda tx: tx.first(statement, now=tx.now))
    return int(row.number)


def _after(text: str, now: datetime) -> datetime | None:
    found = _DURATION.fullmatch(text.strip().lower())
    if found is None or not any(found.groups()):
        return None
    return now + timedelta(
        **{_UNITS[unit]: int(number or 0) for unit, number in zip("hms", found.groups(), strict=True)}
    )


def _at(text: str, now: datetime) -> datetime | None:
    """A moment; without a zone it is this machine's, without a date today's there."""
    hour = _HOUR.fullmatch(text.strip())
    if hour is not None:
        here = now.astimezone()
        return here.replace(tzinfo=None, hour=int(hour[1]), minute=int(hour[2]), second=0, microsecond=0).astimezone()
    try:
        return datetime.fromisoformat(text.strip()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
