"""What an app may use only so often and so long: trigger ids, response URLs and socket tickets, in real time."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from rehearsal.model import SlackError

REMEMBERED = 20_000
"""How many tickets of a kind are remembered, so that a long rehearsal does not grow."""


@dataclass(frozen=True)
class Timing:
    """The deadlines, in seconds, as Slack documents them; tests may shorten them."""

    ack: float = 3.0
    trigger: float = 3.0
    response_url: float = 1800.0
    response_url_uses: int = 5
    event_retries: tuple[float, ...] = (1.0, 60.0, 300.0)
    """How long after a failed delivery of an event each of the three retries comes."""
    socket_ping: float = 1.0
    """How often a socket is pinged; more often than by Slack, whose own clients close only at the next frame."""
    socket_patience: float = 20.0
    """After how long without a pong a socket is cut."""
    monotonic: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class Trigger:
    """What a `trigger_id` stands for: this person's doing, seen by this app, perhaps inside a modal."""

    app_id: str
    user: str
    view_id: str | None
    expires: float


@dataclass(frozen=True)
class ResponseUrl:
    """Where and about what a response URL answers; `ts` is empty for a command."""

    app_id: str
    user: str
    channel: str
    ts: str
    expires: float
    thread_ts: str = ""


@dataclass
class Tickets:
    """Issues and redeems trigger ids and response URLs. Thread-safe."""

    timing: Timing
    _triggers: dict[str, Trigger] = field(default_factory=dict)
    _spent: set[str] = field(default_factory=set)
    _urls: dict[str, ResponseUrl] = field(default_factory=dict)
    _uses: dict[str, int] = field(default_factory=dict)
    _sockets: dict[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def trigger(self, app_id: str, user: str, view_id: str | None = None) -> str:
        name = f"{secrets.randbelow(10**13):013}.{secrets.randbelow(10**12):012}.{secrets.token_hex(16)}"
        expires = self.timing.monotonic() + self.timing.trigger
        with self._lock:
            self._triggers[name] = Trigger(app_id, user, view_id, expires)
            forget_oldest(self._triggers)
        return name

    def redeem_trigger(self, name: str, app_id: str) -> Trigger:
        """Use a trigger once. Raises `SlackError` with Slack's name for what is wrong with it."""
        with self._lock:
            trigger = self._triggers.get(name)
            if trigger is None or trigger.app_id != app_id:
                raise SlackError("invalid_trigger_id", "This trigger_id was never given to this app.")
            if name in self._spent:
                raise SlackError("exchanged_trigger_id", "A trigger_id works once, and this one was used before.")
            if self.timing.monotonic() > trigger.expires:
                late = f"A trigger_id lives {self.timing.trigger:g} seconds, and this one is older."
                raise SlackError("expired_trigger_id", late)
            self._spent.add(name)
            return trigger

    def response_url(self, app_id: str, user: str, channel: str, ts: str = "", thread_ts: str = "") -> str:
        """Give the path of a new response URL."""
        token = secrets.token_urlsafe(24)
        expires = self.timing.monotonic() + self.timing.response_url
        with self._lock:
            self._urls[token] = ResponseUrl(app_id, user, channel, ts, expires, thread_ts)
            forget_oldest(self._urls)
        return f"/actions/{token}"

    def redeem_url(self, token: str) -> ResponseUrl:
        """Use a response URL. Raises `SlackError`: `expired_url` after its time, `used_url` after its fifth use."""
        with self._lock:
            url = self._urls.get(token)
            if url is None:
                raise SlackError("invalid_url", "There never was such a response_url.")
            if self.timing.monotonic() > url.expires:
                raise SlackError("expired_url", f"A response_url lives {self.timing.response_url / 60:g} minutes.")
            uses = self._uses.get(token, 0) + 1
            if uses > self.timing.response_url_uses:
                raise SlackError("used_url", f"A response_url works {self.timing.response_url_uses} times.")
            self._uses[token] = uses
            return url

    def app_of_url(self, token: str) -> str | None:
        with self._lock:
            url = self._urls.get(token)
            return url.app_id if url else None

    def socket_ticket(self, app_id: str) -> str:
        """Give a ticket for one Socket Mode connection."""
        ticket = secrets.token_urlsafe(18)
        with self._lock:
            self._sockets[ticket] = app_id
        return ticket

    def redeem_socket(self, ticket: str) -> str | None:
        """Use a ticket once; gives the app's id, None for a ticket that never was or was used."""
        with self._lock:
            return self._sockets.pop(ticket, None)


def forget_oldest(tickets: dict[str, Any]) -> None:
    while len(tickets) > REMEMBERED:
        del tickets[next(iter(tickets))]
