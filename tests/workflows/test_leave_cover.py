"""Minimum cover (R33): said by whoever owns a department, shown to whoever asks and decides, held where it blocks."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.clock import FollowedClock
from bot.store import Store
from rehearsal.validation import validate_message, validate_view
from tests.workflows.leave_office import Office, an_office
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Open, Say
from workflows.leave import versions
from workflows.leave.rules.policy import LeavePolicy
from workflows.organisation import skills
from workflows.organisation.skill_names import add

_DEPARTMENT = SQLModel.metadata.tables["department"]
_SUPPORT = select(_DEPARTMENT.c.id).where(_DEPARTMENT.c.code == "support")
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


ONE_WHO_KNOWS = {
    "code": "standard",
    "name": "Standard",
    "types": [{"code": "annual", "name": "Annual leave", "limited": False}],
    "cover": [{"people": 1, "skill": "payments", "level": 3, "departments": ["support"], "effect": "block"}],
}
LEVELS = {"ann": 4, "zoe": 3, "tom": 2}


@pytest.fixture
def skilled(store: Store, clock: FollowedClock) -> Office:
    """Ann and Zoe know Payments well enough, Tom does not; of these, one must be there."""
    office = Office.founded(store, clock, an_office(), LeavePolicy.model_validate(ONE_WHO_KNOWS))
    ids = {name: office.person(name) for name in ("bea", *LEVELS)}

    def rated(tx: Tx) -> None:
        payments = add(tx, "Payments").id
        for name, level in LEVELS.items():
            skills.rate(tx, ids[name], payments, level, on=date(2026, 1, 1), by=ids["bea"])

    store.write(rated)
    return office


def test_a_floor_by_skill_counts_only_those_who_know_it_well_enough(skilled: Office) -> None:
    skilled.does("bea", "approve", skilled.asks("zoe", "2026-12-18"))
    with pytest.raises(Refused) as refused:
        skilled.asks("ann", "2026-12-14", "2026-12-18")
    assert refused.value.reason == "cover"
    assert refused.value.text == (
        "Fri 18 December 2026 in the morning would leave Support without anyone who knows Payments. "
        "You can take Mon 14 December 2026 to Thu 17 December 2026."
    )
    skilled.asks("tom", "2026-12-18")
    skilled.asks("bea", "2026-12-18")


def test_a_certificate_that_has_run_out_covers_nothing(skilled: Office) -> None:
    ann, bea = skilled.person("ann"), skilled.person("bea")

    def lapses(tx: Tx) -> None:
        found = skills.find(tx, "Payments")
        assert found is not None
        skills.rate(tx, ann, found.id, 4, on=date(2026, 2, 1), by=bea, expires=date(2026, 12, 10))

    skilled.store.write(lapses)
    skilled.asks("zoe", "2026-12-07")
    with pytest.raises(Refused, match="without anyone who knows Payments"):
        skilled.asks("zoe", "2026-12-14")


def test_what_a_department_needs_warns_and_the_card_says_so(skilled: Office) -> None:
    support = skilled.store.read(lambda tx: tx.first(_SUPPORT).id)
    zoe = skilled.person("zoe")

    def needs(tx: Tx) -> None:
        chinese = add(tx, "Chinese").id
        skills.rate(tx, zoe, chinese, 5, on=date(2026, 1, 1), by=zoe)
        skills.set_need(tx, skills.Need(support, chinese, 2, 1))

    skilled.store.write(needs)
    shown = str(skilled.does("zoe", "preview", **skilled.filled("2026-12-18")))
    assert ":warning: Fri 18 December 2026 in the morning would leave Support without anyone who knows Chinese" in shown
    assert "Cover of Support who know Chinese on Fri, 18 Dec 2026 (morning): 1 of 1 there, 0 with this leave" in shown
    skilled.asks("zoe", "2026-12-18")
    assert "without anyone who knows Chinese" in str(skilled.told("bea", "decide")[-1].blocks)
    assert "Chinese" not in str(skilled.does("ann", "preview", **skilled.filled("2026-12-21")))


def test_a_floor_for_a_skill_that_nobody_has_heard_of_is_refused(skilled: Office) -> None:
    content = {**ONE_WHO_KNOWS, "code": "other", "cover": [{"people": 1, "skill": "Paymnets"}]}
    wanted = [LeavePolicy.model_validate(content)]
    found = skilled.store.read(lambda tx: versions.compare(tx, wanted, [], date(2026, 11, 23))).objections
    assert [(one.field, one.text) for one in found] == [
        ("cover", "there is no skill “Paymnets”; `/skills` shows those there are")
    ]
