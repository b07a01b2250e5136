"""From `/leave` to a decision, as Ann, Bea and the others live it."""

import pytest

from tests.conversations.conftest import Office
from tests.waiting import until


def test_leave_is_asked_for_decided_and_told(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    ann.types("/leave 7 dec - 9 dec")
    ann.sees("3 days")
    ann.sees("24 of 27 days")
    ann.submits(reason="Visiting my mother")
    bea.sees("Ann Kowalski asks for leave")
    bea.sees("Visiting my mother")
    bea.presses("Approve leave")
    ann.is_told("approved")
    bea.sees("*Approved* by you")
    ann.types("/leave balance")
    ann.sees("24 days free")


def test_a_decline_carries_its_reason_and_gives_the_days_back(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    ann.types("/leave 7 dec - 9 dec")
    ann.submits()
    bea.presses("Decline…", on="Ann Kowalski")
    bea.submits(reason="The release is on the 8th; any day after it is fine.")
    ann.is_told("The release is on the 8th")
    ann.types("/leave balance")
    ann.sees("27 days free")


def test_project_managers_learn_dates_and_never_the_reason(office: Office) -> None:
    ann, bea, daniel = office.person("ann"), office.person("bea"), office.person("daniel")
    ann.types("/leave 7 dec - 9 dec")
    ann.submits(reason="QUOKKA")
    bea.presses("Approve leave")
    daniel.sees("Ann Kowalski* is away: Mon, 7 Dec 2026 to Wed, 9 Dec 2026")
    for name in ("daniel", "zoe", "nora", "helen"):
        office.person(name).does_not_see("QUOKKA", within=0.1)
        office.person(name).does_not_see("Annual leave", within=0.1)


def test_the_modal_counts_anew_with_every_change_of_dates(office: Office) -> None:
    ann = office.person("ann")
    ann.types("/leave 7 dec")
    ann.sees("1 day")
    ann.changes(last="2026-12-11")
    ann.sees("5 days")
    ann.changes(halves="late")
    ann.sees("4.5 days")
    ann.sees("22.5 of 27 days")


def test_leave_is_withdrawn_before_the_decision(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    ann.types("/leave 7 dec - 9 dec")
    ann.submits()
    bea.sees("asks for leave")
    ann.presses("Withdraw", on="Waiting for Bea")
    bea.sees("withdrawn")
    bea.does_not_see("Approve leave", within=0.2)


def test_approved_leave_is_shortened_and_then_cancelled(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    ann.types("/leave 7 dec - 11 dec")
    ann.submits()
    bea.presses("Approve leave")
    ann.is_told("approved")
    ann.presses("Shorten…", on="*Approved* by Bea")
    ann.submits(last="2026-12-09")
    ann.sees("Mon, 7 Dec 2026 to Wed, 9 Dec 2026, 3 days")
    ann.presses("Cancel leave…", on="3 days")
    ann.submits()
    bea.sees("cancelled")
    ann.types("/leave balance")
    ann.sees("27 days free")


def test_a_manager_asks_on_behalf_of_one_of_theirs(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    bea.types("/leave for @ann 3 dec")
    bea.sees("26 of 27 days")
    bea.submits()
    ann.is_told("3 Dec 2026")


def test_a_silent_approver_is_reminded_and_then_the_deputy_is_asked(office: Office) -> None:
    ann, bea, tomas = office.person("ann"), office.person("bea"), office.person("tomas")
    ann.types("/leave 14 dec - 18 dec")
    ann.submits()
    bea.sees("asks for leave")
    office.goes_to("2026-11-24 09:30 UTC")
    bea.is_told("still waits")
    tomas.does_not_see("asks for leave", within=0.1)
    office.goes_to("2026-11-26 09:30 UTC")
    tomas.sees("asks for leave")
    tomas.presses("Approve leave")
    ann.is_told("approved* by Tomás Ferreira")


def test_home_shows_what_needs_me_and_follows_what_happens(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    assert "*Ann Kowalski* asks for" not in str(bea.home())
    ann.types("/leave 7 dec - 9 dec")
    ann.submits()
    bea.sees("Approve leave")
    until(lambda: "*Ann Kowalski* asks for" in str(bea.home()))
    bea.presses("Approve leave")
    ann.is_told("approved")
    until(lambda: "24 days free" in str(ann.home()))


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/leave foo", "I can't read “foo”"),
        ("/leave 31 feb", "I can't read “31 feb”"),
        ("/leave 9 dec - 7 dec", "is before the first"),
        ("/leave 25 dec", "already a public holiday"),
        ("/leave for @bea 3 dec", "You can't do that"),
        ("/leave help", "/leave who"),
        ("/leave \u202etxt", "hidden characters"),
    ],
)
def test_what_cannot_be_is_answered_with_a_way_out_and_told_to_nobody(office: Office, typed: str, answer: str) -> None:
    ann = office.person("ann")
    ann.types(typed)
    ann.sees(answer)
    assert office.slack.posts() == []
