"""Bad input: a clear sentence, nothing written, nobody told. Success stands beside it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.performance_office import FILLED, PerformanceOffice, shown
from workflows.kernel.errors import Refused
from workflows.kernel.replies import Update
from workflows.performance import views


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> PerformanceOffice:
    return PerformanceOffice.opened(store, clock)


def refused(office: PerformanceOffice, name: str, whom: str, **form: Any) -> Refused:
    """What the report is refused with; nothing was written, nobody told."""
    before = office.written()
    with pytest.raises(Refused) as raised:
        office.reports(name, whom, **form)
    assert office.written() == before
    return raised.value


@pytest.mark.parametrize(
    ("name", "whom", "reason", "says"),
    [
        ("dan", "dan", "oneself", "can't report yourself"),
        ("dan", "gus", "own_manager", "your own operations manager"),
        ("dan", "tom", "not_theirs", "Tom is not on a project of yours"),
        ("dan", "eve", "not_theirs", "not on a project of yours"),
        ("dan", "liz", "left", "Liz is no longer with the company"),
        ("dan", "nobody", "unknown_person", "don't know this person"),
        ("dan", "rob", "nobody_above", "nobody above Rob to whom I could put this. Please ask Nora to name"),
        ("head", "bea", "nobody_above", "nobody above Bea"),
        ("head", "ann", "not_theirs", "Ann is not on a project of yours, and you are not their operations manager"),
        ("zoe", "ann", "not_allowed", "it is for their operations manager or their project manager"),
        ("nora", "ann", "not_allowed", "it is for their operations manager or their project manager"),
        ("tom", "ann", "not_allowed", "it is for their operations manager or their project manager"),
    ],
)
def test_whom_one_may_not_report(office: PerformanceOffice, name: str, whom: str, reason: str, says: str) -> None:
    answer = refused(office, name, whom)
    assert (answer.reason, says in answer.text) == (reason, True), answer.text


@pytest.mark.parametrize(
    ("name", "whom"), [("dan", "ann"), ("dan", "bea"), ("dan", "zoe"), ("bea", "tom"), ("eve", "ann")]
)
def test_whom_one_may_report(office: PerformanceOffice, name: str, whom: str) -> None:
    assert office.case(office.reports(name, whom)).reporter == office.person(name)


@pytest.mark.parametrize(
    ("form", "field", "says"),
    [
        ({"expected": "  "}, "expected", "what was expected"),
        ({"happened": None}, "happened", "what happened"),
        ({"effect": ""}, "effect", "the work"),
        ({"help": ""}, "help", "if none was, say so"),
        ({"day": None}, "day", "pick the day"),
        ({"day": date(2026, 11, 24)}, "day", "not come yet"),
        ({"day": date(2025, 11, 1)}, "day", "more than a year ago"),
        ({"happened": "x" * 2001}, "happened", "2,001 characters; please keep it under 2,000"),
        ({"effect": "x" * 10_000}, "effect", "10,000 characters; please keep it under 2,000"),
        ({"links": "javascript:alert(1)"}, "links", "one link on each line"),
        ({"links": "see above"}, "links", "one link on each line"),
        ({"links": "https://x.org/<!channel>"}, "links", "one link on each line"),
        ({"links": "\n".join(f"https://x.org/{n}" for n in range(11))}, "links", "At most 10"),
        ({"files": [{"id": "F1", "link": "https://x.org"}] * 6}, "files", "At most 5"),
        ({"project": "999"}, "project", "not on that project"),
        ({"project": "none"}, "project", "in a project of yours"),
    ],
)
def test_what_a_report_may_not_say(office: PerformanceOffice, form: dict[str, Any], field: str, says: str) -> None:
    answer = refused(office, "dan", "ann", **form)
    assert (answer.field, says in answer.text) == (field, True), answer.text


def test_the_same_matter_twice_is_said_kindly(office: PerformanceOffice) -> None:
    first = office.reports("dan", "ann")
    answer = refused(office, "dan", "ann", happened="the same in other words")
    assert f"You already reported this on Mon, 23 Nov 2026: case {first}." in answer.text
    assert office.reports("dan", "ann", day=date(2026, 11, 19)) == first + 1
    office.uses("bea", "take", first, 1)
    office.uses("bea", "close", first, 2, outcome="talk", note="x", no_reply="x")
    assert office.reports("dan", "ann") == first + 2


def test_a_project_is_asked_for_where_there_are_several(office: PerformanceOffice) -> None:
    modal = shown(office.enters("dan", "<@U0ANN|ann>"))
    assert "'block_id': 'project'" not in modal
    assert "About: Apollo." in modal
    assert "*Bea* will read this; *Ann* will not, unless *Bea* opens a right of reply." in modal
    outside = shown(office.enters("bea", "<@U0ANN|ann>"))
    assert "About: Outside projects." in outside
    assert "*Head* will read this" in outside


def test_where_there_is_a_choice_of_projects_one_is_picked(office: PerformanceOffice) -> None:
    assert "'block_id': 'project'" in shown(office.enters("dan", "<@U0PAT>"))
    assert refused(office, "dan", "pat").field == "project"
    gemini = office.rows("select id from project where code = 'gemini'")[0][0]
    assert office.case(office.reports("dan", "pat", project=str(gemini))).project == gemini


def test_more_people_than_a_menu_holds_are_picked_from_everybody() -> None:
    people = [(str(number), f"Person {number}") for number in range(101)]
    for count, kind in ((100, "static_select"), (101, "users_select")):
        view = views.report_view({"person": "U0ANN"}, people[:count], (), ["Pick"])
        assert view["blocks"][0]["element"]["type"] == kind


def test_the_same_report_from_two_windows_at_once_is_one_case(office: PerformanceOffice) -> None:
    def work(_: int) -> bool:
        try:
            office.uses("dan", "report", **FILLED, person="U0ANN")
        except Refused as again:
            return again.reason != "repeated"
        return True

    with ThreadPoolExecutor(4) as hands:
        assert sorted(hands.map(work, range(4))) == [False, False, False, True]
    assert len(office.rows("select 1 from performance_case")) == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("he was late again", "I don't know “he was late again” here"),
        ("<@U0ANN> <@U0ZOE>", "One person at a time"),
        ("@ann", "pick the person from the list"),
        ("x " * 200, "a form opens, and asks for what happened"),
        ("log seven", "I don't know"),
        ("<@U0DAN>", "can't report yourself"),
        ("about <@U0TOM>", "not on a project of yours"),
        ("log 7", "can't find that case"),
    ],
)
def test_what_follows_the_command_and_is_none_of_it(office: PerformanceOffice, words: str, says: str) -> None:
    before = office.written()
    with pytest.raises(Refused) as raised:
        office.enters("dan", words)
    assert says in raised.value.text
    assert office.written() == before


def test_the_modal_stays_when_somebody_is_picked_who_can_not_be_reported(office: PerformanceOffice) -> None:
    reply = office.uses("dan", "preview", person="U0TOM", happened="typed already")
    assert isinstance(reply, Update)
    assert "not on a project of yours" in shown(reply)
    assert "typed already" in shown(reply)


def test_the_modal_offers_only_those_one_may_report(office: PerformanceOffice) -> None:
    def names(name: str) -> list[str]:
        view = office.enters(name)
        element = view.view["blocks"][0]["element"]  # type: ignore[union-attr] # it is a modal
        return [option["text"]["text"] for option in element["options"]]

    assert names("dan") == ["Ann", "Bea", "Pat", "Rob", "Zoe"]
    assert names("eve") == ["Ann"]
    assert names("bea") == ["Ann", "Pat", "Tom", "Zoe"]


def test_the_shortcut_starts_from_a_message_with_its_author_day_and_link(office: PerformanceOffice) -> None:
    link = "https://northwind.slack.com/archives/C1/p1795170000000100"
    message = {"user": "U0ANN", "ts": "1795170000.000100", "text": "I forgot <!channel>"}
    modal = shown(office.uses("dan", "from_message", message=message, link=link))
    assert link in modal
    assert "'initial_date': '2026-11-20'" in modal
    assert "*Ann* will not" in modal
    assert "I forgot" not in modal
    for author, says in (
        ("U0TOM", "not on a project"),
        ("U0NOBODY", "an app"),
        ("U0DAN", "yourself"),
        (None, "an app"),
    ):
        with pytest.raises(Refused, match=says):
            office.uses("dan", "from_message", message={**message, "user": author}, link=link)


def test_a_card_that_was_forwarded_opens_nothing_and_leaves_no_trace(office: PerformanceOffice) -> None:
    case = office.reports("dan", "ann")
    before = office.written()
    for name in ("zoe", "eve", "tom", "head", "ann", "gus"):
        for verb in ("read", "acknowledge", "take", "log", "close", "answer", "reply"):
            with pytest.raises(Refused):
                office.uses(name, verb, case, 1)
    assert office.written() == before


def test_mentions_and_marks_stand_as_they_were_typed(office: PerformanceOffice) -> None:
    case = office.reports("dan", "ann", happened="<!channel> <@U0BEA> *bold* &amp;")
    view = str(office.uses("bea", "read", case))
    assert "{'type': 'plain_text', 'text': '<!channel> <@U0BEA> *bold* &amp;'" in view.replace("'emoji': True, ", "")


def test_an_outcome_is_one_of_the_list_and_has_a_note(office: PerformanceOffice) -> None:
    case = office.reports("dan", "ann")
    office.uses("bea", "take", case, 1)
    for form, field in (({"outcome": "fired", "note": "x"}, "outcome"), ({"outcome": "talk", "note": ""}, "note")):
        before = office.written()
        with pytest.raises(Refused) as raised:
            office.uses("bea", "close", case, 2, **form)
        assert (raised.value.field, office.written()) == (field, before)
