"""The office of leave's tests in which people are looked for, join and leave: Bea hires for Support, Ida is its IT."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.clock import FollowedClock
from bot.schedule import Ticks
from bot.store import Store
from tests.workflows.leave_office import START, Office, a_person, an_office
from workflows import WORKFLOWS
from workflows.kernel.flow import Notice, Ref, Tx, run
from workflows.kernel.replies import Message, Reply
from workflows.onboarding import WORKFLOW, messages
from workflows.onboarding import store as journeys
from workflows.onboarding.rules.checklist import Journey, Opening, Step
from workflows.onboarding.rules.template import Part
from workflows.organisation import skill_names
from workflows.organisation import store as organisation
from workflows.organisation.description import Charge, Description
from workflows.organisation.register import write

FIRST = date(2027, 1, 4)
LAST = date(2026, 12, 18)
HIRED: dict[str, Any] = {
    "name": "Jo Park",
    "email": "jo@x.org",
    "starts": FIRST,
    "time_zone": "Europe/London",
    "country": "GB",
    "subdivision": "ENG",
    "pattern": "mon-fri",
    "contract": "permanent",
    "buddy": "U0ANN",
}
OPENING: dict[str, Any] = {
    "department": "support",
    "role": "Data engineer",
    "skill": "Power BI",
    "level": "3",
    "headcount": "2",
    "cost": "4500 EUR",
    "starts": date(2027, 2, 1),
}


def a_company() -> Description:
    """The office; Ida is there for IT, in New York; Gus manages Delivery, Liz leaves at the end of the year."""
    known = an_office(a_person("ida", "all", zone="America/New_York"), a_person("liz"), a_person("gus", "delivery"))
    people = dict(known.people)
    people["liz@x.org"] = replace(people["liz@x.org"], ends=date(2026, 12, 31))
    departments = dict(known.departments)
    departments["delivery"] = replace(departments["delivery"], charges=(Charge(START, "gus@x.org"),))
    return replace(known, people=people, departments=departments)


class OnboardingOffice(Office):
    """The office in a test's database; people are called by their first names."""

    @classmethod
    def opened(cls, store: Store, clock: FollowedClock, *, it: bool = True) -> "OnboardingOffice":
        """With everything set up that any workflow brings, a skill, and Ida looking after IT."""

        def found(tx: Tx) -> None:
            write(tx, a_company())
            for workflow in WORKFLOWS:
                workflow.seed(tx)
            skill_names.add(tx, "Power BI")
            if it:
                ida = organisation.person_by_email(tx, "ida@x.org")
                assert ida is not None
                journeys.set_duty(tx, Part.IT, None, ida.id, START)

        store.write(found)
        return cls(store, clock)

    def uses(self, actor: str, verb: str, subject: int | None = None, seen: int | None = None, **form: Any) -> Reply:
        """Somebody uses a verb of onboarding's, in one unit of work; raises Refused and then nothing is kept."""
        return self.store.write(lambda tx: run(WORKFLOW, verb, tx, self.actor(tx, actor), subject, form, seen))

    def enters(self, name: str, words: str = "") -> Reply:
        """Somebody types `/onboard ...`."""
        return self.typed(WORKFLOW, name, words)

    def opens(self, by: str = "bea", **form: Any) -> int:
        """Somebody opens an opening; its number."""
        self.uses(by, "create", **{**OPENING, **form})
        return int(self.rows("select max(id) from opening")[0][0])

    def joins(self, by: str = "bea", **form: Any) -> int:
        """Somebody was hired without an opening; the number of the list."""
        self.uses(by, "join", **{**HIRED, "department": "support", **form})
        return self.newest()

    def leaves(self, who: str = "ann", by: str = "bea", last: date = LAST) -> int:
        """Somebody's last day is written; the number of the list."""
        self.uses(by, "leave", who=f"U0{who.upper()}", last=last)
        return self.newest()

    def newest(self) -> int:
        return int(self.rows("select max(id) from journey")[0][0])

    def opening(self, number: int = 1) -> Opening:
        found = self.store.read(lambda tx: journeys.opening(tx, number))
        assert found is not None, number
        return found

    def journey(self, number: int = 1) -> Journey:
        found = self.store.read(lambda tx: journeys.journey(tx, number))
        assert found is not None, number
        return found

    def step(self, title: str, number: int = 1) -> Step:
        """The step of that list whose title begins so."""
        return next(one for one in self.journey(number).steps if one.title.startswith(title))

    def takes(self, name: str, title: str, verb: str = "done", number: int = 1, **form: Any) -> Reply:
        """Somebody presses a step's button, or submits its modal."""
        step = self.step(title, number)
        return self.uses(name, verb, step.id, step.version, **form)

    def hears(self, kind: str | None = None) -> list[tuple[str, str]]:
        """Who was told what, without the updates of cards that are held."""
        rows = self.rows(
            "select p.name, o.kind from outbox o join person p on p.id = o.person "
            "where o.workflow = 'onboarding' and not o.only_update order by o.id"
        )
        return [(row[0], row[1]) for row in rows if kind in (None, row[1])]

    def reads(self, name: str, kind: str, subject: int = 1, card: str = "c") -> Message | None:
        """A notice as somebody reads it."""
        notice = Notice("k", self.person(name), kind, Ref("onboarding", subject), card=card)
        return self.store.read(lambda tx: messages.render(tx, notice))

    def advances(self) -> None:
        """The clock makes happen what is due in every workflow, and reminds."""
        assert Ticks(self.store, [one for one in WORKFLOWS if one.name != "digest"]).tick().failed == ()
