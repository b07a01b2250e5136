"""One of every block and element that the page draws, as an app would send them."""

from typing import Any

Payload = dict[str, Any]


def plain(text: str) -> Payload:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Payload:
    return {"type": "mrkdwn", "text": text}


def option(text: str, description: str = "") -> Payload:
    extra = {"description": plain(description)} if description else {}
    return {"text": plain(text), "value": text.lower().replace(" ", "_"), **extra}


def button(text: str, action_id: str, **extra: Any) -> Payload:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": "17", **extra}


SURE = {
    "title": plain("Decline this leave?"),
    "text": mrkdwn("*Ann* is told at once. This cannot be taken back."),
    "confirm": plain("Decline leave"),
    "deny": plain("Keep it open"),
    "style": "danger",
}


def card() -> list[Payload]:
    """A request for leave, as its approver gets it."""
    return [
        {"type": "header", "text": plain(":palm_tree: Ann Ahlgren asks for leave")},
        {
            "type": "section",
            "text": mrkdwn("<@U0ANN> asks for *5 days* of annual leave.\nOut <!date^1798095600^{date_long}|24 Dec>."),
            "fields": [
                mrkdwn("*First day*\nThursday 24 December"),
                mrkdwn("*Last day*\nSaturday 2 January"),
                mrkdwn("*Balance after*\n17 of 30 days"),
                mrkdwn("*Also away*\nCarl Costa, 28 to 30 Dec"),
            ],
        },
        {"type": "context", "elements": [mrkdwn(":information_source: Covers <#C0GENERAL>. Asked _today_.")]},
        {
            "type": "actions",
            "block_id": "decide",
            "elements": [
                button("Approve leave", "approve", style="primary"),
                button("Decline leave", "decline", style="danger", confirm=SURE),
                {"type": "overflow", "action_id": "more", "options": [option("Ask a question"), option("Pass it on")]},
            ],
        },
    ]


def texts() -> list[Payload]:
    """What text can be."""
    words = (
        "*bold* _italic_ ~struck~ `code` <https://example.com/a?b=1&amp;c=2|a link> :tada: <!here> "
        "&lt;@U0ANN&gt; stays text\n> a quote\n• one\n• two\n```def f():\n    return 1```"
    )
    rich = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "Rich text with "},
                    {"type": "text", "text": "bold", "style": {"bold": True}},
                    {"type": "text", "text": " for "},
                    {"type": "user", "user_id": "U0ANN"},
                    {"type": "text", "text": " "},
                    {"type": "emoji", "name": "rocket"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "first"}]},
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": "second"}]},
                ],
            },
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "As somebody said."}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1"}]},
        ],
    }
    markdown = {"type": "markdown", "text": "### Markdown\n**bold** and `code`\n\n| A | B |\n|---|---|\n| 1 | 2 |"}
    return [{"type": "section", "text": mrkdwn(words)}, {"type": "divider"}, rich, markdown]


def table() -> list[Payload]:
    rows = [["Person", "Type", "Days"], ["Ann", "Annual", "5"], ["Carl", "Unpaid", "–"], ["Dana", "Annual", "12.5"]]
    return [
        {
            "type": "table",
            "column_settings": [{"align": "left"}, {"is_wrapped": True}, {"align": "right"}],
            "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in rows],
        }
    ]


def chart(kind: str) -> Payload:
    """A chart of one kind, with facts that are consistent."""
    if kind == "pie":
        parts = [("Annual", 12), ("Sick", 3), ("Training", 2)]
        segments = [{"label": label, "value": value} for label, value in parts]
        return {"type": "data_visualization", "title": "Days away", "chart": {"type": "pie", "segments": segments}}
    weeks = ["W45", "W46", "W47", "W48"]
    lines = {"Engineering": [12, 18, 9, 22], "Design": [4, 7, 11, 3]}
    series = [
        {"name": name, "data": [{"label": week, "value": value} for week, value in zip(weeks, values, strict=True)]}
        for name, values in lines.items()
    ]
    axes = {"categories": weeks, "x_label": "Week", "y_label": "Days"}
    drawn = {"type": kind, "series": series, "axis_config": axes}
    return {"type": "data_visualization", "title": f"Days away ({kind})", "chart": drawn}


def rest() -> list[Payload]:
    """What the other functions leave out."""
    header = [{"type": "raw_text", "text": text} for text in ("Project", "Days")]
    row = [{"type": "raw_text", "text": "Apollo"}, {"type": "raw_number", "value": 12.5, "text": "12.5"}]
    useful = {"text": plain("Useful"), "value": "yes"}
    useless = {"text": plain("Not useful"), "value": "no"}
    bin_icon = {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": plain("Throw away"), "value": "x"}
    return [
        {"type": "data_table", "caption": "Days per project", "rows": [header, row]},
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "useful",
                    "positive_button": useful,
                    "negative_button": useless,
                },
                bin_icon,
            ],
        },
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "End"}]}],
        },
    ]


def menus() -> list[Payload]:
    """The elements that stand in a message."""
    return [
        {
            "type": "section",
            "block_id": "pick",
            "text": mrkdwn("Who stands in?"),
            "accessory": {"type": "users_select", "action_id": "who", "placeholder": plain("Choose a person")},
        },
        {
            "type": "section",
            "block_id": "tick",
            "text": mrkdwn("What is handed over?"),
            "accessory": {
                "type": "checkboxes",
                "action_id": "what",
                "options": [option("Keys"), option("Accounts", "All of them")],
            },
        },
        {
            "type": "actions",
            "block_id": "row",
            "elements": [
                {"type": "static_select", "action_id": "one", "options": [option("Alpha"), option("Beta")]},
                {"type": "datepicker", "action_id": "day", "initial_date": "2026-12-24"},
                {"type": "timepicker", "action_id": "time", "initial_time": "09:30"},
                button("Open", "open", url="https://example.com"),
            ],
        },
    ]


def an_input(label: str, block_id: str, element: Payload, **extra: Any) -> Payload:
    inner = {"action_id": "a", **element}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": inner, **extra}


def form() -> Payload:
    """A modal with one of every input."""
    options = [option("Annual leave", "30 days a year"), option("Unpaid leave"), option("Training")]
    grouped = [
        {"label": plain("Europe"), "options": [option("Berlin"), option("London")]},
        {"label": plain("Asia"), "options": [option("Tokyo")]},
    ]
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Every input"),
        "submit": plain("Send it"),
        "close": plain("Cancel"),
        "notify_on_close": True,
        "blocks": [
            {"type": "alert", "level": "warning", "text": mrkdwn("*Two others* are away that week.")},
            an_input("Type of leave", "type", {"type": "static_select", "options": options}),
            an_input("First day", "first", {"type": "datepicker"}, dispatch_action=True),
            an_input("Starts at", "time", {"type": "timepicker", "initial_time": "09:00"}, optional=True),
            an_input("Exactly", "exactly", {"type": "datetimepicker"}, optional=True),
            an_input(
                "Reason",
                "reason",
                {
                    "type": "plain_text_input",
                    "multiline": True,
                    "min_length": 5,
                    "max_length": 200,
                    "placeholder": plain("Only your manager reads it"),
                },
                optional=True,
                hint=plain("Leave it out if you like."),
            ),
            an_input(
                "Short word",
                "word",
                {"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}},
                dispatch_action=True,
                optional=True,
            ),
            an_input(
                "Hours",
                "hours",
                {"type": "number_input", "is_decimal_allowed": True, "min_value": "0", "max_value": "8"},
                optional=True,
            ),
            an_input("Email", "email", {"type": "email_text_input"}, optional=True),
            an_input("Link", "link", {"type": "url_text_input"}, optional=True),
            an_input("Where", "where", {"type": "static_select", "option_groups": grouped}, optional=True),
            an_input("Project", "project", {"type": "external_select", "min_query_length": 1}, optional=True),
            an_input("Stand-ins", "people", {"type": "multi_users_select", "max_selected_items": 2}, optional=True),
            an_input("Tell", "channel", {"type": "channels_select"}, optional=True),
            an_input("Handed over", "ticks", {"type": "checkboxes", "options": options[:2]}, optional=True),
            an_input("Half days", "radio", {"type": "radio_buttons", "options": options[1:]}, optional=True),
            an_input("Notes", "rich", {"type": "rich_text_input"}, optional=True),
            an_input("Certificate", "file", {"type": "file_input", "max_files": 2}, optional=True),
        ],
    }


def small_modal(title: str, words: str, **extra: Any) -> Payload:
    """A modal that says something and can be sent."""
    word = {"type": "plain_text_input"}
    return {
        "type": "modal",
        "callback_id": "small",
        "title": plain(title),
        "submit": plain("Next"),
        "blocks": [
            {"type": "section", "block_id": "words", "text": plain(words)},
            an_input("Word", "word", word, optional=True),
        ],
        **extra,
    }


def home(name: str) -> Payload:
    """An App Home."""
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain(f"Good morning, {name}")},
            {
                "type": "section",
                "block_id": "needs",
                "text": mrkdwn("*1 request* needs you."),
                "accessory": button("See requests", "home_press", style="primary"),
            },
            {"type": "divider"},
            {
                "type": "section",
                "fields": [mrkdwn("*Annual leave*\n17 of 30 days left"), mrkdwn("*Training*\n3 of 5 days left")],
            },
            {"type": "context", "elements": [mrkdwn("Balances as of today.")]},
        ],
    }
