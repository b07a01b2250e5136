"""The small office of leave's tests, with a few skills in it; people are called by their first names."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import a_person, an_office
from tests.workflows.premises import Premises
from workflows.kernel.flow import Event, Ref, Tx, run
from workflows.kernel.replies import Message, Open, Reply, Say, Update
from workflows.organisation import skill_names, skills
from workflows.organisation import store as organisation
from workflows.organisation.register import write
from workflows.organisation.skill import Need
from workflows.skills import WORKFLOW
from workflows.skills import store as items
from workflows.skills.rules.item import Item

TODAY = date(2026, 11, 23)
TERMS: Mapping[str, Any] = {
    "kind": "mentoring",
    "skill": "Python",
    "partner": "U0ZOE",
    "provider": "",
    "goal": "To read the reports alone",
    "first": date(2026, 12, 1),
    "last": date(2027, 2, 26),
    "cost": "",
}


class SkillOffice(Premises):
    """Python and Power BI; Zoe is advanced in Python and offers to mentor; Ann has the basics."""

    workflow = WORKFLOW

    @classmethod
    def founded(cls, store: Store, clock: FollowedClock) -> "SkillOffice":
        office = cls(store, clock)
        store.write(lambda tx: write(tx, an_office(a_person("max"), a_person("ida", "delivery"))))

        def work(tx: Tx) -> None:
            python, power = skill_names.add(tx, "Python"), skill_names.add(tx, "Power BI")
            bea = office.person("bea")
            for name, skill, level in (("ann", python, 2), ("zoe", python, 4), ("tom", power, 3), ("zoe", power, 1)):
                skills.rate(tx, office.person(name), skill.id, level, on=date(2026, 1, 12), by=bea)
            skills.offer(tx, office.person("zoe"), python.id)

        store.write(work)
        return office

    def does(self, name: str, verb: str, subject: int | None = None, seen: int | None = None, **form: Any) -> Reply:
        """Somebody uses a verb; raises Refused and then nothing is kept."""
        return self.store.write(lambda tx: run(WORKFLOW, verb, tx, self.actor(tx, name), subject, form, seen))

    def proposes(self, name: str = "ann", **form: Any) -> Item:
        """Somebody submits the modal; the new item."""
        self.does(name, "propose", **{**TERMS, **form})
        return self.item()

    def agreed(self) -> Item:
        """Ann proposes mentoring in Python by Zoe, and Bea agrees."""
        item = self.proposes()
        self.does("bea", "agree", item.id, **TERMS, owner="U0ANN")
        return self.item(item.id)

    def closes_case(self, outcome: str = "training", case: int = 7, by: str = "bea") -> None:
        """A case about Ann is closed elsewhere."""
        event = Event("closed", Ref("performance", case), 3, self.person("ann"), self.person(by), {"outcome": outcome})
        self.overhears(event)

    def ticks(self, moment: str = "") -> None:
        """The clock makes happen what is due, and reminders are queued."""
        if moment:
            self.goes_to(moment)
        super().ticks()

    def goes_to(self, moment: str) -> None:
        self.clock.follow(datetime.fromisoformat(moment).replace(tzinfo=UTC), speed=0)

    def item(self, number: int | None = None) -> Item:
        """The newest one, or that one."""
        wanted = number or int(self.rows("select max(id) from development")[0][0])
        found = self.store.read(lambda tx: items.item(tx, wanted))
        assert found is not None
        return found

    def requires(self, skill: str, level: int, people: int) -> None:
        """Support requires it."""

        def work(tx: Tx) -> None:
            skills.set_need(tx, Need(self.department(tx), self.skill(tx, skill), level, people))

        self.store.write(work)

    def skill(self, tx: Tx, name: str) -> int:
        found = skills.find(tx, name)
        assert found is not None, name
        return found.id

    def department(self, tx: Tx, code: str = "support") -> int:
        return next(one.id for one in organisation.chart(tx).departments.values() if one.code == code)

    def levels(self, name: str) -> dict[str, int]:
        """What somebody holds today."""

        def work(tx: Tx) -> dict[str, int]:
            known = skills.skills(tx)
            return {known[one.skill].name: one.level for one in skills.held_by(tx, self.person(name), tx.now.date())}

        return self.store.read(work)

    def events(self) -> list[str]:
        """Its own events in the audit, in order."""
        return [row.event for row in self.rows("select event from audit where workflow = 'skills' order by id")]

    def told(self, name: str, kind: str) -> list[str]:
        """What they are told anew of this kind, rendered now, all words together."""
        person = self.person(name)
        mine = [one for one in self.queued() if one.to == person and one.kind == kind and not one.only_update]
        return [said(message) for notice in mine if (message := self.rendered(notice))]

    def everything_told(self, name: str) -> str:
        """Everything that is rendered for them now."""
        person = self.person(name)
        mine = [one for one in self.queued() if one.to == person]
        return " ".join(said(message) for notice in mine if (message := self.rendered(notice)))


def said(reply: Reply | Message) -> str:
    """All words of an answer."""
    if isinstance(reply, Open | Update):
        return str(reply.view)
    message = reply.message if isinstance(reply, Say) else reply
    assert isinstance(message, Message), reply
    return f"{message.text} {[dict(block) for block in message.blocks]}"


@pytest.fixture(name="office")
def a_skill_office(store: Store, clock: FollowedClock) -> SkillOffice:
    """The office."""
    return SkillOffice.founded(store, clock)
