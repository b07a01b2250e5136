"""An unmodified Bolt app and people, over Socket Mode and over signed HTTP."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from tests.rehearsal.bolt_app import option, plain
from tests.rehearsal.conftest import Rehearsed


def test_a_request_goes_from_a_command_to_a_decision(rehearsed: Rehearsed) -> None:
    ann, boss = rehearsed.client.as_user("ann"), rehearsed.client.as_user("boss@example.com")
    assert ann.types("/leave tomorrow")["ok"]
    ann.sees("tomorrow")
    result = ann.submits(first=date(2026, 12, 24), reason="A wedding", half="Mornings")
    assert result["outcome"] == "closed"
    assert ann.modal is None
    boss.is_told("Ann Ahlgren asks for leave from 2026-12-24")
    assert boss.presses("Approve leave", on="Ann Ahlgren")["ok"]
    boss.sees("Approved by Bea")
    boss.does_not_see("asks for leave", within=0)
    boss.is_told("Thank you.")
    ann.is_told("approved")


def test_fields_that_dispatch_are_heard_and_keep_what_was_entered(rehearsed: Rehearsed) -> None:
    ann = rehearsed.client.as_user("U0ANN")
    ann.types("/leave")
    ann.changes(reason="A wedding", first=date(2026, 12, 24))
    ann.sees("From 2026-12-24 it costs 1 day.")
    modal = ann.modal
    assert modal is not None
    assert modal["state"]["values"]["reason"]["reason"] == {"type": "plain_text_input", "value": "A wedding"}
    assert ann.submits()["outcome"] == "closed"


@pytest.mark.parametrize(
    ("reason", "outcome", "shown"),
    [("bad", "errors", "more kindly"), ("more", "pushed", "One more page."), ("change", "updated", "It was changed.")],
)
def test_a_response_action_is_carried_out(rehearsed: Rehearsed, reason: str, outcome: str, shown: str) -> None:
    ann = rehearsed.client.as_user("ann")
    ann.types("/leave")
    assert ann.submits(first="2026-12-24", reason=reason)["outcome"] == outcome
    ann.sees(shown)


def test_a_pushed_view_comes_off_the_stack_or_takes_it_all_away(rehearsed: Rehearsed) -> None:
    ann = rehearsed.client.as_user("ann")
    ann.types("/leave")
    ann.submits(first="2026-12-24", reason="more")
    ann.closes()
    ann.sees("Choose your days.")
    ann.submits(first="2026-12-24", reason="more")
    assert ann.submits(first="2026-12-24", reason="enough")["outcome"] == "cleared"
    assert ann.modal is None


def test_what_slacks_client_refuses_is_not_sent(by_socket: Rehearsed) -> None:
    ann = by_socket.client.as_user("ann")
    ann.types("/leave")
    assert ann.submits(reason="x" * 101)["outcome"] == "errors"
    assert set(ann.errors) == {"first", "reason"}
    assert not by_socket.client.traffic("view_submission")


def test_a_command_answers_the_person_alone_and_a_reload_forgets_it(rehearsed: Rehearsed) -> None:
    ann, boss = rehearsed.client.as_user("ann"), rehearsed.client.as_user("boss")
    ann.types("/say hello")
    ann.is_told("You said hello")
    ann.is_told("Again: hello")
    boss.does_not_see("You said hello")
    ann.reloads()
    ann.does_not_see("You said hello", within=0)


def test_a_declined_card_is_replaced_through_its_response_url(rehearsed: Rehearsed) -> None:
    ann, boss = rehearsed.client.as_user("ann"), rehearsed.client.as_user("boss")
    ann.types("/leave")
    ann.submits(first="2026-12-24")
    boss.presses("Decline leave")
    boss.sees("Declined.")
    boss.does_not_see("asks for leave", within=0)


def test_shortcuts_open_what_they_open(rehearsed: Rehearsed) -> None:
    ann = rehearsed.client.as_user("ann")
    ann.in_channel("#general").types("Remember the milk")
    assert ann.chooses("keep", on="milk")["ok"]
    ann.is_told("Kept: Remember the milk")
    ann.chooses("ask")
    ann.sees("By shortcut.")


def test_a_home_is_published_when_it_is_opened(rehearsed: Rehearsed) -> None:
    home = rehearsed.client.as_user("ann").home()
    assert home["type"] == "home"
    rehearsed.client.as_user("ann").sees("Nothing needs you.")


def test_a_mention_is_heard_and_answered_in_a_thread(rehearsed: Rehearsed) -> None:
    ann = rehearsed.client.as_user("ann").in_channel("general")
    ann.types("@dotted_line are you there?")
    ann.sees("You called?")
    question, answer = ann.messages("general")
    assert answer["thread_ts"] == question["ts"]
    assert question["reply_count"] == 1


def test_a_bot_that_never_acks_is_explained_after_three_seconds(by_socket: Rehearsed) -> None:
    ann = by_socket.client.as_user("ann")
    result = ann.types("/silent")
    assert not result["ok"]
    assert 2900 < result["ms"] < 4500
    ann.is_told("/silent failed because the app did not respond")
    assert by_socket.client.traffic("/silent")[0]["status"] == "late"


def test_an_unknown_command_and_one_in_a_thread_are_explained_by_slackbot(by_socket: Rehearsed) -> None:
    ann = by_socket.client.as_user("ann").in_channel("general")
    ann.types("/nonsense")
    ann.is_told("/nonsense is not a valid command")
    ann.types("Hello")
    ann.types("/leave", thread_ts=ann.messages()[-1]["ts"])
    ann.is_told("not supported in threads")


def test_what_one_person_chose_in_a_message_is_theirs_alone(by_socket: Rehearsed) -> None:
    menu = {"type": "static_select", "action_id": "a", "options": [option("Red"), option("Blue")]}
    pick = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "1"}
    blocks = [{"type": "actions", "block_id": "b", "elements": [menu, pick]}]
    by_socket.bot.app.action("a")(lambda ack: ack())
    by_socket.bot.app.action("go")(by_socket.bot.closed)
    by_socket.web_client().chat_postMessage(channel="C0GENERAL", text="Choose", blocks=blocks)
    by_socket.client.as_user("ann").presses("Red")
    by_socket.client.as_user("boss").presses("Blue")
    by_socket.client.as_user("ann").presses("Go")
    values = by_socket.heard[-1]["state"]["values"]
    assert values == {"b": {"a": {"type": "static_select", "selected_option": option("Red")}}}


def test_a_reply_makes_a_thread_and_needs_a_message(by_socket: Rehearsed) -> None:
    ann = by_socket.client.as_user("ann").in_channel("general")
    ts = ann.types("One question")["ts"]
    ann.types("One answer", thread_ts=ts)
    assert ann.messages()[0]["reply_count"] == 1
    with pytest.raises(AssertionError, match="thread_not_found"):
        ann.types("To nothing", thread_ts="1.000000")
    with pytest.raises(AssertionError, match="channel_not_found"):
        by_socket.client.wire.act("boss", "join", {"channel": "secret"})


def test_a_refresh_of_the_connection_loses_nothing(by_socket: Rehearsed) -> None:
    ann = by_socket.client.as_user("ann")
    with ThreadPoolExecutor() as threads:
        refreshing = threads.submit(by_socket.client.refresh)
        results = []
        while not refreshing.done():
            results.append(ann.types("/say hello")["ok"])
    assert results
    assert all(results)
    assert ann.types("/say hello")["ok"]


def test_a_line_longer_than_a_message_holds_is_not_sent(by_socket: Rehearsed) -> None:
    ann = by_socket.workspace.person("ann")
    for line in ("a" * 40_001, f"/say {'a' * 40_000}"):
        sent = ann.type("general", line)
        assert not sent.ok
        assert "too long" in sent.explanation
    assert ann.type("general", "a" * 40_000).ok
    assert [len(message.text) for message in by_socket.workspace.messages["C0GENERAL"].values()] == [40_000]


def test_only_a_name_becomes_a_mention_and_what_is_escaped_never_does(by_socket: Rehearsed) -> None:
    ann = by_socket.workspace.person("ann")
    ann.type("general", "<@U0BOSS> &lt;@U0BOSS&gt; @boss")
    ann.type("general", "/leave <@U0BOSS> @boss")
    said = next(iter(by_socket.workspace.messages["C0GENERAL"].values()))
    assert said.text == "&lt;@U0BOSS&gt; &amp;lt;@U0BOSS&amp;gt; <@U0BOSS>"
    command = by_socket.client.traffic("/leave")[0]["request"]
    assert command["text"] == "&lt;@U0BOSS&gt; <@U0BOSS|boss>"
