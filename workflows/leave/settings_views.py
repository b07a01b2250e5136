"""The modals in which leave's own settings are said: a department's minimum cover, and when the company is closed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from slackblocks import (
    ConfirmationDialogue,
    DatePicker,
    InputBlock,
    NumberInput,
    Option,
    PlainText,
    PlainTextInput,
    StaticMultiSelectMenu,
    StaticSelectMenu,
)

from workflows.kernel.replies import View
from workflows.language import marked, tr
from workflows.leave.floors import Measure, Standing
from workflows.leave.forms import AMOUNT, DEPARTMENT, DEPARTMENTS, EFFECT, FIRST, LAST, MEASURE, NAME, TYPE
from workflows.leave.rules.settings import Effect
from workflows.organisation.rules import Department
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import exact

MOST_OPTIONS = 100
"""Slack's limit in a menu."""
_MEASURES = {
    Measure.PEOPLE: marked("At least so many people there"),
    Measure.PERCENT: marked("At least so many percent there"),
    Measure.AWAY: marked("At most so many people away"),
    Measure.NONE: marked("No minimum"),
}
_EFFECTS = {
    Effect.WARN: marked("Warn whoever asks and whoever decides"),
    Effect.BLOCK: marked("Refuse, unless a manager books it"),
}


def floor_view(departments: Sequence[Department], lines: Sequence[str], now: Standing | None, today: date) -> View:
    """How many of a department must be there; the first department is the one it opens with."""
    names = {str(one.id): one.name for one in departments[:MOST_OPTIONS]}
    amount = exact(now.amount) if now else None
    number = NumberInput(True, "leave:amount", initial_value=amount, min_value="0")  # noqa: FBT003 - slackblocks' first
    built: list[Built] = [
        *(blocks.section(line) for line in lines[:10]),
        menu(tr("Department"), DEPARTMENT, names, str(departments[0].id)),
        menu(tr("Minimum cover"), MEASURE, _said(_MEASURES), now.measure if now else Measure.PEOPLE),
        InputBlock(PlainText(tr("How many")), number, block_id=AMOUNT, optional=True),
        menu(tr("When leave would break it"), EFFECT, _said(_EFFECTS), now.effect if now else Effect.WARN),
        InputBlock(
            PlainText(tr("From", context="day")),
            DatePicker("leave:first", initial_date=today.isoformat()),
            block_id=FIRST,
        ),
        blocks.aside(tr("Counted on each half day, among those scheduled then; departments below count too.")),
    ]
    return blocks.modal("leave:set_floor", tr("Minimum cover"), built, submit=tr("Save"))


def _said(names: Mapping[Any, str]) -> dict[Any, str]:
    return {code: tr(name) for code, name in names.items()}


def closing_view(coming: Sequence[tuple[str, str]], types: Mapping[str, str], departments: Mapping[str, str]) -> View:
    """When the company is closed: what is to come, each with a button that takes it back, and one more."""
    options = [Option(PlainText(name[:75]), code) for code, name in list(departments.items())[:MOST_OPTIONS]]
    chosen = StaticMultiSelectMenu("leave:departments", options, max_selected_items=20)
    built: list[Built] = [
        *(
            blocks.section(line, blocks.button(tr("Undo"), "leave:reopen", value, style="danger", confirm=_reopening()))
            for line, value in coming[:20]
        ),
        InputBlock(PlainText(tr("What for")), PlainTextInput("leave:name", max_length=80), block_id=NAME),
        InputBlock(PlainText(tr("First day")), DatePicker("leave:first"), block_id=FIRST),
        InputBlock(PlainText(tr("Last day")), DatePicker("leave:last"), block_id=LAST),
        menu(tr("Booked as"), TYPE, dict(list(types.items())[:MOST_OPTIONS]), next(iter(types))),
        InputBlock(PlainText(tr("Only for these departments")), chosen, block_id=DEPARTMENTS, optional=True),
        blocks.aside(
            tr("Booked for everybody on the days they would work and aren't away already. Each is told once.")
        ),
    ]
    return blocks.modal("leave:close", tr("Company closed"), built, submit=tr("Book for all"))


def _reopening() -> ConfirmationDialogue:
    return blocks.confirmation(
        tr("Open after all?"),
        tr("The leave booked for it is cancelled, and everybody has the days back."),
        tr("Undo"),
        tr("Keep it"),
    )


def menu(label: str, field: str, known: Mapping[Any, str], chosen: str) -> InputBlock:
    """A menu of codes and what they are called."""
    options = {str(code): Option(PlainText(name[:75]), str(code)) for code, name in known.items()}
    choice = StaticSelectMenu(f"leave:{field}", list(options.values()), initial_option=options[str(chosen)])
    return InputBlock(PlainText(label), choice, block_id=field)
