"""Cover, replacement and time off in lieu, as Ann, Bea and the others live them."""

from tests.conversations.conftest import Office


def test_cover_and_replacement_show_where_it_is_asked_for_and_decided(office: Office) -> None:
    ann, bea, zoe = office.person("ann"), office.person("bea"), office.person("zoe")
    bea.types("/leave floor")
    bea.sees("has no minimum cover")
    bea.submits(amount="1")
    bea.sees("at least 1 should be there")
    bea.closes()
    ann.types("/leave 7 dec - 9 dec")
    ann.sees("Cover of")
    ann.changes(replacement="zoe")
    ann.submits(reason="WOMBAT")
    zoe.sees("Ann Kowalski* asks for leave and names you as replacement")
    bea.sees("Replacement: Zoë")
    bea.presses("Approve leave")
    zoe.sees("You replace *Ann Kowalski*")
    zoe.does_not_see("WOMBAT", within=0.1)


def test_time_worked_on_a_saturday_is_confirmed_and_credited(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    ann.types("/leave worked 21 nov")
    ann.submits(reason="the release")
    bea.sees("worked on a day off")
    bea.presses("Confirm")
    ann.is_told("confirmed by Bea")
    ann.types("/leave balance")
    ann.sees("1 day free")
    ann.types("/leave worked 20 nov")
    ann.submits()
    ann.sees("is a working day for you")
