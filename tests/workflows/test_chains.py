"""The stored route of a request, and its ladder: reminded, climbing past who is away or has left, told apart."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, update
from sqlmodel import SQLModel

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import Office, a_person, an_office
from workflows.calendar import ladder
from workflows.calendar.ladder import Ladder
from workflows.calendar.rules import Span
from workflows.calendar.store import put_absence
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Ref, Tx
from workflows.organisation import chains, recent
from workflows.organisation import store as organisation
from workflows.organisation.chains import Chain, Link

ASKED = Ref("staffing", 7)
TODAY = date(2026, 11, 23)
_PERSON = SQLModel.metadata.tables["person"]
_LAST_DAY = update(_PERSON).where(_PERSON.c.id == bindparam("person")).values(ends=bindparam("day"))
LADDER = Ladder(remind_after=(1,), climb_after=2)


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock, an_office())


def people(office: Office, *names: str) -> tuple[PersonId, ...]:
    return tuple(office.person(name) for name in names)


def started(office: Office, *names: str, ref: Ref = ASKED) -> Chain:
    return office.store.write(lambda tx: chains.start(tx, ref, people(office, *names)))


def away(office: Office, name: str) -> None:
    person = office.person(name)
    office.store.write(lambda tx: put_absence(tx, f"test/{name}", person, Span(TODAY, date(2026, 12, 4)), certain=True))


def leaves(office: Office, name: str) -> None:
    """Yesterday was their last day."""

    def work(tx: Tx) -> None:
        tx.execute(_LAST_DAY, person=office.person(name), day=date(2026, 11, 22))
        recent.changed(tx)

    office.store.write(work)


def climbed(office: Office) -> list[tuple[Chain, Link]]:
    return office.store.write(lambda tx: list(ladder.climbs(tx, "staffing", LADDER)))


def upwards(office: Office, *never: str) -> tuple[PersonId, ...]:
    support = office.person("ann")

    def work(tx: Tx) -> tuple[PersonId, ...]:
        department = organisation.facts(tx, support).department(TODAY)
        return chains.upwards(tx, department, TODAY, people(office, *never))

    return office.store.read(work)


def routed(office: Office, *names: str, never: tuple[str, ...] = ()) -> tuple[PersonId, ...]:
    line, without = people(office, *names), people(office, *never)
    return office.store.read(lambda tx: ladder.route(tx, line, without))


def test_a_route_is_stored_in_turn_and_its_first_is_asked_at_once(office: Office) -> None:
    chain = started(office, "bea", "tom", "bea", "head")
    assert [link.person for link in chain.links] == list(people(office, "bea", "tom", "head"))
    assert chain.current == chain.links[0]
    assert chain.ahead == chain.links[1:]
    assert chain.reached(office.person("bea"))
    assert not chain.reached(office.person("tom"))
    assert chain == office.store.read(lambda tx: chains.steps(tx, ASKED))


def test_a_question_to_nobody_is_the_callers_mistake(office: Office) -> None:
    with pytest.raises(ValueError, match="nobody"):
        started(office)


def test_what_is_settled_waits_no_longer_and_reaches_nobody_else(office: Office) -> None:
    chain, other = started(office, "bea", "tom"), started(office, "bea", ref=Ref("staffing", 8))
    assert [one.ref.id for one in office.store.read(lambda tx: chains.waiting(tx, "staffing"))] == [7, 8]
    assert office.store.read(lambda tx: chains.waiting(tx, "performance")) == []
    assert office.store.write(lambda tx: chains.settle(tx, ASKED)) is True
    assert office.store.write(lambda tx: chains.settle(tx, ASKED)) is False
    assert office.store.read(lambda tx: chains.waiting(tx, "staffing")) == [other]
    assert office.store.write(lambda tx: chains.ask_next(tx, chain.links[1])) is False
    assert office.store.read(lambda tx: chains.steps(tx, ASKED)).open is False


def test_upwards_are_managers_and_deputies_and_never_the_deputy_of_one_who_is_left_out(office: Office) -> None:
    assert upwards(office) == people(office, "bea", "tom", "head")
    assert upwards(office, "ann", "bea") == people(office, "head")
    assert upwards(office, "tom") == people(office, "bea", "head")
    assert upwards(office, "bea", "head") == ()


def test_a_route_begins_with_the_first_who_is_here_and_keeps_the_rest(office: Office) -> None:
    assert routed(office, "bea", "tom", "head") == people(office, "bea", "tom", "head")
    away(office, "bea")
    assert routed(office, "bea", "tom", "head") == people(office, "tom", "head")
    away(office, "tom")
    away(office, "head")
    assert routed(office, "bea", "tom", "head", never=("tom",)) == people(office, "bea", "head")


def test_who_is_away_is_stood_in_for_by_whom_their_leave_names_but_never_by_one_left_out(office: Office) -> None:
    number = office.asks("bea", "2026-11-23", "2026-11-27", substitute="U0ZOE")
    office.does("head", "approve", number, 1)
    assert routed(office, "bea", "tom", "head") == people(office, "zoe", "bea", "tom", "head")
    assert routed(office, "bea", "tom", "head", never=("zoe",)) == people(office, "tom", "head")


def test_it_reminds_after_one_working_day_and_climbs_after_two(office: Office) -> None:
    started(office, "bea", "tom", "head")
    assert office.store.read(lambda tx: list(ladder.reminders(tx, "staffing", LADDER))) == []
    office.goes_to(datetime(2026, 11, 24, 9, tzinfo=UTC))
    reminder = office.store.read(lambda tx: list(ladder.reminders(tx, "staffing", LADDER)))[0]
    assert (reminder.link.person, reminder.days, reminder.day) == (office.person("bea"), 1, date(2026, 11, 24))
    assert climbed(office) == []
    office.goes_to(datetime(2026, 11, 25, 8, 59, tzinfo=UTC))
    assert climbed(office) == []
    office.goes_to(datetime(2026, 11, 25, 9, tzinfo=UTC))
    before, link = climbed(office)[0]
    assert (before.current, link.person) == (before.links[0], office.person("tom"))
    assert climbed(office) == []
    after = office.store.read(lambda tx: chains.steps(tx, ASKED))
    assert [one.person for one in after.passed] == [office.person("bea")]


def test_a_weekend_does_not_count(office: Office) -> None:
    office.goes_to(datetime(2026, 11, 27, 16, tzinfo=UTC))
    started(office, "bea", "tom")
    office.goes_to(datetime(2026, 11, 30, 10, tzinfo=UTC))
    assert climbed(office) == []
    office.goes_to(datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert climbed(office)[0][1].person == office.person("tom")


def test_climbing_passes_who_is_away_and_who_has_left(office: Office) -> None:
    started(office, "bea", "tom", "zoe", "head")
    away(office, "tom")
    leaves(office, "zoe")
    office.goes_to(datetime(2026, 11, 25, 9, tzinfo=UTC))
    assert [link.person for _, link in climbed(office)] == [office.person("head")]


def test_it_climbs_at_once_when_the_one_asked_has_left(office: Office) -> None:
    started(office, "bea", "tom")
    leaves(office, "bea")
    assert [link.person for _, link in climbed(office)] == [office.person("tom")]


def test_at_the_top_it_goes_on_reminding_and_climbs_nowhere(office: Office) -> None:
    started(office, "head")
    office.goes_to(datetime(2026, 11, 23, 9, tzinfo=UTC) + timedelta(days=30))
    assert climbed(office) == []
    reminders = office.store.read(lambda tx: list(ladder.reminders(tx, "staffing", Ladder((1, 3), 2))))
    assert [one.days for one in reminders] == [3]


def test_without_a_climb_the_last_to_be_asked_stays_so(office: Office) -> None:
    started(office, "bea", "tom")
    office.goes_to(datetime(2026, 12, 14, 9, tzinfo=UTC))
    assert office.store.write(lambda tx: list(ladder.climbs(tx, "staffing", Ladder((1,), None)))) == []


@pytest.mark.parametrize("what", ["reminders", "climbs"])
def test_many_questions_to_many_people_cost_no_more_queries_than_a_few(
    store: Store, clock: FollowedClock, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Each is asked of somebody else, some of whom are away: whoever they are is read about all at once."""
    names = [f"p{number}" for number in range(40)]
    office = Office.founded(store, clock, an_office(*(a_person(name) for name in names)))
    for name in names[::4]:
        away(office, name)
    counts = []
    for few in (4, 40):
        for number, name in enumerate(names[:few]):
            started(office, name, "tom", "head", ref=Ref(f"of_{few}", number))
    office.goes_to(datetime(2026, 11, 24, 9, tzinfo=UTC))
    for few in (4, 40):
        office.store.write(recent.changed)
        counts.append(office.store.write(lambda tx, few=few: queries(tx, monkeypatch, what, f"of_{few}")))  # type: ignore[misc]
    few_people, many_people = counts
    more = 9 if what == "climbs" else 0  # who is away is passed over: whom they named is looked up, the next is asked
    assert many_people <= few_people + 2 * more
    assert few_people < 20


def queries(tx: Tx, monkeypatch: pytest.MonkeyPatch, what: str, route: str) -> int:
    """How many statements it takes to go through all of that name."""
    count = 0
    fetch, execute = tx.fetch, tx.execute

    def counted_fetch(statement: object, **values: object) -> list[Any]:
        nonlocal count
        count += 1
        return fetch(statement, **values)

    def counted_execute(statement: object, **values: object) -> int:
        nonlocal count
        count += 1
        return execute(statement, **values)

    with monkeypatch.context() as patched:
        patched.setattr(tx, "fetch", counted_fetch)
        patched.setattr(tx, "execute", counted_execute)
        list(getattr(ladder, what)(tx, route, LADDER))
    return count
