"""Budgets as pictures: a project's S-curve, and a department's months. What they say is said in words too."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from babel import Locale

from workflows.budget import spoken
from workflows.budget.departmental import Account, all_of
from workflows.budget.rules.curve import Curve, Point
from workflows.budget.rules.entry import Kind
from workflows.budget.rules.money import Sum
from workflows.budget.rules.month import Month, year
from workflows.kernel.replies import Picture
from workflows.language import tr

INK, LINE, TODAY = "#1d1c1d", "#d9d5df", "#e01e5a"
PLANNED, EARNED, ACTUAL, COMMITTED, FORECAST = "#8a7fa8", "#2c7a5b", "#c4621b", "#e8b06c", "#7a1f4b"
MOST_LABELS = 10
TEXT = 12.5
"""Points: it can still be read at half its size, as Slack shows it at first."""


def curve(known: Curve, name: str, locale: Locale) -> Picture:
    """The S-curve: planned, earned and spent, the budget at completion, and where it is expected to end."""
    return Picture(lambda: draw_curve(known, locale), tr("S-curve: {name}", name=name), spoken_curve(known, locale))


def spoken_curve(known: Curve, locale: Locale) -> str:
    """The picture in words, for whoever cannot see it."""
    value = known.value
    return tr(
        "Added up from {first} to {last}. Up to today: planned {planned}, earned {earned}, spent {spent}, the whole "
        "budget {budget}. Expected at completion: {expected}.",
        first=spoken.month(known.months[0], locale),
        last=spoken.month(known.months[-1], locale),
        planned=spoken.money(value.pv, value.currency, locale),
        earned=spoken.money(value.ev, value.currency, locale),
        spent=spoken.money(value.ac, value.currency, locale),
        budget=spoken.money(value.bac, value.currency, locale),
        expected=spoken.missing() if value.eac is None else spoken.money(value.eac, value.currency, locale),
    )


def draw_curve(known: Curve, locale: Locale) -> bytes:
    """A PNG."""
    figure, axes = _canvas()
    value = known.value
    axes.axhline(float(value.bac), color=INK, linewidth=1, linestyle=(0, (1, 2)), label=tr("budget at completion"))
    _plot(axes, known.planned, PLANNED, tr("planned (PV)"), style="--")
    _plot(axes, known.earned, EARNED, tr("earned (EV)"))
    _plot(axes, known.actual, ACTUAL, tr("spent (AC)"))
    axes.axvline(float(known.today), color=TODAY, linewidth=1.2, label=tr("today"))
    if value.eac is not None:
        label = tr("forecast (EAC)")
        axes.plot(
            [len(known.months)], [float(value.eac)], "o", color=FORECAST, markersize=8, label=label, clip_on=False
        )
    axes.set_xlim(0, len(known.months) + 0.15)
    axes.set_ylim(bottom=0)
    _months(axes, known.months, 0.5, locale)
    return _finished(figure, axes, value.currency, locale)


def bars(known: Account, currency: str, locale: Locale) -> Picture:
    """A department's months: planned beside actual with what is committed on top of it."""
    return Picture(
        lambda: draw_bars(known, currency, locale),
        f"{known.department.name} {known.year}",
        spoken_bars(known, currency, locale),
    )


def spoken_bars(known: Account, currency: str, locale: Locale) -> str:
    """The picture in words."""
    said = tr(
        "{year} month by month: planned {planned}, actual {actual}, committed {committed}.",
        year=known.year,
        planned=spoken.money(all_of(known.planned).of(currency), currency, locale),
        actual=spoken.money(all_of(known.actual).of(currency), currency, locale),
        committed=spoken.money(all_of(known.committed).of(currency), currency, locale),
    )
    return said if known.salaries else " ".join((said, tr("Salaries are not in it.")))


def draw_bars(known: Account, currency: str, locale: Locale) -> bytes:
    """A PNG."""
    figure, axes = _canvas()
    months = year(known.year)
    planned = [float(found.of(currency)) for found in _each(known.of_months(Kind.PLANNED), months)]
    actual = [float(found.of(currency)) for found in _each(known.of_months(Kind.ACTUAL), months)]
    committed = [float(found.of(currency)) for found in _each(known.committed_by_month, months)]
    places = range(len(months))
    axes.bar([place + 0.3 for place in places], planned, 0.36, color=PLANNED, label=tr("planned"))
    axes.bar([place + 0.68 for place in places], actual, 0.36, color=ACTUAL, label=tr("actual"))
    axes.bar([place + 0.68 for place in places], committed, 0.36, bottom=actual, color=COMMITTED, label=tr("committed"))
    if known.year == known.today.year:
        today = Month.of(known.today)
        place = today.number - 1 + float(today.elapsed(known.today))
        axes.axvline(place, color=TODAY, linewidth=1.2, label=tr("today"))
    axes.set_xlim(0, len(months))
    _months(axes, months, 0.5, locale)
    return _finished(figure, axes, currency, locale)


def _each(known: Mapping[Month, Sum], months: Sequence[Month]) -> list[Sum]:
    return [known.get(month, Sum()) for month in months]


def _canvas() -> tuple[Any, Any]:
    from matplotlib.figure import Figure  # noqa: PLC0415 - half a second, only for a picture

    figure = Figure(figsize=(10, 4.6), dpi=110, facecolor="white", layout="constrained")
    return figure, figure.add_subplot()


def _plot(axes: Any, points: Sequence[Point], colour: str, label: str, style: str = "-") -> None:
    axes.plot(
        [float(place) for place, _ in points],
        [float(amount) for _, amount in points],
        style,
        color=colour,
        linewidth=2.2,
        label=label,
    )


def _months(axes: Any, months: Sequence[Month], offset: float, locale: Locale) -> None:
    """A label for each month, or for every second or third one where they would touch; years under Januaries."""
    step = -(-len(months) // MOST_LABELS)
    shown = range(0, len(months), step)
    axes.set_xticks(
        [at + offset for at in shown], [_label(months[at], at < step, step, locale) for at in shown], color=INK
    )


def _label(month: Month, first: bool, step: int, locale: Locale) -> str:  # noqa: FBT001 - a fact about the month
    turns = first or month.number <= step
    return f"{spoken.short(month, locale)}\n{month.year}" if turns else spoken.short(month, locale)


def _finished(figure: Any, axes: Any, currency: str, locale: Locale) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - loaded with the figure

    axes.yaxis.set_major_formatter(_said(currency, locale))
    axes.tick_params(length=0, labelcolor=INK, labelsize=TEXT)
    axes.grid(axis="y", color=LINE, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.legend(
        loc="upper center",
        bbox_to_anchor=(0.5, -0.14),
        ncols=6,
        columnspacing=1.2,
        handlelength=1.2,
        fontsize=TEXT - 1,
        frameon=False,
    )
    out = BytesIO()
    FigureCanvasAgg(figure).print_png(out)  # type: ignore[no-untyped-call] # matplotlib has not annotated it
    return out.getvalue()


def _said(currency: str, locale: Locale) -> Callable[[float, object], str]:
    return lambda amount, _place: spoken.money(Decimal(str(amount)), currency, locale)
