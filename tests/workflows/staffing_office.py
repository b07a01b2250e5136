"""A small office for staffing's tests: Dan manages Apollo and asks; Bea and Max answer for those with the skills."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import START, a_person, an_office
from tests.workflows.premises import Premises
from workflows.calendar import store as calendar
from workflows.calendar.rules import Span
from workflows.kernel.flow import Tx, run
from workflows.kernel.replies import Message, Open, Reply, Say, Update
from workflows.organisation import skill_names, skills
from workflows.organisation import store as organisation
from workflows.organisation.description import (
    AllocationEntry,
    Charge,
    DepartmentEntry,
    Description,
    ProjectEntry,
    Share,
)
from workflows.organisation.register import write
from workflows.staffing import WORKFLOW, store
from workflows.staffing.records import Offer, Request

FIRST, LAST = date(2026, 12, 7), date(2027, 2, 26)
"""A Monday and a Friday, twelve weeks."""


def a_matrix() -> Description:
    """The office, with Max over Delivery, and Bob, Cem and Kim in departments besides; Apollo and Borealis."""
    office = an_office(a_person("max", "delivery"), a_person("bob"), a_person("cem", "delivery"), a_person("kim"))
    delivery = DepartmentEntry("delivery", "Delivery", "all", START, None, (Charge(START, "max@x.org"),))
    apollo = ProjectEntry("apollo", "Apollo", "#apollo", START, date(2027, 12, 31), (Charge(START, "dan@x.org"),))
    borealis = ProjectEntry("borealis", "Borealis", "", START, None, (Charge(START, "eve@x.org"),))
    dunes = ProjectEntry("dunes", "Dunes", "", START, None, (Charge(START, "bea@x.org"),))
    zoe = AllocationEntry("zoe@x.org", "borealis", (Share(Decimal(40), None, START, date(2027, 1, 31)),))
    return Description(
        office.people,
        {**office.departments, "delivery": delivery},
        {"apollo": apollo, "borealis": borealis, "dunes": dunes},
        {**office.allocations, ("zoe@x.org", "borealis"): zoe},
    )


RATED = {"zoe": 3, "bob": 4, "kim": 2, "cem": 5}
"""Python; Ann has none, and is on Apollo for half of her time."""


class Office(Premises):
    """The office in a test's database; people are called by their first names."""

    workflow = WORKFLOW

    @classmethod
    def founded(cls, store: Store, clock: FollowedClock) -> "Office":
        """With everybody in it, their Python, and that Bob wishes to do more of it."""
        office = cls(store, clock)

        def found(tx: Tx) -> None:
            write(tx, a_matrix())
            known = organisation.ids_by_email(tx)
            python = skill_names.add(tx, "Python").id
            for name, level in RATED.items():
                by = known["bea@x.org"]
                skills.rate(tx, known[f"{name}@x.org"], python, level, on=date(2026, 1, 5), by=by)
            skills.wish(tx, known["bob@x.org"], python)

        store.write(found)
        return office

    def project(self, code: str) -> int:
        """A project's id."""
        known = self.store.read(organisation.chart).projects.values()
        return next(one.id for one in known if one.code == code)

    def department(self, code: str) -> int:
        """A department's id."""
        known = self.store.read(organisation.chart).departments.values()
        return next(one.id for one in known if one.code == code)

    def does(self, name: str, verb: str, subject: int | None = None, seen: int | None = None, **form: Any) -> Reply:
        """Somebody uses a verb; raises Refused and then nothing is kept."""
        return self.store.write(lambda tx: run(WORKFLOW, verb, tx, self.actor(tx, name), subject, form, seen))

    def filled(self, **form: Any) -> dict[str, Any]:
        """The asking modal's fields."""
        usual = {"project": str(self.project("apollo")), "skill": "1", "level": "3", "amount": "50 %"}
        usual |= {"people": "1", "work": "Moving the reports over."}
        return {**usual, "first": FIRST, "last": LAST, **form}

    def asks(self, name: str = "dan", **form: Any) -> int:
        """Somebody submits the modal; the new ask's id."""
        self.does(name, "ask", **self.filled(**form))
        return int(self.rows("select max(id) from staffing_request")[0][0])

    def desk(self, request: int, department: str = "support") -> int:
        """The question to a department, as it was put last."""
        number = self.department(department)
        found = self.rows(
            f"select max(id) from staffing_desk where request_id = {request} and department_id = {number}"  # noqa: S608 - the test's own numbers
        )
        return int(found[0][0])

    def offers(self, name: str, request: int, who: str, department: str = "support", **form: Any) -> int:
        """Somebody offers somebody; the offer's id."""
        usual = {"person": str(self.person(who)), "amount": "50 %", "first": FIRST, "last": LAST, "reason": None}
        self.does(name, "offer", self.desk(request, department), **{**usual, **form})
        return int(self.rows("select max(id) from staffing_offer")[0][0])

    def request(self, number: int) -> Request:
        """An ask as it is kept."""
        found = self.store.read(lambda tx: store.request(tx, number))
        assert found is not None, number
        return found

    def offer(self, number: int) -> Offer:
        """An offer as it is kept."""
        found = self.store.read(lambda tx: store.offer(tx, number))
        assert found is not None, number
        return found

    def is_away(self, name: str, first: date, last: date) -> None:
        """Leave of theirs was approved, somewhere else."""
        person = self.person(name)
        source = f"leave/{person}{first.toordinal()}"
        span = Span(first, last)
        self.store.write(lambda tx: calendar.put_absence(tx, source, person, span, certain=True))

    def allocations(self, name: str, code: str = "apollo") -> list[Any]:
        """What somebody has on a project: id, percent in ten-thousandths, from, to."""
        person, project = self.person(name), self.project(code)
        return self.rows(
            f"select id, percent, starts, ends from allocation where person_id = {person} "  # noqa: S608 - the test's own numbers
            f"and project_id = {project} order by starts"
        )

    def goes_to(self, moment: datetime) -> None:
        """It is that moment now, and what is due happens."""
        self.clock.follow(moment, speed=0)
        self.ticks()

    def told(self, name: str, kind: str) -> list[str]:
        """What they are told of this kind, anew and as it reads now."""
        person = self.person(name)
        mine = [one for one in self.queued() if one.to == person and one.kind == kind and not one.only_update]
        return [said(message) for one in mine if (message := self.rendered(one))]

    def events(self) -> list[str]:
        """The audit's events, in order."""
        return [row.event for row in self.rows("select event from audit order by id")]


def said(message: Message) -> str:
    """Everything a message shows."""
    return f"{message.text}\n{list(message.blocks)}"


def shown(reply: Reply) -> str:
    """Everything a reply shows."""
    if isinstance(reply, Say):
        return said(reply.message)
    assert isinstance(reply, Open | Update), reply
    return str(reply.view)
