"""The one road by which a method is called: token, method, scope, rate, then the method itself."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rehearsal.api import about, apps, chat, conversations, files, reactions, users, views
from rehearsal.api.arguments import refuse_strange
from rehearsal.api.call import Call, Method, Result
from rehearsal.api.known import KNOWN
from rehearsal.model import App, Kind, Payload, SlackError

if TYPE_CHECKING:  # calls act on it
    from rehearsal.workspace import Workspace

METHODS: dict[str, Method] = {
    **about.METHODS,
    **apps.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **reactions.METHODS,
    **users.METHODS,
    **views.METHODS,
}


class RateLimitedError(Exception):
    """The app called too often; `wait` is the whole seconds of `Retry-After`."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def answer(workspace: "Workspace", name: str, token: str, arguments: Mapping[str, Any], address: str) -> Result:
    """Answer a call as Slack would, refusals included."""
    try:
        body = called(workspace, name, token, arguments, address)
        return Result({"ok": True, **body}, headers=granted(workspace, token))
    except SlackError as error:
        return refusal(error)
    except RateLimitedError as limited:
        return rate_limited(limited.wait)


def granted(workspace: "Workspace", token: str) -> Mapping[str, str]:
    """Say in a header, as Slack does with every answer to a bot token, which scopes that token holds."""
    held = next((app.scopes for app in workspace.apps.values() if token == app.bot_token), None)
    return {} if held is None else {"X-OAuth-Scopes": ",".join(sorted(held))}


def called(workspace: "Workspace", name: str, token: str, arguments: Mapping[str, Any], address: str) -> Payload:
    method = method_called(name)
    app = app_of(workspace, token, method)
    call = Call(workspace, app, name, arguments, address)
    refuse_strange(name, arguments)
    if method.scopes:
        call.needs_scope(*method.scopes)
    wait = workspace.limits.wait_for_call(app.id, name, method.per_minute) or wait_for_channel(call)
    if wait:
        raise RateLimitedError(wait)
    with workspace.lock:
        return method.run(call)


def wait_for_channel(call: Call) -> int:
    if call.method != "chat.postMessage":
        return 0
    return call.workspace.limits.wait_for_post(call.app.id, channel_meant(call))


def channel_meant(call: Call) -> str:
    """Give one name for the conversation posted to, however it was named, so that each has one allowance."""
    wanted = call.text("channel")
    for channel in call.workspace.channels.values():
        if channel.kind is Kind.IM and channel.id == wanted:
            return next((member for member in channel.members if member != call.app.bot_user), wanted)
        if channel.name and channel.name == wanted.removeprefix("#"):
            return channel.id
    return wanted


def method_called(name: str) -> Method:
    method = METHODS.get(name)
    if method is not None:
        return method
    if name in KNOWN:
        raise SlackError("not_modelled", f"{name} is known to Slack and not modelled here.")
    raise SlackError("unknown_method", f"Slack has no method {name!r}.", req_method=name)


def app_of(workspace: "Workspace", token: str, method: Method) -> App:
    """Find the app of a token, and refuse a token of the wrong kind for the method."""
    if not token:
        raise SlackError("not_authed", "The call carries no token.")
    for app in workspace.apps.values():
        if token not in {app.bot_token, app.app_token}:
            continue
        kind = "app" if token == app.app_token else "bot"
        if method.token not in {kind, "any"}:
            raise SlackError("not_allowed_token_type", f"This method takes the {method.token} token.")
        if kind == "bot" and not app.installed:
            raise SlackError("account_inactive", "The app was taken out of this workspace.")
        return app
    raise SlackError("invalid_auth", "No app of this workspace has this token.")


def refusal(error: SlackError) -> Result:
    body: Payload = {"ok": False, "error": error.error, **error.extra}
    if error.messages:
        body["response_metadata"] = {"messages": list(error.messages)}
    return Result(body)


def rate_limited(wait: int) -> Result:
    return Result({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(wait)})
