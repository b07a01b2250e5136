"""Rules of skills and development, as tables and properties."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_skills_words import ACTOR
from workflows.kernel.access import Permission, PersonId, Relation
from workflows.kernel.errors import Refused
from workflows.skills.rules import level as levels
from workflows.skills.rules.item import Terms, check_terms, check_wish, cost_of
from workflows.skills.rules.life import MACHINE, OPEN, POLICY, Kind, State

T = TypeVar("T")
TODAY = ACTOR.today
ANN, ZOE = PersonId(1), PersonId(2)
WHOLE = Terms(Kind.MENTORING, 7, "", ZOE, "", TODAY, TODAY + timedelta(days=60))
KNOWN = frozenset({"EUR", "GBP", "JPY"})
DECIDING = ("agree", "drop", "rate", "confirm", "require", "see_gaps", "see_cost", "keep")


def tried(do: Callable[[], T]) -> T | Refused:
    """What comes of it, or why not."""
    try:
        return do()
    except Refused as refused:
        return refused


def test_what_is_open_can_end_and_what_has_ended_stays_so() -> None:
    for state in State:
        targets = {MACHINE.target(verb, state) for verb in MACHINE.verbs if MACHINE.allows(verb, state)}
        assert (State.DROPPED in targets) == (state in OPEN)
    assert not any(MACHINE.allows(verb, State.DROPPED) for verb in MACHINE.verbs)
    assert [verb for verb in MACHINE.verbs if MACHINE.allows(verb, State.DONE)] == ["assess"]


def test_nothing_is_done_that_was_not_agreed() -> None:
    assert not MACHINE.allows("finish", State.PROPOSED)
    assert {MACHINE.target("agree", state) for state in State if MACHINE.allows("agree", state)} == {State.AGREED}


@pytest.mark.parametrize("permission", DECIDING)
@pytest.mark.parametrize(
    "relation", [Relation.DOTTED_LINE, Relation.LEAD, Relation.MEMBER, Relation.REQUESTER, Relation.PARTNER]
)
def test_who_manages_a_project_asks_or_helps_decides_nothing_and_sees_no_money(
    permission: str, relation: Relation
) -> None:
    assert not POLICY.allows(Permission(permission), {relation})


@pytest.mark.parametrize("permission", ["rate", "confirm", "agree", "drop"])
def test_nobody_decides_about_themselves(permission: str) -> None:
    assert not POLICY.allows(Permission(permission), {Relation.OWN})


def test_each_level_has_its_words() -> None:
    assert list(levels.NAMES) == list(levels.MEANINGS) == [1, 2, 3, 4, 5]
    assert [levels.level_of(str(number)) for number in levels.NAMES] == [1, 2, 3, 4, 5]
    assert all(len(meaning) <= 75 for meaning in levels.MEANINGS.values())


@given(st.text(max_size=6).filter(lambda text: text.strip() not in {"1", "2", "3", "4", "5"}))
def test_nothing_else_is_a_level(text: str) -> None:
    with pytest.raises(Refused) as refused:
        levels.level_of(text)
    assert refused.value.reason == "level"


@given(st.integers(1, 1_000_000_000), st.sampled_from(sorted(KNOWN)), st.sampled_from([".", ","]), st.booleans())
def test_a_cost_is_read_exactly_with_its_currency_before_or_after(
    cents: int,
    currency: str,
    point: str,
    before: bool,  # noqa: FBT001 - drawn
) -> None:
    amount = f"{cents // 100}{point}{cents % 100:02}"
    written = f"{currency.lower()} {amount}" if before else f"{amount}{currency}"
    cost = cost_of(written, KNOWN)
    if cost is None:
        raise AssertionError(written)
    assert (cost.amount * 100, cost.currency) == (Decimal(cents), currency)


@given(st.text(max_size=12))
def test_whatever_is_written_is_a_cost_or_refused_in_a_sentence(text: str) -> None:
    cost = tried(lambda: cost_of(text, KNOWN))
    if isinstance(cost, Refused):
        assert cost.field == "cost"
    else:
        assert cost is None or (cost.amount > 0 and cost.currency in KNOWN)


def test_whole_terms_can_be_agreed() -> None:
    check_terms(ANN, WHOLE, TODAY)
    check_wish(ANN, Terms(Kind.TRAINING, None, "To write better"), TODAY)


@given(
    st.sampled_from(list(Kind)),
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
)
def test_what_is_agreed_has_an_end_that_is_to_come_and_nobody_mentors_themselves(
    kind: Kind, first: date, last: date
) -> None:
    for person in (ANN, ZOE):
        terms = replace(WHOLE, kind=kind, first=first, last=last)
        why_not = tried(partial(check_terms, person, terms, TODAY))
        if why_not is not None:
            assert why_not.field in {"first", "last", "partner"}
            continue
        assert person == ANN
        assert last >= TODAY
        assert first <= last
