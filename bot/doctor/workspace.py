"""Slack: whether the tokens are taken, hold every scope, and the bot is in the projects' channels; and its clock."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from slack_sdk.web import SlackResponse, WebClient

from bot.app import client_for
from bot.doctor.finding import Finding, Grade
from bot.manifest import SCOPES
from bot.settings import MEANINGS, Settings, Unsettled, require_slack
from bot.slack import Failure, Stopped, call

AREA = "Slack"
APART = 240.0
"""Seconds from Slack's clock; at 300 it refuses, and we refuse, every signature."""


def examine(settings: Settings) -> Iterator[Finding]:
    """How it stands; nothing more is asked when the token is refused."""
    try:
        require_slack(settings)
    except Unsettled as unsettled:
        yield Finding(Grade.ILL, "Settings", str(unsettled))
        return
    client = client_for(settings)
    try:
        answer = call(client.auth_test)
    except Failure as failure:
        yield _refused(failure)
        return
    yield Finding(Grade.WELL, AREA, f"SLACK_BOT_TOKEN is taken: {answer['user']} in {answer['team']}.")
    yield from _scopes(_headers(answer))
    if settings.rehearsal_clock == "":
        yield from _clock(_headers(answer))
    if app_token := settings.slack_app_token.get_secret_value():
        yield _app_token(client, app_token)


def _refused(failure: Failure) -> Finding:
    if isinstance(failure, Stopped):
        remedy = f"The right one {MEANINGS['SLACK_BOT_TOKEN']}."
        return Finding(Grade.ILL, AREA, f"it refuses SLACK_BOT_TOKEN ({failure.reason}).", remedy)
    return Finding(Grade.ILL, AREA, f"it does not answer ({failure.reason}).", "Look at SLACK_API_URL and the network.")


def _headers(answer: SlackResponse) -> Mapping[str, str]:
    return {name.lower(): value for name, value in dict(answer.headers).items()}


def _scopes(headers: Mapping[str, str]) -> Iterator[Finding]:
    """By the header that Slack sends with each answer; somewhere else that speaks its API may not."""
    if "x-oauth-scopes" not in headers:
        yield Finding(Grade.CARE, AREA, "it does not say which scopes the token holds.", "Compare with manifest.json.")
        return
    held = {scope.strip() for scope in headers["x-oauth-scopes"].split(",")}
    missing = [scope for scope in sorted(SCOPES) if scope not in held]
    if not missing:
        yield Finding(Grade.WELL, AREA, f"all {len(SCOPES)} scopes are granted.")
    for scope in missing:
        remedy = "Add it under “OAuth & Permissions” and install the app again."
        yield Finding(Grade.ILL, AREA, f"the scope {scope} is missing ({SCOPES[scope]}).", remedy)


def _clock(headers: Mapping[str, str]) -> Iterator[Finding]:
    if "date" not in headers:
        return
    apart = abs((datetime.now(UTC) - parsedate_to_datetime(headers["date"])).total_seconds())
    if apart > APART:
        yield Finding(
            Grade.ILL, "Clock", f"this machine's is {apart:.0f} s from Slack's.", "Set it by the network (NTP)."
        )
    else:
        yield Finding(Grade.WELL, "Clock", "this machine and Slack agree.")


def _app_token(client: WebClient, token: str) -> Finding:
    try:
        call(client.apps_connections_open, app_token=token)
    except Failure as failure:
        remedy = f"The right one {MEANINGS['SLACK_APP_TOKEN']} and has the scope connections:write."
        return Finding(Grade.ILL, AREA, f"it refuses SLACK_APP_TOKEN ({failure.reason}).", remedy)
    return Finding(Grade.WELL, AREA, "SLACK_APP_TOKEN is taken: Socket Mode connects.")
