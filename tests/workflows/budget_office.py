"""The office of leave's tests, with money: budgets, roles with rates, milestones with weights."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import START, Office, an_office
from workflows.budget import WORKFLOW, pricing, store
from workflows.budget.rules.entry import Owner
from workflows.budget.rules.life import Budget
from workflows.budget.rules.money import Money
from workflows.budget.rules.rate import Holding, Rate, Unit
from workflows.calendar import store as calendar
from workflows.calendar.rules import Span
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Notice, Ref, Tx, announce, run
from workflows.kernel.replies import Message, Picture, Reply, Say
from workflows.leave.seed import seed as seed_leave
from workflows.organisation import plan
from workflows.organisation import store as organisation
from workflows.organisation.milestone import Change, Health, Milestone
from workflows.organisation.register import write


class BudgetOffice(Office):
    """The office in a test's database; people are called by their first names. Ann works half her time for Apollo."""

    @classmethod
    def with_budgets(cls, store: Store, clock: FollowedClock) -> "BudgetOffice":
        """With everybody in it; Ann is a developer at 80 EUR an hour since 2024."""

        def found(tx: Tx) -> None:
            write(tx, an_office())
            seed_leave(tx)
            developer = pricing.add_role(tx, "developer", "Developer")
            pricing.set_rate(tx, Rate(developer.id, Unit.HOUR, eur(80), START))

        store.write(found)
        office = cls(store, clock)
        store.write(lambda tx: pricing.set_role(tx, Holding(office.person("ann"), 1, START)))
        return office

    def says(self, name: str, words: str) -> Reply:
        """Somebody types `/budget ...`."""
        return self.typed(WORKFLOW, name, words)

    def reads_of(self, name: str, words: str) -> str:
        """What they are answered, all of it."""
        reply = self.says(name, words)
        assert isinstance(reply, Say), reply
        return said(reply)

    def picture(self, name: str, words: str) -> Picture:
        """The picture below an answer."""
        reply = self.says(name, words)
        assert isinstance(reply, Say)
        assert reply.message.picture is not None
        return reply.message.picture

    def budget(self, name: str, verb: str, number: int | None = None, **form: Any) -> Reply:
        """Somebody uses a verb of budget's, in one unit of work."""
        return self.store.write(lambda tx: run(WORKFLOW, verb, tx, self.actor(tx, name), number, form))

    def number(self, code: str) -> int:
        """The budget's id."""
        return self.kept(code).id

    def kept(self, code: str) -> Budget:
        """The budget of that project, or department."""

        def work(tx: Tx) -> Budget:
            chart = organisation.chart(tx)
            for owner, known in ((Owner.PROJECT, chart.projects), (Owner.DEPARTMENT, chart.departments)):
                for one in known.values():
                    if one.code == code:
                        return store.opened(tx, owner, one.id)
            raise AssertionError(code)

        return self.store.write(work)

    def milestone(self, name: str, weight: int | None, *steps: tuple[str, int], project: int = 1) -> int:
        """A milestone of Apollo's, with how much of it was complete from each day on."""

        def work(tx: Tx) -> int:
            known = _milestone(project, name, weight, date.fromisoformat(steps[0][0]) if steps else START)
            added = plan.add(tx, known, None)
            for day, percent in steps:
                changed = _replaced(added, date.fromisoformat(day), percent)
                added = plan.report(tx, changed, None, Change.UPDATED) or added
            return added.id

        return self.store.write(work)

    def away(self, name: str, first: str, last: str) -> None:
        """Somebody is certainly away."""
        span = Span(date.fromisoformat(first), date.fromisoformat(last))
        person = self.person(name)
        self.store.write(lambda tx: calendar.put_absence(tx, f"test/{name}{first}", person, span, certain=True))

    def looks(self) -> None:
        """The clock looks at the budgets whose turn it is."""

        def work(tx: Tx) -> None:
            for event in WORKFLOW.advance(tx):
                announce(WORKFLOW, tx, event)

        self.store.write(work)

    def notices(self, name: str) -> list[Notice]:
        """Budget's notices to somebody, in order."""
        person = self.person(name)
        rows = self.rows("select * from outbox where workflow = 'budget' order by id")
        return [
            Notice(
                row.key, person, row.kind, Ref("budget", row.subject), card=row.card, only_update=bool(row.only_update)
            )
            for row in rows
            if row.person == person
        ]

    def kinds(self, name: str) -> list[str]:
        """Their kinds; updates of a card marked."""
        return [f"{one.kind}{' (update)' if one.only_update else ''}" for one in self.notices(name)]

    def told_of(self, name: str) -> list[str]:
        """What they read of what was reached, rendered now."""
        found = [self.shown(one) for one in self.notices(name) if one.kind != "card"]
        return [plain(message.text, message.blocks) for message in found if message]

    def shown(self, notice: Notice) -> Message | None:
        """A notice as its recipient reads it now."""
        return self.store.read(lambda tx: WORKFLOW.render(tx, notice))

    def home(self, name: str) -> str:
        """Their part of Home."""
        return plain(self.store.read(lambda tx: WORKFLOW.home(tx, self.actor(tx, name))))


def _notice(row: Any, person: PersonId) -> Notice:
    only = bool(row.only_update)
    return Notice(row.key, person, row.kind, Ref("budget", row.subject), card=row.card, only_update=only)


def eur(amount: str | int) -> Money:
    return Money(Decimal(amount), "EUR")


def said(reply: Say) -> str:
    """All texts of an answer, those of its picture too."""
    picture = reply.message.picture
    return plain(reply.message.text, reply.message.blocks, (picture.title, picture.alt) if picture else ())


def plain(*found: Any) -> str:
    """All texts in it, in order."""
    return "\n".join(_texts(found)).replace("\xa0", " ")


def _texts(found: Any) -> Iterator[str]:
    if isinstance(found, Mapping):
        for key, value in found.items():
            if key != "options":
                yield from _texts(value)
    elif isinstance(found, list | tuple):
        for value in found:
            yield from _texts(value)
    else:
        yield str(found)


def _milestone(project: int, name: str, weight: int | None, day: date) -> Milestone:
    return Milestone(
        id=0,
        project=project,
        name=name,
        planned=day,
        baseline=day,
        forecast=day,
        health=Health.ON_TRACK,
        weight=None if weight is None else Decimal(weight),
        percent=Decimal(0),
        done_on=None,
        owner=None,
        sentence="",
        reported_on=START,
        quiet_until=None,
        version=1,
    )


def _replaced(known: Milestone, day: date, percent: int) -> Milestone:
    return replace(known, percent=Decimal(percent), reported_on=day)
