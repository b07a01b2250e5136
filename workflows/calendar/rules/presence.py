"""Who is away, and whether enough people are there (R33): dates and halves only, never why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from workflows.calendar.rules.span import Half, Span
from workflows.calendar.rules.worktime import WorkingTime


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody is away for a span; not yet certain while it waits for a decision."""

    person: int
    span: Span
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Cover:
    """How a group stands on one half day."""

    day: date
    half: Half
    scheduled: int
    present: int
    """Of those scheduled, who is there once everybody who asked has their way (pending counts as soft)."""
    certain: int
    """Of those scheduled, who is there if nothing more is approved."""

    @property
    def percent(self) -> Decimal:
        """Of those scheduled, how many are there."""
        return Decimal(100) if not self.scheduled else Decimal(100) * self.present / self.scheduled


def covers(group: Mapping[int, WorkingTime], absences: Iterable[Absent], span: Span) -> tuple[Cover, ...]:
    """Each half day of the span on which anybody of the group is scheduled; others don't count there (X25)."""
    known = tuple(absences)
    return tuple(cover for day, half in span.halves() if (cover := _cover(group, known, day, half)) is not None)


def _cover(group: Mapping[int, WorkingTime], absences: tuple[Absent, ...], day: date, half: Half) -> Cover | None:
    slot = Span.of(day, half)
    scheduled = {person for person, time in group.items() if time.scheduled(slot)}
    if not scheduled:
        return None
    away = [absent for absent in absences if absent.person in scheduled and absent.span.overlaps(slot)]
    gone = {absent.person for absent in away}
    certainly = {absent.person for absent in away if absent.certain}
    return Cover(day, half, len(scheduled), len(scheduled - gone), len(scheduled - certainly))


def local_date(moment: datetime, zone: str) -> date:
    """The date it is where somebody lives (R42); the moment is aware."""
    return moment.astimezone(ZoneInfo(zone)).date()
