"""A team's weeks as a picture: who is away, halves, public holidays and free days; dates only, never why."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from io import BytesIO
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton

from workflows.calendar.rules import Absent, Half, Span, WorkingTime
from workflows.language import speech, tr

MOST_ROWS = 40
INK, LINE = "#1d1c1d", "#d9d5df"


class Cell(Enum):
    """What a half day is for somebody."""

    WORK = "#ffffff"
    FREE = "#efedf2"
    HOLIDAY = "#c9b8ee"
    AWAY = "#2c7a5b"


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody's weeks: a morning and an afternoon for each day."""

    name: str
    halves: tuple[Cell, ...]


def row(name: str, days: Sequence[date], works: WorkingTime, absences: Sequence[Absent]) -> Row:
    """What each half day is; one is away only from what one would have worked."""
    shown = frozenset(days)
    away = {slot for one in absences for slot in one.span.halves() if slot[0] in shown}
    return Row(name, tuple(_cell(day, half, works, away) for day in days for half in Half))


def days_from(first: date, weeks: int = 6) -> tuple[date, ...]:
    """The days of so many weeks, from the Monday of the week of `first`."""
    monday = first - timedelta(days=first.weekday())
    return tuple(monday + timedelta(days=number) for number in range(7 * weeks))


def spoken(rows: Sequence[Row], days: Sequence[date]) -> str:
    """The picture in words, for whoever cannot see it."""
    away = [entry.name for entry in rows if Cell.AWAY in entry.halves]
    first, last = (format_skeleton("yMMMEd", day, locale=speech().locale) for day in (days[0], days[-1]))
    if not away:
        return tr("Who is away from {first} to {last}: nobody. Names and dates stand above.", first=first, last=last)
    return tr(
        "Who is away from {first} to {last}: {names}. Names and dates stand above.",
        first=first,
        last=last,
        names=", ".join(away),
    )


def draw(rows: Sequence[Row], days: Sequence[date], today: date, locale: Locale) -> bytes:
    """A PNG: a line a person, a column a day, split into morning and afternoon."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - half a second, only for a picture
    from matplotlib.figure import Figure  # noqa: PLC0415 - the same

    figure = Figure(figsize=(11, 1.5 + 0.32 * max(len(rows), 1)), dpi=110, facecolor="white", layout="constrained")
    axes = figure.add_subplot()
    for place, entry in enumerate(rows):
        _draw_row(axes, place, entry)
    _label(axes, rows, days, today, locale)
    out = BytesIO()
    FigureCanvasAgg(figure).print_png(out)  # type: ignore[no-untyped-call] # matplotlib has not annotated it
    return out.getvalue()


def _cell(day: date, half: Half, works: WorkingTime, away: AbstractSet[tuple[date, Half]]) -> Cell:
    scheduled = _scheduled(works, day, half)
    if scheduled and (day, half) in away:
        return Cell.AWAY
    holiday = works.holiday(day)
    if holiday is not None and holiday.half in (None, half):
        return Cell.HOLIDAY
    return Cell.WORK if scheduled else Cell.FREE


def _scheduled(works: WorkingTime, day: date, half: Half) -> bool:
    return works.pattern(day) is not None and works.scheduled(Span(day, day, half))


def _draw_row(axes: Any, place: int, entry: Row) -> None:
    for number, cell in enumerate(entry.halves):
        axes.add_patch(_box(number / 2, place, cell.value))


def _box(left: float, top: float, colour: str) -> Any:
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - loaded with the figure

    return Rectangle((left, top + 0.1), 0.5, 0.8, facecolor=colour, edgecolor="none")


def _label(axes: Any, rows: Sequence[Row], days: Sequence[date], today: date, locale: Locale) -> None:
    axes.set_xlim(0, len(days))
    axes.set_ylim(max(len(rows), 1), 0)
    axes.set_yticks([place + 0.5 for place in range(len(rows))], [entry.name for entry in rows], color=INK)
    mondays = range(0, len(days), 7)
    axes.set_xticks(
        list(mondays), [format_date(days[at], "d MMM", locale=locale) for at in mondays], ha="left", color=INK
    )
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for at in mondays:
        axes.axvline(at, color=LINE, linewidth=0.8)
    if days[0] <= today <= days[-1]:
        axes.axvline((today - days[0]).days + 0.5, color="#e01e5a", linewidth=1.2)
    for side in axes.spines.values():
        side.set_visible(False)
    _legend(axes)


def _legend(axes: Any) -> None:
    from matplotlib.patches import Patch  # noqa: PLC0415 - loaded with the figure

    shown = {tr("away"): Cell.AWAY, tr("public holiday"): Cell.HOLIDAY, tr("free day"): Cell.FREE}
    patches = [Patch(facecolor=cell.value, label=label) for label, cell in shown.items()]
    axes.legend(handles=patches, loc="upper center", bbox_to_anchor=(0.5, -0.02), ncols=3, frameon=False)
