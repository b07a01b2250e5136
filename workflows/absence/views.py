"""The modals: reporting an absence, its new end, the day of return, and the note on a return.

An input's block id is its field's name in the form; see `forms`. A modal carries an id and a version, nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import (
    CheckboxGroup,
    DatePicker,
    InputBlock,
    Option,
    PlainText,
    PlainTextInput,
    StaticSelectMenu,
    UserSelectMenu,
)

from workflows.absence import forms
from workflows.absence.forms import BACK_AT, BACK_ON, FIRST, HALVES, LAST, NOTE, OPEN, TYPE, WHO
from workflows.kernel.flow import Form
from workflows.kernel.replies import View
from workflows.language import marked, tr
from workflows.wording import blocks
from workflows.wording.blocks import Built

_LIVE = "absence:preview"
_HALVES = {
    "whole": marked("Whole days"),
    "late": marked("From noon on the first day"),
    "early": marked("Until noon on the last day"),
    "both": marked("From noon on the first day until noon on the last"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A type to choose."""

    code: str
    name: str
    halves: bool = True
    open_ended: bool = True


def report_view(form: Form, choices: Sequence[Choice], outlook: Sequence[str], correcting: str = "") -> View:
    """The modal that reports an absence, filled in with what is known; `correcting`: the record it corrects."""
    chosen = next((choice for choice in choices if choice.code == form.get(TYPE)), choices[0])
    built: list[Built] = [
        *([_whose(form[WHO])] if form.get(WHO) else []),
        _types(choices, chosen, live=not correcting),
        _day(FIRST, tr("First day"), form.get(FIRST), live=not correcting),
        _day(LAST, tr("Last day"), form.get(LAST), live=not correcting, optional=True, hint=tr(_LAST_HINT)),
        *([_open(form, live=not correcting)] if chosen.open_ended else []),
        *([_halves(form.get(HALVES), live=not correcting)] if chosen.halves else []),
        *(blocks.section(line) for line in outlook),
    ]
    if correcting:
        title, submit = tr("Correct absence"), tr("Correct")
        return blocks.modal("absence:correct", title, built, submit=submit, metadata=correcting)
    title = tr("Report absence")
    return blocks.modal("absence:report", title, built, submit=title)


def extend_view(line: str, metadata: str, *, open_ended: bool) -> View:
    """The modal that asks how long it goes on."""
    built: list[Built] = [
        blocks.section(line),
        _day(LAST, tr("New last day"), None, live=False, optional=open_ended),
        *([_open({}, live=False)] if open_ended else []),
    ]
    title, submit, close = tr("Still away"), tr("Save"), tr("Cancel")
    return blocks.modal("absence:extend", title, built, submit=submit, close=close, metadata=metadata)


def back_view(line: str, metadata: str, today: date, *, noon: bool, halves: bool) -> View:
    """The modal that asks since when somebody is back."""
    options = {"morning": Option(PlainText(tr("From the morning")), "morning")}
    if halves:
        options["noon"] = Option(PlainText(tr("From noon")), "noon")
    chosen = options["noon" if noon and halves else "morning"]
    menu = StaticSelectMenu(f"absence:{BACK_AT}", list(options.values()), initial_option=chosen)
    built: list[Built] = [
        blocks.section(line),
        _day(BACK_ON, tr("First day back"), today, live=False),
        InputBlock(PlainText(tr("From", context="day")), menu, block_id=BACK_AT),
    ]
    title, submit, close = tr("Back at work"), tr("Save"), tr("Cancel")
    return blocks.modal("absence:back", title, built, submit=submit, close=close, metadata=metadata)


def note_view(line: str, written: Sequence[tuple[str, str]], metadata: str) -> View:
    """The notes on a return, who wrote each and when over what they wrote, and a place for one more."""
    element = PlainTextInput(f"absence:{NOTE}", multiline=True, max_length=forms.LONGEST_NOTE)
    hint = PlainText(tr("Read by the person and their operations manager, by nobody else; each reading is recorded."))
    built: list[Built] = [blocks.section(line)]
    for heading, text in written[-20:]:
        built += [blocks.aside(heading), blocks.verbatim(text)]
    built.append(InputBlock(PlainText(tr("Add a note")), element, block_id=NOTE, hint=hint))
    title, submit = tr("Return to work"), tr("Add note")
    return blocks.modal("absence:write_note", title, built, submit=submit, metadata=metadata)


_LAST_HINT = marked("Leave it empty for a single day, or if you don't know yet.")


def _whose(slack_id: str) -> InputBlock:
    menu = UserSelectMenu(_LIVE, initial_user=slack_id)
    return InputBlock(PlainText(tr("For", context="person")), menu, dispatch_action=True, block_id=WHO)


def _types(choices: Sequence[Choice], chosen: Choice, *, live: bool) -> InputBlock:
    options = {choice.code: Option(PlainText(choice.name[:75]), choice.code) for choice in choices}
    menu = StaticSelectMenu(
        _LIVE if live else f"absence:{TYPE}", list(options.values()), initial_option=options[chosen.code]
    )
    return InputBlock(PlainText(tr("Kind of absence")), menu, dispatch_action=live, block_id=TYPE)


def _day(field: str, label: str, day: Any, *, live: bool, optional: bool = False, hint: str = "") -> InputBlock:
    initial = day.isoformat() if isinstance(day, date) else None
    picker = DatePicker(_LIVE if live else f"absence:{field}", initial_date=initial)
    shown = PlainText(hint) if hint else None
    return InputBlock(PlainText(label), picker, dispatch_action=live, block_id=field, optional=optional, hint=shown)


def _open(form: Form, *, live: bool) -> InputBlock:
    option = Option(PlainText(tr("I don't know yet how long")), OPEN)
    ticked = [option] if forms.is_open(form) else None
    group = CheckboxGroup(_LIVE if live else f"absence:{OPEN}", [option], initial_options=ticked)
    return InputBlock(PlainText(tr("Open end")), group, dispatch_action=live, block_id=OPEN, optional=True)


def _halves(chosen: Any, *, live: bool) -> InputBlock:
    options = {code: Option(PlainText(tr(text)), code) for code, text in _HALVES.items()}
    initial = options.get(chosen or "whole", options["whole"])
    menu = StaticSelectMenu(_LIVE if live else f"absence:{HALVES}", list(options.values()), initial_option=initial)
    return InputBlock(PlainText(tr("Half days")), menu, dispatch_action=live, block_id=HALVES)
