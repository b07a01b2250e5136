"""The modals: asking for leave, giving a reason, shortening, and explaining a number day by day.

An input's block id is its field's name in the form; see `forms`. A modal carries an id and a version, nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import (
    DatePicker,
    FileInput,
    InputBlock,
    Option,
    PlainText,
    PlainTextInput,
    StaticSelectMenu,
    UserSelectMenu,
)

from workflows.kernel.flow import Form
from workflows.kernel.replies import View
from workflows.language import marked, tr
from workflows.leave.forms import (
    DOCUMENTS,
    FIRST,
    HALVES,
    LAST,
    LONGEST_REASON,
    MOST_DOCUMENTS,
    REASON,
    REPLACEMENT,
    SUBSTITUTE,
    TYPE,
    WHO,
)
from workflows.leave.inputs import LIVE, halves_menu
from workflows.wording import blocks
from workflows.wording.blocks import Built

_NAMING = {
    (REPLACEMENT, False): (
        marked("Who replaces you?"),
        marked("They are told your days, never the kind of leave or your note."),
    ),
    (REPLACEMENT, True): (
        marked("Who replaces them?"),
        marked("Told the days, never the kind of leave or the note."),
    ),
    (SUBSTITUTE, False): (
        marked("Who decides for you meanwhile?"),
        marked("What others ask you for goes to them while you are away."),
    ),
    (SUBSTITUTE, True): (
        marked("Who decides for them meanwhile?"),
        marked("What others ask them for goes to whom you choose."),
    ),
}
"""What each is called and explained as: for oneself, and on somebody's behalf."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A leave type to choose: its code, its name, and how its balance stands."""

    code: str
    name: str
    balance: str
    reason_required: bool = False
    halves: bool = True
    replacement_required: bool = False
    document_required: bool = False


def ask_view(
    form: Form, choices: Sequence[Choice], outlook: Sequence[str], changing: str = "", *, decides: bool = False
) -> View:
    """The modal that asks for leave, filled in with what is known; `changing`: the request it changes.

    `decides`: whether they decide about others' leave, and so may name who does meanwhile.
    """
    chosen = next((choice for choice in choices if choice.code == form.get(TYPE)), choices[0])
    built: list[Built] = [
        *([_whose(form[WHO])] if form.get(WHO) else []),
        _types(choices, chosen),
        _day(FIRST, tr("First day"), form.get(FIRST)),
        _day(LAST, tr("Last day"), form.get(LAST)),
        *([halves_menu(form.get(HALVES))] if chosen.halves else []),
        *(blocks.section(line) for line in outlook),
        _standing_in(REPLACEMENT, form, optional=not chosen.replacement_required),
        *([_standing_in(SUBSTITUTE, form)] if decides else []),
        *([_files()] if chosen.document_required else []),
        _writing(tr("Note for whoever decides"), form.get(REASON), optional=not chosen.reason_required),
    ]
    if changing:
        return blocks.modal("leave:change", tr("Change your request"), built, submit=tr("Change"), metadata=changing)
    return blocks.modal("leave:ask", tr("Ask for leave"), built, submit=tr("Ask for leave"))


def reason_view(verb: str, title: str, submit: str, line: str, metadata: str, *, label: str, optional: bool) -> View:
    """A modal that asks why."""
    built: list[Built] = [blocks.section(line), _writing(label, None, optional=optional)]
    return blocks.modal(f"leave:{verb}", title, built, submit=submit, metadata=metadata)


def shorten_view(
    verb: str, line: str, form: Form, metadata: str, *, halves: bool = True, reason_required: bool = False
) -> View:
    """The modal that shortens an approved leave."""
    built: list[Built] = [
        blocks.section(line),
        _day(FIRST, tr("First day"), form.get(FIRST), live=False),
        _day(LAST, tr("Last day"), form.get(LAST), live=False),
        *([halves_menu(form.get(HALVES), live=False)] if halves else []),
        _writing(tr("Why"), form.get(REASON), optional=not reason_required),
    ]
    title = tr("Shorten leave")
    return blocks.modal(f"leave:{verb}", title, built, submit=title, metadata=metadata)


def lines_view(title: str, sections: Sequence[tuple[str, Sequence[str]]]) -> View:
    """A modal that only explains: headings over lines, as many as fit."""
    built: list[Built] = []
    for heading, lines in sections:
        built += [blocks.header(heading), *map(blocks.section, paged(lines))]
    return blocks.modal(None, title, built[:100] or [blocks.section(tr("There is nothing to show yet."))])


def paged(lines: Sequence[str]) -> list[str]:
    """The lines in as few paragraphs as Slack's limit allows."""
    pages: list[str] = []
    for line in lines:
        if pages and len(pages[-1]) + len(line) < blocks.LONGEST_TEXT:
            pages[-1] += f"\n{line}"
            continue
        pages.append(line)
    return pages


def _whose(slack_id: str) -> InputBlock:
    menu = UserSelectMenu(LIVE, initial_user=slack_id)
    return InputBlock(PlainText(tr("For", context="person")), menu, dispatch_action=True, block_id=WHO)


def _standing_in(field: str, form: Form, *, optional: bool = True) -> InputBlock:
    menu = UserSelectMenu(LIVE, initial_user=form.get(field) or None)
    label, hint = _NAMING[field, bool(form.get(WHO))]
    return InputBlock(
        PlainText(tr(label)), menu, dispatch_action=True, block_id=field, hint=PlainText(tr(hint)), optional=optional
    )


def _files() -> InputBlock:
    element = FileInput("leave:documents", max_files=MOST_DOCUMENTS)
    hint = PlainText(tr("Seen by those who decide, by nobody else. You can add it later with “Change…”."))
    return InputBlock(PlainText(tr("Document")), element, block_id=DOCUMENTS, hint=hint, optional=True)


def _types(choices: Sequence[Choice], chosen: Choice) -> InputBlock:
    options = {choice.code: _option(choice) for choice in choices}
    menu = StaticSelectMenu(LIVE, list(options.values()), initial_option=options[chosen.code])
    return InputBlock(PlainText(tr("Kind of leave")), menu, dispatch_action=True, block_id=TYPE)


def _option(choice: Choice) -> Option:
    return Option(PlainText(choice.name[:75]), choice.code, PlainText(choice.balance[:75]))


def _day(field: str, label: str, day: Any, *, live: bool = True) -> InputBlock:
    initial = day.isoformat() if isinstance(day, date) else None
    picker = DatePicker(LIVE if live else f"leave:{field}", initial_date=initial)
    return InputBlock(PlainText(label), picker, dispatch_action=live, block_id=field)


def _writing(label: str, text: Any, *, optional: bool) -> InputBlock:
    element = PlainTextInput("leave:reason", initial_value=text or None, multiline=True, max_length=LONGEST_REASON)
    hint = PlainText(tr("Read by you and by those who decide, by nobody else."))
    return InputBlock(PlainText(label), element, block_id=REASON, hint=hint, optional=optional)
