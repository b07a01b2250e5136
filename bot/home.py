"""App Home: composed from what each workflow offers this reader, published on opening and after each change on it."""

import threading
from collections.abc import Iterable, Sequence

import structlog
from sqlalchemy import bindparam, select

from bot import directory
from bot.slack import Failure, Slack
from bot.store import Store
from bot.tables import HomeView
from bot.transaction import Transaction
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Workflow
from workflows.kernel.replies import Block, View

log = structlog.get_logger()
MOST_BLOCKS = 100
_home = HomeView.__table__  # type: ignore[attr-defined] # SQLModel's stubs
LOOKING = select(_home.c.person).where(_home.c.person == bindparam("person"))


class Home:
    """Publishes on one workspace. A publication lost in a crash is made good the next time the person looks."""

    def __init__(self, store: Store, slack: Slack, workflows: Iterable[Workflow]) -> None:
        self._store, self._slack, self._workflows = store, slack, tuple(workflows)
        self._guard = threading.Lock()
        self._stale: set[PersonId | str] = set()
        self.nudge = threading.Event()

    def opened(self, slack_id: str) -> None:
        """Somebody looks: publish theirs soon."""
        self._mark({slack_id})

    def touched(self, *, queued: bool, touched: frozenset[PersonId]) -> None:  # noqa: ARG002 - a watcher's signature
        """Records of these people changed: publish theirs soon, if they ever looked."""
        self._mark(touched)

    def publish_stale(self) -> int:
        """Publish what changed since the last time; how many."""
        with self._guard:
            stale, self._stale = self._stale, set()
        for who in stale:
            self._publish(who)
        return len(stale)

    def _mark(self, who: Iterable[PersonId | str]) -> None:
        with self._guard:
            self._stale.update(who)
        self.nudge.set()

    def _publish(self, who: PersonId | str) -> None:
        found = self._store.read(lambda tx: self._compose(tx, who))
        if found is None:
            return
        slack_id, view = found
        try:
            self._slack.publish_home(slack_id, view)
        except Failure as failure:
            log.warning("home.unpublished", reason=failure.reason, user=slack_id)

    def _compose(self, tx: Transaction, who: PersonId | str) -> tuple[str, View] | None:
        if isinstance(who, str):
            try:
                return who, self._view(tx, directory.actor(tx, who).slack_id)
            except Refused as stranger:
                return who, _home_of([_sentence(stranger.text)])
        if tx.first(LOOKING, person=who) is None:
            return None
        reader = directory.reader(tx, who)
        return None if reader is None else (reader.slack_id, self._view(tx, reader.slack_id))

    def _view(self, tx: Transaction, slack_id: str) -> View:
        reader = directory.actor(tx, slack_id)
        blocks = [block for workflow in self._workflows for block in workflow.home(tx, reader)]
        commands = " ".join(f"`{workflow.command}`" for workflow in self._workflows)
        help_line = _sentence(f"Type {commands} in any channel; add `help` to see what follows.", "context")
        return _home_of([*blocks[: MOST_BLOCKS - 1], help_line])


def _home_of(blocks: Sequence[Block]) -> View:
    return {"type": "home", "blocks": [dict(block) for block in blocks]}


def _sentence(text: str, kind: str = "section") -> Block:
    words = {"type": "mrkdwn", "text": text}
    return {"type": kind, "elements": [words]} if kind == "context" else {"type": kind, "text": words}
