"""Days off between two leaves (R1): seen before asking, charged, explained, and given back when one of the two goes."""

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import Office, an_office
from workflows.leave.rules.policy import LeavePolicy

RULES = LeavePolicy.model_validate(
    {
        "code": "india",
        "name": "India",
        "types": [
            {
                "code": "annual",
                "name": "Earned leave",
                "count": {"rest_days": True, "adjoining": "same"},
                "entitlement": {"amount": 20},
            }
        ],
    }
)


def test_friday_and_then_monday_are_four_days_until_one_of_them_goes(store: Store, clock: FollowedClock) -> None:
    office = Office.founded(store, clock, an_office(), RULES)
    friday = office.asks("ann", "2026-12-11")
    office.does("bea", "approve", friday)
    shown = str(office.does("ann", "preview", **office.filled("2026-12-14")))
    assert ":warning: 2 days more for the days off between this and your other leave" in shown
    monday = office.asks("ann", "2026-12-14")
    assert "2 days more for the days off" in str(office.told("bea", "decide")[-1].blocks)
    assert office.balance("ann").free == 16
    office.does("bea", "approve", monday)
    assert office.balance("ann").free == 16
    explained = str(office.does("ann", "days", monday))
    assert "Sat, 12 Dec 2026: a day off between this and other leave counts too, from 2026" in explained
    office.does("ann", "cancel", friday, reason="")
    assert office.balance("ann").free == 19
    corrections = office.rows("select kind, amount, reason from leave_ledger where reason = 'sandwich' order by id")
    assert [(row.kind, int(row.amount) > 0) for row in corrections] == [
        ("charge", False),
        ("charge", False),
        ("reversal", True),
        ("reversal", True),
    ]
    assert "between this and other leave" not in str(office.does("ann", "days", monday))
