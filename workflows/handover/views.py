"""The modals: starting a handover, its list, and what is said about one item.

An input's block id is its field's name in the form; see `forms`. A modal carries an id and a version, nothing else.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from slackblocks import (
    DatePicker,
    InputBlock,
    Option,
    PlainText,
    PlainTextInput,
    StaticSelectMenu,
    UserSelectMenu,
)

from workflows.handover.forms import (
    AWAY,
    DAY,
    GIVER,
    KIND,
    OPERATIONS,
    PLACE,
    PROJECT,
    RECEIVER,
    REPLACEMENT,
    TITLE,
    WHY,
)
from workflows.handover.rules.checklist import LONGEST_TEXT, LONGEST_TITLE, Item
from workflows.handover.rules.template import NAMES, TEMPLATES, Kind, said
from workflows.kernel.replies import View
from workflows.language import tr
from workflows.organisation.rules import Project
from workflows.wording import blocks
from workflows.wording.blocks import Built

_LIVE = "handover:preview"
_MOST_PROJECTS = 100


def start_view(kind: Kind, projects: Sequence[Project], project: Project | None, form: Mapping[str, Any]) -> View:
    """Start one: the fields change with the intersection, and below them stands what the list begins with."""
    known = [one for one in Kind if projects or one is Kind.LONG_LEAVE]
    fitting = [
        _menu(KIND, tr("What is it about?"), {one.value: tr(NAMES[one]) for one in known}, kind.value),
        *(_for_leave(form) if kind is Kind.LONG_LEAVE or project is None else _for_project(projects, project, form)),
        _day(tr("Everything passed on by"), form.get(DAY)),
    ]
    lines = "\n".join(f"• {said(entry.title)}" for entry in TEMPLATES[kind])
    begins = blocks.section(f"{tr('*The list begins with*')}\n{lines}")
    return blocks.modal("handover:start", tr("Start a handover"), [*fitting, begins], submit=tr("Start"))


def item_view(
    verb: str,
    title: str,
    line: str,
    metadata: str,
    item: Item | None = None,
    people: tuple[str | None, str | None] = (None, None),
) -> View:
    """One thing to be passed on: what, by whom, to whom, by when."""
    built: list[Built] = [
        blocks.section(line),
        _line(TITLE, tr("What is to be passed on?"), said(item.title) if item else None),
        _person(GIVER, tr("Who passes it on?"), people[0]),
        _person(RECEIVER, tr("Who receives it?"), people[1]),
        _day(tr("By"), item.due if item else None),
    ]
    return blocks.modal(f"handover:{verb}", title, built, submit=tr("Save"), metadata=metadata)


def give_view(line: str, place: str, metadata: str) -> View:
    """Pass it on, saying where the knowledge is."""
    hint = tr("A link, a folder, or when you talked about it. The receiver and both managers read it.")
    built: list[Built] = [blocks.section(line), _text(PLACE, tr("Where is it?"), place, hint)]
    return blocks.modal("handover:give", tr("Pass it on"), built, submit=tr("Pass on"), metadata=metadata)


def reason_view(verb: str, title: str, submit: str, line: str, metadata: str) -> View:
    """Only why, or what is missing."""
    label = tr("What are you missing?") if verb == "send_back" else tr("Why does nobody need it?")
    built: list[Built] = [blocks.section(line), _text(WHY, label, "", tr("Read by giver, receiver and both managers."))]
    return blocks.modal(f"handover:{verb}", title, built, submit=submit, metadata=metadata)


def item_line(item: Item, people: tuple[str, str], due: str) -> str:
    """What is passed on, between whom, by when."""
    giver, receiver = (blocks.escaped(one, 80) for one in people)
    between = tr("{giver} to {receiver}, by {due}", giver=giver, receiver=receiver, due=due)
    return f"{blocks.bold(said(item.title))}\n{between}"


def _for_leave(form: Mapping[str, Any]) -> list[Built]:
    return [
        _person(AWAY, tr("Who will be away?"), form.get(AWAY)),
        _person(REPLACEMENT, tr("Who stands in meanwhile?"), form.get(REPLACEMENT)),
    ]


def _for_project(projects: Sequence[Project], project: Project, form: Mapping[str, Any]) -> list[Built]:
    options = {str(one.id): one.name for one in list(projects)[:_MOST_PROJECTS]}
    hint = tr("Left empty: the one whose people work on it.")
    return [
        _menu(PROJECT, tr("Project"), options, str(project.id)),
        _person(OPERATIONS, tr("Operations manager"), form.get(OPERATIONS), hint=hint, optional=True),
    ]


def _menu(field: str, label: str, names: Mapping[str, str], chosen: str) -> InputBlock:
    options = {code: Option(PlainText(name[:75]), code) for code, name in names.items()}
    initial = options.get(chosen) or next(iter(options.values()))
    menu = StaticSelectMenu(_LIVE, list(options.values()), initial_option=initial)
    return InputBlock(PlainText(label), menu, dispatch_action=True, block_id=field)


def _person(field: str, label: str, chosen: Any, *, hint: str = "", optional: bool = False) -> InputBlock:
    menu = UserSelectMenu(f"handover:{field}", initial_user=chosen or None)
    return InputBlock(PlainText(label), menu, block_id=field, hint=PlainText(hint) if hint else None, optional=optional)


def _day(label: str, day: Any) -> InputBlock:
    picker = DatePicker("handover:day", initial_date=day.isoformat() if isinstance(day, date) else None)
    return InputBlock(PlainText(label), picker, block_id=DAY)


def _line(field: str, label: str, text: str | None) -> InputBlock:
    element = PlainTextInput(f"handover:{field}", initial_value=text or None, max_length=LONGEST_TITLE)
    return InputBlock(PlainText(label), element, block_id=field)


def _text(field: str, label: str, text: str, hint: str) -> InputBlock:
    element = PlainTextInput(f"handover:{field}", initial_value=text or None, multiline=True, max_length=LONGEST_TEXT)
    return InputBlock(PlainText(label), element, block_id=field, hint=PlainText(hint))
