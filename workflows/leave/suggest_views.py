"""The modal in which whoever decides asks for a change: other days, a sentence, or both."""

from slackblocks import DatePicker, InputBlock, PlainText, PlainTextInput

from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.replies import View
from workflows.leave import desk, forms, versions
from workflows.leave.inputs import halves_menu
from workflows.leave.records import Leave
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import spanned


def suggest_view(tx: Tx, actor: Actor, leave: Leave) -> View:
    """What was asked for, and what would suit better."""
    locale = desk.locale_of_actor(actor)
    leave_type = versions.type_of(tx, leave.request)
    name, days = blocks.bold(desk.name_of(tx, leave.person) or "Somebody"), spanned(leave.request.span, locale)
    words = PlainTextInput("leave:reason", multiline=True, max_length=forms.LONGEST_REASON)
    hint = PlainText("Read by them and by those who decide, by nobody else.")
    built: list[Built] = [
        blocks.section(f"{name} asked for {blocks.escaped(leave_type.name)}: {days}. What would suit better?"),
        _day(forms.FIRST, "First day"),
        _day(forms.LAST, "Last day"),
        *([halves_menu("whole", live=False)] if leave_type.count.halves else []),
        InputBlock(PlainText("What should be different?"), words, block_id=forms.REASON, hint=hint, optional=True),
        blocks.aside("They change their request, keep it as it is, or withdraw it. You can still decide meanwhile."),
    ]
    return blocks.modal(
        "leave:suggest", "Ask for a change", built, submit="Ask", metadata=f"{leave.id}.{leave.version}"
    )


def _day(field: str, label: str) -> InputBlock:
    return InputBlock(PlainText(label), DatePicker(f"leave:{field}"), block_id=field, optional=True)
