"""The modal in which whoever decides asks for a change: other days, a sentence, or both."""

from slackblocks import DatePicker, InputBlock, PlainText, PlainTextInput

from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.replies import View
from workflows.language import tr
from workflows.leave import desk, forms, versions
from workflows.leave.inputs import halves_menu
from workflows.leave.records import Leave
from workflows.leave.rules.words import type_name
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import spanned


def suggest_view(tx: Tx, actor: Actor, leave: Leave) -> View:
    """What was asked for, and what would suit better."""
    locale = desk.locale_of_actor(actor)
    leave_type = versions.type_of(tx, leave.request)
    name, days = blocks.bold(desk.name_of(tx, leave.person) or tr("Somebody")), spanned(leave.request.span, locale)
    words = PlainTextInput("leave:reason", multiline=True, max_length=forms.LONGEST_REASON)
    hint = PlainText(tr("Read by them and by those who decide, by nobody else."))
    kind = blocks.escaped(type_name(leave_type))
    built: list[Built] = [
        blocks.section(tr("{name} asked for {type}: {span}. What would suit better?", name=name, type=kind, span=days)),
        _day(forms.FIRST, tr("First day")),
        _day(forms.LAST, tr("Last day")),
        *([halves_menu("whole", live=False)] if leave_type.count.halves else []),
        InputBlock(PlainText(tr("What should be different?")), words, block_id=forms.REASON, hint=hint, optional=True),
        blocks.aside(
            tr("They change their request, keep it as it is, or withdraw it. You can still decide meanwhile.")
        ),
    ]
    metadata = f"{leave.id}.{leave.version}"
    return blocks.modal(
        "leave:suggest", tr("Ask for a change"), built, submit=tr("Ask", context="change"), metadata=metadata
    )


def _day(field: str, label: str) -> InputBlock:
    return InputBlock(PlainText(label), DatePicker(f"leave:{field}"), block_id=field, optional=True)
