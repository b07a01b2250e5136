"""A stranger on a real database: kept, looked up, linked, put to people, set aside; told of once and never lost."""

from datetime import UTC, date, datetime

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.directory_office import FORM, JO, PROFILE, Door, a_door, described, former, said, unlinked
from tests.workflows.leave_office import a_person, an_office
from workflows.directory.rules import Obstacle, Profile, State
from workflows.kernel.errors import Refused
from workflows.kernel.replies import Open
from workflows.organisation.description import Description, PersonEntry
from workflows.organisation.register import write

__all__ = ["a_door"]


def test_a_stranger_is_told_by_name_whom_to_ask_and_it_is_kept(door: Door) -> None:
    assert "please ask Nora or Omar to add you" in door.knocks()
    assert door.events() == ["arrived"]
    assert door.queued() == []
    door.introduces()
    assert door.events() == ["arrived", "introduced"]
    assert "Jo Park (Slack) used /leave, and I don't know them yet." in door.told("nora", "card")[0]
    assert [notice.to for notice in door.queued()] == [door.person("nora"), door.person("omar")]


def test_however_often_they_try_people_are_told_once(door: Door) -> None:
    door.turns_up()
    for used in ("/leave", "home", "button"):
        assert "they know that you were here" in door.knocks(used=used)
    door.introduces()
    assert len(door.queued()) == 2
    assert door.events() == ["arrived", "introduced"]


def test_without_slacks_word_people_are_told_all_the_same(door: Door) -> None:
    door.turns_up(None)
    assert "Somebody (Slack) used /leave" in door.told("nora", "card")[0]
    assert f"<@{JO}>" in door.told("nora", "card")[0]


def test_without_people_admins_whoever_installed_it_is_named(store: Store, clock: FollowedClock) -> None:
    office = an_office()
    people = {email: one for email, one in office.people.items() if email != "nora@x.org"}
    door = Door.opened(store, clock, Description(people, office.departments))
    assert "please ask whoever installed me" in door.knocks()
    door.introduces()
    assert door.queued() == []


def test_a_known_address_without_a_slack_account_is_linked_at_once(door: Door) -> None:
    door.store.write(lambda tx: write(tx, described(unlinked("jo"))))
    one = door.turns_up()
    assert (one.state, one.known_as) == (State.ADDED, door.person("jo"))
    assert door.told("nora", "card") == []
    welcome = door.told("jo", "welcome")[0]
    assert "Welcome, Jo! I know who you are now." in welcome
    assert "/leave" in welcome
    assert "operations manager is Bea" in welcome
    assert "Mon" in said(door.types("jo", ""))


@pytest.mark.parametrize(
    "profile",
    [
        Profile("Jo", "", "Europe/Berlin", "de-DE"),
        Profile("Jo", "ann@x.org"),
        Profile("Jo", "gone@x.org"),
    ],
    ids=["no address that Slack vouches for", "an address of one who has an account", "an address of one who left"],
)
def test_any_other_address_links_nobody(door: Door, profile: Profile) -> None:
    door.store.write(lambda tx: write(tx, described(unlinked("jo"), unlinked("gone", date(2026, 1, 31)))))
    assert door.turns_up(profile).state is State.WAITING
    assert len(door.told("nora", "card")) == 1


def test_set_aside_is_for_good_unless_somebody_adds_them(door: Door) -> None:
    one = door.turns_up()
    door.does("nora", "set_aside", one)
    assert "Set aside by Nora on" in door.told("omar", "card")[-1]
    assert "If you should be, please ask Nora or Omar" in door.knocks()
    assert len([notice for notice in door.queued() if not notice.only_update]) == 2
    assert isinstance(door.types("bea", f"add <@{JO}|jo>"), Open)
    door.does("bea", "enrol", door.newcomer(), FORM)
    assert door.newcomer().state is State.ADDED


@pytest.mark.parametrize(
    ("profile", "why", "text"),
    [
        (Profile("Polly", app=True), Obstacle.APP, "That is an app"),
        (Profile("Old", deactivated=True), Obstacle.DEACTIVATED, "deactivated in Slack"),
    ],
)
def test_apps_and_deactivated_accounts_are_nobody_to_add(
    door: Door, profile: Profile, why: Obstacle, text: str
) -> None:
    assert "asking Slack" in said(door.types("bea", f"add <@{JO}|jo>"))
    door.introduces(profile)
    assert (door.newcomer().state, door.newcomer().obstacle) == (State.SET_ASIDE, why)
    assert text in door.told("bea", "card")[0]
    assert door.told("nora", "card") == []
    with pytest.raises(Refused, match=text):
        door.types("bea", f"add <@{JO}|jo>")


def test_one_whom_a_manager_wants_is_put_to_that_manager_alone_until_they_turn_up(door: Door) -> None:
    door.types("bea", f"add <@{JO}|jo>")
    door.types("bea", f"add <@{JO}|jo>")
    door.introduces()
    assert "Jo Park (Slack) is not in the directory yet." in door.told("bea", "card")[0]
    assert door.told("nora", "card") == []
    door.knocks()
    assert "Jo Park (Slack) used /leave" in door.told("nora", "card")[0]
    assert len([notice for notice in door.queued() if notice.to == door.person("nora")]) == 1


def test_one_who_has_left_is_told_so_and_nobody_fills_in_a_form_for_them(door: Door) -> None:
    door.store.write(lambda tx: write(tx, described(former("gus", date(2026, 10, 30)))))
    assert "You are not in the directory any more" in door.knocks("U0GUS")
    card = door.told("nora", "card")[0]
    assert "Gus (Slack) used /leave, and is not with us any more." in card
    assert "directory:form" not in card
    assert "directory:set_aside" in card
    with pytest.raises(Refused, match="with a last day that is over"):
        door.does("nora", "form", door.newcomer("U0GUS"))
    with pytest.raises(Refused, match="has been with us and left"):
        door.types("nora", "add <@U0GUS>")
    with pytest.raises(Refused, match="don't know anybody"):
        door.types("ann", "<@U0GUS>")


def test_one_who_was_added_and_left_is_put_to_people_anew(door: Door) -> None:
    door.does("nora", "enrol", door.turns_up(), FORM)
    gone = former("jo", date(2026, 12, 31))
    door.store.write(lambda tx: write(tx, described(gone)))
    door.clock.follow(datetime(2027, 1, 4, 9, tzinfo=UTC), speed=0)
    assert "You are not in the directory any more" in door.knocks()
    cards = {notice.card for notice in door.queued() if notice.kind == "card"}
    assert len(cards) == 2
    assert door.newcomer().obstacle is Obstacle.LEFT


def test_one_who_has_yet_to_begin_is_told_when_and_nobody_is_bothered(door: Door) -> None:
    later = a_person("pia")
    later = PersonEntry(later.email, later.slack_id, "Pia", "en_GB", date(2026, 12, 1), None, later.stints)
    door.store.write(lambda tx: write(tx, described(later)))
    assert door.knocks("U0PIA") == "Your first day is 1 December 2026; I am yours from then on."
    assert door.queued() == []


def test_whoever_comes_into_the_directory_by_import_waits_no_longer(door: Door) -> None:
    door.turns_up()
    door.ticks()
    assert door.newcomer().state is State.WAITING
    door.store.write(lambda tx: write(tx, described(a_person("jo"))))
    door.ticks()
    door.ticks()
    assert door.newcomer().state is State.ADDED
    assert door.events().count("added") == 1
    assert "In the directory since Mon, 23 Nov 2026" in door.told("nora", "card")[-1]
    assert len(door.told("jo", "welcome")) == 1


def test_hostile_names_are_kept_and_shown_as_names(door: Door) -> None:
    one = door.turns_up(Profile("*Eve*\u202e <!channel>\x00\ud800 & <@U0ANN>", "EVE@x.org", "no/where", "??"))
    assert one.profile == Profile("*Eve* <!channel> & <@U0ANN>", "eve@x.org", "", "")
    card = door.told("nora", "card")[0]
    assert "<!channel>" not in card
    assert "<@U0ANN>" not in card
    assert "&lt;!channel&gt;" in card


def test_the_profile_is_asked_about_once_whoever_asks(door: Door) -> None:
    door.knocks()
    door.introduces()
    door.introduces(Profile("Somebody Else", "else@x.org"))
    assert door.newcomer().profile.name == PROFILE.name
