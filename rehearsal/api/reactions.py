"""`reactions.*`: adding and taking back, each person once."""

from rehearsal.api.call import Call, Method
from rehearsal.api.reach import joined
from rehearsal.limits import TIERS
from rehearsal.model import Message, Payload, SlackError


def target(call: Call) -> Message:
    channel = joined(call)
    message = call.workspace.messages[channel.id].get(call.required("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    return message


def add(call: Call) -> Payload:
    call.workspace.react(target(call), call.required("name").strip(":"), call.app.bot_user)
    return {}


def remove(call: Call) -> Payload:
    call.workspace.unreact(target(call), call.required("name").strip(":"), call.app.bot_user)
    return {}


METHODS = {
    "reactions.add": Method(add, ("reactions:write",), TIERS[3]),
    "reactions.remove": Method(remove, ("reactions:write",), TIERS[2]),
}
