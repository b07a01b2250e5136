"""An app that is taken out of the workspace and installed again: its bot token is refused meanwhile, as Slack does."""

from dataclasses import replace
from typing import TYPE_CHECKING

from rehearsal.delivery.interactions import event_delivery
from rehearsal.model import App

if TYPE_CHECKING:  # it is done to it
    from rehearsal.workspace import Workspace

UNINSTALLING = ("tokens_revoked", "app_uninstalled")
"""What the app hears, if it wants to."""


def uninstall(workspace: "Workspace", app_id: str) -> App:
    """Take it out; `account_inactive` is what its calls are answered from then on."""
    app = workspace.app(app_id)
    gone = workspace.add_app(replace(app, installed=False))
    stamp = f"{workspace.clock.timestamp():.6f}"
    details = {"tokens_revoked": {"tokens": {"oauth": [], "bot": [app.bot_user]}}, "app_uninstalled": {}}
    for name in UNINSTALLING:
        if name in app.events:
            event = {"type": name, **details[name], "event_ts": stamp}
            workspace.courier.announce(app, event_delivery(workspace, app, event))
    return gone


def install(workspace: "Workspace", app_id: str) -> App:
    """Install it again, with the token that it had."""
    return workspace.add_app(replace(workspace.app(app_id), installed=True))
