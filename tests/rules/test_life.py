"""The life of a request: each state and verb, each relation and permission, against tables written by hand."""

import pytest

from workflows.kernel.access import Permission, Relation
from workflows.leave.rules.life import ACTIVE, GRANTED, MACHINE, PENDING, POLICY, State

R, F, A, C = State.REQUESTED, State.FIRST_APPROVED, State.APPROVED, State.CANCELLATION_REQUESTED
EXPECTED = {
    "change": {R: R},
    "suggest": {R: R},
    "keep_asked": {R: R},
    "approve_first": {R: F},
    "approve": {R: A, F: A},
    "decline": {R: State.DECLINED, F: State.DECLINED},
    "withdraw": {R: State.WITHDRAWN, F: State.WITHDRAWN},
    "shorten": {A: A},
    "shorten_for": {A: A, C: A},
    "cancel": {A: State.CANCELLED},
    "cancel_for": {A: State.CANCELLED, C: State.CANCELLED},
    "ask_cancel": {A: C},
    "keep": {C: A},
    "approve_cancel": {C: State.CANCELLED},
    "refuse_cancel": {C: A},
}


def test_the_table_knows_exactly_these_verbs() -> None:
    assert set(EXPECTED) == MACHINE.verbs


@pytest.mark.parametrize("verb", EXPECTED)
@pytest.mark.parametrize("state", State)
def test_a_verb_leads_where_the_table_says_and_nowhere_else(verb: str, state: State) -> None:
    expected = EXPECTED[verb].get(state)
    assert MACHINE.allows(verb, state) == (expected is not None)
    if expected is not None:
        assert MACHINE.target(verb, state) is expected


def test_what_is_over_stays_over_and_holds_no_days() -> None:
    over = set(State) - ACTIVE
    assert over == {State.WITHDRAWN, State.DECLINED, State.CANCELLED}
    assert not any(MACHINE.allows(verb, state) for verb in MACHINE.verbs for state in over)
    assert not PENDING & GRANTED


def test_a_cancellation_that_is_asked_for_still_counts_as_taken() -> None:
    assert C in GRANTED


@pytest.mark.parametrize(
    "permission", ["approve", "decline", "suggest", "weigh", "approve_cancel", "refuse_cancel", "cancel_for"]
)
@pytest.mark.parametrize("relation", [Relation.OWN, Relation.DOTTED_LINE, Relation.COLLEAGUE, Relation.PEOPLE_ADMIN])
def test_nobody_decides_about_themselves_and_no_bystander_decides(permission: str, relation: Relation) -> None:
    assert not POLICY.allows(Permission(permission), {relation})


@pytest.mark.parametrize("permission", ["change", "keep_asked", "withdraw", "cancel", "shorten", "ask_cancel", "keep"])
def test_what_is_ones_own_to_do_is_nobody_elses(permission: str) -> None:
    allowed = {relation for relation in Relation if POLICY.allows(Permission(permission), {relation})}
    assert allowed == {Relation.OWN}


def test_a_dotted_line_may_say_a_word_see_that_somebody_is_away_and_nothing_else() -> None:
    granted = {grant.permission for grant in POLICY.grants if grant.to is Relation.DOTTED_LINE}
    assert granted == {"advise", "see_away"}
    assert [grant.to for grant in POLICY.grants if grant.permission == "advise"] == [Relation.DOTTED_LINE]
