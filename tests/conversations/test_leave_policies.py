"""A people admin raises the entitlement from App Home; who earns by the half month, and who is told what expires."""

from typing import Any

from tests.conversations.conftest import Office


def test_a_people_admin_gives_more_days_from_next_year(office: Office) -> None:
    nora, ann = office.person("nora"), office.person("ann")
    nora.home()
    nora.sees("Leave policies")
    nora.sees("10 people go by it today. For everybody in GB.")
    nora.presses("Edit…", on="United Kingdom")
    nora.sees("On Fri, 1 Jan 2027 this is the policy of 10 people.")
    nonsense: dict[str, Any] = {"days:annual": "lots"}
    nora.submits(**nonsense)
    assert nora.errors == {"days:annual": "Write a number."}
    more: dict[str, Any] = {"days:annual": "28", "carried:annual": "8"}
    nora.submits(**more)
    nora.sees("Annual leave: entitlement a year 25 → 28")
    nora.closes()
    nora.sees("From 2027-01-01: Annual leave: entitlement a year 25 → 28")
    ann.types("/leave balance")
    ann.sees("27 days free")
    office.goes_to("2027-01-04 09:00 UTC")
    ann.types("/leave balance")
    ann.sees("36 days free")


def test_people_are_told_what_expires_in_their_morning(office: Office) -> None:
    ann = office.person("ann")
    office.goes_to("2026-12-02 09:00 UTC")
    ann.is_told("*22 days* of your Annual leave expire on Thu, 31 Dec 2026, unless you use them by then.")
    ann.presses("Ask for leave", on="expire on Thu, 31 Dec 2026")
    ann.sees("Annual leave")


def test_paid_time_off_is_earned_with_every_half_month(office: Office) -> None:
    mateo = office.person("mateo")
    mateo.types("/leave balance")
    mateo.sees("*Paid time off 2026*: *19.25 days free*")
    office.goes_to("2026-12-01 12:00 UTC")
    mateo.types("/leave balance")
    mateo.sees("*Paid time off 2026*: *20 days free*")
