"""Falling sick in the middle of a leave, as Ann, Bea, Daniel and the others live it."""

import pytest

from tests.conversations.conftest import Office


def test_ann_falls_sick_during_her_leave(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    ann, bea, daniel = office.person("ann"), office.person("bea"), office.person("daniel")
    zoe, nora = office.person("zoe"), office.person("nora")
    ann.types("/leave 7 dec - 11 dec")
    ann.submits()
    bea.presses("Approve leave", on="Ann Kowalski")
    daniel.is_told("Ann Kowalski is away: Mon, 7 Dec 2026 to Fri, 11 Dec 2026")

    office.goes_to("2026-12-09 08:00 UTC")
    ann.types("/sick 9 dec - 10 dec")
    ann.is_told("You're on record as away: Sickness, Wed, 9 Dec 2026 to Thu, 10 Dec 2026")
    ann.is_told("2 days of your leave are back")
    bea.is_told("Ann Kowalski is away: Sickness")
    for other in (daniel, zoe, nora):
        other.does_not_see("ickness")
        other.does_not_see("days of your leave")
    daniel.sees("Ann Kowalski is away: Mon, 7 Dec 2026 to Fri, 11 Dec 2026")
    zoe.types("/absence team")
    zoe.sees("Ann Kowalski: away Mon, 7 Dec 2026 to Fri, 11 Dec 2026")
    zoe.does_not_see("ickness")

    office.goes_to("2026-12-10 09:30 UTC")
    ann.types("/absence back")
    ann.is_told("days of your leave count again")
    bea.is_told("absence is over")
    ann.types("/absence list")
    ann.sees("Sickness: Wed, 9 Dec 2026")
    logged = capsys.readouterr()
    assert "absence" in logged.out
    assert "ickness" not in logged.out + logged.err


def test_the_manager_reports_for_ann_and_looks_while_a_colleague_may_not(office: Office) -> None:
    ann, bea, zoe = office.person("ann"), office.person("bea"), office.person("zoe")
    zoe.types("/sick for @ann")
    zoe.is_told("it is for the person themselves, their operations manager or the standing deputy")
    bea.types("/sick for @ann today")
    ann.is_told("Bea Lindqvist reported for you: Sickness")
    bea.types("/absence team")
    bea.sees("Ann Kowalski, Sickness: Mon, 23 Nov 2026")
    zoe.types("/absence team")
    zoe.sees("Ann Kowalski: away Mon, 23 Nov 2026")
    zoe.does_not_see("ickness")


def test_the_modal_is_kind_and_the_question_whether_one_is_back_comes_in_the_morning(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    ann.types("/absence")
    ann.sees("No reason is asked for here")
    ann.changes(absence_type="bereavement")
    ann.sees("Please have a word with Bea Lindqvist when you can")
    ann.submits(last="2026-11-24")
    ann.closes()
    bea.is_told("Ann Kowalski is away: Bereavement leave")
    office.goes_to("2026-11-25 09:05 UTC")
    ann.is_told("Are you back?")
    ann.presses("I'm back", on="Are you back?")
    bea.is_told("absence is over")
    ann.sees("It is settled")
