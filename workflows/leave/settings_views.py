"""The modals in which leave's own settings are said: a department's minimum cover."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from slackblocks import DatePicker, InputBlock, NumberInput, Option, PlainText, StaticSelectMenu

from workflows.kernel.replies import View
from workflows.leave.floors import Measure, Standing
from workflows.leave.forms import AMOUNT, DEPARTMENT, EFFECT, FIRST, MEASURE
from workflows.leave.rules.settings import Effect
from workflows.organisation.rules import Department
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import plain

MOST_OPTIONS = 100
"""Slack's limit in a menu."""
_MEASURES = {
    Measure.PEOPLE: "At least so many people there",
    Measure.PERCENT: "At least so many percent there",
    Measure.AWAY: "At most so many people away",
    Measure.NONE: "No minimum",
}
_EFFECTS = {Effect.WARN: "Warn whoever asks and whoever decides", Effect.BLOCK: "Refuse, unless a manager books it"}


def floor_view(departments: Sequence[Department], lines: Sequence[str], now: Standing | None, today: date) -> View:
    """How many of a department must be there; the first department is the one it opens with."""
    names = {str(one.id): one.name for one in departments[:MOST_OPTIONS]}
    amount = plain(now.amount) if now else None
    number = NumberInput(True, "leave:amount", initial_value=amount, min_value="0")  # noqa: FBT003 - slackblocks' first
    built: list[Built] = [
        *(blocks.section(line) for line in lines[:10]),
        menu("Department", DEPARTMENT, names, str(departments[0].id)),
        menu("Minimum cover", MEASURE, _MEASURES, now.measure if now else Measure.PEOPLE),
        InputBlock(PlainText("How many"), number, block_id=AMOUNT, optional=True),
        menu("When leave would break it", EFFECT, _EFFECTS, now.effect if now else Effect.WARN),
        InputBlock(PlainText("From"), DatePicker("leave:first", initial_date=today.isoformat()), block_id=FIRST),
        blocks.aside("Counted on each half day, among those scheduled then; departments below count too."),
    ]
    return blocks.modal("leave:set_floor", "Minimum cover", built, submit="Save")


def menu(label: str, field: str, known: Mapping[Any, str], chosen: str) -> InputBlock:
    """A menu of codes and what they are called."""
    options = {str(code): Option(PlainText(name[:75]), str(code)) for code, name in known.items()}
    choice = StaticSelectMenu(f"leave:{field}", list(options.values()), initial_option=options[str(chosen)])
    return InputBlock(PlainText(label), choice, block_id=field)
