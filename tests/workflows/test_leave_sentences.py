"""Each rule a company may have, where people meet it: in the modal, on the decision card, and in the refusal."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import Office, an_office
from workflows.kernel.errors import Refused
from workflows.kernel.replies import Open
from workflows.leave.rules.policy import LeavePolicy

ANNUAL: dict[str, Any] = {"code": "annual", "name": "Annual leave", "entitlement": {"amount": 25}}


def office_under(store: Store, clock: FollowedClock, annual: dict[str, Any], policy: dict[str, Any]) -> Office:
    known = {"code": "own", "name": "Own", "types": [{**ANNUAL, **annual}], **policy}
    return Office.founded(store, clock, an_office(), LeavePolicy.model_validate(known))


@dataclass(frozen=True)
class Rule:
    """A rule, what Ann asks for against it, and the sentence; `{who}` and the like differ with the reader."""

    annual: dict[str, Any]
    policy: dict[str, Any]
    first: str
    last: str
    says: str
    way_out: str
    """The nearest request that would pass."""

    def under(self, store: Store, clock: FollowedClock, effect: str) -> Office:
        """An office in which the rule warns, or blocks."""
        return office_under(store, clock, _with(self.annual, effect), _with(self.policy, effect))


def _with(settings: Any, effect: str) -> Any:
    if isinstance(settings, dict):
        return {name: effect if value == "EFFECT" else _with(value, effect) for name, value in settings.items()}
    return [_with(one, effect) for one in settings] if isinstance(settings, list) else settings


RULES = {
    "blackout": Rule(
        {},
        {
            "blackouts": [
                {"first": "2026-12-07", "last": "2026-12-11", "reason": "the yearly audit", "effect": "EFFECT"}
            ]
        },
        "2026-12-10",
        "2026-12-15",
        "No leave from Mon 7 December 2026 to Fri 11 December 2026: the yearly audit.",
        "Mon 14 December 2026 to Tue 15 December 2026",
    ),
    "cover": Rule(
        {},
        {"cover": [{"people": 3, "departments": ["support"], "effect": "EFFECT"}]},
        "2026-12-10",
        "2026-12-11",
        "Fri 11 December 2026 in the morning would leave Support with 2 of 4 people; "
        "at least 3 of them should be there.",
        "Thu 10 December 2026",
    ),
    "notice": Rule(
        {"notice": [{"days": 3, "kind": "working", "effect": "EFFECT"}]},
        {},
        "2026-11-24",
        "2026-11-25",
        "Annual leave needs 3 working days' notice.",
        "Mon 30 November 2026 to Tue 1 December 2026",
    ),
    "consecutive": Rule(
        {"longest": {"most": 3, "effect": "EFFECT"}},
        {},
        "2026-12-07",
        "2026-12-11",
        "At most 3 working days of annual leave may follow each other; this would be 5.",
        "Mon 7 December 2026 to Wed 9 December 2026",
    ),
    "quota": Rule(
        {"quotas": [{"most": 2, "period": "month", "effect": "EFFECT"}]},
        {},
        "2026-12-07",
        "2026-12-09",
        "At most 2 days of annual leave a month; with this it would be 3 days.",
        "Mon 7 December 2026 to Tue 8 December 2026",
    ),
    "window": Rule(
        {"window": {"back": 0, "ahead": 30, "effect": "EFFECT"}},
        {},
        "2026-12-28",
        "2026-12-29",
        "Annual leave can be asked for at most 30 days ahead, up to Wed 23 December 2026.",
        "Wed 23 December 2026 to Thu 24 December 2026",
    ),
}


def prepared(office: Office, name: str) -> None:
    """One of the four in Support is away on the 11th, for the rule about cover."""
    if name == "cover":
        office.does("bea", "approve", office.asks("tom", "2026-12-11"))


@pytest.mark.parametrize("name", RULES)
def test_where_it_blocks_the_refusal_names_the_rule_and_the_nearest_days_that_would_pass(
    store: Store, clock: FollowedClock, name: str
) -> None:
    rule = RULES[name]
    office = rule.under(store, clock, "block")
    prepared(office, name)
    with pytest.raises(Refused) as refused:
        office.asks("ann", rule.first, rule.last)
    assert refused.value.text == f"{rule.says} You can take {rule.way_out}."
    shown = str(office.does("ann", "preview", **office.filled(rule.first, rule.last)))
    assert f":warning: {rule.says} You can take {rule.way_out}." in shown.replace("\\'", "'")
    with pytest.raises(Refused) as refused:
        office.does("nora", "ask", **office.filled(rule.first, rule.last, person="U0ANN"))
    assert refused.value.text == f"{rule.says} Ann can take {rule.way_out}."


@pytest.mark.parametrize("name", RULES)
def test_where_it_warns_the_modal_and_the_decision_card_say_it(store: Store, clock: FollowedClock, name: str) -> None:
    rule = RULES[name]
    office = rule.under(store, clock, "warn")
    prepared(office, name)
    shown = str(office.does("ann", "preview", **office.filled(rule.first, rule.last)))
    assert f":warning: {rule.says}" in shown.replace("\\'", "'")
    office.asks("ann", rule.first, rule.last)
    assert f":warning: {rule.says}" in str(office.told("bea", "decide")[-1].blocks).replace("\\'", "'")


def test_the_long_run_everybody_should_have_is_only_ever_warned_about(store: Store, clock: FollowedClock) -> None:
    office = office_under(store, clock, {"block": 10, "entitlement": {"amount": 12}}, {})
    says = ":warning: After this there is no longer room for the yearly run of 10 days."
    assert says in str(office.does("ann", "preview", **office.filled("2026-12-07", "2026-12-09")))
    office.asks("ann", "2026-12-07", "2026-12-09")
    assert says in str(office.told("bea", "decide")[-1].blocks)


def test_a_replacement_shows_in_the_modal_and_on_the_card_and_one_who_is_away_is_refused(
    store: Store, clock: FollowedClock
) -> None:
    office = office_under(store, clock, {"replacement_required": True}, {})
    office.asks("zoe", "2026-12-07", replacement="U0BEA")
    office.does("bea", "approve", 1)
    with pytest.raises(Refused) as refused:
        office.asks("ann", "2026-12-07", replacement="U0ZOE")
    assert refused.value.text == (
        "Your replacement is away then: Mon 7 December 2026. Please choose somebody else. "
        "You can take Tue 8 December 2026."
    )
    with pytest.raises(Refused) as refused:
        office.does("nora", "ask", **office.filled("2026-12-07", person="U0ANN"))
    assert refused.value.text == "Annual leave needs somebody who replaces Ann meanwhile: please choose them."
    office.asks("ann", "2026-12-08", replacement="U0ZOE")
    assert "Replacement: Zoe." in str(office.told("bea", "decide")[-1].blocks)
    opened = office.does("ann", "open")
    assert isinstance(opened, Open)
    assert "Who replaces you?" in str(opened.view)


def test_two_stages_show_in_the_modal_on_the_card_and_in_the_refusal(store: Store, clock: FollowedClock) -> None:
    office = office_under(store, clock, {"approval": {"stages": 2, "second_from": 3}}, {})
    shown = str(office.does("ann", "preview", **office.filled("2026-12-07", "2026-12-09")))
    assert "This needs two approvals, one after the other." in shown
    request = office.asks("ann", "2026-12-07", "2026-12-09")
    with pytest.raises(Refused, match=r"This leave needs two approvals, one after the other\."):
        office.does("bea", "approve", request, seen=1)
    office.does("bea", "approve_first", request, seen=1)
    assert "Waiting for Tom." in str(office.told("bea", "decide")[-1].blocks)
    assert "_waiting for Tom_" in str(office.types("ann", "list"))
    with pytest.raises(Refused, match="You gave the first approval; the second one has to come from somebody else"):
        office.does("bea", "approve", request, seen=2)


def test_a_document_is_asked_for_in_the_modal_and_waited_for_on_the_card(store: Store, clock: FollowedClock) -> None:
    office = office_under(store, clock, {"document_required": True}, {})
    shown = str(office.does("ann", "preview", **office.filled("2026-12-07")))
    assert ":warning: Annual leave needs a document. You can add it later." in shown
    on_behalf = str(office.does("nora", "preview", **office.filled("2026-12-07", person="U0ANN")))
    assert ":warning: Annual leave needs a document. Ann can add it later." in on_behalf
    request = office.asks("ann", "2026-12-07")
    card = str(office.told("bea", "decide")[-1].blocks)
    assert ":warning: It needs a document, and can be approved once that is there." in card
    with pytest.raises(Refused) as refused:
        office.does("bea", "approve", request, seen=1)
    assert refused.value.text == (
        "Annual leave can be approved once its document is there. They can add it with “Change…”."
    )


def test_a_day_on_which_the_company_is_closed_is_named_in_the_modal_in_the_refusal_and_in_the_list(
    store: Store, clock: FollowedClock
) -> None:
    office = office_under(store, clock, {}, {})
    days: dict[str, Any] = {"first": date(2026, 12, 29), "last": date(2026, 12, 31)}
    office.does("nora", "close", title="Christmas", leave_type="annual", departments=[], **days)
    office.ticks()
    says = (
        "The company is closed then (Christmas, Tue 29 December 2026 to Thu 31 December 2026), and your leave for it "
        "is booked already. You can take Thu 24 December 2026."
    )
    with pytest.raises(Refused) as refused:
        office.asks("ann", "2026-12-24", "2026-12-29")
    assert refused.value.text == says
    assert f":warning: {says}" in str(office.does("ann", "preview", **office.filled("2026-12-24", "2026-12-29")))
    with pytest.raises(Refused) as refused:
        office.does("bea", "ask", **office.filled("2026-12-30", person="U0ANN"))
    assert "and leave is booked for Ann already." in refused.value.text
    listed = str(office.types("ann", "list"))
    assert "_approved; the company is closed: Christmas_" in listed


def test_time_off_in_lieu_says_what_is_wrong_with_the_day_and_what_is_left_of_it(
    store: Store, clock: FollowedClock
) -> None:
    toil = {"code": "toil", "name": "Time off in lieu", "earned": {"months": 3}, "earned_most": 2}
    office = office_under(store, clock, {}, {"types": [ANNUAL, toil]})
    for day, text in (
        ("2026-11-20", "Fri 20 November 2026 is a working day for you."),
        ("2026-11-28", "Time is credited once it was worked."),
    ):
        with pytest.raises(Refused) as refused:
            office.does("ann", "earn", first=date.fromisoformat(day), halves="whole", leave_type="toil", reason=None)
        assert refused.value.text.startswith(text)
        assert refused.value.field == "first"
    with pytest.raises(Refused) as refused:
        office.asks("ann", "2026-12-07", leave_type="toil")
    assert refused.value.text == ("This takes 1 day of time off in lieu in 2026, and you have none left for it.")


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2026-12-12", "2026-12-12", "Ann doesn't work on Sat 12 December 2026, so no leave is needed then."),
        ("2026-12-25", "2026-12-25", "Fri 25 December 2026 is already a public holiday for Ann: Christmas Day."),
        (
            "2026-12-25",
            "2026-12-27",
            "Ann doesn't work on any of these days (Christmas Day included), so no leave is needed.",
        ),
        ("2023-12-20", "2023-12-20", "That is before Ann's first day, Mon 1 January 2024."),
        (
            "2026-12-07",
            "2026-12-08",
            (
                "Ann already has leave then: Mon 7 December 2026 (waiting for an answer). "
                "Ann can take Tue 8 December 2026."
            ),
        ),
        (
            "2026-12-08",
            "2027-03-31",
            (
                "This takes 61 days of annual leave in 2027, and Ann has 25 days left for it. "
                "Ann can take Tue 8 December 2026 to Fri 5 February 2027."
            ),
        ),
    ],
)
def test_what_is_refused_on_somebodys_behalf_names_them(
    store: Store, clock: FollowedClock, first: str, last: str, text: str
) -> None:
    office = office_under(store, clock, {}, {})
    office.asks("ann", "2026-12-07")
    with pytest.raises(Refused) as refused:
        office.does("nora", "ask", **office.filled(first, last, person="U0ANN"))
    assert refused.value.text == text
    assert len(office.rows("select id from leave_request")) == 1
