"""Where one workflow is tried: a store, a clock, and people who are called by their first names."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import text

from bot.clock import FollowedClock
from bot.schedule import Ticks
from bot.store import Store
from workflows import WORKFLOWS
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Event, Notice, Ref, Tx, Workflow, announce, run
from workflows.kernel.home import filled
from workflows.kernel.replies import Message, Reply
from workflows.organisation import lines
from workflows.organisation import store as organisation
from workflows.organisation.description import Description
from workflows.organisation.register import write


def settled(store: Store, described: Description) -> None:
    """Everybody in it, with everything set up that any workflow brings."""

    def work(tx: Tx) -> None:
        write(tx, described)
        for workflow in WORKFLOWS:
            workflow.seed(tx)

    store.write(work)


@dataclass
class Premises:
    """Everything is done as the shell does it, one unit of work for each deed."""

    store: Store
    clock: FollowedClock
    workflow: ClassVar[Workflow]

    def person(self, name: str) -> PersonId:
        """Their id."""
        found = self.store.read(lambda tx: organisation.person_by_email(tx, f"{name}@x.org"))
        assert found is not None, name
        return found.id

    def actor(self, tx: Tx, name: str) -> Actor:
        """Them, as one who acts."""
        found = lines.actor(tx, f"U0{name.upper()}", tx.now)
        assert found is not None, name
        return found

    def types(self, name: str, words: str) -> Reply:
        """Somebody types the command and these words; raises Refused and then nothing is kept."""
        return self.typed(self.workflow, name, words)

    def typed(self, workflow: Workflow, name: str, words: str) -> Reply:
        """The same with another workflow's command."""

        def work(tx: Tx) -> Reply:
            actor = self.actor(tx, name)
            verb, form = workflow.read(tx, actor, words)
            return run(workflow, verb, tx, actor, form=form)

        return self.store.write(work)

    def overhears(self, event: Event) -> None:
        """Another workflow says that something happened."""

        def work(tx: Tx) -> None:
            for consequence in self.workflow.hear(tx, event):
                announce(self.workflow, tx, consequence)

        self.store.write(work)

    def ticks(self) -> None:
        """The clock makes happen what is due, and reminds."""
        assert Ticks(self.store, [self.workflow]).tick().failed == ()

    def rows(self, statement: str) -> list[Any]:
        """What a query finds."""
        return self.store.read(lambda tx: list(tx.connection.execute(text(statement))))

    def queued(self) -> list[Notice]:
        """Every notice so far, in order."""
        found = self.rows(
            "select key, person, channel, workflow, kind, subject, card, only_update, thread from outbox order by id"
        )
        return [
            Notice(
                row.key,
                row.channel or PersonId(row.person),
                row.kind,
                Ref(row.workflow, row.subject),
                card=row.card,
                only_update=bool(row.only_update),
                thread=row.thread,
            )
            for row in found
        ]

    def rendered(self, notice: Notice) -> Message | None:
        """A notice as its recipient reads it now."""
        return self.store.read(lambda tx: self.workflow.render(tx, notice))

    def home(self, name: str) -> str:
        """What stands of it on their App Home."""
        return str(filled(self.store.read(lambda tx: self.workflow.home(tx, self.actor(tx, name)))))
