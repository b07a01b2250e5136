"""Who may do what about skills, cell by cell, against a table written by hand; and that `run` holds to it."""

import pytest
from sqlalchemy import text

from tests.workflows.permission_tables import expected
from tests.workflows.permission_tables import refusal as refusal_of
from tests.workflows.skills_office import TERMS, TODAY, SkillOffice, a_skill_office, said
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Tx, offered, run
from workflows.skills import WORKFLOW, offers, store
from workflows.skills.rules.life import MACHINE, State

__all__ = ("a_skill_office",)
WHO = {
    "own": "ann",
    "solid_line": "bea",
    "deputy": "tom",
    "asked": "eve",
    "dotted_line": "dan",
    "people_admin": "nora",
    "requester": "ida",
    "partner": "zoe",
    "colleague": "max",
    "higher up": "head",
}
"""One person for each relation to Ann's development; the route has reached Eve, and Ida suggested it."""
STEPS: dict[State, tuple[str, ...]] = {
    State.PROPOSED: (),
    State.AGREED: ("agree",),
    State.UNDER_WAY: ("agree", "begin"),
    State.DONE: ("agree", "finish"),
    State.DROPPED: ("decline",),
}
FORMS = {"agree": {**TERMS, "owner": "U0ANN"}, "decline": {"reason": "No"}}
ON_AN_ITEM = sorted({*MACHINE.verbs, "look", "preview_agree"})


def in_state(office: SkillOffice, state: State) -> int:
    """Ann's mentoring in this state, which Ida suggested, and about which Eve was asked after Bea."""
    item = office.proposes()
    ids = {"eve": office.person("eve"), "ida": office.person("ida"), "item": item.id}

    def surround(tx: Tx) -> None:
        tx.connection.execute(text("update development set requested_by = :ida"), ids)  # type: ignore[attr-defined]
        tx.connection.execute(  # type: ignore[attr-defined]
            text(
                "insert into chain_step (workflow, subject, position, person_id, asked_at) "
                "select 'skills', :item, 9, :eve, asked_at from chain_step where position = 0"
            ),
            ids,
        )

    office.store.write(surround)
    for verb in STEPS[state]:
        office.does("bea", verb, item.id, **FORMS.get(verb, {}))
    assert office.item(item.id).state is state
    return item.id


def refusal(office: SkillOffice, name: str, verb: str, item: int) -> Refused | None:
    """What somebody is refused with who uses this verb; nothing is kept."""
    return refusal_of(office.store, lambda tx: run(WORKFLOW, verb, tx, office.actor(tx, name), item))


@pytest.mark.parametrize("state", State)
def test_run_lets_each_person_do_in_each_state_what_the_table_says(office: SkillOffice, state: State) -> None:
    item = in_state(office, state)
    done = set()
    for who, name in WHO.items():
        for verb in ON_AN_ITEM:
            refused = refusal(office, name, verb, item)
            if refused is None or refused.reason not in ("not_allowed", "out_of_turn"):
                done.add((verb, "solid_line" if who == "higher up" else who))
    assert done == {(verb, relation) for verb, relation, at in expected(WORKFLOW) if at == state and verb in ON_AN_ITEM}


@pytest.mark.parametrize("state", State)
def test_a_button_that_shows_is_one_that_works(office: SkillOffice, state: State) -> None:
    item = in_state(office, state)
    for name in WHO.values():
        for verb in office.store.read(lambda tx, name=name: shown(office, tx, name, item)):  # type: ignore[misc]
            refused = refusal(office, name, verb, item)
            early = verb == "nudge" and refused is not None and refused.reason == "too_soon"  # it says from when on
            assert refused is None or early, (name, verb)


def shown(office: SkillOffice, tx: Tx, name: str, number: int) -> tuple[str, ...]:
    actor, found = office.actor(tx, name), store.item(tx, number)
    assert found is not None
    verbs = offers.offered(found, offers.relate(tx, actor, found))
    assert set(verbs) <= set(offered(WORKFLOW, tx, actor, found))
    return verbs


def test_a_draft_from_a_case_is_there_for_whoever_closed_it_and_for_nobody_else(office: SkillOffice) -> None:
    office.closes_case()
    item = office.item()
    for name in ("ann", "tom", "dan", "nora", "zoe", "head"):
        for verb in ("look", "agree", "decline", "withdraw"):
            with pytest.raises(NotAllowed):
                office.does(name, verb, item.id)
        assert "skills:agree" not in office.home(name)
    assert "Training" not in said(office.types("ann", "mine"))
    assert "A case that you closed opened this" in office.told("bea", "decide")[0]
    office.does("bea", "agree", item.id, **{**TERMS, "kind": "training", "partner": None}, owner="U0ANN")
    for name in ("ann", "tom", "head"):
        assert "case" not in said(office.types(name, "of <@U0ANN>")).lower()
    assert "A case that you closed" in said(office.types("bea", "of <@U0ANN>"))


@pytest.mark.parametrize(
    ("name", "sees", "not_sees"),
    [
        ("ann", ["2, Basic", "Would like to learn", "Mentoring in Python"], []),
        ("bea", ["2, Basic", "Would like to learn", "Mentoring in Python", "Rate a skill"], []),
        ("tom", ["2, Basic", "Would like to learn", "Mentoring in Python"], ["Rate a skill"]),
        ("dan", ["2, Basic", "Suggest development"], ["Would like", "Mentoring in Python", "Rate a skill"]),
        ("max", ["Nothing that is yours to see"], ["Basic", "Would like", "Mentoring"]),
        ("nora", ["Nothing that is yours to see"], ["Basic", "Would like", "Mentoring"]),
    ],
)
def test_each_reads_of_ann_what_is_theirs(office: SkillOffice, name: str, sees: list[str], not_sees: list[str]) -> None:
    office.types("ann", "wish Power BI")
    office.agreed()
    portrait = said(office.types(name, "of <@U0ANN>"))
    for words in sees:
        assert words in portrait
    for words in not_sees:
        assert words not in portrait


@pytest.mark.parametrize(
    ("name", "levels"), [("bea", True), ("tom", True), ("dan", True), ("max", False), ("nora", False)]
)
def test_levels_are_for_those_who_manage_and_offers_are_for_all(office: SkillOffice, name: str, levels: bool) -> None:  # noqa: FBT001 - a column of the table
    found = said(office.types(name, "who python"))
    assert ("4, Advanced" in found) is levels
    assert "Offer to mentor:* Zoe" in found


def test_nobody_rates_themselves_or_decides_about_themselves(office: SkillOffice) -> None:
    office.proposes("bea", kind="training", partner=None)
    item = office.item()
    for verb, form in (("agree", FORMS["agree"]), ("decline", {"reason": "x"})):
        with pytest.raises(NotAllowed):
            office.does("bea", verb, item.id, **form)
    with pytest.raises(NotAllowed):
        office.does("bea", "rate", person="U0BEA", skill="Python", level="5", assessed_on=TODAY)
    assert office.told("head", "decide") != []
