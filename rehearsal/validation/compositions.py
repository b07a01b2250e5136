"""Slack's composition objects: confirm, option, option group, filter, dispatch configuration, file, trigger.

Source: docs.slack.dev/reference/block-kit/composition-objects. Where Slack's own pages differ (an option's value is
75 characters on one and 150 on another) the smaller number stands.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.validation.shapes import (
    FILE,
    LINK,
    WEB,
    Finding,
    Flag,
    Rule,
    Spec,
    any_text,
    ident,
    many,
    one_of,
    plain_text,
    required,
    rule,
    string,
)

STYLE = one_of("primary", "danger")
LONGEST_ADDRESS = 3000

CONFIRM = Spec(
    "confirm",
    fields={
        "title": required(plain_text(100)),
        "text": required(any_text(300)),
        "confirm": required(plain_text(30)),
        "deny": required(plain_text(30)),
        "style": STYLE,
    },
)

OPTION = Spec(
    "option",
    fields={
        "text": required(plain_text(75)),
        "value": required(ident(75)),
        "description": plain_text(75),
    },
)

CHOICE = Spec(  # an option of radio buttons and checkboxes, which alone may be written in mrkdwn
    "choice",
    fields={
        "text": required(any_text(75)),
        "value": required(ident(75)),
        "description": any_text(75),
    },
)

OVERFLOW_OPTION = Spec(  # the one kind of option that may carry an address
    "overflow_option",
    fields={
        "text": required(plain_text(75)),
        "value": required(ident(75)),
        "description": plain_text(75),
        "url": string(LONGEST_ADDRESS, form=LINK),
    },
)

OPTION_GROUP = Spec(
    "option_group",
    fields={
        "label": required(plain_text(75)),
        "options": required(many(OPTION, least=1, most=100)),
    },
)


@rule("filter:not_empty")
def _filter_says_something(value: Mapping[str, Any]) -> Iterator[Finding]:
    if not value:
        yield Finding((), "at least one of include, exclude_bot_users, exclude_external_shared_channels is required")


FILTER = Spec(
    "filter",
    fields={
        "include": many(one_of("im", "mpim", "private", "public"), least=1),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    },
    rules=(_filter_says_something,),
)

DISPATCH = Spec(
    "dispatch_action_config",
    fields={
        "trigger_actions_on": required(many(one_of("on_enter_pressed", "on_character_entered"), least=1, most=2)),
    },
)


@rule("slack_file:id_or_url")
def _file_by_one_name(value: Mapping[str, Any]) -> Iterator[Finding]:
    if len(value) != 1:
        yield Finding((), "exactly one of id and url is required")


SLACK_FILE = Spec(
    "slack_file",
    fields={"id": string(form=FILE), "url": string(LONGEST_ADDRESS, form=WEB)},
    rules=(_file_by_one_name,),
)

_INPUT_PARAMETER = Spec("input_parameter", fields={"name": required(ident()), "value": required(string())})
_TRIGGER = Spec(
    "trigger",
    fields={
        "url": required(string(LONGEST_ADDRESS, form=WEB)),
        "customizable_input_parameters": many(_INPUT_PARAMETER),
    },
)
WORKFLOW = Spec("workflow", fields={"trigger": required(_TRIGGER)})


def image_has_one_source(owner: str) -> Rule:
    """An image is given by its address or as a Slack file, never by both."""

    @rule(f"{owner}:one_source")
    def judge(value: Mapping[str, Any]) -> Iterator[Finding]:
        if ("image_url" in value) == ("slack_file" in value):
            yield Finding((), "exactly one of image_url and slack_file is required")

    return judge
