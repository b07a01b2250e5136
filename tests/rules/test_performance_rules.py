"""The rules of performance cases: whom one may report, what counts as the same matter, and how a case moves."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.kernel.access import Permission, PersonId, Relation
from workflows.kernel.errors import Refused
from workflows.performance.rules import (
    CLASSES,
    HANDLED,
    MACHINE,
    POLICY,
    RUNNING,
    Earlier,
    Known,
    Outcome,
    OutcomeClass,
    State,
    judge,
    refuse_unlikely_day,
    same_matter,
)

TODAY = date(2026, 11, 23)
VERBS = ("acknowledge", "take", "ask", "invite", "merge", "close")
LIFE = {
    State.REPORTED: {"acknowledge": State.ACKNOWLEDGED, "take": State.IN_HAND, "merge": State.MERGED},
    State.ACKNOWLEDGED: {
        "take": State.IN_HAND,
        "ask": State.ACKNOWLEDGED,
        "invite": State.ACKNOWLEDGED,
        "merge": State.MERGED,
        "close": State.CLOSED,
    },
    State.IN_HAND: {
        "ask": State.IN_HAND,
        "invite": State.IN_HAND,
        "merge": State.MERGED,
        "close": State.CLOSED,
    },
    State.CLOSED: {},
    State.MERGED: {},
}
"""Written by hand from the specification: nothing is closed that nobody acknowledged, and nothing ends by itself."""


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_leads_from_each_state_where_the_table_says(state: State, verb: str) -> None:
    target = LIFE[state].get(verb)
    assert MACHINE.allows(verb, state) is (target is not None)
    if target is not None:
        assert MACHINE.target(verb, state) is target


def test_the_table_knows_every_verb_and_every_state() -> None:
    assert MACHINE.verbs == set(VERBS)
    assert set(LIFE) == set(State)
    assert {state for state in State if LIFE[state]} == RUNNING
    assert set(HANDLED) < RUNNING


def known(**changes: object) -> Known:
    facts = {"oneself": False, "left": False, "manages_me": False, "mine": False, "projects": (7,)} | changes
    return Known(PersonId(1), "Ann", **facts)  # type: ignore[arg-type] # as the test says


@pytest.mark.parametrize(
    ("changes", "project", "reason"),
    [
        ({}, 7, None),
        ({"mine": True}, 7, None),
        ({"mine": True, "projects": ()}, None, None),
        ({}, None, "project"),
        ({}, 8, "not_on_project"),
        ({"mine": True, "projects": ()}, 8, "not_on_project"),
        ({"projects": ()}, 7, "not_theirs"),
        ({"oneself": True}, 7, "oneself"),
        ({"left": True}, 7, "left"),
        ({"manages_me": True}, 7, "own_manager"),
        ({"manages_me": True, "mine": True}, None, "own_manager"),
    ],
)
def test_whom_one_may_report_for_what(changes: dict[str, object], project: int | None, reason: str | None) -> None:
    if reason is None:
        judge(known(**changes), project, field="person", project_field="project")
        return
    with pytest.raises(Refused) as refused:
        judge(known(**changes), project, field="person", project_field="project")
    assert refused.value.reason == reason


FLAGS = st.fixed_dictionaries({name: st.booleans() for name in ("oneself", "left", "manages_me", "mine")})


@given(FLAGS, st.lists(st.integers(1, 3)), st.integers(1, 3))
def test_only_a_project_shared_or_ones_own_person_passes(
    flags: dict[str, bool], projects: list[int], chosen: int
) -> None:
    facts = known(**flags, projects=tuple(projects))
    for project in (None, chosen):
        fits = flags["mine"] if project is None else project in projects
        if fits and not (flags["oneself"] or flags["left"] or flags["manages_me"]):
            judge(facts, project, field="person", project_field="project")
            continue
        with pytest.raises(Refused) as refused:
            judge(facts, project, field="person", project_field="project")
        assert refused.value.field in ("person", "project")


@pytest.mark.parametrize(("ago", "passes"), [(-1, False), (0, True), (366, True), (367, False)])
def test_what_happened_lies_in_the_last_year(ago: int, passes: bool) -> None:  # noqa: FBT001 - a column
    day = TODAY - timedelta(days=ago)
    if passes:
        refuse_unlikely_day(day, TODAY, field="day")
        return
    with pytest.raises(Refused):
        refuse_unlikely_day(day, TODAY, field="day")


def test_the_same_matter_is_the_same_project_on_the_same_day() -> None:
    earlier = [Earlier(1, 7, TODAY), Earlier(2, None, TODAY)]
    assert same_matter(earlier, 7, TODAY) == earlier[0]
    assert same_matter(earlier, None, TODAY) == earlier[1]
    assert same_matter(earlier, 8, TODAY) is None
    assert same_matter(earlier, 7, TODAY - timedelta(days=1)) is None


def test_a_reporter_cannot_tell_one_kind_of_support_from_another() -> None:
    assert set(CLASSES) == set(Outcome)
    support = {outcome for outcome, kind in CLASSES.items() if kind is OutcomeClass.SUPPORT}
    assert support == {Outcome.TALK, Outcome.COACHING, Outcome.MENTORING, Outcome.TRAINING}


def test_neither_rank_nor_project_nor_the_peoples_office_opens_a_case() -> None:
    for relation in (Relation.SOLID_LINE, Relation.DEPUTY, Relation.DOTTED_LINE, Relation.PEOPLE_ADMIN):
        assert not POLICY.allows(Permission("see"), {relation, Relation.COLLEAGUE})
