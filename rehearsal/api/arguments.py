"""Which arguments each method takes here; one that would change something and is not modelled is refused by name."""

from collections.abc import Mapping
from typing import Any, Final

from rehearsal.model import SlackError

CONTENT: Final = "text markdown_text blocks attachments metadata"
AUTHOR: Final = "username icon_emoji icon_url"
PAGE: Final = "cursor limit"
SPAN: Final = "oldest latest inclusive include_all_metadata"

TAKES: Final[Mapping[str, frozenset[str]]] = {
    method: frozenset(names.split())
    for method, names in {
        "apps.connections.open": "",
        "auth.test": "",
        "bots.info": "bot",
        "chat.delete": "channel ts",
        "chat.getPermalink": "channel message_ts",
        "chat.postEphemeral": f"channel user thread_ts {CONTENT} {AUTHOR}",
        "chat.postMessage": f"channel thread_ts reply_broadcast client_msg_id {CONTENT} {AUTHOR}",
        "chat.update": f"channel ts {CONTENT}",
        "conversations.history": f"channel {PAGE} {SPAN}",
        "conversations.info": "channel include_locale include_num_members",
        "conversations.join": "channel",
        "conversations.leave": "channel",
        "conversations.list": f"types exclude_archived {PAGE}",
        "conversations.members": f"channel {PAGE}",
        "conversations.open": "channel users return_im",
        "conversations.replies": f"channel ts {PAGE} {SPAN}",
        "files.completeUploadExternal": "files channel_id channels initial_comment thread_ts blocks",
        "files.getUploadURLExternal": "filename length alt_txt",
        "files.info": "file",
        "reactions.add": "channel timestamp name",
        "reactions.remove": "channel timestamp name",
        "team.info": "",
        "users.conversations": f"user types exclude_archived {PAGE}",
        "users.info": "user include_locale",
        "users.list": f"include_locale {PAGE}",
        "users.lookupByEmail": "email",
        "users.profile.get": "user",
        "views.open": "trigger_id view",
        "views.publish": "user_id view hash",
        "views.push": "trigger_id view",
        "views.update": "view_id external_id view hash",
    }.items()
}

NOTHING_TO_DO: Final = frozenset({"team_id", "unfurl_links", "unfurl_media", "app_token"})
"""Arguments that change nothing here: there is one team, and links are never unfurled."""

UNMODELLED: Final[Mapping[str, frozenset[str]]] = {
    "as_user": frozenset({"0", "false"}),
    "container_id": frozenset(),
    "count": frozenset(),
    "domain": frozenset(),
    "file": frozenset(),
    "file_comment": frozenset(),
    "file_ids": frozenset(),
    "include_labels": frozenset({"0", "false"}),
    "include_slackbot_availability": frozenset({"0", "false"}),
    "interactivity_pointer": frozenset(),
    "link_names": frozenset({"0", "false"}),
    "mrkdwn": frozenset({"1", "true"}),
    "page": frozenset({"1"}),
    "parse": frozenset({"none"}),
    "prevent_creation": frozenset({"0", "false"}),
    "reply_broadcast": frozenset({"0", "false"}),
    "snippet_type": frozenset(),
    "highlight_type": frozenset(),
    "team": frozenset(),
}
"""Arguments of Slack's that are not modelled, and the values of them that would change nothing."""


def refuse_strange(method: str, arguments: Mapping[str, Any]) -> None:
    """Refuse what is not modelled (`not_modelled`), and what Slack doesn't know (`invalid_arguments`)."""
    taken = TAKES.get(method)
    if taken is None:
        return
    for name, value in arguments.items():
        if name in taken or name in NOTHING_TO_DO or value is None or value == "":
            continue
        if name not in UNMODELLED:
            raise SlackError("invalid_arguments", f"[ERROR] {method} has no argument {name} [json-pointer:/{name}]")
        if str(value).lower() not in UNMODELLED[name]:
            raise SlackError("not_modelled", f"{name}={value!r} of {method} is known to Slack and not modelled here.")
