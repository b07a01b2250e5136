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

from workflows.kernel.replies import View
from workflows.leave.rules import editing
from workflows.leave.rules.difference import differences
from workflows.leave.rules.policy import LeavePolicy, LeaveType
from workflows.leave.views import paged
from workflows.wording import blocks
from workflows.wording.blocks import Built

TYPE, FROM, UNTIL = "leave_type", editing.FROM, "valid_to"
COUNTRY, DEPARTMENTS, CONTRACTS = "country", "departments", "contracts"
_LIVE_EDIT, _LIVE_ASSIGN = "leave:preview_policy", "leave:preview_assignment"
_MOST_DEPARTMENTS = _MOST_CONTRACTS = 100
_LABELS: dict[str, tuple[str, str]] = {
    editing.YEARLY: ("Entitlement a year", "At full time, in {unit}."),
    editing.CARRIED: ("Carried over at most", "Of what is left at the year's end. Empty: all of it; 0: nothing."),
    editing.EXPIRY: ("What is carried expires", "A day (04-01) is the {turn}; or a time, as 3 months. Empty: never."),
    editing.FLOOR: ("May go below zero by", "0: not at all."),
    editing.NOTICE: ("Notice, in days", "How long before its first day it must be asked for. Empty: none."),
    editing.LONGEST: ("Longest run of days", "Empty: any length."),
    editing.STAGES: ("Approval", ""),
    editing.REMINDERS: ("Reminders after working days", "Of the one who owes the answer: 1, 3, 5. Empty: none."),
}
_NOTHING = {editing.CARRIED: "all of it", editing.EXPIRY: "never"}
"""What an empty field says; elsewhere, none."""
_STAGES = {"0": "Granted at once; the manager is told", "1": "One person decides", "2": "Two people decide"}


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
    people = "1 person goes" if shown.people == 1 else f"{shown.people} people go"
    assigned = "; ".join(map(blocks.escaped, shown.assigned[:5])) or "whoever has no other"
    more = f", and {len(shown.assigned) - 5} more" if len(shown.assigned) > 5 else ""
    lines = [f"{blocks.bold(shown.policy.name)}: {people} by it today. For {assigned}{more}."]
    lines += [f"_{blocks.escaped(line)}_" for line in shown.to_come[:3]]
    buttons = [
        blocks.button("Edit…", "leave:edit_policy", shown.value),
        blocks.button("Assign…", "leave:assign_policy", shown.value),
        blocks.button("Show as YAML", "leave:show_policy", shown.value),
    ]
    return [blocks.section("\n".join(lines)), *blocks.actions(buttons)]


def edit_view(editing_now: Editing) -> View:
    """The settings that companies change most."""
    one = editing_now.leave_type
    built: list[Built] = [
        _types(editing_now),
        *(_input(name, text, one) for name, text in editing.filled(one).items()),
        _day(FROM, "From when on", editing_now.since, _LIVE_EDIT),
        *_outlook(editing_now.outlook),
        blocks.aside("What counted before that day stays as it was. Everything else is in the YAML."),
    ]
    return blocks.modal("leave:edit_policy", "Edit leave policy", built, submit="Save", metadata=editing_now.value)


def assign_view(assigning: Assigning) -> View:
    """For whom a policy is."""
    country = PlainTextInput(_LIVE_ASSIGN, max_length=2, placeholder=PlainText("GB"))
    built: list[Built] = [
        blocks.section(f"{blocks.bold(assigning.policy.name)} is for everybody who fits all that is said here."),
        InputBlock(
            PlainText("Country"),
            country,
            block_id=COUNTRY,
            optional=True,
            dispatch_action=True,
            hint=PlainText("Two letters. Empty: any."),
        ),
        *_departments(assigning.departments),
        *_contracts(assigning.contracts),
        _day(FROM, "From when on", assigning.since, _LIVE_ASSIGN),
        _day(UNTIL, "Until", None, _LIVE_ASSIGN, optional=True),
        *_outlook(assigning.outlook),
        blocks.aside("A contract says more than a department, and a department more than a country."),
    ]
    return blocks.modal("leave:assign_policy", "Assign leave policy", built, submit="Assign", metadata=assigning.value)


def yaml_view(policy: LeavePolicy, text: str) -> View:
    """What `dotted-line policy export` writes of it."""
    pages = paged([line.replace("```", "'''") for line in blocks.escaped(text, 60_000).split("\n")])
    built: list[Built] = [blocks.section(f"```{page}```") for page in pages[:90]]
    return blocks.modal(None, "Leave policy", [blocks.section(blocks.bold(policy.name)), *built])


def saved_view(title: str, lines: Sequence[str]) -> View:
    """What has been changed, and for whom."""
    return blocks.modal(None, title, [blocks.section(page) for page in paged(lines)])


def changes(before: LeavePolicy, after: LeavePolicy) -> list[str]:
    """What is different, in the words of the modal; settings it doesn't have are only counted."""
    known = {one.code: one for one in before.types}
    lines = [
        f"{one.name}: {_LABELS[name][0].lower()} {_said(name, old.get(name, ''))} → {_said(name, text)}"
        for one in after.types
        if (old := editing.filled(known.get(one.code, one)))
        for name, text in editing.filled(one).items()
        if old.get(name) != text
    ]
    more = sum(1 for line in differences(before, after) if not editing.covers(line))
    return [*lines, f"{more} other settings" if more > 1 else "one other setting"] if more or not lines else lines


def _said(name: str, text: str) -> str:
    return _STAGES.get(text, text) if name == editing.STAGES else text or _NOTHING.get(name, "none")


def field_id(name: str, leave_type: LeaveType) -> str:
    """The block id of a field about a type."""
    return f"{name}:{leave_type.code}"


def _types(known: Editing) -> InputBlock:
    options = {one.code: Option(PlainText(one.name[:75]), one.code) for one in known.policy.types}
    menu = StaticSelectMenu(_LIVE_EDIT, list(options.values())[:100], initial_option=options[known.leave_type.code])
    return InputBlock(PlainText(f"{known.policy.name[:60]}: kind of leave"), menu, dispatch_action=True, block_id=TYPE)


def _input(name: str, text: str, leave_type: LeaveType) -> InputBlock:
    label, hint = _LABELS[name]
    known, place = PlainText(label), field_id(name, leave_type)
    if name == editing.STAGES:
        options = {code: Option(PlainText(said), code) for code, said in _STAGES.items()}
        return InputBlock(
            known, StaticSelectMenu(f"leave:{name}", [*options.values()], initial_option=options[text]), block_id=place
        )
    element = PlainTextInput(f"leave:{name}", initial_value=text or None, max_length=40)
    return InputBlock(known, element, block_id=place, optional=name != editing.YEARLY, hint=_hint(hint, leave_type))


def _hint(text: str, leave_type: LeaveType) -> PlainText:
    validity = leave_type.carry_over.validity
    turn = "last to use it" if validity and validity.inclusive else "first on which it is gone"
    return PlainText(text.format(unit=f"{leave_type.count.unit}", turn=turn))


def _departments(known: Mapping[str, str]) -> list[InputBlock]:
    if not known:
        return []
    hint = PlainText("With all below them. None: any.")
    label = PlainText("Departments")
    if len(known) > _MOST_DEPARTMENTS:
        hint = PlainText("Their codes, with commas between. With all below them. Empty: any.")
        text = PlainTextInput(_LIVE_ASSIGN, max_length=1000)
        return [InputBlock(label, text, block_id=DEPARTMENTS, optional=True, hint=hint, dispatch_action=True)]
    options = [Option(PlainText(name[:75]), code) for code, name in known.items()]
    menu = StaticMultiSelectMenu(_LIVE_ASSIGN, options)
    return [InputBlock(label, menu, block_id=DEPARTMENTS, optional=True, hint=hint, dispatch_action=True)]


def _contracts(kinds: Sequence[str]) -> list[InputBlock]:
    """Nothing where the directory knows none."""
    if not kinds:
        return []
    options = [Option(PlainText(kind.replace("_", " ").capitalize()), kind) for kind in kinds[:_MOST_CONTRACTS]]
    menu, hint = StaticMultiSelectMenu(_LIVE_ASSIGN, options), PlainText("On what terms they work. None: any.")
    return [
        InputBlock(PlainText("Contracts"), menu, block_id=CONTRACTS, optional=True, hint=hint, dispatch_action=True)
    ]


def _day(name: str, label: str, day: date | None, live: str, *, optional: bool = False) -> InputBlock:
    picker = DatePicker(live, initial_date=day.isoformat() if day else None)
    return InputBlock(PlainText(label), picker, dispatch_action=True, block_id=name, optional=optional)


def _outlook(lines: Sequence[str]) -> list[Built]:
    return [blocks.section(line) for line in lines]
