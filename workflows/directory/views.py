"""The modal that adds somebody, filled in with what Slack knows; a field's block id is its name in the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import DatePicker, InputBlock, Option, PlainText, PlainTextInput, StaticSelectMenu

from workflows.directory.rules import Newcomer
from workflows.kernel.replies import View
from workflows.language import marked, tr
from workflows.organisation.rules import Department
from workflows.wording import blocks
from workflows.wording.blocks import Built

MOST_OPTIONS = 100
EXPLAINED = {
    "name": (marked("Name"), marked("As colleagues call them.")),
    "email": (marked("Email"), marked("People are matched by it.")),
    "department": (marked("Department"), ""),
    "time_zone": (marked("Time zone"), marked("Like Europe/Berlin.")),
    "locale": (marked("Language and country for dates"), marked("Like en_GB.")),
    "country": (marked("Country of their public holidays"), marked("Two letters, like DE.")),
    "subdivision": (marked("Part of the country"), marked("If it has public holidays of its own, like BE for Berlin.")),
    "pattern": (marked("Working pattern"), marked("Like “mon-fri”, “mon-wed” or “mon-thu fri:am”.")),
    "starts": (marked("First day"), ""),
}
"""Each field's label and hint."""
LONGEST = {"name": 200, "email": 254, "department": 40, "country": 2, "pattern": 500}
OPTIONAL = frozenset({"subdivision"})


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form when it opens."""

    texts: Mapping[str, str]
    starts: date
    departments: Sequence[Department]
    chosen: str | None = None
    """The department's code."""


def add_view(one: Newcomer, filled: Filled) -> View:
    """The form."""
    built: list[Built] = [
        blocks.aside(
            tr("Slack account <@{slack_id}>. What Slack knows is filled in; please check it.", slack_id=one.slack_id)
        ),
        _text("name", filled),
        _text("email", filled),
        _department(filled),
        *(_text(field, filled) for field in ("time_zone", "locale", "country", "subdivision", "pattern")),
        _input("starts", DatePicker("directory:starts", initial_date=filled.starts.isoformat())),
    ]
    return blocks.modal(
        "directory:enrol",
        tr("Add to the directory"),
        built,
        submit=tr("Add to the directory"),
        close=tr("Cancel"),
        metadata=f"{one.id}.{one.version}",
    )


def _department(filled: Filled) -> InputBlock:
    if len(filled.departments) > MOST_OPTIONS:
        return _text("department", filled)
    options = {one.code: Option(PlainText(one.name[:75]), one.code) for one in filled.departments}
    menu = StaticSelectMenu(
        "directory:department", list(options.values()), initial_option=options.get(filled.chosen or "")
    )
    return _input("department", menu)


def _text(field: str, filled: Filled) -> InputBlock:
    longest = LONGEST.get(field, 64)
    initial = filled.texts.get(field, "")[:longest]
    return _input(field, PlainTextInput(f"directory:{field}", initial_value=initial or None, max_length=longest))


def _input(field: str, element: PlainTextInput | StaticSelectMenu | DatePicker) -> InputBlock:
    label, hint = EXPLAINED[field]
    return InputBlock(
        PlainText(tr(label)),
        element,
        block_id=field,
        hint=PlainText(tr(hint)) if hint else None,
        optional=field in OPTIONAL,
    )
