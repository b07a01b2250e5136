"""Slack's block elements, one by one: fields, limits, the surfaces that allow them.

Source: docs.slack.dev/reference/block-kit/block-elements, `@slack/types` 3.2. Which block may hold which element is
said in `blocks`.
"""

from rehearsal.validation.compositions import (
    CHOICE,
    CONFIRM,
    DISPATCH,
    FILTER,
    LONGEST_ADDRESS,
    OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    SLACK_FILE,
    STYLE,
    WORKFLOW,
    image_has_one_source,
)
from rehearsal.validation.element_rules import (
    filled_within_length,
    initial_is_among_options,
    initials_are_among_options,
    lengths_in_order,
    lines_in_order,
    no_more_initial_than_may_be_chosen,
    numbers_in_order,
    one_source_of_options,
    prompt_shown_has_prompt,
    values_are_unique,
)
from rehearsal.validation.rich_text import RICH_TEXT
from rehearsal.validation.shapes import (
    CONVERSATION,
    DATE,
    DECIMAL,
    LINK,
    PUBLIC,
    TIME,
    USER,
    WEB,
    ZONE,
    Fields,
    Flag,
    Spec,
    Whole,
    ident,
    many,
    one_of,
    plain_text,
    required,
    string,
)
from rehearsal.validation.violations import MESSAGE_ONLY, MODAL_ONLY, NOT_HOME, NOT_MESSAGE

ACTIONABLE: Fields = {"action_id": ident()}
CONFIRMABLE: Fields = {**ACTIONABLE, "confirm": CONFIRM}
FOCUSABLE: Fields = {"focus_on_load": Flag()}
PLACEHOLDER: Fields = {"placeholder": plain_text(150)}
PICKABLE: Fields = {**CONFIRMABLE, **FOCUSABLE}
MENU: Fields = {**PICKABLE, **PLACEHOLDER}
MULTI_MENU: Fields = {**MENU, "max_selected_items": Whole(min=1)}
TYPED: Fields = {**ACTIONABLE, **FOCUSABLE, **PLACEHOLDER, "dispatch_action_config": DISPATCH}

BUTTON = Spec(
    "button",
    type="button",
    fields={
        **CONFIRMABLE,
        "text": required(plain_text(75)),
        "value": string(2000),
        "url": string(LONGEST_ADDRESS, form=LINK),
        "style": STYLE,
        "accessibility_label": string(75, least=1),
        "agent_prompt": string(4000, least=1),
        "agent_prompt_display": string(least=1),
        "visible_to_user_ids": many(string(form=USER), most=10),
    },
    rules=(prompt_shown_has_prompt,),
)
WORKFLOW_BUTTON = Spec(
    "workflow_button",
    type="workflow_button",
    fields={
        **CONFIRMABLE,
        "text": required(plain_text(75)),
        "workflow": required(WORKFLOW),
        "style": STYLE,
        "accessibility_label": string(75, least=1),
    },
    surfaces=MESSAGE_ONLY,
)
OVERFLOW = Spec(
    "overflow",
    type="overflow",
    fields={**CONFIRMABLE, "options": required(many(OVERFLOW_OPTION, least=1, most=5))},
    rules=(values_are_unique("overflow"),),
)
_FEEDBACK = Spec(
    "feedback",
    fields={
        "text": required(plain_text(75)),
        "value": required(string(2000)),
        "accessibility_label": string(75, least=1),
    },
)
FEEDBACK_BUTTONS = Spec(
    "feedback_buttons",
    type="feedback_buttons",
    fields={**ACTIONABLE, "positive_button": required(_FEEDBACK), "negative_button": required(_FEEDBACK)},
)
ICON_BUTTON = Spec(
    "icon_button",
    type="icon_button",
    fields={
        **CONFIRMABLE,
        "icon": required(one_of("trash")),
        "text": required(plain_text()),
        "value": string(2000),
        "accessibility_label": string(75, least=1),
        "visible_to_user_ids": many(string(form=USER), most=10),
    },
)

CHECKBOXES = Spec(
    "checkboxes",
    type="checkboxes",
    fields={
        **PICKABLE,
        "options": required(many(CHOICE, least=1, most=10)),
        "initial_options": many(CHOICE, least=1),
    },
    rules=(values_are_unique("checkboxes"), initials_are_among_options("checkboxes")),
)
RADIO_BUTTONS = Spec(
    "radio_buttons",
    type="radio_buttons",
    fields={**PICKABLE, "options": required(many(CHOICE, least=1, most=10)), "initial_option": CHOICE},
    rules=(values_are_unique("radio_buttons"), initial_is_among_options("radio_buttons")),
)
_LISTED: Fields = {
    "options": many(OPTION, least=1, most=100),
    "option_groups": many(OPTION_GROUP, least=1, most=100),
}
STATIC_SELECT = Spec(
    "static_select",
    type="static_select",
    fields={**MENU, **_LISTED, "initial_option": OPTION},
    rules=(
        one_source_of_options("static_select"),
        values_are_unique("static_select"),
        initial_is_among_options("static_select"),
    ),
)
MULTI_STATIC_SELECT = Spec(
    "multi_static_select",
    type="multi_static_select",
    fields={**MULTI_MENU, **_LISTED, "initial_options": many(OPTION, least=1)},
    rules=(
        one_source_of_options("multi_static_select"),
        values_are_unique("multi_static_select"),
        initials_are_among_options("multi_static_select"),
        no_more_initial_than_may_be_chosen("multi_static_select", "initial_options"),
    ),
)

EXTERNAL_SELECT = Spec(
    "external_select",
    type="external_select",
    fields={**MENU, "initial_option": OPTION, "min_query_length": Whole(min=0)},
)
MULTI_EXTERNAL_SELECT = Spec(
    "multi_external_select",
    type="multi_external_select",
    fields={**MULTI_MENU, "initial_options": many(OPTION, least=1), "min_query_length": Whole(min=0)},
    rules=(no_more_initial_than_may_be_chosen("multi_external_select", "initial_options"),),
)
USERS_SELECT = Spec("users_select", type="users_select", fields={**MENU, "initial_user": string(form=USER)})
MULTI_USERS_SELECT = Spec(
    "multi_users_select",
    type="multi_users_select",
    fields={**MULTI_MENU, "initial_users": many(string(form=USER))},
    rules=(no_more_initial_than_may_be_chosen("multi_users_select", "initial_users"),),
)
_CONVERSATIONS: Fields = {"default_to_current_conversation": Flag(), "filter": FILTER}
CONVERSATIONS_SELECT = Spec(
    "conversations_select",
    type="conversations_select",
    fields={
        **MENU,
        **_CONVERSATIONS,
        "initial_conversation": string(form=CONVERSATION),
        "response_url_enabled": Flag(),
    },
)
MULTI_CONVERSATIONS_SELECT = Spec(
    "multi_conversations_select",
    type="multi_conversations_select",
    fields={**MULTI_MENU, **_CONVERSATIONS, "initial_conversations": many(string(form=CONVERSATION))},
    rules=(no_more_initial_than_may_be_chosen("multi_conversations_select", "initial_conversations"),),
)
CHANNELS_SELECT = Spec(
    "channels_select",
    type="channels_select",
    fields={**MENU, "initial_channel": string(form=PUBLIC), "response_url_enabled": Flag()},
)
MULTI_CHANNELS_SELECT = Spec(
    "multi_channels_select",
    type="multi_channels_select",
    fields={**MULTI_MENU, "initial_channels": many(string(form=PUBLIC))},
    rules=(no_more_initial_than_may_be_chosen("multi_channels_select", "initial_channels"),),
)

DATEPICKER = Spec("datepicker", type="datepicker", fields={**MENU, "initial_date": string(form=DATE)})
TIMEPICKER = Spec(
    "timepicker",
    type="timepicker",
    fields={**MENU, "initial_time": string(form=TIME), "timezone": string(form=ZONE)},
)
DATETIMEPICKER = Spec(
    "datetimepicker",
    type="datetimepicker",
    fields={**PICKABLE, "initial_date_time": Whole(min=1_000_000_000, max=9_999_999_999)},  # "10 digits"
    surfaces=NOT_HOME,
)

PLAIN_TEXT_INPUT = Spec(
    "plain_text_input",
    type="plain_text_input",
    fields={
        **TYPED,
        "initial_value": string(),
        "multiline": Flag(),
        "min_length": Whole(min=0, max=3000),
        "max_length": Whole(min=1, max=3000),
    },
    rules=(lengths_in_order, filled_within_length),
)
EMAIL_TEXT_INPUT = Spec(
    "email_text_input",
    type="email_text_input",
    fields={**TYPED, "initial_value": string()},
    surfaces=MODAL_ONLY,
)
URL_TEXT_INPUT = Spec(
    "url_text_input",
    type="url_text_input",
    fields={**TYPED, "initial_value": string()},
    surfaces=MODAL_ONLY,
)
NUMBER_INPUT = Spec(
    "number_input",
    type="number_input",
    fields={
        **TYPED,
        "is_decimal_allowed": required(Flag()),
        "initial_value": string(form=DECIMAL),
        "min_value": string(form=DECIMAL),
        "max_value": string(form=DECIMAL),
    },
    surfaces=MODAL_ONLY,
    rules=numbers_in_order,
)
RICH_TEXT_INPUT = Spec(
    "rich_text_input",
    type="rich_text_input",
    fields={
        **TYPED,
        "initial_value": RICH_TEXT,
        "min_lines": Whole(min=1, max=100),
        "max_lines": Whole(min=1, max=100),
    },
    surfaces=NOT_MESSAGE,
    rules=(lines_in_order,),
)
FILE_INPUT = Spec(
    "file_input",
    type="file_input",
    fields={**ACTIONABLE, "filetypes": many(string(least=1), least=1), "max_files": Whole(min=1, max=10)},
    surfaces=MODAL_ONLY,
)

IMAGE = Spec(
    "image_element",
    type="image",
    fields={
        "alt_text": required(string(2000, least=1)),
        "image_url": string(LONGEST_ADDRESS, form=WEB),
        "slack_file": SLACK_FILE,
    },
    rules=(image_has_one_source("image_element"),),
)
URL_SOURCE = Spec(
    "url_source",
    type="url",
    fields={"url": required(string(form=WEB)), "text": required(string(least=1))},
)

SELECTS = (STATIC_SELECT, EXTERNAL_SELECT, USERS_SELECT, CONVERSATIONS_SELECT, CHANNELS_SELECT)
MULTI_SELECTS = (
    MULTI_STATIC_SELECT,
    MULTI_EXTERNAL_SELECT,
    MULTI_USERS_SELECT,
    MULTI_CONVERSATIONS_SELECT,
    MULTI_CHANNELS_SELECT,
)
MENUS = (*SELECTS, *MULTI_SELECTS)
