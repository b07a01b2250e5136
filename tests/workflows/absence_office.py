"""The office of leave's tests, with absences: who falls sick, who is told, who only sees “away”."""

from typing import Any

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import Office, an_office
from workflows import WORKFLOWS
from workflows.absence import WORKFLOW
from workflows.absence import store as absences
from workflows.absence.rules.policy import AbsencePolicy
from workflows.absence.rules.record import Record
from workflows.absence.seed import POLICY
from workflows.kernel.flow import Notice, Ref, Tx, announce, run
from workflows.kernel.replies import Message, Reply
from workflows.leave.seed import seed as seed_leave
from workflows.organisation.description import Description
from workflows.organisation.register import write


class AbsenceOffice(Office):
    """The office in a test's database; people are called by their first names."""

    @classmethod
    def with_absences(
        cls,
        store: Store,
        clock: FollowedClock,
        described: Description | None = None,
        policy: AbsencePolicy = POLICY,
    ) -> "AbsenceOffice":
        """With everybody in it, leave and absence set up."""

        def found(tx: Tx) -> None:
            write(tx, described or an_office())
            seed_leave(tx)
            absences.seed_policy(tx, policy)

        store.write(found)
        return cls(store, clock)

    def absence(self, name: str, verb: str, record: int | None = None, seen: int | None = None, **form: Any) -> Reply:
        """Somebody uses a verb of absence's, in one unit of work."""
        return self.store.write(lambda tx: run(WORKFLOW, verb, tx, self.actor(tx, name), record, form, seen))

    def says(self, name: str, command: str) -> Reply:
        """Somebody types `/absence ...` or `/sick ...`."""
        typed, _, words = command.partition(" ")
        before = WORKFLOW.stands_for.get(typed, "")

        def work(tx: Tx) -> Reply:
            actor = self.actor(tx, name)
            verb, form = WORKFLOW.read(tx, actor, f"{before} {words}".strip())
            return run(WORKFLOW, verb, tx, actor, form=form)

        return self.store.write(work)

    def record(self, number: int = 1) -> Record:
        """An absence as it is kept."""
        found = self.store.read(lambda tx: absences.record(tx, number))
        assert found is not None, number
        return found

    def passes(self) -> None:
        """The clock makes happen what is due, and reminds."""

        def work(tx: Tx) -> None:
            for event in WORKFLOW.advance(tx):
                announce(WORKFLOW, tx, event)
            for notice in WORKFLOW.due(tx):
                tx.queue(notice)

        self.store.write(work)

    def posted(self) -> list[tuple[str, Notice]]:
        """Every notice so far with its workflow, in order."""
        found = self.rows(
            "select workflow, key, person, channel, kind, subject, card, only_update from outbox order by id"
        )
        return [
            (
                row.workflow,
                Notice(
                    row.key,
                    row.channel or row.person,
                    row.kind,
                    Ref(row.workflow, row.subject),
                    card=row.card,
                    only_update=bool(row.only_update),
                ),
            )
            for row in found
        ]

    def reads(self, name: str, kind: str = "") -> list[Message]:
        """What somebody (or `#channel`) is told, rendered now; an update only where they hold the card."""
        to = name if name.startswith("#") else self.person(name)
        held: set[str | None] = set()
        found = []
        for workflow, notice in self.posted():
            if notice.to != to or (notice.only_update and notice.card not in held):
                continue
            held.add(notice.card)
            message = self.shown(workflow, notice)
            if message and kind in ("", notice.kind):
                found.append(message)
        return found

    def shown(self, workflow: str, notice: Notice) -> Message | None:
        """A notice as its recipient reads it now."""
        render = next(one.render for one in WORKFLOWS if one.name == workflow)
        return self.store.read(lambda tx: render(tx, notice))

    def kinds(self, name: str) -> list[str]:
        """The kinds of absence's notices to somebody (or `#channel`), updates of a card marked."""
        to = name if name.startswith("#") else self.person(name)
        return [
            f"{notice.kind}{' (update)' if notice.only_update else ''}"
            for workflow, notice in self.posted()
            if notice.to == to and workflow == "absence"
        ]
