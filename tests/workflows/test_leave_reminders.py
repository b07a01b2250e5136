"""What the clock does about leave that nobody decides: it reminds, climbs, never gives up, and says so to everybody."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import Office, a_person, an_office
from workflows.leave.rules.life import State
from workflows.organisation import recent


def at(day: int, hour: int = 9, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def steps(office: Office) -> list[str]:
    """What became of the question to those who decide; project managers have a clock of their own."""
    return [event for event in office.events() if event != "consultation_lapsed"]


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock, an_office())


def reminders(office: Office) -> list[tuple[str, int]]:
    return [
        (notice.key, int(notice.to))
        for notice in office.queued()
        if notice.kind == "waiting" and not notice.only_update
    ]


def test_the_approver_is_reminded_after_one_working_day_at_nine_and_once(office: Office) -> None:
    office.asks("ann", "2026-12-21")
    office.goes_to(at(24, 8, 59))
    office.ticks()
    assert reminders(office) == []
    office.goes_to(at(24, 9))
    for _ in range(10):
        office.ticks()
    bea = office.person("bea")
    assert reminders(office) == [(f"leave/1/waiting/2026-11-24/to_{bea}", bea)]
    reminder = office.told("bea", "waiting")[0]
    assert reminder.text.startswith("*Ann* still waits for your answer")
    assert "leave:approve" in str(reminder.blocks)


def test_a_reminder_counts_the_approvers_own_working_days_and_clock(store: Store, clock: FollowedClock) -> None:
    described = an_office(a_person("bea", pattern="mon wed", zone="America/New_York"))
    office = Office.founded(store, clock, described)
    office.asks("ann", "2026-12-21")
    office.goes_to(at(25, 13, 59))
    office.ticks()
    assert reminders(office) == []
    office.goes_to(at(25, 14))
    office.ticks()
    assert [key for key, _ in reminders(office)] == [f"leave/1/waiting/2026-11-25/to_{office.person('bea')}"]


def test_after_three_working_days_it_climbs_and_everybody_is_told(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    office.goes_to(at(26, 8, 59))
    office.ticks()
    assert steps(office) == ["asked"]
    office.goes_to(at(26, 9))
    for _ in range(3):
        office.ticks()
    assert steps(office) == ["asked", "climbed"]
    waiting = office.leave(request).waiting_for
    assert waiting is not None
    assert waiting.person == office.person("tom")
    assert "leave:approve" in str(office.told("tom", "decide")[0].blocks)
    assert "was put to Tom too" in office.told("bea", "passed")[0].text
    assert "went on to Tom" in office.told("ann", "told_climbed")[0].text
    office.does("bea", "approve", request)
    assert office.leave(request).state is State.APPROVED
    assert "Approved* by Bea" in str(office.told("tom", "decide")[-1].blocks)


def test_it_climbs_to_the_top_and_is_never_lost_or_answered_by_the_machine(office: Office) -> None:
    request = office.asks("ann", "2027-02-01")
    for day in range(60):
        office.goes_to(at(23) + timedelta(days=day))
        office.ticks()
    assert steps(office) == ["asked", "climbed", "climbed", "climbed"]
    assert [step.asked_at is not None for step in office.leave(request).steps] == [True] * 4
    assert office.leave(request).state is State.REQUESTED
    nora = office.person("nora")
    assert len([key for key, to in reminders(office) if to == nora]) == 3


def test_downtime_loses_no_reminder_and_doubles_none(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    office.goes_to(at(10, 9, month=12))
    office.ticks()
    office.ticks()
    assert len(reminders(office)) == 0
    assert steps(office) == ["asked", "climbed"]
    waiting = office.leave(request).waiting_for
    assert waiting is not None
    assert waiting.asked_at == at(10, 9, month=12)


def test_after_downtime_the_last_in_line_is_reminded_once_and_told_since_when(
    store: Store, clock: FollowedClock
) -> None:
    office = Office.founded(store, clock, an_office(a_person("solo", "island")))
    office.asks("solo", "2026-12-21")
    office.goes_to(at(10, 9, month=12))
    office.ticks()
    office.ticks()
    nora = office.person("nora")
    assert reminders(office) == [(f"leave/1/waiting/2026-11-30/to_{nora}", nora)]
    assert "asked <!date^1795424400^" in office.told("nora", "waiting")[0].text


def test_a_decision_takes_the_buttons_off_the_reminder(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    office.goes_to(at(24, 9))
    office.ticks()
    first = office.queued()[-1]
    office.does("bea", "approve", request)
    assert office.rendered(first) is None
    update = [notice for notice in office.queued() if notice.kind == "waiting" and notice.only_update]
    assert first.card in {notice.card for notice in update}
    message = office.rendered(update[0])
    assert message is not None
    assert "leave:approve" not in str(message.blocks)
    assert "Approved" in str(message.blocks)


def test_nothing_is_due_about_leave_that_was_decided(office: Office) -> None:
    office.does("bea", "approve", office.asks("ann", "2026-12-21"))
    before = office.queued()
    office.goes_to(at(10, 9, month=12))
    office.ticks()
    assert [one for one in office.queued() if one.kind != "expiring"] == before


def test_a_request_left_with_somebody_who_is_gone_goes_on_at_once(office: Office, store: Store) -> None:
    request = office.asks("ann", "2026-12-21")
    store.write(
        lambda tx: tx.connection.execute(text("update person set ends = '2026-11-23' where slack_id = 'U0BEA'"))
    )
    store.write(recent.changed)
    office.goes_to(at(24, 6))
    office.ticks()
    waiting = office.leave(request).waiting_for
    assert waiting is not None
    assert waiting.person == office.person("tom")
    assert office.told("bea", "passed") == []


def test_an_approver_without_a_working_pattern_is_reminded_by_weekdays(store: Store, clock: FollowedClock) -> None:
    office = Office.founded(store, clock, an_office(a_person("bea", pattern="")))
    office.goes_to(at(27))
    office.asks("ann", "2026-12-21")
    office.goes_to(at(30, 9))
    office.ticks()
    assert [key for key, _ in reminders(office)] == [f"leave/1/waiting/2026-11-30/to_{office.person('bea')}"]
