"""What follows `/people`: a verb and its form, or a refusal that helps."""

import re
from html import unescape

from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.language import tr
from workflows.wording.phrases import quoted

WHO = "slack_id"
"""The field that names somebody by their Slack account."""
LONGEST = 200
_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>", re.IGNORECASE)
_MEANT = re.compile(r"(^|\s)@\S|<@")


def read(text: str, actor: Actor) -> tuple[str, Form]:
    """The verb and its form; raises Refused (`words`) with the way out."""
    if len(text) > LONGEST:
        raise Refused(tr("That is a lot of words for me. `/people help` shows what I understand."), reason="words")
    mentions = list(dict.fromkeys(found.upper() for found in _MENTION.findall(text)))
    words = " ".join(_MENTION.sub(" ", text).lower().split())
    if len(mentions) > 1:
        raise Refused(tr("One person at a time, please: `/people @ann`."), reason="words")
    if mentions:
        return _about(mentions[0], words, actor)
    return _alone(words)


def _about(slack_id: str, words: str, actor: Actor) -> tuple[str, Form]:
    if words == "add":
        return "propose", {WHO: slack_id}
    if words:
        raise _unknown(words)
    return ("me", {}) if slack_id == actor.slack_id else ("show", {WHO: slack_id})


def _alone(words: str) -> tuple[str, Form]:
    if words in ("", "me"):
        return "me", {}
    if words == "team":
        return "team", {}
    if words.partition(" ")[0] == "deputy":
        return "deputy", {"department": words.partition(" ")[2]}
    if words == "add" or _MEANT.search(words):
        raise Refused(
            tr("I don't know whom you mean. Type @ and pick the person from the list that Slack shows."), reason="words"
        )
    raise _unknown(words)


def _unknown(words: str) -> Refused:
    return Refused(
        tr(
            "I don't know “{words}” here. `/people`, `/people @somebody` and `/people team` are what I "
            "understand; `/people help` shows everything.",
            words=quoted(unescape(words)),
        ),
        reason="words",
    )
