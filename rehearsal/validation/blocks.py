"""Slack's blocks, one by one: fields, limits, the elements they may hold, the surfaces that allow them.

Source: docs.slack.dev/reference/block-kit/blocks (and its `blocks.json` for the surfaces), `@slack/types` 3.2. Tables
and charts are in `data_blocks`.
"""

from rehearsal.validation.block_rules import (
    card_shows_something,
    container_folds_sensibly,
    container_has_title,
    icon_is_one,
    not_pending_alone,
    section_says_something,
    task_ids_are_unique,
)
from rehearsal.validation.compositions import LONGEST_ADDRESS, SLACK_FILE, image_has_one_source
from rehearsal.validation.data_blocks import DATA_TABLE, DATA_VISUALIZATION, TABLE
from rehearsal.validation.elements import (
    BUTTON,
    CHECKBOXES,
    DATEPICKER,
    DATETIMEPICKER,
    EMAIL_TEXT_INPUT,
    FEEDBACK_BUTTONS,
    FILE_INPUT,
    ICON_BUTTON,
    IMAGE,
    MENUS,
    NUMBER_INPUT,
    OVERFLOW,
    PLAIN_TEXT_INPUT,
    RADIO_BUTTONS,
    RICH_TEXT_INPUT,
    TIMEPICKER,
    URL_SOURCE,
    URL_TEXT_INPUT,
    WORKFLOW_BUTTON,
)
from rehearsal.validation.rich_text import RICH_TEXT
from rehearsal.validation.shapes import (
    HTTPS,
    WEB,
    Fields,
    Flag,
    Spec,
    any_text,
    ident,
    kinds,
    many,
    mrkdwn,
    one_of,
    plain_text,
    required,
    string,
)
from rehearsal.validation.violations import MESSAGE_ONLY, MODAL_ONLY, NOT_MODAL

NAMED: Fields = {"block_id": ident()}

SECTION = Spec(
    "section",
    type="section",
    fields={
        **NAMED,
        "text": any_text(3000),
        "fields": many(any_text(2000), least=1, most=10),
        "accessory": kinds(
            BUTTON, CHECKBOXES, DATEPICKER, IMAGE, *MENUS, OVERFLOW, RADIO_BUTTONS, TIMEPICKER, WORKFLOW_BUTTON
        ),
        "expand": Flag(),
    },
    rules=(section_says_something,),
)
ACTIONS = Spec(
    "actions",
    type="actions",
    fields={
        **NAMED,
        "elements": required(
            many(
                kinds(
                    BUTTON,
                    CHECKBOXES,
                    DATEPICKER,
                    DATETIMEPICKER,
                    *MENUS,
                    OVERFLOW,
                    RADIO_BUTTONS,
                    RICH_TEXT_INPUT,
                    TIMEPICKER,
                    WORKFLOW_BUTTON,
                ),
                least=1,
                most=25,
            )
        ),
    },
)
INPUT = Spec(
    "input",
    type="input",
    fields={
        **NAMED,
        "label": required(plain_text(2000)),
        "element": required(
            kinds(
                CHECKBOXES,
                DATEPICKER,
                DATETIMEPICKER,
                EMAIL_TEXT_INPUT,
                FILE_INPUT,
                *MENUS,
                NUMBER_INPUT,
                PLAIN_TEXT_INPUT,
                RADIO_BUTTONS,
                RICH_TEXT_INPUT,
                TIMEPICKER,
                URL_TEXT_INPUT,
            )
        ),
        "hint": plain_text(2000),
        "optional": Flag(),
        "dispatch_action": Flag(),
    },
)
CONTEXT = Spec(
    "context",
    type="context",
    fields={**NAMED, "elements": required(many(kinds(IMAGE, text=any_text()), least=1, most=10))},
)
CONTEXT_ACTIONS = Spec(
    "context_actions",
    type="context_actions",
    fields={**NAMED, "elements": required(many(kinds(FEEDBACK_BUTTONS, ICON_BUTTON), least=1, most=5))},
    surfaces=MESSAGE_ONLY,
)
HEADER = Spec("header", type="header", fields={**NAMED, "text": required(plain_text(150))})
DIVIDER = Spec("divider", type="divider", fields=NAMED)
MARKDOWN = Spec(
    "markdown",
    type="markdown",
    fields={**NAMED, "text": required(string(12_000, least=1))},
    surfaces=MESSAGE_ONLY,
)
IMAGE_BLOCK = Spec(
    "image",
    type="image",
    fields={
        **NAMED,
        "alt_text": required(string(2000, least=1)),
        "title": plain_text(2000),
        "image_url": string(LONGEST_ADDRESS, form=WEB),
        "slack_file": SLACK_FILE,
    },
    rules=(image_has_one_source("image"),),
)
VIDEO = Spec(
    "video",
    type="video",
    fields={
        **NAMED,
        "alt_text": required(string(2000, least=1)),
        "title": required(plain_text(199)),  # "must be less than 200 characters"
        "video_url": required(string(LONGEST_ADDRESS, form=HTTPS)),
        "thumbnail_url": required(string(LONGEST_ADDRESS, form=WEB)),
        "title_url": string(2000, form=HTTPS),
        "description": plain_text(200),
        "author_name": string(49),  # "must be less than 50 characters"
        "provider_name": string(50),
        "provider_icon_url": string(2000, form=WEB),
    },
)
FILE = Spec(  # comes with messages that are read; an app cannot send it
    "file",
    type="file",
    fields={**NAMED, "external_id": required(string()), "source": required(string())},
    surfaces=frozenset(),
)
ALERT = Spec(
    "alert",
    type="alert",
    fields={
        **NAMED,
        "text": required(any_text(200)),
        "level": one_of("default", "info", "warning", "error", "success"),
    },
    surfaces=MODAL_ONLY,
)

_SLACK_ICON = Spec("slack_icon", type="icon", fields={"name": required(string(least=1))})
CARD = Spec(
    "card",
    type="card",
    fields={
        **NAMED,
        "hero_image": IMAGE,
        "icon": IMAGE,
        "slack_icon": _SLACK_ICON,
        "title": mrkdwn(150),
        "subtitle": mrkdwn(150),
        "body": mrkdwn(200),
        "subtext": mrkdwn(200),
        "actions": many(kinds(BUTTON), least=1, most=3),
    },
    rules=(card_shows_something, icon_is_one),
)
CAROUSEL = Spec(
    "carousel",
    type="carousel",
    fields={**NAMED, "elements": required(many(kinds(CARD), least=1, most=10))},
    surfaces=NOT_MODAL,
)
CONTAINER = Spec(
    "container",
    type="container",
    fields={
        **NAMED,
        "title": plain_text(150),
        "rich_text_title": RICH_TEXT,
        "subtitle": any_text(150),
        "icon": IMAGE,
        "child_blocks": required(
            many(
                kinds(ACTIONS, CONTEXT, DIVIDER, FILE, HEADER, IMAGE_BLOCK, INPUT, RICH_TEXT, SECTION, TABLE, VIDEO),
                least=1,
                most=10,
            )
        ),
        "width": one_of("narrow", "standard", "wide", "full"),
        "is_collapsible": Flag(),
        "default_collapsed": Flag(),
        "has_header_divider": Flag(),
    },
    surfaces=MESSAGE_ONLY,
    rules=(container_has_title, container_folds_sensibly),
)

_TASK: Fields = {
    **NAMED,
    "task_id": required(string(least=1)),
    "title": required(string(least=1)),
    "status": required(one_of("pending", "in_progress", "complete", "error")),
    "details": RICH_TEXT,
    "output": RICH_TEXT,
    "sources": many(kinds(URL_SOURCE)),
}
TASK_CARD = Spec(
    "task_card",
    type="task_card",
    fields=_TASK,
    surfaces=MESSAGE_ONLY,
    rules=(not_pending_alone,),
)
PLAN_TASK = Spec("plan_task", fields={**_TASK, "type": one_of("task_card")})
PLAN = Spec(
    "plan",
    type="plan",
    fields={**NAMED, "title": required(string(least=1)), "tasks": many(PLAN_TASK, most=50)},
    surfaces=MESSAGE_ONLY,
    rules=(task_ids_are_unique,),
)

BLOCKS = kinds(
    ACTIONS,
    ALERT,
    CARD,
    CAROUSEL,
    CONTAINER,
    CONTEXT,
    CONTEXT_ACTIONS,
    DATA_TABLE,
    DATA_VISUALIZATION,
    DIVIDER,
    FILE,
    HEADER,
    IMAGE_BLOCK,
    INPUT,
    MARKDOWN,
    PLAN,
    RICH_TEXT,
    SECTION,
    TABLE,
    TASK_CARD,
    VIDEO,
)
