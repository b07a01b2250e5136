"""Asking a project's manager about leave that falls into the project: whom, until when, and what silence means.

Never a veto: whoever decides may do so at any time, whatever was answered and whether anything was.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from workflows.kernel.access import PersonId


class Answer(StrEnum):
    """What became of the question."""

    NO_CONCERN = "no_concern"
    CONCERN = "concern"
    """With a sentence that only they and those who decide read."""
    SILENCE = "silence"
    """The clock ran out: no concern. They may still say otherwise until it is decided."""


def to_consult(
    managers: Mapping[PersonId, Iterable[int]], never: Collection[PersonId]
) -> dict[PersonId, tuple[int, ...]]:
    """Whom to ask and about which projects: each manager once; not who asks, nor who decides anyway."""
    return {one: tuple(sorted(set(led))) for one, led in managers.items() if one not in never}


def closes(until: date, zone: ZoneInfo) -> datetime:
    """The moment from which silence is an answer: the end of the last day, where the one asked is."""
    return datetime.combine(until + timedelta(days=1), time(), zone)
