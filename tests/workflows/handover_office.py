"""The office of leave's tests with two sides that hand over: Dan leads Apollo, Bea's people work on it."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.clock import FollowedClock
from bot.schedule import Ticks
from bot.store import Store
from tests.workflows.leave_office import START, Office, a_person, an_office
from tests.workflows.premises import settled
from workflows import WORKFLOWS
from workflows.handover import WORKFLOW, desk, messages
from workflows.handover import store as handovers
from workflows.handover.rules.checklist import Handover, Item
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Notice, Ref, run
from workflows.kernel.replies import Message, Reply
from workflows.organisation.description import Charge, Description, ProjectEntry

DUE = date(2026, 12, 18)


def a_company() -> Description:
    """The office; Liz leaves at the end of the year, Gemini has nobody on it, Zeus nobody to manage it."""
    known = an_office(a_person("liz"), a_person("gus", "delivery"))
    people = dict(known.people)
    people["liz@x.org"] = replace(people["liz@x.org"], ends=date(2026, 12, 31))
    departments = dict(known.departments)
    departments["delivery"] = replace(departments["delivery"], charges=(Charge(START, "gus@x.org"),))
    projects = dict(known.projects) | {
        "gemini": ProjectEntry("gemini", "Gemini", "#gemini", START, None, (Charge(START, "dan@x.org"),)),
        "zeus": ProjectEntry("zeus", "Zeus", "#zeus", START, None, ()),
    }
    return replace(known, people=people, departments=departments, projects=projects)


class HandoverOffice(Office):
    """The office in a test's database; people are called by their first names."""

    @classmethod
    def opened(cls, store: Store, clock: FollowedClock) -> "HandoverOffice":
        """With everything set up that any workflow brings."""
        settled(store, a_company())
        return cls(store, clock)

    def uses(self, name: str, verb: str, subject: int | None = None, seen: int | None = None, **form: Any) -> Reply:
        """Somebody uses a verb of handover's, in one unit of work; raises Refused and then nothing is kept."""
        return self.store.write(lambda tx: run(WORKFLOW, verb, tx, self.actor(tx, name), subject, form, seen))

    def enters(self, name: str, words: str = "") -> Reply:
        """Somebody types `/handover ...`."""
        return self.typed(WORKFLOW, name, words)

    def project(self, code: str) -> int:
        return int(self.rows(f"select id from project where code = '{code}'")[0][0])  # noqa: S608 - ours

    def starts(self, name: str = "dan", code: str = "apollo", **form: Any) -> int:
        """Somebody submits the modal; the new handover's number."""
        given = {"kind": "closeout", "project": str(self.project(code)), "day": DUE, "operations": None, **form}
        self.uses(name, "start", **given)
        return int(self.rows("select max(id) from handover")[0][0])

    def handover(self, number: int = 1) -> Handover:
        """As it is kept."""
        found = self.store.read(lambda tx: handovers.handover(tx, number))
        assert found is not None, number
        return found

    def item(self, number: int = 1) -> Item:
        """As it is kept."""
        found = self.store.read(lambda tx: handovers.item(tx, number))
        assert found is not None, number
        return found

    def hears(self, kind: str | None = None) -> list[tuple[str, str]]:
        """Who was told what, without the updates of cards that are held."""
        rows = self.rows(
            "select p.name, o.kind from outbox o join person p on p.id = o.person "
            "where o.workflow = 'handover' and not o.only_update order by o.id"
        )
        return [(row[0], row[1]) for row in rows if kind in (None, row[1])]

    def reads(self, name: str, kind: str, subject: int = 1) -> Message | None:
        """A notice as somebody reads it."""
        notice = Notice("k", self.person(name), kind, Ref("handover", subject), card="c")
        return self.store.read(lambda tx: messages.render(tx, notice))

    def advances(self) -> None:
        """The clock makes happen what is due in every workflow, and reminds."""
        assert Ticks(self.store, [one for one in WORKFLOWS if one.name != "digest"]).tick().failed == ()

    def works(self, name: str, day: date) -> bool:
        return self.store.read(lambda tx: desk.working(tx, PersonId(self.person(name)), day))
