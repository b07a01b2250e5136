"""Development from the first wish to the new rating, and levels that people propose for themselves."""

from datetime import date
from decimal import Decimal

import pytest

from tests.workflows.skills_office import TERMS, TODAY, SkillOffice, a_skill_office, said
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Ref, Tx
from workflows.organisation import commitments, skills
from workflows.organisation.commitments import Commitment, Promise
from workflows.skills.rules.life import State

__all__ = ("a_skill_office",)


def promised(office: SkillOffice) -> list[Commitment]:
    number = office.item().id
    return office.store.read(lambda tx: commitments.of_source(tx, Ref("skills", number)))


def test_from_a_wish_to_a_new_level_that_counts_at_once(office: SkillOffice) -> None:
    item = office.proposes()
    assert (item.state, item.owner) == (State.PROPOSED, office.person("ann"))
    assert "Mentoring in Python" in office.told("bea", "decide")[0]
    assert "Agree…" in office.told("bea", "decide")[0]
    assert office.told("zoe", "partner") == []
    office.does("bea", "agree", item.id, item.version, **TERMS, owner="U0ANN")
    assert "You are to help *Ann*" in office.told("zoe", "partner")[0]
    assert "Your development is agreed" in office.told("ann", "said_agreed")[0]
    office.does("ann", "begin", item.id)
    office.does("ann", "update", item.id, note="Halfway", last=date(2027, 3, 12))
    assert office.item().terms.last == date(2027, 3, 12)
    office.does("ann", "finish", item.id)
    assert "How well does *Ann* do it now?" in office.told("bea", "assess")[0]
    office.does("bea", "assess", item.id, level="3", assessed_on=TODAY, expires=None)
    assert office.levels("ann") == {"Python": 3}
    assert "rated you in *Python*: 3, Independent" in office.told("ann", "rated")[0]
    assert office.told("bea", "assess") == []
    assert office.events() == ["proposed", "agreed", "begun", "updated", "finished", "rated", "assessed"]
    with pytest.raises(Refused, match="has been rated since"):
        office.does("bea", "assess", item.id, level="4", assessed_on=TODAY)


def test_what_it_costs_is_proposed_promised_spent_on_the_departments_account(office: SkillOffice) -> None:
    item = office.proposes(kind="training", partner=None, provider="Academy", cost="1250.50 eur")
    known = promised(office)
    department = office.store.read(office.department)
    assert [(one.department, one.amount, one.currency, one.month, one.state) for one in known] == [
        (department, Decimal("1250.50"), "EUR", date(2026, 12, 1), Promise.PROPOSED)
    ]
    form = {**TERMS, "kind": "training", "partner": None, "provider": "Academy", "cost": "900 EUR"}
    office.does("bea", "agree", item.id, **form, owner="U0ANN")
    assert [(one.amount, one.state) for one in promised(office)] == [(Decimal(900), Promise.AGREED)]
    office.does("bea", "amend", item.id, **{**form, "cost": "950 EUR", "first": date(2027, 1, 4)}, owner="U0BEA")
    assert [(one.amount, one.month) for one in promised(office)] == [(Decimal(950), date(2027, 1, 1))]
    assert office.item().owner == office.person("bea")
    office.does("bea", "finish", item.id)
    assert [one.state for one in promised(office)] == [Promise.SPENT]


def test_what_is_declined_or_given_up_costs_nothing_and_says_why(office: SkillOffice) -> None:
    item = office.proposes(cost="100 EUR")
    assert "Why" in said(office.does("bea", "decline", item.id))
    with pytest.raises(Refused, match="say why"):
        office.does("bea", "decline", item.id, reason="  ")
    office.does("bea", "decline", item.id, reason="Next year")
    assert promised(office) == []
    assert "was not agreed" in office.told("ann", "said_declined")[0]
    assert "Next year" in said(office.does("ann", "look", item.id))
    running = office.agreed()
    office.does("bea", "drop", running.id, reason="The project ended")
    assert "given up" in office.told("ann", "said_dropped")[0]
    assert "given up" in office.told("zoe", "said_dropped")[0]
    assert "The project ended" not in office.everything_told("zoe")
    assert "The project ended" not in said(office.does("zoe", "look", running.id))


def test_what_the_manager_plans_is_agreed_at_once(office: SkillOffice) -> None:
    item = office.proposes("bea", person="U0ANN")
    assert item.state is State.AGREED
    assert "is agreed" in office.told("ann", "said_agreed")[0]
    assert office.events() == ["agreed"]


def test_a_project_manager_suggests_and_hears_what_became_of_it_but_neither_decides_nor_sees_a_cost(
    office: SkillOffice,
) -> None:
    item = office.proposes("dan", person="U0ANN", partner="U0DAN", cost="5 EUR")
    assert (item.state, item.requested_by, item.terms.cost) == (State.PROPOSED, office.person("dan"), None)
    assert "Proposed by" in office.told("bea", "decide")[0]
    for verb in ("agree", "decline", "drop", "finish", "assess"):
        with pytest.raises(Refused, match="You can't do that"):
            office.does("dan", verb, item.id)
    office.does("bea", "agree", item.id, **{**TERMS, "partner": "U0DAN", "cost": "700 EUR"}, owner="U0ANN")
    assert "development is agreed" in office.told("dan", "said_agreed")[0]
    assert "You are to help" in office.told("dan", "partner")[0]
    assert "700" not in office.everything_told("dan") + said(office.does("dan", "look", item.id))
    assert "700" in office.everything_told("bea")


def test_a_mentor_who_steps_back_is_replaced(office: SkillOffice) -> None:
    item = office.agreed()
    office.does("zoe", "step_back", item.id)
    assert "has no mentor or coach any more" in office.told("bea", "stepped_back")[0]
    assert office.item().terms.partner is None
    assert "Your part in" in office.everything_told("zoe")
    office.does("bea", "amend", item.id, **{**TERMS, "partner": "U0TOM"}, owner="U0ANN")
    assert "You are to help *Ann*" in office.told("tom", "partner")[0]


def test_of_two_who_decide_at_once_one_does_and_the_other_is_told_how_it_stands(office: SkillOffice) -> None:
    item = office.proposes()
    office.does("tom", "agree", item.id, item.version, **TERMS, owner="U0ANN")
    with pytest.raises(Refused, match=r"Tom changed this meanwhile. Mentoring in Python is now: agreed") as refused:
        office.does("bea", "decline", item.id, item.version, reason="No")
    assert refused.value.reason == "out_of_turn"


def test_a_level_proposed_for_oneself_counts_only_once_confirmed(office: SkillOffice) -> None:
    office.does("ann", "claim", skill="python", level="4", note="I wrote the importer")
    assert office.levels("ann") == {"Python": 2}
    card = office.told("bea", "claim")[0]
    assert "sees themselves at *4, Advanced* in *Python*" in card
    assert "rated 2, Basic by Bea" in card
    with pytest.raises(Refused, match="not answered yet"):
        office.does("ann", "claim", skill="Python", level="5", note="")
    office.does("bea", "confirm", 1)
    assert office.levels("ann") == {"Python": 4}
    with pytest.raises(Refused, match="You answered this already"):
        office.does("bea", "confirm", 1)
    assert office.events() == ["claimed", "rated", "confirmed"]


def test_a_claim_is_rated_differently_or_declined_or_taken_back(office: SkillOffice) -> None:
    for number, level in ((1, "4"), (2, "5"), (3, "5")):
        office.does("ann", "claim", skill="Python", level=level, note="")
        if number == 1:
            assert "Rate a skill" in said(office.does("bea", "differ", number))
            office.does("bea", "differ", number, level="3", assessed_on=TODAY, expires=None)
        elif number == 2:
            office.does("bea", "turn_down", number, reason="Not before the audit")
        else:
            office.does("ann", "take_back", number)
    assert office.levels("ann") == {"Python": 3}
    assert "Not before the audit" in office.told("ann", "turned_down")[0]
    with pytest.raises(Refused, match="You can't do that"):
        office.does("zoe", "confirm", 1)


def test_every_rating_is_kept_with_who_and_when(office: SkillOffice) -> None:
    office.does("bea", "rate", person="U0ANN", skill="Python", level="3", assessed_on=date(2026, 10, 5), expires=None)
    office.does("bea", "rate", person="U0ANN", skill="Python", level="4", assessed_on=TODAY, expires=None)

    def work(tx: Tx) -> list[tuple[int, date]]:
        return [(one.level, one.assessed_on) for one in skills.history(tx, office.person("ann"))]

    assert office.store.read(work) == [(4, TODAY), (3, date(2026, 10, 5)), (2, date(2026, 1, 12))]
    portrait = said(office.types("ann", "mine"))
    assert "4, Advanced (Bea, Mon, 23 Nov 2026)" in portrait
    assert "Before: 3 (Mon, 5 Oct 2026), 2 (Mon, 12 Jan 2026)" in portrait
