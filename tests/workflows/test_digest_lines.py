"""What each workflow says in a digest, that every button in it works, and its charts."""

from datetime import date
from decimal import Decimal

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.digest_office import DigestOffice, said
from tests.workflows.onboarding_office import OnboardingOffice
from tests.workflows.performance_office import FILLED
from workflows import performance
from workflows.digest import messages, readership
from workflows.kernel.digests import Kind, Press
from workflows.kernel.flow import Tx, Workflow, charts, digests, run
from workflows.kernel.replies import Message
from workflows.leave import floors
from workflows.leave.floors import Measure, Standing
from workflows.leave.rules.settings import Effect
from workflows.organisation.milestone import Health


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> DigestOffice:
    """Monday nine in London."""
    return DigestOffice(DigestOffice.opened(store, clock).store, clock)


def at_least(office: DigestOffice, people: int) -> None:
    """Bea says how many of Support must be there."""
    support = int(office.rows("select id from department where code = 'support'")[0][0])
    standing = Standing(support, Measure.PEOPLE, Decimal(people), Effect.WARN, date(2026, 1, 1))
    office.store.write(lambda tx: floors.put(tx, standing, office.person("bea")))


def members(office: DigestOffice) -> int:
    """How many are in Support."""
    return len(
        office.rows("select 1 from membership m join department d on d.id = m.department_id where d.code = 'support'")
    )


def presses(office: DigestOffice, name: str, kind: Kind) -> list[Press]:
    """The buttons of somebody's digest now."""

    def work(tx: Tx) -> list[Press]:
        actor = office.actor(tx, name)
        edition = readership.edition(tx, kind, actor.today, {actor.person: actor})
        return [press for line in digests(tx, edition).get(actor.person, ()) if (press := line.press())]

    return office.store.read(work)


def test_thin_cover_is_said_with_its_first_day_and_how_many(office: DigestOffice) -> None:
    people = members(office)
    at_least(office, people + 1)
    assert "Support" not in said(office.digest("bea", "daily", "2026-11-23")), "too few on the books is no day's cover"
    at_least(office, people)
    assert "Support" not in said(office.digest("bea", "daily", "2026-11-23"))
    office.is_away("ann", "2026-11-25")
    one = said(office.digest("bea", "daily", "2026-11-23"))
    assert f"*Support* has {people - 1} of {people} people on Wed, 25 Nov 2026; at least {people} should" in one
    office.is_away("ann", "2026-11-30", "2026-12-01")
    several = said(office.digest("bea", "daily", "2026-11-23"))
    assert f"*Support* is short of people on 3 days, first on Wed, 25 Nov 2026: {people - 1} of" in several
    assert "leave:who" in several
    assert "short of people" not in said(office.digest("dan", "project", "2026-11-23"))


def test_leave_about_to_expire_is_said_weekly_and_at_the_end_daily(office: DigestOffice) -> None:
    office.ticks()
    weekly = said(office.digest("bea", "weekly", "2026-11-23"))
    assert "Leave that is not taken by Thu, 31 Dec 2026 expires: " in weekly
    assert "*Ann* (" in weekly
    assert "Leave that is not taken" not in said(office.digest("bea", "daily", "2026-11-23"))
    assert "of your leave can be taken until Thu, 31 Dec 2026, and not after." in said(
        office.digest("ann", "mine", "2026-11-23")
    )
    office.at("2026-12-28 09:00")
    assert "Leave that is not taken" in said(office.digest("bea", "daily", "2026-12-28"))


def test_a_project_managers_word_is_awaited_with_its_button(office: DigestOffice) -> None:
    office.asks("ann", "2026-12-21", reason="My sister's wedding")
    text = said(office.digest("dan", "project", "2026-11-23"))
    assert "Is it a concern for your project that *Ann* is away on Mon, 21 Dec 2026?" in text
    assert "leave:no_concern" in text
    assert "wedding" not in text


def test_every_button_that_a_digest_shows_works(office: DigestOffice) -> None:
    """Each in a transaction of its own, one after another, as a person would press them."""
    by_name: dict[str, Workflow] = {}
    office.store.read(lambda tx: by_name.update({one.name: one for one in tx.workflows}))
    office.asks("zoe", "2026-12-21")
    office.asks("ann", "2026-12-28", "2026-12-30")
    office.plans("apollo", "Alpha", "2026-11-20")
    office.plans("apollo", "Gamma", "2027-02-01", Health.AT_RISK)
    form = {**FILLED, "person": "U0ANN"}
    office.store.write(lambda tx: run(performance.WORKFLOW, "report", tx, office.actor(tx, "dan"), form=form))
    at_least(office, members(office))
    office.is_away("ann", "2026-12-09")
    office.ticks()
    office.starts(day=date(2026, 11, 30))
    office.at("2026-12-07 09:00")
    pressed: set[str] = set()
    for name, kind in (("bea", Kind.WEEKLY), ("bea", Kind.DAILY), ("dan", Kind.PROJECT), ("ann", Kind.MINE)):
        for press in presses(office, name, kind):
            subject, _, seen = press.value.partition(".")
            workflow, verb = press.action.split(":")[:2]
            use(office, by_name[workflow], name, verb, int(subject) if subject else None, int(seen) if seen else None)
            pressed.add(press.action.rpartition(":")[0] if press.action.count(":") > 1 else press.action)
    assert {"leave:approve", "leave:who", "performance:list", "milestones:update", "leave:open"} <= pressed
    assert office.leave(1).state == "approved"


def use(office: DigestOffice, workflow: Workflow, name: str, verb: str, subject: int | None, seen: int | None) -> None:
    """As a press does; raises Refused when the button promised what cannot be."""
    office.store.write(lambda tx: run(workflow, verb, tx, office.actor(tx, name), subject, {}, seen))


def test_charts_stand_in_a_weeks_digest_and_the_same_in_words(office: DigestOffice) -> None:
    office.asks("zoe", "2026-12-21")
    office.plans("apollo", "Alpha", "2026-11-20")
    weekly, daily = (office.digest("bea", kind, "2026-11-23") for kind in ("weekly", "daily"))
    assert drawn(weekly) == ["Your people's next six weeks"]
    assert drawn(daily) == []
    assert weekly is not None
    assert "data_visualization" not in str(weekly.plain)
    assert "*Your people's next six weeks* (% of working time)" in str(weekly.plain)
    booked = office.store.read(lambda tx: shares(tx, office))
    assert all(sum(week) in (99, 100, 101) for week in zip(*booked, strict=True))


def drawn(message: Message | None) -> list[str]:
    """The titles of its charts."""
    return [block["title"] for block in (message.blocks if message else ()) if block["type"] == "data_visualization"]


def shares(tx: Tx, office: DigestOffice) -> list[tuple[int, ...]]:
    """What is booked, away and free of Bea's people, week by week."""
    actor = office.actor(tx, "bea")
    reader = readership.edition(tx, Kind.WEEKLY, actor.today, {actor.person: actor}).readers[actor.person]
    return [one.values for one in charts(tx, Kind.WEEKLY, reader)[0].series]


def test_who_comes_and_what_is_owed_and_sought_is_said(store: Store, clock: FollowedClock) -> None:
    hiring = OnboardingOffice.opened(store, clock)
    hiring.opens()
    hiring.joins()
    office = DigestOffice(store, clock)
    weekly = said(office.digest("bea", "weekly", "2026-11-23"))
    assert "2 people are still looked for as Data engineer, to begin on Mon, 1 Feb 2027." in weekly
    assert "still looked for" not in said(office.digest("bea", "daily", "2026-11-23"))
    office.at("2026-12-28 09:00")
    later = said(office.digest("bea", "daily", "2026-12-28"))
    assert "*Jo Park* begins on Mon, 4 Jan 2027." in later
    assert "One step of the joining of *Jo Park* waits for you." in later
    assert "One step of the joining of *Jo Park* is late with others." in later
    assert "onboarding:show" in later
    assert "Jo Park" not in said(office.digest("dan", "project", "2026-12-28"))


def test_nobody_gets_a_digest_of_what_is_not_theirs(office: DigestOffice) -> None:
    office.asks("zoe", "2026-12-21")

    def composed(tx: Tx) -> list[Message | None]:
        zoe = office.actor(tx, "zoe")
        return [messages.composed(tx, zoe, kind) for kind in (Kind.DAILY, Kind.WEEKLY, Kind.PROJECT)]

    assert office.store.read(composed) == [None, None, None]
