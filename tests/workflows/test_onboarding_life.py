"""Joining and leaving from beginning to end, in a real database: who owes what, what is written, who is told."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.onboarding_office import FIRST, HIRED, LAST, OnboardingOffice
from tests.workflows.performance_office import PerformanceOffice
from workflows.calendar import store as calendar
from workflows.feeds import store as feeds
from workflows.feeds.rules import Scope
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Ref, Tx
from workflows.kernel.replies import Open, Say
from workflows.onboarding import store as journeys
from workflows.onboarding.rules.life import State
from workflows.onboarding.rules.template import Part
from workflows.organisation import changes, commitments, skills
from workflows.organisation import store as organisation
from workflows.organisation.rules import at
from workflows.organisation.skill import Wanted
from workflows.wording.kept import told


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> OnboardingOffice:
    return OnboardingOffice.opened(store, clock)


def texts(reply: Any) -> str:
    """All that a private answer says."""
    assert isinstance(reply, Say)
    return f"{reply.message.text} {list(reply.message.blocks)}"


def test_somebody_hired_is_in_the_directory_with_a_list_of_steps(office: OnboardingOffice) -> None:
    journey = office.journey(office.joins())
    jo = office.store.read(lambda tx: organisation.person_by_email(tx, "jo@x.org"))
    assert jo is not None
    assert (jo.starts, jo.slack_id) == (FIRST, "")
    assert [(step.title, step.due.isoformat(), step.owner) for step in journey.steps][:3] == [
        ("Contract on record", "2026-12-24", office.person("bea")),
        ("Computer and phone ordered", "2026-12-24", office.person("ida")),
        ("Working pattern on record", "2026-12-30", office.person("bea")),
    ]
    assert {step.owner for step in journey.steps} == {office.person(one) for one in ("bea", "ann", "ida", "jo")}


def test_no_step_is_due_on_a_day_off_of_whoever_owes_it(office: OnboardingOffice) -> None:
    office.asks("bea", "2026-12-24", "2026-12-30")
    office.does("head", "approve", 1)
    journey = office.journey(office.joins())

    def off(tx: Tx) -> list[str]:
        return [
            step.title
            for step in journey.steps
            if not calendar.working_time(tx, step.owner, step.due, step.due).working(step.due)
            or calendar.away(tx, [step.owner], step.due, step.due)
        ]

    assert office.store.read(off) == []


def test_owners_manager_and_department_are_told_once_the_newcomer_on_their_first_morning(
    office: OnboardingOffice,
) -> None:
    office.joins()
    assert sorted(office.hears("card")) == [("Ann", "card"), ("Bea", "card"), ("Ida", "card"), ("Jo Park", "card")]
    assert sorted(office.hears("newcomer")) == [("Liz", "newcomer"), ("Tom", "newcomer"), ("Zoe", "newcomer")]
    read = office.reads("zoe", "newcomer")
    assert read is not None
    assert read.text == "*Jo Park* joins Support: first day Mon, 4 Jan 2027. Ann is their buddy."
    card = office.reads("ida", "card")
    assert card is not None
    assert "0 of 11 steps done" in card.text
    assert office.reads("zoe", "card") is None
    jo = office.store.read(lambda tx: organisation.facts(tx, office.person("jo")))
    assert jo.contracts[0].value == "permanent"


def test_each_step_reminds_its_owner_on_their_own_morning_and_is_late_a_working_day_after(
    office: OnboardingOffice,
) -> None:
    office.joins()
    office.goes_to(datetime(2026, 12, 24, 8, 59, tzinfo=UTC))
    office.advances()
    assert office.hears("today") == []
    office.goes_to(datetime(2026, 12, 24, 9, 1, tzinfo=UTC))
    office.advances()
    assert office.hears("today") == [("Bea", "today")]
    office.goes_to(datetime(2026, 12, 24, 14, 1, tzinfo=UTC))
    office.advances()
    assert sorted(office.hears("today")) == [("Bea", "today"), ("Ida", "today")]
    office.goes_to(datetime(2026, 12, 29, 9, 1, tzinfo=UTC))
    office.advances()
    assert office.hears("late") == [("Bea", "late")]
    office.goes_to(datetime(2026, 12, 29, 14, 1, tzinfo=UTC))
    office.advances()
    office.advances()
    assert sorted(office.hears("late")) == [("Bea", "late"), ("Bea", "late"), ("Ida", "late")]
    late = office.reads("bea", "late", office.step("Computer").id)
    assert late is not None
    assert late.text.startswith("Late. Jo Park joins: first day Mon, 4 Jan 2027. Computer and phone ordered: with Ida")


def test_real_steps_write_what_they_say(office: OnboardingOffice) -> None:
    office.joins()
    opened = office.takes("bea", "Working pattern", "settle")
    assert isinstance(opened, Open)
    office.takes("bea", "Working pattern", "settle", pattern="mon-wed", valid_from=FIRST)
    office.takes("bea", "Where their", "settle", time_zone="Europe/Berlin", country="de", subdivision="BE",
                 valid_from=FIRST)  # fmt: skip
    office.takes("bea", "Contract", "settle", contract="fixed_term", valid_from=FIRST)
    jo = office.store.read(lambda tx: organisation.facts(tx, office.person("jo")))
    region = at(jo.regions, FIRST)
    assert region is not None
    assert (at(jo.patterns, FIRST), region.country, at(jo.contracts, FIRST)) == ("mon-wed", "DE", "fixed_term")
    assert told(office.step("Working pattern").said) == "Mon–Wed, from Mon, 4 Jan 2027"
    with pytest.raises(NotAllowed):
        office.takes("ann", "Leave policy", "settle")
    with pytest.raises(Refused, match="done already"):
        office.takes("bea", "Contract", "settle", contract="permanent", valid_from=FIRST)


def test_the_first_grant_is_posted_pro_rata_and_said(office: OnboardingOffice) -> None:
    office.joins(starts=date(2026, 11, 23))
    said = texts(office.takes("bea", "Leave policy", "settle"))
    assert "They go by the leave policy" in said
    assert "Annual leave: " in said
    posted = office.rows(
        f"select count(*) from leave_ledger where person_id = {office.person('jo')}"  # noqa: S608 - an id
    )
    assert posted[0][0] > 0
    assert office.step("Leave policy").state is State.DONE


def test_a_step_is_not_needed_with_a_reason_or_given_to_somebody_else(office: OnboardingOffice) -> None:
    office.joins()
    with pytest.raises(Refused, match="say why nobody needs it"):
        office.takes("bea", "Desk", "not_needed", why=" ")
    office.takes("bea", "Desk", "not_needed", why="They work from home")
    assert office.step("Desk").state is State.NOT_NEEDED
    office.takes("bea", "Accounts", "reassign", who="U0ZOE")
    assert office.step("Accounts").owner == office.person("zoe")
    assert ("Zoe", "card") in office.hears()
    with pytest.raises(Refused, match="Liz leaves us on 31 December 2026"):
        office.takes("bea", "Talk after", "reassign", who="U0LIZ")
    with pytest.raises(Refused, match="only the person's managers"):
        office.takes("bea", "Leave policy", "reassign", who="U0ZOE")


def test_the_list_is_complete_when_nothing_is_left(office: OnboardingOffice) -> None:
    office.joins(starts=date(2026, 11, 23))
    for step in office.journey().steps:
        if step.title.startswith(("Contract", "Working", "Where", "Leave")):
            office.uses("bea", "not_needed", step.id, 1, why="Was there already")
        else:
            office.uses("bea", "done", step.id, 1)
    assert office.journey().state is State.COMPLETE
    with pytest.raises(Refused, match="is done already"):
        office.takes("bea", "Welcomed")


@pytest.mark.parametrize(
    ("form", "field", "sentence"),
    [
        ({"starts": date(2026, 11, 20)}, "starts", "That day is over"),
        ({"starts": date(2029, 11, 20)}, "starts", "two years"),
        ({"starts": None}, "starts", "pick a day"),
        ({"starts": date(2026, 12, 25)}, "starts", r"public holiday there .Christmas Day.*Tue, 29 Dec 2026"),
        ({"starts": date(2026, 12, 5)}, "starts", r"day off by that working pattern.*Mon, 7 Dec 2026"),
        ({"email": "nonsense"}, "email", "no email address"),
        ({"email": "zoe@x.org"}, "email", "in the directory already"),
        ({"email": "ann@x.org"}, "buddy", "own buddy"),
        ({"buddy": "U0LIZ"}, "buddy", "Liz leaves us on 31 December 2026"),
        ({"buddy": "U0STRANGER"}, "buddy", "don't know this person"),
        ({"buddy": None}, "buddy", "choose a buddy"),
        ({"name": "x" * 10_000}, "name", "10000 characters"),
        ({"pattern": "whenever"}, "pattern", "whenever"),
        ({"country": "XX"}, "country", "no public holidays"),
        ({"time_zone": "Mars"}, "time_zone", "no time zone"),
        ({"contract": "two words"}, "contract", "no kind of contract"),
        ({"department": "nowhere"}, "department", "choose a department"),
    ],
)
def test_what_makes_no_sense_is_said_under_its_field_and_nothing_is_kept(
    office: OnboardingOffice, form: dict[str, Any], field: str, sentence: str
) -> None:
    people = office.rows("select count(*) from person")[0][0]
    with pytest.raises(Refused, match=sentence) as refused:
        office.joins(**form)
    assert refused.value.field == field
    assert office.rows("select count(*) from person")[0][0] == people
    assert office.rows("select count(*) from journey")[0][0] == 0


def test_a_template_whose_owner_nobody_is_is_refused_with_who_can_name_somebody(
    store: Store, clock: FollowedClock
) -> None:
    office = OnboardingOffice.opened(store, clock, it=False)
    with pytest.raises(Refused, match=r"Nobody looks after IT for Support.*Nora can name somebody: `/onboard roles`"):
        office.joins()
    with pytest.raises(NotAllowed):
        office.uses("bea", "set_role", department="-", who="U0IDA", valid_from=date(2026, 11, 23))
    office.uses("nora", "set_role", department="support", who="U0ZOE", valid_from=date(2026, 11, 23))
    office.uses("nora", "set_role", department="-", who="U0IDA", valid_from=date(2026, 11, 23))
    office.joins()
    assert office.step("Computer").owner == office.person("zoe")


def test_somebody_leaves_and_what_they_leave_behind_is_settled(office: OnboardingOffice) -> None:
    feed = office.store.write(lambda tx: feeds.open_feed(tx, office.person("ann"), Scope.MINE))
    office.leaves()
    ann = office.store.read(lambda tx: organisation.person_by_email(tx, "ann@x.org"))
    assert ann is not None
    assert ann.ends == LAST
    assert sorted(office.hears("card")) == [("Ann", "card"), ("Bea", "card"), ("Ida", "card")]
    assert "left on the last day" in texts(office.takes("bea", "Leave balance", "settle"))
    assert "Apollo: the allocation ends on Fri, 18 Dec 2026" in texts(office.takes("bea", "Allocations", "settle"))
    assert "climb to the next in line" in texts(office.takes("bea", "Questions", "settle"))
    assert "Nothing is deleted" in texts(office.takes("bea", "What the law", "settle"))
    office.advances()
    share = office.rows(f"select ends from allocation where person_id = {office.person('ann')}")  # noqa: S608 - an id
    assert str(share[0][0]) == "2026-12-18"
    assert office.rows("select count(*) from staffing_vacancy")[0][0] == 1
    assert office.store.read(lambda tx: feeds.reader_of(tx, feed)) is not None
    office.goes_to(datetime(2026, 12, 19, 9, 0, tzinfo=UTC))
    assert office.store.read(lambda tx: feeds.reader_of(tx, feed)) is None


def test_questions_that_waited_for_a_leaver_climb_and_their_steps_go_to_the_manager(office: OnboardingOffice) -> None:
    office.asks("ann", "2026-12-28", "2026-12-29")
    office.leaves("bea", "head", date(2026, 11, 24))
    office.uses("nora", "leave", who="U0ZOE", last=date(2026, 11, 24))
    for day in (25, 26, 27, 30):
        office.goes_to(datetime(2026, 11, day, 9, 5, tzinfo=UTC))
        office.advances()
    asked = office.rows("select person_id from leave_step where asked_at is not null")
    assert {row[0] for row in asked} > {office.person("bea")}
    zoe = [step for step in office.journey(2).steps if step.title.startswith("Own notes")]
    assert zoe[0].owner != office.person("zoe")


def test_a_leaving_is_refused_when_it_makes_no_sense(office: OnboardingOffice) -> None:
    with pytest.raises(Refused, match="That day is over"):
        office.leaves(last=date(2026, 11, 20))
    with pytest.raises(Refused, match="before their first day"):
        office.leaves(last=date(2020, 1, 1))
    with pytest.raises(Refused, match="two years"):
        office.leaves(last=date(2030, 1, 1))
    with pytest.raises(NotAllowed):
        office.leaves("ann", "dan")
    with pytest.raises(NotAllowed):
        office.leaves("ann", "ann")
    with pytest.raises(Refused, match="don't know this person"):
        office.leaves("stranger")
    office.leaves()
    with pytest.raises(Refused, match="written down already that Ann leaves"):
        office.leaves(by="nora")


def test_a_leaving_is_taken_back_before_the_day_and_not_after_it(office: OnboardingOffice) -> None:
    office.leaves("liz", last=date(2026, 12, 11))
    office.uses("bea", "take_back", 1, 1)
    liz = office.store.read(lambda tx: organisation.person_by_email(tx, "liz@x.org"))
    assert liz is not None
    assert liz.ends == date(2026, 12, 31)
    assert office.journey().state is State.TAKEN_BACK
    assert ("Liz", "taken_back") in office.hears()
    with pytest.raises(Refused, match="was taken back"):
        office.uses("bea", "take_back", 1, 1)
    number = office.leaves(last=date(2026, 11, 24))
    office.goes_to(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
    with pytest.raises(Refused, match="last day is over"):
        office.uses("bea", "take_back", number, 1)


def promised(office: OnboardingOffice) -> list[tuple[str, str]]:
    found = office.store.read(lambda tx: commitments.of_source(tx, Ref("opening", 1)))
    return [(str(one.amount), one.state.value) for one in found]


def test_an_opening_is_promised_on_the_budget_and_ends_with_the_last_hire(office: OnboardingOffice) -> None:
    office.opens()
    assert promised(office) == [("9000", "agreed")] * 12
    office.uses("bea", "hold", 1, 1)
    assert promised(office)[0] == ("9000", "proposed")
    office.uses("bea", "resume", 1, 2)
    office.uses("bea", "hire", 1, 3, **HIRED)
    assert promised(office)[0] == ("4500", "agreed")
    office.uses("bea", "hire", 1, 4, **{**HIRED, "name": "Al Roe", "email": "al@x.org"})
    assert office.opening().state is State.FILLED
    with pytest.raises(Refused, match="is filled"):
        office.uses("bea", "hire", 1, 5, **HIRED)
    office.opens(cost="100.50 gbp")
    office.uses("bea", "call_off", 2, 1)
    assert office.store.read(lambda tx: commitments.of_source(tx, Ref("opening", 2))) == []
    assert office.opening(2).cost == Decimal("100.50")


@pytest.mark.parametrize(
    ("form", "field", "sentence"),
    [
        ({"headcount": "0"}, "headcount", "whole number from 1"),
        ({"headcount": "-1"}, "headcount", "whole number from 1"),
        ({"cost": "-5 EUR"}, "cost", "more than nothing"),
        ({"cost": "0 EUR"}, "cost", "more than nothing"),
        ({"cost": "5"}, "cost", "amount and a currency"),
        ({"cost": "5 XXQ"}, "cost", "no currency I know"),
        ({"skill": "Juggling"}, "skill", "no skill “Juggling”"),
        ({"role": ""}, "role", "what the role is called"),
        ({"role": "x" * 10_000}, "role", "10,000 characters"),
        ({"starts": date(2026, 11, 20)}, "starts", "That day is over"),
        ({"level": "9"}, "level", "from 1 to 5"),
    ],
)
def test_an_opening_that_makes_no_sense_is_refused_under_its_field(
    office: OnboardingOffice, form: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        office.opens(**form)
    assert refused.value.field == field
    assert office.rows("select count(*) from opening")[0][0] == 0


def test_a_project_manager_who_waits_learns_the_expected_start_and_never_the_cost(office: OnboardingOffice) -> None:
    def lacks(tx: Tx) -> None:
        skill = skills.find(tx, "Power BI")
        assert skill is not None
        project = next(iter(organisation.chart(tx).projects))
        skills.want(tx, Wanted(Ref("staffing", 1), project, skill.id, 3, 1, date(2026, 12, 1), date(2027, 6, 1)))

    office.opens()
    office.advances()
    assert office.hears("expected") == []
    office.store.write(lacks)
    office.advances()
    office.advances()
    assert office.hears("expected") == [("Dan", "expected")]
    read = office.reads("dan", "expected")
    assert read is not None
    assert read.text == "Support is looking for people with *Power BI*: expected from Mon, 1 Feb 2027."
    office.uses("bea", "amend", 1, 1, role="Data engineer", skill="Power BI", level="3", headcount="2",
                cost="4700 EUR", starts=date(2027, 3, 1))  # fmt: skip
    assert office.hears("moved") == [("Dan", "moved")]
    for verb in ("amend", "hold", "hire", "call_off"):
        with pytest.raises(NotAllowed):
            office.uses("dan", verb, 1, 2)
    assert "4" not in str(office.reads("dan", "moved")).replace("2027", "").replace("Mon, 1", "")


def test_what_is_written_from_a_day_on_leaves_what_was_before(office: OnboardingOffice) -> None:
    office.leaves("zoe")
    number = office.joins()
    office.takes("bea", "Working pattern", "settle", number, pattern="tue-fri", valid_from=date(2027, 3, 1))
    jo = office.store.read(lambda tx: organisation.facts(tx, office.person("jo")))
    before, after = date(2027, 2, 28), date(2027, 3, 1)
    assert (at(jo.patterns, before), at(jo.patterns, after)) == ("mon-fri", "tue-fri")
    assert at(jo.departments, after) == at(jo.departments, FIRST)
    assert at(jo.contracts, after) == "permanent"


def test_a_case_put_to_somebody_who_leaves_climbs_to_the_next(store: Store, clock: FollowedClock) -> None:
    cases = PerformanceOffice.opened(store, clock)
    number = cases.reports("dan", "ann")
    office = OnboardingOffice(store, clock)
    store.write(lambda tx: journeys.set_duty(tx, Part.IT, None, office.person("eve"), date(2024, 1, 1)))
    office.leaves("bea", "head", date(2026, 11, 24))
    for day in (25, 26, 27, 30):
        office.goes_to(datetime(2026, 11, day, 9, 5, tzinfo=UTC))
        office.advances()
    asked = [link.person for link in cases.route(number).asked]
    assert asked[0] == office.person("bea")
    assert len(asked) > 1


def test_a_joining_ends_with_whoever_leaves_before_it_is_complete(office: OnboardingOffice) -> None:
    office.joins(starts=date(2026, 11, 23))
    jo = office.person("jo")
    office.store.write(lambda tx: changes.set_last_day(tx, office.actor(tx, "bea"), jo, date(2026, 11, 24)))
    office.goes_to(datetime(2026, 11, 24, 18, 0, tzinfo=UTC))
    office.advances()
    assert office.journey().state is State.RUNNING
    office.goes_to(datetime(2026, 11, 25, 9, 5, tzinfo=UTC))
    office.advances()
    assert office.journey().state is State.TAKEN_BACK
    card = office.reads("bea", "card")
    assert card is not None
    assert "they are not with us any more" in card.text
    with pytest.raises(Refused, match="its steps have ended"):
        office.uses("bea", "take_back", 1, 1)


def test_a_buddy_who_leaves_hands_their_steps_to_the_manager(office: OnboardingOffice) -> None:
    office.joins()
    office.store.write(
        lambda tx: changes.set_last_day(tx, office.actor(tx, "bea"), office.person("ann"), date(2026, 11, 24))
    )
    office.goes_to(datetime(2026, 11, 25, 9, 5, tzinfo=UTC))
    office.advances()
    assert office.step("Welcomed").owner == office.person("bea")


def test_who_asks_for_more_than_is_looked_for_is_not_told(office: OnboardingOffice) -> None:
    def lacks(tx: Tx) -> None:
        skill = skills.find(tx, "Power BI")
        assert skill is not None
        project = next(iter(organisation.chart(tx).projects))
        skills.want(tx, Wanted(Ref("staffing", 1), project, skill.id, 5, 1, date(2026, 12, 1), date(2027, 6, 1)))

    office.store.write(lacks)
    office.opens()
    office.advances()
    office.uses("bea", "call_off", 1, 1)
    assert office.hears("expected") == office.hears("moved") == []
