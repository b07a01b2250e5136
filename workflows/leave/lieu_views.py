"""The modals about time worked on days off (R24): saying it, and saying no to it."""

from collections.abc import Sequence
from datetime import date

from slackblocks import DatePicker, InputBlock, NumberInput, PlainText, PlainTextInput

from workflows.calendar.rules import Unit
from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.replies import View
from workflows.language import marked, tr
from workflows.leave import views
from workflows.leave.forms import AMOUNT, FIRST, HALVES, LONGEST_REASON, REASON, TYPE
from workflows.leave.lieu_cards import line
from workflows.leave.rules.policy import LeaveType
from workflows.leave.rules.words import type_name
from workflows.leave.settings_views import menu
from workflows.leave.worked import Worked
from workflows.wording import blocks
from workflows.wording.blocks import Built

_HALVES = {"whole": marked("The whole day"), "am": marked("The morning"), "pm": marked("The afternoon")}


def worked_view(types: Sequence[LeaveType], day: date, half: str) -> View:
    """The modal: when they worked, and for how long."""
    hours = [one for one in types if one.count.unit is Unit.HOURS]
    number = NumberInput(True, "leave:amount", min_value="0")  # noqa: FBT003 - slackblocks' first
    note = PlainTextInput("leave:reason", multiline=True, max_length=LONGEST_REASON)
    hint = PlainText(tr("Read by you and by those who decide, by nobody else."))
    credited = {one.code: type_name(one) for one in types}
    built: list[Built] = [
        blocks.section(tr("Worked on a day off? Once it is confirmed you may take as much time off instead.")),
        InputBlock(PlainText(tr("Day")), DatePicker("leave:first", initial_date=day.isoformat()), block_id=FIRST),
        menu(tr("How long"), HALVES, {code: tr(name) for code, name in _HALVES.items()}, half),
        *([menu(tr("Credited as"), TYPE, credited, types[0].code)] if len(types) > 1 else []),
        *(
            [InputBlock(PlainText(tr("Hours")), number, block_id=AMOUNT, optional=len(hours) < len(types))]
            if hours
            else []
        ),
        InputBlock(PlainText(tr("What for")), note, block_id=REASON, hint=hint, optional=True),
    ]
    return blocks.modal("leave:earn", tr("Time worked"), built, submit=tr("Send"))


def declining_view(tx: Tx, actor: Actor, known: Worked) -> View:
    """The modal that asks why not."""
    said, metadata = line(tx, actor, known), f"{known.id}.{known.version}"
    title = tr("Decline")
    return views.reason_view("turn_down", title, title, said, metadata, label=tr("Why"), optional=False)
