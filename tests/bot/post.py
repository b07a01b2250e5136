"""A sender on a test's database, before a stand-in for Slack."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import select, update

from bot.carrier import Timings
from bot.courtesy import Courtesy
from bot.outbox import Outbox as Sender
from bot.slack import Slack
from bot.store import Store
from bot.tables import Outbox, Pace
from tests.bot.stand_in import Lamp, Light, StandIn, a_lamp_workflow
from workflows.kernel.access import PersonId, Relation
from workflows.kernel.flow import Notice, Ref

ROWS = select(Outbox.key, Outbox.state, Outbox.reason, Outbox.attempts).order_by(Outbox.id)  # type: ignore[call-overload] # SQLModel's stubs
NO_MORE_WAITING = update(Outbox).values(next_at=0.0)
NO_PACE = update(Pace).values(next_at=0.0)
LEASE_OVER = update(Outbox).where(Outbox.state == "sending").values(next_at=0.0)  # type: ignore[arg-type]


class Post:
    """A sender on a test's database, its stand-in for Slack, and what it may say."""

    def __init__(self, store: Store) -> None:
        self.store, self.slack = store, StandIn()
        self.words: dict[str, str | None] = {"told": "Hello", "card": "Card"}
        self.carriers = ThreadPoolExecutor(4)
        self.sender = self.another_sender()

    def another_sender(self) -> Sender:
        workflow = a_lamp_workflow(Lamp(PersonId(1), Light.RED), frozenset({Relation.OWN}), self.words)
        slack: Any = self.slack
        assert hasattr(Slack, "post")
        return Sender(self.store, slack, [workflow], Timings(), self.carriers, Courtesy())

    def queue(self, key: str, to: PersonId | str = "C1", kind: str = "told", **more: Any) -> None:
        self.store.write(lambda tx: tx.queue(Notice(key, to, kind, Ref("lamp", 1), **more)))

    def states(self) -> list[tuple[str, str]]:
        return [(row.key, row.state) for row in self.store.read(lambda tx: tx.fetch(ROWS))]

    def later(self) -> None:
        """All waiting is over."""
        self.store.write(lambda tx: (tx.execute(NO_MORE_WAITING), tx.execute(NO_PACE)))

    def deliver(self) -> None:
        self.sender.deliver_all()
