"""A small office for leave's tests: who asks, who decides, who leads a project, in a real database."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.premises import Premises
from workflows.kernel.flow import Tx, run
from workflows.kernel.replies import Message, Reply
from workflows.leave import WORKFLOW, versions
from workflows.leave import store as leaves
from workflows.leave.records import Leave
from workflows.leave.rules.ledger import Balance
from workflows.leave.rules.policy import LeavePolicy
from workflows.leave.seed import seed
from workflows.organisation.description import (
    AllocationEntry,
    Charge,
    DepartmentEntry,
    Description,
    PersonEntry,
    ProjectEntry,
    Share,
    Stint,
)
from workflows.organisation.register import write

START = date(2024, 1, 1)


def a_person(
    name: str,
    department: str = "support",
    *,
    pattern: str = "mon-fri",
    zone: str = "Europe/London",
    locale: str = "en_GB",
    admin: bool = False,
    contract: str = "",
) -> PersonEntry:
    """Somebody who has been there since 2024, with England's holidays."""
    stint = Stint(START, zone, "GB", "ENG", pattern, department, admin, contract)
    return PersonEntry(f"{name}@x.org", f"U0{name.upper()}", name.title(), locale, START, None, (stint,))


def an_office(*more: PersonEntry) -> Description:
    """Head over all; Bea over Support with Tom as deputy; Ann and Zoe in it; Dan leads Apollo; Nora keeps the list."""
    everyone = (
        a_person("head", "all"),
        a_person("bea"),
        a_person("tom"),
        a_person("ann"),
        a_person("zoe"),
        a_person("dan", "delivery"),
        a_person("eve", "delivery"),
        a_person("nora", "all", admin=True),
        *more,
    )
    departments = (
        DepartmentEntry("all", "All", "", START, None, (Charge(START, "head@x.org"),)),
        DepartmentEntry("support", "Support", "all", START, None, (Charge(START, "bea@x.org", "tom@x.org"),)),
        DepartmentEntry("delivery", "Delivery", "all", START, None, ()),
        DepartmentEntry("island", "Island", "", START, None, ()),
    )
    apollo = ProjectEntry("apollo", "Apollo", "#apollo", START, None, (Charge(START, "dan@x.org"),))
    share = AllocationEntry("ann@x.org", "apollo", (Share(Decimal(50), None, START, None),))
    return Description(
        {one.email: one for one in everyone},
        {one.code: one for one in departments},
        {"apollo": apollo},
        {("ann@x.org", "apollo"): share},
    )


class Office(Premises):
    """The office in a test's database; people are called by their first names."""

    workflow = WORKFLOW

    @classmethod
    def founded(
        cls, store: Store, clock: FollowedClock, described: Description, policy: LeavePolicy | None = None
    ) -> "Office":
        """With everybody in it, a leave policy, and 25 days of annual leave for 2026 each."""

        def found(tx: Tx) -> None:
            write(tx, described)
            if policy:
                versions.seed_policy(tx, policy)
            else:
                seed(tx)

        store.write(found)
        return cls(store, clock)

    def does(self, name: str, verb: str, request: int | None = None, seen: int | None = None, **form: Any) -> Reply:
        """Somebody uses a verb, in one unit of work; raises Refused and then nothing is kept."""
        return self.store.write(lambda tx: run(WORKFLOW, verb, tx, self.actor(tx, name), request, form, seen))

    def asks(self, name: str, begin: str, end: str = "", **form: Any) -> int:
        """Somebody submits the modal; the new request's id."""
        self.does(name, "ask", **self.filled(begin, end, **form))
        return int(self.rows("select max(id) from leave_request")[0][0])

    def filled(self, begin: str, end: str = "", **form: Any) -> Mapping[str, Any]:
        """The modal's fields."""
        days = {"first": date.fromisoformat(begin), "last": date.fromisoformat(end or begin)}
        return {"leave_type": "annual", "halves": "whole", "reason": None, **days, **form}

    def leave(self, request: int) -> Leave:
        """A request as it is kept."""
        found = self.store.read(lambda tx: leaves.leave(tx, request))
        assert found is not None, request
        return found

    def balance(self, name: str, code: str = "annual", on: date | None = None) -> Balance:
        """Their balance today, or on another day."""
        from workflows.leave import desk  # noqa: PLC0415 - with its function
        from workflows.leave.rules.balance import balance  # noqa: PLC0415 - the same

        def work(tx: Tx) -> Balance:
            context = desk.context_of(tx, self.person(name))
            return balance(context, code, on or context.today)

        return self.store.read(work)

    def goes_to(self, moment: datetime) -> None:
        """It is that moment now."""
        self.clock.follow(moment, speed=0)

    def told(self, name: str, kind: str) -> list[Message]:
        """What they are told of this kind, rendered now; what is no longer true is not among it."""
        person = self.person(name)
        return [
            message
            for notice in self.queued()
            if notice.to == person and notice.kind == kind and (message := self.rendered(notice))
        ]

    def events(self) -> list[str]:
        """The audit's events, in order."""
        return [row.event for row in self.rows("select event from audit order by id")]
