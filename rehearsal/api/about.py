"""`auth.test`, `api.test`, `team.info`, `bots.info`: what an app asks about itself and where it is."""

from rehearsal.api.call import Call, Method
from rehearsal.limits import POSTS_PER_WORKSPACE, TIERS
from rehearsal.model import Payload, SlackError


def auth_test(call: Call) -> Payload:
    bot = call.workspace.users[call.app.bot_user]
    return {
        "url": f"https://{call.workspace.team.domain}.slack.com/",
        "team": call.workspace.team.name,
        "user": bot.name,
        "team_id": call.workspace.team.id,
        "user_id": bot.id,
        "bot_id": call.app.bot_id,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> Payload:
    if call.given("error"):
        raise SlackError(call.text("error"))
    return {"args": dict(call.arguments)}


def team_info(call: Call) -> Payload:
    team = call.workspace.team
    return {
        "team": {
            "id": team.id,
            "name": team.name,
            "url": f"https://{team.domain}.slack.com/",
            "domain": team.domain,
            "email_domain": "",
            "icon": {"image_default": True},
            "avatar_base_url": "https://ca.slack-edge.com/",
            "is_verified": False,
        }
    }


def bots_info(call: Call) -> Payload:
    wanted = call.text("bot") or call.app.bot_id
    for app in call.workspace.apps.values():
        if app.bot_id == wanted:
            return {
                "bot": {
                    "id": app.bot_id,
                    "deleted": False,
                    "name": app.name,
                    "updated": 0,
                    "app_id": app.id,
                    "user_id": app.bot_user,
                    "icons": {},
                }
            }
    raise SlackError("bot_not_found")


METHODS = {
    "auth.test": Method(auth_test, (), POSTS_PER_WORKSPACE, token="any"),  # noqa: S106 - a kind of token
    "api.test": Method(api_test, (), TIERS[4], token="any"),  # noqa: S106 - a kind of token
    "team.info": Method(team_info, ("team:read",), TIERS[3]),
    "bots.info": Method(bots_info, ("users:read",), TIERS[3]),
}
