"""Milestones in a database: added, reported on, moved, measured anew, reached, dropped and reopened."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.milestones_office import BETA, MONDAY, Office, words
from workflows.kernel.errors import Refused
from workflows.kernel.replies import Done, Open, Say
from workflows.organisation.plan import Change, Health


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office(store, clock)


def test_a_milestone_is_planned_for_a_day_that_is_its_baseline_and_forecast(office: Office) -> None:
    beta = office.adds(weight="12,5", owner="U0EVE")
    one = office.item(beta)
    assert (one.milestone.planned, one.milestone.baseline, one.milestone.forecast) == (BETA, BETA, BETA)
    assert (one.milestone.weight, one.owner, one.lead) == (Decimal("12.5"), office.person("eve"), office.person("dan"))
    assert office.events() == ["planned"]


def test_unless_somebody_is_named_the_project_s_manager_answers_for_it(office: Office) -> None:
    assert office.item(office.adds()).owner == office.person("dan")
    assert office.item(office.adds(called="Second", owner="U0DAN")).milestone.owner is None


def test_a_report_says_how_it_stands_and_leaves_the_baseline_alone(office: Office) -> None:
    beta = office.adds(owner="U0EVE")
    office.reports("eve", beta, health="at_risk", day=date(2027, 1, 8), percent="40", sentence="Parts are late")
    one = office.item(beta).milestone
    assert (one.health, one.forecast, one.percent) == (Health.AT_RISK, date(2027, 1, 8), Decimal(40))
    assert (one.baseline, one.planned, one.sentence) == (BETA, BETA, "Parts are late")
    assert [line.change for line in office.history(beta)] == [Change.PLANNED, Change.MOVED]


def test_the_baseline_moves_only_by_its_own_verb_and_with_a_reason(office: Office) -> None:
    beta = office.adds()
    with pytest.raises(Refused, match="say why"):
        office.does("dan", "rebaseline", beta, day=date(2027, 1, 15), sentence=" ")
    office.does("dan", "rebaseline", beta, day=date(2027, 1, 15), sentence="New scope")
    one = office.item(beta).milestone
    assert (one.planned, one.baseline, one.forecast) == (BETA, date(2027, 1, 15), BETA)
    assert office.history(beta)[-1].sentence == "New scope"


def test_done_is_on_a_day_and_complete(office: Office) -> None:
    beta = office.adds()
    assert isinstance(office.does("dan", "done", beta), Open)
    office.does("dan", "done", beta, day=MONDAY, sentence=None)
    one = office.item(beta).milestone
    assert (one.health, one.done_on, one.forecast, one.percent) == (Health.DONE, MONDAY, MONDAY, Decimal(100))
    with pytest.raises(Refused, match="changed meanwhile"):
        office.reports("dan", beta, health="at_risk", sentence="too late")


def test_what_was_done_is_open_again_as_complete_as_it_was(office: Office) -> None:
    beta = office.adds()
    office.reports("dan", beta, percent="40")
    office.does("dan", "done", beta, day=MONDAY, sentence=None)
    office.does("dan", "reopen", beta, day=date(2026, 12, 1), sentence="It was not it")
    one = office.item(beta).milestone
    assert (one.health, one.percent, one.done_on) == (Health.ON_TRACK, Decimal(40), None)


def test_what_is_dropped_leaves_the_plan_and_stays_on_record(office: Office) -> None:
    beta = office.adds()
    office.does("dan", "drop", beta, sentence="The customer does not want it")
    assert "Beta" not in words(office.types("dan", "list apollo"))
    assert office.history(beta)[-1].change is Change.DROPPED
    assert office.adds() != beta


def test_editing_changes_name_weight_and_who_answers(office: Office) -> None:
    beta = office.adds()
    assert "Drop this milestone" in words(office.does("dan", "edit", beta))
    office.does("dan", "edit", beta, name="Beta 2", weight="5", owner="U0ANN")
    one = office.item(beta)
    assert (one.milestone.name, one.milestone.weight, one.owner) == ("Beta 2", Decimal(5), office.person("ann"))
    assert "You answer for *Beta 2*" in office.told("ann", "answers")[0].text
    assert isinstance(office.does("dan", "edit", beta, name="Beta 2", weight="5", owner="U0ANN"), Done)
    assert len(office.history(beta)) == 2


def test_of_two_who_report_at_once_one_is_told_what_the_other_did(office: Office) -> None:
    beta = office.adds()
    office.reports("dan", beta, percent="10")
    with pytest.raises(Refused, match="Beta release: on track") as refused:
        office.does("dan", "done", beta, 1, day=MONDAY, sentence=None)
    assert refused.value.reason == "out_of_turn"


def test_putting_it_off_is_no_report(office: Office) -> None:
    beta = office.adds()
    assert isinstance(office.does("dan", "postpone", beta), Open)
    office.does("dan", "postpone", beta, day=date(2026, 12, 1))
    assert office.item(beta).milestone.quiet_until == date(2026, 12, 1)
    assert len(office.history(beta)) == 1
    office.reports("dan", beta)
    assert office.item(beta).milestone.quiet_until is None


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"day": date(2026, 11, 20)}, "past_day"),
        ({"day": date(2027, 4, 1), "sentence": "later"}, "outside_project"),
        ({"day": date(2027, 1, 8)}, "no_sentence"),
        ({"health": "at_risk"}, "no_sentence"),
        ({"health": "done"}, "health"),
        ({"health": "purple"}, "health"),
        ({"percent": "101"}, "number"),
        ({"percent": "-1"}, "number"),
        ({"percent": "abc"}, "number"),
        ({"percent": "1e9"}, "number"),
        ({"percent": ""}, "number"),
        ({"percent": "٣"}, "number"),
        ({"percent": "20"}, "no_sentence"),
        ({"day": None}, "no_day"),
        ({"sentence": "x" * 10_000}, "length"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused_under_its_field_and_nothing_is_kept(
    office: Office, said: dict[str, Any], reason: str
) -> None:
    beta = office.adds()
    office.reports("dan", beta, percent="30")
    told = len(office.queued())
    with pytest.raises(Refused) as refused:
        office.reports("dan", beta, **said)
    assert refused.value.reason == reason
    assert refused.value.field in {"day", "health", "percent", "sentence"}
    assert (len(office.history(beta)), len(office.queued())) == (2, told)


@pytest.mark.parametrize(
    ("form", "field", "reason"),
    [
        ({"day": date(2026, 11, 22)}, "day", "past_day"),
        ({"day": date(2027, 4, 1)}, "day", "outside_project"),
        ({"day": None}, "day", "no_day"),
        ({"called": " "}, "name", "name"),
        ({"called": "x" * 10_000}, "name", "name"),
        ({"called": "a\u202eb"}, "name", "name"),
        ({"called": "FIRST"}, "name", "known_name"),
        ({"weight": "0"}, "weight", "number"),
        ({"weight": "-2"}, "weight", "number"),
        ({"weight": "x"}, "weight", "number"),
        ({"owner": "U0ZOE"}, "owner", "not_allocated"),
        ({"owner": "U0NOBODY"}, "owner", "unknown_person"),
        ({"project": "atlantis"}, "project", "unknown_project"),
    ],
    ids=str,
)
def test_a_milestone_that_makes_no_sense_is_not_added(
    office: Office, form: dict[str, Any], field: str, reason: str
) -> None:
    office.adds(called="First")
    with pytest.raises(Refused) as refused:
        office.adds(**form)
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert office.rows("select count(*) from milestone")[0][0] == 1


def test_the_modal_says_what_the_picked_day_means(office: Office) -> None:
    beta = office.adds()
    assert "on its baseline" in words(office.does("dan", "update", beta))
    form = {"health": "at_risk", "day": date(2027, 1, 8), "percent": "5", "sentence": "Half a sentence"}
    view = str(office.does("dan", "preview", beta, **form))
    assert "12 working days late" in view
    assert "12 working days later" in view
    assert "Half a sentence" in view


def test_lists_show_what_each_may_do(office: Office) -> None:
    office.adds()
    office.adds(called="Launch", day=date(2027, 3, 1), owner="U0EVE")
    assert "Re-baseline" in words(office.types("dan", "list"))
    mine = words(office.types("eve", "list apollo"))
    assert mine.count("milestones:update") == 1
    assert "Re-baseline" not in mine
    assert "milestones:update" not in words(office.types("bea", "list apollo"))
    assert "Beta release" in words(office.types("ann", "next"))
    assert "Add milestone" in words(office.types("dan", "list apollo"))
    assert "in no project" in words(office.types("zoe", "list"))
    assert "Nothing is to be reached" in words(office.types("zoe", "next"))


def test_the_plan_is_a_picture_with_the_same_in_words(office: Office) -> None:
    assert "no milestone in this plan" in words(office.types("dan", "plan"))
    office.adds(called="$\\frac{1}{2}$ of *it* <!channel>")
    reply = office.types("dan", "plan")
    assert isinstance(reply, Say)
    assert reply.message.picture is not None
    assert reply.message.picture.draw().startswith(b"\x89PNG")
    assert "on track, 18 Dec 2026" in reply.message.picture.alt
    assert "<!channel>" not in words(reply)


def test_words_find_the_milestone_or_ask_back(office: Office) -> None:
    office.adds()
    office.adds(called="Beta invitations", day=date(2026, 12, 4))
    with pytest.raises(Refused, match="Which one do you mean"):
        office.types("dan", "update beta")
    assert "Beta release" in words(office.types("dan", "update beta rel"))
    assert "Beta invitations" in words(office.types("dan", "done invit"))
    assert "planned for" in words(office.types("dan", "story beta rel"))
    for typed, said in (
        ("update gamma", "No milestone that you report on"),
        ("update", "Which one"),
        ("foo", "I don't know"),
        ("x" * 300, "a lot of words"),
        ("list atlantis", "I know no project"),
    ):
        with pytest.raises(Refused, match=said):
            office.types("dan", typed)
    with pytest.raises(Refused, match="You manage no project"):
        office.types("ann", "new")


def test_the_story_is_told_newest_first_as_it_was_typed(office: Office) -> None:
    beta = office.adds()
    office.reports("dan", beta, health="off_track", sentence="*not bold* <!here>")
    view = words(office.does("dan", "story", beta))
    assert view.index("Off track") < view.index("planned for")
    assert "{'type': 'plain_text', 'text': '*not bold* <!here>'" in view
