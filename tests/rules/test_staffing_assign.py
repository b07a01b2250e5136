"""The best assignment against published optima, against every possibility tried, and against a proof by prices."""

from collections.abc import Sequence
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.staffing.rules.assign import (
    COVERED,
    EACH_LEVEL,
    WISHED,
    Board,
    Pairs,
    Place,
    assign,
    pairs_of,
    score,
    total,
)
from workflows.staffing.rules.fit import COVERED as FIT_COVERED
from workflows.staffing.rules.fit import EACH_LEVEL as FIT_EACH_LEVEL
from workflows.staffing.rules.fit import WISHED as FIT_WISHED

Costs = tuple[tuple[int, ...], ...]
PUBLISHED: tuple[tuple[str, Costs, int], ...] = (
    # J. Munkres' method as R. A. Pilgrim teaches it ("Munkres' Assignment Algorithm", Murray State University).
    ("Pilgrim, 3 x 3", ((1, 2, 3), (2, 4, 6), (3, 6, 9)), 10),
    # The scipy reference's example of `linear_sum_assignment`.
    ("scipy's reference", ((4, 1, 3), (2, 0, 5), (3, 2, 2)), 5),
    # Google OR-Tools' guide, "Solving an Assignment Problem": five workers, four tasks.
    (
        "OR-Tools' guide",
        ((90, 80, 75, 70), (35, 85, 55, 65), (125, 95, 90, 95), (45, 110, 95, 115), (50, 100, 90, 100)),
        265,
    ),
    # Wikipedia, "Hungarian algorithm": cleaning the bathroom, sweeping the floors and washing the windows.
    ("Alice, Bob and Carol", ((8, 4, 7), (5, 2, 3), (9, 4, 8)), 15),
    # Project Euler, problem 345 "Matrix Sum", the small matrix of its statement; there the greatest sum is asked for.
    (
        "Project Euler 345",
        (
            (7, 53, 183, 439, 863),
            (497, 383, 563, 79, 973),
            (287, 63, 343, 169, 583),
            (627, 343, 773, 959, 943),
            (767, 473, 103, 699, 303),
        ),
        -3315,
    ),
)
HIGH = 1000


def scored(costs: Costs, *, greatest: bool = False) -> Pairs:
    """Costs as scores: what is cheapest scores most; `greatest`: they are scores already."""
    rows = [[(at, float(cost if greatest else HIGH - cost)) for at, cost in enumerate(row)] for row in costs]
    return pairs_of(rows, len(costs[0]))


@pytest.mark.parametrize(("name", "costs", "optimum"), PUBLISHED, ids=[name for name, _, _ in PUBLISHED])
def test_published_instances_are_solved_to_their_optimum(name: str, costs: Costs, optimum: int) -> None:
    greatest = optimum < 0
    pairs = scored(costs, greatest=greatest)
    found = total(pairs, assign(pairs))
    filled = min(len(costs), len(costs[0]))
    assert found == (-optimum if greatest else filled * HIGH - optimum), name


def by_trying(rows: Sequence[Sequence[int]], people: int) -> int:
    """The best there is: every way to fill the places, each perhaps with nobody (0 is no candidate)."""
    seats = [*range(people), *([-1] * len(rows))]
    sums = (
        sum(row[person] for row, person in zip(rows, chosen, strict=True) if person >= 0)
        for chosen in set(permutations(seats, len(rows)))
    )
    best: int = max(sums)
    return best


GRIDS = st.integers(1, 4).flatmap(
    lambda people: st.lists(st.lists(st.integers(0, 9), min_size=people, max_size=people), min_size=1, max_size=4)
)


@given(GRIDS)
def test_no_other_choice_scores_more(rows: list[list[int]]) -> None:
    people = len(rows[0])
    pairs = pairs_of([[(at, float(value)) for at, value in enumerate(row) if value] for row in rows], people)
    taken = assign(pairs)
    chosen = [person for person in taken if person is not None]
    assert len(chosen) == len(set(chosen))
    assert total(pairs, taken) == by_trying(rows, people)


@given(st.integers(1, 60), st.integers(0, 40), st.integers(0, 2**32 - 1))
def test_an_optimum_that_prices_prove_is_found(places: int, more: int, seed: int) -> None:
    """Prices u, v with score <= u + v everywhere, and = along one matching, prove that matching the best (duality)."""
    random = np.random.default_rng(seed)
    people = places + more
    per_place, per_person = random.integers(50, 100, places), random.integers(0, 50, people)
    matched = random.permutation(people)[:places]
    per_person[np.setdiff1d(np.arange(people), matched)] = 0
    grid = per_place[:, None] + per_person - random.integers(0, 40, (places, people))
    grid[np.arange(places), matched] = per_place + per_person[matched]
    pairs = pairs_of([[(at, float(value)) for at, value in enumerate(row)] for row in grid], people)
    assert total(pairs, assign(pairs)) == float(per_place.sum() + per_person.sum())


def test_nothing_to_fill_and_nobody_to_fill_it() -> None:
    assert assign(pairs_of([], 3)) == []
    assert assign(pairs_of([[], []], 0)) == [None, None]
    assert assign(pairs_of([[(0, 5.0)], [(0, 9.0)]], 1)) == [None, 0]


def test_scores_on_whole_columns_are_those_of_each_alone() -> None:
    board = Board(
        np.array([[4, 0], [2, 5], [5, 1]], dtype=np.int8),
        np.array([[True, False], [False, False], [False, True]]),
        np.array([[1, 0.5, 0.0], [1, 1, 1], [0, 0, 1]], dtype=np.float32),
    )
    pairs = score(board, [Place(0, 3, 0.5, 0, 2), Place(1, 1, 1.0, 0, 0), Place(0, 5, 1.0, 0, 1)])
    assert pairs.starts.tolist() == [0, 2, 3, 3]
    assert pairs.person.tolist() == [0, 2, 1]
    assert pairs.score == pytest.approx([50 * 2 / 3 + 4 * 8 + 10, 50 / 3 + 5 * 8, 50 + 5 * 8])
    assert assign(pairs) == [0, 1, None]


def test_both_ways_of_scoring_weigh_alike() -> None:
    exact = (FIT_COVERED, FIT_EACH_LEVEL, FIT_WISHED)
    assert tuple(map(float, exact)) == (COVERED, EACH_LEVEL, WISHED)
