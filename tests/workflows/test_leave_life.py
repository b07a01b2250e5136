"""The life of a leave through `run` on a real database: what is kept, what is refused, and who is told."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import Office, a_person, an_office
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.replies import Done, Open
from workflows.leave.rules.life import State
from workflows.leave.rules.policy import LeavePolicy
from workflows.organisation import recent

PICK = "Please pick one from the list."
NOON = "From noon to noon of one day is nothing. Pick the morning or the afternoon."
GONE = (
    "Nobody could decide about this leave: the department has no operations manager, and there is no people admin. "
    "Ask whoever looks after Dotted Line in your company to name one."
)


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(
        store, clock, an_office(a_person("solo", "island"), a_person("half", pattern="mon-thu fri:am"))
    )


def kinds(office: Office, name: str) -> list[str]:
    person = office.person(name)
    return [notice.kind for notice in office.queued() if notice.to == person]


def test_asking_puts_the_question_to_the_operations_manager_and_keeps_the_whole_route(office: Office) -> None:
    request = office.asks("ann", "2026-12-21", "2027-01-04")
    leave = office.leave(request)
    names = [office.person(name) for name in ("bea", "tom", "head", "nora")]
    assert (leave.state, leave.version, leave.request.days) == (State.REQUESTED, 1, Decimal(8))
    assert [step.person for step in leave.steps] == names
    assert [step.asked_at is not None for step in leave.steps] == [True, False, False, False]
    assert kinds(office, "bea") == ["decide"]
    assert kinds(office, "ann") == ["mine"]
    assert kinds(office, "dan") == ["consult"]
    assert office.events() == ["asked"]
    assert office.balance("ann").pending == 7


def test_approving_charges_the_days_by_leave_year_and_tells_the_person(office: Office) -> None:
    request = office.asks("ann", "2026-12-21", "2027-01-04")
    assert office.does("bea", "approve", request, seen=1) == Done()
    charged = office.rows("select pot, sum(amount) as amount from leave_ledger where kind = 'charge' group by pot")
    assert {row.pot: Decimal(row.amount) / 10000 for row in charged} == {"2026": -7, "2026 carried": -1}
    assert office.balance("ann").approved_ahead == 7
    assert office.leave(request).request.decided_by == office.person("bea")
    told = office.told("ann", "told_approved")
    assert told[0].text.startswith("Your leave is *approved* by Bea: Annual leave, Mon, 21 Dec 2026")
    assert office.events() == ["asked", "approved"]


def test_declining_needs_a_reason_which_the_person_reads_and_project_managers_do_not(office: Office) -> None:
    request = office.asks("ann", "2026-12-21", reason="my sister's wedding")
    assert isinstance(office.does("bea", "decline", request, seen=1), Open)
    with pytest.raises(Refused) as refused:
        office.does("bea", "decline", request, seen=1, reason="  ")
    assert (refused.value.field, refused.value.text) == ("reason", "Please say why: the person will read it.")
    office.does("bea", "decline", request, seen=1, reason="the audit is that week")
    assert office.leave(request).state is State.DECLINED
    told = office.told("ann", "told_declined")[0]
    assert "the audit is that week" in str(told.blocks)
    assert set(kinds(office, "dan")) == {"consult"}
    for message in office.told("dan", "consult"):
        assert "wedding" not in str(message)
        assert "audit" not in str(message)
    assert office.balance("ann").pending == 0


def test_the_same_press_twice_is_harmless_and_says_who_was_first(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    office.does("bea", "approve", request, seen=1)
    before = office.queued()
    with pytest.raises(Refused) as refused:
        office.does("bea", "approve", request, seen=1)
    assert refused.value.text == "You already approved this on Mon, 23 Nov 2026 at 09:00."
    with pytest.raises(Refused, match="Bea already approved this"):
        office.does("tom", "decline", request, seen=1, reason="no")
    assert office.queued() == before


def test_the_same_request_twice_is_answered_and_kept_once(office: Office) -> None:
    office.asks("ann", "2026-12-21")
    with pytest.raises(Refused) as refused:
        office.asks("ann", "2026-12-21")
    assert refused.value.reason == "repeated"
    assert "You already asked for Mon, 21 Dec 2026 on Mon, 23 Nov 2026" in refused.value.text
    assert len(office.rows("select id from leave_request")) == 1


def test_two_different_halves_of_one_day_are_two_requests_and_a_whole_day_over_them_is_refused(office: Office) -> None:
    office.asks("ann", "2026-12-21", halves="early")
    office.asks("ann", "2026-12-21", halves="late")
    assert office.balance("ann").pending == 1
    with pytest.raises(Refused) as refused:
        office.asks("ann", "2026-12-21")
    assert refused.value.reason == "overlap"
    assert refused.value.text.startswith(
        "You already have leave then: Mon 21 December 2026 (morning) (waiting for an answer). You can take "
    )


@pytest.mark.parametrize(
    ("first", "last", "more", "field", "reason", "text"),
    [
        (
            "2026-12-25",
            "",
            {},
            "first",
            "no_cost",
            "Fri 25 December 2026 is already a public holiday for you: Christmas Day.",
        ),
        (
            "2026-12-24",
            "2026-12-23",
            {},
            "last",
            "reversed",
            "The last day (Wed 23 December 2026) is before the first (Thu 24 December 2026).",
        ),
        (
            "2026-12-01",
            "2027-03-31",
            {},
            "last",
            "balance",
            (
                "This takes 61 days of annual leave in 2027, and you have 29 days left for it. "
                "You can take Tue 1 December 2026 to Thu 11 February 2027."
            ),
        ),
        ("2026-12-21", "", {"halves": "both"}, "halves", "halves", NOON),
        ("2026-12-21", "", {"halves": "forged"}, "halves", "halves", PICK),
        (
            "2026-12-21",
            "",
            {"leave_type": "forged"},
            "leave_type",
            "type",
            "There is no such kind of leave. Please pick one from the list.",
        ),
        ("2026-12-21", "", {"first": None}, "first", "no_day", "Please pick a day."),
        ("2026-12-21", "", {"last": None}, "last", "no_day", "Please pick a day."),
        (
            "2026-12-21",
            "",
            {"reason": "x" * 1001},
            "reason",
            "length",
            "That is 1,001 characters; please keep it under 1,000.",
        ),
        (
            "2026-12-21",
            "",
            {"leave_type": "unpaid"},
            "reason",
            "no_reason",
            "Unpaid leave needs a reason: please write one.",
        ),
        (
            "2023-12-21",
            "",
            {},
            "first",
            "before_joining",
            "That is before your first day, Mon 1 January 2024.",
        ),
        (
            "2026-12-18",
            "2026-12-25",
            {"halves": "early"},
            "halves",
            "half_free",
            "You needn't take half of Fri 25 December 2026: it is Christmas Day.",
        ),
        (
            "2026-12-21",
            "",
            {"person": "U0NOBODY"},
            "person",
            "unknown_person",
            "I don't know this person yet. Their operations manager or a people admin can add them.",
        ),
    ],
)
def test_what_cannot_be_asked_for_is_refused_under_its_field_and_nothing_is_kept(
    office: Office, first: str, last: str, more: dict[str, object], field: str, reason: str, text: str
) -> None:
    with pytest.raises(Refused) as refused:
        office.asks("ann", first, last, **more)
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert refused.value.text == text
    assert office.rows("select id from leave_request") == []
    assert office.queued() == []


def test_somebody_without_a_manager_goes_to_the_people_admin_and_without_one_is_told_whom_to_turn_to(
    office: Office, store: Store
) -> None:
    request = office.asks("solo", "2026-12-21")
    assert [step.person for step in office.leave(request).steps] == [office.person("nora")]
    store.write(lambda tx: tx.connection.execute(text("delete from people_admin")))
    store.write(recent.changed)
    with pytest.raises(Refused) as refused:
        office.asks("solo", "2026-12-22")
    assert (refused.value.reason, refused.value.text) == ("no_approver", GONE)


def test_an_approver_who_is_away_today_is_passed_over(office: Office) -> None:
    office.asks("bea", "2026-11-23", "2026-11-24")
    office.does("head", "approve", 1, seen=1)
    request = office.asks("ann", "2026-12-21")
    assert office.leave(request).steps[0].person == office.person("tom")
    assert "decide" not in kinds(office, "bea")


def test_nobody_decides_about_themselves_and_a_bystander_about_nobody(office: Office) -> None:
    request = office.asks("bea", "2026-12-21")
    assert office.leave(request).steps[0].person == office.person("head")
    for name in ("bea", "tom", "dan", "zoe", "nora"):
        with pytest.raises(NotAllowed):
            office.does(name, "approve", request, seen=1)
    assert office.does("head", "approve", request, seen=1) == Done()


def test_withdrawing_frees_the_days_and_the_approvers_card_says_so(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    office.does("ann", "withdraw", request, seen=1)
    card = office.told("bea", "decide")[-1]
    assert "Withdrawn* by Ann" in str(card.blocks)
    assert "leave:approve" not in str(card.blocks)
    assert office.balance("ann").free == 25
    assert office.asks("ann", "2026-12-21") == request + 1


def test_cancelling_returns_the_days_by_new_ledger_lines_and_forgets_the_absence(office: Office) -> None:
    request = office.asks("ann", "2026-12-21", "2026-12-23")
    office.does("bea", "approve", request, seen=1)
    assert len(office.rows("select id from absence where not gone")) == 1
    assert isinstance(office.does("ann", "cancel", request, seen=2), Open)
    office.does("ann", "cancel", request, seen=2, reason=None)
    amounts = office.rows(
        "select kind, count(*) as lines, sum(amount) as amount from leave_ledger "
        "where request_id is not null group by kind order by kind"
    )
    assert [(row.kind, row.lines, Decimal(row.amount) / 10000) for row in amounts] == [
        ("charge", 3, Decimal(-3)),
        ("reversal", 3, Decimal(3)),
    ]
    assert office.rows("select id from absence where not gone") == []
    assert office.balance("ann").free == 25
    assert office.told("bea", "heard_cancelled")[0].text.startswith("*Ann* is not away after all")


def test_leave_that_has_begun_is_cancelled_by_the_manager_with_a_reason_and_by_nobody_else(office: Office) -> None:
    request = office.asks("ann", "2026-11-23", "2026-11-25")
    office.does("bea", "approve", request, seen=1)
    office.goes_to(datetime(2026, 11, 24, 9, tzinfo=UTC))
    with pytest.raises(Refused, match="This leave began on"):
        office.does("ann", "cancel", request, seen=2, reason=None)
    with pytest.raises(Refused) as refused:
        office.does("bea", "cancel_for", request, seen=2, reason="")
    assert (refused.value.field, refused.value.text) == ("reason", "Please say why: the person will read it.")
    office.does("bea", "cancel_for", request, seen=2, reason="she was at work after all")
    assert office.leave(request).state is State.CANCELLED
    assert "she was at work after all" in str(office.told("ann", "told_cancelled")[0].blocks)


def test_shortening_gives_back_days_to_come_and_only_those(office: Office) -> None:
    request = office.asks("ann", "2026-11-23", "2026-11-27")
    office.does("bea", "approve", request, seen=1)
    office.goes_to(datetime(2026, 11, 25, 9, tzinfo=UTC))
    shorter = {"first": date(2026, 11, 23), "last": date(2026, 11, 25), "halves": "whole", "reason": None}
    with pytest.raises(Refused) as refused:
        office.does("ann", "shorten", request, seen=2, **{**shorter, "first": date(2026, 11, 24)})
    assert refused.value.reason == "begun"
    assert refused.value.text == "Mon 23 November 2026 is past. Your manager can give it back."
    with pytest.raises(Refused) as refused:
        office.does("ann", "shorten", request, seen=2, **{**shorter, "last": date(2026, 11, 30)})
    assert refused.value.reason == "not_shorter"
    assert refused.value.text == (
        "Choose dates within Mon 23 November 2026 to Fri 27 November 2026, and fewer of them."
    )
    office.does("ann", "shorten", request, seen=2, **shorter)
    leave = office.leave(request)
    assert (leave.state, leave.version, leave.request.days) == (State.APPROVED, 3, Decimal(3))
    assert office.balance("ann").free == 22
    assert [row.day for row in office.rows("select day from leave_day order by day")][-1] in (
        "2026-11-25",
        date(2026, 11, 25),
    )


def test_a_manager_shortens_past_leave_too_and_says_why(office: Office) -> None:
    request = office.asks("ann", "2026-11-23", "2026-11-27")
    office.does("bea", "approve", request, seen=1)
    office.goes_to(datetime(2026, 12, 1, 9, tzinfo=UTC))
    shorter = {"first": date(2026, 11, 24), "last": date(2026, 11, 27), "halves": "whole"}
    with pytest.raises(Refused) as refused:
        office.does("bea", "shorten_for", request, seen=2, **shorter, reason=None)
    assert (refused.value.field, refused.value.text) == ("reason", "Please say why: the person will read it.")
    office.does("bea", "shorten_for", request, seen=2, **shorter, reason="came back a day late")
    assert office.leave(request).request.days == 4
    assert "came back a day late" in str(office.told("ann", "told_shortened")[0].blocks)


def test_a_cancellation_that_needs_a_decision_counts_as_taken_until_it_is_given(office: Office) -> None:
    request = office.asks("ann", "2026-12-21", leave_type="unpaid", reason="moving house")
    office.does("bea", "approve", request, seen=1)
    with pytest.raises(Refused, match="Ask to have it cancelled: your manager decides"):
        office.does("ann", "cancel", request, seen=2, reason=None)
    office.does("ann", "ask_cancel", request, seen=2, reason="the move is off")
    assert office.leave(request).state is State.CANCELLATION_REQUESTED
    assert len(office.rows("select id from absence where certain and not gone")) == 1
    card = office.told("bea", "decide")[-1]
    assert "asks to cancel" in card.text
    assert {"leave:approve_cancel", "leave:refuse_cancel"} <= set(buttons(card.blocks))
    office.does("bea", "refuse_cancel", request, seen=3, reason="already replaced")
    assert office.leave(request).state is State.APPROVED
    office.does("ann", "ask_cancel", request, seen=4, reason=None)
    office.does("ann", "keep", request, seen=5)
    office.does("ann", "ask_cancel", request, seen=6, reason=None)
    office.does("bea", "approve_cancel", request, seen=7)
    assert office.leave(request).state is State.CANCELLED
    assert office.rows("select id from absence where not gone") == []


def test_changing_what_was_asked_for_asks_for_the_new_days_only(office: Office) -> None:
    request = office.asks("ann", "2026-12-21")
    assert isinstance(office.does("ann", "change", request, seen=1), Open)
    office.does("ann", "change", request, seen=1, **office.filled("2026-12-21", "2026-12-22"))
    leave = office.leave(request)
    assert (leave.state, leave.version, leave.request.days) == (State.REQUESTED, 2, Decimal(2))
    assert office.balance("ann").pending == 2
    with pytest.raises(Refused, match="has changed since"):
        office.does("bea", "approve", request, seen=1)
    assert office.told("bea", "heard_changed")


def test_a_manager_books_for_somebody_and_that_is_the_decision(office: Office) -> None:
    office.does("bea", "ask", **office.filled("2026-12-21", person="U0ANN"))
    leave = office.leave(1)
    assert (leave.person, leave.state, leave.request.asked_by) == (
        office.person("ann"),
        State.APPROVED,
        office.person("bea"),
    )
    assert office.events() == ["asked", "approved"]
    assert "*Bea* asked for you" in str(office.told("ann", "mine")[0].blocks)


def test_a_people_admin_asks_on_behalf_and_somebody_else_decides_but_a_colleague_may_not_ask(office: Office) -> None:
    office.does("nora", "ask", **office.filled("2026-12-21", person="U0ANN"))
    assert office.leave(1).state is State.REQUESTED
    with pytest.raises(NotAllowed):
        office.does("nora", "approve", 1, seen=1)
    with pytest.raises(NotAllowed):
        office.does("zoe", "ask", **office.filled("2026-12-22", person="U0ANN"))
    with pytest.raises(NotAllowed):
        office.does("dan", "ask", **office.filled("2026-12-22", person="U0ANN"))


def test_project_managers_and_channels_learn_that_somebody_is_away_and_nothing_else(office: Office) -> None:
    request = office.asks("ann", "2026-12-21", reason="surgery-canary")
    office.does("bea", "approve", request, seen=1)
    away = [notice for notice in office.queued() if notice.kind == "away"]
    assert [notice.to for notice in away] == [office.person("dan"), "#apollo"]
    for notice in away:
        message = office.rendered(notice)
        assert message is not None
        assert message.text == "*Ann* is away: Mon, 21 Dec 2026."
    office.does("ann", "cancel", request, seen=2, reason=None)
    after = [notice for notice in office.queued() if notice.kind == "away"][2:]
    assert [notice.only_update for notice in after] == [True, True]
    message = office.rendered(after[0])
    assert message is not None
    assert "not away after all" in message.text
    assert office.rendered(away[0]) is None


def test_a_project_without_a_channel_tells_its_manager_alone(store: Store, clock: FollowedClock) -> None:
    described = an_office()
    described = replace(described, projects={"apollo": replace(described.projects["apollo"], channel="")})
    office = Office.founded(store, clock, described)
    office.does("bea", "approve", office.asks("ann", "2026-12-21"))
    assert [notice.to for notice in office.queued() if notice.kind == "away"] == [office.person("dan")]


def test_a_running_request_stays_with_those_it_was_put_to_when_the_organisation_changes(
    office: Office, store: Store
) -> None:
    request = office.asks("ann", "2026-12-21")
    gone = "update department_duty set ends = '2026-11-22' where person_id = :bea"
    bea = office.person("bea")
    store.write(lambda tx: tx.connection.execute(text(gone), {"bea": bea}))
    store.write(recent.changed)
    assert office.asks("ann", "2026-12-22") == request + 1
    assert office.leave(request + 1).steps[0].person == office.person("tom")
    with pytest.raises(NotAllowed):
        office.does("bea", "approve", request + 1)
    assert office.does("bea", "approve", request) == Done()


def test_today_is_the_persons_own_today(store: Store, clock: FollowedClock) -> None:
    strict = {"code": "annual", "name": "Annual leave", "entitlement": {"amount": 25}, "window": {"back": 0}}
    policy = LeavePolicy.model_validate({"code": "strict", "name": "Strict", "types": [strict]})
    office = Office.founded(store, clock, an_office(a_person("kiri", zone="Pacific/Auckland")), policy)
    office.goes_to(datetime(2026, 11, 26, 19, tzinfo=UTC))
    office.asks("kiri", "2026-11-27")
    with pytest.raises(Refused, match=r"can't begin before today, Fri 27 November 2026\. Your manager can enter it"):
        office.asks("kiri", "2026-11-26")
    office.asks("ann", "2026-11-26")


def test_two_approvals_where_the_policy_wants_two_come_from_two_people(store: Store, clock: FollowedClock) -> None:
    both = {"code": "annual", "name": "Annual leave", "entitlement": {"amount": 25}, "approval": {"stages": 2}}
    policy = LeavePolicy.model_validate({"code": "two", "name": "Two", "types": [both]})
    office = Office.founded(store, clock, an_office(), policy)
    request = office.asks("ann", "2026-12-21")
    with pytest.raises(Refused, match="two approvals"):
        office.does("bea", "approve", request, seen=1)
    office.does("bea", "approve_first", request, seen=1)
    assert office.leave(request).state is State.FIRST_APPROVED
    assert kinds(office, "tom") == ["decide"]
    with pytest.raises(Refused, match="somebody else"):
        office.does("bea", "approve", request, seen=2)
    office.does("tom", "approve", request, seen=2)
    assert office.leave(request).state is State.APPROVED
    assert office.balance("ann").approved_ahead == 1


def test_what_a_policy_grants_at_once_is_granted_and_the_manager_told(store: Store, clock: FollowedClock) -> None:
    free = {"code": "annual", "name": "Annual leave", "entitlement": {"amount": 25}, "approval": {"stages": 0}}
    policy = LeavePolicy.model_validate({"code": "free", "name": "Free", "types": [free]})
    office = Office.founded(store, clock, an_office(), policy)
    request = office.asks("ann", "2026-12-21")
    assert office.leave(request).state is State.APPROVED
    assert "Approved" in str(office.told("bea", "decide")[0].blocks)
    assert office.told("ann", "told_approved")


def test_the_ledger_cannot_be_rewritten(office: Office, store: Store) -> None:
    office.does("bea", "approve", office.asks("ann", "2026-12-21"), seen=1)
    before = office.rows("select * from leave_ledger order by id")
    for statement in ("update leave_ledger set amount = 1", "delete from leave_ledger"):
        with pytest.raises(DBAPIError, match="append-only"):
            store.write(lambda tx, statement=statement: tx.connection.execute(text(statement)))  # type: ignore[misc]
    assert office.rows("select * from leave_ledger order by id") == before


def test_an_opening_balance_said_twice_is_kept_once_and_corrected_by_the_difference(
    office: Office, store: Store
) -> None:
    from workflows.leave import store as leaves  # noqa: PLC0415 - only here

    ann = office.person("ann")
    for days in (Decimal(27), Decimal(27), Decimal("25.5")):
        store.write(lambda tx, days=days: leaves.open_balance(tx, ann, "annual", 2026, days, None))  # type: ignore[misc]
    assert [Decimal(row.amount) / 10000 for row in office.rows("select amount from leave_ledger order by id")] == [
        Decimal(27),
        Decimal("-1.5"),
    ]
    assert office.balance("ann").granted == Decimal("25.5")
    assert [one.days for one in store.read(leaves.opening_balances)] == [Decimal("25.5")]


def buttons(blocks: object) -> list[str]:
    """The action ids in a message's blocks."""
    found = []
    for block in blocks if isinstance(blocks, tuple | list) else ():
        found += [element["action_id"] for element in block.get("elements", ()) if "action_id" in element]
    return found
