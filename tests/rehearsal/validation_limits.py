"""Slack's limits once more, field by field, as its reference states them: the validator is held against these.

Nothing here is read from the validator's own table, so that a slip in either is seen.
"""


def listed(names: str) -> list[str]:
    return names.split()


_ACTIONABLE = listed(
    "button workflow_button overflow feedback_buttons icon_button checkboxes radio_buttons static_select "
    "multi_static_select external_select multi_external_select users_select multi_users_select conversations_select "
    "multi_conversations_select channels_select multi_channels_select datepicker timepicker datetimepicker "
    "plain_text_input email_text_input url_text_input number_input rich_text_input file_input"
)
_BLOCKS = listed(
    "section actions input context context_actions header divider markdown image video alert card carousel container "
    "plan plan_task task_card rich_text table data_table data_visualization"
)
_WITH_PLACEHOLDER = listed(
    "static_select multi_static_select external_select multi_external_select users_select multi_users_select "
    "conversations_select multi_conversations_select channels_select multi_channels_select datepicker timepicker "
    "plain_text_input email_text_input url_text_input number_input rich_text_input"
)
_MULTI = listed(
    "multi_static_select multi_external_select multi_users_select multi_conversations_select multi_channels_select"
)

CHARACTERS = {  # the most characters of a string or a text object
    **{f"{name}.action_id": 255 for name in _ACTIONABLE},
    **{f"{name}.block_id": 255 for name in _BLOCKS},
    **{f"{name}.placeholder": 150 for name in _WITH_PLACEHOLDER},
    "modal.title": 24,
    "modal.submit": 24,
    "modal.close": 24,
    "modal.callback_id": 255,
    "modal.external_id": 255,
    "modal.private_metadata": 3000,
    "home.callback_id": 255,
    "home.external_id": 255,
    "home.private_metadata": 3000,
    "metadata.event_type": 255,
    "attachment.footer": 300,
    "section.text": 3000,
    "section.fields[]": 2000,
    "header.text": 150,
    "context.elements[]": 3000,
    "input.label": 2000,
    "input.hint": 2000,
    "markdown.text": 12_000,
    "image.alt_text": 2000,
    "image.image_url": 3000,
    "image.title": 2000,
    "video.alt_text": 2000,
    "video.title": 199,
    "video.description": 200,
    "video.author_name": 49,
    "video.provider_name": 50,
    "video.video_url": 3000,
    "video.thumbnail_url": 3000,
    "video.title_url": 2000,
    "video.provider_icon_url": 2000,
    "alert.text": 200,
    "card.title": 150,
    "card.subtitle": 150,
    "card.body": 200,
    "card.subtext": 200,
    "container.title": 150,
    "container.subtitle": 150,
    "button.text": 75,
    "button.value": 2000,
    "button.url": 3000,
    "button.accessibility_label": 75,
    "button.agent_prompt": 4000,
    "workflow_button.text": 75,
    "workflow_button.accessibility_label": 75,
    "feedback.text": 75,
    "feedback.value": 2000,
    "feedback.accessibility_label": 75,
    "icon_button.text": 3000,
    "icon_button.value": 2000,
    "icon_button.accessibility_label": 75,
    "image_element.alt_text": 2000,
    "image_element.image_url": 3000,
    "slack_file.url": 3000,
    "trigger.url": 3000,
    "input_parameter.name": 255,
    "option.text": 75,
    "option.value": 75,
    "option.description": 75,
    "choice.text": 75,
    "choice.value": 75,
    "choice.description": 75,
    "overflow_option.text": 75,
    "overflow_option.value": 75,
    "overflow_option.description": 75,
    "overflow_option.url": 3000,
    "option_group.label": 75,
    "confirm.title": 100,
    "confirm.text": 300,
    "confirm.confirm": 30,
    "confirm.deny": 30,
    "data_visualization.title": 50,
    "segment.label": 20,
    "point.label": 20,
    "series.name": 20,
    "axis_config.categories[]": 20,
    "axis_config.x_label": 50,
    "axis_config.y_label": 50,
}

ITEMS = {  # the most items of a list
    "section.fields": 10,
    "actions.elements": 25,
    "context.elements": 10,
    "context_actions.elements": 5,
    "card.actions": 3,
    "carousel.elements": 10,
    "container.child_blocks": 10,
    "plan.tasks": 50,
    "table.rows": 100,
    "table.rows[]": 20,
    "table.column_settings": 20,
    "data_table.rows": 101,
    "data_table.rows[]": 20,
    "pie.segments": 6,
    "bar.series": 6,
    "area.series": 6,
    "line.series": 6,
    "series.data": 20,
    "axis_config.categories": 20,
    "overflow.options": 5,
    "checkboxes.options": 10,
    "radio_buttons.options": 10,
    "static_select.options": 100,
    "static_select.option_groups": 100,
    "multi_static_select.options": 100,
    "multi_static_select.option_groups": 100,
    "option_group.options": 100,
    "options_response.options": 100,
    "options_response.option_groups": 100,
    "dispatch_action_config.trigger_actions_on": 2,
    "button.visible_to_user_ids": 10,
    "icon_button.visible_to_user_ids": 10,
}

FILLED = listed(  # lists that may not be empty
    "section.fields actions.elements context.elements context_actions.elements card.actions carousel.elements "
    "container.child_blocks table.rows table.rows[] data_table.rows[] pie.segments bar.series area.series line.series "
    "series.data axis_config.categories overflow.options checkboxes.options checkboxes.initial_options "
    "radio_buttons.options static_select.options static_select.option_groups multi_static_select.options "
    "multi_static_select.option_groups multi_static_select.initial_options multi_external_select.initial_options "
    "option_group.options dispatch_action_config.trigger_actions_on filter.include file_input.filetypes "
    "rich_text.elements rich_text_section.elements rich_text_list.elements rich_text_preformatted.elements "
    "rich_text_quote.elements"
)

NUMBERS: dict[str, tuple[int, int | None]] = {  # the least and the most
    **{f"{name}.max_selected_items": (1, None) for name in _MULTI},
    "plain_text_input.min_length": (0, 3000),
    "plain_text_input.max_length": (1, 3000),
    "rich_text_input.min_lines": (1, 100),
    "rich_text_input.max_lines": (1, 100),
    "file_input.max_files": (1, 10),
    "external_select.min_query_length": (0, None),
    "multi_external_select.min_query_length": (0, None),
    "datetimepicker.initial_date_time": (1_000_000_000, 9_999_999_999),
    "data_table.page_size": (1, 100),
    "data_table.row_header_column_index": (0, None),
    "attachment.ts": (0, None),
    "rich_text_list.indent": (0, 8),
    "rich_text_list.offset": (0, None),
    "rich_text_list.border": (0, 1),
    "rich_text_quote.border": (0, 1),
    "rich_text_preformatted.border": (0, 1),
    "rich_text.emoji.skin_tone": (1, 6),
    "rich_text.date.timestamp": (0, None),
}

WORDS: dict[str, str] = {  # the words that a field may hold
    "alert.level": "default info warning error success",
    "attachment.mrkdwn_in[]": "pretext text fields",
    "button.style": "primary danger",
    "workflow_button.style": "primary danger",
    "confirm.style": "primary danger",
    "column_settings.align": "left center right",
    "container.width": "narrow standard wide full",
    "dispatch_action_config.trigger_actions_on[]": "on_enter_pressed on_character_entered",
    "filter.include[]": "im mpim private public",
    "icon_button.icon": "trash",
    "plan_task.status": "pending in_progress complete error",
    "plan_task.type": "task_card",
    "task_card.status": "in_progress complete error",
    "rich_text.broadcast.range": "here channel everyone",
    "rich_text_list.style": "bullet ordered",
}

PLAIN_ONLY = listed(
    "modal.title modal.submit modal.close header.text input.label input.hint image.title video.title "
    "video.description container.title button.text workflow_button.text feedback.text icon_button.text option.text "
    "option.description overflow_option.text overflow_option.description option_group.label confirm.title "
    "confirm.confirm confirm.deny"
) + [f"{name}.placeholder" for name in _WITH_PLACEHOLDER]

MRKDWN_ONLY = listed("card.title card.subtitle card.body card.subtext")

PLAIN_OR_MRKDWN = listed(
    "section.text section.fields[] alert.text container.subtitle choice.text choice.description confirm.text"
)

_WEB = ("https://a.example/x", "a.example", "ftp://a.example", "https://", "https://a b")
_HTTPS = ("https://a.example/x", "http://a.example")
_LINK = ("mailto:ann@example.com", "no address", "")
_USER = ("U0A1", "C0A1", "u0a1", "")
_NUMBER = ("-12.5", "1e3", "1,5", ".5", "")

FORMATS: dict[str, tuple[str, ...]] = {  # a value in the right form, then some in wrong ones
    **dict.fromkeys(
        listed(
            "image.image_url image_element.image_url slack_file.url trigger.url url_source.url video.thumbnail_url "
            "video.provider_icon_url attachment.author_link attachment.author_icon attachment.title_link "
            "attachment.image_url attachment.thumb_url attachment.footer_icon"
        ),
        _WEB,
    ),
    **dict.fromkeys(("video.video_url", "video.title_url"), _HTTPS),
    **dict.fromkeys(
        ("button.url", "overflow_option.url", "rich_text.link.url", "rich_text.date.url", "rich_text.emoji.url"), _LINK
    ),
    **dict.fromkeys(
        (
            "users_select.initial_user",
            "multi_users_select.initial_users[]",
            "rich_text.user.user_id",
            "button.visible_to_user_ids[]",
            "icon_button.visible_to_user_ids[]",
        ),
        _USER,
    ),
    **dict.fromkeys(("number_input.initial_value", "number_input.min_value", "number_input.max_value"), _NUMBER),
    "attachment.color": ("#36a64f", "blue", "#12", "good "),
    "channels_select.initial_channel": ("C0A1", "D0A1", "U0A1"),
    "multi_channels_select.initial_channels[]": ("C0A1", "D0A1", "U0A1"),
    "conversations_select.initial_conversation": ("D0A1", "U0A1", "#general"),
    "multi_conversations_select.initial_conversations[]": ("G0A1", "U0A1", "#general"),
    "datepicker.initial_date": ("2026-02-28", "2026-02-29", "28.02.2026", "2026-2-8", "20260228"),
    "timepicker.initial_time": ("23:59", "24:00", "9:00", "09:00:00", "0900"),
    "timepicker.timezone": ("Europe/Berlin", "Berlin", "../etc", ""),
    "rich_text.channel.channel_id": ("C0A1", "general"),
    "rich_text.usergroup.usergroup_id": ("S0A1", "U0A1"),
    "rich_text.team.team_id": ("T0A1", "U0A1"),
    "rich_text.color.value": ("#00ff99", "green", "#0f9"),
    "rich_text.emoji.name": ("wave", ":wave:", ""),
    "slack_file.id": ("F0123456789", "F1", "C0123456789"),
}

REQUIRED: dict[str, str] = {
    "modal": "title blocks",
    "home": "blocks",
    "metadata": "event_type event_payload",
    "attachment_field": "title value",
    "actions": "elements",
    "input": "label element",
    "context": "elements",
    "context_actions": "elements",
    "header": "text",
    "markdown": "text",
    "image": "alt_text",
    "video": "alt_text title video_url thumbnail_url",
    "alert": "text",
    "carousel": "elements",
    "container": "child_blocks",
    "plan": "title",
    "plan_task": "task_id title status",
    "task_card": "task_id title status",
    "slack_icon": "name",
    "table": "rows",
    "data_table": "rows caption",
    "raw_text": "text",
    "raw_number": "value text",
    "data_visualization": "title chart",
    "pie": "segments",
    "bar": "series axis_config",
    "area": "series axis_config",
    "line": "series axis_config",
    "segment": "label value",
    "series": "name data",
    "point": "label value",
    "axis_config": "categories",
    "button": "text",
    "workflow_button": "text workflow",
    "workflow": "trigger",
    "trigger": "url",
    "input_parameter": "name value",
    "overflow": "options",
    "checkboxes": "options",
    "radio_buttons": "options",
    "feedback_buttons": "positive_button negative_button",
    "feedback": "text value",
    "icon_button": "icon text",
    "number_input": "is_decimal_allowed",
    "image_element": "alt_text",
    "url_source": "url text",
    "confirm": "title text confirm deny",
    "option": "text value",
    "choice": "text value",
    "overflow_option": "text value",
    "option_group": "label options",
    "dispatch_action_config": "trigger_actions_on",
    "rich_text": "elements",
    "rich_text_section": "elements",
    "rich_text_list": "elements style",
    "rich_text_preformatted": "elements",
    "rich_text_quote": "elements",
    "rich_text.text": "text",
    "rich_text.link": "url",
    "rich_text.emoji": "name",
    "rich_text.user": "user_id",
    "rich_text.usergroup": "usergroup_id",
    "rich_text.channel": "channel_id",
    "rich_text.team": "team_id",
    "rich_text.broadcast": "range",
    "rich_text.date": "timestamp format",
    "rich_text.color": "value",
}

SURFACES: dict[str, str] = {  # where alone an object may be shown, of "message modal home"
    "alert": "modal",
    "carousel": "message home",
    "container": "message",
    "context_actions": "message",
    "data_table": "message",
    "data_visualization": "message home",
    "markdown": "message",
    "plan": "message",
    "table": "message",
    "task_card": "message",
    "datetimepicker": "message modal",
    "email_text_input": "modal",
    "file_input": "modal",
    "number_input": "modal",
    "rich_text_input": "modal home",
    "url_text_input": "modal",
    "workflow_button": "message",
}
