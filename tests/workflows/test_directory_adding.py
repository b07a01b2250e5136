"""Letting somebody into the directory: who may, what they fill in, who hears of it, and that it happens once."""

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest

from tests.workflows.directory_office import FORM, Door, a_door, described, said, unlinked
from tests.workflows.leave_office import START
from workflows.directory.rules import State
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.replies import Open
from workflows.organisation.description import PersonEntry, Stint
from workflows.organisation.register import write

__all__ = ["a_door"]


def test_a_people_admin_adds_them_and_everybody_hears_of_it(door: Door) -> None:
    one = door.turns_up()
    opened = door.does("nora", "form", one)
    assert isinstance(opened, Open)
    assert {"Jo Park", "jo@x.org", "Europe/Berlin", "de_DE", "DE", "mon-fri"} <= initial_values(opened)
    assert "Jo Park is in the directory" in said(door.does("nora", "enrol", one, FORM)).replace("*", "")
    after = door.newcomer()
    assert (after.state, after.known_as, after.closed_by) == (State.ADDED, door.person("jo"), door.person("nora"))
    assert "Added by you on Mon, 23 Nov 2026, as *Jo Park* in Support." in door.told("nora", "card")[-1]
    assert "Added by Nora on" in door.told("omar", "card")[-1]
    assert "form" not in door.told("omar", "card")[-1]
    assert "Nora added you to the directory" in door.told("jo", "welcome")[0]
    assert "you are their operations manager. Nora added them." in door.told("bea", "joined")[0]
    updates = [notice for notice in door.queued() if notice.key.startswith(f"directory/{one.id}/added/2/card")]
    assert [notice.only_update for notice in updates] == [True, True]
    assert "Mon–Fri" in said(door.types("jo", ""))


def test_a_manager_who_adds_their_own_is_not_told_about_it(door: Door) -> None:
    one = door.turns_up()
    door.does("bea", "enrol", one, FORM)
    assert door.told("bea", "joined") == []
    assert "Added by Bea" in door.told("nora", "card")[-1]


@pytest.mark.parametrize("name", ["bea", "tom"])
def test_managers_and_deputies_add_to_their_own_departments_only(door: Door, name: str) -> None:
    one = door.turns_up()
    with pytest.raises(NotAllowed, match="departments you manage"):
        door.does(name, "enrol", one, FORM | {"department": "delivery"})
    assert door.newcomer().state is State.WAITING
    door.does(name, "enrol", one, FORM)
    assert door.newcomer().state is State.ADDED


def test_nobody_else_adds_or_sets_aside(door: Door) -> None:
    one = door.turns_up()
    for name in ("ann", "dan"):
        for verb in ("form", "enrol", "set_aside"):
            with pytest.raises(NotAllowed):
                door.does(name, verb, one, FORM)
        with pytest.raises(NotAllowed):
            door.types(name, "add <@U0NEW|new>")
    with pytest.raises(NotAllowed):
        door.does("bea", "set_aside", one)
    assert door.newcomer() == one


def test_of_two_who_add_at_once_one_does_and_the_other_hears_who(door: Door) -> None:
    one = door.turns_up()
    start, answers = Barrier(2), []

    def add(name: str) -> None:
        start.wait()
        try:
            answers.append(said(door.does(name, "enrol", one, FORM)))
        except Refused as refused:
            answers.append(refused.text)

    both = [Thread(target=add, args=(name,)) for name in ("nora", "omar")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sum("is in the directory, first day" in answer for answer in answers) == 1
    assert door.events().count("added") == 1
    assert len(door.rows("select 1 from person where email = 'jo@x.org'")) == 1
    with pytest.raises(Refused, match="Added by"):
        door.does("omar", "enrol", one, FORM)
    with pytest.raises(Refused, match="Added by"):
        door.does("omar", "set_aside", one)


def test_an_address_that_an_admin_types_links_the_two(door: Door) -> None:
    door.store.write(lambda tx: write(tx, described(unlinked("joanna"))))
    one = door.turns_up()
    answer = door.does("nora", "enrol", one, FORM | {"email": "Joanna@X.org"})
    assert "now this Slack account is theirs" in said(answer)
    assert door.newcomer().known_as == door.person("joanna")


def test_the_address_of_one_who_left_is_linked_to_nobody(door: Door) -> None:
    door.store.write(lambda tx: write(tx, described(unlinked("gone", date(2026, 1, 31)))))
    with pytest.raises(Refused, match="has been with us and left") as refused:
        door.does("nora", "enrol", door.turns_up(), FORM | {"email": "gone@x.org"})
    assert refused.value.field == "email"


def test_a_manager_links_nobody_of_somebody_elses(door: Door) -> None:
    one = door.turns_up()
    theirs = Stint(START, "Europe/London", "GB", "ENG", "mon-fri", "delivery", people_admin=False)
    entry = PersonEntry("may@x.org", "", "May", "en_GB", START, None, (theirs,))
    door.store.write(lambda tx: write(tx, described(entry)))
    with pytest.raises(Refused, match="A people admin can link the two"):
        door.does("bea", "enrol", one, FORM | {"email": "may@x.org"})
    assert door.newcomer() == one


def test_who_adds_somebody_nobody_manages_is_told_so(door: Door) -> None:
    answer = said(door.does("nora", "enrol", door.turns_up(), FORM | {"department": "island"}))
    assert "They have no operations manager yet." in answer
    assert "You have no operations manager yet; Nora or Omar can help." in door.told("jo", "welcome")[0]


BAD: list[tuple[str, Any, str]] = [
    ("name", "", "must not be empty"),
    ("name", "x" * 201, "200 is the most"),
    ("email", "nobody", "no email address"),
    ("email", "ann@x.org", "in the directory already"),
    ("time_zone", "Mars/Olympus", "no time zone"),
    ("locale", "zz_QQ", "no locale"),
    ("country", "XX", "no public holidays are known"),
    ("subdivision", "ZZ", "no subdivision of DE"),
    ("pattern", "whenever", "can't read the working pattern"),
    ("pattern", "", "can't read the working pattern"),
    ("starts", None, "pick their first day"),
    ("starts", date(2126, 1, 1), "too far away"),
    ("starts", date(1, 1, 1), "too far away"),
]


def test_what_cannot_be_is_said_under_its_field_and_nothing_is_kept(door: Door) -> None:
    one = door.turns_up()
    before = len(door.queued())
    for field, value, text in BAD:
        with pytest.raises(Refused, match=text) as refused:
            door.does("nora", "enrol", one, FORM | {field: value})
        assert refused.value.field == field
    assert door.newcomer() == one
    assert len(door.queued()) == before


def test_made_up_ids_and_departments_are_refused(door: Door) -> None:
    one = door.turns_up()
    with pytest.raises(Refused, match="can't find that newcomer"):
        door.does("nora", "form", replace(one, id=4711))
    with pytest.raises(NotAllowed):
        door.does("nora", "enrol", one, FORM | {"department": "no-such"})


def initial_values(opened: Open) -> set[str]:
    """What stands in the text fields of a form."""
    elements = [block["element"] for block in opened.view["blocks"] if block["type"] == "input"]
    return {str(element["initial_value"]) for element in elements if "initial_value" in element}
