"""When somebody is asked how a milestone stands: at their own nine o'clock, on working days, until it is said."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.statements import Statements
from bot.store import Store
from tests.workflows.leave_office import a_person
from tests.workflows.milestones_office import Office, an_office_with_projects, words
from workflows.organisation.description import Description


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office(store, clock)


def at(day: int, hour: int = 9, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, 0, tzinfo=UTC)


def asked(office: Office, name: str, kind: str = "overdue") -> int:
    return len([one for one in office.queued() if one.kind == kind and one.to == office.person(name)])


def test_an_overdue_milestone_is_asked_after_on_the_first_third_fifth_and_tenth_working_day(office: Office) -> None:
    beta = office.adds(day=date(2026, 11, 26), owner="U0EVE")
    office.reports("eve", beta, percent="50")
    days = []
    for day in range(26, 31):
        office.goes_to(at(day, month=11))
        office.ticks()
        office.ticks()
        days.append(asked(office, "eve"))
    assert days == [0, 1, 1, 1, 1], "Thursday is the day itself; Friday, then Saturday and Sunday bring nothing"
    for day in (1, 2, 3, 4, 7, 8, 9, 10, 11):
        office.goes_to(at(day))
        office.ticks()
        days.append(asked(office, "eve"))
    assert days[5:] == [2, 2, 3, 3, 3, 3, 3, 4, 4]
    assert asked(office, "dan", "lead_overdue") == 1
    assert "Eve was asked and has not answered" in office.told("dan", "lead_overdue")[0].text


def test_it_comes_at_nine_where_the_owner_is(store: Store, clock: FollowedClock) -> None:
    described = an_office_with_projects(a_person("eve", "delivery", zone="America/New_York"))
    office = Office(store, clock, described)
    office.adds(day=date(2026, 11, 26), owner="U0EVE")
    office.goes_to(at(27, 13, 11))
    office.ticks()
    assert asked(office, "eve") == 0
    office.goes_to(at(27, 14, 11))
    office.ticks()
    assert asked(office, "eve") == 1


def test_after_downtime_the_latest_reminder_is_enough(office: Office) -> None:
    office.adds(day=date(2026, 11, 26))
    office.goes_to(at(10))
    office.ticks()
    assert asked(office, "dan") == 1


def test_a_report_settles_the_reminders_that_were_sent(office: Office) -> None:
    beta = office.adds(day=date(2026, 11, 26))
    office.goes_to(at(27, month=11))
    office.ticks()
    reminder = office.told("dan", "overdue")[0]
    assert "was expected on Thu, 26 Nov 2026 and is not done" in reminder.text
    assert "milestones:postpone" in words(reminder)
    office.reports("dan", beta, day=date(2026, 12, 4), sentence="A week more")
    assert office.told("dan", "overdue") == []
    updated = office.told("dan", "overdue", updates=True)
    assert "Thank you: on track, Fri, 4 Dec 2026" in updated[0].text
    assert "milestones:update" not in words(updated[0])
    held = {one.card for one in office.queued() if one.kind == "overdue" and not one.only_update}
    assert held <= {one.card for one in office.queued() if one.only_update}


def test_whoever_puts_it_off_is_asked_again_on_that_day(office: Office) -> None:
    beta = office.adds(day=date(2026, 11, 26))
    office.goes_to(at(27, month=11))
    office.ticks()
    office.does("dan", "postpone", beta, day=date(2026, 12, 3))
    assert "You will be reminded on Thu, 3 Dec 2026" in office.told("dan", "overdue", updates=True)[0].text
    for day in (1, 2):
        office.goes_to(at(day))
        office.ticks()
    assert asked(office, "dan") == 2, "the one that was sent, and its update"
    office.goes_to(at(3))
    office.ticks()
    fresh = [one for one in office.queued() if one.kind == "overdue" and not one.only_update]
    assert len({one.card for one in fresh}) == len(fresh) == 2
    office.does("dan", "postpone", beta, day=date(2026, 12, 9))
    assert {one.card for one in fresh} <= {one.card for one in office.queued() if one.only_update}


def test_a_milestone_whose_day_is_near_is_asked_after_when_nobody_reports(office: Office) -> None:
    office.adds(day=date(2026, 12, 4))
    office.adds(called="Far away", day=date(2027, 3, 1))
    office.goes_to(at(27, month=11))
    office.ticks()
    assert asked(office, "dan", "silent") == 0
    office.goes_to(at(30, month=11))
    office.ticks()
    assert asked(office, "dan", "silent") == 1
    assert "the last report is of Mon, 23 Nov 2026" in office.told("dan", "silent")[0].text
    office.reports("dan", 1, percent="30")
    assert office.told("dan", "silent") == []
    assert "Thank you" in office.told("dan", "silent", updates=True)[0].text
    office.ticks()
    assert asked(office, "dan", "silent") == 2


def test_while_whoever_answers_is_away_the_project_s_manager_is_asked(office: Office) -> None:
    office.adds(day=date(2026, 11, 26), owner="U0ANN")
    office.takes_leave("ann", date(2026, 11, 27), date(2026, 12, 4))
    office.goes_to(at(27, month=11))
    office.ticks()
    assert (asked(office, "ann"), asked(office, "dan")) == (0, 1)


def test_the_clock_asks_the_database_no_more_for_many_milestones_than_for_few(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.adds(called="First", day=date(2026, 12, 7))
    few = questions(office, monkeypatch)
    for number in range(12):
        office.adds(called=f"Step {number}", day=date(2026, 12, 8))
    assert questions(office, monkeypatch) <= few


def test_a_list_asks_once_about_a_project_however_many_milestones_it_has(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.adds(called="First")
    few = questions(office, monkeypatch, "list apollo")
    for number in range(10):
        office.adds(called=f"Step {number}", day=date(2026, 12, 8))
    assert questions(office, monkeypatch, "list apollo") <= few


def questions(office: Office, monkeypatch: pytest.MonkeyPatch, words: str = "") -> int:
    """How many statements a tick takes, or what Bea types."""
    asked = []
    fetch = Statements.fetch

    def counted(statements: Statements, at: Any, statement: Any, values: Any) -> list[Any]:
        asked.append(statement)
        return fetch(statements, at, statement, values)

    with monkeypatch.context() as counting:
        counting.setattr(Statements, "fetch", counted)
        for _ in range(2):  # what is kept is kept after the first time
            asked.clear()
            office.types("bea", words) if words else office.ticks()
    return len(asked)


def test_what_is_done_or_dropped_is_not_asked_after(office: Office) -> None:
    first, second = office.adds(day=date(2026, 11, 26)), office.adds(called="Second", day=date(2026, 11, 26))
    office.does("dan", "done", first, day=date(2026, 11, 23), sentence=None)
    office.does("dan", "drop", second, sentence="No")
    office.goes_to(at(4))
    office.ticks()
    assert asked(office, "dan") == asked(office, "dan", "silent") == 0


def test_where_nobody_is_left_to_answer_those_who_can_see_to_it_are_told(store: Store, clock: FollowedClock) -> None:
    office = Office(store, clock, without_its_manager(an_office_with_projects()))
    office.adds(day=date(2026, 12, 3))
    office.adds(called="Later", day=date(2026, 12, 30))
    for day in (3, 4, 4):
        office.goes_to(at(day))
        office.ticks()
    assert [asked(office, name, "left_alone") for name in ("bea", "head", "nora", "dan")] == [1, 1, 0, 0]
    (told,) = office.told("bea", "left_alone")
    assert "*Beta release* was expected on Thu, 3 Dec 2026 and is not done; nobody answers for it" in told.text
    office.goes_to(at(10))
    office.ticks()
    office.ticks()
    assert asked(office, "bea", "left_alone") == 2


def test_where_nobody_is_allocated_either_a_people_admin_learns_of_the_project_and_not_of_its_plan(
    store: Store, clock: FollowedClock
) -> None:
    described = replace(without_its_manager(an_office_with_projects()), allocations={})
    office = Office(store, clock, described)
    office.adds(day=date(2026, 12, 3))
    office.goes_to(at(4))
    office.ticks()
    assert [asked(office, name, "left_alone") for name in ("bea", "head", "nora")] == [0, 0, 1]
    (told,) = office.told("nora", "left_alone")
    assert "Apollo has no manager now" in told.text
    assert "Beta" not in words(told)


def without_its_manager(described: Description) -> Description:
    """Dan leaves on 25 November, and nobody is named in his place."""
    people = dict(described.people)
    people["dan@x.org"] = replace(people["dan@x.org"], ends=date(2026, 11, 25))
    return replace(described, people=people)


def test_what_comes_due_while_its_reader_is_off_waits_for_their_morning(office: Office) -> None:
    office.adds(day=date(2026, 11, 26), owner="U0EVE")
    office.goes_to(at(28, 15, 11))
    office.ticks()
    assert asked(office, "eve") == 1, "on Friday nobody looked, and on Saturday she is off"
    waits = office.rows("select not_before from outbox where kind = 'overdue'")[0].not_before
    assert str(waits).startswith("2026-11-30 09:00")
