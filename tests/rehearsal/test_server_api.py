"""The Web API as the official SDK calls it: answers, and refusals by Slack's names."""

import http.client
import json
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from rehearsal.api.arguments import TAKES
from rehearsal.api.gate import METHODS
from rehearsal.api.known import KNOWN
from rehearsal.scenario import build
from rehearsal.server import Serving
from tests.rehearsal.bolt_app import APP_TOKEN, BOT_TOKEN, MANIFEST, card, leave_modal, plain, scenario


@pytest.fixture
def slack(served: Serving) -> WebClient:
    return WebClient(token=BOT_TOKEN, base_url=served.api_url, retry_handlers=[], timeout=60)


@pytest.fixture
def raw(served: Serving) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    yield connection
    connection.close()


def error_of(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(*arguments, **named)
    return str(refused.value.response["error"])


def post_raw(
    connection: http.client.HTTPConnection, method: str, body: bytes | str, kind: str = "application/json"
) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {BOT_TOKEN}", **({"Content-Type": kind} if kind else {})}
    connection.request("POST", f"/api/{method}", body, headers)
    response = connection.getresponse()
    return response.status, json.loads(response.read())


def test_a_message_is_posted_read_back_with_its_metadata_changed_and_deleted(slack: WebClient) -> None:
    metadata = {"event_type": "leave_asked", "event_payload": {"id": "17"}}
    posted = slack.chat_postMessage(
        channel="C0GENERAL",
        text="Hello <@U0ANN>",
        blocks=card("U0ANN", "today"),
        metadata=metadata,
        client_msg_id="x-1",
    )
    assert posted["channel"] == "C0GENERAL"
    assert posted["message"]["client_msg_id"] == "x-1"
    history = slack.conversations_history(channel="C0GENERAL", include_all_metadata=True)
    assert history["messages"][0]["metadata"] == metadata
    assert history["messages"][0]["blocks"][1]["block_id"] == "decide"
    assert "metadata" not in slack.conversations_history(channel="C0GENERAL")["messages"][0]
    slack.chat_update(channel="C0GENERAL", ts=posted["ts"], text="Changed", blocks=[])
    changed = slack.conversations_history(channel="C0GENERAL")["messages"][0]
    assert changed["text"] == "Changed"
    assert "blocks" not in changed
    assert changed["edited"]["user"] == slack.auth_test()["user_id"]
    link = slack.chat_getPermalink(channel="C0GENERAL", message_ts=posted["ts"])["permalink"]
    assert link.endswith(f"/archives/C0GENERAL/p{posted['ts'].replace('.', '')}")
    slack.chat_delete(channel="C0GENERAL", ts=posted["ts"])
    assert not slack.conversations_history(channel="C0GENERAL")["messages"]


def test_posting_twice_with_one_client_msg_id_posts_twice(slack: WebClient) -> None:
    for _ in range(2):
        slack.chat_postMessage(channel="C0GENERAL", text="Hello", client_msg_id="x-1")
    assert len(slack.conversations_history(channel="C0GENERAL")["messages"]) == 2


def test_a_person_is_written_to_by_user_id_by_an_opened_dm_and_by_channel_name(slack: WebClient) -> None:
    dm = slack.conversations_open(users=["U0ANN"])["channel"]["id"]
    assert slack.chat_postMessage(channel="U0ANN", text="Hello")["channel"] == dm
    assert slack.chat_postMessage(channel="#general", text="Hello")["channel"] == "C0GENERAL"
    group = slack.conversations_open
    assert error_of(group, users=["U0ANN", "U0BOSS"]) == "missing_scope"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE", "channel_not_found"),
        ("C0SECRET", "channel_not_found"),
        ("C0OLD", "is_archived"),
        ("C0OTHER", "not_in_channel"),
        ("", "invalid_arguments"),
    ],
)
def test_where_a_bot_cannot_post_is_refused_by_slacks_name(slack: WebClient, channel: str, error: str) -> None:
    assert error_of(slack.chat_postMessage, channel=channel, text="Hello") == error


def test_reading_needs_membership_too(slack: WebClient) -> None:
    assert error_of(slack.conversations_history, channel="C0OTHER") == "not_in_channel"
    assert error_of(slack.conversations_info, channel="C0SECRET") == "channel_not_found"
    assert slack.conversations_info(channel="C0OTHER")["channel"]["is_member"] is False
    assert slack.conversations_join(channel="C0OTHER")["channel"]["is_member"] is True
    assert slack.conversations_history(channel="C0OTHER")["messages"] == []


def test_a_missing_scope_is_named_with_what_is_there() -> None:
    settings = {**MANIFEST["settings"], "event_subscriptions": {"bot_events": ["message.im"]}}
    scopes = {"scopes": {"bot": ["commands", "im:history"]}}
    manifest = {**MANIFEST, "oauth_config": scopes, "settings": settings}
    with Serving(build(scenario(manifest=manifest))) as server:
        slack = WebClient(token=BOT_TOKEN, base_url=server.api_url)
        with pytest.raises(SlackApiError) as refused:
            slack.chat_postMessage(channel="C0GENERAL", text="Hello")
        assert refused.value.response["error"] == "missing_scope"
        assert refused.value.response["needed"] == "chat:write"
        assert refused.value.response["provided"] == "commands,im:history"
        assert error_of(slack.users_list) == "missing_scope"
        assert error_of(slack.conversations_history, channel="C0GENERAL") == "missing_scope"


def test_an_email_is_only_for_apps_that_may_read_it() -> None:
    scopes = [scope for scope in MANIFEST["oauth_config"]["scopes"]["bot"] if scope != "users:read.email"]
    manifest = {**MANIFEST, "oauth_config": {"scopes": {"bot": scopes}}}
    with Serving(build(scenario(manifest=manifest))) as server:
        slack = WebClient(token=BOT_TOKEN, base_url=server.api_url)
        assert "email" not in slack.users_info(user="U0ANN")["user"]["profile"]
        assert error_of(slack.users_lookupByEmail, email="ann@example.com") == "missing_scope"


def test_people_are_found_by_id_and_email(slack: WebClient) -> None:
    assert slack.users_lookupByEmail(email="ANN@example.com")["user"]["id"] == "U0ANN"
    info = slack.users_info(user="U0ANN", include_locale=True)["user"]
    assert (info["tz"], info["tz_offset"] // 3600 in {1, 2}, info["locale"]) == ("Europe/Berlin", True, "en-US")
    assert slack.users_profile_get(user="U0ANN")["profile"]["email"] == "ann@example.com"
    assert error_of(slack.users_info, user="U0NOBODY") == "user_not_found"
    assert error_of(slack.users_lookupByEmail, email="nobody@example.com") == "users_not_found"


def test_lists_come_in_pages(slack: WebClient) -> None:
    found = [user["id"] for page in slack.users_list(limit=2) for user in page["members"]]
    assert len(found) == len(set(found)) == 5
    channels = [page["channels"] for page in slack.conversations_list(limit=1, exclude_archived=True)]
    assert [[channel["id"] for channel in page] for page in channels] == [["C0GENERAL"], ["C0OTHER"]]
    members = [page["members"] for page in slack.conversations_members(channel="C0GENERAL", limit=3)]
    assert [len(page) for page in members] == [3, 1]
    assert [channel["id"] for channel in slack.users_conversations()["channels"]] == ["C0GENERAL", "C0OLD"]
    assert error_of(slack.users_list, cursor="nonsense") == "invalid_cursor"
    assert error_of(slack.users_list, limit=5000) == "invalid_limit"
    assert error_of(slack.conversations_list, types="planets") == "invalid_types"


def test_history_is_cut_by_time_and_pages_and_threads_are_apart(slack: WebClient) -> None:
    stamps = [slack.chat_postMessage(channel="C0GENERAL", text=str(number))["ts"] for number in range(5)]
    reply = slack.chat_postMessage(channel="C0GENERAL", text="reply", thread_ts=stamps[1])["ts"]
    texts = [message["text"] for message in slack.conversations_history(channel="C0GENERAL")["messages"]]
    assert texts == ["4", "3", "2", "1", "0"]
    between = slack.conversations_history(channel="C0GENERAL", oldest=stamps[1], latest=stamps[3])["messages"]
    assert [message["text"] for message in between] == ["2"]
    both = slack.conversations_history(channel="C0GENERAL", oldest=stamps[1], latest=stamps[3], inclusive=True)
    assert [message["text"] for message in both["messages"]] == ["3", "2", "1"]
    pages = [page["messages"] for page in slack.conversations_history(channel="C0GENERAL", limit=2)]
    assert [len(page) for page in pages] == [2, 2, 1]
    thread = slack.conversations_replies(channel="C0GENERAL", ts=stamps[1])["messages"]
    assert [message["ts"] for message in thread] == [stamps[1], reply]
    assert thread[0]["reply_count"] == 1
    assert error_of(slack.chat_postMessage, channel="C0GENERAL", text="x", thread_ts="1.000000") == "thread_not_found"


def test_ephemeral_messages_go_to_one_person_in_the_channel(slack: WebClient, served: Serving) -> None:
    sent = slack.chat_postEphemeral(channel="C0GENERAL", user="U0ANN", text="Only you")
    assert served.workspace.ephemerals[0].ts == sent["message_ts"]
    assert not slack.conversations_history(channel="C0GENERAL")["messages"]
    refused = error_of(slack.chat_update, channel="C0GENERAL", ts=sent["message_ts"], text="x")
    assert refused == "message_not_found"


def test_an_app_changes_only_its_own_messages(slack: WebClient, served: Serving) -> None:
    ts = served.workspace.person("ann").type("general", "Mine").ts
    assert error_of(slack.chat_update, channel="C0GENERAL", ts=ts, text="Ours") == "cant_update_message"
    assert error_of(slack.chat_delete, channel="C0GENERAL", ts=ts) == "cant_delete_message"


def test_a_file_goes_up_in_the_sdks_three_steps(slack: WebClient, served: Serving) -> None:
    slack.files_upload_v2(
        content=b"a,b\n1,2\n", filename="leave.csv", title="Leave", channel="C0GENERAL", initial_comment="Here"
    )
    message = slack.conversations_history(channel="C0GENERAL")["messages"][0]
    assert (message["text"], message["files"][0]["title"], message["files"][0]["size"]) == ("Here", "Leave", 8)
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    path = message["files"][0]["url_private"].removeprefix(served.url)
    connection.request("GET", path, headers={"Authorization": f"Bearer {BOT_TOKEN}"})
    assert connection.getresponse().read() == b"a,b\n1,2\n"
    connection.request("GET", path)
    assert connection.getresponse().status == 403
    connection.close()
    assert error_of(slack.files_completeUploadExternal, files=[{"id": "F0"}]) == "file_not_found"


def test_reactions_are_added_once_and_taken_back(slack: WebClient) -> None:
    ts = slack.chat_postMessage(channel="C0GENERAL", text="Hello")["ts"]
    slack.reactions_add(channel="C0GENERAL", timestamp=ts, name="tada")
    assert error_of(slack.reactions_add, channel="C0GENERAL", timestamp=ts, name="tada") == "already_reacted"
    message = slack.conversations_history(channel="C0GENERAL")["messages"][0]
    assert message["reactions"] == [{"name": "tada", "users": [slack.auth_test()["user_id"]], "count": 1}]
    slack.reactions_remove(channel="C0GENERAL", timestamp=ts, name="tada")
    assert error_of(slack.reactions_remove, channel="C0GENERAL", timestamp=ts, name="tada") == "no_reaction"


def test_an_app_learns_about_itself_and_the_team(slack: WebClient) -> None:
    me = slack.auth_test()
    assert slack.bots_info(bot=me["bot_id"])["bot"]["user_id"] == me["user_id"]
    assert slack.team_info()["team"]["domain"] == "test"
    assert error_of(slack.bots_info, bot="B0") == "bot_not_found"


def test_a_home_is_published_with_its_hash_checked(slack: WebClient) -> None:
    home: dict[str, Any] = {"type": "home", "blocks": [{"type": "section", "text": plain("Hello")}]}
    first = slack.views_publish(user_id="U0ANN", view=home)["view"]
    assert slack.views_publish(user_id="U0ANN", view=home, hash=first["hash"])["view"]["id"] == first["id"]
    assert error_of(slack.views_publish, user_id="U0ANN", view=home, hash=first["hash"]) == "hash_conflict"
    assert error_of(slack.views_publish, user_id="U0NOBODY", view=home) == "user_not_found"
    assert error_of(slack.views_publish, user_id="U0ANN", view=leave_modal()) == "invalid_arguments"


def test_triggers_are_known_live_three_seconds_and_work_once(slack: WebClient, served: Serving) -> None:
    app = next(iter(served.workspace.apps))
    trigger = served.workspace.tickets.trigger(app, "U0ANN")
    view = slack.views_open(trigger_id=trigger, view=leave_modal())["view"]
    assert view["root_view_id"] == view["id"]
    assert error_of(slack.views_open, trigger_id=trigger, view=leave_modal()) == "exchanged_trigger_id"
    assert error_of(slack.views_open, trigger_id="1.2.3", view=leave_modal()) == "invalid_trigger_id"
    assert error_of(slack.views_push, trigger_id="1.2.3", view=leave_modal()) == "invalid_trigger_id"


def test_a_stack_is_three_deep_and_views_change_by_id_external_id_and_hash(slack: WebClient, served: Serving) -> None:
    app, tickets = next(iter(served.workspace.apps)), served.workspace.tickets
    named = {**leave_modal(), "external_id": "mine"}
    view = slack.views_open(trigger_id=tickets.trigger(app, "U0ANN"), view=named)["view"]
    slack.views_update(external_id="mine", view=named, hash=view["hash"])
    assert error_of(slack.views_update, view_id=view["id"], view=named, hash=view["hash"]) == "hash_conflict"
    for _ in range(2):
        slack.views_push(trigger_id=tickets.trigger(app, "U0ANN", view["id"]), view=leave_modal())
    trigger = tickets.trigger(app, "U0ANN", view["id"])
    assert error_of(slack.views_push, trigger_id=trigger, view=leave_modal()) == "push_limit_reached"
    trigger = tickets.trigger(app, "U0BOSS")
    assert error_of(slack.views_open, trigger_id=trigger, view=named) == "duplicate_external_id"
    assert error_of(slack.views_update, view_id="V0", view=leave_modal()) == "not_found"


def test_blocks_that_break_a_rule_are_refused_with_the_place(slack: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        slack.chat_postMessage(channel="C0GENERAL", text="x", blocks=[{"type": "section", "text": plain("")}])
    assert refused.value.response["error"] == "invalid_blocks"
    assert "json-pointer:/blocks/0/text" in refused.value.response["response_metadata"]["messages"][0]
    assert error_of(slack.api_call, "chat.postMessage", data={"channel": "C0GENERAL"}) == "no_text"
    assert error_of(slack.api_call, "chat.postMessage", data={"channel": "C0GENERAL", "blocks": "[{"}) == (
        "invalid_blocks_format"
    )


def test_tokens_are_asked_for_known_and_of_the_right_kind(served: Serving) -> None:
    assert error_of(WebClient(token=None, base_url=served.api_url).auth_test) == "not_authed"
    assert error_of(WebClient(token="xoxb-other", base_url=served.api_url).auth_test) == "invalid_auth"
    app_level = WebClient(token=APP_TOKEN, base_url=served.api_url)
    assert error_of(app_level.users_list) == "not_allowed_token_type"
    bot = WebClient(token=BOT_TOKEN, base_url=served.api_url)
    assert error_of(bot.apps_connections_open, app_token=BOT_TOKEN) == "not_allowed_token_type"
    assert app_level.apps_connections_open(app_token=APP_TOKEN)["url"].startswith(f"ws://127.0.0.1:{served.port}/")


@pytest.mark.parametrize(
    ("arguments", "error", "reason"),
    [
        ({"link_names": True}, "not_modelled", "link_names"),
        ({"parse": "full"}, "not_modelled", "parse='full'"),
        ({"mrkdwn": False}, "not_modelled", "mrkdwn"),
        ({"txet": "x"}, "invalid_arguments", "has no argument txet"),
    ],
)
def test_arguments_that_would_be_ignored_are_refused_by_name(
    slack: WebClient, arguments: dict[str, Any], error: str, reason: str
) -> None:
    with pytest.raises(SlackApiError, match=reason) as refused:
        slack.chat_postMessage(channel="C0GENERAL", text="Hello", **arguments)
    assert refused.value.response["error"] == error
    harmless: dict[str, Any] = {"link_names": False, "parse": "none", "mrkdwn": True, "unfurl_links": False}
    assert slack.chat_postMessage(channel="C0GENERAL", text="Hello", **harmless)["ok"]


def test_another_name_needs_its_scope(slack: WebClient) -> None:
    assert error_of(slack.chat_postMessage, channel="C0GENERAL", text="Hello", username="Santa") == "missing_scope"


def test_what_is_not_modelled_is_refused_by_name_and_what_is_not_slacks_too(slack: WebClient) -> None:
    refused = error_of(slack.chat_scheduleMessage, channel="C0GENERAL", post_at=1, text="Later")
    assert refused == "not_modelled"
    assert error_of(slack.api_call, "chat.shout") == "unknown_method"
    assert set(METHODS) <= KNOWN | {"api.test"}
    assert set(TAKES) | {"api.test"} == set(METHODS)


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        (b"{", "application/json", "invalid_json"),
        (b"[1]", "application/json", "json_not_object"),
        (b'{"channel": NaN}', "application/json", "invalid_json"),
        (b'{"blocks": ' + b"[" * 900 + b"]" * 900 + b"}", "application/json", "invalid_json"),
        (b'{"text": "\xff"}', "application/json", "invalid_charset"),
        (b"<xml/>", "application/xml", "invalid_post_type"),
        (b"channel=C0GENERAL", "", "missing_post_type"),
        (b"{}", "application/json", "invalid_arguments"),
        (b'{"channel": {"a": 1}, "text": "x"}', "application/json", "invalid_arguments"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=y", "invalid_form_data"),
    ],
)
def test_bodies_that_cannot_be_read_get_slacks_names(
    raw: http.client.HTTPConnection, body: bytes, kind: str, error: str
) -> None:
    assert post_raw(raw, "chat.postMessage", body, kind)[1]["error"] == error


def test_ten_megabytes_are_refused_and_explained(raw: http.client.HTTPConnection, served: Serving) -> None:
    _, answer = post_raw(raw, "chat.postMessage", b'{"text": "' + b"x" * 10_000_000 + b'"}')
    assert answer["error"] == "request_too_large"
    assert "10000012 bytes" in served.workspace.inspector.exchanges()[-1].verdict


@pytest.mark.parametrize("text", ["\x00", "\ud800", "\u202eabc", "\u200b", "<!channel>", "😀" * 100])
def test_strange_characters_are_carried_and_shown_in_history(
    raw: http.client.HTTPConnection, served: Serving, text: str
) -> None:
    words = json.dumps({"channel": "C0GENERAL", "text": f"a{text}b"})
    status, answer = post_raw(raw, "chat.postMessage", words)
    assert (status, answer["ok"]) == (200, True)
    assert answer["message"]["text"] == f"a{text}b"
    raw.request("GET", "/rehearsal/as/ann/sees")
    assert raw.getresponse().read()


def test_the_inspector_explains_a_refusal(slack: WebClient, served: Serving) -> None:
    error_of(slack.chat_postMessage, channel="C0OTHER", text="Hello")
    entry = served.workspace.inspector.exchanges()[-1]
    assert (entry.name, entry.app, entry.status) == ("chat.postMessage", "Dotted Line", "refused")
    assert entry.verdict == "not_in_channel: Dotted Line is not in #other."
    assert entry.request["text"] == "Hello"
    assert entry.ms is not None
