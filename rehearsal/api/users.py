"""`users.*`: who is in the workspace; an email only for apps that may read it."""

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rehearsal.api.call import Call, Method
from rehearsal.api.reach import person
from rehearsal.limits import TIERS
from rehearsal.model import App, Payload, SlackError, User

if TYPE_CHECKING:  # users are those of one
    from rehearsal.workspace import Workspace

PICTURES = (24, 32, 48, 72, 192, 512)


def user_payload(workspace: "Workspace", app: App, user: User, *, with_locale: bool = False) -> Payload:
    """Shape a user as `users.info` does, for an app that may or may not read emails."""
    offset = datetime.now(ZoneInfo(user.tz)).utcoffset()
    shape: Payload = {
        "id": user.id,
        "team_id": workspace.team.id,
        "name": user.name,
        "deleted": user.deleted,
        "color": "4bbe2e",
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {**profile_payload(app, user), "team": workspace.team.id},
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 0,
        "is_email_confirmed": not user.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }
    return {**shape, "locale": user.locale} if with_locale else shape


def profile_payload(app: App, user: User) -> Payload:
    first, _, last = user.real_name.partition(" ")
    shape: Payload = {
        "title": user.title,
        "phone": "",
        "skype": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "first_name": first,
        "last_name": last,
        "status_text": "",
        "status_text_canonical": "",
        "status_emoji": "",
        "status_emoji_display_info": [],
        "status_expiration": 0,
        "avatar_hash": "",
        **{f"image_{size}": f"https://avatars.slack-edge.com/{user.id}_{size}.png" for size in PICTURES},
    }
    if user.is_bot:
        return {**shape, "api_app_id": user.app_id, "bot_id": user.bot_id, "always_active": True}
    if "users:read.email" in app.scopes:
        shape["email"] = user.email
    return shape


def shaped(call: Call, user: User) -> Payload:
    return user_payload(call.workspace, call.app, user, with_locale=call.flag("include_locale"))


def list_all(call: Call) -> Payload:
    shown, cursor = call.page(sorted(call.workspace.users.values(), key=lambda user: user.id))
    return {
        "members": [shaped(call, user) for user in shown],
        "cache_ts": int(call.workspace.clock.timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


def info(call: Call) -> Payload:
    return {"user": shaped(call, person(call))}


def look_up_by_email(call: Call) -> Payload:
    wanted = call.required("email").casefold()
    for user in call.workspace.users.values():
        if user.email.casefold() == wanted and not user.is_bot:
            return {"user": shaped(call, user)}
    raise SlackError("users_not_found", "Nobody has this email.")


def get_profile(call: Call) -> Payload:
    user = person(call) if call.given("user") else call.workspace.users[call.app.bot_user]
    return {"profile": {**profile_payload(call.app, user), "fields": None}}


METHODS = {
    "users.list": Method(list_all, ("users:read",), TIERS[2]),
    "users.info": Method(info, ("users:read",), TIERS[4]),
    "users.lookupByEmail": Method(look_up_by_email, ("users:read.email",), TIERS[3]),
    "users.profile.get": Method(get_profile, ("users.profile:read",), TIERS[4]),
}
