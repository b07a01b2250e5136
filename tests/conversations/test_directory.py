"""Newcomers as they and those who let them in live it; and what people are told about each other."""

from typing import Any

from tests.conversations.conftest import Office
from tests.conversations.newcomers import EVE, JO, known_by_address, met

__all__ = ["met"]

ADDED: dict[str, Any] = {"department": "support", "country": "DE", "subdivision": "BE"}


def test_a_stranger_is_told_whom_to_ask_and_added_from_the_card(met: Office) -> None:
    jo, nora, omar = met.person("jo"), met.person("nora"), met.person("omar")
    bea = met.person("bea")
    jo.types("/leave tomorrow")
    jo.sees("please ask Nora Fitzgerald or Omar Haddad")
    nora.sees("Jo Park (Slack) used /leave, and I don't know them yet.")
    omar.sees("Jo Park (Slack) used /leave, and I don't know them yet.")
    jo.types("/leave balance")
    jo.sees("they know that you were here")
    nora.presses("Add to the directory…")
    nora.submits(**ADDED)
    nora.sees("Jo Park is in the directory")
    nora.sees("Added by you on Mon, 23 Nov 2026, as Jo Park in Support")
    omar.sees("Added by Nora Fitzgerald on Mon, Nov 23, 2026, as Jo Park in Support")
    jo.is_told("Willkommen, Jo Park!")
    jo.sees("Deine Bereichsleitung ist Bea Lindqvist.")
    bea.is_told("Jo Park is in Support")
    omar.does_not_see("Add to the directory…")
    assert len(_cards(met, "omar")) == 1
    jo.types("/people")
    jo.sees("Deutschland, BE")


def test_a_stranger_who_opens_home_is_put_to_the_people_admins_who_may_set_them_aside(met: Office) -> None:
    jo, nora, omar = met.person("jo"), met.person("nora"), met.person("omar")
    jo.home()
    jo.sees("I don't know you yet")
    nora.sees("Jo Park (Slack) opened my Home tab")
    nora.presses("Not one of us")
    omar.sees("Set aside by Nora Fitzgerald")
    jo.types("/leave")
    jo.is_told("You are not in the directory")
    assert len(_cards(met, "nora")) == len(_cards(met, "omar")) == 1


def test_somebody_whose_address_is_known_is_linked_at_once(met: Office) -> None:
    jo, nora = met.person("jo"), met.person("nora")
    known_by_address(met, "Joanna Park", JO["email"])
    jo.types("/leave balance")
    jo.sees("Unless I find you in the directory by your address")
    jo.is_told("Welcome, Joanna Park! I know who you are now.")
    jo.types("/people")
    jo.sees("Bea Lindqvist")
    nora.does_not_see("Jo Park (Slack)")


def test_a_manager_adds_somebody_to_their_own_department_and_to_no_other(met: Office) -> None:
    bea, jo, nora = met.person("bea"), met.person("jo"), met.person("nora")
    bea.types("/people add @jo")
    bea.is_told("Jo Park (Slack) is not in the directory yet.")
    bea.presses("Add to the directory…")
    offered = [option["value"] for option in _element(bea.modal, "department")["options"]]
    assert offered == ["support"]
    bea.submits(country="DE", pattern="sometimes")
    bea.sees("I can't read the working pattern")
    bea.submits(pattern="mon-thu", subdivision="XX")
    bea.sees("is no subdivision of DE")
    bea.submits(subdivision="BE")
    bea.sees("Added by you")
    jo.is_told("Bea Lindqvist hat dich ins Verzeichnis aufgenommen")
    nora.does_not_see("Jo Park (Slack)")
    bea.types("/people add @jo")
    bea.is_told("Jo Park is in the directory already.")


def test_a_name_full_of_tricks_stays_a_name(met: Office) -> None:
    eve, nora = met.person("eve"), met.person("nora")
    eve.types("/leave")
    nora.sees("Eve <!channel> evil & co (Slack) used /leave")
    card = _cards(met, "nora")[0]
    assert "&lt;!channel&gt;" in card["blocks"][0]["text"]["text"]
    assert EVE["id"] in str(card)


def test_nobody_adds_an_app_or_a_deactivated_account(met: Office) -> None:
    bea = met.person("bea")
    bea.types("/people add @dottedline")
    bea.is_told("That is an app; only people go into the directory.")
    bea.types("/people add @old")
    bea.is_told("That account is deactivated in Slack.")
    bea.types("/people add @nobodyatall")
    bea.is_told("I don't know whom you mean.")
    bea.types("/people @jo")
    bea.is_told("I don't know anybody with that account.")


def test_people_read_what_is_theirs_to_read(met: Office) -> None:
    ann, bea, helen = met.person("ann"), met.person("bea"), met.person("helen")
    ann.types("/people")
    ann.sees("Bea Lindqvist")
    ann.sees("Tomás Ferreira")
    ann.sees("Is something wrong? Tell Nora Fitzgerald or Omar Haddad.")
    ann.types("/people team")
    ann.sees("Support (")
    ann.sees("Grace Mbeki")
    bea.types("/people @ann")
    bea.sees("Local time")
    assert "mon-fri" not in str(bea.seen()["conversations"])
    helen.types("/people team")
    helen.sees("Engineering (")
    helen.types("/people")
    helen.sees("there is nothing above Northwind Works")


def _cards(office: Office, name: str) -> list[dict[str, Any]]:
    seen = office.person(name).seen()["conversations"]
    return [
        message
        for place in seen
        for message in place["messages"]
        if "(Slack)" in message.get("text", "") and message.get("blocks")
    ]


def _element(modal: Any, block: str) -> dict[str, Any]:
    return next(dict(one["element"]) for one in modal["blocks"] if one.get("block_id") == block)
