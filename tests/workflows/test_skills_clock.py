"""What the clock does for skills: reminders, climbing, silence, certificates, and those who have left."""

from datetime import date

import pytest

from bot.transaction import Transaction
from tests.workflows.skills_office import TERMS, TODAY, SkillOffice, a_skill_office
from workflows.organisation import recent, skills
from workflows.skills.rules.life import State

__all__ = ("a_skill_office",)


def kinds(office: SkillOffice, name: str) -> list[str]:
    """What was queued for somebody anew, in order."""
    person = office.person(name)
    return [one.kind for one in office.queued() if one.to == person and not one.only_update]


def leaves(office: SkillOffice, name: str) -> None:
    """Somebody had their last day on Friday 27 November."""

    def work(tx: Transaction) -> None:
        tx.connection.exec_driver_sql(f"update person set ends = '2026-11-27' where email = '{name}@x.org'")  # noqa: S608 - a name of this file's
        recent.changed(tx)

    office.store.write(work)


def test_who_owes_an_answer_is_reminded_then_the_question_climbs_and_nothing_is_decided(office: SkillOffice) -> None:
    item = office.proposes()
    office.ticks("2026-11-25T09:30")
    assert kinds(office, "bea") == ["decide"]
    for _ in range(2):
        office.ticks("2026-11-26T09:30")
    assert kinds(office, "bea") == ["decide", "waiting"]
    assert "Still waiting for your answer: *Ann*" in office.told("bea", "waiting")[0]
    office.ticks("2026-12-01T09:30")
    office.ticks("2026-12-03T09:30")
    assert kinds(office, "tom") == ["decide"]
    assert kinds(office, "bea") == ["decide", "waiting", "waiting", "passed"]
    assert office.item().state is State.PROPOSED
    office.does("tom", "agree", item.id, **TERMS, owner="U0ANN")
    office.ticks("2026-12-20T09:30")
    assert "waiting" not in kinds(office, "tom")
    assert office.told("bea", "waiting") == []


def test_a_claimed_level_is_reminded_of_and_climbs_too(office: SkillOffice) -> None:
    office.does("ann", "claim", skill="Python", level="4", note="")
    office.ticks("2026-11-26T09:30")
    assert kinds(office, "bea") == ["claim", "claim_waiting"]
    office.ticks("2026-12-03T09:30")
    assert kinds(office, "tom") == ["claim"]
    office.does("tom", "confirm", 1)
    assert office.levels("ann") == {"Python": 4}


def test_silence_is_asked_after_first_of_its_owner_then_of_the_manager_and_a_word_ends_it(office: SkillOffice) -> None:
    item = office.agreed()
    office.does("ann", "begin", item.id)
    office.ticks("2026-12-14T09:30")
    assert "quiet" not in kinds(office, "ann")
    for _ in range(3):
        office.ticks("2026-12-15T09:30")
    assert kinds(office, "ann").count("quiet") == 1
    assert "How does it go?" in office.told("ann", "quiet")[0]
    assert "nothing was heard for a while" in office.home("ann")
    assert "nothing was heard for a while" in office.home("bea")
    office.ticks("2027-01-05T09:30")
    assert kinds(office, "bea").count("quiet") == 1
    office.does("ann", "update", item.id, note="Going well", last=date(2027, 2, 26))
    assert "nothing was heard for a while" not in office.home("bea")
    office.ticks("2027-01-08T09:30")
    assert kinds(office, "ann").count("quiet") == 2


def test_the_day_by_which_it_was_to_be_done_is_asked_after(office: SkillOffice) -> None:
    office.agreed()
    office.ticks("2027-03-01T09:30")
    assert "was to be done by now" in office.told("ann", "overdue")[0]
    assert kinds(office, "ann").count("overdue") == 1


def test_whoever_is_to_rate_anew_is_reminded_until_they_have(office: SkillOffice) -> None:
    item = office.agreed()
    office.does("ann", "finish", item.id)
    office.ticks("2026-11-26T09:30")
    assert kinds(office, "bea").count("assess") == 2
    assert "not rated since" in office.home("bea")
    office.does("bea", "assess", item.id, level="3", assessed_on=date(2026, 11, 26), expires=None)
    office.ticks("2026-12-10T09:30")
    assert kinds(office, "bea").count("assess") == 2
    assert "not rated since" not in office.home("bea")


def test_a_certificate_is_spoken_of_before_it_runs_out_until_it_is_renewed(office: SkillOffice) -> None:
    office.does(
        "bea", "rate", person="U0ANN", skill="Power BI", level="3", assessed_on=TODAY, expires=date(2027, 1, 22)
    )
    for moment in ("2026-11-23T08:30", "2026-11-23T09:30", "2026-12-01T09:30"):
        office.ticks(moment)
    assert kinds(office, "ann").count("expiring") == 1
    assert kinds(office, "bea").count("expiring") == 1
    assert "runs out on Fri, 22 Jan 2027" in office.told("ann", "expiring")[0]
    assert "*Ann*'s certificate in *Power BI*" in office.told("bea", "expiring")[0]
    office.ticks("2026-12-23T09:30")
    assert kinds(office, "ann").count("expiring") == 2
    on, until = date(2026, 12, 23), date(2029, 1, 22)
    office.does("bea", "rate", person="U0ANN", skill="Power BI", level="3", assessed_on=on, expires=until)
    office.ticks("2027-01-15T09:30")
    assert kinds(office, "ann").count("expiring") == 2
    assert office.told("ann", "expiring") == []


def test_what_belonged_to_somebody_who_has_left_ends_by_itself(office: SkillOffice) -> None:
    office.proposes(cost="100 EUR")
    leaves(office, "ann")
    office.ticks("2026-11-30T09:30")
    assert office.item().state is State.DROPPED
    assert office.rows("select count(*) from commitment")[0][0] == 0
    assert office.events() == ["proposed", "ended"]


def test_a_mentor_who_has_left_is_one_no_more_and_the_manager_is_told(office: SkillOffice) -> None:
    office.agreed()
    leaves(office, "zoe")
    office.ticks("2026-11-30T09:30")
    assert office.item().terms.partner is None
    assert "has no mentor or coach any more" in office.told("bea", "stepped_back")[0]


def test_what_the_manager_kept_going_is_the_persons_once_they_have_left(office: SkillOffice) -> None:
    item = office.proposes()
    office.does("bea", "agree", item.id, **TERMS, owner="U0BEA")
    leaves(office, "bea")
    office.ticks("2026-11-30T09:30")
    assert office.item().owner == office.person("ann")
    assert office.events()[-1] == "handed_over"


def test_a_level_that_somebody_who_has_left_proposed_waits_for_nobody(office: SkillOffice) -> None:
    office.does("ann", "claim", skill="Python", level="4", note="")
    leaves(office, "ann")
    office.ticks("2026-11-30T09:30")
    assert office.events() == ["claimed", "taken_back"]
    office.ticks("2026-12-07T09:30")
    assert kinds(office, "bea") == ["claim"]
    assert "Confirm level" not in office.home("bea")


@pytest.mark.parametrize("outcome", ["training", "coaching", "mentoring"])
def test_a_closed_case_opens_development_once_and_only_for_whoever_closed_it(office: SkillOffice, outcome: str) -> None:
    office.closes_case(outcome)
    office.closes_case(outcome)
    assert office.rows("select count(*) from development")[0][0] == 1
    assert kinds(office, "bea") == ["decide"]
    assert kinds(office, "ann") == kinds(office, "tom") == []
    assert office.item().terms.kind == outcome
    facts = office.rows("select facts from audit where workflow = 'skills'")
    assert "performance" not in str(facts)


@pytest.mark.parametrize("outcome", ["no_action", "talk_held", "reallocation", "formal"])
def test_other_outcomes_open_nothing_here(office: SkillOffice, outcome: str) -> None:
    office.closes_case(outcome)
    assert office.rows("select count(*) from development")[0][0] == 0


def test_a_rating_counts_for_everybody_who_asks_the_organisation_at_once(office: SkillOffice) -> None:
    item = office.agreed()
    office.does("ann", "finish", item.id)
    office.does("bea", "assess", item.id, level="5", assessed_on=TODAY, expires=None)
    held = office.store.read(lambda tx: skills.held(tx, TODAY))
    assert [one.level for one in held if one.person == office.person("ann")] == [5]
