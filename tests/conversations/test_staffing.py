"""People asked for, offered and allotted, as Daniel, Jürgen and Mateo live it in the sample organisation."""

import re
from typing import Any

import pytest

from tests.conversations.conftest import Office

WORK = "Moving the portal's reports to the new platform."


def asks(office: Office, **fields: Any) -> None:
    """Daniel asks for a Python person for Apollo."""
    daniel = office.person("daniel")
    daniel.types("/staff")
    usual = {"skill": "Python", "amount": "20 %", "first": "2026-12-07", "last": "2027-02-26", "work": WORK}
    daniel.changes(skill="Python")
    daniel.sees("This goes to Jürgen Weiß (Engineering)")
    daniel.submits(**{**usual, **fields})


def test_somebody_is_asked_for_offered_accepted_and_allotted(office: Office) -> None:
    daniel, jurgen, mateo = office.person("daniel"), office.person("jurgen"), office.person("mateo")
    asks(office)
    daniel.sees("waiting for Jürgen Weiß")
    jurgen.sees("*Daniel O’Brien* asks for *1 person* for *Apollo: the customer portal*: Python, level 3 or above")
    jurgen.sees(WORK)
    jurgen.sees("*Mateo Álvarez*: Python 4; 20 % free in all weeks")
    jurgen.presses("Offer somebody…", on="Daniel O’Brien")
    jurgen.submits(person="Mateo Álvarez")
    mateo.is_told("You are offered for")
    daniel.presses("Accept offer", on="offers *Mateo Álvarez*")
    mateo.is_told("You are allotted to *Apollo: the customer portal*: 20 % of working time")
    jurgen.is_told("*Daniel O’Brien* accepted *Mateo Álvarez*")
    daniel.sees("Filled.")
    mateo.types("/staff list")
    mateo.sees("*Apollo: the customer portal*: 20 % of working time, until Fri, Feb 26, 2027")


def test_a_department_that_has_nobody_says_why(office: Office) -> None:
    daniel, jurgen = office.person("daniel"), office.person("jurgen")
    asks(office)
    jurgen.presses("Decline…", on="Daniel O’Brien")
    jurgen.submits(reason="Everybody is on the migration until March.")
    daniel.is_told("has nobody for *Apollo: the customer portal*")
    daniel.sees("Everybody is on the migration until March.")
    daniel.is_told("stays on record as a need")
    jurgen.sees("*Declined* by you.")


def test_more_than_all_of_somebodys_time_asks_why(office: Office) -> None:
    daniel, jurgen, mateo = office.person("daniel"), office.person("jurgen"), office.person("mateo")
    asks(office, amount="50 %")
    jurgen.presses("Offer somebody…", on="Daniel O’Brien")
    jurgen.submits(person="Mateo Álvarez")
    assert "130 % of their working time" in str(jurgen.errors)
    mateo.does_not_see("You are offered", within=0.1)
    jurgen.submits(person="Mateo Álvarez", reason="QUOKKA: Borealis gives way.")
    daniel.sees("offers *Mateo Álvarez*")
    for name in ("daniel", "mateo", "fatima", "helen"):
        office.person(name).does_not_see("QUOKKA", within=0.1)


def test_an_offer_is_refused_and_the_department_asked_anew(office: Office) -> None:
    daniel, jurgen, mateo = office.person("daniel"), office.person("jurgen"), office.person("mateo")
    asks(office)
    jurgen.presses("Offer somebody…", on="Daniel O’Brien")
    jurgen.submits(person="Mateo Álvarez")
    daniel.presses("Refuse offer…", on="offers *Mateo Álvarez*")
    daniel.submits(reason="We need somebody in London hours.")
    jurgen.is_told("We need somebody in London hours.")
    mateo.sees("It came to nothing")
    mateo.does_not_see("London hours", within=0.1)


def test_who_works_there_is_released_when_the_department_agrees(office: Office) -> None:
    daniel, bea, ann = office.person("daniel"), office.person("bea"), office.person("ann")
    daniel.types("/staff list")
    daniel.presses("Ask for release…", on="*Ann Kowalski*")
    daniel.submits(last="2027-01-29", reason="The portal is nearly done.")
    bea.sees("asks to release *Ann Kowalski* from *Apollo: the customer portal* after Fri, 29 Jan 2027")
    bea.presses("Agree", on="asks to release")
    ann.is_told("Your work on *Apollo: the customer portal* now ends on Fri, 29 Jan 2027.")
    daniel.is_told("is released from")


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
def test_a_plan_for_all_open_asks_is_proposed_changed_and_offered(office: Office) -> None:
    jurgen, daniel = office.person("jurgen"), office.person("daniel")
    asks(office)
    asks(office, amount="10 %", work="A second pair of hands.")
    jurgen.types("/staff plan")
    jurgen.sees("This is the best that can be done for all open asks together")
    jurgen.submits()
    daniel.sees("offers *Mateo Álvarez*")
    daniel.sees("Accept offer")


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
def test_load_shows_weeks_to_each_what_is_theirs(office: Office) -> None:
    daniel, jurgen, ann = office.person("daniel"), office.person("jurgen"), office.person("ann")
    daniel.types("/staff load project")
    daniel.sees("Load of those on Apollo")
    daniel.sees("*Priya Raman*: 60 % here, 20 % elsewhere.")
    jurgen.types("/staff load department")
    jurgen.sees("*Priya Raman*: 80 % booked, 0 % offered.")
    ann.types("/staff load department support")
    ann.sees("You can't do that")
    ann.types("/staff load")
    ann.sees("Your load")


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
@pytest.mark.parametrize(
    ("who", "typed", "answer"),
    [
        ("ann", "/staff ask", "You can't do that"),
        ("ann", "/staff floor", "You can't do that"),
        ("ann", "/staff steal", "I don't know “steal” here"),
        ("ann", "/staff help", "/staff load"),
        ("bea", "/staff plan", "Nobody asks your departments"),
        ("bea", "/staff load of everybody", "takes project, department or me"),
    ],
)
def test_what_cannot_be_is_answered_with_a_way_out(office: Office, who: str, typed: str, answer: str) -> None:
    person = office.person(who)
    person.types(typed)
    person.sees(answer)
    assert "staffing" not in str(office.slack.posts())


def test_home_shows_each_role_what_is_theirs(office: Office) -> None:
    jurgen, daniel, mateo = office.person("jurgen"), office.person("daniel"), office.person("mateo")
    asks(office)
    jurgen.sees("Offer somebody…")
    assert re.search(r"Free until.*Ewa Nowak", str(jurgen.home()))
    assert "Daniel O’Brien" in str(jurgen.home())
    assert "Your asks for people" in str(daniel.home())
    assert "Borealis" in str(mateo.home())


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
def test_whoever_decides_about_leave_sees_what_it_takes_from_projects(office: Office) -> None:
    ann, bea, daniel = office.person("ann"), office.person("bea"), office.person("daniel")
    ann.types("/leave 7 dec - 9 dec")
    ann.submits()
    bea.sees("Apollo: the customer portal: 40 %, until Wed, 31 Mar 2027.")
    daniel.does_not_see("Dunes: closing the old help desk: 20 %", within=0.1)


def test_development_that_is_done_and_rated_counts_in_the_ask_that_is_open(office: Office) -> None:
    daniel, bea, zoe = office.person("daniel"), office.person("bea"), office.person("zoe")
    daniel.types("/staff")
    daniel.changes(skill="Power BI")
    daniel.submits(skill="Power BI", level="2", amount="20 %", first="2026-12-07", last="2027-02-26", work=WORK)
    bea.sees("1. *Tomás Ferreira*: Power BI 2")
    zoe.types("/skills develop Power BI")
    zoe.submits(kind="training", goal="For the portal's reports", first="2026-11-23", last="2026-12-04")
    bea.presses("Agree…", on="Zoë Hart")
    bea.submits()
    zoe.presses("It is done", on="Training in Power BI")
    bea.does_not_see("*Zoë Hart*: Power BI", within=0.1)
    bea.presses("Rate it now…", on="How well does Zoë Hart")
    bea.submits(level="4")
    bea.is_told("1. *Zoë Hart*: Power BI 4; 62 % free in all weeks")
    bea.sees("2. *Tomás Ferreira*: Power BI 2")
    bea.presses("Offer somebody…", on=WORK)
    bea.submits(person="Zoë Hart")
    daniel.sees("offers *Zoë Hart*")
