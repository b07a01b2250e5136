"""Slack's app manifest, made from the registration, so that the two cannot drift apart."""

import json
from collections.abc import Iterable
from typing import Any

from workflows.kernel.flow import Workflow

SCOPES = {
    "channels:history": "look whether a message in doubt arrived in a project's channel",
    "channels:read": "find a project's channel",
    "chat:write": "post and update messages",
    "commands": "the commands",
    "files:read": "documents that some kinds of leave ask for",
    "files:write": "pictures: plans, calendars, loads",
    "groups:history": "the same as channels:history, in private project channels",
    "groups:read": "the same as channels:read, in private project channels",
    "im:history": "look whether a direct message in doubt arrived",
    "im:write": "open direct messages",
    "users:read": "know people's names and zones",
    "users:read.email": "match people to the directory",
}
EVENTS = ("app_home_opened", "app_uninstalled", "message.im", "tokens_revoked")


def manifest(workflows: Iterable[Workflow], request_url: str | None = None) -> dict[str, Any]:
    """The manifest: over Socket Mode, or with `request_url` over HTTP."""
    workflows = tuple(workflows)
    at = {"request_url": request_url} if request_url else {}
    return {
        "display_information": {
            "name": "Dotted Line",
            "description": "Carries leave, staffing and milestones across the lines of a matrix organisation.",
            "background_color": "#2c2d72",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "dottedline", "always_online": True},
            "slash_commands": [
                {
                    "command": command,
                    "description": workflow.summary,
                    "usage_hint": workflow.hint,
                    "should_escape": True,
                    **({"url": request_url} if request_url else {}),
                }
                for workflow in workflows
                for command in (workflow.command, *workflow.aliases)
            ],
            "shortcuts": [
                {
                    "name": shortcut.name,
                    "type": "message",
                    "callback_id": f"{workflow.name}:{shortcut.verb}",
                    "description": shortcut.description,
                }
                for workflow in workflows
                for shortcut in workflow.shortcuts
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {**at, "bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True, **at},
            "org_deploy_enabled": False,
            "socket_mode_enabled": request_url is None,
            "token_rotation_enabled": False,
        },
    }


def as_text(workflows: Iterable[Workflow], request_url: str | None = None) -> str:
    """The manifest as the file that stands at the top of the tree."""
    return json.dumps(manifest(workflows, request_url), indent=2, ensure_ascii=False) + "\n"
