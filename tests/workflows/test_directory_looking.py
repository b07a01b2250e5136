"""What people read about themselves, about each other, and about what is amiss; and what is not understood."""

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.directory_office import Door, a_door, described, said
from tests.workflows.leave_office import START, a_person, an_office
from workflows.kernel.errors import Refused
from workflows.organisation.description import PersonEntry, Stint
from workflows.organisation.register import write

__all__ = ["a_door"]


def test_home_shows_newcomers_and_gaps_to_those_who_can_mend_them(door: Door) -> None:
    lost = Stint(START, "Europe/London", "GB", "ENG", "", "island", people_admin=False)
    door.store.write(
        lambda tx: write(tx, described(PersonEntry("lou@x.org", "U0LOU", "Lou", "en_GB", START, None, (lost,))))
    )
    door.turns_up()
    nora = door.home("nora")
    assert "Jo Park* (Slack) used" in nora
    assert "*No operations manager* (1 person): Lou." in nora
    assert "*No operations manager of its own* (2 departments): Delivery and Island." in nora
    assert "no leave can be counted* (1 person): Lou." in nora
    assert "directory:form" in door.home("bea")
    assert "directory:set_aside" not in door.home("bea")
    assert "Lou" not in door.home("bea")
    assert "Delivery" in door.home("head")
    assert door.home("ann") == "[]"


def test_people_without_a_manager_read_so_plainly_and_whom_to_ask(door: Door) -> None:
    lost = Stint(START, "Europe/London", "GB", "ENG", "", "", people_admin=False)
    alone = Stint(START, "Europe/London", "GB", "ENG", "mon-fri", "island", people_admin=False)
    people = {"lou": lost, "ida": alone}
    entries = [
        PersonEntry(f"{name}@x.org", f"U0{name.upper()}", name.title(), "en_GB", START, None, (stint,))
        for name, stint in people.items()
    ]
    door.store.write(lambda tx: write(tx, described(*entries)))
    lou, ida = said(door.types("lou", "")), said(door.types("ida", ""))
    assert "Nobody: you are in no department. Please ask Nora or Omar." in lou
    assert "None, so no leave can be counted. Please ask Nora or Omar." in lou
    assert "You are in no department" in said(door.types("lou", "team"))
    assert "Nobody yet for Island. Please ask Nora or Omar." in ida
    assert "Nobody: there is nothing above All." in said(door.types("head", ""))
    assert "Head, of All above" in said(door.types("eve", ""))
    assert "'text': '*Standing deputy*\\nYou'" in said(door.types("tom", ""))


def test_a_colleague_learns_no_more_than_a_colleague_may(door: Door) -> None:
    shown = said(door.types("zoe", "<@U0ANN|ann>"))
    for allowed in ("Ann", "Support", "Bea", "Apollo", "09:00"):
        assert allowed in shown
    for private in ("mon-fri", "ann@x.org", "Europe/London", "England", "50", "Tom"):
        assert private not in shown


def test_a_contract_is_for_its_owner_and_for_people_admins(store: Store, clock: FollowedClock) -> None:
    door = Door.opened(store, clock, an_office(a_person("pia", contract="fixed_term")))
    assert "*Contract*\\nFixed term" in said(door.types("pia", ""))
    assert "*Contract*\\nFixed term" in said(door.types("nora", "<@U0PIA|pia>"))
    assert "Contract" not in said(door.types("nora", "<@U0ANN|ann>"))
    for colleague in ("zoe", "bea", "dan"):
        assert "Fixed term" not in said(door.types(colleague, "<@U0PIA|pia>"))


def test_a_team_is_shown_with_whom_they_work(door: Door) -> None:
    team = said(door.types("zoe", "team"))
    assert "Support (4)" in team
    assert "*Ann*: Apollo (with Dan)" in team
    assert "Delivery" not in team
    everybody = said(door.types("head", "team"))
    assert "Delivery (2)" in everybody
    assert "Support (4)" in everybody


UNREAD = [
    ("nonsense", "I don't know “nonsense” here"),
    ("add", "I don't know whom you mean"),
    ("add @jo", "I don't know whom you mean"),
    ("@jo", "I don't know whom you mean"),
    ("<@U0ANN> <@U0BEA>", "One person at a time"),
    ("delete <@U0ANN>", "I don't know “delete” here"),
    ("&lt;!channel&gt;", "I don't know “!channel” here"),
    ("<@U0NOBODY|x>", "I don't know anybody with that account"),
    ("x" * 300, "a lot of words"),
    ("add <@U0ANN|ann>", "Ann is in the directory already"),
]


def test_what_is_not_understood_is_answered_with_the_way_out(door: Door) -> None:
    for words, text in UNREAD:
        with pytest.raises(Refused, match=text) as refused:
            door.types("bea", words)
        assert "<!" not in refused.value.text
    assert door.events() == []


def test_a_mention_of_oneself_is_oneself(door: Door) -> None:
    assert said(door.types("ann", "<@U0ANN|ann>")) == said(door.types("ann", ""))
