"""Who it is that uses the bot: a Slack user as an Actor; a stranger is told whom to ask, and Slack asked who it is.

Strangers have no verbs, so what they set off is announced here. Slack is asked beside the transactions and never
before an answer: a loop takes up whoever was not asked about yet, so nothing is lost when it ends in between.
"""

import threading
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import structlog

from bot.points import POINTS
from bot.slack import Failure, Impossible, Slack
from bot.store import Store
from bot.transaction import Transaction
from workflows.directory import WORKFLOW, arrivals
from workflows.directory import store as newcomers
from workflows.directory.reading import whom_to_ask
from workflows.directory.rules import BUTTON, HOME, NOBODY, Newcomer, Profile
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Tx, announce
from workflows.kernel.replies import Message, Reply, Say
from workflows.language import speak, tr
from workflows.organisation import lines
from workflows.organisation import store as organisation

__all__ = ["BUTTON", "HOME", "Faces", "actor", "known", "reader", "serve"]
log = structlog.get_logger()
PATIENCE = timedelta(minutes=2)
"""How long Slack may take to say who somebody is before people are asked without."""


def serve(tx: Tx, slack_id: str, used: str, act: Callable[[Actor], Reply]) -> Reply:
    """What the person's deed answers. A stranger's deed is not done: they are told whom to ask, and that is kept."""
    found = known(tx, slack_id)
    if found is not None:
        speak(found.locale)
        return act(found)
    text, events = arrivals.knock(tx, slack_id, used)
    _announce(tx, events)
    return Say(Message(text))


def actor(tx: Tx, slack_id: str) -> Actor:
    """The person with this Slack id, today. Raises Refused, naming whom to ask, when the directory has none."""
    found = known(tx, slack_id)
    if found is None:
        raise Refused(
            tr("I don't know you yet. Please ask {whom} to add you.", whom=whom_to_ask(tx)), reason="stranger"
        )
    return found


def known(tx: Tx, slack_id: str) -> Actor | None:
    """The person with this Slack id, today; None for a stranger and for one who has left."""
    return lines.actor(tx, slack_id, tx.now)


def reader(tx: Tx, person: PersonId) -> Actor | None:
    """The person as one who reads (a message, App Home): None when they are no longer with us."""
    found = organisation.person(tx, person)
    return None if found is None else known(tx, found.slack_id)


class Faces:
    """Asks Slack about newcomers, one after another."""

    def __init__(self, store: Store, slack: Slack) -> None:
        self._store, self._slack = store, slack
        self.nudge = threading.Event()

    def touched(self, *, queued: bool, touched: frozenset[PersonId]) -> None:  # noqa: ARG002 - a watcher's signature
        """Something about a newcomer was kept: look soon."""
        if NOBODY in touched:
            self.nudge.set()

    def introduce_all(self) -> int:
        """Ask about everybody who was not asked about yet; about how many Slack had an answer."""
        waiting = self._store.read(newcomers.unintroduced)
        return sum(self._introduce(one) for one in waiting)

    def _introduce(self, one: Newcomer) -> bool:
        try:
            profile = profile_of(self._slack.user(one.slack_id), self._slack.team())
        except Impossible as failure:
            log.info("newcomer.unknown", reason=failure.reason)
            profile = None
        except Failure as failure:
            log.warning("newcomer.unasked", reason=failure.reason)
            if self._store.clock.now() - one.seen_at < PATIENCE:
                return False
            profile = None
        POINTS.reach("newcomer.asked")
        self._store.write(lambda tx: _announce(tx, arrivals.introduce(tx, one.id, profile)))
        POINTS.reach("newcomer.introduced")
        return profile is not None


def profile_of(user: dict[str, Any], team: str) -> Profile:
    """What `users.info` says. The address counts only when it is confirmed and the account is of this workspace."""
    said = user.get("profile") or {}
    ours = user.get("team_id") == team and not user.get("is_stranger")
    vouched = ours and user.get("is_email_confirmed", True)
    return Profile(
        name=str(said.get("real_name") or user.get("real_name") or user.get("name") or ""),
        email=str(said.get("email") or "") if vouched else "",
        time_zone=str(user.get("tz") or ""),
        locale=str(user.get("locale") or ""),
        app=bool(user.get("is_bot")) or user.get("id") == "USLACKBOT",
        deactivated=bool(user.get("deleted")),
    )


def _announce(tx: Tx | Transaction, events: Iterable[Event]) -> None:
    for event in events:
        announce(WORKFLOW, tx, event)
