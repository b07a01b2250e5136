"""The office of leave's tests, with people who report and are reported on: by project, by department, by neither."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.absence_office import AbsenceOffice
from tests.workflows.leave_office import START, a_person, an_office
from tests.workflows.premises import settled
from workflows.kernel.flow import Tx, announce, run
from workflows.kernel.replies import FieldErrors, Open, Reply, Say, Update
from workflows.organisation import chains
from workflows.organisation.chains import Chain
from workflows.organisation.description import AllocationEntry, Charge, Description, ProjectEntry, Share
from workflows.performance import WORKFLOW
from workflows.performance import store as cases
from workflows.performance.store import Case

FILLED: dict[str, Any] = {
    "project": None,
    "expected": "The plan by Friday",
    "happened": "It came on Tuesday",
    "day": date(2026, 11, 20),
    "files": [],
    "links": None,
    "effect": "Two days lost",
    "help": "We planned it together",
}


def a_company() -> Description:
    """Dan leads Apollo (Ann, Bea, Gus, Pat), and led Gemini (Zoe, Pat) until ten days ago and Zeus (Tom) until spring.

    Eve leads Hermes with Ann. Liz left last week. Rob is alone on his island.
    """
    known = an_office(a_person("rob", "island"), a_person("gus", "delivery"), a_person("liz"), a_person("pat"))
    people = dict(known.people)
    people["liz@x.org"] = replace(people["liz@x.org"], ends=date(2026, 11, 16))
    departments = dict(known.departments)
    delivery = departments["delivery"]
    departments["delivery"] = replace(delivery, charges=(Charge(START, "gus@x.org"),))
    projects = {
        "apollo": known.projects["apollo"],
        "gemini": a_project("gemini", "dan", date(2026, 11, 13)),
        "zeus": a_project("zeus", "dan", date(2026, 5, 1)),
        "hermes": a_project("hermes", "eve", None),
    }
    shares = [
        ("ann", "apollo", None),
        ("bea", "apollo", None),
        ("gus", "apollo", None),
        ("rob", "apollo", None),
        ("liz", "apollo", None),
        ("pat", "apollo", None),
        ("pat", "gemini", date(2026, 11, 13)),
        ("zoe", "gemini", date(2026, 11, 13)),
        ("tom", "zeus", date(2026, 5, 1)),
        ("ann", "hermes", None),
    ]
    allocations = {
        (f"{name}@x.org", code): AllocationEntry(f"{name}@x.org", code, (Share(Decimal(20), None, START, ends),))
        for name, code, ends in shares
    }
    return replace(known, people=people, departments=departments, projects=projects, allocations=allocations)


def a_project(code: str, leader: str, ends: date | None) -> ProjectEntry:
    return ProjectEntry(code, code.title(), f"#{code}", START, ends, (Charge(START, f"{leader}@x.org"),))


class PerformanceOffice(AbsenceOffice):
    """The office in a test's database; people are called by their first names."""

    @classmethod
    def opened(cls, store: Store, clock: FollowedClock) -> "PerformanceOffice":
        """With everything set up that any workflow brings."""
        settled(store, a_company())
        return cls(store, clock)

    def uses(self, name: str, verb: str, case: int | None = None, seen: int | None = None, **form: Any) -> Reply:
        """Somebody uses a verb of performance's, in one unit of work; raises Refused and then nothing is kept."""
        return self.store.write(lambda tx: run(WORKFLOW, verb, tx, self.actor(tx, name), case, form, seen))

    def enters(self, name: str, words: str = "") -> Reply:
        """Somebody types `/report ...`."""
        return self.typed(WORKFLOW, name, words)

    def reports(self, name: str, whom: str, **form: Any) -> int:
        """Somebody submits the modal about somebody; the new case's number."""
        self.uses(name, "report", **{**FILLED, "person": f"U0{whom.upper()}", **form})
        return int(self.rows("select max(id) from performance_case")[0][0])

    def case(self, number: int = 1) -> Case:
        """A case as it is kept."""
        found = self.store.read(lambda tx: cases.case(tx, number))
        assert found is not None, number
        return found

    def route(self, number: int = 1) -> Chain:
        """Whom it was put to."""
        return self.store.read(lambda tx: chains.steps(tx, self.case(number).ref))

    def looks(self, number: int = 1) -> list[tuple[str, str]]:
        """Who has looked at what, in order."""
        rows = self.rows(
            "select p.name, l.what, l.case_id from case_look l join person p on p.id = l.person_id order by l.id"
        )
        return [(row.name, row.what) for row in rows if row.case_id == number]

    def passes(self) -> None:
        """The clock makes happen what is due here, and reminds."""

        def work(tx: Tx) -> None:
            for event in WORKFLOW.advance(tx):
                announce(WORKFLOW, tx, event)
            for notice in WORKFLOW.due(tx):
                tx.queue(notice)

        self.store.write(work)

    def written(self) -> int:
        """How many rows all of performance's tables hold, and how many notices are queued."""
        tables = ("performance_case", "case_text", "case_look", "chain_step", "outbox", "audit")
        return sum(int(self.rows(f"select count(*) from {table}")[0][0]) for table in tables)  # noqa: S608 - our tables


def shown(reply: Reply) -> str:
    """Everything a reply shows."""
    if isinstance(reply, Say):
        return f"{reply.message.text} {reply.message.blocks}"
    if isinstance(reply, FieldErrors):
        return str(reply.errors)
    assert isinstance(reply, Open | Update), reply
    return str(reply.view)
