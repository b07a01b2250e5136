"""A Bolt app that shows everything the page draws, and tells back what it was sent."""

import re
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from tests.rehearsal.bolt_app import BOT_TOKEN, MANIFEST, SECRET
from tests.rehearsal.browser import gallery

COMMANDS = [
    {"command": "/form", "description": "Opens a modal with every input", "usage_hint": "[nothing]"},
    {"command": "/small", "description": "Opens a small modal", "usage_hint": "[what it says]"},
    {"command": "/whisper", "description": "Says something only to you", "usage_hint": "[words]"},
    {"command": "/late", "description": "Answers too late"},
]


def gallery_manifest() -> dict[str, Any]:
    return {**MANIFEST, "features": {**MANIFEST["features"], "slash_commands": COMMANDS}}


def gallery_app(api_url: str) -> App:
    client = WebClient(token=BOT_TOKEN, base_url=api_url, retry_handlers=[], timeout=60)
    app = App(client=client, signing_secret=SECRET)
    for register in (commands, presses, submissions, elsewhere):
        register(app)
    return app


def commands(app: App) -> None:
    @app.command("/form")
    def form(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=gallery.form())

    @app.command("/small")
    def small(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=gallery.small_modal("Small", body["text"] or "Hello"))

    @app.command("/whisper")
    def whisper(ack: Any, body: dict[str, Any]) -> None:
        ack(f"Psst: {body['text']}")

    @app.command("/late")
    def late() -> None:
        """Never acks."""


def presses(app: App) -> None:
    @app.action("approve")
    def approve(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        place = body["container"]
        said = gallery.mrkdwn(f":white_check_mark: Approved by <@{body['user']['id']}>")
        done = [*gallery.card()[:2], {"type": "context", "elements": [said]}]
        client.chat_update(channel=place["channel_id"], ts=place["message_ts"], text="Approved", blocks=done)

    @app.action("decline")
    def decline(ack: Any, respond: Any) -> None:
        ack()
        respond(text="Declined.", replace_original=False)

    @app.action("a")
    def changed(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        view = gallery.form()
        said = action.get("selected_date") or action.get("value")
        view["blocks"][0]["text"] = gallery.mrkdwn(f"You chose *{said}*: it costs 1 day.")
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

    @app.action("home_press")
    def home_press(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=gallery.small_modal("Requests", "There is one."))

    @app.options("a")
    def projects(ack: Any, payload: dict[str, Any]) -> None:
        names = ["Apollo", "Artemis", "Borealis", "Cassini"]
        ack(options=[gallery.option(name) for name in names if payload["value"].lower() in name.lower()])

    @app.action(re.compile(".*"))
    def other(ack: Any, action: dict[str, Any], respond: Any) -> None:
        ack()
        chosen = {key: value for key, value in action.items() if key.startswith("selected")}
        respond(text=f"{action['action_id']}: {chosen}", replace_original=False)


def submissions(app: App) -> None:
    @app.view("small")
    def small(ack: Any, view: dict[str, Any]) -> None:
        word = view["state"]["values"]["word"]["a"]["value"]
        answers: dict[str | None, dict[str, Any]] = {
            "wrong": {"response_action": "errors", "errors": {"word": "This word is taken."}},
            "deeper": {"response_action": "push", "view": gallery.small_modal("Deeper", "One level down.")},
            "other": {"response_action": "update", "view": gallery.small_modal("Other", "It was changed.")},
        }
        ack(**answers.get(word, {}))

    @app.view("form")
    def form(ack: Any, view: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        values = view["state"]["values"]
        chosen = values["type"]["a"]["selected_option"]["value"]
        text = f"{chosen} from {values['first']['a']['selected_date']}: {values['reason']['a']['value']}"
        client.chat_postMessage(channel=body["user"]["id"], text=text)

    @app.view_closed("form")
    def closed(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text="You closed the form.")


def elsewhere(app: App) -> None:
    @app.shortcut("ask")
    def ask(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=gallery.small_modal("By shortcut", "You asked."))

    @app.shortcut("keep")
    def keep(ack: Any, body: dict[str, Any], respond: Any) -> None:
        ack()
        respond(text=f"Kept: {body['message']['text']}")

    @app.event("app_home_opened")
    def home(event: dict[str, Any], client: WebClient) -> None:
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view=gallery.home("Ann"))

    @app.event("message")
    def message() -> None:
        """Heard, and left alone."""

    @app.event("app_mention")
    def mention(event: dict[str, Any], say: Any) -> None:
        say(text="You called?", thread_ts=event["ts"])

    @app.event("member_joined_channel")
    def joined() -> None:
        """Heard, and left alone."""
