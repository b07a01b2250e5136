"""An app is taken out of the workspace and installed again, by whoever drives the rehearsal."""

import json
import urllib.request
from collections.abc import Iterator
from urllib.error import HTTPError

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from rehearsal.scenario import build
from rehearsal.server import Serving

SCENARIO = {
    "people": [{"name": "ann"}],
    "apps": [
        {
            "manifest": {
                "display_information": {"name": "Helper"},
                "features": {"bot_user": {"display_name": "helper"}},
                "oauth_config": {"scopes": {"bot": ["chat:write"]}},
                "settings": {"socket_mode_enabled": True},
            },
            "bot_token": "xoxb-one",
            "app_token": "xapp-one",
            "signing_secret": "one",
        }
    ],
}


@pytest.fixture
def serving() -> Iterator[Serving]:
    with Serving(build(SCENARIO)) as serving:
        yield serving


def asked(serving: Serving, **about: object) -> tuple[int, dict[str, object]]:
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{serving.url}/rehearsal/apps", json.dumps(about).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - the same
            return answer.status, json.load(answer)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_its_bot_token_is_refused_while_it_is_out_and_taken_again_afterwards(serving: Serving) -> None:
    (app,) = serving.workspace.apps.values()
    client = WebClient("xoxb-one", base_url=serving.api_url)
    assert client.auth_test()["ok"]
    assert asked(serving, app=app.id, installed=False) == (200, {"installed": False})
    with pytest.raises(SlackApiError, match="account_inactive"):
        client.auth_test()
    assert asked(serving, app=app.id, installed=True) == (200, {"installed": True})
    assert client.auth_test()["ok"]


def test_what_cannot_be_is_said(serving: Serving) -> None:
    status, answer = asked(serving, app="A0NOBODY", installed=False)
    assert (status, "A0NOBODY" in str(answer["error"])) == (400, True)
    assert asked(serving, installed=False)[0] == 400
