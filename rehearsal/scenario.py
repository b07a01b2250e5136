"""A workspace from a file: YAML for the team, its people, channels and apps; apps by Slack's own manifest."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from rehearsal.clock import Clock
from rehearsal.ids import stable_id
from rehearsal.installing import UNINSTALLING
from rehearsal.model import SLACKBOT, App, Channel, Command, Kind, Shortcut, SlackError, Team, User
from rehearsal.store import Store
from rehearsal.tickets import Timing
from rehearsal.workspace import Workspace

SECTIONS = frozenset({"team", "limits", "people", "channels", "apps", "messages"})
PERSON = frozenset({"id", "name", "real_name", "email", "tz", "locale", "title", "admin", "deactivated"})
CHANNEL = frozenset({"id", "name", "private", "members", "topic", "purpose", "archived"})
APP = frozenset(
    {"id", "manifest", "bot_id", "bot_user", "bot_token", "app_token", "signing_secret", "request_url", "channels"}
)
EVENT_SCOPES = {
    "app_mention": frozenset({"app_mentions:read"}),
    "member_joined_channel": frozenset({"channels:read", "groups:read"}),
    "member_left_channel": frozenset({"channels:read", "groups:read"}),
    "message.channels": frozenset({"channels:history"}),
    "message.groups": frozenset({"groups:history"}),
    "message.im": frozenset({"im:history"}),
    "message.mpim": frozenset({"mpim:history"}),
    "reaction_added": frozenset({"reactions:read"}),
    "reaction_removed": frozenset({"reactions:read"}),
    "team_join": frozenset({"users:read"}),
    "user_change": frozenset({"users:read"}),
}
"""Each event that is modelled, and the scopes of which it needs one."""
MESSAGE = frozenset({"channel", "from", "text"})


class ScenarioError(ValueError):
    """The scenario cannot be understood; the text says where and what would be right."""


def read_scenario(path: Path) -> dict[str, Any]:
    """Read a scenario file. Raises `ScenarioError` when it is not a mapping of the known sections."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ScenarioError(f"{path}: {error}") from error
    return checked(content if content is not None else {}, SECTIONS, str(path))


def build(
    scenario: Mapping[str, Any],
    *,
    folder: Path = Path(),
    clock: Clock | None = None,
    store: Store | None = None,
    timing: Timing | None = None,
) -> Workspace:
    """Make the workspace a scenario describes, with what `store` kept from before; manifests are found in `folder`."""
    checked(dict(scenario), SECTIONS, "scenario")
    workspace = Workspace(team_of(scenario.get("team") or {}), clock=clock, store=store, timing=timing)
    workspace.limits.enforced = limits_of(scenario)
    workspace.restore()
    fresh = not workspace.channels
    add_people(workspace, scenario.get("people") or [])
    for number, entry in enumerate(scenario.get("apps") or []):
        add_app(workspace, checked(dict(entry), APP, f"apps[{number}]"), folder)
    for number, entry in enumerate(scenario.get("channels") or []):
        add_channel(workspace, checked(dict(entry), CHANNEL, f"channels[{number}]"))
    join_bots(workspace, scenario.get("apps") or [])
    if fresh:
        say_messages(workspace, scenario.get("messages") or [])
    return workspace


def limits_of(scenario: Mapping[str, Any]) -> bool:
    """Say whether rate limits are enforced: `limits: slack` (so they are without a word) or `limits: none`."""
    wanted = scenario.get("limits", "slack")
    if wanted not in {"slack", "none"}:
        raise ScenarioError(f"limits: is slack or none, not {wanted!r}.")
    return bool(wanted == "slack")


def team_of(entry: Mapping[str, Any]) -> Team:
    name = str(entry.get("name", "Rehearsal"))
    domain = str(entry.get("domain", "rehearsal"))
    return Team(str(entry.get("id", stable_id("T", domain))), name, domain, str(entry.get("timezone", "UTC")))


def add_people(workspace: Workspace, entries: Iterable[Mapping[str, Any]]) -> None:
    workspace.users.setdefault(SLACKBOT, User(SLACKBOT, "slackbot", "Slackbot", is_bot=True))
    for number, entry in enumerate(entries):
        workspace.add_user(person_of(checked(dict(entry), PERSON, f"people[{number}]"), workspace.team.tz))


def put_person(workspace: Workspace, entry: Mapping[str, Any]) -> User:
    """Add a person, or change what is known of one; apps hear `team_join` or `user_change`. Raises `ScenarioError`."""
    details = checked(dict(entry), PERSON, "person")
    known = workspace.users.get(str(details.get("id", stable_id("U", str(details.get("name"))))))
    before = known or next((user for user in workspace.users.values() if user.name == details.get("name")), None)
    if before is None:
        return workspace.add_user(person_of(details, workspace.team.tz))
    renamed = {"admin": "is_admin", "deactivated": "deleted"}
    changed = {renamed.get(name, name): value for name, value in details.items() if name != "id"}
    return workspace.add_user(replace(before, **changed))


def person_of(entry: Mapping[str, Any], tz: str) -> User:
    name = required(entry, "name", "people")
    return User(
        id=str(entry.get("id", stable_id("U", name))),
        name=name,
        real_name=str(entry.get("real_name", name)),
        email=str(entry.get("email", f"{name}@example.com")),
        tz=str(entry.get("tz", tz)),
        locale=str(entry.get("locale", "en-US")),
        title=str(entry.get("title", "")),
        is_admin=bool(entry.get("admin", False)),
        deleted=bool(entry.get("deactivated", False)),
    )


def put_channel(workspace: Workspace, entry: Mapping[str, Any]) -> Channel:
    """Add a channel, or change what is known of one. Raises `ScenarioError`."""
    details = checked(dict(entry), CHANNEL, "channel")
    known = [channel for channel in workspace.channels.values() if channel.name and channel.name == details.get("name")]
    if not known:
        return add_channel(workspace, details)
    changed: dict[str, Any] = {name: details[name] for name in ("topic", "purpose", "archived") if name in details}
    if "members" in details:
        changed["members"] = tuple(named_members(workspace, details["members"]))
    return workspace.add_channel(replace(known[0], **changed))


def add_channel(workspace: Workspace, entry: Mapping[str, Any]) -> Channel:
    """Add a channel, or bring one that was kept in line: whoever joined since stays."""
    name = required(entry, "name", "channels")
    channel_id = str(entry.get("id", stable_id("C", name)))
    before = workspace.channels.get(channel_id)
    members = named_members(workspace, entry.get("members", "everyone"))
    return workspace.add_channel(
        Channel(
            id=channel_id,
            kind=Kind.PRIVATE if entry.get("private") else Kind.PUBLIC,
            name=name,
            members=tuple(dict.fromkeys([*members, *(before.members if before else ())])),
            topic=str(entry.get("topic", "")),
            purpose=str(entry.get("purpose", "")),
            creator=members[0] if members else SLACKBOT,
            created=before.created if before else int(workspace.clock.timestamp()),
            archived=bool(entry.get("archived", False)),
        )
    )


def named_members(workspace: Workspace, named: Any) -> list[str]:
    if named == "everyone":
        return [user.id for user in workspace.users.values() if not user.is_bot and not user.deleted]
    try:
        return [workspace.user(str(name)).id for name in named]
    except SlackError as error:
        raise ScenarioError(f"channels: {error}") from error


def add_app(workspace: Workspace, entry: Mapping[str, Any], folder: Path) -> App:
    """Install an app, or install it anew; its bot user is made from the manifest."""
    manifest = manifest_of(entry.get("manifest", {}), folder)
    name = str(manifest.get("display_information", {}).get("name", "App"))
    app = app_of(manifest, entry, name)
    display = manifest.get("features", {}).get("bot_user", {}).get("display_name", name)
    refuse_shared_tokens(workspace, app)
    refuse_missing_scopes(app)
    bot = User(app.bot_user, str(display).lower().replace(" ", "_"), str(display), is_bot=True, bot_id=app.bot_id)
    workspace.add_user(replace(bot, app_id=app.id, tz=workspace.team.tz))
    return workspace.add_app(app)


def refuse_shared_tokens(workspace: Workspace, app: App) -> None:
    for other in workspace.apps.values():
        if other.id != app.id and {other.bot_token, other.app_token} & {app.bot_token, app.app_token}:
            raise ScenarioError(f"apps: {other.name} and {app.name} have the same token; give each its own.")


def refuse_missing_scopes(app: App) -> None:
    """Refuse a manifest that Slack would: commands and events need their scopes."""
    wanted = {event: EVENT_SCOPES[event] for event in app.events if event in EVENT_SCOPES}
    if app.commands or app.shortcuts:
        wanted["commands"] = frozenset({"commands"})
    for name, scopes in sorted(wanted.items()):
        if not app.scopes & scopes:
            raise ScenarioError(
                f"apps: the manifest of {app.name} has {name}; that needs {' or '.join(sorted(scopes))}."
            )
    strangers = sorted(app.events - EVENT_SCOPES.keys() - {"app_home_opened", *UNINSTALLING})
    if strangers:
        raise ScenarioError(f"apps: events not modelled here: {', '.join(strangers)}.")


def manifest_of(given: Any, folder: Path) -> dict[str, Any]:
    if isinstance(given, Mapping):
        return dict(given)
    path = folder / str(given)
    try:
        manifest = yaml.safe_load(path.read_text(encoding="utf-8"))  # JSON is YAML
    except (OSError, yaml.YAMLError) as error:
        raise ScenarioError(f"apps: the manifest cannot be read: {error}") from error
    if not isinstance(manifest, dict):
        raise ScenarioError(f"apps: {path} is not a manifest.")
    return manifest


def app_of(manifest: Mapping[str, Any], entry: Mapping[str, Any], name: str) -> App:
    features, settings = manifest.get("features", {}), manifest.get("settings", {})
    home = features.get("app_home", {})
    events = settings.get("event_subscriptions", {})
    interactivity = settings.get("interactivity", {})
    everywhere = str(entry.get("request_url", ""))
    return App(
        id=str(entry.get("id", stable_id("A", name))),
        name=name,
        bot_user=str(entry.get("bot_user", stable_id("U", f"bot of {name}"))),
        bot_id=str(entry.get("bot_id", stable_id("B", name))),
        bot_token=str(entry.get("bot_token", "xoxb-rehearsal")),
        app_token=str(entry.get("app_token", "xapp-rehearsal")),
        signing_secret=str(entry.get("signing_secret", "rehearsal")),
        scopes=frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
        commands=tuple(command_of(command, everywhere) for command in features.get("slash_commands", [])),
        shortcuts=tuple(shortcut_of(shortcut) for shortcut in features.get("shortcuts", [])),
        events=frozenset(events.get("bot_events", [])),
        socket_mode=bool(settings.get("socket_mode_enabled", False)) and not everywhere,
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        interactive=bool(interactivity.get("is_enabled", False)),
        events_url=everywhere or str(events.get("request_url", "")),
        interactivity_url=everywhere or str(interactivity.get("request_url", "")),
        options_url=everywhere or str(interactivity.get("message_menu_options_url", "")),
    )


def command_of(entry: Mapping[str, Any], everywhere: str) -> Command:
    return Command(
        name=str(entry["command"]),
        description=str(entry.get("description", "")),
        usage_hint=str(entry.get("usage_hint", "")),
        should_escape=bool(entry.get("should_escape", False)),
        url=everywhere or str(entry.get("url", "")),
    )


def shortcut_of(entry: Mapping[str, Any]) -> Shortcut:
    return Shortcut(
        str(entry["type"]), str(entry["name"]), str(entry["callback_id"]), str(entry.get("description", ""))
    )


def join_bots(workspace: Workspace, entries: Iterable[Mapping[str, Any]]) -> None:
    for app, entry in zip(workspace.apps.values(), entries, strict=True):
        for name in entry.get("channels", []):
            workspace.join(workspace.channel(str(name)).id, app.bot_user)


def say_messages(workspace: Workspace, entries: Iterable[Mapping[str, Any]]) -> None:
    for number, entry in enumerate(entries):
        checked(dict(entry), MESSAGE, f"messages[{number}]")
        workspace.person(str(entry["from"])).type(str(entry["channel"]), str(entry["text"]))


def required(entry: Mapping[str, Any], name: str, section: str) -> str:
    if not entry.get(name):
        raise ScenarioError(f"{section}: each entry needs a {name}; this one has none: {dict(entry)}")
    return str(entry[name])


def checked(entry: Any, known: frozenset[str], where: str) -> dict[str, Any]:
    """Refuse what is not a mapping of known names: a misspelt one would otherwise be ignored in silence."""
    if not isinstance(entry, dict):
        raise ScenarioError(f"{where}: expected a mapping, not {type(entry).__name__}.")
    strangers = sorted(set(map(str, entry)) - known)
    if strangers:
        raise ScenarioError(f"{where}: unknown: {', '.join(strangers)}. Known: {', '.join(sorted(known))}.")
    return entry
