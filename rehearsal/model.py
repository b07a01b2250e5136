"""What a workspace is made of: frozen values, in the vocabulary of Slack's documentation."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

Payload: TypeAlias = dict[str, Any]
Blocks: TypeAlias = tuple[Payload, ...]

SLACKBOT = "USLACKBOT"
EVERYONE = ""


class Kind(StrEnum):
    """The kinds of conversation, named as the `types` argument of `conversations.list` names them."""

    PUBLIC = "public_channel"
    PRIVATE = "private_channel"
    IM = "im"
    MPIM = "mpim"


@dataclass(frozen=True)
class Team:
    id: str
    name: str
    domain: str
    tz: str = "UTC"


@dataclass(frozen=True)
class User:
    """A person, or the bot user of an app (then `bot_id` and `app_id` are set)."""

    id: str
    name: str
    real_name: str
    email: str = ""
    tz: str = "UTC"
    locale: str = "en-US"
    title: str = ""
    is_admin: bool = False
    is_bot: bool = False
    deleted: bool = False
    bot_id: str = ""
    app_id: str = ""


@dataclass(frozen=True)
class Channel:
    """A conversation; `members` of an `im` are the two who talk, of whom one may be a bot user."""

    id: str
    kind: Kind
    name: str = ""
    members: tuple[str, ...] = ()
    topic: str = ""
    purpose: str = ""
    creator: str = ""
    created: int = 0
    archived: bool = False

    @property
    def is_direct(self) -> bool:
        return self.kind in {Kind.IM, Kind.MPIM}


@dataclass(frozen=True)
class Message:
    """One message in one channel. An ephemeral one names the only person who sees it and is never stored."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: Blocks = ()
    attachments: Blocks = ()
    metadata: Payload | None = None
    thread_ts: str = ""
    subtype: str = ""
    app_id: str = ""
    bot_id: str = ""
    username: str = ""
    icon: str = ""
    client_msg_id: str = ""
    edited: Payload | None = None
    reactions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    files: tuple[str, ...] = ()
    broadcast: bool = False
    ephemeral_to: str = EVERYONE
    state: Payload = field(default_factory=dict)
    """What its viewer chose in the message's elements: the `state.values` of their next `block_actions`."""

    @property
    def is_reply(self) -> bool:
        return bool(self.thread_ts) and self.thread_ts != self.ts


@dataclass(frozen=True)
class View:
    """A modal in somebody's stack, or an app's Home for one person."""

    id: str
    app_id: str
    user: str
    kind: str
    """`modal` or `home`."""
    payload: Payload
    """As the app gave it, with the `block_id`s and `action_id`s it left out."""
    hash: str
    root_id: str
    previous_id: str | None = None
    external_id: str = ""
    state: Payload = field(default_factory=dict)
    """`state.values` as they stand on the person's screen."""
    errors: Payload = field(default_factory=dict)
    """Block id to sentence: what the last submission was refused for."""

    @property
    def blocks(self) -> list[Payload]:
        return list(self.payload.get("blocks", []))

    @property
    def callback_id(self) -> str:
        return str(self.payload.get("callback_id") or "")


@dataclass(frozen=True)
class File:
    id: str
    user: str
    name: str
    title: str
    mimetype: str
    size: int
    created: int
    alt_text: str = ""
    channels: tuple[str, ...] = ()
    complete: bool = False


@dataclass(frozen=True)
class Command:
    name: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False
    url: str = ""


@dataclass(frozen=True)
class Shortcut:
    """A global or a message shortcut of an app's manifest."""

    kind: str
    """`global` or `message`."""
    name: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True)
class App:
    """An installed app: its manifest's registrations, its tokens, and where it is reached."""

    id: str
    name: str
    bot_user: str
    bot_id: str
    bot_token: str
    app_token: str
    signing_secret: str
    scopes: frozenset[str]
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    events: frozenset[str] = frozenset()
    socket_mode: bool = True
    home_tab: bool = False
    messages_tab: bool = True
    interactive: bool = True
    events_url: str = ""
    interactivity_url: str = ""
    options_url: str = ""
    installed: bool = True
    """While it is not, its bot token is refused."""


@dataclass(frozen=True)
class OnMessage:
    """A place to press: a message, ephemeral or not."""

    channel: str
    ts: str


@dataclass(frozen=True)
class OnView:
    """A place to press: a modal or a Home."""

    view_id: str


Place: TypeAlias = OnMessage | OnView


@dataclass(frozen=True)
class Toast:
    """What Slack says to one person in passing, for instance that an app did not respond."""

    user: str
    text: str
    ts: str


class SlackError(Exception):
    """A refusal with Slack's own error name, and where there is something to add, the sentences that explain it."""

    def __init__(self, error: str, *messages: str, **extra: Any) -> None:
        super().__init__(error, *messages)
        self.error = error
        self.messages = messages
        self.extra = extra

    def __str__(self) -> str:
        return ": ".join([self.error, *self.messages])
