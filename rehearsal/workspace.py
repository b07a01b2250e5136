"""The state of the workspace: who and what is in it, and the only ways in which that changes."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from threading import RLock
from typing import TYPE_CHECKING, Any

from rehearsal.clock import Clock
from rehearsal.courier import Courier, Nobody
from rehearsal.faults import Faults
from rehearsal.feed import Change, Feed
from rehearsal.ids import new_id
from rehearsal.inspector import Inspector
from rehearsal.limits import Limits
from rehearsal.model import App, Channel, File, Kind, Message, Payload, SlackError, Team, Toast, User
from rehearsal.store import Forgetful, Store
from rehearsal.tickets import Tickets, Timing
from rehearsal.views import Views

if TYPE_CHECKING:  # a person acts on a workspace, and is made by it
    from rehearsal.people import Person

TICK = Decimal("0.000001")
REMEMBERED = 1000
"""How many ephemeral messages and toasts are kept for pages that are never loaded again."""


class Workspace:
    """Everything in it, behind one lock; each change is stored, then told on the feed. Thread-safe."""

    def __init__(
        self, team: Team, *, clock: Clock | None = None, store: Store | None = None, timing: Timing | None = None
    ) -> None:
        self.team = team
        self.lock = RLock()
        self.feed = Feed()
        self.clock = clock or Clock(tz=team.tz)
        self.store = store or Forgetful()
        self.timing = timing or Timing()
        self.tickets = Tickets(self.timing)
        self.courier: Courier = Nobody()
        self.inspector = Inspector(self.clock, on_change=lambda: self.feed.publish(Change("traffic")))
        self.faults = Faults(on_change=lambda: self.feed.publish(Change("faults")))
        self.limits = Limits(monotonic=self.timing.monotonic)
        self.address = "http://127.0.0.1:8400"
        """Where this workspace is reached, for the URLs it gives to apps."""
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.apps: dict[str, App] = {}
        self.files: dict[str, File] = {}
        self.contents: dict[str, bytes] = {}
        self.messages: dict[str, dict[str, Message]] = {}
        """Per channel, by ts, oldest first."""
        self.read_marks: dict[tuple[str, str], str] = {}
        """(user, channel) to the ts up to which it was read."""
        self.entered: dict[tuple[str, str], dict[str, Payload]] = {}
        """(channel, ts) to user to what they chose in the message's elements."""
        self.ephemerals: list[Message] = []
        self.toasts: list[Toast] = []
        self.views = Views(self)
        self._last_ts: dict[str, Decimal] = {}
        self.clock.on_change(self._clock_moved)

    def be_patient(self, seconds: float) -> None:
        """Give apps so long to ack, and their triggers so long to live, on a machine that does much else."""
        self.timing = replace(self.timing, ack=seconds, trigger=seconds)
        self.tickets.timing = self.timing

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Hear of each change, in the thread that made it; returns the function that ends it."""
        return self.feed.subscribe(listener)

    def person(self, who: str) -> "Person":
        """Give somebody's hands, by id, name, email or real name.

        Raises `SlackError` user_not_found, or account_inactive for whoever is deactivated.
        """
        from rehearsal.people import Person  # noqa: PLC0415 - a person acts on a workspace, and is made by it

        user = self.user(who)
        if user.deleted:
            raise SlackError("account_inactive", f"{user.name} is deactivated.")
        return Person(self, user.id)

    # -- finding

    def user(self, who: str) -> User:
        """Find a user by id, name, email or real name. Raises `SlackError` user_not_found."""
        found = self.users.get(who) or self._user_called(who.removeprefix("@").casefold())
        if found is None:
            raise SlackError("user_not_found", f"There is nobody called {who!r}.")
        return found

    def _user_called(self, name: str) -> User | None:
        for user in self.users.values():
            if name in {user.name.casefold(), user.email.casefold(), user.real_name.casefold()} - {""}:
                return user
        return None

    def channel(self, which: str) -> Channel:
        """Find a channel by id or name, with or without its #. Raises `SlackError` channel_not_found."""
        found = self.channels.get(which) or self._channel_called(which.removeprefix("#"))
        if found is None:
            raise SlackError("channel_not_found", f"There is no channel {which!r}.")
        return found

    def _channel_called(self, name: str) -> Channel | None:
        return next((channel for channel in self.channels.values() if channel.name == name and name), None)

    def app(self, app_id: str) -> App:
        """Find an app by id. Raises `SlackError` app_not_found."""
        if app_id not in self.apps:
            raise SlackError("app_not_found", f"There is no app {app_id!r}.")
        return self.apps[app_id]

    def message(self, channel: str, ts: str) -> Message:
        """Find a message, ephemeral ones too. Raises `SlackError` message_not_found."""
        with self.lock:
            found = self.messages.get(channel, {}).get(ts)
            return found or self._ephemeral(channel, ts)

    def _ephemeral(self, channel: str, ts: str) -> Message:
        for message in self.ephemerals:
            if (message.channel, message.ts) == (channel, ts):
                return message
        raise SlackError("message_not_found", f"There is no message {ts} in {channel}.")

    # -- people and channels

    def add_user(self, user: User) -> User:
        """Add a user, or replace one by what is known now."""
        with self.lock:
            before = self.users.get(user.id)
            self.users[user.id] = user
            if before != user:
                verb = "changed" if before else "joined"
                self._keep("user", user.id, user, Change("user", verb, subject=user.id))
        return user

    def add_app(self, app: App) -> App:
        with self.lock:
            self.apps[app.id] = app
        return app

    def add_channel(self, channel: Channel) -> Channel:
        with self.lock:
            self.channels[channel.id] = channel
            self.messages.setdefault(channel.id, {})
            self._keep("channel", channel.id, channel, Change("channel", channel=channel.id))
        return channel

    def open_direct(self, members: Iterable[str]) -> Channel:
        """Find or make the direct conversation of exactly these users: two make an `im`, more an `mpim`."""
        together = tuple(sorted(set(members)))
        with self.lock:
            for channel in self.channels.values():
                if channel.is_direct and channel.members == together:
                    return channel
            kind = Kind.IM if len(together) <= 2 else Kind.MPIM
            letter = "D" if kind is Kind.IM else "G"
            made = Channel(new_id(letter), kind, members=together, created=int(self.clock.timestamp()))
            return self.add_channel(made)

    def join(self, channel_id: str, user_id: str) -> Channel:
        channel = self.channel(channel_id)
        if user_id in channel.members:
            return channel
        return self._moved(replace(channel, members=(*channel.members, user_id)), user_id, "joined")

    def leave(self, channel_id: str, user_id: str) -> Channel:
        channel = self.channel(channel_id)
        rest = tuple(member for member in channel.members if member != user_id)
        return self._moved(replace(channel, members=rest), user_id, "left")

    def _moved(self, channel: Channel, user_id: str, verb: str) -> Channel:
        with self.lock:
            self.channels[channel.id] = channel
            change = Change("channel", verb=verb, channel=channel.id, subject=user_id)
            self._keep("channel", channel.id, channel, change)
        return channel

    # -- messages

    def post(self, channel_id: str, user_id: str, **fields: Any) -> Message:
        """Post a message (or an ephemeral one, with `ephemeral_to`) under a new ts; fields as in `Message`."""
        with self.lock:
            message = Message(channel=channel_id, ts=self.next_ts(channel_id), user=user_id, **fields)
            self._begin_thread(channel_id, message.thread_ts)
            if message.ephemeral_to:
                self.ephemerals = [*self.ephemerals[-REMEMBERED:], message]
                self.feed.publish(Change("message", "posted", channel_id, message.ephemeral_to, message.ts))
                return message
            return self._put_message(message, "posted")

    def _begin_thread(self, channel_id: str, thread_ts: str) -> None:
        """Mark the message that a first reply is to as the first of a thread."""
        parent = self.messages[channel_id].get(thread_ts)
        if parent is not None and not parent.thread_ts:
            self.change_message(replace(parent, thread_ts=parent.ts), "threaded")

    def change_message(self, message: Message, verb: str = "changed") -> Message:
        """Replace a message by its newer self (same channel and ts)."""
        with self.lock:
            if verb == "changed":
                self.entered.pop((message.channel, message.ts), None)
            if not message.ephemeral_to:
                return self._put_message(message, verb)
            where = [(other.channel, other.ts) for other in self.ephemerals].index((message.channel, message.ts))
            self.ephemerals[where] = message
            self.feed.publish(Change("message", verb, message.channel, message.ephemeral_to, message.ts))
            return message

    def enter(self, user_id: str, message: Message, state: Payload) -> None:
        """Keep what one person chose in a message's elements; nobody else sees that, and a change of it forgets it."""
        with self.lock:
            self.entered.setdefault((message.channel, message.ts), {})[user_id] = state

    def as_seen_by(self, user_id: str, message: Message) -> Message:
        """Give a message with what this person chose in it."""
        state = self.entered.get((message.channel, message.ts), {}).get(user_id)
        return replace(message, state=state) if state else message

    def delete_message(self, message: Message) -> None:
        with self.lock:
            if message.ephemeral_to:
                self.ephemerals.remove(message)
                self.feed.publish(Change("message", "deleted", message.channel, message.ephemeral_to, message.ts))
                return
            self.messages[message.channel].pop(message.ts, None)
            change = Change("message", "deleted", message.channel, subject=message.ts, before=message)
            self._keep("message", f"{message.channel}/{message.ts}", None, change)

    def _put_message(self, message: Message, verb: str) -> Message:
        before = self.messages[message.channel].get(message.ts)
        self.messages[message.channel][message.ts] = message
        change = Change("message", verb, message.channel, subject=message.ts, before=before)
        self._keep("message", f"{message.channel}/{message.ts}", message, change)
        return message

    def react(self, message: Message, name: str, user_id: str) -> Message:
        """Add a reaction. Raises `SlackError` already_reacted."""
        reactions = dict(message.reactions)
        if user_id in reactions.get(name, ()):
            raise SlackError("already_reacted")
        reactions[name] = (*reactions.get(name, ()), user_id)
        return self._reacted(replace(message, reactions=tuple(reactions.items())), name, user_id, "reacted")

    def unreact(self, message: Message, name: str, user_id: str) -> Message:
        """Take a reaction back. Raises `SlackError` no_reaction."""
        reactions = dict(message.reactions)
        if user_id not in reactions.get(name, ()):
            raise SlackError("no_reaction")
        reactions[name] = tuple(other for other in reactions[name] if other != user_id)
        left = tuple((key, users) for key, users in reactions.items() if users)
        return self._reacted(replace(message, reactions=left), name, user_id, "unreacted")

    def _reacted(self, message: Message, name: str, user_id: str, verb: str) -> Message:
        with self.lock:
            self.messages[message.channel][message.ts] = message
            change = Change("message", verb, message.channel, user_id, f"{name} {message.ts}")
            self._keep("message", f"{message.channel}/{message.ts}", message, change)
        return message

    def next_ts(self, channel_id: str) -> str:
        """Give the next ts of a channel: the clock's time, but always later than the one before."""
        with self.lock:
            now = Decimal(f"{self.clock.timestamp():.6f}")
            last = self._last_ts.get(channel_id)
            chosen = now if last is None or now > last else last + TICK
            self._last_ts[channel_id] = chosen
            return f"{chosen:.6f}"

    # -- what is for one person

    def toast(self, user_id: str, text: str) -> Toast:
        with self.lock:
            toast = Toast(user_id, text, f"{self.clock.timestamp():.6f}")
            self.toasts = [*self.toasts[-REMEMBERED:], toast]
            self.feed.publish(Change("toast", "posted", user=user_id))
        return toast

    def slackbot(self, user_id: str, channel_id: str, text: str) -> Message:
        """Let Slackbot tell one person something in a channel, as it does when a command fails."""
        return self.post(channel_id, "USLACKBOT", text=text, ephemeral_to=user_id)

    def forget_ephemerals(self, user_id: str) -> None:
        """Do what a reload of the page does: ephemerals, toasts, and what was chosen but not sent are gone."""
        with self.lock:
            for chosen in self.entered.values():
                chosen.pop(user_id, None)
            self.ephemerals = [message for message in self.ephemerals if message.ephemeral_to != user_id]
            self.toasts = [toast for toast in self.toasts if toast.user != user_id]
            self.feed.publish(Change("reload", user=user_id))

    def mark_read(self, user_id: str, channel_id: str) -> None:
        with self.lock:
            newest = next(reversed(self.messages.get(channel_id, {})), "")
            if self.read_marks.get((user_id, channel_id), "") == newest:
                return
            self.read_marks[user_id, channel_id] = newest
            change = Change("read", channel=channel_id, user=user_id)
            self._keep("read", f"{user_id}/{channel_id}", newest, change)

    # -- files

    def add_file(self, file: File, content: bytes | None = None) -> File:
        with self.lock:
            self.files[file.id] = file
            self.store.put("file", file.id, file)
            if content is not None:
                self.contents[file.id] = content
                self.store.put("content", file.id, content.hex())
        return file

    # -- keeping

    def _keep(self, kind: str, key: str, value: object, change: Change) -> None:
        self.store.put(kind, key, value)
        self.feed.publish(change)

    def keep_clock(self) -> None:
        """Store what the clock shows: one that hurries is ahead of what was stored when it was last moved."""
        self.store.put("clock", "clock", self.clock.saved())

    def _clock_moved(self) -> None:
        self.keep_clock()
        self.feed.publish(Change("clock"))

    def restore(self) -> None:
        """Take back what the store holds; called once, before anybody looks."""
        for kind, key, value in self.store.load():
            self._restore_one(kind, key, value)
        for channel_id in self.channels:
            self.messages.setdefault(channel_id, {})

    def _restore_one(self, kind: str, key: str, value: Any) -> None:
        if kind == "message":
            self.messages.setdefault(value.channel, {})[value.ts] = value
            self._last_ts[value.channel] = max(self._last_ts.get(value.channel, Decimal(0)), Decimal(value.ts))
            return
        if kind == "read":
            user_id, _, channel_id = key.partition("/")
            self.read_marks[user_id, channel_id] = value
            return
        if kind == "clock":
            self.clock.restore(value)
            return
        if kind == "content":
            self.contents[key] = bytes.fromhex(value)
            return
        if kind in {"view", "stack", "home"}:
            self.views.restore(kind, key, value)
            return
        shelves: dict[str, dict[str, Any]] = {"user": self.users, "channel": self.channels, "file": self.files}
        shelves[kind][key] = value
