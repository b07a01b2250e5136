"""A decision that sees both sides: project managers consulted, what leave touches, and a change asked for."""

from tests.conversations.conftest import Office

CONCERN = "the beta goes out on the 8th"


def test_project_managers_are_consulted_and_their_answers_come_onto_the_card(office: Office) -> None:
    ann, bea, daniel, maya = (office.person(name) for name in ("ann", "bea", "daniel", "maya"))
    ann.types("/leave 7 dec - 9 dec")
    ann.submits(reason="QUOKKA")
    daniel.sees("Ann Kowalski* asks to be away: Mon, 7 Dec 2026 to Wed, 9 Dec 2026. Is that a concern for the project?")
    bea.sees("no answer yet, until Wed, 25 Nov 2026")
    daniel.presses("Concern…", on="asks to be away")
    daniel.sees("by nobody else")
    daniel.submits(concern=CONCERN)
    daniel.sees(f"Your concern: {CONCERN}")
    bea.sees(f"concern, “{CONCERN}”")
    maya.presses("No concern", on="asks to be away")
    maya.is_told("Your answer: no concern. You can change it until the leave is decided.")
    bea.sees("Maya Levi (Dunes")
    bea.sees("no concern")
    for name in ("ann", "maya", "zoe", "nora"):
        office.person(name).does_not_see(CONCERN, within=0.1)
    for name in ("daniel", "maya"):
        office.person(name).does_not_see("QUOKKA", within=0.1)
    bea.presses("Approve leave")
    daniel.sees("Decided: *Ann Kowalski* is away, Mon, 7 Dec 2026 to Wed, 9 Dec 2026")
    ann.is_told("approved")


def test_silence_is_no_concern_when_the_clock_runs_out_and_is_said_on_both_cards(office: Office) -> None:
    ann, bea, daniel = office.person("ann"), office.person("bea"), office.person("daniel")
    ann.types("/leave 7 dec - 9 dec")
    ann.submits()
    daniel.sees("Is that a concern for the project?")
    office.goes_to("2026-11-26 09:00 UTC")
    bea.sees("no answer by Wed, 25 Nov 2026, which counts as no concern")
    daniel.sees("You had not answered by")
    daniel.presses("Concern…", on="asks to be away")
    daniel.submits(concern=CONCERN)
    bea.sees(CONCERN)


def test_a_change_is_asked_for_and_the_person_takes_the_days(office: Office) -> None:
    ann, bea, daniel = office.person("ann"), office.person("bea"), office.person("daniel")
    ann.types("/leave 7 dec - 9 dec")
    ann.submits()
    bea.presses("Ask for a change…", on="Ann Kowalski")
    bea.sees("What would suit better?")
    bea.submits(first="2026-12-14", last="2026-12-16", reason="The week after is quieter.")
    bea.sees("You suggested Mon, 14 Dec 2026 to Wed, 16 Dec 2026 instead; it waits for an answer from Ann Kowalski.")
    ann.sees("Suggested instead: *Mon, 14 Dec 2026 to Wed, 16 Dec 2026*")
    ann.sees("The week after is quieter.")
    ann.presses("Use these days…")
    ann.submits()
    bea.is_told("changed their request")
    daniel.sees("Ann Kowalski* has asked for other dates since: this question is closed.")
    daniel.sees("Mon, 14 Dec 2026 to Wed, 16 Dec 2026. Is that a concern for the project?")
    bea.presses("Approve leave")
    ann.is_told("Mon, 14 Dec 2026")


def test_a_change_is_asked_for_and_the_person_keeps_what_they_asked_for(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    ann.types("/leave 7 dec - 9 dec")
    ann.submits()
    bea.presses("Ask for a change…", on="Ann Kowalski")
    bea.submits()
    bea.sees("Please pick other days, or write what should be different.")
    bea.submits(first="2026-12-12", last="2026-12-13")
    bea.sees("Ann Kowalski doesn't work on any of these days, so no leave is needed.")
    bea.submits(first="", last="", reason="Could you be back on the 9th?")
    ann.sees("Could you be back on the 9th?")
    ann.presses("Keep as asked", on="asks for a change of your request")
    ann.sees("You would rather keep what you asked for.")
    bea.is_told("would rather keep what they asked for")
    bea.presses("Approve leave")
    ann.is_told("approved")


def test_the_card_sees_both_sides_and_on_approval_milestones_are_put_to_the_project_manager(office: Office) -> None:
    ann, bea, daniel = office.person("ann"), office.person("bea"), office.person("daniel")
    ann.types("/leave 14 dec - 18 dec")
    ann.submits(reason="WOMBAT")
    bea.sees("Apollo: Beta release is due on Fri, 18 Dec 2026, on track.")
    bea.sees("Apollo: the customer portal: 40 %, until Wed, 31 Mar 2027.")
    bea.presses("Show all…")
    bea.sees("Milestones")
    bea.sees("Staffing")
    bea.sees("Daniel O’Brien (Apollo): no answer yet, until Wed, 25 Nov 2026")
    bea.closes()
    daniel.does_not_see("Is it at risk?", within=0.1)
    bea.presses("Approve leave")
    daniel.sees("Apollo loses 40 % of one person from Mon, 14 Dec 2026 to Fri, 18 Dec 2026. Is it at risk?")
    daniel.does_not_see("WOMBAT", within=0.1)
    daniel.does_not_see("Annual leave", within=0.1)


def test_what_is_refused_on_somebodys_behalf_names_them(office: Office) -> None:
    bea = office.person("bea")
    bea.types("/leave 12 dec for @ann")
    bea.sees("Ann Kowalski doesn't work on Sat 12 December 2026, so no leave is needed then.")
    bea.changes(last="2027-03-31")
    bea.sees("Ann Kowalski has 30 days left for it")
