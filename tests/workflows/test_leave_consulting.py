"""Project managers are consulted about leave that falls into their project: by a card, with a clock, without a veto."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.page import page
from bot.store import Store
from rehearsal.validation import validate_view
from tests.workflows.leave_office import START, Office, an_office
from workflows import feeds
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Notice, Workflow
from workflows.kernel.replies import Done, Open
from workflows.leave import WORKFLOW
from workflows.leave.rules.life import State
from workflows.leave.rules.policy import LeavePolicy
from workflows.organisation.description import Charge

WORDS = "the portal release is on the 22nd"


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock, an_office())


def card(office: Office, name: str, kind: str) -> str:
    """The newest state of somebody's card of this kind."""
    return str(office.told(name, kind)[-1].blocks)


def home(office: Office, name: str) -> str:
    return str(office.store.read(lambda tx: page(tx, office.actor(tx, name), [WORKFLOW])))


def asked(office: Office) -> list[Notice]:
    return [notice for notice in office.queued() if notice.kind == "consult" and not notice.only_update]


def answers(office: Office, verb: str, name: str = "dan", **form: Any) -> None:
    newest = office.rows("select max(id) from leave_consultation")[0][0]
    office.does(name, verb, newest, **form)


def test_the_manager_of_a_touched_project_is_asked_about_the_dates_and_nothing_else(office: Office) -> None:
    office.asks("ann", "2026-12-21", "2026-12-22", reason="surgery-canary")
    assert [notice.to for notice in asked(office)] == [office.person("dan")]
    text = card(office, "dan", "consult")
    assert "*Ann* asks to be away: Mon, 21 Dec 2026 to Tue, 22 Dec 2026. Is that a concern for the project?" in text
    assert "Your project: Apollo." in text
    assert "Please answer by Wed, 25 Nov 2026; no answer counts as no concern. Their manager decides." in text
    assert {"leave:no_concern", "leave:concern"} <= set(text.split("'"))
    assert "surgery-canary" not in text
    assert "Annual" not in text


def test_leave_outside_any_project_asks_nobody_and_so_does_leave_granted_at_once(
    store: Store, clock: FollowedClock
) -> None:
    free = {"code": "annual", "name": "Annual leave", "entitlement": {"amount": 25}, "approval": {"automatic_to": 1}}
    policy = LeavePolicy.model_validate({"code": "free", "name": "Free", "types": [free]})
    office = Office.founded(store, clock, an_office(), policy)
    office.asks("zoe", "2026-12-21", "2026-12-22")
    office.asks("ann", "2026-12-21")
    office.does("bea", "ask", **office.filled("2026-12-29", "2026-12-30", person="U0ANN"))
    assert asked(office) == []


def test_once_it_is_decided_no_answer_is_waited_for_any_more(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    office.does("bea", "approve", request)
    assert "Dan (Apollo): no answer before it was decided" in card(office, "bea", "decide")


def test_a_policy_may_ask_no_project_manager(store: Store, clock: FollowedClock) -> None:
    quiet = {"consult_working_days": None}
    annual = {"code": "annual", "name": "Annual leave", "entitlement": {"amount": 25}, "approval": quiet}
    policy = LeavePolicy.model_validate({"code": "own", "name": "Own", "types": [annual]})
    office = Office.founded(store, clock, an_office(), policy)
    office.asks("ann", "2026-12-21")
    assert asked(office) == []


def test_whoever_decides_reads_each_answer_as_it_comes_and_the_owner_only_who_was_asked(office: Office) -> None:
    office.asks("ann", "2026-12-21")
    assert "Dan (Apollo): no answer yet, until Wed, 25 Nov 2026" in card(office, "bea", "decide")
    answers(office, "concern", concern=WORDS)
    assert f"Dan (Apollo): concern, “{WORDS}”" in card(office, "bea", "decide")
    assert f"Your concern: {WORDS}" in card(office, "dan", "consult")
    mine = card(office, "ann", "mine")
    assert "Asked whether your dates are a concern: Dan (Apollo)." in mine
    assert WORDS not in mine
    answers(office, "no_concern")
    assert "Dan (Apollo): no concern" in card(office, "bea", "decide")
    assert WORDS not in card(office, "bea", "decide")
    updates = [notice for notice in office.queued() if notice.kind == "decide"][1:]
    assert updates
    assert all(notice.only_update for notice in updates)
    facts = office.rows("select facts from audit where event = 'consultation_answered'")
    assert len(facts) == 2
    assert WORDS not in str(facts)


def test_each_answers_for_themselves(store: Store, clock: FollowedClock) -> None:
    described = an_office()
    hermes = replace(described.projects["apollo"], code="hermes", name="Hermes", charges=(Charge(START, "eve@x.org"),))
    share = replace(described.allocations["ann@x.org", "apollo"], project="hermes")
    projects = {**described.projects, "hermes": hermes}
    office = Office.founded(
        store,
        clock,
        replace(
            described,
            projects=projects,
            allocations={**described.allocations, ("ann@x.org", "hermes"): share},
        ),
    )
    office.asks("ann", "2026-12-21")
    numbers = {row.person_id: row.id for row in office.rows("select person_id, id from leave_consultation order by id")}
    office.does("dan", "no_concern", numbers[office.person("dan")])
    assert "Eve (Hermes): no answer yet" in card(office, "bea", "decide")
    office.does("eve", "no_concern", numbers[office.person("eve")])
    assert "Your answer: no concern." in card(office, "eve", "consult")
    assert [notice.to for notice in office.queued() if notice.kind == "consult" and notice.only_update] == [
        office.person("dan"),
        office.person("eve"),
    ]
    with pytest.raises(NotAllowed):
        office.does("eve", "no_concern", numbers[office.person("dan")])


def test_a_concern_needs_words_and_not_too_many(office: Office) -> None:
    office.asks("ann", "2026-12-21")
    opened = office.does("dan", "concern", 1)
    assert isinstance(opened, Open)
    assert "Read by you and by those who decide about the leave, by nobody else." in str(opened.view)
    with pytest.raises(Refused, match=re.escape("Please say what your concern is, or press “No concern”.")):
        answers(office, "concern", concern="  ")
    with pytest.raises(Refused, match=re.escape("That is 301 characters; please keep it under 300.")) as refused:
        answers(office, "concern", concern="x" * 301)
    assert refused.value.field == "concern"
    assert office.events() == ["asked"]


def test_the_same_answer_twice_is_harmless(office: Office) -> None:
    office.asks("ann", "2026-12-21")
    answers(office, "no_concern")
    before = office.queued()
    assert office.does("dan", "no_concern", 1) == Done()
    assert office.queued() == before


def test_silence_is_no_concern_and_both_cards_say_so_when_the_clock_runs_out(office: Office) -> None:
    office.asks("ann", "2026-12-21")
    office.goes_to(datetime(2026, 11, 25, 23, 59, tzinfo=UTC))
    office.ticks()
    assert "no answer yet" in card(office, "bea", "decide")
    office.goes_to(datetime(2026, 11, 26, 0, 1, tzinfo=UTC))
    office.ticks()
    office.ticks()
    assert office.events().count("consultation_lapsed") == 1
    decide, consult = card(office, "bea", "decide"), card(office, "dan", "consult")
    assert "Dan (Apollo): no answer by Wed, 25 Nov 2026, which counts as no concern" in decide
    assert "You had not answered by Wed, 25 Nov 2026: that counts as no concern." in consult
    answers(office, "concern", concern=WORDS)
    assert f"concern, “{WORDS}”" in card(office, "bea", "decide")


def test_a_concern_is_no_veto_and_after_the_decision_nothing_can_be_answered(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    answers(office, "concern", concern=WORDS)
    office.does("bea", "approve", request, seen=1)
    assert office.leave(request).state is State.APPROVED
    consult = card(office, "dan", "consult")
    assert "Decided: *Ann* is away, Mon, 21 Dec 2026." in consult
    assert "leave:" not in consult
    before = office.queued()
    with pytest.raises(Refused) as refused:
        answers(office, "no_concern")
    assert refused.value.text == (
        "This is decided: Ann is away then. Speak with their operations manager if that is a problem."
    )
    assert office.queued() == before


def test_a_request_that_is_declined_or_taken_back_is_settled_for_the_project_manager_without_saying_how(
    office: Office,
) -> None:
    request = office.asks("ann", "2026-12-21")
    office.does("bea", "decline", request, seen=1, reason="the audit is that week")
    consult = card(office, "dan", "consult")
    assert "Settled: *Ann* is not away then, Mon, 21 Dec 2026." in consult
    assert "audit" not in consult
    with pytest.raises(Refused, match=re.escape("This is settled: Ann is not away then.")):
        answers(office, "concern", concern=WORDS)


def test_other_dates_are_asked_about_anew_and_the_old_card_says_so(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    answers(office, "concern", concern=WORDS)
    office.does("ann", "change", request, seen=1, **office.filled("2026-12-29"))
    first, second = asked(office)
    assert first.card != second.card
    old, new = office.rendered(first), office.rendered(second)
    assert old is not None
    assert new is not None
    assert "*Ann* has asked for other dates since: this question is closed." in old.text
    assert "Tue, 29 Dec 2026" in new.text
    assert "Dan (Apollo): no answer yet" in card(office, "bea", "decide")
    with pytest.raises(Refused, match=re.escape("Ann has asked for other dates since, so this question is closed.")):
        office.does("dan", "no_concern", 1)
    answers(office, "no_concern")


def test_a_change_of_something_else_than_the_dates_asks_nobody_again(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    answers(office, "no_concern")
    office.does("ann", "change", request, seen=1, **office.filled("2026-12-21", reason="it is my birthday"))
    assert len(asked(office)) == 1
    assert "Dan (Apollo): no concern" in card(office, "bea", "decide")


@pytest.mark.parametrize("name", ["ann", "bea", "tom", "head", "zoe", "eve", "nora"])
@pytest.mark.parametrize("verb", ["no_concern", "concern"])
def test_nobody_answers_for_the_one_who_was_asked(office: Office, name: str, verb: str) -> None:
    office.asks("ann", "2026-12-21")
    before = office.queued()
    with pytest.raises(NotAllowed, match="it is for their project manager"):
        answers(office, verb, name, concern=WORDS)
    assert office.queued() == before


def test_a_project_manager_does_nothing_else_about_it(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    for verb in ("approve", "decline", "suggest", "keep_asked", "change", "withdraw", "cancel_for", "touches", "days"):
        with pytest.raises(NotAllowed):
            office.does("dan", verb, request, reason="no")


def test_what_this_touches_is_for_those_who_decide(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    answers(office, "concern", concern=WORDS)
    shown = office.does("bea", "touches", request)
    assert isinstance(shown, Open)
    assert f"Dan (Apollo): concern, “{WORDS}”" in str(shown.view)
    for name in ("ann", "nora", "zoe"):
        with pytest.raises(NotAllowed):
            office.does(name, "touches", request)


def test_app_home_shows_what_waits_for_a_project_managers_word_until_it_is_given(office: Office) -> None:
    office.asks("ann", "2026-12-21", reason="surgery-canary")
    assert "Is it a concern for your project?" in home(office, "dan")
    assert "*Ann* asks to be away: Mon, 21 Dec 2026." in home(office, "dan")
    assert "surgery-canary" not in home(office, "dan")
    assert "Is it a concern" not in home(office, "eve")
    answers(office, "no_concern")
    assert "Is it a concern" not in home(office, "dan")


def test_the_card_has_something_of_each_kind_that_leave_touches_and_the_way_to_all_of_it(
    database_url: str, clock: FollowedClock
) -> None:
    def touching(name: str, *sentences: str) -> Workflow:
        return replace(feeds.WORKFLOW, name=name, effects=lambda _tx, _away, _viewer: sentences)

    plan = touching("milestones", *(f"Milestone {number} is due." for number in range(5)))
    staff = touching("staffing", "Apollo: 50 %.", "German: nobody else.")
    store = Store(database_url, clock, (WORKFLOW, plan, staff))
    office = Office.founded(store, clock, an_office())
    request = office.asks("ann", "2026-12-21")
    shown = card(office, "bea", "decide")
    listed = "• Milestone 0 is due.\\n• Milestone 1 is due.\\n• Apollo: 50 %.\\n• German: nobody else.\\n• +3 more"
    assert f"*What this touches*\\n{listed}" in shown
    assert "leave:touches" in shown
    opened = office.does("bea", "touches", request)
    assert isinstance(opened, Open)
    headings = [block["text"]["text"] for block in opened.view["blocks"] if block["type"] == "header"]
    assert headings == ["Milestones", "Staffing", "Project managers", "Also away"]
    assert "Milestone 4 is due." in str(opened.view)
    validate_view(opened.view)
    store.close()


def test_a_concern_is_read_by_its_writer_and_those_who_decide_whatever_happens_and_is_in_no_log(
    office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    request = office.asks("ann", "2026-12-21", "2026-12-22")
    answers(office, "concern", concern="canary-concern")
    office.does("bea", "suggest", request, reason="other days, please")
    office.does("ann", "keep_asked", request)
    office.does("bea", "approve", request)
    office.does("ann", "cancel", request, reason=None)
    readers = {
        notice.to
        for notice in office.queued()
        if (message := office.rendered(notice)) and "canary-concern" in str(message)
    }
    assert readers == {office.person("bea"), office.person("dan")}
    for name in ("ann", "nora", "zoe", "eve"):
        assert "canary-concern" not in home(office, name)
    assert "canary-concern" not in str(office.types("ann", "list"))
    assert "canary-concern" not in str(office.rows("select * from audit"))
    assert "canary-concern" not in str(office.rows("select * from outbox"))
    assert "canary-concern" not in "".join(capfd.readouterr())
