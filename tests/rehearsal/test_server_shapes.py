"""What the workspace sends, held against Slack's published types (`shapes/published.json`, by `shapes/extract.mjs`)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rehearsal.api.gate import answer
from rehearsal.courier import Answer, Delivery, Outcome
from rehearsal.delivery.events import Announcer
from rehearsal.model import App, OnMessage, OnView
from rehearsal.scenario import build, put_person
from rehearsal.workspace import Workspace
from tests.rehearsal.bolt_app import APP_TOKEN, BOT_TOKEN, MANIFEST, card, leave_modal, option, plain, scenario

PUBLISHED = json.loads((Path(__file__).parent / "shapes" / "published.json").read_text(encoding="utf-8"))
SENT_AND_UNPUBLISHED = (
    "/app_id",
    "/event_context",
    "/user/username",
    "/style",
    "/view/state/values",
    "/submit_disabled",
    "/channel/is_mpim",
    "/channel/is_user_deleted",
)
"""Fields that Slack is seen to send and its types leave out."""


def faults(value: Any, shape: Any, where: str = "") -> Iterator[str]:
    """Say where a value does not have its published shape."""
    if shape == "any":
        return
    if isinstance(shape, str):
        if not is_a(value, shape):
            yield f"{where} is {value!r}, not a {shape}"
        return
    if "one_of" in shape:
        found = [list(faults(value, one, where)) for one in shape["one_of"]]
        if all(found):
            yield min(found, key=len)[0]
        return
    if "list" in shape:
        if not isinstance(value, list):
            yield f"{where} is {value!r}, not a list"
            return
        for number, item in enumerate(value):
            yield from faults(item, shape["list"], f"{where}/{number}")
        return
    yield from object_faults(value, PUBLISHED["definitions"][shape["ref"]], where)


def is_a(value: Any, kind: str) -> bool:
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, {"string": str, "boolean": bool, "null": type(None)}[kind])


def object_faults(value: Any, definition: dict[str, Any], where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where} is {value!r}, not an object"
        return
    fields = {name.rstrip("?"): shape for name, shape in definition["fields"].items()}
    for name in definition["fields"]:
        if not name.endswith("?") and name not in value and fields[name] != "undefined":
            yield f"{where}/{name} is missing"
    for name, part in value.items():
        if part is None and f"{name}?" in definition["fields"]:
            continue  # where its types leave a field away, Slack may send null
        if name in fields and fields[name] != "undefined":
            yield from faults(part, fields[name], f"{where}/{name}")
        elif "others" in definition:
            yield from faults(part, definition["others"], f"{where}/{name}")
        elif not f"{where}/{name}".endswith(SENT_AND_UNPUBLISHED):
            yield f"{where}/{name} is not published"


def assert_published(value: Any, name: str) -> None:
    found = list(faults(value, PUBLISHED["shapes"][name]))
    assert not found, "\n".join(found)


class Recording:
    """A courier that keeps what it is given and acks it."""

    def __init__(self) -> None:
        self.deliveries: list[Delivery] = []

    def send(self, app: App, delivery: Delivery) -> Answer:
        del app
        self.deliveries.append(delivery)
        return Answer(Outcome.ACKED, {})

    def announce(self, app: App, delivery: Delivery) -> None:
        del app
        self.deliveries.append(delivery)

    def hang_up(self) -> None:
        """There is nothing to cut."""

    def refresh(self) -> None:
        """There is nothing to replace."""

    def payload(self, kind: str) -> Any:
        """Give the last payload of a type."""
        return [sent.payload for sent in self.deliveries if sent.name == kind][-1]

    def event(self, kind: str, subtype: str | None = None) -> Any:
        events = [sent.payload["event"] for sent in self.deliveries if sent.name == kind]
        return [event for event in events if event.get("subtype") == subtype][-1]


@pytest.fixture
def courier() -> Recording:
    return Recording()


@pytest.fixture
def workspace(courier: Recording) -> Workspace:
    """A workspace whose app hears of everything."""
    events = [
        *("message.channels", "message.im", "app_mention", "app_home_opened", "team_join", "user_change"),
        *("member_joined_channel", "member_left_channel", "reaction_added", "reaction_removed"),
    ]
    settings = {**MANIFEST["settings"], "event_subscriptions": {"bot_events": events}}
    workspace = build(scenario(manifest={**MANIFEST, "settings": settings}))
    workspace.courier = courier
    workspace.subscribe(Announcer(workspace).hear)
    return workspace


def the_app(workspace: Workspace) -> App:
    return next(iter(workspace.apps.values()))


def posted(workspace: Workspace, *blocks: dict[str, Any], thread_ts: str = "") -> OnMessage:
    call = {"channel": "C0GENERAL", "text": "x", "blocks": list(blocks), "thread_ts": thread_ts}
    body = answer(workspace, "chat.postMessage", BOT_TOKEN, call, "http://h").body
    assert_published(body, "ChatPostMessageResponse")
    return OnMessage("C0GENERAL", body["ts"])


def element(kind: str, **parts: Any) -> dict[str, Any]:
    return {"type": "actions", "block_id": "b", "elements": [{"type": kind, "action_id": "a", **parts}]}


def test_commands_and_shortcuts(workspace: Workspace, courier: Recording) -> None:
    ann = workspace.person("ann")
    ann.type("general", "/leave tomorrow")
    assert_published(courier.payload("/leave"), "SlashCommand")
    ann.shortcut("ask")
    assert_published(courier.payload("shortcut"), "GlobalShortcut")
    place = posted(workspace)
    ann.shortcut("keep", place)
    assert_published(courier.payload("message_action"), "MessageShortcut")


@pytest.mark.parametrize(
    ("block", "value", "shape"),
    [
        (element("button", text=plain("Go"), value="1", style="danger"), None, "ButtonAction"),
        (element("static_select", options=[option("A")], placeholder=plain("P")), "a", "StaticSelectAction"),
        (element("datepicker", initial_date="2026-01-01"), "2026-12-24", "DatepickerAction"),
        (element("overflow", options=[option("A")]), "a", "OverflowAction"),
        (element("checkboxes", options=[option("A"), option("B")]), ["b"], "CheckboxesAction"),
    ],
)
def test_presses_on_messages(
    workspace: Workspace, courier: Recording, block: dict[str, Any], value: Any, shape: str
) -> None:
    workspace.person("ann").press(posted(workspace, block), "b", "a", value=value)
    payload = courier.payload("block_actions")
    assert_published(payload, "BlockAction")
    assert_published(payload["actions"][0], shape)


def test_modals(workspace: Workspace, courier: Recording) -> None:
    ann = workspace.person("ann")
    trigger = {"trigger_id": workspace.tickets.trigger(the_app(workspace).id, "U0ANN"), "view": leave_modal()}
    opened = answer(workspace, "views.open", BOT_TOKEN, trigger, "http://h").body
    assert_published(opened, "ViewsOpenResponse")
    assert_published(opened["view"], "ViewOutput")
    view_id = opened["view"]["id"]
    ann.press(OnView(view_id), "first", "first", value="2026-12-24")
    pressed = courier.payload("block_actions")
    found = list(faults(pressed, PUBLISHED["shapes"]["BlockAction"]))
    assert found == ["/response_url is missing"]  # Slack's types promise one; there is none for views
    ann.submit(view_id, {"first": {"first": "2026-12-24"}})
    assert_published(courier.payload("view_submission"), "ViewSubmitAction")
    again = workspace.views.open(the_app(workspace), "U0ANN", leave_modal())
    ann.close(again.id)
    assert_published(courier.payload("view_closed"), "ViewClosedAction")


def test_options(workspace: Workspace, courier: Recording) -> None:
    place = posted(workspace, element("external_select", min_query_length=0))
    with pytest.raises(Exception, match="invalid_arguments"):
        workspace.person("ann").options(place, "b", "a", "bo")
    assert_published(courier.payload("block_suggestion"), "BlockSuggestion")


def test_events(workspace: Workspace, courier: Recording) -> None:
    ann = workspace.person("ann")
    hello = ann.type("general", "@dotted_line hello")
    assert_published({**courier.payload("message"), "event": {"type": "message"}}, "EnvelopedEvent")
    assert_published(courier.event("message"), "GenericMessageEvent")
    assert_published(courier.event("app_mention"), "AppMentionEvent")
    place = posted(workspace)
    assert_published(courier.event("message"), "GenericMessageEvent")
    ann.react(place.channel, place.ts, "tada")
    assert_published(courier.event("reaction_added"), "ReactionAddedEvent")
    ann.react(place.channel, place.ts, "tada")
    assert_published(courier.event("reaction_removed"), "ReactionRemovedEvent")
    for method, shape in (("chat.update", "MessageChangedEvent"), ("chat.delete", "MessageDeletedEvent")):
        said = {"text": "y"} if method == "chat.update" else {}
        answer(workspace, method, BOT_TOKEN, {"channel": place.channel, "ts": place.ts, **said}, "http://h")
        subtype = {"chat.update": "message_changed", "chat.delete": "message_deleted"}[method]
        found = faults(courier.event("message", subtype), PUBLISHED["shapes"][shape])
        # the types take the message inside for an event of its own
        assert not [fault for fault in found if not fault.endswith("message/event_ts is missing")]
    ann.leave("general")
    assert_published(courier.event("member_left_channel"), "MemberLeftChannelEvent")
    ann.join("general")
    assert_published(courier.event("member_joined_channel"), "MemberJoinedChannelEvent")
    ann.open_home(the_app(workspace).id)
    assert_published(courier.event("app_home_opened"), "AppHomeOpenedEvent")
    put_person(workspace, {"name": "new"})
    assert_published(courier.event("team_join"), "TeamJoinEvent")
    put_person(workspace, {"name": "new", "title": "Engineer"})
    assert_published(courier.event("user_change"), "UserChangeEvent")
    assert hello.ok


@pytest.mark.parametrize(
    ("method", "arguments", "shape"),
    [
        ("auth.test", {}, "AuthTestResponse"),
        ("bots.info", {}, "BotsInfoResponse"),
        ("team.info", {}, "TeamInfoResponse"),
        ("users.info", {"user": "U0ANN", "include_locale": True}, "UsersInfoResponse"),
        ("users.list", {}, "UsersListResponse"),
        ("users.lookupByEmail", {"email": "ann@example.com"}, "UsersLookupByEmailResponse"),
        ("users.profile.get", {"user": "U0ANN"}, "UsersProfileGetResponse"),
        ("conversations.info", {"channel": "C0GENERAL", "include_num_members": 1}, "ConversationsInfoResponse"),
        ("conversations.list", {"types": "public_channel,private_channel,im"}, "ConversationsListResponse"),
        ("conversations.members", {"channel": "C0GENERAL"}, "ConversationsMembersResponse"),
        ("conversations.open", {"users": "U0ANN", "return_im": True}, "ConversationsOpenResponse"),
        ("conversations.history", {"channel": "C0GENERAL", "include_all_metadata": 1}, "ConversationsHistoryResponse"),
        ("files.getUploadURLExternal", {"filename": "a.txt", "length": 3}, "FilesGetUploadURLExternalResponse"),
        ("chat.postEphemeral", {"channel": "C0GENERAL", "user": "U0ANN", "text": "x"}, "ChatPostEphemeralResponse"),
    ],
)
def test_answers(workspace: Workspace, method: str, arguments: dict[str, Any], shape: str) -> None:
    first = posted(workspace, *card("U0ANN", "today"))
    posted(workspace, thread_ts=first.ts)
    workspace.person("ann").upload("general", "a.txt", b"abc", "text/plain")
    workspace.open_direct(["U0ANN", the_app(workspace).bot_user])
    body = answer(workspace, method, BOT_TOKEN, arguments, "http://h").body
    assert body["ok"], body
    assert_published(body, shape)


def test_answers_about_one_message(workspace: Workspace) -> None:
    place = posted(workspace, *card("U0ANN", "today"))
    posted(workspace, thread_ts=place.ts)
    at = {"channel": place.channel, "ts": place.ts}
    for method, arguments, shape in [
        ("conversations.replies", at, "ConversationsRepliesResponse"),
        ("chat.getPermalink", {"channel": place.channel, "message_ts": place.ts}, "ChatGetPermalinkResponse"),
        ("chat.update", {**at, "text": "y"}, "ChatUpdateResponse"),
        ("chat.delete", at, "ChatDeleteResponse"),
    ]:
        body = answer(workspace, method, BOT_TOKEN, arguments, "http://h").body
        assert body["ok"], body
        assert_published(body, shape)
    home = {"user_id": "U0ANN", "view": {"type": "home", "blocks": []}}
    assert_published(answer(workspace, "views.publish", BOT_TOKEN, home, "http://h").body, "ViewsPublishResponse")
    opened = answer(workspace, "apps.connections.open", APP_TOKEN, {}, "http://h").body
    assert_published(opened, "AppsConnectionsOpenResponse")
