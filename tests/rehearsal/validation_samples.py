"""The least that Slack takes of each object of its reference, and the payload that each is sent in."""

from collections.abc import Callable
from typing import Any

from rehearsal.validation import (
    Violation,
    validate_message,
    validate_options_response,
    validate_response_action,
    validate_view,
)

Judged = Callable[[Any], list[Violation]]
Object = dict[str, Any]


def plain(text: str = "x") -> Object:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "x") -> Object:
    return {"type": "mrkdwn", "text": text}


def an_option(value: str = "v") -> Object:
    return {"text": plain(), "value": value}


def raw(text: str = "x") -> Object:
    return {"type": "raw_text", "text": text}


def inline(kind: str, **fields: Any) -> Object:
    return {"type": kind, **fields}


WORDS = inline("text", text="x")
RICH_SECTION = {"type": "rich_text_section", "elements": [WORDS]}
RICH_TEXT = {"type": "rich_text", "elements": [RICH_SECTION]}
FEEDBACK = {"text": plain(), "value": "v"}
IMAGE = {"type": "image", "alt_text": "x", "image_url": "https://a.example/i.png"}
TASK = {"task_id": "t", "title": "x", "status": "complete"}
POINT = {"label": "Mon", "value": 1}
SERIES = {"name": "Days", "data": [POINT]}
PLOT = {"series": [SERIES], "axis_config": {"categories": ["Mon"]}}
SEGMENT = {"label": "Mon", "value": 1}

SAMPLES: dict[str, Object] = {
    # views and messages
    "modal": {"type": "modal", "title": plain(), "blocks": []},
    "home": {"type": "home", "blocks": []},
    "attachment": {"text": "x"},
    "attachment_field": {"title": "x", "value": "x"},
    "metadata": {"event_type": "card", "event_payload": {"id": "x"}},
    "options_response": {"options": [an_option()]},
    "response_action": {"response_action": "clear"},
    # blocks
    "section": {"type": "section", "text": mrkdwn()},
    "actions": {"type": "actions", "elements": [{"type": "button", "text": plain()}]},
    "input": {"type": "input", "label": plain(), "element": {"type": "plain_text_input"}},
    "context": {"type": "context", "elements": [mrkdwn()]},
    "context_actions": {
        "type": "context_actions",
        "elements": [{"type": "feedback_buttons", "positive_button": FEEDBACK, "negative_button": FEEDBACK}],
    },
    "header": {"type": "header", "text": plain()},
    "divider": {"type": "divider"},
    "markdown": {"type": "markdown", "text": "x"},
    "image": IMAGE,
    "video": {
        "type": "video",
        "alt_text": "x",
        "title": plain(),
        "video_url": "https://a.example/v",
        "thumbnail_url": "https://a.example/t.png",
    },
    "file": {"type": "file", "external_id": "x", "source": "remote"},
    "alert": {"type": "alert", "text": plain()},
    "card": {"type": "card", "title": mrkdwn()},
    "carousel": {"type": "carousel", "elements": [{"type": "card", "title": mrkdwn()}]},
    "container": {"type": "container", "title": plain(), "child_blocks": [{"type": "divider"}]},
    "plan": {"type": "plan", "title": "x"},
    "plan_task": TASK,
    "task_card": {"type": "task_card", **TASK},
    "slack_icon": {"type": "icon", "name": "rocket"},
    "rich_text": RICH_TEXT,
    "table": {"type": "table", "rows": [[raw()]]},
    "column_settings": {},
    "data_table": {"type": "data_table", "caption": "x", "rows": [[raw()], [raw()]]},
    "raw_text": raw(),
    "raw_number": {"type": "raw_number", "value": 1, "text": "1"},
    "data_visualization": {
        "type": "data_visualization",
        "title": "x",
        "chart": {"type": "pie", "segments": [SEGMENT]},
    },
    "pie": {"type": "pie", "segments": [SEGMENT]},
    "bar": {"type": "bar", **PLOT},
    "area": {"type": "area", **PLOT},
    "line": {"type": "line", **PLOT},
    "segment": SEGMENT,
    "series": SERIES,
    "point": POINT,
    "axis_config": {"categories": ["Mon"]},
    # elements
    "button": {"type": "button", "text": plain()},
    "workflow_button": {
        "type": "workflow_button",
        "text": plain(),
        "workflow": {"trigger": {"url": "https://a.example/t"}},
    },
    "overflow": {"type": "overflow", "options": [an_option()]},
    "feedback_buttons": {"type": "feedback_buttons", "positive_button": FEEDBACK, "negative_button": FEEDBACK},
    "feedback": FEEDBACK,
    "icon_button": {"type": "icon_button", "icon": "trash", "text": plain()},
    "checkboxes": {"type": "checkboxes", "options": [an_option()]},
    "radio_buttons": {"type": "radio_buttons", "options": [an_option()]},
    "static_select": {"type": "static_select", "options": [an_option()]},
    "multi_static_select": {"type": "multi_static_select", "options": [an_option()]},
    "number_input": {"type": "number_input", "is_decimal_allowed": True},
    "image_element": IMAGE,
    "url_source": {"type": "url", "url": "https://a.example", "text": "x"},
    **{
        kind: {"type": kind}
        for kind in (
            "external_select",
            "multi_external_select",
            "users_select",
            "multi_users_select",
            "conversations_select",
            "multi_conversations_select",
            "channels_select",
            "multi_channels_select",
            "datepicker",
            "timepicker",
            "datetimepicker",
            "plain_text_input",
            "email_text_input",
            "url_text_input",
            "rich_text_input",
            "file_input",
        )
    },
    # composition objects
    "confirm": {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain()},
    "option": an_option(),
    "choice": an_option(),
    "overflow_option": an_option(),
    "option_group": {"label": plain(), "options": [an_option()]},
    "filter": {"exclude_bot_users": True},
    "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    "slack_file": {"id": "F0123456789"},
    "workflow": {"trigger": {"url": "https://a.example/t"}},
    "trigger": {"url": "https://a.example/t"},
    "input_parameter": {"name": "x", "value": "x"},
    # rich text
    "rich_text_section": RICH_SECTION,
    "rich_text_list": {"type": "rich_text_list", "style": "bullet", "elements": [RICH_SECTION]},
    "rich_text_preformatted": {"type": "rich_text_preformatted", "elements": [WORDS]},
    "rich_text_quote": {"type": "rich_text_quote", "elements": [WORDS]},
    "rich_style": {},
    "mention_style": {},
    "rich_text.text": WORDS,
    "rich_text.link": inline("link", url="https://a.example"),
    "rich_text.emoji": inline("emoji", name="wave"),
    "rich_text.user": inline("user", user_id="U1"),
    "rich_text.usergroup": inline("usergroup", usergroup_id="S1"),
    "rich_text.channel": inline("channel", channel_id="C1"),
    "rich_text.team": inline("team", team_id="T1"),
    "rich_text.broadcast": inline("broadcast", range="here"),
    "rich_text.date": inline("date", timestamp=1, format="{date}"),
    "rich_text.color": inline("color", value="#ffffff"),
}


def in_message(*blocks: Any, **rest: Any) -> list[Violation]:
    return validate_message({"text": "x", "blocks": [*blocks], **rest})


def in_modal(*blocks: Any, **rest: Any) -> list[Violation]:
    return validate_view({"type": "modal", "title": plain(), "submit": plain(), "blocks": [*blocks], **rest})


def in_home(*blocks: Any, **rest: Any) -> list[Violation]:
    return validate_view({"type": "home", "blocks": [*blocks], **rest})


def within(holder: str, key: str, *, listed: bool = False, instead_of: str = "") -> Judged:
    """Send an object inside another, at `key`, in a list if `listed`."""

    def judged(value: Any) -> list[Violation]:
        outer = {name: item for name, item in SAMPLES[holder].items() if name != instead_of}
        return HOLDERS[holder]({**outer, key: [value] if listed else value})

    return judged


def _in_table(cell: Any) -> list[Violation]:
    return in_message({"type": "table", "rows": [[cell]]})


def _in_plot(point: Any) -> list[Violation]:
    label = point.get("label", "Mon") if isinstance(point, dict) else "Mon"
    plot = {"series": [{"name": "Days", "data": [point]}], "axis_config": {"categories": [label]}}
    return within("data_visualization", "chart")({"type": "bar", **plot})


def _as_axes(axes: Any) -> list[Violation]:
    labels = axes.get("categories") if isinstance(axes, dict) else None
    data = [{"label": label, "value": 1} for label in labels] if isinstance(labels, list) else [POINT]
    return within("data_visualization", "chart")(
        {"type": "bar", "series": [{"name": "Days", "data": data}], "axis_config": axes}
    )


def _as_series(series: Any) -> list[Violation]:
    data = series.get("data") if isinstance(series, dict) else None
    labels = [point["label"] for point in data] if isinstance(data, list) and data else ["Mon"]
    return within("data_visualization", "chart")(
        {"type": "bar", "series": [series], "axis_config": {"categories": labels}}
    )


def _as_submission(response: Any) -> list[Violation]:
    return validate_response_action(response)


_IN_MESSAGES = (
    "section actions context context_actions header divider markdown image video card carousel container plan "
    "task_card rich_text table data_table data_visualization"
)
_IN_ACTIONS = (
    "button workflow_button overflow checkboxes radio_buttons static_select multi_static_select external_select "
    "multi_external_select users_select multi_users_select conversations_select multi_conversations_select "
    "channels_select multi_channels_select datepicker timepicker datetimepicker"
)
_IN_INPUTS = "plain_text_input email_text_input url_text_input number_input rich_text_input file_input"
_INLINE = "text link emoji user usergroup channel team broadcast date color"

HOLDERS: dict[str, Judged] = {
    "modal": validate_view,
    "home": validate_view,
    "attachment": lambda it: validate_message({"text": "x", "attachments": [it]}),
    "attachment_field": within("attachment", "fields", listed=True),
    "metadata": lambda it: validate_message({"text": "x", "metadata": it}),
    "options_response": validate_options_response,
    "response_action": _as_submission,
    **dict.fromkeys(_IN_MESSAGES.split(), in_message),
    "input": in_modal,
    "alert": in_modal,
    "file": in_message,
    **dict.fromkeys(_IN_ACTIONS.split(), within("actions", "elements", listed=True)),
    **dict.fromkeys(_IN_INPUTS.split(), within("input", "element")),
    "feedback_buttons": within("context_actions", "elements", listed=True),
    "icon_button": within("context_actions", "elements", listed=True),
    "feedback": within("feedback_buttons", "positive_button"),
    "image_element": within("section", "accessory"),
    "url_source": within("task_card", "sources", listed=True),
    "slack_icon": within("card", "slack_icon"),
    "plan_task": within("plan", "tasks", listed=True),
    "raw_text": _in_table,
    "raw_number": _in_table,
    "column_settings": within("table", "column_settings", listed=True),
    **dict.fromkeys(("pie", "bar", "area", "line"), within("data_visualization", "chart")),
    "segment": within("pie", "segments", listed=True),
    "series": _as_series,
    "point": _in_plot,
    "axis_config": _as_axes,
    "confirm": within("button", "confirm"),
    "option": within("static_select", "options", listed=True),
    "choice": within("checkboxes", "options", listed=True),
    "overflow_option": within("overflow", "options", listed=True),
    "option_group": within("static_select", "option_groups", listed=True, instead_of="options"),
    "filter": within("conversations_select", "filter"),
    "dispatch_action_config": within("plain_text_input", "dispatch_action_config"),
    "slack_file": within("image", "slack_file", instead_of="image_url"),
    "workflow": within("workflow_button", "workflow"),
    "trigger": within("workflow", "trigger"),
    "input_parameter": within("trigger", "customizable_input_parameters", listed=True),
    **dict.fromkeys(
        ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"),
        within("rich_text", "elements", listed=True),
    ),
    **dict.fromkeys(
        (f"rich_text.{kind}" for kind in _INLINE.split()), within("rich_text_section", "elements", listed=True)
    ),
    "rich_style": within("rich_text.text", "style"),
    "mention_style": within("rich_text.user", "style"),
}


def judged(name: str, value: Any) -> list[Violation]:
    """Judge an object of the reference, sent as it is sent."""
    return HOLDERS[name](value)


def rules_broken(violations: list[Violation]) -> set[str]:
    return {violation.rule for violation in violations}
