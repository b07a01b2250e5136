"""Somebody is looked for, joins and leaves, as Bea, Nora, Omar, Daniel and Jo live it in the real bot."""

from typing import Any

from tests.conversations.conftest import Office
from tests.conversations.newcomers import JO, met
from tests.conversations.test_staffing import asks

__all__ = ["met"]

HIRED: dict[str, Any] = {
    "name": "Jo Park",
    "email": JO["email"],
    "starts": "2026-11-30",
    "time_zone": "Europe/London",
    "country": "GB",
    "subdivision": "ENG",
    "pattern": "mon-fri",
    "contract": "permanent",
    "buddy": "ann",
}


def test_jo_is_looked_for_hired_and_joins(met: Office) -> None:
    bea, nora, omar, ann = (met.person(name) for name in ("bea", "nora", "omar", "ann"))
    bea.types("/onboard open power bi")
    bea.submits(
        department="support", role="Data analyst", level="2", headcount="0", cost="4500 EUR", starts="2026-12-01"
    )
    bea.sees("Write a whole number from 1 to 500.")
    bea.submits(
        department="support", role="Data analyst", level="2", headcount="1", cost="4500 EUR", starts="2026-12-01"
    )
    bea.sees("0 of 1 hired")
    bea.presses("Hired…")
    bea.submits(**HIRED)
    bea.sees("Nobody looks after IT for Support")
    bea.closes()
    bea.closes()
    nora.types("/onboard roles")
    nora.submits(department="-", who="omar", valid_from="2026-11-23")
    nora.sees("looks after IT for the whole company")
    bea.types("/onboard")
    bea.presses("Hired…")
    bea.submits(**{**HIRED, "starts": "2026-12-25"})
    bea.sees("is a public holiday there")
    bea.submits(**HIRED)
    bea.sees("is in the directory, first day")
    bea.closes()
    for one in (bea, omar, ann):
        one.sees("0 of 11 steps done")
    met.person("zoe").is_told("Ann Kowalski is their buddy.")
    omar.presses("Done", on="Computer and phone ordered")
    omar.is_told("1 of 11 steps done")
    bea.is_told("1 of 11 steps done")
    bea.presses("Write it down…", on="Contract on record")
    bea.submits(contract="fixed_term", valid_from="2026-11-30")
    bea.is_told("2 of 11 steps done")

    met.goes_to("2026-11-30 09:05 UTC")
    jo = met.person("jo")
    jo.types("/leave balance")
    jo.is_told("Your first day: Mon, 30 Nov 2026")
    ann.is_told("To do today:")
    bea.presses("Settle and show", on="Leave policy and first grant")
    bea.sees("They go by the leave policy")
    met.goes_to("2026-12-02 09:05 UTC")
    bea.is_told("Late. Jo Park joins")


def test_ann_leaves_and_stays_after_all(met: Office) -> None:
    bea, nora, ann, zoe = (met.person(name) for name in ("bea", "nora", "ann", "zoe"))
    nora.types("/onboard roles")
    nora.submits(department="-", who="omar", valid_from="2026-11-23")
    zoe.types("/onboard leaving")
    zoe.sees("A last day is written by the person's operations manager or a people admin.")
    bea.types("/onboard leaving")
    bea.submits(who="ann", last="2026-11-20")
    bea.sees("That day is over. Please pick today or a later one.")
    bea.submits(who="ann", last="2026-12-18")
    bea.sees("last day is Fri, 18 Dec 2026")
    bea.closes()
    ann.is_told("Your last day: Fri, 18 Dec 2026")
    bea.presses("Settle and show", on="Leave balance settled")
    bea.sees("the allocation ends on Fri, 18 Dec 2026")
    bea.sees("1 of 9 steps done")
    bea.presses("Settle and show", on="Leave balance settled")
    bea.sees("on the last day")
    bea.sees("2 of 9 steps done")
    bea.presses("They stay after all")
    ann.is_told("stays. The steps have ended.")
    bea.types("/onboard")
    bea.does_not_see("Joining and leaving")


def test_words_that_lead_nowhere_are_answered(met: Office) -> None:
    bea, zoe = met.person("bea"), met.person("zoe")
    bea.types("/onboard tomorrow")
    bea.sees("I don't know “tomorrow” here.")
    bea.types("/onboard open juggling")
    bea.sees("There is no skill “juggling”.")
    bea.types("/onboard leaving ann")
    bea.sees("/onboard")
    bea.types("/onboard help")
    bea.sees("who looks after IT; for people admins")
    bea.types("/onboard roles")
    bea.sees("You can't do that")
    zoe.types("/onboard start")
    zoe.sees("Openings and new people are for operations managers")
    zoe.types("/onboard")
    zoe.sees("Nobody joins or leaves whom you have a part in")


def test_a_project_manager_who_waits_for_a_skill_learns_when_somebody_is_expected(met: Office) -> None:
    daniel, jurgen, viktor = met.person("daniel"), met.person("jurgen"), met.person("viktor")
    asks(met)
    terms: dict[str, Any] = {
        "department": "engineering",
        "role": "Developer",
        "level": "3",
        "headcount": "2",
        "cost": "6100 EUR",
    }
    jurgen.types("/onboard open python")
    jurgen.submits(**terms, starts="2027-01-11")
    daniel.is_told("Engineering is looking for people with Python: expected from Mon, 11 Jan 2027.")
    jurgen.presses("Change…", on="Developer in Engineering")
    jurgen.submits(starts="2027-02-01")
    daniel.is_told("expected from Mon, 1 Feb 2027.")
    jurgen.closes()
    jurgen.types("/onboard")
    jurgen.presses("Put on hold", on="Developer in Engineering")
    daniel.is_told("Engineering has put on hold its search for people with Python.")
    daniel.does_not_see("6,100")
    daniel.does_not_see("6.100")
    viktor.does_not_see("is looking for people")
