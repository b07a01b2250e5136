"""A balance changed by hand (R22): by a people admin, with a reason; in the ledger for ever, and its owner told."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from rehearsal.validation import validate_message, validate_view
from tests.workflows.leave_office import Office, an_office
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.replies import Open
from workflows.leave import store as ledger
from workflows.leave.rules.ledger import Kind
from workflows.private import is_locked

FORM: dict[str, Any] = {
    "leave_type": "annual",
    "amount": "-1,5",
    "first": date(2026, 11, 23),
    "reason": "Paid out in November",
}


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock, an_office())


def adjusts(office: Office, name: str = "nora", whose: str = "ann", **form: Any) -> None:
    office.does(name, "put_adjustment", office.person(whose), **{**FORM, **form})


def test_the_command_opens_the_modal_for_people_admins_alone(office: Office) -> None:
    opened = office.types("nora", "adjust for <@U0ANN|ann>")
    assert isinstance(opened, Open)
    assert validate_view(json.loads(json.dumps(dict(opened.view)))) == []
    assert "*Ann*" in str(opened.view)
    for name in ("bea", "zoe", "head"):
        with pytest.raises(NotAllowed):
            office.types(name, "adjust for <@U0ANN|ann>")
        with pytest.raises(NotAllowed):
            adjusts(office, name)
    with pytest.raises(NotAllowed):
        adjusts(office, "nora", "nora")


@pytest.mark.parametrize("words", ["adjust", "adjust ann", "adjust Ann Kowalski"])
def test_whose_it_is_has_to_be_said(office: Office, words: str) -> None:
    with pytest.raises(Refused, match="Write `/leave adjust for @somebody`") as found:
        office.types("nora", words)
    assert found.value.reason == "whose"


def test_it_is_an_entry_with_author_and_reason_and_its_owner_is_told(office: Office) -> None:
    before = office.balance("ann").free
    adjusts(office)
    assert office.balance("ann").free == before - Decimal("1.5")
    (row,) = office.rows("select amount, reason, words, written_by from leave_ledger where kind = 'adjustment'")
    assert (row.reason, row.written_by) == ("by hand", office.person("nora"))
    assert is_locked(row.words)
    entries = office.store.read(lambda tx: ledger.entries(tx, office.person("ann")))
    assert [entry.reason for entry in entries if entry.kind is Kind.ADJUSTMENT] == ["Paid out in November"]
    (told,) = office.told("ann", "adjusted")
    assert told.text == "Your Annual leave was adjusted by Nora: *1.5 days less*, from Mon, 23 Nov 2026 on."
    assert validate_message({"text": told.text, "blocks": json.loads(json.dumps(list(told.blocks)))}) == []
    assert "Paid out in November" in str(told.blocks)
    assert "Paid out" not in str(office.rows("select facts from audit"))
    assert office.events() == ["adjusted"]
    adjusts(office, amount="1.5", reason="That was somebody else's")
    assert office.balance("ann").free == before
    assert len(office.rows("select id from leave_ledger where kind = 'adjustment'")) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "0"),
        ("amount", "many"),
        ("amount", "1e9"),
        ("amount", "NaN"),
        ("amount", "0.00001"),
        ("amount", None),
        ("first", None),
        ("first", date(2020, 1, 1)),
        ("reason", None),
        ("leave_type", "nothing"),
        ("leave_type", "unpaid"),
    ],
)
def test_what_makes_no_sense_is_refused_under_its_field(office: Office, field: str, value: Any) -> None:
    with pytest.raises(Refused) as refused:
        adjusts(office, **{field: value})
    assert refused.value.field == field
    assert office.rows("select id from leave_ledger where kind = 'adjustment'") == []
