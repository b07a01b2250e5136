"""What is taken here is what Slack's published types take: `@slack/types`, asked through TypeScript's compiler."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.rehearsal.validation_cases import everything_of
from tests.rehearsal.validation_samples import SAMPLES, Object

PACKAGES = ("@slack/types@3.2.0", "typescript@5.9.3")
QUIETLY = ("--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--loglevel=error")
COMPILED = ("--noEmit", "--strict", "--moduleResolution", "node", "--target", "es2020")

TYPES = {
    "modal": "ModalView",
    "home": "HomeView",
    "attachment": "MessageAttachment",
    "metadata": "MessageMetadata",
    "section": "SectionBlock",
    "actions": "ActionsBlock",
    "input": "InputBlock",
    "context": "ContextBlock",
    "context_actions": "ContextActionsBlock",
    "header": "HeaderBlock",
    "divider": "DividerBlock",
    "markdown": "MarkdownBlock",
    "image": "ImageBlock",
    "video": "VideoBlock",
    "file": "FileBlock",
    "alert": "AlertBlock",
    "card": "CardBlock",
    "carousel": "CarouselBlock",
    "container": "ContainerBlock",
    "plan": "PlanBlock",
    "task_card": "TaskCardBlock",
    "table": "TableBlock",
    "data_table": "DataTableBlock",
    "raw_text": "RawTextElement",
    "raw_number": "RawNumberElement",
    "button": "Button",
    "workflow_button": "WorkflowButton",
    "overflow": "Overflow",
    "feedback_buttons": "FeedbackButtons",
    "icon_button": "IconButton",
    "checkboxes": "Checkboxes",
    "radio_buttons": "RadioButtons",
    "static_select": "StaticSelect",
    "multi_static_select": "MultiStaticSelect",
    "external_select": "ExternalSelect",
    "multi_external_select": "MultiExternalSelect",
    "users_select": "UsersSelect",
    "multi_users_select": "MultiUsersSelect",
    "conversations_select": "ConversationsSelect",
    "multi_conversations_select": "MultiConversationsSelect",
    "channels_select": "ChannelsSelect",
    "multi_channels_select": "MultiChannelsSelect",
    "datepicker": "Datepicker",
    "timepicker": "Timepicker",
    "datetimepicker": "DateTimepicker",
    "plain_text_input": "PlainTextInput",
    "email_text_input": "EmailInput",
    "url_text_input": "URLInput",
    "number_input": "NumberInput",
    "rich_text_input": "RichTextInput",
    "file_input": "FileInput",
    "image_element": "ImageElement",
    "url_source": "URLSourceElement",
    "confirm": "ConfirmationDialog",
    "option": "PlainTextOption",
    "choice": "Option",
    "overflow_option": "PlainTextOption",
    "option_group": "OptionGroup",
    "filter": "ConversationFilter",
    "dispatch_action_config": "DispatchActionConfig",
    "rich_text": "RichTextBlock",
    "rich_text_section": "RichTextSection",
    "rich_text_list": "RichTextList",
    "rich_text_preformatted": "RichTextPreformatted",
    "rich_text_quote": "RichTextQuote",
    "rich_text.text": "RichTextText",
    "rich_text.link": "RichTextLink",
    "rich_text.emoji": "RichTextEmoji",
    "rich_text.user": "RichTextUserMention",
    "rich_text.usergroup": "RichTextUsergroupMention",
    "rich_text.channel": "RichTextChannelMention",
    "rich_text.team": "RichTextTeamMention",
    "rich_text.broadcast": "RichTextBroadcastMention",
    "rich_text.date": "RichTextDate",
    "rich_text.color": "RichTextColor",
}
LEGACY = {"attachment", "file"}  # their fields are not made here
UNTYPED = {  # documented by Slack, or by its Python SDK, and not yet in its types
    "button": {"agent_prompt", "agent_prompt_display", "visible_to_user_ids"},
    "card": {"slack_icon", "subtext"},
    "rich_text.emoji": {"skin_tone"},
    "rich_text_list": {"offset"},
    "rich_text_preformatted": {"language"},
}


@pytest.fixture(scope="module")
def compiler(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `tsc` knows Slack's types."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not at hand, so Slack's published types cannot be asked")
    folder = tmp_path_factory.mktemp("types")
    (folder / "package.json").write_text("{}")
    try:
        told = subprocess.run(  # noqa: S603 - npm itself, with names written here
            [npm, "install", *QUIETLY, *PACKAGES], cwd=folder, capture_output=True, text=True, timeout=60, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.skip("the npm registry did not answer within a minute, so Slack's types cannot be asked")
    if told.returncode:
        pytest.skip(f"npm could not fetch Slack's types: {told.stderr.strip()[:200]}")
    return folder


def complaints(folder: Path, declarations: list[tuple[str, Object]]) -> list[str]:
    """Say what TypeScript objects to when each value is declared to be of its type."""
    lines = [
        f"export const v{number}: S.{kind} = {json.dumps(value)};" for number, (kind, value) in enumerate(declarations)
    ]
    (folder / "declared.ts").write_text("\n".join(['import * as S from "@slack/types";', *lines]))
    tsc = folder / "node_modules" / ".bin" / "tsc"
    told = subprocess.run(  # noqa: S603 - the compiler that was just fetched
        [str(tsc), *COMPILED, "declared.ts"], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    return [line for line in told.stdout.splitlines() if "error" in line]


def test_the_least_and_the_most_that_is_taken_here_is_taken_by_slacks_types(compiler: Path) -> None:
    least = [(kind, SAMPLES[name]) for name, kind in TYPES.items()]
    most = [
        (kind, {key: value for key, value in everything_of(name).items() if key not in UNTYPED.get(name, ())})
        for name, kind in TYPES.items()
        if name not in LEGACY
    ]
    assert complaints(compiler, least + most) == []


def test_slacks_types_refuse_what_is_refused_here(compiler: Path) -> None:
    wrong: list[tuple[str, Object]] = [
        ("HeaderBlock", {"type": "header", "text": {"type": "mrkdwn", "text": "x"}}),
        ("SectionBlock", {"type": "section", "accessory": {"type": "datetimepicker"}}),
        ("CardBlock", {"type": "card", "title": {"type": "plain_text", "text": "x"}}),
        ("ModalView", {"type": "modal", "blocks": []}),
        ("Button", {"type": "button", "text": {"type": "plain_text", "text": "x"}, "colour": "red"}),
    ]
    assert len(complaints(compiler, wrong)) == len(wrong)
