"""People asked for, offered, accepted, refused, declined: what each sees, what is kept, and who is told what."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.staffing_office import FIRST, LAST, Office, shown
from workflows.kernel.errors import NotAllowed, Refused
from workflows.organisation import skills
from workflows.private import is_locked
from workflows.staffing.rules.life import State


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock)


def test_an_ask_reaches_each_department_that_holds_the_skill(office: Office) -> None:
    request = office.asks(people="2")
    (bea,) = office.told("bea", "desk")
    assert "*Dan* asks for *2 people* for *Apollo*: Python, level 3 or above" in bea
    assert "50 % of working time, Mon, 7 Dec 2026 to Fri, 26 Feb 2027" in bea
    assert "Moving the reports over." in bea
    assert "1. *Bob*: Python 4; 100 % free in all weeks; wishes to do more of it" in bea
    assert "2. *Zoe*: Python 3; 60 % free in all weeks" in bea
    assert "Kim" not in bea, "below the level"
    assert "*Cem*: Python 5" in office.told("max", "desk")[0]
    (dan,) = office.told("dan", "mine")
    assert "waiting for Bea" in dan
    assert "waiting for Max" in dan
    assert office.request(request).state is State.OPEN
    (wanted,) = office.store.read(lambda tx: skills.wanted(tx, FIRST))
    assert (wanted.people, wanted.level) == (2, 3)


def test_leave_is_seen_as_weeks_with_less_time_and_never_as_leave(office: Office) -> None:
    office.is_away("bob", date(2026, 12, 21), date(2027, 1, 3))
    office.asks()
    (bea,) = office.told("bea", "desk")
    assert "*Bob*: Python 4; 100 % free in all weeks but 21 Dec to 3 Jan; wishes to do more of it" in bea
    for word in ("away", "leave", "absence"):
        assert word not in bea.lower()


def test_an_offer_is_told_accepted_and_becomes_an_allocation(office: Office) -> None:
    request = office.asks()
    offer = office.offers("bea", request, "bob")
    assert "You are offered for *Apollo*" in office.told("bob", "theirs")[0]
    assert "*Bea* offers *Bob* for *Apollo*" in office.told("dan", "offer")[0]
    assert not office.allocations("bob"), "a tentative offer is no allocation"
    office.does("dan", "accept", offer, 1)
    (row,) = office.allocations("bob")
    assert (row.percent, str(row.starts), str(row.ends)) == (500000, str(FIRST), str(LAST))
    assert office.request(request).state is State.FILLED
    assert len(office.told("bob", "theirs")) == len(office.told("bob", "told_allotted")) == 1
    assert "*Dan* accepted *Bob* for *Apollo*" in office.told("bea", "heard_allotted")[0]
    assert office.store.read(lambda tx: skills.wanted(tx, FIRST)) == []
    assert office.events()[-3:] == ["offered", "allotted", "filled"]
    assert "Nothing left" in office.told("max", "desk")[0] or "Filled" in office.told("max", "desk")[0]


def test_two_of_three_are_a_part_and_the_third_stays_wanted(office: Office) -> None:
    request = office.asks(people="3")
    for name, department, manager in (("bob", "support", "bea"), ("cem", "delivery", "max")):
        office.does("dan", "accept", office.offers(manager, request, name, department))
    known = office.request(request)
    assert (known.state, known.allotted, known.lacking) == (State.OPEN, 2, 1)
    (wanted,) = office.store.read(lambda tx: skills.wanted(tx, FIRST))
    assert wanted.people == 1
    assert "2 of 3 allotted, 0 offered." in office.told("dan", "mine")[0]
    office.does("dan", "accept", office.offers("bea", request, "zoe"))
    assert office.request(request).state is State.FILLED


def test_a_refusal_carries_its_reason_to_the_department_which_is_asked_anew(office: Office) -> None:
    request = office.asks()
    offer = office.offers("bea", request, "bob")
    office.does("dan", "refuse", offer, reason="We need somebody who knows the old reports.")
    assert "knows the old reports" in office.told("bea", "heard_refused")[0]
    assert len(office.told("bea", "desk")) == 2, "a card of its own"
    assert all("old reports" not in text for text in office.told("bob", "theirs"))
    assert "It came to nothing" in office.told("bob", "theirs")[0]
    assert not office.allocations("bob")
    assert office.request(request).lacking == 1


def test_a_department_that_has_nobody_says_why(office: Office) -> None:
    request = office.asks()
    office.does("bea", "decline", office.desk(request), reason="The move takes everybody.")
    assert "The move takes everybody." in office.told("dan", "heard_declined")[0]
    assert not office.told("dan", "unfilled"), "Max has not answered yet"
    office.does("max", "decline", office.desk(request, "delivery"), reason="Not before spring.")
    assert "stays on record as a need" in office.told("dan", "unfilled")[0]
    assert office.request(request).state is State.OPEN
    office.offers("bea", request, "zoe")
    assert office.request(request).tentative == 1, "a department may change its mind"


def test_offers_are_taken_back_before_they_are_answered(office: Office) -> None:
    request = office.asks()
    offer = office.offers("bea", request, "bob")
    office.does("bea", "take_back", offer)
    assert office.offer(offer).state is State.TAKEN_BACK
    with pytest.raises(Refused, match="has changed since"):
        office.does("dan", "accept", offer)


def test_withdrawing_ends_the_question_and_what_was_offered(office: Office) -> None:
    request = office.asks()
    offer = office.offers("bea", request, "bob")
    office.does("dan", "withdraw", request)
    assert office.offer(offer).state is State.LAPSED
    assert office.request(request).state is State.WITHDRAWN
    assert not office.rows("select 1 from chain_step where settled_at is null")
    assert office.store.read(lambda tx: skills.wanted(tx, FIRST)) == []
    with pytest.raises(Refused, match="withdrawn"):
        office.offers("bea", request, "zoe")


def test_more_than_all_of_somebodys_time_needs_a_reason_that_stays_in_the_department(office: Office) -> None:
    request = office.asks(amount="80 %")
    with pytest.raises(Refused, match="up to 120 % of their working time") as refused:
        office.offers("bea", request, "zoe", amount="80 %")
    assert refused.value.field == "reason"
    offer = office.offers("bea", request, "zoe", amount="80 %", reason="Borealis ends early, between us.")
    column = SQLModel.metadata.tables["staffing_note"].c.text
    (note,) = office.store.read(lambda tx: tx.fetch(select(column)))
    assert note.text == "Borealis ends early, between us."
    assert is_locked(office.rows("select text from staffing_note")[0].text)
    everything = [message for one in office.queued() if (message := office.rendered(one))]
    assert "between us" not in str(everything)
    office.does("dan", "accept", offer)
    assert office.allocations("zoe")


def test_what_is_offered_elsewhere_is_not_free(office: Office) -> None:
    first = office.asks()
    office.offers("bea", first, "bob", amount="60 %")
    second = office.asks(work="Something else.", amount="60 %")
    assert "*Bob*: Python 4; 66 % of what is asked for, not enough in any week" in shown(
        office.does("bea", "show", office.desk(second))
    )


def test_the_floor_of_a_department_leaves_less_to_offer(office: Office) -> None:
    number = office.department("support")
    office.does("bea", "set_floor", number, amount="4.6", measure="people", first=date(2026, 11, 23))
    office.asks()
    (bea,) = office.told("bea", "desk")
    assert "*Bob*: Python 4; 50 % free in all weeks" in bea, "of six people 36 hours are booked, and 184 kept"
    assert "Support keeps 4.6 full-time equivalents for business as usual; the figures leave that aside." in bea
    office.does("bea", "set_floor", number, amount="95", measure="percent", first=date(2026, 11, 23))
    (bea,) = office.told("bea", "desk")
    assert "no time free then" in bea
    assert "which leaves nothing to offer in these weeks: 7 Dec to 28 Feb" in bea


@pytest.mark.parametrize(
    ("form", "field", "text"),
    [
        ({"first": date(2023, 12, 29), "last": date(2026, 12, 1)}, "first", "Apollo begins on Mon, 1 Jan 2024"),
        ({"last": date(2028, 1, 1)}, "last", "Apollo ends on Fri, 31 Dec 2027"),
        ({"first": LAST, "last": FIRST}, "last", "before the first"),
        ({"first": date(2026, 1, 5), "last": date(2026, 2, 5)}, "last", "These days are over"),
        ({"level": "6"}, "level", "from 1 to 5"),
        ({"level": "four"}, "level", "from 1 to 5"),
        ({"amount": "a lot"}, "amount", "such as 60 %"),
        ({"amount": "0 %"}, "amount", "more than 0"),
        ({"amount": "140 %"}, "amount", "at most 100"),
        ({"amount": "81 h"}, "amount", "at most 80 hours"),
        ({"people": "0"}, "people", "1 to 50"),
        ({"people": "1.5"}, "people", "whole number"),
        ({"skill": "99"}, "skill", "no such skill"),
        ({"skill": None}, "skill", "choose a skill"),
        ({"work": " "}, "work", "what the work is"),
        ({"project": "99"}, "project", "no such project"),
    ],
)
def test_what_cannot_be_is_refused_under_its_field(office: Office, form: dict[str, Any], field: str, text: str) -> None:
    with pytest.raises(Refused, match=text) as refused:
        office.asks(**form)
    assert refused.value.field == field
    assert not office.queued()
    assert not office.rows("select 1 from staffing_request")


def test_what_nobody_could_fill_is_said_and_nobody_is_told(office: Office) -> None:
    office.store.write(
        lambda tx: skills.rate(tx, office.person("cem"), 1, 0, on=date(2026, 11, 1), by=office.person("max"))
    )
    with pytest.raises(Refused, match="The highest there is is 4") as refused:
        office.asks(level="5")
    assert (refused.value.field, refused.value.reason) == ("level", "nobody_could")
    assert not office.queued()
    assert not office.events()


def test_the_same_again_is_answered_and_not_kept_twice(office: Office) -> None:
    office.asks()
    with pytest.raises(Refused, match="asked for this already"):
        office.asks()
    assert len(office.rows("select 1 from staffing_request")) == 1


def test_nobody_takes_people_by_any_road(office: Office) -> None:
    request = office.asks()
    with pytest.raises(NotAllowed):
        office.offers("dan", request, "bob")
    with pytest.raises(NotAllowed):
        office.asks("eve")
    offer = office.offers("bea", request, "bob")
    for name in ("bea", "max", "bob", "eve", "nora", "head"):
        with pytest.raises(NotAllowed):
            office.does(name, "accept", offer)
    assert not office.allocations("bob")


def test_an_operations_manager_who_leads_a_project_asks_one_level_up_for_their_own_people(office: Office) -> None:
    request = office.asks("bea", project=str(office.project("dunes")))
    assert office.told("tom", "desk") == [], "the deputy would answer in her name"
    assert "*Bea* asks for" in office.told("head", "desk")[0]
    with pytest.raises(NotAllowed):
        office.offers("bea", request, "bob")
    office.does("bea", "accept", office.offers("head", request, "bob"))
    assert office.allocations("bob", "dunes")


def test_one_who_is_no_candidate_cannot_be_offered(office: Office) -> None:
    request = office.asks()
    for who in ("kim", "cem", "bea", "dan"):
        with pytest.raises(Refused) as refused:
            office.offers("bea", request, who)
        assert refused.value.field == "person"
    with pytest.raises(Refused, match="asked for until"):
        office.offers("bea", request, "bob", last=LAST + timedelta(days=1))
    assert office.request(request).offers == ()


def test_of_two_answers_at_once_one_counts(office: Office) -> None:
    request = office.asks()
    desk = office.desk(request)
    offer = office.offers("bea", request, "bob")
    with pytest.raises(Refused, match="has changed since"):
        office.does("tom", "decline", desk, seen=1, reason="Nobody.")
    office.does("dan", "accept", offer, 1)
    with pytest.raises(Refused, match="has changed since"):
        office.does("dan", "refuse", offer, 1, reason="No.")


def test_silence_reminds_climbs_and_allots_nobody(office: Office) -> None:
    request = office.asks()
    office.goes_to(datetime(2026, 11, 25, 9, 30, tzinfo=UTC))
    assert "still waits for your answer" in office.told("bea", "waiting_desk")[0]
    office.goes_to(datetime(2026, 11, 27, 9, 30, tzinfo=UTC))
    assert len(office.told("tom", "desk")) == 1
    assert "others are asked too" in office.told("bea", "passed")[0]
    offer = office.offers("tom", request, "bob")
    office.goes_to(datetime(2026, 12, 1, 9, 30, tzinfo=UTC))
    assert "still waits for your answer" in office.told("dan", "waiting_offer")[0]
    office.goes_to(datetime(2026, 12, 3, 9, 30, tzinfo=UTC))
    assert "lapses on your next working day" in office.told("dan", "lapsing_offer")[0]
    office.goes_to(datetime(2026, 12, 4, 9, 30, tzinfo=UTC))
    assert office.offer(offer).state is State.LAPSED
    assert not office.allocations("bob")
    assert "has lapsed" in office.told("tom", "heard_lapsed")[0]
    assert office.events().count("asked_again") == 1


def test_an_ask_whose_days_are_past_is_over(office: Office) -> None:
    request = office.asks()
    office.goes_to(datetime(2027, 3, 1, 9, 30, tzinfo=UTC))
    assert office.request(request).state is State.PAST
    assert not office.rows("select 1 from chain_step where settled_at is null")


def test_amounts_in_hours_are_weighed_against_each_ones_own_week(office: Office) -> None:
    request = office.asks(amount="30 h")
    assert office.request(request).ask.amount.hours == Decimal(30)
    (bea,) = office.told("bea", "desk")
    assert "30 hours a week" in bea
    assert "*Zoe*: Python 3;" in bea
