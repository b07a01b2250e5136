"""A Bolt app as anybody would write it: it knows nothing of the rehearsal but the base URL of its client."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from rehearsal.client import RehearsalClient

BOT_TOKEN = "xoxb-test"
APP_TOKEN = "xapp-test"
SECRET = "a-signing-secret"
BOT_SCOPES = [
    *("app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write", "commands"),
    *("files:read", "files:write", "groups:history", "groups:read", "im:history", "im:read", "im:write"),
    *("reactions:read", "reactions:write", "team:read", "users.profile:read", "users:read", "users:read.email"),
]

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Dotted Line"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Dotted Line"},
        "slash_commands": [
            {"command": "/leave", "description": "Ask for leave", "should_escape": True},
            {"command": "/say", "description": "Says it"},
            {"command": "/silent", "description": "Never answers"},
        ],
        "shortcuts": [
            {"type": "global", "name": "Ask", "callback_id": "ask", "description": "Ask"},
            {"type": "message", "name": "Keep", "callback_id": "keep", "description": "Keep"},
        ],
    },
    "oauth_config": {"scopes": {"bot": BOT_SCOPES}},
    "settings": {
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {
            "bot_events": ["app_home_opened", "app_mention", "message.im", "message.channels", "member_joined_channel"]
        },
        "socket_mode_enabled": True,
    },
}
PEOPLE = [
    {"id": "U0ANN", "name": "ann", "real_name": "Ann Ahlgren", "email": "ann@example.com"},
    {"id": "U0BOSS", "name": "boss", "real_name": "Bea Osswald", "email": "boss@example.com"},
    {"id": "U0CARL", "name": "carl", "real_name": "Carl Costa", "email": "carl@example.com"},
]
CHANNELS = [
    {"id": "C0GENERAL", "name": "general"},
    {"id": "C0SECRET", "name": "secret", "private": True, "members": ["ann"]},
    {"id": "C0OLD", "name": "old", "archived": True},
    {"id": "C0OTHER", "name": "other", "members": ["ann", "boss"]},
]


def scenario(*, limits: str = "none", **app: Any) -> dict[str, Any]:
    """Give a scenario with three people, four channels and one app."""
    entry = {"manifest": MANIFEST, "bot_token": BOT_TOKEN, "app_token": APP_TOKEN, "signing_secret": SECRET}
    return {
        "team": {"name": "Test", "domain": "test", "timezone": "Europe/Berlin"},
        "limits": limits,
        "people": PEOPLE,
        "channels": CHANNELS,
        "apps": [{**entry, "channels": ["general", "old"], **app}],
    }


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def leave_modal(note: str = "Choose your days.") -> dict[str, Any]:
    first = {"type": "datepicker", "action_id": "first"}
    reason = {"type": "plain_text_input", "action_id": "reason", "max_length": 100}
    half = {"type": "static_select", "action_id": "half", "options": [option("Whole days"), option("Mornings")]}
    return {
        "type": "modal",
        "callback_id": "ask",
        "title": plain("Ask for leave"),
        "submit": plain("Ask"),
        "close": plain("Cancel"),
        "notify_on_close": True,
        "blocks": [
            {"type": "section", "block_id": "note", "text": plain(note)},
            {
                "type": "input",
                "block_id": "first",
                "label": plain("First day"),
                "element": first,
                "dispatch_action": True,
            },
            {"type": "input", "block_id": "reason", "label": plain("Reason"), "element": reason, "optional": True},
            {"type": "input", "block_id": "half", "label": plain("Part"), "element": half, "optional": True},
        ],
    }


def option(text: str) -> dict[str, Any]:
    return {"text": plain(text), "value": text.lower().replace(" ", "_")}


def card(who: str, first: str) -> list[dict[str, Any]]:
    approve = {
        "type": "button",
        "action_id": "approve",
        "text": plain("Approve leave"),
        "value": "17",
        "style": "primary",
    }
    decline = {"type": "button", "action_id": "decline", "text": plain("Decline leave"), "value": "17"}
    text = {"type": "mrkdwn", "text": f"*<@{who}>* asks for leave from {first}"}
    return [
        {"type": "section", "block_id": "what", "text": text},
        {"type": "actions", "block_id": "decide", "elements": [approve, decline]},
    ]


class LeaveBot:
    """`/leave` opens a modal, its submission sends the boss a card, whose button tells the asker."""

    def __init__(self, api_url: str) -> None:
        client = WebClient(token=BOT_TOKEN, base_url=api_url, retry_handlers=[], timeout=60)
        self.app = App(client=client, signing_secret=SECRET)
        self.heard: list[dict[str, Any]] = []
        self._commands()
        self._interactions()
        self._events()

    def _commands(self) -> None:
        self.app.command("/leave")(leave)
        self.app.command("/say")(say_it)
        self.app.command("/silent")(silent)

    def _interactions(self) -> None:
        self.app.action("first")(self.first)
        self.app.view("ask")(self.asked)
        self.app.view_closed("ask")(self.closed)
        self.app.action("approve")(self.approve)
        self.app.action("decline")(decline)
        self.app.shortcut("ask")(shortcut)
        self.app.shortcut("keep")(keep)

    def _events(self) -> None:
        self.app.event("app_home_opened")(self.home)
        self.app.event("app_mention")(mention)
        self.app.event("message")(self.hear)
        self.app.event("member_joined_channel")(self.hear)

    def first(self, ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        self.heard.append(body)
        chosen = body["view"]["state"]["values"]["first"]["first"]["selected_date"]
        view = leave_modal(f"From {chosen} it costs 1 day.")
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

    def asked(self, ack: Any, body: dict[str, Any], client: WebClient) -> None:
        self.heard.append(body)
        values = body["view"]["state"]["values"]
        answer = ANSWERS.get(values["reason"]["reason"]["value"])
        if answer:
            ack(**answer)
            return
        ack()
        who, when = body["user"]["id"], values["first"]["first"]["selected_date"]
        client.chat_postMessage(channel="U0BOSS", text="A request for leave", blocks=card(who, when))

    def closed(self, ack: Any, body: dict[str, Any]) -> None:
        ack()
        self.heard.append(body)

    def approve(self, ack: Any, body: dict[str, Any], client: WebClient, respond: Any) -> None:
        ack()
        self.heard.append(body)
        done = [{"type": "section", "text": plain("Approved by Bea")}]
        message = body["container"]
        client.chat_update(channel=message["channel_id"], ts=message["message_ts"], text="Approved", blocks=done)
        client.chat_postMessage(channel="U0ANN", text="Your leave was approved.")
        respond(text="Thank you.", replace_original=False)

    def home(self, body: dict[str, Any], event: dict[str, Any], client: WebClient) -> None:
        self.heard.append(body)
        if event["tab"] == "home":
            blocks = [{"type": "section", "text": plain("Nothing needs you.")}]
            client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    def hear(self, body: dict[str, Any]) -> None:
        self.heard.append(body)


ANSWERS: dict[str, dict[str, Any]] = {
    "bad": {"response_action": "errors", "errors": {"reason": "Please say it more kindly."}},
    "more": {"response_action": "push", "view": leave_modal("One more page.")},
    "change": {"response_action": "update", "view": leave_modal("It was changed.")},
    "enough": {"response_action": "clear"},
    "nonsense": {"response_action": "explode"},
    "stranger": {"response_action": "errors", "errors": {"nowhere": "There is no such block."}},
}
"""Reasons that the bot answers with a `response_action`."""


def leave(ack: Any, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=leave_modal(body["text"] or "Choose your days."))


def say_it(ack: Any, body: dict[str, Any], respond: Any) -> None:
    ack(f"You said {body['text']}")
    respond(text=f"Again: {body['text']}")


def silent() -> None:
    """Never ack."""


def decline(ack: Any, respond: Any) -> None:
    ack()
    respond(text="Declined.", replace_original=True, blocks=[{"type": "section", "text": plain("Declined.")}])


def shortcut(ack: Any, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=leave_modal("By shortcut."))


def keep(ack: Any, body: dict[str, Any], respond: Any) -> None:
    ack()
    respond(text=f"Kept: {body['message']['text']}")


def mention(event: dict[str, Any], say: Any) -> None:
    say(text="You called?", thread_ts=event["ts"])


@contextmanager
def over_socket_mode(app: App, api_url: str, *, looks_after: float = 10) -> Iterator[SocketModeHandler]:
    """Connect an app by the client that comes with the SDK, which sees each so many seconds whether it still is."""
    handler = SocketModeHandler(app, APP_TOKEN, web_client=WebClient(base_url=api_url), ping_interval=looks_after)
    handler.connect()
    try:
        yield handler
    finally:
        hang_up(handler, api_url)


def hang_up(handler: SocketModeHandler, api_url: str) -> None:
    """Close a handler at once: on its own it waits for seconds until its socket has something to read."""
    handler.client.auto_reconnect_enabled = False
    handler.client.default_auto_reconnect_enabled = False
    RehearsalClient(api_url.removesuffix("/api/")).hang_up()
    while handler.client.is_connected():
        time.sleep(0.01)
    handler.close()


@contextmanager
def over_http(app: App) -> Iterator[str]:
    """Serve an app's request URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers: dict[str, str | Sequence[str]] = dict(self.headers.items())
            answer = app.dispatch(BoltRequest(body=body, headers=headers))
            content = answer.body.encode()
            self.send_response(answer.status)
            for name, value in answer.first_headers_without_set_cookie().items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/slack/events"
        server.shutdown()
        thread.join()
