"""A new level counts at once: in the rank on every card of an open ask, and for whether a department could supply."""

from datetime import date

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.staffing_office import Office
from workflows.kernel.flow import Event, Notice, Ref
from workflows.organisation import skills


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock)


def rates(office: Office, name: str, level: int) -> None:
    """Bea rates somebody's Python in the workflow of skills."""
    person, by = office.person(name), office.person("bea")
    number = office.store.write(lambda tx: skills.rate(tx, person, 1, level, on=date(2026, 3, 2), by=by))
    office.overhears(Event("rated", Ref("skills", number), 1, person, by, {"skill": 1, "level": level}))


def updates(office: Office, name: str) -> list[Notice]:
    person = office.person(name)
    return [one for one in office.queued() if one.to == person and one.kind == "desk" and one.only_update]


def test_the_card_of_an_open_ask_ranks_by_the_new_level(office: Office) -> None:
    office.asks()
    assert updates(office, "bea") == []
    assert "Kim" not in office.told("bea", "desk")[0]
    rates(office, "kim", 5)
    (update,) = updates(office, "bea")
    card = str(office.rendered(update))
    assert card.index("*Kim*: Python 5") < card.index("*Zoe*: Python 3")
    rates(office, "kim", 4)
    assert len(updates(office, "bea")) == 2, "each rating brings it up to date"
    assert len(office.told("bea", "desk")) == 1, "nothing is posted twice"


def test_a_department_that_can_supply_now_is_asked_once(office: Office) -> None:
    request = office.asks(level="5")
    assert office.told("bea", "desk") == []
    rates(office, "kim", 4)
    assert office.told("bea", "desk") == []
    rates(office, "kim", 5)
    rates(office, "bob", 5)
    (bea,) = office.told("bea", "desk")
    assert "*Kim*: Python 5" in bea
    assert "waiting for Bea" in office.told("dan", "mine")[0]
    office.does("bea", "decline", office.desk(request), reason="The move takes everybody.")
    rates(office, "zoe", 5)
    assert len(office.told("bea", "desk")) == 1, "who declined is not asked again for it"


def test_other_skills_and_asks_that_are_over_stay_as_they_are(office: Office) -> None:
    request = office.asks()
    office.does("dan", "withdraw", request, 1)
    before = len(office.queued())
    rates(office, "zoe", 5)
    assert len(office.queued()) == before
    office.asks(amount="20 %")
    before, about = len(office.queued()), office.person("zoe")
    office.overhears(Event("rated", Ref("skills", 99), 1, about, office.person("bea"), {"skill": 2, "level": 5}))
    assert len(office.queued()) == before
