"""How long each kind of record is kept: the periods as they come, and a company's own from its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta

from bot.settings import Unsettled


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record."""

    name: str
    months: int
    """Kept so long; a company's file may say otherwise, or `never`."""
    since: str
    """From when the time runs."""
    goes: str
    """What goes then."""


KINDS = (
    Kind("payloads", 1, "when Slack sent it", "keys by which a repeated command or press is recognised"),
    Kind("messages", 24, "when it was sent", "what was said to whom, without its words, which are never kept"),
    Kind("medical", 12, "the last day away", "certificates' links and notes from return conversations"),
    Kind("words of leave", 12, "the last day of leave", "reasons, notes, project managers' words, a ledger's reasons"),
    Kind("absences", 36, "the last day away", "sickness and other absences, also in calendars; leave stays counted"),
    Kind("cases", 24, "when it was closed", "performance cases with all that was written, and who looked"),
    Kind("claims", 24, "when it was made", "what people said of their skills, once it is decided; ratings stay"),
    Kind("development", 36, "when it was over", "goals and notes of development that is done or dropped"),
    Kind("staffing", 24, "when it was written", "notes on asks and offers; what asks that are over were for"),
    Kind("handing over", 24, "when it was over", "what was said at handovers, joinings and leavings"),
    Kind("newcomers", 6, "when it was settled", "names and addresses of those who wrote to the bot and were not known"),
    Kind("nudges", 12, "when it was made", "nudges, and reminders that were put off"),
    Kind("feeds", 1, "the person's last day", "calendar links of people who have left"),
    Kind("audit", 120, "when it happened", "rows of the audit log (ids and codes), the chain's oldest links"),
    Kind(
        "people", 36, "their last day", "people who have left, as `person erase` does it: figures stay, who it was goes"
    ),
)
NAMES = {kind.name: kind for kind in KINDS}
NEVER = "never"
Periods = Mapping[str, int | None]
"""Months by kind; None: kept for ever."""


def usual() -> Periods:
    """As they come."""
    return {kind.name: kind.months for kind in KINDS}


def read(file: Path | None) -> Periods:
    """The company's. Raises Unsettled for what can't be understood."""
    if file is None:
        return usual()
    import yaml  # noqa: PLC0415 - only where there is such a file

    try:
        given = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        words = str(error).splitlines()[0]
        raise Unsettled(f"RETENTION_FILE can't be read ({words}): it is YAML, such as `cases: 24 months`.") from None
    if not isinstance(given, dict):
        raise Unsettled("RETENTION_FILE says nothing: it has a line for each kind, such as `cases: 24 months`.")
    return {**usual(), **{str(name): _months(str(name), period) for name, period in given.items()}}


def written(months: int | None) -> str:
    """A period as it is said."""
    if months is None:
        return "for ever"
    return "1 month" if months == 1 else f"{months} months"


def cut(today: date, months: int) -> date:
    """What is from before this day is over its time."""
    return today - relativedelta(months=months)


def _months(name: str, period: Any) -> int | None:
    if name not in NAMES:
        raise Unsettled(f"RETENTION_FILE: “{name}” is no kind of record; there are {', '.join(NAMES)}.")
    if period == NEVER:
        return None
    words = str(period).split()
    unit = {"month": 1, "months": 1, "year": 12, "years": 12}.get(words[1] if len(words) == 2 else "")
    if unit is None or not words[0].isascii() or not words[0].isdigit() or not 1 <= int(words[0]) * unit <= 1200:
        raise Unsettled(f"RETENTION_FILE: “{name}: {period}” is no period: write 18 months, 3 years or never.")
    return int(words[0]) * unit
