"""A report to operations and what becomes of it, as Daniel, Bea, Ann and those who have no part in it live it."""

from datetime import date
from typing import Any

import pytest

from tests.conversations.conftest import Office

REPORT: dict[str, Any] = {
    "expected": "The rollout plan by Friday",
    "happened": "It came on Tuesday, half done",
    "day": "2026-11-20",
    "effect": "The supplier waited two days",
    "help": "We wrote the first page together",
}
SECRETS = ("rollout plan", "half done", "supplier waited", "first page", "agreed upon", "minutes", "figures", "weekly")


def test_a_report_is_acknowledged_talked_about_answered_and_closed(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    daniel, bea, ann = office.person("daniel"), office.person("bea"), office.person("ann")
    others = [office.person(name) for name in ("zoe", "tomas", "helen", "nora", "maya")]
    daniel.types("/report @ann")
    daniel.sees("Bea Lindqvist will read this; Ann Kowalski will not, unless Bea Lindqvist opens a right of reply.")
    daniel.submits(**REPORT)
    daniel.is_told("Sent to Bea Lindqvist, who has not acknowledged it yet.")
    bea.is_told("Waits for Bea Lindqvist to acknowledge it.")
    bea.does_not_see("rollout plan")

    bea.presses("Acknowledge", on="Case 1")
    bea.sees("The rollout plan by Friday")
    daniel.is_told("Received by Bea Lindqvist")
    bea.presses("Ask the reporter…")
    bea.submits(question="Was Friday agreed upon?")
    bea.sees("Was Friday agreed upon?")
    bea.closes()
    daniel.is_told("asks you something about your report, case 1")
    daniel.presses("Read and answer")
    daniel.sees("Was Friday agreed upon?")
    daniel.submits(answer="Yes, see the minutes")
    daniel.sees("Bea Lindqvist reads it with your report.")
    daniel.closes()
    bea.is_told("The reporter wrote something")

    bea.presses("Read the case", on="The reporter wrote something")
    bea.sees("Yes, see the minutes")
    bea.presses("Open right of reply…")
    bea.submits(summary="A plan came later than hoped. What was in the way?")
    bea.closes()
    ann.is_told("would like to hear your side")
    ann.presses("Read and reply")
    ann.sees("What was in the way?")
    for secret in ("rollout plan", "half done", "minutes", "Daniel"):
        ann.does_not_see(secret)
    ann.submits(reply="I was waiting for the figures")
    ann.sees("Bea Lindqvist has your side now.")
    ann.closes()
    bea.is_told("the person's side of it")

    bea.presses("Read the case", on="the person's side of it")
    bea.sees("I was waiting for the figures")
    bea.presses("Take in hand")
    daniel.is_told("In hand with Bea Lindqvist")
    bea.presses("Close the case…")
    bea.submits(outcome="coaching", note="Coaching, weekly")
    daniel.is_told("It was dealt with by talking and support.")
    daniel.does_not_see("oaching")
    daniel.does_not_see("figures")
    for other in others:
        for word in (*SECRETS, "Case 1", "case 1"):
            other.does_not_see(word, within=0.01)
    logged = capsys.readouterr()
    assert "performance" in logged.out
    for secret in SECRETS:
        assert secret not in logged.out + logged.err


def test_from_a_message_it_starts_with_its_author_and_a_link_to_it(office: Office) -> None:
    ann, daniel, bea, zoe = (office.person(name) for name in ("ann", "daniel", "bea", "zoe"))
    ann.types("The plan is late, sorry")
    daniel.chooses("performance:from_message", on="The plan is late, sorry")
    daniel.sees("Ann Kowalski will not")
    daniel.submits(**{name: text for name, text in REPORT.items() if name != "day"})
    bea.is_told("Waits for Bea Lindqvist")
    bea.presses("Read the case")
    bea.sees("The rollout plan by Friday")
    assert ".slack.com/archives/" in str(bea.modal)
    zoe.chooses("performance:from_message", on="The plan is late, sorry")
    zoe.sees("it is for their operations manager or their project manager")


def test_nobody_acknowledges_and_it_climbs(office: Office) -> None:
    daniel, bea, tomas = office.person("daniel"), office.person("bea"), office.person("tomas")
    daniel.types("/report @ann")
    daniel.submits(**REPORT)
    bea.is_told("Waits for Bea")
    office.goes_to("2026-11-24 09:05 UTC")
    bea.is_told("still waits to be acknowledged")
    office.goes_to("2026-11-25 09:05 UTC")
    tomas.is_told("Waits for Tomás Ferreira to acknowledge it.")
    bea.is_told("Tomás Ferreira was asked as well")
    bea.presses("Acknowledge", on="Waits for")
    bea.closes()
    tomas.is_told("Acknowledged by Bea Lindqvist")
    daniel.is_told("Received by Bea Lindqvist")


def test_a_second_report_of_the_same_matter_and_one_on_ones_own_manager(office: Office) -> None:
    daniel, bea = office.person("daniel"), office.person("bea")
    daniel.types("/report @chloe")
    daniel.is_told("Chloé Dubois is your own operations manager")
    daniel.types("/report @zoe")
    daniel.is_told("Zoë Hart is not on a project of yours")
    daniel.types("/report")
    daniel.sees("Pick a person to see who will read it.")
    daniel.changes(person="Ann Kowalski")
    daniel.sees("Bea Lindqvist will read this")
    daniel.submits(**REPORT)
    bea.is_told("Case 1")
    daniel.types("/report @ann")
    daniel.submits(**{**REPORT, "happened": "It came late"})
    daniel.sees("You already reported this")


def test_a_card_that_was_forwarded_and_who_has_looked(office: Office) -> None:
    daniel, bea, nora, zoe = (office.person(name) for name in ("daniel", "bea", "nora", "zoe"))
    daniel.types("/report @ann")
    daniel.submits(**REPORT)
    bea.presses("Read the case", on="Case 1")
    bea.sees("It came on Tuesday")
    bea.closes()
    zoe.types("/report log 1")
    zoe.is_told("I can't find that case")
    nora.types("/report log")
    nora.sees("Case 1: 1 look, last on Mon, 23 Nov 2026 at 09:00")
    nora.presses("Who has looked")
    nora.sees("Bea Lindqvist read the case")
    nora.does_not_see("Ann Kowalski")
    daniel.types("/report list")
    daniel.sees("Ann Kowalski, Apollo")
    assert daniel.home()
    daniel.sees("Report to operations…")


def test_long_text_stays_in_the_modal_with_what_is_wrong(office: Office) -> None:
    daniel, bea = office.person("daniel"), office.person("bea")
    daniel.types("/report @ann")
    daniel.submits(**{**REPORT, "day": date(2026, 11, 24).isoformat()})
    assert "not come yet" in daniel.errors["day"]
    bea.does_not_see("ase 1")
