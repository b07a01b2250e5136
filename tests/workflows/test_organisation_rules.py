"""Whom a line names, and what ranges of days do, without a database."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workflows.kernel.access import PersonId, Relation
from workflows.organisation.description import Charge, condensed, spans, turning_days
from workflows.organisation.rules import (
    Allocation,
    Chart,
    Dated,
    Department,
    Desk,
    Facts,
    Person,
    Project,
    at,
    clip,
    employed_day,
    holds,
    lines,
    meets,
    route,
)

ANN, BOSS, DEPUTY, HEAD, ADMIN, PM = (PersonId(number) for number in range(1, 7))
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@st.composite
def ranges(draw: st.DrawFn) -> Dated[int]:
    starts = draw(DAYS)
    ends = draw(st.none() | st.integers(0, 900).map(lambda days: starts + timedelta(days)))
    return Dated(draw(st.integers(1, 3)), starts, ends)


def test_the_manager_is_asked_first_then_the_deputy_then_the_next_ones_up_then_the_admins() -> None:
    line = [Desk(1, BOSS, DEPUTY), Desk(2, HEAD, None)]
    assert route(ANN, line, [ADMIN]) == (BOSS, DEPUTY, HEAD, ADMIN)


def test_nobody_is_asked_twice() -> None:
    line = [Desk(1, BOSS, HEAD), Desk(2, HEAD, BOSS)]
    assert route(ANN, line, [BOSS, ADMIN]) == (BOSS, HEAD, ADMIN)


def test_a_managers_own_deputy_is_not_asked_about_the_manager() -> None:
    line = [Desk(1, BOSS, DEPUTY), Desk(2, HEAD, None)]
    assert route(BOSS, line, []) == (HEAD,)
    assert lines(DEPUTY, BOSS, line) == frozenset()
    assert lines(DEPUTY, ANN, line) == {Relation.DEPUTY}


def test_the_head_of_everything_is_decided_about_by_a_people_admin_or_by_nobody() -> None:
    assert route(HEAD, [Desk(2, HEAD, DEPUTY)], [ADMIN]) == (ADMIN,)
    assert route(HEAD, [Desk(2, HEAD, DEPUTY)], [HEAD]) == ()


people = st.integers(1, 6).map(PersonId)
desks = st.lists(st.builds(Desk, st.integers(1, 9), st.none() | people, st.none() | people), max_size=5)


@given(people, desks, st.lists(people, max_size=3))
def test_a_route_never_names_the_person_and_never_anybody_twice(
    person: PersonId, line: list[Desk], admins: list[PersonId]
) -> None:
    asked = route(person, line, admins)
    assert person not in asked
    assert len(set(asked)) == len(asked)
    assert set(admins) - {person} <= set(asked)


@given(people, people, desks)
def test_whoever_holds_the_solid_line_or_deputises_is_on_the_route(
    actor: PersonId, person: PersonId, line: list[Desk]
) -> None:
    if actor != person:
        assert bool(lines(actor, person, line)) == (actor in route(person, line, []))


@given(ranges(), DAYS)
def test_both_ends_of_a_range_belong_to_it(fact: Dated[int], day: date) -> None:
    assert holds(fact, day) == meets(fact, day, day)
    assert holds(fact, fact.starts)
    assert not holds(fact, fact.starts - timedelta(1))
    if fact.ends:
        assert holds(fact, fact.ends)
        assert not holds(fact, fact.ends + timedelta(1))


@given(ranges(), ranges(), DAYS)
def test_clipping_keeps_exactly_the_days_that_lie_in_both(fact: Dated[int], within: Dated[int], day: date) -> None:
    clipped = clip(fact, within)
    assert (clipped is not None and holds(clipped, day)) == (holds(fact, day) and holds(within, day))


@given(ranges(), DAYS)
def test_the_employed_day_is_the_day_itself_or_the_nearest_one(person: Dated[int], day: date) -> None:
    nearest = employed_day(person, day)
    assert holds(person, nearest)
    assert nearest == day or not holds(person, day)


charges = st.lists(
    st.builds(Charge, DAYS, st.sampled_from(["", "a@x.org", "b@x.org"]), st.sampled_from(["", "c@x.org"])),
    min_size=1,
    max_size=6,
    unique_by=lambda charge: charge.valid_from,
)


@given(charges, DAYS)
def test_rows_from_a_day_on_and_stretches_of_days_say_the_same(rows: list[Charge], day: date) -> None:
    ordered = condensed(rows)
    expected = next((row.manager for row in reversed(ordered) if row.valid_from <= day), "")
    assert (at(spans(ordered, lambda row: row.manager or None), day) or "") == expected


@given(charges)
def test_stretches_told_again_as_rows_are_the_rows(rows: list[Charge]) -> None:
    ordered = condensed(rows)
    managers, deputies = (
        spans(ordered, lambda row: row.manager or None),
        spans(ordered, lambda row: row.deputy or None),
    )
    days = turning_days(ordered[0].valid_from, None, managers, deputies)
    assert condensed(Charge(day, at(managers, day) or "", at(deputies, day) or "") for day in days) == ordered


def test_a_person_is_in_the_time_zone_of_the_day() -> None:
    ann = Person(ANN, "U1", "Ann", "ann@x.org", "Europe/Berlin", "de_DE", date(2024, 1, 1))
    zones = (Dated("Europe/Berlin", date(2024, 1, 1), date(2026, 6, 30)), Dated("Pacific/Auckland", date(2026, 7, 1)))
    facts = Facts(ann, zones=zones)
    assert facts.seen(date(2026, 6, 30)) is facts
    moved = facts.seen(date(2026, 7, 1)).person
    assert moved.time_zone == "Pacific/Auckland"
    assert moved.today(datetime(2026, 11, 23, 20, tzinfo=UTC)) == date(2026, 11, 24)


def test_a_project_is_led_only_while_allocation_and_lead_both_last() -> None:
    project = Project(7, "apollo", "Apollo", None, date(2026, 1, 1), date(2026, 7, 5))
    chart = Chart(
        projects={7: project},
        leads={7: [Dated(PM, date(2026, 1, 1), date(2026, 6, 30)), Dated(HEAD, date(2026, 7, 1))]},
    )
    share = Allocation(1, ANN, 7, None, None, date(2026, 3, 1), date(2026, 7, 10))
    assert chart.leaders(share, date(2026, 1, 1), date(2026, 2, 28)) == ()
    assert chart.leaders(share, date(2026, 6, 30), date(2026, 6, 30)) == (PM,)
    assert chart.leaders(share, date(2026, 6, 30), date(2026, 12, 31)) == (PM, HEAD)
    assert chart.leaders(share, date(2026, 7, 6), date(2026, 12, 31)) == ()
    assert chart.touched([share], date(2026, 7, 5), date(2026, 7, 5)) == [(project, share)]
    assert chart.touched([share], date(2026, 7, 6), date(2026, 7, 6)) == []


def test_a_tree_lists_what_exists_on_the_day_from_the_top_down() -> None:
    start = date(2024, 1, 1)
    chart = Chart(
        {
            1: Department(1, "all", "All", None, start),
            2: Department(2, "eng", "Engineering", 1, start),
            3: Department(3, "old", "Old", 2, start, date(2025, 12, 31)),
        }
    )
    assert [one.code for one in chart.below(1, date(2025, 12, 31))] == ["all", "eng", "old"]
    assert [one.code for one in chart.below(1, date(2026, 1, 1))] == ["all", "eng"]
    assert chart.below(9, start) == ()
    assert [desk.department for desk in chart.line(3, start)] == [3, 2, 1]
    assert chart.line(None, start) == ()


def test_a_tree_that_goes_round_in_a_circle_still_has_an_end() -> None:
    start = date(2024, 1, 1)
    chart = Chart({1: Department(1, "a", "A", 2, start), 2: Department(2, "b", "B", 1, start)})
    assert [desk.department for desk in chart.line(1, start)] == [1, 2]
    assert [one.code for one in chart.below(1, start)] == ["a", "b"]
