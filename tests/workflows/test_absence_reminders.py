"""What the clock does to absences: they grow, end, and people are reminded in their morning, on their working days."""

from datetime import UTC, date, datetime

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.absence_office import AbsenceOffice
from tests.workflows.leave_office import a_person, an_office
from workflows.absence.rules.life import Certificate, State
from workflows.absence.rules.policy import CertificateRule
from workflows.absence.seed import POLICY


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> AbsenceOffice:
    """It is Monday 23 November 2026."""
    far = a_person("far", zone="Pacific/Auckland")
    return AbsenceOffice.with_absences(store, clock, an_office(far))


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A day counted from 1 November 2026; 31 is the first of December."""
    return datetime(2026, 11 + (day > 30), day - 30 * (day > 30), hour, minute, tzinfo=UTC)


def lives(office: AbsenceOffice, *moments: datetime) -> None:
    """The clock goes there, one moment after the other, and ticks twice at each."""
    for moment in moments:
        office.goes_to(moment)
        office.passes()
        office.passes()


def test_are_you_back_is_asked_on_the_first_working_morning_after_the_last_day(office: AbsenceOffice) -> None:
    office.says("ann", "/sick 26 nov - 27 nov")
    lives(office, at(27, 12), at(28, 12), at(30, 8, 59))
    assert "back_question" not in office.kinds("ann")
    lives(office, at(30))
    assert office.kinds("ann").count("back_question") == 1
    question = office.reads("ann", "back_question")[-1]
    assert "Are you back?" in question.text
    assert "absence:back_now" in str(question.blocks)
    office.absence("ann", "back_now", 1)
    assert "It is settled" in office.reads("ann", "back_question")[-1].text


def test_it_is_asked_in_the_persons_own_morning(office: AbsenceOffice) -> None:
    office.says("far", "/sick")
    assert office.record().span.first == date(2026, 11, 23)
    lives(office, at(23, 19, 59))
    assert "back_question" not in office.kinds("far")
    lives(office, at(23, 20))
    assert "back_question" in office.kinds("far")


def test_unanswered_it_is_asked_again_then_the_manager_is_told_then_it_is_over(office: AbsenceOffice) -> None:
    office.says("ann", "/sick")
    lives(office, at(24), at(25))
    assert office.kinds("ann").count("back_question") == 2
    assert "not_back" not in office.kinds("bea")
    lives(office, at(26))
    assert "has not said yet whether they are back" in office.reads("bea", "not_back")[0].text
    lives(office, at(27))
    assert office.record().state is State.OPEN
    lives(office, at(30))
    assert (office.record().state, office.record().changed_by) == (State.ENDED, None)
    assert "Nobody said otherwise" in office.reads("ann", "said_silence")[0].text
    assert "absence is over" in office.reads("bea", "heard_ended")[0].text
    assert office.record().span.last == date(2026, 11, 23)


def test_after_a_week_of_downtime_only_the_latest_question_comes(office: AbsenceOffice) -> None:
    office.says("ann", "/sick")
    lives(office, at(26, 12))
    assert office.kinds("ann").count("back_question") == 1


def test_an_appointment_ends_by_itself_and_nobody_is_asked(office: AbsenceOffice) -> None:
    office.absence("ann", "report", absence_type="medical", first=date(2026, 11, 23), halves="early")
    before = len(office.posted())
    lives(office, at(23, 23), at(24, 0, 1))
    assert office.record().state is State.ENDED
    assert all(notice.only_update for _, notice in office.posted()[before:])


def test_an_open_end_grows_on_working_days_and_says_nothing(office: AbsenceOffice) -> None:
    office.says("ann", "/sick from today")
    before = len(office.posted())
    lives(office, at(24), at(25))
    assert office.record().span.last == date(2026, 11, 25)
    assert (office.record().version, len(office.posted())) == (1, before)
    lives(office, at(27), at(28), at(29))
    assert office.record().span.last == date(2026, 11, 27)
    office.absence("ann", "back_now", 1, seen=1)
    assert office.record().span.last == date(2026, 11, 27)
    assert office.events().count("changed") == 3


def test_an_open_end_is_asked_about_every_five_working_days(office: AbsenceOffice) -> None:
    office.says("ann", "/sick from today")
    lives(office, at(27), at(30, 8))
    assert "back_question" not in office.kinds("ann")
    lives(office, at(30), at(31), at(32))
    assert office.kinds("ann").count("back_question") == 1
    assert "away from Mon, 23 Nov 2026. Are you back?" in office.reads("ann", "back_question")[0].text


def test_a_certificate_falls_due_by_growing_and_its_ladder_climbs_until_it_is_there(office: AbsenceOffice) -> None:
    office.says("ann", "/sick from today")
    lives(office, at(27))
    assert office.record().certificate is Certificate.NONE
    lives(office, at(30))
    assert (office.record().certificate, office.record().certificate_due) == (Certificate.DUE, date(2026, 11, 30))
    assert "said_certificate" not in office.kinds("ann"), "its reminder says so already"
    assert "A certificate is due by Mon, 30 Nov 2026" in str(office.reads("ann", "mine")[-1].blocks)
    assert {"mine (update)", "told (update)"} <= {*office.kinds("ann"), *office.kinds("bea")}
    assert office.kinds("ann").count("certificate") == 1
    assert "overdue" not in office.kinds("bea")
    lives(office, at(31))
    assert office.kinds("ann").count("certificate") == 2
    overdue = office.reads("bea", "overdue")[-1]
    assert "certificate was due by Mon, 30 Nov 2026" in overdue.text
    assert "absence:receive" in str(overdue.blocks)
    office.absence("bea", "receive", 1)
    assert "the certificate is settled" in office.reads("bea", "overdue")[-1].text
    assert office.reads("ann", "certificate") == []
    count = len(office.posted())
    lives(office, at(33))
    assert [notice.kind for _, notice in office.posted()[count:]] == []


def test_nobody_is_away_after_their_last_day_with_the_company(office: AbsenceOffice, store: Store) -> None:
    from sqlalchemy import text  # noqa: PLC0415 - only here

    office.says("ann", "/sick from today")
    store.write(lambda tx: tx.connection.execute(text("update person set ends = '2026-11-25' where name = 'Ann'")))
    store.write(lambda tx: tx.connection.execute(text("update organisation_version set token = 'new'")))
    lives(office, at(24), at(25), at(26))
    assert office.record().state is State.ENDED
    assert office.record().span.last == date(2026, 11, 25)


def test_daily_or_once_after_a_month_of_downtime_the_calendar_holds_the_same(office: AbsenceOffice) -> None:
    office.says("ann", "/sick from today")
    office.says("zoe", "/sick from today")
    lives(office, *(at(day) for day in range(24, 31)))
    daily = office.record(1).span
    lives(office, at(30, 12))
    assert office.record(2).span == daily


def test_a_certificate_that_falls_due_later_is_announced_when_it_becomes_needed(
    store: Store, clock: FollowedClock
) -> None:
    rule = CertificateRule(after=1, grace=3)
    types = tuple(one.model_copy(update={"certificate_by_country": {"GB": rule}}) for one in POLICY.types)
    office = AbsenceOffice.with_absences(store, clock, policy=POLICY.model_copy(update={"types": types}))
    office.says("ann", "/sick from today")
    lives(office, at(24))
    assert office.record().certificate_due == date(2026, 11, 27)
    assert "need a certificate" in office.reads("ann", "said_certificate")[0].text


def test_back_after_a_weekend_it_ended_on_the_friday_whatever_the_clock_had_added(office: AbsenceOffice) -> None:
    office.says("ann", "/sick from today")
    lives(office, at(24), at(27), at(30))
    assert office.record().span.last == date(2026, 11, 30)
    office.absence("ann", "back_now", 1)
    assert office.record().span.last == date(2026, 11, 27)
