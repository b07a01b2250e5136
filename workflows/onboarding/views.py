"""The modals: an opening, somebody hired, a last day, a step's own fields, why it is not needed, who holds IT.

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

from workflows.kernel.replies import View
from workflows.language import marked, tr
from workflows.onboarding import forms
from workflows.onboarding.rules import checklist
from workflows.onboarding.rules.checklist import COST, FROM, HEADCOUNT, LAST, LEVEL, LONGEST_TEXT, SKILL, STARTS, WHY
from workflows.onboarding.rules.template import TEMPLATES, Kind, Way
from workflows.organisation.rules import Department
from workflows.wording import blocks
from workflows.wording.blocks import Built

MOST_OPTIONS = 100
"""Slack shows no more in a menu; beyond that it is written."""
_LEVELS = range(1, 6)
_WRITTEN = {
    Kind.PATTERN: (marked("Working pattern"), (forms.PATTERN,)),
    Kind.REGION: (marked("Public holidays"), (forms.ZONE, forms.COUNTRY, forms.PART)),
    Kind.CONTRACT: (marked("Contract"), (forms.CONTRACT,)),
}
_LABELS = {
    forms.NAME: (marked("Name"), marked("As colleagues will call them."), 200),
    forms.EMAIL: (marked("Email"), marked("Their Slack account is found by it once they have one."), 254),
    forms.ZONE: (marked("Time zone"), marked("Like Europe/Berlin."), 64),
    forms.COUNTRY: (marked("Country of their public holidays"), marked("Two letters, like DE."), 2),
    forms.PART: (
        marked("Part of the country"),
        marked("If it has public holidays of its own, like BE for Berlin."),
        10,
    ),
    forms.PATTERN: (marked("Working pattern"), marked("Like “mon-fri”, “mon-wed” or “mon-thu fri:am”."), 500),
    forms.CONTRACT: (marked("Contract"), marked("One word in small letters, like permanent or fixed_term."), 40),
}
_OPTIONAL = frozenset({forms.PART, forms.CONTRACT})


def opening_view(
    verb: str, departments: Sequence[Department], known: Sequence[str], given: Mapping[str, Any], metadata: str = ""
) -> View:
    """An opening: a new one (`create`), or one that changes (`amend`, which keeps its department)."""
    levels = {str(number): tr("Level {number}", number=number) for number in _LEVELS}
    whose = str(given.get(forms.DEPARTMENT) or "")
    built: list[Built] = [
        *([_department(departments, whose, tr("Department"))] if verb == "create" else []),
        _line(checklist.ROLE, tr("Role"), given, tr("What the person will be, such as Data engineer."), 100),
        _skill(known, str(given.get(SKILL) or "")),
        _menu(LEVEL, tr("At this level or above"), levels, str(given.get(LEVEL) or "3")),
        _line(HEADCOUNT, tr("How many people"), given, "", 5),
        _line(
            COST,
            tr("Cost of one person a month"),
            given,
            tr("Such as 4500 EUR. Only you and those above you see it."),
            30,
        ),
        _day(
            STARTS,
            tr("Expected start"),
            given.get(STARTS),
            tr("Project managers who wait for that skill learn this date."),
        ),
    ]
    title, submit = (tr("New opening"), tr("Open")) if verb == "create" else (tr("Change opening"), tr("Save"))
    return blocks.modal(f"onboarding:{verb}", title, built, submit=submit, close=tr("Cancel"), metadata=metadata)


def hire_view(
    verb: str, line: str, departments: Sequence[Department], given: Mapping[str, Any], metadata: str = ""
) -> View:
    """Somebody was hired: for an opening (`hire`), or without one (`join`)."""
    text = (forms.ZONE, forms.COUNTRY, forms.PART, forms.PATTERN, forms.CONTRACT)
    built: list[Built] = [
        *([blocks.section(line)] if line else []),
        *([_department(departments, "", tr("Department"))] if verb == "join" else []),
        *(_known(field, given) for field in (forms.NAME, forms.EMAIL)),
        _day(STARTS, tr("First day"), given.get(STARTS), tr("A day they work.")),
        *(_known(field, given) for field in text),
        _person(forms.BUDDY, tr("Buddy"), tr("A colleague who helps through the first weeks."), given.get(forms.BUDDY)),
        _begins(Way.JOINING),
    ]
    return blocks.modal(
        f"onboarding:{verb}", tr("Hired"), built, submit=tr("Add"), close=tr("Cancel"), metadata=metadata
    )


def leaving_view(given: Mapping[str, Any]) -> View:
    """Who leaves, and when."""
    built: list[Built] = [
        _person(checklist.WHO, tr("Who leaves?"), "", given.get(checklist.WHO)),
        _day(LAST, tr("Last day"), given.get(LAST), tr("They, and everybody who has a step to do, get a message.")),
        _begins(Way.LEAVING),
    ]
    return blocks.modal(
        "onboarding:leave", tr("Somebody leaves"), built, submit=tr("Write it down"), close=tr("Cancel")
    )


def settle_view(kind: Kind, line: str, given: Mapping[str, Any], metadata: str) -> View:
    """What a step writes into the directory."""
    title, names = _WRITTEN[kind]
    built: list[Built] = [
        blocks.section(line),
        *(_known(name, given, optional=name == forms.PART) for name in names),
        _day(FROM, tr("From"), given.get(FROM), tr("What was to follow is written over.")),
    ]
    return blocks.modal("onboarding:settle", tr(title), built, submit=tr("Save"), close=tr("Cancel"), metadata=metadata)


def reason_view(line: str, metadata: str) -> View:
    """Why nobody needs a step."""
    field = PlainTextInput(f"onboarding:{WHY}", multiline=True, max_length=LONGEST_TEXT)
    hint = PlainText(tr("Stays on record; read by the person and their managers."))
    built: list[Built] = [
        blocks.section(line),
        InputBlock(PlainText(tr("Why does nobody need it?")), field, block_id=WHY, hint=hint),
    ]
    return blocks.modal(
        "onboarding:not_needed",
        tr("Not needed"),
        built,
        submit=tr("Take it off"),
        close=tr("Cancel"),
        metadata=metadata,
    )


def reassign_view(line: str, metadata: str) -> View:
    """Who does it instead."""
    built: list[Built] = [blocks.section(line), _person(checklist.WHO, tr("Who does it?"), "", None)]
    return blocks.modal(
        "onboarding:reassign", tr("Give it to"), built, submit=tr("Give"), close=tr("Cancel"), metadata=metadata
    )


def roles_view(holders: Sequence[str], departments: Sequence[Department], today: date) -> View:
    """Who looks after IT, and who will."""
    options = {forms.COMPANY: tr("The whole company"), **{one.code: one.name for one in departments}}
    lines = "\n".join(f"• {one}" for one in holders) or tr("Nobody looks after IT yet.")
    built: list[Built] = [
        blocks.section(tr("*Who looks after IT*\n{lines}", lines=lines)),
        _menu(forms.DEPARTMENT, tr("For"), dict(list(options.items())[:MOST_OPTIONS]), forms.COMPANY),
        _person(
            checklist.WHO, tr("Who looks after IT?"), tr("They get the IT steps of whoever joins or leaves."), None
        ),
        _day(FROM, tr("From"), today, ""),
    ]
    return blocks.modal("onboarding:set_role", tr("Who does what"), built, submit=tr("Save"), close=tr("Cancel"))


def _begins(way: Way) -> Built:
    lines = "\n".join(f"• {tr(entry.title)}" for entry in TEMPLATES[way])
    return blocks.aside(tr("The list begins with\n{lines}", lines=lines))


def _department(departments: Sequence[Department], chosen: str, label: str) -> InputBlock:
    if len(departments) > MOST_OPTIONS:
        return _line(forms.DEPARTMENT, label, {forms.DEPARTMENT: chosen}, tr("Its short name."), 40)
    return _menu(forms.DEPARTMENT, label, {one.code: one.name for one in departments}, chosen)


def _skill(known: Sequence[str], chosen: str) -> InputBlock:
    if not known or len(known) > MOST_OPTIONS:
        return _line(SKILL, tr("Skill"), {SKILL: chosen}, tr("`/skills list` shows those there are."), 80)
    return _menu(SKILL, tr("Skill"), {name: name for name in known}, chosen)


def _menu(field: str, label: str, names: Mapping[str, str], chosen: str) -> InputBlock:
    options = {code: Option(PlainText(name[:75]), code[:75]) for code, name in names.items()}
    initial = options.get(chosen) or next(iter(options.values()))
    menu = StaticSelectMenu(f"onboarding:{field}", list(options.values()), initial_option=initial)
    return InputBlock(PlainText(label), menu, block_id=field)


def _person(field: str, label: str, hint: str, chosen: Any) -> InputBlock:
    menu = UserSelectMenu(f"onboarding:{field}", initial_user=chosen or None)
    return InputBlock(PlainText(label), menu, block_id=field, hint=PlainText(hint) if hint else None)


def _day(field: str, label: str, day: Any, hint: str) -> InputBlock:
    picker = DatePicker(f"onboarding:{field}", initial_date=day.isoformat() if isinstance(day, date) else None)
    return InputBlock(PlainText(label), picker, block_id=field, hint=PlainText(hint) if hint else None)


def _known(field: str, given: Mapping[str, Any], *, optional: bool | None = None) -> InputBlock:
    label, hint, longest = _LABELS[field]
    free = field in _OPTIONAL if optional is None else optional
    return _line(field, tr(label), given, tr(hint), longest, optional=free)


def _line(
    field: str, label: str, given: Mapping[str, Any], hint: str, longest: int, *, optional: bool = False
) -> InputBlock:
    text = str(given.get(field) or "")[:longest]
    element = PlainTextInput(f"onboarding:{field}", initial_value=text or None, max_length=longest)
    return InputBlock(
        PlainText(label), element, block_id=field, hint=PlainText(hint) if hint else None, optional=optional
    )
