"""Whatever an app says, the workspace answers with a name of Slack's and goes on."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rehearsal.api.arguments import TAKES
from rehearsal.api.gate import METHODS, answer
from rehearsal.api.mishaps import Mishaps
from rehearsal.courier import Answer, Outcome
from rehearsal.delivery.answers import act_on_submission, offered_options, say_command_answer
from rehearsal.delivery.postman import Postman
from rehearsal.delivery.response_url import ResponseUrls
from rehearsal.driving import VERBS, DrivingError, act
from rehearsal.model import App, SlackError
from rehearsal.scenario import build
from rehearsal.sight import seen_by
from rehearsal.tickets import ResponseUrl
from rehearsal.workspace import Workspace
from tests.rehearsal.bolt_app import card, leave_modal, scenario

WORDS = st.sampled_from(
    ["C0GENERAL", "U0ANN", "1.000000", "modal", "section", "\x00", "\ud800", "<!channel>", "x" * 4000]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20) | WORDS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["type", "text", "blocks", "elements", "element", "options", "block_id", "view", "id", "x"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


def workspace_with_everything() -> tuple[Workspace, App]:
    workspace = build(scenario())
    app = next(iter(workspace.apps.values()))
    workspace.post("C0GENERAL", app.bot_user, text="x", blocks=tuple(card("U0ANN", "today")), app_id=app.id)
    return workspace, app


@pytest.mark.parametrize("method", sorted(METHODS))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_arguments_get_an_answer(method: str, data: st.DataObject) -> None:
    workspace, app = workspace_with_everything()
    names = sorted(TAKES.get(method, frozenset({"foo"})))
    chosen = data.draw(st.dictionaries(st.sampled_from(names), VALUES | WORDS)) if names else {}
    if "trigger_id" in names and data.draw(st.booleans()):
        chosen["trigger_id"] = workspace.tickets.trigger(app.id, "U0ANN")
    token = data.draw(st.sampled_from([app.bot_token, app.app_token]))
    body = answer(workspace, method, token, chosen, "http://h").body
    assert body["ok"] is True or isinstance(body["error"], str)
    assert json.loads(json.dumps(body)) is not None
    seen_by(workspace, "U0ANN")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=VALUES | st.fixed_dictionaries({"response_action": VALUES, "view": VALUES, "errors": VALUES}))
def test_any_answer_to_a_submission_leaves_a_modal_or_none(body: Any) -> None:
    workspace, app = workspace_with_everything()
    view = workspace.views.open(app, "U0ANN", leave_modal())
    if not isinstance(body, dict):
        return
    result = act_on_submission(workspace, app, view, Answer(Outcome.ACKED, body))
    assert result.outcome in {"closed", "updated", "pushed", "cleared", "errors", "failed"}
    assert (workspace.views.top("U0ANN") is None) == (result.outcome in {"closed", "cleared"})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=st.dictionaries(st.sampled_from(["text", "blocks", "attachments", "response_type", "options"]), VALUES))
def test_any_answer_to_a_command_or_a_menu_is_shown_or_refused(body: dict[str, Any]) -> None:
    workspace, app = workspace_with_everything()
    error = say_command_answer(workspace, app, "U0ANN", "C0GENERAL", Answer(Outcome.ACKED, body))
    assert bool(error) == (bool(body) and not workspace.ephemerals and len(workspace.messages["C0GENERAL"]) == 1)
    try:
        offered = offered_options(workspace, Answer(Outcome.ACKED, body))
    except SlackError:
        return
    assert all({"text", "value"} <= option.keys() for option in offered)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    body=st.dictionaries(
        st.sampled_from(["text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts"]), VALUES
    ),
    on_message=st.booleans(),
)
def test_anything_said_to_a_response_url_is_shown_or_refused(body: dict[str, Any], on_message: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    workspace, app = workspace_with_everything()
    ts = next(iter(workspace.messages["C0GENERAL"])) if on_message else ""
    url = ResponseUrl(app.id, "U0ANN", "C0GENERAL", ts, 0.0)
    with suppress(SlackError):
        ResponseUrls(workspace, Mishaps(Postman(workspace))).say(url, body)
    assert seen_by(workspace, "U0ANN")["user"] == "U0ANN"


@pytest.mark.parametrize("verb", sorted(VERBS))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_a_driver_asks_is_done_or_explained(verb: str, data: st.DataObject) -> None:
    workspace, app = workspace_with_everything()
    view = workspace.views.open(app, "U0ANN", leave_modal())
    ts = next(iter(workspace.messages["C0GENERAL"]))
    likely = {
        "channel": st.sampled_from(["C0GENERAL", "general", "C0SECRET"]),
        "ts": st.just(ts),
        "view": st.just(view.id),
        "app": st.just(app.id),
        "with": st.just(["boss"]),
        "block_id": st.sampled_from(["decide", "first", "reason", "half"]),
        "action_id": st.sampled_from(["approve", "first", "reason", "half"]),
        "callback_id": st.sampled_from(["ask", "keep"]),
        "hex": st.just("00ff"),
    }
    words = ["text", "value", "answers", "query", "name", "tab", "everything", "mimetype", "thread_ts"]
    asked = {
        name: data.draw(likely[name] if name in likely and data.draw(st.integers(0, 4)) else VALUES)
        for name in data.draw(st.sets(st.sampled_from([*likely, *words])))
    }
    try:
        done = act(workspace, "ann", verb, asked)
    except DrivingError as error:
        done = {"error": str(error)}
    assert json.dumps(done)
