"""A handover as Daniel, Bea and those who have no part in it live it, in the real bot."""

from tests.conversations.conftest import Office


def test_apollo_is_closed_out_between_its_manager_and_operations(office: Office) -> None:
    daniel, bea, zoe = office.person("daniel"), office.person("bea"), office.person("zoe")
    daniel.types("/handover start apollo")
    daniel.sees("What was delivered, and where it is")
    daniel.submits(kind="closeout", operations="bea", day="2026-11-20")
    daniel.sees("That day is over. Please pick today or a later one.")
    daniel.submits(kind="closeout", operations="bea", day="2026-12-18")
    for one in (daniel, bea):
        one.is_told("0 of 4 acknowledged")
    zoe.does_not_see("Handover of Apollo")

    daniel.presses("Pass on…", on="What was delivered")
    daniel.submits(place="The shared drive, Apollo/Delivered")
    bea.is_told("This is where it is:")
    bea.sees("The shared drive, Apollo/Delivered")
    bea.presses("Something is missing…", on="This is where it is:")
    bea.submits(why="The test reports are not there")
    daniel.is_told("is still missing something")
    daniel.sees("The test reports are not there")
    daniel.presses("Pass on…", on="is still missing something")
    daniel.submits(place="They are there now")
    bea.presses("I have it", on="They are there now")
    daniel.is_told("1 of 4 acknowledged")
    bea.is_told("Bea Lindqvist has “What was delivered, and where it is”")

    zoe.types("/handover")
    zoe.sees("No handover runs that you are part of.")
    office.goes_to("2026-12-11 09:05 UTC")
    daniel.is_told("Open points, and who takes each")
    office.goes_to("2026-12-14 09:05 UTC")
    bea.is_told("Late on the handover of Apollo")


def test_words_and_presses_that_lead_nowhere_are_answered(office: Office) -> None:
    daniel, zoe = office.person("daniel"), office.person("zoe")
    daniel.types("/handover start atlantis")
    daniel.sees("I know no project “atlantis” that is running.")
    daniel.types("/handover away")
    daniel.sees("You were not away for long in the last two months.")
    daniel.types("/handover help")
    daniel.sees("start apollo")
    zoe.types("/handover start apollo")
    zoe.submits(kind="long_leave", away="zoe", replacement="zoe", day="2026-12-18")
    zoe.sees("They can't stand in for themselves.")
    zoe.submits(kind="long_leave", away="ann", replacement="maya", day="2026-12-18")
    zoe.sees("You can't do that")


def test_a_milestone_says_what_a_handover_still_misses_and_both_managers_hear_when_it_is_done_all_the_same(
    office: Office,
) -> None:
    daniel, bea, zoe = office.person("daniel"), office.person("bea"), office.person("zoe")
    daniel.types("/handover start apollo")
    daniel.submits(kind="closeout", operations="bea", day="2026-12-18")
    bea.is_told("0 of 4 acknowledged")
    daniel.types("/milestone done beta")
    daniel.sees("“What was delivered, and where it is” is due on Fri, 4 Dec 2026 and not passed on yet")
    daniel.submits()
    assert daniel.errors["sentence"]
    daniel.submits(sentence="Customers are waiting")
    bea.is_told("A milestone was called done while the handover of Apollo: closing out the project still misses")
    daniel.sees("done on Mon, 23 Nov 2026")
    zoe.does_not_see("handover of Apollo", within=0.1)
    daniel.types("/milestone done launch")
    daniel.sees("Still missing:")
    daniel.closes()
    daniel.presses("Cancel handover", on="Handover of Apollo")
    bea.is_told("ancel")
    daniel.types("/milestone done launch")
    daniel.sees("Milestone done")
    assert "Still missing" not in str(daniel.modal)
