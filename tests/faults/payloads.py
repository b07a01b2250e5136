"""Payloads as Slack would send them, made by hand: what a stale card, a forger or a second finger sends."""

import itertools
from typing import Any

_numbers = itertools.count(1)


def press(user: str, action_id: str, value: str) -> dict[str, Any]:
    """A button of a message, pressed once more each time this is called."""
    return {
        "type": "block_actions",
        "user": {"id": user},
        "trigger_id": f"trigger-{next(_numbers)}",
        "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": value}],
    }


def submission(user: str, callback_id: str, metadata: str, reason: str) -> dict[str, Any]:
    """A modal with a reason, submitted."""
    field = {"leave:reason": {"type": "plain_text_input", "value": reason}}
    return _submitted(user, callback_id, metadata, {"reason": field})


def asking(user: str, day: str, leave_type: str = "annual", note: str | None = None) -> dict[str, Any]:
    """The modal that asks for one day, submitted."""
    chosen = {"type": "static_select", "selected_option": {"value": leave_type}}
    values = {
        "leave_type": {"leave:preview": chosen},
        "first": {"leave:preview": {"type": "datepicker", "selected_date": day}},
        "last": {"leave:preview": {"type": "datepicker", "selected_date": day}},
        "reason": {"leave:reason": {"type": "plain_text_input", "value": note}},
    }
    return _submitted(user, "leave:ask", "", values)


def _submitted(user: str, callback_id: str, metadata: str, values: dict[str, Any]) -> dict[str, Any]:
    number = next(_numbers)
    view = {
        "id": f"V{number}",
        "type": "modal",
        "hash": f"hash-{number}",
        "callback_id": callback_id,
        "private_metadata": metadata,
        "blocks": [{"type": "input", "block_id": block} for block in values],
        "state": {"values": values},
    }
    return {"type": "view_submission", "user": {"id": user}, "trigger_id": f"trigger-{number}", "view": view}
