"""What a person reads who is refused: the rule in words, and the nearest request that would pass."""

from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import Office, an_office
from workflows.kernel.errors import Refused
from workflows.leave.rules.policy import LeavePolicy

ROOMY = {"code": "annual", "name": "Annual leave", "entitlement": {"amount": 25}}


def office_under(store: Store, clock: FollowedClock, *types: dict[str, Any], **policy: Any) -> Office:
    """The office under a policy of these types."""
    known = {"code": "own", "name": "Own", "types": types or (ROOMY,), **policy}
    return Office.founded(store, clock, an_office(), LeavePolicy.model_validate(known))


def refused(office: Office, name: str, begin: str, end: str = "", **form: Any) -> Refused:
    with pytest.raises(Refused) as found:
        office.asks(name, begin, end, **form)
    return found.value


def test_too_many_days_are_refused_with_the_days_that_the_balance_allows(store: Store, clock: FollowedClock) -> None:
    office = office_under(store, clock, {**ROOMY, "entitlement": {"amount": 4}})
    no = refused(office, "ann", "2026-12-07", "2026-12-11")
    assert (no.reason, no.field) == ("balance", "last")
    assert no.text == (
        "This takes 5 days of annual leave in 2026, and you have 4 days left for it. "
        "You can take Mon 7 December 2026 to Thu 10 December 2026."
    )
    office.asks("ann", "2026-12-07", "2026-12-10")


def test_too_little_notice_is_refused_with_the_first_day_that_gives_enough(store: Store, clock: FollowedClock) -> None:
    office = office_under(store, clock, {**ROOMY, "notice": [{"days": 3, "kind": "working"}]})
    no = refused(office, "ann", "2026-11-24")
    assert no.text == "Annual leave needs 3 working days' notice. You can take Fri 27 November 2026."
    assert no.reason == "notice"
    office.asks("ann", "2026-11-27")


def test_the_operations_manager_may_book_at_short_notice(store: Store, clock: FollowedClock) -> None:
    office = office_under(store, clock, {**ROOMY, "notice": [{"days": 3}]})
    office.does("bea", "ask", **office.filled("2026-11-24", person="U0ANN", reason="her flight was moved"))
    assert office.leave(1).request.granted


def test_a_blackout_names_its_reason_and_lets_named_roles_pass(store: Store, clock: FollowedClock) -> None:
    stocktaking = {"first": "2026-12-01", "last": "2026-12-04", "reason": "stocktaking", "exempt": ["people_admin"]}
    office = office_under(store, clock, blackouts=[stocktaking])
    no = refused(office, "ann", "2026-12-02")
    assert "No leave from Tue 1 December 2026 to Fri 4 December 2026: stocktaking." in no.text
    assert "You can take Mon 30 November 2026." in no.text
    office.asks("nora", "2026-12-02")


def test_what_is_wrong_shows_in_the_modal_before_it_is_sent(store: Store, clock: FollowedClock) -> None:
    office = office_under(store, clock, {**ROOMY, "longest": {"most": 3}})
    shown = str(office.does("ann", "preview", **office.filled("2026-12-07", "2026-12-11")))
    assert "At most 3 working days of annual leave may follow each other; this would be 5." in shown
    assert "You can take Mon 7 December 2026 to Wed 9 December 2026." in shown
