"""App Home: composed from what each workflow offers this reader, published on opening and after each change on it."""

import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

import structlog
from sqlalchemy import bindparam, select, update

from bot import directory
from bot.nearby import Nearby
from bot.page import page
from bot.points import POINTS
from bot.slack import Failure, Slack
from bot.store import Store
from bot.tables import HomeView
from bot.transaction import Transaction
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Workflow
from workflows.kernel.replies import Block, View
from workflows.language import SOURCE, speak, speaking

log = structlog.get_logger()
_home = HomeView.__table__  # type: ignore[attr-defined] # SQLModel's stubs
LOOKING = select(_home.c.person, _home.c.shown).where(_home.c.person == bindparam("person"))
SHOWN = update(_home).where(_home.c.person == bindparam("of")).values(shown=bindparam("digest"))


def look_at_home(tx: Transaction, actor: Actor, *, blank: bool) -> None:
    """Somebody looks: from now on theirs is kept fresh; if Slack shows them none yet, it is published in any case."""
    if not tx.insert_once(HomeView, person=actor.person, shown="") and blank:
        tx.execute(SHOWN, of=actor.person, digest="")


@dataclass(frozen=True, slots=True)
class Publication:
    """What somebody's Home must show now. `person` is None for a stranger."""

    slack_id: str
    view: View
    digest: str
    person: PersonId | None = None
    shown: str = ""


class Home:
    """Publishes on one workspace. A publication lost in a crash is made good the next time the person looks."""

    def __init__(self, store: Store, slack: Slack, workflows: Iterable[Workflow]) -> None:
        self._store, self._slack, self._workflows = store, slack, tuple(workflows)
        self._guard = threading.Lock()
        self._stale: set[PersonId | str] = set()
        self._nearby = Nearby()
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
        nearby = {one for who in stale if isinstance(who, int) for one in self._around(who)}
        for who in stale | nearby:
            self._publish(who)
        return len(stale | nearby)

    def _around(self, person: PersonId) -> set[PersonId]:
        return self._store.read(lambda tx: self._nearby.around(tx, person))

    def _mark(self, who: Iterable[PersonId | str]) -> None:
        with self._guard:
            self._stale.update(who)
        self.nudge.set()

    def _publish(self, who: PersonId | str) -> None:
        with speaking(SOURCE):
            found = self._store.read(lambda tx: self._compose(tx, who))
        if found is None:
            return
        if found.digest == found.shown:
            return
        try:
            POINTS.reach("home.composed")
            self._slack.publish_home(found.slack_id, found.view)
            POINTS.reach("home.published")
        except Failure as failure:
            log.warning("home.unpublished", reason=failure.reason, user=found.slack_id)
            return
        if found.person is not None:
            self._store.write(lambda tx: tx.execute(SHOWN, of=found.person, digest=found.digest))
            POINTS.reach("home.kept")

    def _compose(self, tx: Transaction, who: PersonId | str) -> Publication | None:
        reader = directory.known(tx, who) if isinstance(who, str) else directory.reader(tx, who)
        if reader is None:
            return _for_stranger(tx, who) if isinstance(who, str) else None
        speak(reader.locale)
        looking = tx.first(LOOKING, person=reader.person)
        if looking is None:
            return None
        view = self._view(tx, reader)
        return Publication(reader.slack_id, view, _digest(view), reader.person, looking.shown)

    def _view(self, tx: Transaction, reader: Actor) -> View:
        return _home_of(page(tx, reader, self._workflows))


def _for_stranger(tx: Transaction, slack_id: str) -> Publication | None:
    try:
        directory.actor(tx, slack_id)
    except Refused as stranger:
        return Publication(slack_id, _home_of([_sentence(stranger.text)]), "stranger")
    return None


def _digest(view: View) -> str:
    return sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()


def _home_of(blocks: Sequence[Block]) -> View:
    return {"type": "home", "blocks": [dict(block) for block in blocks]}


def _sentence(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}
