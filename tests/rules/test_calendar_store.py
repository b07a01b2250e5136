"""Working time and absences, from rows that stand in a database."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.store import Store
from workflows.calendar.rules import Absent, CompanyDay, Half, Observed, Span
from workflows.calendar.store import (
    absences_of,
    add_company_day,
    all_away,
    as_seen,
    away,
    away_from,
    company_days,
    drop_absence,
    drop_company_day,
    put_absence,
    set_observed,
    working_time,
)
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.organisation import recent
from workflows.organisation import store as organisation
from workflows.organisation.tables import DepartmentRow, MembershipRow, PersonRow, ResidenceRow, WorkPatternRow

SINCE = date(2020, 1, 1)
XMAS = Span(date(2026, 12, 21), date(2027, 1, 4))


def a_person(tx: Tx, name: str, *, pattern: str = "mon-fri", country: str = "GB", subdivision: str = "ENG") -> PersonId:
    person = tx.insert(
        PersonRow, slack_id=None, name=name, email=f"{name}@example.org", locale="en-GB", starts=SINCE, ends=None
    )
    tx.insert(
        ResidenceRow,
        person_id=person,
        time_zone="Europe/London",
        country=country,
        subdivision=subdivision,
        starts=SINCE,
        ends=None,
    )
    if pattern:
        tx.insert(WorkPatternRow, person_id=person, pattern=pattern, starts=SINCE, ends=None)
    recent.changed(tx)
    return PersonId(person)


def cost(tx: Tx, person: PersonId, span: Span) -> Decimal:
    return working_time(tx, person, span.first, span.last).cost(span)


def test_working_time_follows_the_pattern_and_the_public_holidays_of_the_place(store: Store) -> None:
    ann = store.write(lambda tx: a_person(tx, "ann"))
    ben = store.write(lambda tx: a_person(tx, "ben", pattern="mon tue", country="DE", subdivision="BY"))
    assert store.read(lambda tx: cost(tx, ann, XMAS)) == 8
    assert store.read(lambda tx: cost(tx, ben, XMAS)) == 5


def test_people_whose_years_are_alike_share_one_calendar(store: Store) -> None:
    ann, ben = store.write(lambda tx: (a_person(tx, "ann"), a_person(tx, "ben")))
    first, second = store.read(lambda tx: tuple(working_time(tx, one, XMAS.first, XMAS.last) for one in (ann, ben)))
    assert first._days is second._days


def test_somebody_without_a_pattern_is_told_whom_to_turn_to(store: Store) -> None:
    ann = store.write(lambda tx: a_person(tx, "ann", pattern=""))
    with pytest.raises(Refused, match="Ask your operations manager or a people admin") as refused:
        store.read(lambda tx: cost(tx, ann, XMAS))
    assert refused.value.reason == "no_pattern"


def test_a_company_day_holds_for_its_place_at_once_and_until_it_is_dropped(store: Store) -> None:
    ann = store.write(lambda tx: a_person(tx, "ann"))
    eve = CompanyDay(date(2020, 12, 24), "Christmas Eve", Decimal("0.5"), Half.PM, country="GB", yearly=True)
    away_days = CompanyDay(date(2026, 12, 22), "Founders' day", country="DE")
    added = store.write(lambda tx: [add_company_day(tx, day) for day in (eve, away_days)])
    assert store.read(lambda tx: cost(tx, ann, XMAS)) == Decimal("7.5")
    assert list(store.read(company_days).values()) == [eve, away_days]
    assert store.write(lambda tx: drop_company_day(tx, added[0]))
    assert store.read(lambda tx: cost(tx, ann, XMAS)) == 8


def test_an_extra_working_day_is_worked_as_its_weekday_is_by_everybody_who_has_it(store: Store) -> None:
    ann, ben = store.write(lambda tx: (a_person(tx, "ann"), a_person(tx, "ben", pattern="mon")))
    saturday = CompanyDay(date(2026, 12, 26), "Worked ahead", like="thu")
    assert store.write(lambda tx: add_company_day(tx, saturday))
    assert list(store.read(company_days).values()) == [saturday]
    that = Span.of(date(2026, 12, 26))
    assert store.read(lambda tx: [cost(tx, who, that) for who in (ann, ben)]) == [Decimal(1), Decimal(0)]


def test_a_country_may_make_up_for_weekends_otherwise_than_its_law(store: Store) -> None:
    ann = store.write(lambda tx: a_person(tx, "ann"))
    store.write(lambda tx: set_observed(tx, "GB", Observed.NONE))
    assert store.read(lambda tx: cost(tx, ann, XMAS)) == 9


def test_an_absence_replaces_what_its_record_said_before_and_goes_with_it(store: Store) -> None:
    ann = store.write(lambda tx: a_person(tx, "ann"))
    later = Span(date(2026, 12, 24), date(2026, 12, 28), Half.PM)
    store.write(lambda tx: put_absence(tx, "leave/17", ann, XMAS, certain=False))
    store.write(lambda tx: put_absence(tx, "leave/17", ann, later, certain=True))
    assert store.read(lambda tx: away(tx, [ann], XMAS.first, XMAS.last)) == (Absent(ann, later, certain=True),)
    assert store.read(lambda tx: absences_of(tx, ann, later.last, later.last)) == {"leave/17": Absent(ann, later)}
    store.write(lambda tx: drop_absence(tx, "leave/17"))
    assert store.read(lambda tx: all_away(tx, XMAS.first, XMAS.last)) == ()


def test_who_is_away_is_asked_for_people_departments_or_all(store: Store) -> None:
    def prepared(tx: Tx) -> tuple[PersonId, PersonId, int]:
        ann, ben = a_person(tx, "ann"), a_person(tx, "ben")
        sales = tx.insert(DepartmentRow, code="sales", name="Sales", parent_id=None, starts=SINCE, ends=None)
        tx.insert(MembershipRow, person_id=ann, department_id=sales, starts=SINCE, ends=date(2026, 12, 31))
        for source, person in (("leave/1", ann), ("leave/2", ben)):
            put_absence(tx, source, person, XMAS, certain=True)
        put_absence(tx, "leave/3", ann, Span(date(2027, 2, 1), date(2027, 2, 5)), certain=True)
        return ann, ben, sales

    ann, ben, sales = store.write(prepared)
    begin, end = date(2026, 12, 1), date(2027, 3, 1)
    assert [one.person for one in store.read(lambda tx: away_from(tx, [sales], begin, end))] == [ann]
    assert [one.person for one in store.read(lambda tx: away(tx, [ann, ben], begin, end))] == [ann, ben, ann]
    assert len(store.read(lambda tx: all_away(tx, begin, end))) == 3
    assert store.read(lambda tx: away(tx, [ann], date(2027, 1, 5), date(2027, 1, 31))) == ()
    assert store.read(lambda tx: away(tx, [], begin, end)) == ()


def test_more_people_than_a_statement_takes_values_may_be_asked_about(store: Store) -> None:
    ann = store.write(lambda tx: a_person(tx, "ann"))
    store.write(lambda tx: put_absence(tx, "leave/1", ann, XMAS, certain=True))
    many = [PersonId(number) for number in range(1, 70_000)]
    assert store.read(lambda tx: away(tx, many, XMAS.first, XMAS.first)) == (Absent(ann, XMAS),)
    assert store.read(lambda tx: away(tx, many[ann:], XMAS.first, XMAS.first)) == ()
    assert store.read(lambda tx: organisation.names(tx, many)) == {ann: "ann"}
    assert store.read(lambda tx: as_seen(tx, [Absent(one, XMAS) for one in many]))[0] == Absent(ann, XMAS)


def test_an_absence_is_seen_as_the_whole_stretch_it_is_in_however_far_that_goes(store: Store) -> None:
    ann, ben = store.write(lambda tx: (a_person(tx, "ann"), a_person(tx, "ben")))
    begin, end = date(2026, 6, 1), date(2026, 6, 30)
    asked = Span(begin, end)

    def prepared(tx: Tx) -> None:
        put_absence(tx, "leave/0", ann, asked, certain=True)
        for number in range(1, 12):
            before = begin - timedelta(days=60 * number)
            put_absence(tx, f"absence/{number}", ann, Span(before, before + timedelta(days=59)), certain=True)
        put_absence(tx, "leave/1", ann, Span(date(2026, 7, 1), date(2026, 7, 2)), certain=False)
        put_absence(tx, "leave/2", ben, asked, certain=True)
        put_absence(tx, "leave/3", ben, Span(date(2026, 5, 1), date(2026, 5, 30)), certain=True)

    store.write(prepared)
    found = store.read(lambda tx: as_seen(tx, all_away(tx, begin, end + timedelta(days=2))))
    whole = Span(begin - timedelta(days=660), end)
    waiting = Absent(ann, Span(date(2026, 7, 1), date(2026, 7, 2)), certain=False)
    assert set(found) == {Absent(ann, whole), Absent(ben, asked), waiting}


def test_what_all_see_of_many_costs_no_more_statements_than_of_one(store: Store) -> None:
    people = store.write(lambda tx: [a_person(tx, f"p{number}") for number in range(40)])

    def prepared(tx: Tx) -> None:
        for person in people:
            put_absence(tx, f"leave/{person}", person, XMAS, certain=True)

    store.write(prepared)
    counts = [statements(store, people[:1]), statements(store, people)]
    assert counts == [1, 1]


def statements(store: Store, people: list[PersonId]) -> int:
    """How many it takes to say how all see these people's absences."""
    asked = []

    def work(tx: Tx) -> None:
        known, fetch = away(tx, people, XMAS.first, XMAS.last), tx.fetch

        def counted(statement: Any, **values: Any) -> list[Any]:
            asked.append(statement)
            return fetch(statement, **values)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tx, "fetch", counted)
            as_seen(tx, known)

    store.read(work)
    return len(asked)
