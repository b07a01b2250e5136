"""Sickness in the middle of a leave (R39, X19, X20): days come back, are taken again, and others see nothing new."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.absence_office import AbsenceOffice
from tests.workflows.leave_office import a_person, an_office
from workflows.calendar.rules import Half, Span, merge
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Say
from workflows.leave import documents, standins
from workflows.leave import store as leave_store
from workflows.leave.documents import Document
from workflows.leave.rules.ledger import Entry, Kind
from workflows.leave.rules.life import State

MONDAY, TUESDAY, WEDNESDAY = date(2026, 12, 7), date(2026, 12, 8), date(2026, 12, 9)
THURSDAY, FRIDAY = date(2026, 12, 10), date(2026, 12, 11)


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> AbsenceOffice:
    """Ann's leave from Monday 7 to Friday 11 December is approved; it is the morning of that Wednesday."""
    office = AbsenceOffice.with_absences(store, clock, an_office(a_person("part", pattern="mon wed fri")))
    office.does("bea", "approve", office.asks("ann", "2026-12-07", "2026-12-11"), seen=1)
    office.goes_to(datetime(2026, 12, 9, 8, tzinfo=UTC))
    return office


def leaves(office: AbsenceOffice) -> list[tuple[str, Span, State, Decimal]]:
    """Whose leave, when, how it stands and what it costs, by request."""
    found = []
    for row in office.rows("select id from leave_request order by id"):
        request = office.leave(row.id).request
        found.append(("", request.span, request.state, request.days))
    return found


def granted(office: AbsenceOffice) -> list[Span]:
    return [span for _, span, state, _ in leaves(office) if state is State.APPROVED]


def charged(office: AbsenceOffice) -> dict[date, Decimal]:
    """What the ledger holds of each day, what went back left out."""
    rows = office.rows("select day, sum(amount) as amount from leave_ledger where request_id is not null group by day")
    days = {date.fromisoformat(str(row.day)): -Decimal(row.amount) / 10000 for row in rows}
    return {day: amount for day, amount in days.items() if amount}


def test_x19_the_sick_days_leave_the_leave_and_come_back(office: AbsenceOffice) -> None:
    office.says("ann", "/sick 9 dec - 10 dec")
    assert granted(office) == [Span(MONDAY, TUESDAY), Span.of(FRIDAY)]
    assert charged(office) == {MONDAY: 1, TUESDAY: 1, FRIDAY: 1}
    assert office.balance("ann").free == 22
    assert office.events() == ["asked", "approved", "reported", "given_back"]
    assert "*2 days* of your leave are back" in office.reads("ann", "told_given_back")[0].text
    lines = office.rows("select kind, count(*) as lines from leave_ledger where request_id is not null group by kind")
    assert {row.kind: row.lines for row in lines}["reversal"] >= 2


def test_x20_a_part_timer_sick_all_week_has_all_three_days_back(office: AbsenceOffice) -> None:
    office.does("bea", "ask", **office.filled("2026-12-14", "2026-12-18", person="U0PART"))
    assert office.balance("part").free == 12
    office.says("part", "/sick 14 dec - 18 dec")
    assert office.balance("part").free == 15
    assert office.leave(2).state is State.CANCELLED
    assert "*3 days*" in office.reads("part", "told_given_back")[0].text


def test_project_managers_channels_and_colleagues_see_no_other_days_than_before(office: AbsenceOffice) -> None:
    before = {name: [message.text for message in office.reads(name)] for name in ("dan", "#apollo", "zoe", "eve")}
    office.says("ann", "/sick 9 dec - 10 dec")
    for name, texts in before.items():
        assert [message.text for message in office.reads(name)] == texts
    office.absence("ann", "extend", 1, seen=1, last=date(2026, 12, 15), open_ended=[])
    assert office.reads("dan")[-1].text == "*Ann* is away: Mon, 7 Dec 2026 to Tue, 15 Dec 2026."
    office.absence("ann", "withdraw", 1, seen=2)
    assert office.reads("dan")[-1].text == "*Ann* is away: Mon, 7 Dec 2026 to Fri, 11 Dec 2026."


def test_who_is_away_lists_one_stretch_for_everybody(office: AbsenceOffice) -> None:
    office.says("ann", "/sick 9 dec - 10 dec")
    for name in ("zoe", "bea", "tom"):
        said = office.types(name, "who")
        assert isinstance(said, Say)
        assert str(said.message.blocks).count("Ann") == 1
        assert "Mon, 7 Dec 2026 to Fri, 11 Dec 2026" in str(said.message.blocks)


def test_back_sooner_than_thought_and_the_rest_is_leave_again(office: AbsenceOffice) -> None:
    office.says("ann", "/sick 9 dec - 11 dec")
    assert granted(office) == [Span(MONDAY, TUESDAY)]
    office.goes_to(datetime(2026, 12, 10, 8, tzinfo=UTC))
    office.absence("ann", "back_now", 1, seen=1)
    assert granted(office) == [Span(MONDAY, TUESDAY), Span(THURSDAY, FRIDAY)]
    assert charged(office) == {MONDAY: 1, TUESDAY: 1, THURSDAY: 1, FRIDAY: 1}
    assert "count again" in office.reads("ann", "told_taken_again")[0].text


def test_withdrawn_and_the_leave_is_one_again_to_the_day(office: AbsenceOffice) -> None:
    before = charged(office)
    office.says("ann", "/sick 9 dec - 10 dec")
    office.absence("ann", "withdraw", 1, seen=1)
    assert granted(office) == [Span(MONDAY, FRIDAY)]
    assert charged(office) == before
    assert office.balance("ann").free == 20


def test_all_of_it_and_back_again(office: AbsenceOffice) -> None:
    office.says("ann", "/sick 7 dec - 11 dec")
    assert granted(office) == []
    office.absence("ann", "withdraw", 1, seen=1)
    assert granted(office) == [Span(MONDAY, FRIDAY)]
    assert office.balance("ann").free == 20


def test_half_a_day_gives_back_half_a_day(office: AbsenceOffice) -> None:
    office.says("ann", "/sick this afternoon")
    assert granted(office) == [Span(MONDAY, WEDNESDAY, None, Half.AM), Span(THURSDAY, FRIDAY)]
    assert office.balance("ann").free == Decimal("20.5")
    office.absence("ann", "withdraw", 1, seen=1)
    assert granted(office) == [Span(MONDAY, FRIDAY)]


def test_an_open_end_gives_back_a_day_a_day_and_withdrawing_takes_all_of_them_again(office: AbsenceOffice) -> None:
    office.says("ann", "/sick from today")
    assert office.balance("ann").free == 21
    for day in (10, 11):
        office.goes_to(datetime(2026, 12, day, 8, tzinfo=UTC))
        office.passes()
        office.passes()
    assert granted(office) == [Span(MONDAY, TUESDAY)]
    assert office.balance("ann").free == 23
    office.absence("ann", "withdraw", 1, seen=1)
    assert granted(office) == [Span(MONDAY, FRIDAY)]
    assert office.balance("ann").free == 20


def test_personal_absence_gives_nothing_back_and_corrected_to_sickness_it_does(office: AbsenceOffice) -> None:
    days: dict[str, Any] = {"first": WEDNESDAY, "last": THURSDAY}
    office.absence("ann", "report", absence_type="personal", **days)
    assert office.balance("ann").free == 20
    office.absence("ann", "correct", 1, seen=1, absence_type="sickness", **days)
    assert office.balance("ann").free == 22
    office.absence("ann", "correct", 1, seen=2, absence_type="personal", **days)
    assert office.balance("ann").free == 20


def test_leave_that_was_given_up_meanwhile_does_not_come_to_life_again(office: AbsenceOffice) -> None:
    office.says("ann", "/sick 9 dec - 10 dec")
    for request in (1, 2):
        leave = office.leave(request)
        office.does("bea", "cancel_for", request, seen=leave.version, reason="the plan changed")
    office.absence("ann", "withdraw", 1, seen=1)
    assert granted(office) == []
    assert office.balance("ann").free == 25


def test_two_absences_in_one_leave_and_the_first_one_was_a_mistake(office: AbsenceOffice) -> None:
    office.says("ann", "/sick 8 dec")
    office.says("ann", "/sick 10 dec")
    assert granted(office) == [Span.of(MONDAY), Span.of(WEDNESDAY), Span.of(FRIDAY)]
    office.absence("ann", "withdraw", 1, seen=1)
    assert granted(office) == [Span(MONDAY, WEDNESDAY), Span.of(FRIDAY)]
    office.absence("ann", "withdraw", 2, seen=1)
    assert granted(office) == [Span(MONDAY, FRIDAY)]
    assert office.balance("ann").free == 20


def test_leave_that_waited_while_its_owner_fell_sick_is_approved_without_the_sick_days(office: AbsenceOffice) -> None:
    request = office.asks("ann", "2026-12-14", "2026-12-18")
    office.says("ann", "/sick 16 dec")
    assert office.balance("ann").pending == 5
    office.does("bea", "approve", request, seen=1)
    assert granted(office) == [Span(MONDAY, FRIDAY), *days((14, 15), (17, 18))]
    assert charged(office).keys() == {MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, *map(december, (14, 15, 17, 18))}
    assert "*1 day* of your leave is back" in office.reads("ann", "told_given_back")[0].text


def test_leave_is_not_asked_for_over_days_on_record_as_away_and_the_refusal_says_no_reason(
    office: AbsenceOffice,
) -> None:
    office.says("ann", "/sick 16 dec")
    with pytest.raises(Refused) as refused:
        office.asks("ann", "2026-12-15", "2026-12-17")
    assert refused.value.reason == "overlap"  # the log says of nobody why they are away
    assert "away for another reason then: Wed 16 December 2026" in refused.value.text


def december(day: int) -> date:
    return date(2026, 12, day)


def days(*ranges: tuple[int, int]) -> list[Span]:
    return [Span(december(first), december(last)) for first, last in ranges]


def test_a_refused_report_leaves_the_leave_alone(office: AbsenceOffice) -> None:
    with pytest.raises(Refused):
        office.says("ann", "/sick 9 nov")
    assert granted(office) == [Span(MONDAY, FRIDAY)]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    reports=st.lists(
        st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=1, max_size=3, unique_by=lambda one: one[0]
    )
)
def test_whatever_is_reported_and_withdrawn_the_leave_is_as_it_was(
    office: AbsenceOffice, reports: list[tuple[int, int]]
) -> None:
    """Property: while on record no day is both leave and sickness; withdrawn in any order, nothing is left of it."""
    base = MONDAY.toordinal() * 2
    for start, length in reports:
        span = Span.between(base + start, base + start + length)
        form: dict[str, Any] = {"first": span.first, "last": span.last, "halves": _halves(span)}
        try:
            office.absence("ann", "report", absence_type="sickness", **form)
        except Refused:
            continue
    rows = office.rows("select id from absence_record where state <> 'withdrawn' order by id desc")
    kept = [office.record(row.id) for row in rows]
    off = merge(record.span for record in kept)
    assert not any(span.overlaps(sick) for span in granted(office) for sick in off)
    assert sum(charged(office).values()) == sum(days for _, _, state, days in leaves(office) if state is State.APPROVED)
    for record in kept:
        office.absence("ann", "withdraw", record.id, seen=record.version)
    assert granted(office) == [Span(MONDAY, FRIDAY)]
    assert charged(office) == {MONDAY: 1, TUESDAY: 1, WEDNESDAY: 1, THURSDAY: 1, FRIDAY: 1}
    assert office.rows("select id from leave_interruption") == []


def _halves(span: Span) -> str:
    if span.first == span.last and span.first_half:
        return "late" if span.first_half is Half.PM else "early"
    return {(False, False): "whole", (True, False): "late", (False, True): "early", (True, True): "both"}[
        bool(span.first_half), bool(span.last_half)
    ]


def test_days_that_are_taken_again_and_not_covered_any_more_stand_and_the_manager_is_told(
    office: AbsenceOffice,
) -> None:
    office.says("ann", "/sick 9 dec - 11 dec")
    left = office.balance("ann").free
    ann = office.person("ann")
    spent = Entry("annual", "2026", Kind.ADJUSTMENT, MONDAY, -left, reason="paid out")
    office.store.write(lambda tx: leave_store.append(tx, ann, [spent], None))
    assert office.balance("ann").free == 0
    office.absence("ann", "withdraw", 1, seen=1)
    assert granted(office) == [Span(MONDAY, FRIDAY)]
    assert office.balance("ann").free == -3
    (flagged,) = office.reads("bea", "uncovered")
    assert "*Ann*'s leave stays approved, but their balance does not cover it any more" in flagged.text
    assert "sick" not in flagged.text.lower()
    assert office.reads("ann", "uncovered") == []


def test_the_later_part_keeps_who_replaces_who_decides_and_what_was_handed_in(office: AbsenceOffice) -> None:
    paper = Document("F0NOTE", "https://files.example/note.pdf")
    named = standins.Named(replaces=office.person("zoe"), decides=office.person("dan"))

    def prepared(tx: Tx) -> None:
        standins.put(tx, 1, named)
        documents.add(tx, 1, (paper,), ann)

    ann = office.person("ann")
    office.store.write(prepared)
    office.says("ann", "/sick 9 dec - 10 dec")
    assert granted(office) == [Span(MONDAY, TUESDAY), Span(FRIDAY, FRIDAY)]
    later = max(row.id for row in office.rows("select id from leave_request"))
    assert later != 1
    for part in (1, later):
        assert office.store.read(lambda tx, part=part: standins.of(tx, part)) == named  # type: ignore[misc]
        assert office.store.read(lambda tx, part=part: documents.of(tx, part)) == (paper,)  # type: ignore[misc]
