"""The request that every contestant is sent: a submitted `leave:ask` modal, signed as Slack signs, as bytes to write.

Each one is about another person or another day, so that every one of them can be accepted.
"""

import hmac
import json
import time
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import quote_plus, urlencode

from holidays import country_holidays

SECRET = "0123456789abcdef0123456789abcdef"
TOKEN = "xoxb-benchmark"
PEOPLE = 2000
DAYS_EACH = 24
"""Days of leave that each of them asks for at the most, one by one."""
PLACES = (("GB", "ENG", "Europe/London"), ("DE", "BE", "Europe/Berlin"), ("US", "NY", "America/New_York"))
"""Where the people of the generated organisation are, in turn."""
PATH = "/slack/events"


def slack_id(number: int) -> str:
    """The Slack id of the generated organisation's person with this number, from 0 on."""
    return f"U{number:08d}"


def requests(first: int, count: int, today: date) -> list[bytes]:
    """The requests numbered from `first` on, signed now: good for five minutes. ValueError when there are no more."""
    if first + count > PEOPLE * DAYS_EACH:
        raise ValueError(f"{PEOPLE} people with {DAYS_EACH} days each can ask {PEOPLE * DAYS_EACH} times: ask for less")
    days = [day.isoformat() for day in working_days(today)]
    template, stamp = _template(), str(int(time.time()))
    return [_signed(template, stamp, number, days[number // PEOPLE]) for number in range(first, first + count)]


def working_days(today: date) -> Sequence[date]:
    """The first days from the next March on that are a Monday to Friday and a holiday in none of the places."""
    year = today.year if today.month < 2 else today.year + 1
    closed = {day for country, subdivision, _ in PLACES for day in country_holidays(country, subdivision, years=year)}
    days = (date(year, 3, 1) + timedelta(days=ahead) for ahead in range(10 * DAYS_EACH))
    return [day for day in days if day.weekday() < 5 and day not in closed][:DAYS_EACH]


def _signed(template: str, stamp: str, number: int, day: str) -> bytes:
    asked = template.replace("TheDay", day).replace("TheNumber", f"{number:08d}")
    return as_request(asked.replace("ThePerson", slack_id(number % PEOPLE)).encode(), stamp)


def command(number: int, words: str, stamp: str) -> bytes:
    """A slash command of the person with this number, signed."""
    form = {"command": "/leave", "text": words, "user_id": slack_id(number % PEOPLE), "channel_id": "C00000001"}
    form |= {"team_id": "T00000001", "trigger_id": f"2222222222.{number}", "response_url": "http://127.0.0.1:1/"}
    return as_request(urlencode(form).encode(), stamp)


def modal(number: int, days: Sequence[date], stamp: str) -> bytes:
    """The submitted modal with this number, about one of these days, signed."""
    return _signed(_template(), stamp, number, days[number // PEOPLE].isoformat())


def as_request(body: bytes, stamp: str) -> bytes:
    """As Slack sends it: signed, at this moment."""
    signature = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, sha256).hexdigest()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\n"
        "Accept: application/json,*/*\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={signature}\r\n\r\n"
    )
    return head.encode() + body


@cache
def _template() -> str:
    """What Slack posts, with marks where the requests differ."""
    return "payload=" + quote_plus(json.dumps(payload(), separators=(",", ":")))


def payload() -> dict[str, Any]:
    """What Slack posts, with marks where the requests differ."""
    return {
        "type": "view_submission",
        "team": {"id": "T00000001", "domain": "northwind"},
        "user": {"id": "ThePerson", "username": "someone", "name": "someone", "team_id": "T00000001"},
        "api_app_id": "A00000001",
        "token": "legacy-token-nobody-checks",
        "trigger_id": "1111111111.222222222.TheNumber",
        "view": _view(),
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": None,
    }


def _view() -> dict[str, Any]:
    return {
        "id": "VTheNumber",
        "team_id": "T00000001",
        "type": "modal",
        "blocks": _blocks(),
        "private_metadata": "",
        "callback_id": "leave:ask",
        "state": {"values": _values()},
        "hash": "1711111111.TheNumber",
        "title": _plain("Ask for leave"),
        "clear_on_close": False,
        "notify_on_close": False,
        "close": _plain("Cancel"),
        "submit": _plain("Ask for leave"),
        "previous_view_id": None,
        "root_view_id": "VTheNumber",
        "app_id": "A00000001",
        "external_id": "",
        "app_installed_team_id": "T00000001",
        "bot_id": "B00000001",
    }


def _blocks() -> list[dict[str, Any]]:
    kinds = {"annual": "Annual leave", "unpaid": "Unpaid leave", "study": "Study leave", "moving": "Moving house"}
    halves = {"whole": "Whole days", "late": "From noon on the first day", "early": "Until noon on the last day"}
    note = {"type": "plain_text_input", "action_id": "leave:reason", "multiline": True, "max_length": 1000}
    outlook = {"type": "mrkdwn", "text": "*One day*\nCosts 1 day of 2027.\nLeft after it: 21 days.", "verbatim": False}
    return [
        _input("leave_type", "Kind of leave", _menu(kinds)),
        _input("first", "First day", {"type": "datepicker", "action_id": "leave:preview"}),
        _input("last", "Last day", {"type": "datepicker", "action_id": "leave:preview"}),
        _input("halves", "Half days", _menu(halves)),
        _input("reason", "Note for whoever decides", note) | {"optional": True, "dispatch_action": False},
        {"type": "section", "block_id": "outlook", "text": outlook},
    ]


def _values() -> dict[str, Any]:
    day = {"type": "datepicker", "selected_date": "TheDay"}
    return {
        "leave_type": {"leave:preview": _chosen("annual", "Annual leave")},
        "first": {"leave:preview": day},
        "last": {"leave:preview": day},
        "halves": {"leave:preview": _chosen("whole", "Whole days")},
        "reason": {"leave:reason": {"type": "plain_text_input", "value": "My sister's wedding"}},
    }


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": True}


def _option(value: str, text: str) -> dict[str, Any]:
    return {"text": _plain(text), "value": value}


def _chosen(value: str, text: str) -> dict[str, Any]:
    return {"type": "static_select", "selected_option": _option(value, text)}


def _menu(options: dict[str, str]) -> dict[str, Any]:
    made = [_option(value, text) for value, text in options.items()]
    return {"type": "static_select", "action_id": "leave:preview", "options": made, "initial_option": made[0]}


def _input(block: str, label: str, element: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block,
        "label": _plain(label),
        "optional": False,
        "dispatch_action": True,
        "element": element,
    }
