"""The modal in which people say when their digest comes, and which."""

from slackblocks import CheckboxGroup, InputBlock, Option, PlainText, TimePicker

from workflows.digest.rules import NAMES, Setting
from workflows.digest.words import AT, KINDS
from workflows.kernel.replies import View
from workflows.wording import blocks


def settings_view(known: Setting) -> View:
    """When, and which kinds."""
    options = {kind: Option(PlainText(name), kind.value) for kind, name in NAMES.items()}
    chosen = [options[kind] for kind in options if known.wants(kind)]
    return blocks.modal(
        "digest:save",
        "Digests",
        [
            blocks.section("A digest comes on your working days, and only when there is something to say."),
            InputBlock(
                PlainText("At what time, where you are?"), TimePicker("digest:at", initial_time=known.at), block_id=AT
            ),
            InputBlock(
                PlainText("Which ones?"),
                CheckboxGroup("digest:kinds", list(options.values()), initial_options=chosen or None),
                block_id=KINDS,
                optional=True,
            ),
            blocks.aside("A new time counts from tomorrow on. `/digest` shows it at any time."),
        ],
        submit="Save",
    )
