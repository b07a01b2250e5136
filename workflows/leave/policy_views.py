"""How people admins see and change leave policies: their section on App Home, and the modals behind its buttons.

A field's block id is its name and what it is about (`days:annual`), so that choosing another type shows that type's
own values: Slack keeps what was typed in a block of the same id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from slackblocks import (
    DatePicker,
    InputBlock,
    Option,
    PlainText,
    PlainTextInput,
    StaticMultiSelectMenu,
    StaticSelectMenu,
)

from workflows.calendar.rules import Unit
from workflows.kernel.replies import View
from workflows.language import LANGUAGES, marked, tr, trn
from workflows.leave.rules import editing
from workflows.leave.rules.difference import differences
from workflows.leave.rules.policy import LeavePolicy, LeaveType
from workflows.leave.rules.words import inside, type_name
from workflows.leave.views import paged
from workflows.wording import blocks, terms
from workflows.wording.blocks import Built
from workflows.wording.phrases import labelled, strung

TYPE, FROM, UNTIL = "leave_type", editing.FROM, "valid_to"
COUNTRY, DEPARTMENTS, CONTRACTS = "country", "departments", "contracts"
_LIVE_EDIT, _LIVE_ASSIGN = "leave:preview_policy", "leave:preview_assignment"
_MOST_DEPARTMENTS = _MOST_CONTRACTS = 100
_LABELS = {
    editing.YEARLY: marked("Entitlement a year"),
    editing.CARRIED: marked("Carried over at most"),
    editing.EXPIRY: marked("What is carried expires"),
    editing.FLOOR: marked("May go below zero by"),
    editing.NOTICE: marked("Notice, in days"),
    editing.LONGEST: marked("Longest run of days"),
    editing.STAGES: marked("Approval"),
    editing.REMINDERS: marked("Reminders after working days"),
}
_HINTS = {
    editing.CARRIED: marked("Of what is left at the year's end. Empty: all of it; 0: nothing."),
    editing.FLOOR: marked("0: not at all."),
    editing.NOTICE: marked("How long before its first day it must be asked for. Empty: none."),
    editing.LONGEST: marked("Empty: any length."),
    editing.REMINDERS: marked("Of the one who owes the answer: 1, 3, 5. Empty: none."),
}
_AT_FULL_TIME = {Unit.DAYS: marked("At full time, in days."), Unit.HOURS: marked("At full time, in hours.")}
_EXPIRES = {
    True: marked("A day (04-01) is the last to use it; or a time, as 3 months. Empty: never."),
    False: marked("A day (04-01) is the first on which it is gone; or a time, as 3 months. Empty: never."),
}
"""By whether the day itself is still good."""
_NOTHING = {editing.CARRIED: marked("all of it"), editing.EXPIRY: marked("never")}
"""What an empty field says; elsewhere, none."""
_STAGES = {
    "0": marked("Granted at once; the manager is told"),
    "1": marked("One person decides"),
    "2": marked("Two people decide"),
}
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Shown:
    """A policy as its line on App Home says it."""

    value: str
    """What its buttons carry."""
    policy: LeavePolicy
    people: int
    assigned: Sequence[str]
    to_come: Sequence[str] = ()
    """Later versions: from when, and what changes."""


@dataclass(frozen=True)
class Editing:
    """The modal's present state."""

    value: str
    policy: LeavePolicy
    leave_type: LeaveType
    since: date
    outlook: Sequence[str] = ()


@dataclass(frozen=True)
class Assigning:
    """The same, for whom a policy is for."""

    value: str
    policy: LeavePolicy
    since: date
    departments: Mapping[str, str] = field(default_factory=dict)
    """All there are: code and name."""
    contracts: Sequence[str] = ()
    """The kinds that anybody has."""
    outlook: Sequence[str] = ()


def entry(shown: Shown) -> list[Built]:
    """One policy in the list."""
    assigned = strung(map(blocks.escaped, shown.assigned[:5])) or tr("whoever has no other")
    if len(shown.assigned) > 5:
        assigned = tr("{people}, and {count} more", people=assigned, count=len(shown.assigned) - 5)
    said = trn(
        "{policy}: {count} person goes by it today. For {people}.",
        "{policy}: {count} people go by it today. For {people}.",
        shown.people,
        policy=blocks.bold(shown.policy.name),
        people=assigned,
    )
    lines = [said, *(f"_{blocks.escaped(line)}_" for line in shown.to_come[:3])]
    buttons = [
        blocks.button(tr("Edit…"), "leave:edit_policy", shown.value),
        blocks.button(tr("Assign…"), "leave:assign_policy", shown.value),
        blocks.button(tr("Show as YAML"), "leave:show_policy", shown.value),
    ]
    return [blocks.section("\n".join(lines)), *blocks.actions(buttons)]


def edit_view(editing_now: Editing) -> View:
    """The settings that companies change most."""
    one = editing_now.leave_type
    built: list[Built] = [
        _types(editing_now),
        *(_input(name, text, one) for name, text in editing.filled(one).items()),
        _day(FROM, tr("From when on"), editing_now.since, _LIVE_EDIT),
        *_outlook(editing_now.outlook),
        blocks.aside(tr("What counted before that day stays as it was. Everything else is in the YAML.")),
    ]
    title, metadata = tr("Edit leave policy"), editing_now.value
    return blocks.modal("leave:edit_policy", title, built, submit=tr("Save"), metadata=metadata)


def assign_view(assigning: Assigning) -> View:
    """For whom a policy is."""
    country = PlainTextInput(_LIVE_ASSIGN, max_length=2, placeholder=PlainText("GB"))
    built: list[Built] = [
        blocks.section(
            tr("{policy} is for everybody who fits all that is said here.", policy=blocks.bold(assigning.policy.name))
        ),
        InputBlock(
            PlainText(tr("Country")),
            country,
            block_id=COUNTRY,
            optional=True,
            dispatch_action=True,
            hint=PlainText(tr("Two letters. Empty: any.")),
        ),
        *_departments(assigning.departments),
        *_contracts(assigning.contracts),
        _day(FROM, tr("From when on"), assigning.since, _LIVE_ASSIGN),
        _day(UNTIL, tr("Until", context="day"), None, _LIVE_ASSIGN, optional=True),
        *_outlook(assigning.outlook),
        blocks.aside(tr("A contract says more than a department, and a department more than a country.")),
    ]
    title, metadata = tr("Assign leave policy"), assigning.value
    return blocks.modal("leave:assign_policy", title, built, submit=tr("Assign"), metadata=metadata)


def yaml_view(policy: LeavePolicy, text: str) -> View:
    """What `dotted-line policy export` writes of it."""
    pages = paged([line.replace("```", "'''") for line in blocks.escaped(text, 60_000).split("\n")])
    built: list[Built] = [blocks.section(f"```{page}```") for page in pages[:90]]
    return blocks.modal(None, tr("Leave policy"), [blocks.section(blocks.bold(policy.name)), *built])


def saved_view(title: str, lines: Sequence[str]) -> View:
    """What has been changed, and for whom."""
    return blocks.modal(None, title, [blocks.section(page) for page in paged(lines)])


def changes(before: LeavePolicy, after: LeavePolicy) -> list[str]:
    """What is different, in the words of the modal; settings it doesn't have are only counted."""
    known = {one.code: one for one in before.types}
    lines = [
        labelled(type_name(one), f"{inside(_label(name))} {_said(name, old.get(name, ''))} → {_said(name, text)}")
        for one in after.types
        if (old := editing.filled(known.get(one.code, one)))
        for name, text in editing.filled(one).items()
        if old.get(name) != text
    ]
    more = sum(1 for line in differences(before, after) if not editing.covers(line))
    other = tr("{count} other settings", count=more) if more > 1 else tr("one other setting")
    return [*lines, other] if more or not lines else lines


def _said(name: str, text: str) -> str:
    if name == editing.STAGES:
        return tr(_STAGES[text]) if text in _STAGES else text
    if text:
        return text
    return tr(_NOTHING[name]) if name in _NOTHING else tr("none")


def _label(name: str) -> str:
    """What a field is called."""
    if name in editing.NAMES:
        return tr("Name in {language}", language=LANGUAGES[editing.NAMES[name]])
    return tr(_LABELS[name])


def field_id(name: str, leave_type: LeaveType) -> str:
    """The block id of a field about a type."""
    return f"{name}:{leave_type.code}"


def _types(known: Editing) -> InputBlock:
    options = {one.code: Option(PlainText(type_name(one)[:75]), one.code) for one in known.policy.types}
    menu = StaticSelectMenu(_LIVE_EDIT, list(options.values())[:100], initial_option=options[known.leave_type.code])
    label = tr("{policy}: kind of leave", policy=known.policy.name[:60])
    return InputBlock(PlainText(label), menu, dispatch_action=True, block_id=TYPE)


def _input(name: str, text: str, leave_type: LeaveType) -> InputBlock:
    known, place = PlainText(_label(name)), field_id(name, leave_type)
    if name == editing.STAGES:
        options = {code: Option(PlainText(tr(said)), code) for code, said in _STAGES.items()}
        return InputBlock(
            known, StaticSelectMenu(f"leave:{name}", [*options.values()], initial_option=options[text]), block_id=place
        )
    most = _LONGEST_NAME if name in editing.NAMES else 40
    element = PlainTextInput(f"leave:{name}", initial_value=text or None, max_length=most)
    return InputBlock(known, element, block_id=place, optional=name != editing.YEARLY, hint=_hint(name, leave_type))


def _hint(name: str, leave_type: LeaveType) -> PlainText:
    validity = leave_type.carry_over.validity
    if name in editing.NAMES:
        return PlainText(tr("Empty: “{name}”.", name=leave_type.name))
    if name == editing.YEARLY:
        return PlainText(tr(_AT_FULL_TIME[leave_type.count.unit]))
    if name == editing.EXPIRY:
        return PlainText(tr(_EXPIRES[bool(validity and validity.inclusive)]))
    return PlainText(tr(_HINTS[name]))


def _departments(known: Mapping[str, str]) -> list[InputBlock]:
    if not known:
        return []
    hint = PlainText(tr("With all below them. None: any."))
    label = PlainText(tr("Departments"))
    if len(known) > _MOST_DEPARTMENTS:
        hint = PlainText(tr("Their codes, with commas between. With all below them. Empty: any."))
        text = PlainTextInput(_LIVE_ASSIGN, max_length=1000)
        return [InputBlock(label, text, block_id=DEPARTMENTS, optional=True, hint=hint, dispatch_action=True)]
    options = [Option(PlainText(name[:75]), code) for code, name in known.items()]
    menu = StaticMultiSelectMenu(_LIVE_ASSIGN, options)
    return [InputBlock(label, menu, block_id=DEPARTMENTS, optional=True, hint=hint, dispatch_action=True)]


def _contracts(kinds: Sequence[str]) -> list[InputBlock]:
    """Nothing where the directory knows none."""
    if not kinds:
        return []
    options = [Option(PlainText(terms.contract(kind)), kind) for kind in kinds[:_MOST_CONTRACTS]]
    menu, hint = StaticMultiSelectMenu(_LIVE_ASSIGN, options), PlainText(tr("On what terms they work. None: any."))
    label = PlainText(tr("Contracts"))
    return [InputBlock(label, menu, block_id=CONTRACTS, optional=True, hint=hint, dispatch_action=True)]


def _day(name: str, label: str, day: date | None, live: str, *, optional: bool = False) -> InputBlock:
    picker = DatePicker(live, initial_date=day.isoformat() if day else None)
    return InputBlock(PlainText(label), picker, dispatch_action=True, block_id=name, optional=optional)


def _outlook(lines: Sequence[str]) -> list[Built]:
    return [blocks.section(line) for line in lines]
