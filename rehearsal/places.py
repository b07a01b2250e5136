"""Where a person can act: the channels they are in, the messages and views in front of them, the elements in those."""

from typing import TYPE_CHECKING

from rehearsal.model import App, Channel, Message, OnMessage, OnView, Payload, Place, SlackError, View
from rehearsal.page.forms import elements

if TYPE_CHECKING:  # places are in it
    from rehearsal.workspace import Workspace


def joined_channel(workspace: "Workspace", user_id: str, which: str) -> Channel:
    """Find a channel a person is in. Raises `SlackError` channel_not_found or not_in_channel."""
    channel = workspace.channel(which)
    if user_id not in channel.members:
        name = workspace.users[user_id].name
        raise SlackError("not_in_channel", f"{name} is not in #{channel.name or channel.id}.")
    return channel


def own_view(workspace: "Workspace", user_id: str, view_id: str) -> View:
    """Find a modal or Home in front of a person. Raises `SlackError` not_found."""
    view = workspace.views.get(view_id)
    if view.user != user_id:
        raise SlackError("not_found", "This view is in front of somebody else.")
    return view


def seen_message(workspace: "Workspace", user_id: str, place: OnMessage) -> Message:
    """Find a message a person sees, with what they chose in it. Raises `SlackError` when there is none."""
    channel = joined_channel(workspace, user_id, place.channel)
    message = workspace.message(channel.id, place.ts)
    if message.ephemeral_to not in {"", user_id}:
        raise SlackError("message_not_found", "This message is in front of somebody else.")
    return workspace.as_seen_by(user_id, message)


def app_at(workspace: "Workspace", user_id: str, place: Place) -> App:
    """Find the app that made what is at a place. Raises `SlackError` not_found."""
    if isinstance(place, OnView):
        return workspace.app(own_view(workspace, user_id, place.view_id).app_id)
    app_id = seen_message(workspace, user_id, place).app_id
    if not app_id:
        raise SlackError("not_found", "No app posted this message.")
    return workspace.app(app_id)


def blocks_at(workspace: "Workspace", user_id: str, place: Place) -> list[Payload]:
    """List the blocks at a place, those of attachments too."""
    if isinstance(place, OnView):
        return own_view(workspace, user_id, place.view_id).blocks
    message = seen_message(workspace, user_id, place)
    attached = [block for part in message.attachments for block in part.get("blocks", [])]
    return [*message.blocks, *attached]


def element_at(
    workspace: "Workspace", user_id: str, place: Place, block_id: str, action_id: str
) -> tuple[Payload, Payload]:
    """Find an element and its block. Raises `SlackError` not_found."""
    for block in blocks_at(workspace, user_id, place):
        if block.get("block_id") != block_id:
            continue
        for element in elements(block):
            if element.get("action_id") == action_id:
                return block, dict(element)
    raise SlackError("not_found", f"There is no element {action_id!r} in a block {block_id!r} here any more.")
