"""App Home as people live with it: a welcome for each role, once; a language that is chosen and spoken at once."""

from rehearsal.actor import Actor
from tests.conversations.conftest import Office
from tests.waiting import until


def test_each_role_is_welcomed_once_and_a_chosen_language_is_spoken(office: Office) -> None:
    bea = office.person("bea")
    first = texts(bea)
    assert first.index("*Welcome!*") < first.index("*You are an operations manager here.*") < first.index("Nothing")
    assert "*You are a people admin here.*" not in first
    bea.presses("Got it")
    until(lambda: "*Welcome!*" not in texts(bea))
    assert "*You are an operations manager here.*" in texts(bea)
    bea.types("/dottedline language Klingon")
    bea.sees("I speak English (en), Deutsch (de)")
    bea.types("/dottedline language deutsch")
    bea.sees("Deutsch")
    bea.types("/dottedline language slack")
    until(lambda: "As in Slack" in texts(bea))


def test_what_one_can_type_is_said_by_role(office: Office) -> None:
    bea, ann = office.person("bea"), office.person("ann")
    bea.types("/dottedline")
    bea.sees("`/leave waiting` for what waits for your decision")
    ann.types("/dottedline")
    ann.sees("`/sick` when you are ill")
    ann.does_not_see("/leave waiting", within=0.1)
    ann.types("/dottedline settings")
    ann.submits(language="fr")
    until(lambda: " déc. 2026" in texts(ann))


def test_what_waits_can_be_listed_from_a_full_page(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    for day in range(1, 12):
        ann.types(f"/leave {day} feb 2027" if day not in (6, 7) else f"/leave {day + 9} feb 2027")
        ann.submits()
    page = texts(bea)
    assert "*11 things wait for you.*" in page
    assert "And 1 more." in page
    bea.presses("Show all")
    bea.sees("11 Feb 2027")


def test_a_page_that_is_open_follows_who_is_away_today(office: Office) -> None:
    """Zoe looks on while Ann reports herself sick, and takes it back: nobody opens the page anew."""
    ann, zoe = office.person("ann"), office.person("zoe")
    zoe.home()
    zoe.sees("Everybody is there today.")
    ann.types("/sick")
    zoe.sees("Away today: *Ann Kowalski*")
    ann.presses("Withdraw", on="on record")
    zoe.sees("Everybody is there today.")


def texts(person: Actor) -> str:
    """Their page now."""
    return str(person.home())
