"""Nudges and reminders put off: who may when, what is said to whom, and that neither stops a clock."""

from datetime import UTC, date, datetime

import pytest

from bot.clock import FollowedClock
from bot.reminders import reminding
from bot.store import Store
from tests.workflows.leave_office import Office, an_office
from workflows.calendar.rules import Span
from workflows.calendar.store import put_absence
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Tx, run
from workflows.kernel.replies import Reply, Say
from workflows.later import WORKFLOW as LATER
from workflows.leave import WORKFLOW
from workflows.leave.rules.policy import LeavePolicy
from workflows.reminding import snoozing


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    """Monday 23 November 2026, nine in London."""
    return Office.founded(store, clock, an_office())


def at(office: Office, day: int, hour: int = 10, month: int = 11) -> None:
    office.goes_to(datetime(2026, month, day, hour, tzinfo=UTC))


def said(reply: Reply) -> str:
    assert isinstance(reply, Say)
    return reply.message.text


def nudges(office: Office, name: str, request: int) -> str:
    return said(office.does(name, "nudge", request))


def refused(office: Office, name: str, request: int) -> Refused:
    with pytest.raises(Refused) as found:
        office.does(name, "nudge", request)
    return found.value


def snoozes(office: Office, name: str, number: int, when: str) -> str:
    """They choose from the menu under the message of that number."""

    def work(tx: Tx) -> Reply:
        return run(LATER, "snooze", tx, office.actor(tx, name), number, {"selected": when})

    return said(office.store.write(work))


def reminder(office: Office, name: str, kind: str = "waiting") -> int:
    """The number of the newest message of that kind to them."""
    person = office.person(name)
    found = office.rows(f"select max(id) from outbox where person = {person} and kind = '{kind}'")[0][0]  # noqa: S608 - the test's own
    assert found is not None
    return int(found)


def shown(office: Office, number: int) -> str | None:
    """How the message of that number reads now, as the shell would send it."""

    def work(tx: Tx) -> str | None:
        notice = tx.notice(number)
        assert notice is not None
        workflow = next(one for one in tx.workflows if one.name == notice.subject.workflow)
        message = reminding(tx, workflow, notice, number)
        return f"{message.text}\n{message.blocks}" if message else None

    return office.store.read(work)


def test_one_nudges_from_the_second_working_day_once_a_day(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    for day, reason in ((23, "too_soon"), (24, "too_soon")):
        at(office, day)
        assert refused(office, "ann", request).reason == reason
    assert "Wed, 25 Nov 2026" in refused(office, "ann", request).text
    at(office, 25)
    assert nudges(office, "ann", request) == "I have reminded *Bea*. You can nudge again tomorrow."
    again = refused(office, "ann", request)
    assert (again.reason, "Thu, 26 Nov 2026" in again.text) == ("already_nudged", True)
    at(office, 26)
    nudges(office, "ann", request)
    heard = shown(office, reminder(office, "bea"))
    assert heard is not None
    assert "*Ann* asks whether you could answer this." in heard
    assert "Approve leave" in heard
    assert "Remind me again" in heard


def test_whose_it_is_not_cannot_nudge_and_nobody_is_nudged_about_what_is_decided(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    at(office, 25)
    for name in ("zoe", "bea", "dan", "nora"):
        assert isinstance(refused(office, name, request), NotAllowed)
    nudges(office, "ann", request)
    number = reminder(office, "bea")
    office.does("bea", "approve", request)
    assert refused(office, "ann", request).reason == "nothing_owed"
    updates = [one for one in office.queued() if one.only_update and "/nudge/" in (one.card or "")]
    assert [one.to for one in updates] == [office.person("bea")]
    assert "Approve leave" not in str(office.rendered(updates[0]))
    assert shown(office, number) is None


def test_whoever_is_away_is_nudged_on_the_morning_they_are_back(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    bea = office.person("bea")
    span = Span(date(2026, 11, 26), date(2026, 11, 26))
    office.store.write(lambda tx: put_absence(tx, "test/1", bea, span, certain=True))
    at(office, 26)
    assert "Fri, 27 Nov 2026" in nudges(office, "ann", request)
    when = office.rows("select not_before from outbox order by id desc limit 1")[0][0]
    assert str(when)[:16] == "2026-11-27 09:00"


def test_a_reminder_put_off_comes_again_and_what_the_clock_would_say_meanwhile_is_left_unsaid(
    store: Store, clock: FollowedClock
) -> None:
    approval = {"remind_after": [1, 3], "climb_after": 10}
    annual = {"code": "annual", "name": "Annual leave", "entitlement": {"amount": 25}, "approval": approval}
    policy = LeavePolicy.model_validate({"code": "slow", "name": "Slow", "types": [annual]})
    office = Office.founded(store, clock, an_office(), policy)
    office.asks("ann", "2026-12-21")
    at(office, 24)
    office.ticks()
    number = reminder(office, "bea")
    assert "Fri, 27 Nov 2026" in snoozes(office, "bea", number, "three")
    at(office, 26)
    office.ticks()
    meanwhile = reminder(office, "bea")
    assert meanwhile > number
    assert shown(office, meanwhile) is None
    at(office, 27)
    again = reminder(office, "bea", "again")
    text = shown(office, again)
    assert text is not None
    assert "still waits for your answer" in text
    assert "Remind me again" in text
    assert "Mon, 30 Nov 2026" in snoozes(office, "bea", again, "monday")


def test_putting_off_stops_no_climb_and_what_is_answered_does_not_come_again(office: Office) -> None:
    first, second = office.asks("ann", "2026-12-21"), office.asks("zoe", "2026-12-22")
    at(office, 24)
    office.ticks()
    for name, request in (("ann", first), ("zoe", second)):
        person = office.person("bea")
        asked = f"select id from outbox where person = {person} and kind = 'waiting' and subject = {request}"  # noqa: S608 - the test's own
        assert "Mon, 30 Nov 2026" in snoozes(office, "bea", office.rows(asked)[0][0], "monday"), name
    office.does("bea", "approve", second)
    at(office, 30)
    office.ticks()
    assert office.leave(first).waiting_for is not None
    assert office.leave(first).waiting_for.person == office.person("tom")  # type: ignore[union-attr]
    person = office.person("bea")
    for row in office.rows(f"select id from outbox where person = {person} and kind = 'again'"):  # noqa: S608 - the test's own
        assert shown(office, row.id) is None


def test_nobody_puts_off_what_was_said_to_another(office: Office) -> None:
    office.asks("ann", "2026-12-21")
    at(office, 24)
    office.ticks()
    number = reminder(office, "bea")
    with pytest.raises(NotAllowed):
        snoozes(office, "ann", number, "tomorrow")
    with pytest.raises(Refused):
        snoozes(office, "bea", number, "never")
    with pytest.raises(Refused):
        snoozes(office, "bea", 99_999, "tomorrow")


@pytest.mark.parametrize(
    ("day", "when", "until"),
    [
        (23, "tomorrow", date(2026, 11, 24)),
        (27, "tomorrow", date(2026, 11, 30)),
        (23, "monday", date(2026, 11, 30)),
        (27, "monday", date(2026, 11, 30)),
        (27, "three", date(2026, 12, 2)),
        (24, "three", date(2026, 11, 27)),
    ],
)
def test_it_comes_again_on_a_working_day(office: Office, day: int, when: str, until: date) -> None:
    at(office, day)
    assert office.store.read(lambda tx: snoozing.day_for(tx, office.actor(tx, "bea"), snoozing.When(when))) == until


def test_what_was_put_off_is_listed_and_can_be_had_at_once(office: Office) -> None:
    office.asks("ann", "2026-12-21")
    at(office, 24)
    office.ticks()
    snoozes(office, "bea", reminder(office, "bea"), "three")

    def lists(name: str) -> str:
        return str(office.store.read(lambda tx: run(LATER, "list", tx, office.actor(tx, name))))

    assert "Fri, 27 Nov 2026" in lists("bea")
    assert "Remind me now" in lists("bea")
    assert "You have put nothing off" in lists("tom")
    number = int(office.rows("select max(id) from put_off")[0][0])
    office.store.write(lambda tx: run(LATER, "now", tx, office.actor(tx, "bea"), number))
    assert "still waits for your answer" in str(shown(office, reminder(office, "bea", "again")))
    with pytest.raises(Refused):
        office.store.write(lambda tx: run(LATER, "now", tx, office.actor(tx, "bea"), number))


def test_each_workflow_that_reminds_says_which_of_its_messages_do(office: Office) -> None:
    """Every kind it names is one that it can render, so that the menu stands under something."""
    for workflow in office.store.read(lambda tx: tx.workflows):
        verbs = {verb.name for verb in workflow.verbs}
        if "nudge" in verbs:
            assert workflow.reminders, workflow.name
    assert WORKFLOW.reminders >= {"waiting", "worked_waiting"}
