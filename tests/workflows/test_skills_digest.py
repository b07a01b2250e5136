"""What digests say of development: what ends soon, and once a week what nobody has said a word of for long."""

from datetime import timedelta

from tests.workflows.skills_office import TERMS, SkillOffice, a_skill_office
from workflows.kernel.digests import Edition, Kind, Reader
from workflows.kernel.flow import Tx
from workflows.skills.digest import digest

__all__ = ("a_skill_office",)


def reads(office: SkillOffice, name: str, kind: Kind, *about: str) -> list[str]:
    """The sentences of one reader about these people."""

    def work(tx: Tx) -> list[str]:
        actor = office.actor(tx, name)
        people = frozenset(office.person(one) for one in about)
        reader = Reader(actor, actor.today + timedelta(days=6), people=people)
        found = digest(tx, Edition(kind, {actor.person: reader}))
        return [line.sentence for line in found.get(actor.person, ())]

    return office.store.read(work)


def test_development_that_has_gone_quiet_is_in_the_week_of_its_owner_and_of_their_manager(office: SkillOffice) -> None:
    item = office.agreed()
    office.does("ann", "begin", item.id, item.version)
    office.goes_to("2026-12-10 09:00")
    assert reads(office, "bea", Kind.WEEKLY, "ann") == []
    office.goes_to("2026-12-21 09:00")
    assert reads(office, "bea", Kind.WEEKLY, "ann") == [
        "*Ann*: nothing was heard of mentoring in Python for more than two weeks."
    ]
    assert reads(office, "ann", Kind.MINE, "ann") == [
        "Nothing was heard for more than two weeks of your mentoring in Python."
    ]
    assert reads(office, "bea", Kind.DAILY, "ann") == [], "not every day"
    assert reads(office, "dan", Kind.PROJECT, "ann") == []
    office.does("ann", "update", item.id, note="Two chapters done", last=TERMS["last"])
    assert reads(office, "bea", Kind.WEEKLY, "ann") == []


def test_what_ends_within_a_week_is_said_every_day_and_as_nothing_else(office: SkillOffice) -> None:
    item = office.agreed()
    office.does("ann", "begin", item.id, item.version)
    office.goes_to("2027-02-22 09:00")
    (said,) = reads(office, "bea", Kind.DAILY, "ann")
    assert said == "*Ann*: mentoring in Python is to be done by Fri, 26 Feb 2027."
    assert reads(office, "bea", Kind.WEEKLY, "ann") == [said]
    (own,) = reads(office, "ann", Kind.MINE, "ann")
    assert own == "Your mentoring in Python is to be done by Fri, 26 Feb 2027."
