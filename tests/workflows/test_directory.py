"""The life of a newcomer on a real database: kept, looked up, linked, put to people, let in once, or set aside."""

from datetime import UTC, date, datetime
from threading import Barrier, Thread
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.directory_office import FORM, JO, PROFILE, Door, said
from tests.workflows.leave_office import START, a_person, an_office
from workflows.directory.rules import Obstacle, Profile, State
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.replies import Open
from workflows.organisation.description import Description, PersonEntry, Stint
from workflows.organisation.register import write


@pytest.fixture
def door(store: Store, clock: FollowedClock) -> Door:
    return Door.opened(store, clock, an_office(a_person("omar", "all", admin=True)))


def former(name: str, ends: date) -> PersonEntry:
    """Somebody with a last day."""
    stint = Stint(START, "Europe/London", "GB", "ENG", "mon-fri", "support", people_admin=False)
    return PersonEntry(f"{name}@x.org", f"U0{name.upper()}", name.title(), "en_GB", START, ends, (stint,))


def unlinked(name: str, ends: date | None = None) -> PersonEntry:
    """Somebody whose Slack account is not known."""
    stint = Stint(START, "Europe/London", "GB", "ENG", "mon-fri", "support", people_admin=False)
    return PersonEntry(f"{name}@x.org", "", name.title(), "en_GB", START, ends, (stint,))


def described(*people: PersonEntry) -> Description:
    return Description({one.email: one for one in people})


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
    assert "mon-fri" in said(door.types("jo", ""))


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
    assert door.knocks("U0PIA") == "Your first day is 01 December 2026; I am yours from then on."
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
        door.store.write(lambda tx: _run_on(door, tx, 4711))
    with pytest.raises(NotAllowed):
        door.does("nora", "enrol", one, FORM | {"department": "no-such"})


def test_hostile_names_are_kept_and_shown_as_names(door: Door) -> None:
    one = door.turns_up(Profile("*Eve*\u202e <!channel>\x00\ud800 & <@U0ANN>", "EVE@x.org", "no/where", "??"))
    assert one.profile == Profile("*Eve* <!channel> & <@U0ANN>", "eve@x.org", "", "")
    card = door.told("nora", "card")[0]
    assert "<!channel>" not in card
    assert "<@U0ANN>" not in card
    assert "&lt;!channel&gt;" in card


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
    assert door.home("ann") == "()"


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


def test_the_profile_is_asked_about_once_whoever_asks(door: Door) -> None:
    door.knocks()
    door.introduces()
    door.introduces(Profile("Somebody Else", "else@x.org"))
    assert door.newcomer().profile.name == PROFILE.name


def initial_values(opened: Open) -> set[str]:
    """What stands in the text fields of a form."""
    elements = [block["element"] for block in opened.view["blocks"] if block["type"] == "input"]
    return {str(element["initial_value"]) for element in elements if "initial_value" in element}


def _run_on(door: Door, tx: Any, number: int) -> Any:
    from workflows.directory import WORKFLOW  # noqa: PLC0415 - with its only use
    from workflows.kernel.flow import run  # noqa: PLC0415 - the same

    return run(WORKFLOW, "form", tx, door.actor(tx, "nora"), number, {}, 1)
