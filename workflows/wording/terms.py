"""How terms of employment are said: a working pattern and a kind of contract, each kept as a code people can type."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from workflows.calendar.rules import Pattern
from workflows.calendar.rules.pattern import OFF, Shift, Week
from workflows.language import marked, number, speech, tr
from workflows.wording.phrases import dated

CONTRACTS = {
    "permanent": marked("Permanent"),
    "fixed_term": marked("Fixed term"),
    "temporary": marked("Temporary"),
    "apprentice": marked("Apprentice"),
    "intern": marked("Intern"),
    "trainee": marked("Trainee"),
    "freelance": marked("Freelance"),
    "contractor": marked("Contractor"),
    "working_student": marked("Working student"),
}
"""The common ones; a company may use any word, which is said as it stands."""
WHOLE, HALF, NONE = Decimal(1), Decimal("0.5"), Decimal(0)
HOURS_A_DAY = 8
"""What a whole day is without a word about hours."""


def contract(kind: str) -> str:
    """`Fixed term`."""
    return tr(CONTRACTS[kind]) if kind in CONTRACTS else kind.replace("_", " ").capitalize()


def worked(pattern: Pattern) -> str:
    """`Mon–Thu, Fri (morning)`; weeks that take turns one after another."""
    weeks = " / ".join(map(_week, pattern.weeks))
    if pattern.anchor is None:
        return weeks
    return tr("{weeks} in turn, the first from {day} on", weeks=weeks, day=dated(pattern.anchor))


def _week(week: Week) -> str:
    runs = list(_runs(week))
    mixed = any(_hours(shift) for _, _, shift in runs)
    return ", ".join(_run(*run, mixed=mixed) for run in runs) or tr("off", context="a week without work")


def _runs(week: Week) -> Iterator[tuple[int, int, Shift]]:
    """First and last of the days that are alike, and what they are."""
    for shift, days in groupby(range(len(week)), key=week.__getitem__):
        alike = list(days)
        if shift != OFF:
            yield alike[0], alike[-1], shift


def _run(first: int, last: int, shift: Shift, *, mixed: bool) -> str:
    names = speech().locale.days["stand-alone"]["abbreviated"]
    days = names[first] if first == last else f"{names[first]}–{names[last]}"
    hours = _hours(shift) or (f"{number(shift.hours)}\u00a0h" if mixed else "")
    return " ".join(filter(None, (_length(days, shift), hours)))


def _length(days: str, shift: Shift) -> str:
    if (shift.am, shift.pm) == (HALF, NONE):
        return tr("{day} (morning)", day=days)
    if (shift.am, shift.pm) == (NONE, HALF):
        return tr("{day} (afternoon)", day=days)
    return days if shift.length == WHOLE else tr("{days} ({share} of a day)", days=days, share=number(shift.length))


def _hours(shift: Shift) -> str:
    """Where they do not follow from the length of the day."""
    if shift.am_hours * shift.length != shift.hours * shift.am:
        return f"{number(shift.am_hours)} + {number(shift.pm_hours)}\u00a0h"
    return "" if shift.hours == HOURS_A_DAY * shift.length else f"{number(shift.hours)}\u00a0h"
