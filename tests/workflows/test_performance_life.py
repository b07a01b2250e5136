"""A case from report to outcome, as it lies in the database and as each of the three reads it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.clock import FollowedClock
from bot.store import Store
from bot.transaction import Transaction
from tests.workflows.performance_office import FILLED, PerformanceOffice, shown
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Ref
from workflows.kernel.home import filled
from workflows.kernel.replies import Done
from workflows.organisation import recent
from workflows.performance import WORKFLOW
from workflows.performance.rules import Outcome, State


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> PerformanceOffice:
    return PerformanceOffice.opened(store, clock)


def route(office: PerformanceOffice, number: int = 1) -> list[str]:
    names = {office.person(name): name for name in ("ann", "bea", "tom", "head", "dan", "zoe", "gus", "eve", "rob")}
    return [names[link.person] for link in office.route(number).links]


def texts(office: PerformanceOffice, name: str, kind: str = "") -> list[str]:
    return [message.text for message in office.reads(name, kind)]


def test_a_report_goes_to_the_operations_manager_and_to_nobody_else(office: PerformanceOffice) -> None:
    case = office.reports("dan", "ann")
    assert route(office, case) == ["bea", "tom", "head"]
    assert "Waits for Bea to acknowledge it." in texts(office, "bea", "case")[0]
    assert "Sent to Bea, who has not acknowledged it yet." in texts(office, "dan", "mine")[0]
    for other in ("ann", "tom", "head", "eve", "nora", "zoe", "#apollo"):
        assert texts(office, other) == []


def test_a_card_says_that_there_is_a_case_and_nothing_of_it(office: PerformanceOffice) -> None:
    office.reports("dan", "ann")
    cards = str([(message.text, message.blocks) for name in ("bea", "dan") for message in office.reads(name)])
    for word in ("Ann", "Apollo", "Friday", "Tuesday", "lost", "together"):
        assert word not in cards


def test_one_level_up_when_the_manager_reports_or_is_reported(office: PerformanceOffice) -> None:
    assert route(office, office.reports("bea", "ann")) == ["head"]
    assert route(office, office.reports("dan", "bea")) == ["head"]


def test_who_is_away_is_passed_over(office: PerformanceOffice) -> None:
    office.says("bea", "/sick from today")
    assert route(office, office.reports("dan", "ann")) == ["tom", "head"]


def test_acknowledged_taken_in_hand_and_closed_the_reporter_learns_the_class_alone(office: PerformanceOffice) -> None:
    case = office.reports("dan", "ann")
    assert "The plan by Friday" in shown(office.uses("bea", "acknowledge", case, 1))
    assert texts(office, "dan", "mine")[-1].endswith("Received by Bea.")
    office.uses("bea", "take", case, 2)
    assert texts(office, "dan", "mine")[-1].endswith("In hand with Bea.")
    office.uses("bea", "close", case, 3, outcome="coaching", note="weekly", no_reply="spoke in person")
    assert (office.case().state, office.case().outcome) == (State.CLOSED, Outcome.COACHING)
    assert "It was dealt with by talking and support." in texts(office, "dan", "closed")[0]
    told = str([(message.text, message.blocks) for message in office.reads("dan")])
    assert "oaching" not in told
    assert "weekly" not in told
    assert "oaching" not in str([(message.text, message.blocks) for message in office.reads("bea", "case")])
    assert "coaching" in shown(office.uses("bea", "read", case))
    assert texts(office, "ann") == []


def test_the_outcome_is_announced_for_those_workflows_that_it_concerns(office: PerformanceOffice) -> None:
    case = office.reports("dan", "ann")
    office.uses("bea", "acknowledge", case, 1)
    office.uses("bea", "close", case, 2, outcome="reallocation", note="x", no_reply="x")
    row = office.rows("select about, facts from audit where workflow = 'performance' and event = 'closed'")[0]
    project = office.case().project
    assert (row.about, '"outcome": "reallocation"' in str(row.facts).replace("'", '"')) == (office.person("ann"), True)
    assert str(project) in str(row.facts)


def test_a_question_and_its_answer_go_through_the_bot_and_messages_hold_neither(office: PerformanceOffice) -> None:
    case = office.reports("dan", "ann")
    office.uses("bea", "acknowledge", case, 1)
    assert "Your question" in shown(office.uses("bea", "ask", case, 2))
    assert "Was the date agreed?" in shown(office.uses("bea", "ask", case, 2, question="Was the date agreed?"))
    assert "Bea* asks you something" in texts(office, "dan", "question")[0]
    assert "Was the date agreed?" in shown(office.uses("dan", "read", case))
    office.uses("dan", "answer", case, 1, answer="In the minutes of the 9th")
    assert "The reporter wrote something" in texts(office, "bea", "answered")[0]
    assert "In the minutes of the 9th" in shown(office.uses("bea", "read", case))
    assert "you answered" in texts(office, "dan", "question")[-1]
    said = str([message for name in ("dan", "bea") for message in office.reads(name)])
    assert "minutes" not in said
    assert "agreed" not in said


def test_the_person_sees_what_was_written_for_them_and_replies(office: PerformanceOffice) -> None:
    case = office.reports("dan", "ann")
    office.uses("bea", "acknowledge", case, 1)
    with pytest.raises(Refused, match="can't find that case"):
        office.uses("ann", "read", case)
    office.uses("bea", "invite", case, 2, summary="A plan came late. What was in the way?")
    assert "Bea would like to hear your side" in texts(office, "ann", "side")[0]
    seen = shown(office.uses("ann", "read", case))
    assert "What was in the way?" in seen
    for word in ("Dan", "Friday", "Tuesday", "lost", "together"):
        assert word not in seen
    office.uses("ann", "reply", case, 2, reply="I waited for the figures")
    assert "There is a reply" in texts(office, "bea", "replied")[0]
    assert "I waited for the figures" in shown(office.uses("bea", "read", case))
    assert "I waited" not in shown(office.uses("dan", "read", case))
    assert "I waited" in shown(office.uses("ann", "read", case))
    closing = shown(office.uses("bea", "close", case))
    assert "no_reply" not in closing
    office.uses("bea", "close", case, 3, outcome="talk", note="clear now")
    assert "It is over." in texts(office, "ann", "side")[-1]
    with pytest.raises(Refused, match="This is over"):
        office.uses("ann", "reply", case, reply="More")


def test_closing_unheard_asks_why(office: PerformanceOffice) -> None:
    case = office.reports("dan", "ann")
    office.uses("bea", "take", case, 1)
    assert "was not asked for their side" in shown(office.uses("bea", "close", case))
    with pytest.raises(Refused) as refused:
        office.uses("bea", "close", case, 2, outcome="no_action", note="nothing in it", no_reply=" ")
    assert refused.value.field == "no_reply"
    assert office.case().state is State.IN_HAND


def test_two_reports_of_one_matter_are_put_together_by_a_person(office: PerformanceOffice) -> None:
    first, second = office.reports("dan", "ann"), office.reports("eve", "ann")
    assert "Case 1" in shown(office.uses("bea", "merge", second))
    office.uses("bea", "merge", second, 1, target=str(first))
    assert (office.case(second).state, office.case(second).merged_into) == (State.MERGED, first)
    assert "Belongs with this case" in shown(office.uses("bea", "acknowledge", first, 1))
    assert texts(office, "eve", "mine")[-1].endswith("Received by Bea.")
    office.uses("bea", "close", first, 2, outcome="training", note="x", no_reply="x")
    assert "talking and support" in texts(office, "eve", "closed")[-1]
    assert "talking and support" in texts(office, "eve", "mine")[-1]
    assert len(office.rows("select 1 from audit where event = 'closed'")) == 1


def test_only_running_cases_about_the_same_person_can_be_put_together(office: PerformanceOffice) -> None:
    first, other = office.reports("dan", "ann"), office.reports("dan", "zoe")
    with pytest.raises(Refused, match="no other case"):
        office.uses("bea", "merge", first)
    office.reports("eve", "ann")
    with pytest.raises(Refused, match="another case about the same person"):
        office.uses("bea", "merge", first, 1, target=str(other))
    with pytest.raises(Refused, match="another case about the same person"):
        office.uses("bea", "merge", first, 1, target=str(first))


def test_of_two_who_press_at_once_one_acts_and_the_other_is_told_who_did(office: PerformanceOffice) -> None:
    case = office.reports("dan", "ann")
    office.goes_to(datetime(2026, 11, 25, 9, tzinfo=UTC))
    office.passes()
    office.uses("tom", "acknowledge", case, 1)
    with pytest.raises(Refused, match="Tom already acknowledged this on Wed, 25 Nov 2026 at 09:00"):
        office.uses("bea", "acknowledge", case, 1)


def test_not_acknowledged_it_reminds_then_climbs_and_tells_who_was_passed_over(office: PerformanceOffice) -> None:
    case = office.reports("dan", "ann")
    office.goes_to(datetime(2026, 11, 24, 9, tzinfo=UTC))
    office.passes()
    assert "still waits to be acknowledged" in texts(office, "bea", "waiting")[0]
    assert texts(office, "tom") == []
    office.goes_to(datetime(2026, 11, 25, 9, tzinfo=UTC))
    office.passes()
    office.passes()
    assert "Waits for Tom to acknowledge it." in texts(office, "tom", "case")[0]
    assert "so *Tom* was asked as well" in texts(office, "bea", "passed")[0]
    assert "Sent to Tom" in texts(office, "dan", "mine")[-1]
    office.goes_to(datetime(2026, 11, 27, 9, tzinfo=UTC))
    office.passes()
    assert len(texts(office, "head", "case")) == 1
    office.uses("head", "acknowledge", case, 1)
    for name in ("bea", "tom", "head"):
        assert "Acknowledged by Head" in texts(office, name, "case")[-1]
    assert "Acknowledged by Head" in texts(office, "bea", "waiting")[-1]
    office.goes_to(datetime(2026, 12, 14, 9, tzinfo=UTC))
    office.passes()
    assert len(texts(office, "head", "case")) == 2


def test_what_its_handler_leaves_behind_goes_to_whoever_is_next(office: PerformanceOffice) -> None:
    case = office.reports("dan", "ann")
    office.uses("bea", "take", case, 1)
    leave(office, "bea")
    office.passes()
    office.passes()
    assert [link.person for link in office.route(case).asked] == [office.person("bea"), office.person("tom")]
    successor = "tom"
    assert len(texts(office, successor, "case")) == 1
    assert "The plan by Friday" in shown(office.uses(successor, "read", case))


def leave(office: PerformanceOffice, name: str) -> None:
    def work(tx: Transaction) -> None:
        tx.connection.execute(text("update person set ends = '2026-11-22' where id = :id"), {"id": office.person(name)})
        recent.changed(tx)

    office.store.write(work)


def test_every_look_is_recorded_and_the_record_is_read_by_who_may(office: PerformanceOffice) -> None:
    case = office.reports("dan", "ann")
    office.uses("bea", "read", case)
    office.enters("bea", "list")
    office.uses("dan", "read", case)
    assert office.looks(case) == [("Bea", "case"), ("Bea", "list"), ("Dan", "case")]
    log = shown(office.uses("nora", "log", case))
    assert "Bea read the case" in log
    assert "Dan read the case" in log
    for word in ("Ann", "Friday", "Apollo"):
        assert word not in log
    assert office.looks(case)[-1] == ("Nora", "looks")
    assert "Nora saw who has looked" in shown(office.enters("bea", f"log {case}"))
    assert f"Case {case}*: 5 looks" in shown(office.enters("nora", "log"))
    assert "No case whose looks" in shown(office.enters("dan", "log"))
    for name in ("dan", "ann", "tom", "eve"):
        with pytest.raises(Refused):
            office.uses(name, "log", case)


def test_nobody_can_change_who_has_looked(office: PerformanceOffice) -> None:
    office.uses("bea", "read", office.reports("dan", "ann"))
    for statement in ("delete from case_look", "update case_look set person_id = 1"):
        with pytest.raises(DBAPIError, match="append-only"):
            office.store.write(lambda tx, said=statement: tx.connection.execute(text(said)))  # type: ignore[misc]


def test_the_list_shows_each_what_is_theirs(office: PerformanceOffice) -> None:
    case = office.reports("dan", "ann")
    mine = shown(office.enters("dan", "list"))
    assert "Your reports" in mine
    assert "*Ann*, Apollo, Fri, 20 Nov 2026" in mine
    assert "Put to you" in shown(office.enters("bea", "list"))
    for name in ("ann", "tom", "head", "eve", "nora"):
        assert "No case that you have a part in." in shown(office.enters(name, "list"))
    office.uses("bea", "acknowledge", case, 1)
    office.uses("bea", "invite", case, 2, summary="Tell me")
    theirs = shown(office.enters("ann", "list"))
    assert "Your side was asked for" in theirs
    assert "Dan" not in theirs


def test_home_says_that_there_is_something_and_no_names(office: PerformanceOffice) -> None:
    def home(name: str) -> str:
        return str(filled(office.store.read(lambda tx: WORKFLOW.home(tx, office.actor(tx, name)))))

    assert "Report to operations…" in home("dan")
    assert home("ann") == home("nora") == "[]"
    office.reports("dan", "ann")
    assert "Cases put to you" in home("bea")
    assert "Your reports" in home("dan")
    assert "Ann" not in home("bea") + home("dan")
    assert home("ann") == "[]"


def test_seeding_again_keeps_a_companys_own_settings(office: PerformanceOffice) -> None:
    office.store.write(WORKFLOW.seed)
    assert len(office.rows("select * from performance_setting")) == 1


def test_what_others_announce_says_nothing_here(office: PerformanceOffice) -> None:
    event = Event("approved", Ref("leave", 1), 1, office.person("ann"), None)
    assert office.store.read(lambda tx: list(WORKFLOW.notices(tx, event))) == []


def test_reporting_closes_the_modal_and_the_card_says_the_rest(office: PerformanceOffice) -> None:
    assert office.uses("dan", "report", **{**FILLED, "person": "U0ANN"}) == Done()


@pytest.mark.parametrize(
    ("outcome", "opens"),
    [
        ("training", ["skills"]),
        ("coaching", ["skills"]),
        ("mentoring", ["skills"]),
        ("reallocation", ["staffing_task"]),
        ("talk", []),
        ("no_action", []),
        ("formal", []),
    ],
)
def test_an_outcome_that_asks_for_more_opens_what_goes_with_it(
    office: PerformanceOffice, outcome: str, opens: list[str]
) -> None:
    case = office.reports("dan", "ann")
    office.uses("bea", "take", case, 1)
    office.uses("bea", "close", case, 2, outcome=outcome, note="x", no_reply="x")
    found = office.rows("select workflow, about, \"by\" from audit where workflow <> 'performance' order by id")
    assert [row.workflow for row in found] == opens
    assert {(row.about, row.by) for row in found} <= {(office.person("ann"), office.person("bea"))}


@pytest.mark.parametrize(("outcome", "opened"), [("reallocation", "staffing_task"), ("training", "skills")])
def test_what_an_outcome_opens_is_put_to_those_who_may_know_of_the_case_and_never_to_who_reported_it(
    office: PerformanceOffice, outcome: str, opened: str
) -> None:
    case = office.reports("bea", "ann", project="none")
    office.uses("head", "take", case, 1)
    office.uses("head", "close", case, 2, outcome=outcome, note="x", no_reply="x")
    steps = office.rows("select person_id, workflow from chain_step")
    asked = {row.person_id for row in steps if row.workflow == opened}
    assert office.person("head") in asked
    assert not asked & {office.person("bea"), office.person("tom"), office.person("ann")}
    told = {row.person for row in office.rows("select person from outbox where workflow in ('staffing', 'skills')")}
    assert told == {office.person("head")}
