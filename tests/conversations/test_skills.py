"""Skills as Ann, Bea, Daniel and the others live them: a wish, an agreed mentoring, a new level, a gap closed."""

from typing import Any

import pytest
from sqlalchemy import text

from bot.transaction import Transaction
from tests.conversations.conftest import Office
from tests.waiting import until


@pytest.fixture(autouse=True)
def settled(office: Office) -> None:
    """What a new company is told at first is out: Slack takes one message a second."""
    until(lambda: not office.running.bot.store.read(_unsent))


def _unsent(tx: Transaction) -> int:
    rows = tx.connection.execute(text("select count(*) from outbox where state in ('queued', 'sending')"))
    return int(rows.scalar_one())


def test_ann_develops_with_a_mentor_and_is_rated_anew(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    ann, bea, renee, zoe = (office.person(name) for name in ("ann", "bea", "renee", "zoe"))
    ann.types("/skills mine")
    ann.sees("Customer support: 4, Advanced (Bea Lindqvist")
    ann.sees("Certificate until Wed, 27 Jan 2027")
    ann.types("/skills develop power bi")
    ann.changes(kind="mentoring")
    ann.sees("Could mentor: Renée Lacroix")
    ann.submits(
        partner="U0REN0013", goal="So that I can read the portal's figures alone", first="2026-12-01", last="2027-01-29"
    )
    bea.is_told("Ann Kowalski: Mentoring in Power BI")
    renee.does_not_see("Mentoring in Power BI")
    bea.presses("Agree…", on="Ann Kowalski")
    bea.submits()
    ann.is_told("Your development is agreed: Mentoring in Power BI")
    renee.is_told("You are to help Ann Kowalski")
    ann.presses("It has begun", on="Mentoring in Power BI")
    bea.sees("under way")

    office.goes_to("2027-01-29 09:30 UTC")
    ann.presses("It is done", on="Mentoring in Power BI")
    bea.is_told("How well does Ann Kowalski do it now?")
    bea.presses("Rate it now…", on="How well does Ann Kowalski")
    bea.submits(level="3")
    ann.is_told("Bea Lindqvist rated you in Power BI: 3, Independent")
    zoe.types("/skills of @ann")
    zoe.sees("Customer support")
    zoe.does_not_see("Power BI")
    zoe.does_not_see("Independent")
    logged = capsys.readouterr()
    assert "skills" in logged.out
    assert "portal's figures" not in logged.out + logged.err


def test_a_project_manager_suggests_and_a_claimed_level_is_confirmed(office: Office) -> None:
    ann, bea, daniel, zoe = (office.person(name) for name in ("ann", "bea", "daniel", "zoe"))
    daniel.types("/skills develop for @ann Power BI")
    daniel.does_not_see("Cost")
    daniel.submits(kind="coaching", partner="U0DAN0018", goal="For the portal's reports")
    bea.is_told("Ann Kowalski: Coaching in Power BI")
    bea.sees("Proposed by")
    bea.presses("Decline…", on="Coaching in Power BI")
    bea.submits(reason="Renée will mentor her in January")
    daniel.is_told("development was not agreed")
    daniel.does_not_see("Renée will mentor")
    ann.is_told("Your development was not agreed")

    ann.types("/skills rate Power BI 3")
    ann.submits(note="I built the weekly dashboard")
    bea.is_told("Ann Kowalski sees themselves at 3, Independent in Power BI")
    bea.presses("Confirm level", on="sees themselves")
    ann.is_told("rated you in Power BI: 3, Independent")
    zoe.types("/skills who power bi")
    zoe.sees("Offer to mentor: Renée Lacroix")
    zoe.does_not_see("Independent")
    daniel.types("/skills who power bi")
    daniel.sees("Ann Kowalski: 3, Independent")


def test_bea_sees_where_support_is_short_and_a_colleague_does_not(office: Office) -> None:
    bea, zoe = office.person("bea"), office.person("zoe")
    bea.types("/skills gaps")
    bea.sees("Nobody has Power BI at 3, Independent or above, and at least 1 should; 2 are below that")
    bea.sees("Held against required")
    bea.sees("Ann Kowalski: First aid, until Wed, 27 Jan 2027")
    zoe.types("/skills gaps support")
    zoe.is_told("You can't do that")
    zoe.types("/skills wish Power BI")
    zoe.is_told("Noted: you would like to learn Power BI")
    bea.types("/skills needs")
    bea.submits(skill="German", level="4", people="2")
    bea.types("/skills gaps")
    bea.sees("1 person has German at 4, Advanced or above, and at least 2 should")


def test_what_cannot_be_is_said_under_its_field(office: Office) -> None:
    ann = office.person("ann")
    ann.types("/skills develop Power BI")
    ann.submits(kind="mentoring", partner="U0ANN0001")
    ann.sees("Nobody can be their own mentor or coach")
    ann.closes()
    ann.types("/skills wish Powr BI")
    ann.is_told("Did you mean Power BI?")
    ann.types("/skills rate Power BI 7")
    ann.is_told("A level is a whole number from 1")


def test_a_certificate_is_spoken_of_in_the_morning(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    office.goes_to("2026-12-01 09:30 UTC")
    ann.is_told("Your certificate in First aid runs out on Wed, 27 Jan 2027")
    bea.is_told("Ann Kowalski's certificate in First aid runs out")


def test_a_closed_case_opens_development_that_only_bea_sees_until_it_is_agreed(office: Office) -> None:
    ann, bea, tomas, daniel = (office.person(name) for name in ("ann", "bea", "tomas", "daniel"))
    report: dict[str, Any] = {
        "expected": "Charts",
        "happened": "None",
        "day": "2026-11-20",
        "effect": "Delay",
        "help": "We talked",
    }
    daniel.types("/report @ann")
    daniel.submits(**report)
    bea.presses("Acknowledge", on="Case 1")
    bea.presses("Take in hand")
    bea.presses("Close the case…")
    bea.submits(outcome="training", note="Power BI", no_reply="We spoke at once")
    bea.closes()
    bea.is_told("Ann Kowalski: Training")
    bea.sees("A case that you closed opened this. Only you see that.")
    bea.types("/skills gaps")
    bea.sees("Training: 1")
    for other in (ann, tomas, daniel):
        other.types("/skills of @ann")
        other.does_not_see("Training")
        other.does_not_see("proposed: waiting")
    bea.presses("Agree…", on="A case that you closed")
    bea.submits(skill="Power BI", provider="Chart Academy", first="2026-12-01", last="2026-12-18", cost="450 EUR")
    ann.is_told("Your development is agreed: Training in Power BI")
    ann.sees("Chart Academy")
    for other in (ann, tomas, daniel):
        other.does_not_see("A case that you closed")
    daniel.does_not_see("Chart Academy")
