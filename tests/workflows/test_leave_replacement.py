"""Who replaces somebody (R34): chosen in the modal, never somebody away, told when and never why."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import Office, an_office
from workflows.kernel.errors import Refused
from workflows.kernel.replies import Open
from workflows.leave.rules.policy import LeavePolicy

ZOE: dict[str, Any] = {"replacement": "U0ZOE", "reason": "canary-why"}


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock, an_office())


def heard(office: Office, name: str) -> list[str]:
    """All that somebody is told about replacing others, as it reads now."""
    person = office.person(name)
    known = [one for one in office.queued() if one.to == person and one.kind.startswith("replacing")]
    return [message.text for notice in known if (message := office.rendered(notice))]


def test_the_replacement_is_told_when_asked_decided_changed_and_cancelled_and_never_why(office: Office) -> None:
    request = office.asks("ann", "2026-12-21", "2026-12-22", **ZOE)
    asked = "*Ann* asks for leave and names you as replacement: Mon, 21 Dec 2026 to Tue, 22 Dec 2026."
    assert heard(office, "zoe") == [f"{asked} You will hear how it is decided."]
    assert "Replacement: Zoe." in str(office.told("bea", "decide")[-1].blocks)
    assert "Replacement: Zoe." in str(office.told("ann", "mine")[-1].blocks)
    office.does("ann", "change", request, **office.filled("2026-12-22", **ZOE))
    assert "has changed what they ask for" in heard(office, "zoe")[-1]
    office.does("bea", "approve", request)
    assert heard(office, "zoe")[-1] == "You replace *Ann*, who is away: Tue, 22 Dec 2026."
    office.does("ann", "cancel", request, reason=None)
    assert heard(office, "zoe")[-1] == "*Ann* is not away after all: you needn't replace them, Tue, 22 Dec 2026."
    assert not any("canary" in said or "Annual" in said for said in heard(office, "zoe"))


def test_a_replacement_who_was_exchanged_is_told_and_hears_no_more(office: Office) -> None:
    request = office.asks("ann", "2026-12-21", **ZOE)
    opened = office.does("ann", "change", request)
    assert isinstance(opened, Open)
    assert "'initial_user': 'U0ZOE'" in str(opened.view)
    office.does("ann", "change", request, **office.filled("2026-12-21", replacement="U0EVE"))
    assert heard(office, "zoe") == ["*Ann* has chosen somebody else: you needn't replace them, Mon, 21 Dec 2026."]
    assert len(heard(office, "eve")) == 1
    office.does("bea", "decline", request, reason="no")
    assert "not away after all" in heard(office, "eve")[-1]
    assert len(heard(office, "zoe")) == 1


def test_nobody_replaces_who_is_away_then_or_is_themselves_or_unknown(office: Office) -> None:
    office.does("bea", "approve", office.asks("zoe", "2026-12-21", "2026-12-23"))
    with pytest.raises(Refused) as refused:
        office.asks("ann", "2026-12-22", **ZOE)
    assert (refused.value.field, refused.value.reason) == ("replacement", "replacement_away")
    assert "Your replacement is away then: Mon 21 December 2026 to Wed 23 December 2026" in refused.value.text
    for slack_id in ("U0ANN", "U0NOBODY"):
        with pytest.raises(Refused) as refused:
            office.asks("ann", "2026-12-22", replacement=slack_id)
        assert refused.value.field == "replacement"
    office.asks("ann", "2026-12-24", **ZOE)


def test_asking_for_leave_while_replacing_somebody_warns_and_never_refuses(office: Office) -> None:
    office.does("bea", "approve", office.asks("ann", "2026-12-21", **ZOE))
    shown = str(office.does("zoe", "preview", **office.filled("2026-12-21")))
    assert ":warning: You are replacing Ann then: Mon 21 December 2026." in shown
    office.asks("zoe", "2026-12-21")
    assert "Zoe is replacing Ann then: " in str(office.told("bea", "decide")[-1].blocks)


def test_the_replacement_is_reminded_once_three_days_before_in_the_morning(office: Office) -> None:
    office.does("bea", "approve", office.asks("ann", "2026-12-21", **ZOE))
    office.goes_to(datetime(2026, 12, 18, 8, tzinfo=UTC))
    office.ticks()
    assert len(heard(office, "zoe")) == 1
    office.goes_to(datetime(2026, 12, 18, 9, 5, tzinfo=UTC))
    office.ticks()
    office.ticks()
    assert heard(office, "zoe")[1:] == ["You replace *Ann*, who is away: Mon, 21 Dec 2026."]


def test_who_hears_of_it_at_the_last_moment_is_not_reminded_as_well(office: Office) -> None:
    office.does("bea", "approve", office.asks("ann", "2026-11-24", **ZOE))
    office.ticks()
    assert len(heard(office, "zoe")) == 1


def test_a_type_may_require_a_replacement(store: Store, clock: FollowedClock) -> None:
    annual = {"code": "annual", "name": "Annual leave", "entitlement": {"amount": 25}, "replacement_required": True}
    policy = LeavePolicy.model_validate({"code": "own", "name": "Own", "types": [annual]})
    office = Office.founded(store, clock, an_office(), policy)
    with pytest.raises(Refused, match="needs somebody who replaces you") as refused:
        office.asks("ann", "2026-12-21")
    assert refused.value.field == "replacement"
    office.asks("ann", "2026-12-21", **ZOE)
    card = office.told("bea", "decide")[-1]
    assert ":warning:" not in str(card.blocks)
