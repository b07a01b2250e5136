"""What people see of leave: within Slack's limits, true, in their locale, and nothing of what is not for them."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from bot.clock import FollowedClock
from bot.page import page as whole_page
from bot.store import Store
from rehearsal.validation import validate_message, validate_view
from tests.workflows.leave_office import Office, a_person, an_office
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.replies import Message, Open, Reply, Say, Update
from workflows.leave import WORKFLOW
from workflows.organisation import recent

NASTY = "<!channel> <@U0BEA> *bold* <https://evil.example|click> & `code` \u05d0\u05d1\u05d2 👩‍👩‍👧 "


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock, an_office(a_person("uma", locale="en_US"), a_person("kai", locale="de_DE")))


def modal(reply: Reply) -> dict[str, Any]:
    """The modal of a reply, which Slack would take."""
    assert isinstance(reply, Open | Update)
    view = json.loads(json.dumps(dict(reply.view)))
    assert validate_view(view) == []
    return dict(view)


def said(reply: Reply) -> Message:
    """The answer of a reply, which Slack would take."""
    assert isinstance(reply, Say)
    return fits(reply.message)


def fits(message: Message) -> Message:
    assert validate_message({"text": message.text, "blocks": json.loads(json.dumps(list(message.blocks)))}) == []
    return message


def words(blocks: Sequence[Any]) -> str:
    """All that is written on some blocks."""
    return json.dumps(list(blocks), ensure_ascii=False)


def home(office: Office, name: str) -> str:
    blocks = office.store.read(lambda tx: whole_page(tx, office.actor(tx, name), [WORKFLOW]))
    view = {"type": "home", "blocks": json.loads(json.dumps(list(blocks)))}
    assert validate_view(view) == []
    return words(blocks)


def everything(office: Office) -> Iterator[tuple[str, str]]:
    """Every notice as it is rendered now: to whom, and what it says."""
    names = {office.person(name): name for name in ("head", "bea", "tom", "ann", "zoe", "dan", "eve", "nora")}
    for notice in office.queued():
        message = office.rendered(notice)
        if message is not None:
            fits(message)
            to = notice.to if isinstance(notice.to, str) else names[notice.to]
            yield to, message.text + words(message.blocks)


def test_the_modal_opens_empty_and_filled_in(office: Office) -> None:
    empty = modal(office.types("ann", ""))
    assert empty["callback_id"] == "leave:ask"
    assert "Pick the days" in words(empty["blocks"])
    filled = modal(office.types("ann", "21 dec - 4 jan"))
    shown = words(filled["blocks"])
    assert '"initial_date": "2026-12-21"' in shown
    assert "8 days: 7 of 2026, 1 of 2027" in shown
    assert "Left after it: 18 of 25 days in 2026, 29 of 30 days in 2027" in shown
    assert "Christmas Day (Fri, 25 Dec 2026)" in shown
    assert "Nobody else in the department is away then." in shown


def test_changing_the_days_shows_live_what_they_mean_or_what_is_wrong(office: Office) -> None:
    live = modal(office.does("ann", "preview", **office.filled("2026-12-21", halves="late")))
    assert "0.5 days" in words(live["blocks"])
    assert live["callback_id"] == "leave:ask"
    wrong = modal(office.does("ann", "preview", **office.filled("2026-12-25")))
    assert "already a public holiday for you: Christmas Day" in words(wrong["blocks"])
    backwards = modal(office.does("ann", "preview", **office.filled("2026-12-25", "2026-12-24")))
    assert "is before the first" in words(backwards["blocks"])
    unpaid = modal(office.does("ann", "preview", **office.filled("2026-12-21", leave_type="unpaid")))
    assert "1 day" in words(unpaid["blocks"])
    assert office.rows("select id from leave_request") == []


def test_who_else_is_away_shows_with_dates_and_never_with_the_kind_or_the_reason(office: Office) -> None:
    office.does("bea", "approve", office.asks("zoe", "2026-12-22", leave_type="unpaid", reason="canary-reason"))
    office.asks("tom", "2026-12-23", reason="canary-other")
    shown = words(modal(office.types("ann", "21 dec - 4 jan"))["blocks"])
    assert "Also away then: Zoe (Tue, 22 Dec 2026) and Tom (Wed, 23 Dec 2026; asked for)." in shown
    who = words(said(office.types("ann", "who")).blocks)
    assert "*Zoe*: Tue, 22 Dec 2026" in who
    for page in (shown, who, home(office, "ann")):
        assert "canary" not in page
    assert "Unpaid" not in who


def test_a_reason_is_read_by_its_owner_and_those_who_decide_and_leaves_the_database_for_nobody_else(
    office: Office,
) -> None:
    request = office.asks("ann", "2026-12-21", "2026-12-22", reason="canary-why")
    office.does("bea", "approve", request)
    office.does("bea", "shorten_for", request, reason="canary-shorter", **dates("2026-12-21"))
    office.does("bea", "cancel_for", request, reason="canary-cancelled")
    told = list(everything(office))
    readers = {to for to, page in told if "canary" in page}
    assert readers == {"ann", "bea"}
    assert {to for to, _ in told} >= {"ann", "bea", "dan", "#apollo"}
    assert "canary" not in str(office.rows("select * from audit"))
    assert "canary" not in str(office.rows("select * from outbox"))
    for name in ("dan", "zoe", "nora"):
        assert "canary" not in home(office, name) + words(said(office.types(name, "who project")).blocks)
    assert "canary" not in words(said(office.types("nora", "list for <@U0ANN>")).blocks)
    with pytest.raises(NotAllowed):
        office.types("dan", "list for <@U0ANN>")
    with pytest.raises(NotAllowed):
        office.types("zoe", "balance for <@U0ANN>")


def dates(first: str, last: str = "") -> dict[str, Any]:
    return {"first": date.fromisoformat(first), "last": date.fromisoformat(last or first), "halves": "whole"}


def test_what_people_type_is_never_live(office: Office) -> None:
    request = office.asks("ann", "2026-12-21", reason=NASTY * 10)
    card = office.told("bea", "decide")[0]
    fits(card)
    note = next(block for block in card.blocks if "channel" in json.dumps(block))
    assert note["text"]["type"] == "plain_text"
    office.does("bea", "decline", request, reason=NASTY)
    for _, page in everything(office):
        assert '"type": "mrkdwn", "text": "' + NASTY not in page


def test_names_and_kinds_with_signs_in_them_are_escaped(store: Store, clock: FollowedClock) -> None:
    office = Office.founded(store, clock, an_office())
    renamed = "update person set name = '<!here> & *Ann*' where slack_id = 'U0ANN'"
    store.write(lambda tx: tx.connection.execute(text(renamed)))
    store.write(recent.changed)
    request = office.asks("ann", "2026-12-21")
    office.does("bea", "approve", request)
    for _, page in everything(office):
        assert "<!here>" not in page
    assert "&lt;!here&gt; &amp; Ann" in words(office.told("bea", "decide")[0].blocks)


def test_dates_are_said_in_each_readers_own_locale(office: Office) -> None:
    assert "Mon, Dec 21, 2026" in words(modal(office.types("uma", "12/21"))["blocks"])
    assert "Mo., 21. Dez. 2026" in words(modal(office.types("kai", "21.12."))["blocks"])
    office.asks("kai", "2026-12-21")
    assert "Mon, 21 Dec 2026" in office.told("bea", "decide")[0].text
    assert "Mo., 21. Dez. 2026" in office.told("kai", "mine")[0].text


def test_the_card_of_whoever_decides_has_everything_to_decide_by(office: Office) -> None:
    office.does("bea", "approve", office.asks("zoe", "2026-12-22"))
    office.asks("ann", "2026-12-21", "2027-01-04", reason="family")
    card = fits(office.told("bea", "decide")[-1])
    shown = words(card.blocks)
    assert card.text == "Ann asks for leave: Mon, 21 Dec 2026 to Mon, 4 Jan 2027, 8 days (waiting for you)"
    for part in ("*Annual leave*", "8 days: 7 of 2026, 1 of 2027", "18 of 25 days in 2026", "Zoe (Tue, 22 Dec 2026)"):
        assert part in shown
    assert "Ann: family" in shown
    assert '"style": "primary"' in shown
    assert '"value": "2.1"' in shown


def test_after_the_decision_the_buttons_give_way_to_who_and_when(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    office.does("tom", "approve", request)
    for name, kind in (("bea", "decide"), ("ann", "mine")):
        shown = words(fits(office.told(name, kind)[-1]).blocks)
        assert "leave:approve" not in shown
        assert "*Approved* by Tom, <!date^1795424400^{date_short_pretty} at {time}|2026-11-23 09:00 UTC>." in shown


def test_home_begins_with_what_needs_me(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    shown = home(office, "bea")
    assert shown.index("Waiting for your decision") < shown.index("Your leave balance")
    assert f'"value": "{request}.1"' in shown
    assert "leave:approve" in shown
    assert "leave:open" in shown
    mine = home(office, "ann")
    assert "Waiting for your decision" not in mine
    assert "leave:withdraw" in mine
    office.does("bea", "approve", request)
    assert "Waiting for your decision" not in home(office, "bea")
    assert "1 approved ahead" in home(office, "ann")


def test_home_and_lists_hold_many_requests_within_slacks_limits(office: Office) -> None:
    for day in range(1, 29):
        for name in ("ann", "zoe"):
            if datetime(2027, 2, day, tzinfo=UTC).weekday() < 5 and day < 24:
                office.asks(name, f"2027-02-{day:02}", reason="x" * 1000)
    assert "And " in home(office, "bea")
    assert "more" in words(said(office.types("ann", "list")).blocks)


def test_a_balance_is_told_and_explained_day_by_day(office: Office) -> None:
    request = office.asks("ann", "2026-12-23", "2026-12-29")
    office.does("bea", "approve", request)
    shown = words(said(office.types("ann", "balance")).blocks)
    assert "*Annual leave 2026*: *22 days free*" in shown
    assert "25 granted, 0 taken, 3 approved ahead, 0 waiting" in shown
    explained = words(modal(office.does("ann", "explain", office.person("ann"), selected="4.2026"))["blocks"])
    assert "Entitlement (2026), +25" in explained
    assert "Wed, 23 Dec 2026: Leave (2026), -1" in explained
    days = words(modal(office.does("bea", "days", request))["blocks"])
    assert "Wed, 23 Dec 2026: 1 by the pattern → 1, from 2026" in days
    assert "Fri, 25 Dec 2026: 1 by the pattern, Christmas Day → 0" in days
    assert "Sun, 27 Dec 2026: no working day → 0" in days
    with pytest.raises(NotAllowed):
        office.does("zoe", "explain", office.person("ann"))
    with pytest.raises(NotAllowed):
        office.does("dan", "days", request)


def test_who_knows_today_the_week_the_department_and_the_projects(office: Office) -> None:
    office.does("bea", "approve", office.asks("ann", "2026-11-23"))
    office.does("bea", "approve", office.asks("zoe", "2026-11-26"))
    assert "Ann" in words(said(office.types("bea", "who today")).blocks)
    assert "Zoe" not in words(said(office.types("bea", "who today")).blocks)
    assert "Zoe" in words(said(office.types("bea", "who week")).blocks)
    assert "Zoe" in words(said(office.types("head", "who department")).blocks)
    project = words(said(office.types("dan", "who project")).blocks)
    assert "Ann" in project
    assert "Zoe" not in project


def test_forged_ids_are_answered_alike_and_nothing_is_kept(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    before = office.queued()
    for verb in ("approve", "decline", "withdraw", "days"):
        with pytest.raises(Refused, match="can't find that leave"):
            office.does("zoe", verb, 999_999, seen=1)
        with pytest.raises(NotAllowed):
            office.does("zoe", verb, request, seen=1)
    with pytest.raises(Refused, match="don't know this person"):
        office.does("ann", "explain", 999_999)
    assert office.queued() == before


def test_buttons_and_metadata_carry_an_id_and_a_version_and_nothing_else(office: Office) -> None:
    request = office.asks("ann", "2026-12-21", reason="canary")
    office.does("bea", "approve", request)
    for verb, name in (("cancel", "ann"), ("shorten", "ann"), ("cancel_for", "bea"), ("shorten_for", "bea")):
        assert modal(office.does(name, verb, request))["private_metadata"] == "1.2"
    for notice in office.queued():
        message = office.rendered(notice)
        for block in message.blocks if message else ():
            for element in block.get("elements", ()):
                assert element.get("value", "1.2") == "1.2"
