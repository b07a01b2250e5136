"""The best assignment over several open places at once: exact, of the greatest total score, by scipy's solver.

Sparse: who lacks the skill, or has no time at all, is no candidate and takes no room. A place for which everybody is
better used elsewhere stays empty.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COVERED, EACH_LEVEL, WISHED = 50.0, 8.0, 10.0
"""As in `fit`."""
_UNFILLED = 1.0
"""What an empty place costs on top of the highest cost there is: scipy takes no zero weights."""


@dataclass(frozen=True)
class Place:
    """One person wanted, in columns of a board."""

    skill: int
    level: int
    share: float
    """Of the whole of somebody's time."""
    first: int
    last: int
    """Its weeks, both included."""


@dataclass(frozen=True)
class Board:
    """Everybody's skills, wishes and free shares of their weeks, a row a person."""

    levels: "NDArray[np.int8]"
    """A column a skill; 0 for none."""
    wishes: "NDArray[np.bool_]"
    free: "NDArray[np.float32]"
    """A column a week, from 0 to 1."""


@dataclass(frozen=True)
class Pairs:
    """Who could take which place, and how well: three columns of equal length, by place."""

    places: int
    people: int
    starts: "NDArray[np.int64]"
    """Where each place's candidates begin; one more than there are places."""
    person: "NDArray[np.int32]"
    score: "NDArray[np.float64]"


def pairs_of(rows: Sequence[Iterable[tuple[int, float]]], people: int) -> Pairs:
    """From each place's candidates with their scores, where somebody has reckoned them already."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second, needed where something is assigned only

    found = [list(row) for row in rows]
    starts = np.cumsum([0, *map(len, found)], dtype=np.int64)
    return Pairs(
        len(found),
        people,
        starts,
        np.array([person for row in found for person, _ in row], dtype=np.int32),
        np.array([score for row in found for _, score in row], dtype=np.float64),
    )


def score(board: Board, places: Sequence[Place]) -> Pairs:
    """Every candidate of every place, by arithmetic on whole columns: nobody below the level, nobody without time."""
    import numpy as np  # noqa: PLC0415 - as above

    able = {skill: _able(board, skill) for skill in {place.skill for place in places}}
    rows = [_scored(able[place.skill], place) for place in places]
    return Pairs(
        len(rows),
        len(board.levels),
        np.cumsum([0, *(len(people) for people, _ in rows)], dtype=np.int64),
        np.concatenate([people for people, _ in rows]) if rows else np.empty(0, np.int32),
        np.concatenate([scores for _, scores in rows]) if rows else np.empty(0),
    )


def _able(board: Board, skill: int) -> tuple[Any, Any, Any, Any]:
    """Who holds a skill at all: their rows, their levels, their weeks, and what they score without their time."""
    import numpy as np  # noqa: PLC0415 - as above

    people = np.flatnonzero(board.levels[:, skill]).astype(np.int32)
    levels = board.levels[people, skill]
    return people, levels, board.free[people], EACH_LEVEL * levels + WISHED * board.wishes[people, skill]


def _scored(able: tuple[Any, Any, Any, Any], place: Place) -> tuple[Any, Any]:
    import numpy as np  # noqa: PLC0415 - as above

    people, levels, free, besides = able
    weeks = free[:, place.first : place.last + 1]
    covered = np.minimum(weeks, place.share).sum(axis=1)
    fitting = (levels >= place.level) & (covered > 0)
    most = place.share * (place.last + 1 - place.first)
    return people[fitting], COVERED / most * covered[fitting] + besides[fitting]


def assign(pairs: Pairs) -> list[int | None]:
    """For each place the row of whoever takes it, or None: nobody twice, and no other choice scores more in total."""
    import numpy as np  # noqa: PLC0415 - as above
    from scipy.sparse import csr_array  # type: ignore[import-untyped]  # noqa: PLC0415 - it publishes no types; half a second
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # type: ignore[import-untyped]  # noqa: PLC0415 - the same

    if pairs.places == 0:
        return []
    highest = float(pairs.score.max(initial=0.0))
    matrix = csr_array(_with_nobody(pairs, highest), shape=(pairs.places, pairs.people + pairs.places))
    _, taken = min_weight_full_bipartite_matching(matrix)
    return [int(person) if person < pairs.people else None for person in np.asarray(taken)]


def _with_nobody(pairs: Pairs, highest: float) -> tuple[Any, Any, Any]:
    """Costs for the solver, with a column of its own for each place in which nobody takes it."""
    import numpy as np  # noqa: PLC0415 - as above

    count = len(pairs.score) + pairs.places
    ends = pairs.starts[1:] + np.arange(pairs.places)
    costs, columns = np.empty(count), np.empty(count, dtype=np.int32)
    somebody = np.ones(count, dtype=bool)
    somebody[ends] = False
    costs[somebody] = highest + _UNFILLED - pairs.score
    columns[somebody] = pairs.person
    costs[ends] = highest + _UNFILLED
    columns[ends] = pairs.people + np.arange(pairs.places)
    return costs, columns, np.concatenate([[0], ends + 1]).astype(np.int32)


def total(pairs: Pairs, taken: Sequence[int | None]) -> float:
    """What an assignment scores."""
    found = 0.0
    for place, person in enumerate(taken):
        if person is not None:
            row = slice(pairs.starts[place], pairs.starts[place + 1])
            found += float(pairs.score[row][pairs.person[row] == person][0])
    return found
