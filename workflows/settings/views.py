"""The select of languages, the modal it stands in, and what somebody can type in their roles."""

from collections.abc import Iterable

from slackblocks import InputBlock, Option, PlainText, SectionBlock, StaticSelectMenu, Text

from workflows.kernel.replies import View
from workflows.language import LANGUAGES, tr
from workflows.settings.rules import AS_IN_SLACK, Role
from workflows.settings.texts import HELP, TITLES
from workflows.settings.words import LANGUAGE
from workflows.wording import blocks
from workflows.wording.blocks import Built


def language_line(chosen: str | None) -> Built:
    """A line on App Home; choosing is enough."""
    return SectionBlock(Text(tr("The language I write to you in")), accessory=_select("settings:language", chosen))


def settings_view(chosen: str | None) -> View:
    """The modal: the language here, and a press for whatever else is settled elsewhere."""
    digests = blocks.button(tr("Digest settings…"), "digest:settings", "")
    return blocks.modal(
        "settings:save",
        tr("Settings"),
        [
            InputBlock(PlainText(tr("Language")), _select("settings:chosen", chosen), block_id=LANGUAGE),
            blocks.section(tr("When a digest comes, and which"), digests),
        ],
        submit=tr("Save"),
    )


def help_lines(roles: Iterable[Role]) -> list[Built]:
    """What somebody can type, role by role."""
    return [
        blocks.section("\n".join([f"*{tr(TITLES[role])}*", *(f"• {tr(line)}" for line in HELP[role])]))
        for role in roles
    ]


def _select(action: str, chosen: str | None) -> StaticSelectMenu:
    options = {code: Option(PlainText(name), code) for code, name in _names().items()}
    return StaticSelectMenu(
        action,
        list(options.values()),
        placeholder=PlainText(tr("Language")),
        initial_option=options.get(chosen or AS_IN_SLACK),
    )


def _names() -> dict[str, str]:
    return {AS_IN_SLACK: tr("As in Slack"), **LANGUAGES}
