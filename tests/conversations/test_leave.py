"""From `/leave` to a decision, as Ann, Bea and the others live it."""

from tests.conversations.conftest import Office


def test_leave_is_asked_for_decided_and_told(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    ann.types("/leave 7 dec - 9 dec")
    ann.sees("3 days")
    ann.submits()
    bea.sees("Ann Kowalski asks for leave")
    bea.presses("Approve leave")
    ann.is_told("approved")
