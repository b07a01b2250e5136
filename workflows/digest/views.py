"""The modal in which people say when their digest comes, and which."""

from collections.abc import Mapping, Sequence

from slackblocks import (
    CheckboxGroup,
    ConversationFilter,
    ConversationSelectMenu,
    InputBlock,
    Option,
    PlainText,
    StaticSelectMenu,
    TimePicker,
)

from workflows.digest.rules import NAMES, Setting
from workflows.digest.words import AT, CHANNEL, DEPARTMENT, KINDS
from workflows.kernel.replies import View
from workflows.language import tr
from workflows.organisation.rules import Department
from workflows.wording import blocks
from workflows.wording.blocks import Built


def settings_view(known: Setting) -> View:
    """When, and which kinds."""
    options = {kind: Option(PlainText(tr(name)), kind.value) for kind, name in NAMES.items()}
    chosen = [options[kind] for kind in options if known.wants(kind)]
    return blocks.modal(
        "digest:save",
        tr("Digests"),
        [
            blocks.section(tr("A digest comes on your working days, and only when there is something to say.")),
            InputBlock(
                PlainText(tr("At what time, where you are?")),
                TimePicker("digest:at", initial_time=known.at),
                block_id=AT,
            ),
            InputBlock(
                PlainText(tr("Which ones?")),
                CheckboxGroup("digest:kinds", list(options.values()), initial_options=chosen or None),
                block_id=KINDS,
                optional=True,
            ),
            blocks.aside(tr("A new time counts from tomorrow on. `/digest` shows it at any time.")),
        ],
        submit=tr("Save"),
    )


def channel_view(departments: Sequence[Department], chosen: Mapping[int, str]) -> View:
    """Which channel, and of which department when there are several."""
    several = len(departments) > 1
    menu = ConversationSelectMenu(
        "digest:channel_of",
        initial_conversation=None if several or not departments else chosen.get(departments[0].id),
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    text = tr("On working days on which somebody is away, I say in this channel who, and never why.")
    built: list[Built] = [
        blocks.section(text),
        *([_departments(departments)] if several else []),
        InputBlock(PlainText(tr("Channel")), menu, block_id=CHANNEL, optional=True),
        blocks.aside(tr("I have to be a member of it. Leave it empty and I say nothing any more.")),
    ]
    return blocks.modal("digest:set_channel", tr("Who is away today"), built, submit=tr("Save"))


def _departments(departments: Sequence[Department]) -> InputBlock:
    options = [Option(PlainText(one.name[:75]), str(one.id)) for one in departments[:100]]
    menu = StaticSelectMenu("digest:department_of", options, initial_option=options[0])
    return InputBlock(PlainText(tr("Department")), menu, block_id=DEPARTMENT)
