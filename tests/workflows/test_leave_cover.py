"""Minimum cover (R33): said by whoever owns a department, shown to whoever asks and decides, held where it blocks."""

import json
from datetime import date
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from rehearsal.validation import validate_message, validate_view
from tests.workflows.leave_office import Office, an_office
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.replies import Open, Say

PEOPLE = {"measure": "people", "amount": "3", "effect": "warn", "first": date(2026, 11, 23)}


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    """In Support are four: Bea, Tom, Ann and Zoe."""
    return Office.founded(store, clock, an_office())


def sets(office: Office, name: str, department: str = "support", **form: Any) -> str:
    said = office.does(name, "set_floor", **{**PEOPLE, "department": department, **form})
    assert isinstance(said, Say)
    return said.message.text


def test_the_modal_opens_with_the_managers_department_and_what_holds_now(office: Office) -> None:
    before = office.types("bea", "floor")
    assert isinstance(before, Open)
    assert validate_view(json.loads(json.dumps(dict(before.view)))) == []
    assert "*Support* has no minimum cover." in str(before.view)
    assert sets(office, "bea") == (
        "*Support*: at least 3 should be there; leave that breaks it shows a warning. From Mon, 23 Nov 2026 on."
    )
    after = office.types("tom", "floor")
    assert isinstance(after, Open)
    assert "*Support*: at least 3 should be there" in str(after.view)
    assert validate_view(json.loads(json.dumps(dict(after.view)))) == []
    assert office.rows("select event, about, by from audit") == [("floor_set", 0, office.person("bea"))]


def test_only_those_who_own_the_department_or_keep_the_directory_say_it(office: Office) -> None:
    for name in ("ann", "dan", "zoe"):
        with pytest.raises(NotAllowed):
            sets(office, name)
        with pytest.raises(NotAllowed):
            office.types(name, "floor")
    for name in ("bea", "tom", "head", "nora"):
        sets(office, name)
    with pytest.raises(NotAllowed):
        sets(office, "bea", "delivery")
    with pytest.raises(Refused, match="I know no department"):
        office.types("bea", "floor nowhere")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "-1"),
        ("amount", "2.5"),
        ("amount", None),
        ("amount", "0"),
        ("amount", "1e9"),
        ("measure", "many"),
        ("effect", "shout"),
        ("first", None),
        ("first", date(2026, 11, 22)),
    ],
)
def test_what_makes_no_sense_is_refused_under_its_field(office: Office, field: str, value: Any) -> None:
    with pytest.raises(Refused) as refused:
        sets(office, "bea", **{field: value})
    assert refused.value.field == field
    with pytest.raises(Refused):
        sets(office, "bea", measure="percent", amount="101")
    assert office.rows("select id from leave_floor") == []


def test_cover_shows_in_the_modal_and_on_the_card_and_warns_below_the_floor(office: Office) -> None:
    sets(office, "bea")
    office.asks("zoe", "2026-12-21")
    shown = str(office.does("ann", "preview", **office.filled("2026-12-21", "2026-12-22")))
    assert "Cover of Support on Mon, 21 Dec 2026 (morning): 3 of 4 there, 2 with this leave; at least 3" in shown
    assert "would leave Support with 2 of 4 people" in shown
    office.asks("ann", "2026-12-21", "2026-12-22")
    card = office.told("bea", "decide")[-1]
    assert validate_message({"text": card.text, "blocks": json.loads(json.dumps(list(card.blocks)))}) == []
    assert "(morning): 3 of 4 there, 2 with this leave" in str(card.blocks)
    assert ":warning: Mon 21 December 2026 in the morning would leave Support with 2 of 4 people" in str(card.blocks)
    enough = str(office.does("ann", "preview", **office.filled("2026-12-29")))
    assert "(morning): 4 of 4 there, 3 with this leave" in enough
    assert ":warning:" not in enough


def test_a_floor_that_blocks_refuses_with_days_that_pass_and_yields_to_the_manager(office: Office) -> None:
    sets(office, "bea", effect="block")
    office.does("bea", "approve", office.asks("zoe", "2026-12-18"))
    with pytest.raises(Refused) as refused:
        office.asks("ann", "2026-12-14", "2026-12-18")
    assert refused.value.reason == "cover"
    assert "Fri 18 December 2026 in the morning would leave Support with 2 of 4 people" in refused.value.text
    assert "You can take Mon 14 December 2026 to Thu 17 December 2026." in refused.value.text
    with pytest.raises(Refused, match="You can book it all the same: please say why") as unexplained:
        office.does("bea", "ask", **office.filled("2026-12-18", person="U0ANN"))
    assert unexplained.value.field == "reason"
    office.does("bea", "ask", **office.filled("2026-12-18", person="U0ANN", reason="we asked Delivery to help"))


def test_a_percentage_counts_and_a_floor_can_be_lifted_and_holds_for_those_below(office: Office) -> None:
    sets(office, "head", "all", measure="percent", amount="99,5", effect="block")
    with pytest.raises(Refused, match=r"All with 7 of 8 people; at least 99\.5 %"):
        office.asks("ann", "2026-12-21")
    assert "has no minimum cover" in sets(office, "head", "all", measure="none", amount=None)
    office.asks("ann", "2026-12-21")


def test_a_floor_begins_on_its_day(office: Office) -> None:
    sets(office, "bea", effect="block", measure="away", amount="0", first=date(2026, 12, 22))
    office.asks("ann", "2026-12-21")
    with pytest.raises(Refused, match="1 of Support would be away; at most 0 may be"):
        office.asks("ann", "2026-12-22")


def test_days_out_of_reach_are_refused_for_themselves(office: Office) -> None:
    sets(office, "bea")
    for day in ("0001-01-01", "9999-12-31"):
        with pytest.raises(Refused):
            office.asks("ann", day)
