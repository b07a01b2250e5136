"""Whoever waits nudges, whoever is reminded has it again later: read as conversations, over both transports."""

from tests.conversations.conftest import Office


def test_ann_nudges_bea_who_had_put_it_off(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    ann.types("/leave 7 dec - 9 dec")
    ann.submits()
    bea.sees("Ann Kowalski asks for leave")
    ann.presses("Nudge")
    ann.sees("They were asked only a short while ago. You can nudge from Wed, 25 Nov 2026 on.")
    office.goes_to("2026-11-24 09:00 UTC")
    bea.is_told("still waits for your answer")
    bea.presses("Tomorrow")
    bea.sees("I remind you again on *Wed, 25 Nov 2026*.")
    bea.sees("Putting off stops no clock")
    bea.types("/later")
    bea.sees("*Wed, 25 Nov 2026*: *Ann Kowalski* still waits for your answer")
    office.goes_to("2026-11-25 09:00 UTC")
    bea.is_told("still waits for your answer")
    ann.presses("Nudge")
    ann.sees("I have reminded *Bea Lindqvist*. You can nudge again tomorrow.")
    bea.is_told("*Ann Kowalski* asks whether you could answer this.")
    ann.presses("Nudge")
    ann.sees("You have nudged today already. You can do it again on Thu, 26 Nov 2026.")
    bea.presses("Approve leave", on="asks whether you could answer this")
    ann.is_told("approved")
    bea.types("/later")
    bea.sees("You have put nothing off.")
