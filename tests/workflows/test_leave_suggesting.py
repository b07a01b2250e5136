"""Whoever decides asks for a change: other days or a sentence; the owner takes them, keeps what was asked, or stops."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import Office, an_office
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.replies import Done, Open
from workflows.leave.rules.life import State

WEEK_LATER = {"first": date(2026, 12, 14), "last": date(2026, 12, 15), "halves": "whole"}


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    """Ann has asked for 7 and 8 December, and waits for Bea."""
    office = Office.founded(store, clock, an_office())
    office.asks("ann", "2026-12-07", "2026-12-08")
    return office


def suggests(office: Office, name: str = "bea", **form: Any) -> None:
    office.does(name, "suggest", 1, **{"reason": "could it be the week after?", **WEEK_LATER, **form})


def newest(office: Office, name: str, kind: str) -> str:
    return str(office.told(name, kind)[-1].blocks)


def test_other_days_are_suggested_and_the_owner_may_take_them_keep_theirs_or_withdraw(office: Office) -> None:
    assert isinstance(office.does("bea", "suggest", 1, seen=1), Open)
    suggests(office)
    leave = office.leave(1)
    assert (leave.state, leave.version) == (State.REQUESTED, 2)
    message = office.told("ann", "suggested")[-1]
    assert message.text.startswith("*Bea* asks for a change of your request: Annual leave, Mon, 7 Dec 2026")
    shown = str(message.blocks)
    assert "Suggested instead: *Mon, 14 Dec 2026 to Tue, 15 Dec 2026*" in shown
    assert "Bea: could it be the week after?" in shown
    assert {"leave:change", "leave:keep_asked", "leave:withdraw"} <= set(shown.split("'"))
    assert "Use these days…" in shown
    said = "You suggested Mon, 14 Dec 2026 to Tue, 15 Dec 2026 instead; it waits for an answer from Ann."
    assert said in newest(office, "bea", "decide")
    assert office.events() == ["asked", "change_suggested"]


def test_the_owners_modal_is_filled_in_with_the_days_that_were_suggested(office: Office) -> None:
    suggests(office)
    opened = office.does("ann", "change", 1, seen=2)
    assert isinstance(opened, Open)
    assert "'initial_date': '2026-12-14'" in str(opened.view)
    office.does("ann", "change", 1, seen=2, **office.filled("2026-12-14", "2026-12-15"))
    assert office.leave(1).request.span.first == date(2026, 12, 14)
    assert "You have changed your request since." in newest(office, "ann", "suggested")
    assert "leave:" not in newest(office, "ann", "suggested")
    assert "suggested" not in newest(office, "bea", "decide")
    assert office.told("bea", "heard_changed")


def test_keeping_what_was_asked_for_puts_it_back_to_whoever_decides_with_their_whole_time(office: Office) -> None:
    suggests(office)
    office.goes_to(datetime(2026, 11, 25, 15, tzinfo=UTC))
    office.does("ann", "keep_asked", 1, seen=2)
    assert office.told("bea", "heard_kept_asked")[0].text.startswith("*Ann* would rather keep what they asked for")
    assert "You would rather keep what you asked for." in newest(office, "ann", "suggested")
    step = office.leave(1).waiting_for
    assert step is not None
    assert step.asked_at == datetime(2026, 11, 25, 15, tzinfo=UTC)
    with pytest.raises(Refused, match=re.escape("Nobody has suggested anything else.")):
        office.does("ann", "keep_asked", 1, seen=3)


def test_whoever_decides_may_decide_while_the_suggestion_waits(office: Office) -> None:
    suggests(office)
    assert office.does("bea", "approve", 1, seen=2) == Done()
    assert "Your request is approved." in newest(office, "ann", "suggested")
    assert "leave:" not in newest(office, "ann", "suggested")


def test_a_press_on_a_card_from_before_the_suggestion_is_told_that_it_changed(office: Office) -> None:
    suggests(office)
    with pytest.raises(Refused, match=re.escape("This request has changed since you last saw it.")):
        office.does("tom", "approve", 1, seen=1)


def test_a_sentence_alone_is_enough_and_nothing_at_all_is_not(office: Office) -> None:
    with pytest.raises(Refused, match=re.escape("Please pick other days, or write what should be different.")):
        suggests(office, reason="", first=None, last=None)
    with pytest.raises(Refused, match=re.escape("Please pick other days, or write what should be different.")):
        suggests(office, reason="", first=date(2026, 12, 7), last=date(2026, 12, 8))
    suggests(office, reason="please name somebody who replaces you", first=None, last=None)
    shown = newest(office, "ann", "suggested")
    assert "Bea: please name somebody who replaces you" in shown
    assert "Suggested instead" not in shown
    assert "You asked for a change; it waits for an answer from Ann." in newest(office, "bea", "decide")


@pytest.mark.parametrize(
    ("days", "field", "text"),
    [
        (
            {"first": date(2026, 12, 12), "last": date(2026, 12, 13)},
            "first",
            "Ann doesn't work on any of these days, so no leave is needed",
        ),
        ({"first": date(2026, 12, 15), "last": date(2026, 12, 14)}, "last", "is before the first"),
        ({"first": date(2026, 12, 14), "last": None}, "last", "Please pick a day."),
        ({"first": date(2026, 12, 14), "last": date(2027, 3, 31)}, "last", "Ann has 30 days left for it"),
    ],
)
def test_days_that_could_not_be_asked_for_are_not_suggested(
    office: Office, days: dict[str, Any], field: str, text: str
) -> None:
    before = office.queued()
    with pytest.raises(Refused, match=text) as refused:
        suggests(office, **days)
    assert refused.value.field == field
    assert office.queued() == before
    assert office.events() == ["asked"]


def test_while_the_owner_owes_the_answer_they_are_reminded_and_nobody_else(office: Office) -> None:
    suggests(office)
    office.goes_to(datetime(2026, 11, 24, 9, 1, tzinfo=UTC))
    office.ticks()
    office.ticks()
    kinds = [(notice.to, notice.kind) for notice in office.queued() if "waiting" in notice.kind]
    assert kinds == [(office.person("ann"), "suggested_waiting")]
    assert office.told("ann", "suggested_waiting")[0].text.startswith("*Bea* still waits for your answer")


def test_a_suggestion_that_nobody_answers_lapses_and_what_was_asked_for_is_decided(office: Office) -> None:
    suggests(office)
    office.goes_to(datetime(2026, 11, 26, 9, 1, tzinfo=UTC))
    office.ticks()
    office.ticks()
    assert office.events().count("suggestion_lapsed") == 1
    assert office.events().count("climbed") == 0
    assert office.told("bea", "heard_suggestion_lapsed")[0].text.startswith("*Ann* did not answer what you suggested")
    assert "You had not answered in time, so what you asked for stands" in newest(office, "ann", "suggested")
    office.goes_to(datetime(2026, 11, 27, 9, 1, tzinfo=UTC))
    office.ticks()
    assert office.told("bea", "waiting")[-1].text.startswith("*Ann* still waits for your answer")
    office.goes_to(datetime(2026, 12, 1, 9, 1, tzinfo=UTC))
    office.ticks()
    assert office.events().count("climbed") == 1


def test_a_second_suggestion_takes_the_place_of_the_first(office: Office) -> None:
    suggests(office)
    suggests(office, first=date(2026, 12, 16), last=date(2026, 12, 17))
    first, second = [notice for notice in office.queued() if notice.kind == "suggested" and not notice.only_update]
    old, new = office.rendered(first), office.rendered(second)
    assert old is not None
    assert new is not None
    assert "Something else was suggested since" in str(old.blocks)
    assert "Wed, 16 Dec 2026" in str(new.blocks)


@pytest.mark.parametrize("name", ["ann", "dan", "zoe", "nora", "eve"])
def test_only_those_who_decide_suggest(office: Office, name: str) -> None:
    with pytest.raises(NotAllowed):
        suggests(office, name)


def test_what_was_written_with_it_is_read_by_the_owner_and_those_who_decide_alone(office: Office) -> None:
    suggests(office, reason="canary-words")
    readers = {
        notice.to
        for notice in office.queued()
        if (message := office.rendered(notice)) and "canary-words" in str(message.blocks)
    }
    assert readers == {office.person("ann"), office.person("bea")}
    assert "canary-words" not in str(office.rows("select facts from audit"))


def test_a_reminder_after_the_answer_is_a_new_message_and_the_one_before_it_has_no_buttons(office: Office) -> None:
    office.goes_to(datetime(2026, 11, 24, 9, 1, tzinfo=UTC))
    office.ticks()
    suggests(office)
    first = next(notice for notice in office.queued() if notice.kind == "waiting")
    office.does("ann", "keep_asked", 1)
    office.goes_to(datetime(2026, 11, 25, 9, 1, tzinfo=UTC))
    office.ticks()
    again = [notice for notice in office.queued() if notice.kind == "waiting" and not notice.only_update]
    assert [notice.card for notice in again] == [first.card, f"{first.card}.1"]
    office.does("bea", "approve", 1)
    updated = [notice.card for notice in office.queued() if notice.kind == "waiting" and notice.only_update][-2:]
    assert set(updated) <= {notice.card for notice in office.queued() if notice.kind == "waiting"}
    for notice in [one for one in office.queued() if one.kind == "waiting" and one.only_update]:
        message = office.rendered(notice)
        assert message is not None
        assert "'leave:" not in str(message.blocks)
