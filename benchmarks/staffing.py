"""Staffing: who takes which open place, scores included, against scipy's bare solver on the same scores, dense.

The two take turns, so that a busy moment of the machine falls on both alike. The large company runs in a process of its
own, whose peak of memory is its alone, and there a second time on an instance whose optimum is known: prices u and v
with score <= u + v everywhere, and = along one matching, prove that no other scores more.
`python -m benchmarks.staffing` runs this part alone.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Annotated, Any, TypeVar

import typer

from benchmarks.report import machine
from workflows.staffing.rules.assign import Board, Pairs, Place, assign, score, total

SMALL, LARGE = (1_000, 500), (10_000, 5_000)
"""People and open places."""
ROUNDS = 11
SKILLS, WEEKS = 30, 26
HELD = 5
"""Skills somebody holds, on average."""
RATIO, MEGABYTES = 3.0, 500.0
"""At most so many times the bare solver's time; at most so much memory."""
T = TypeVar("T")


@dataclass(frozen=True)
class Compared:
    """Milliseconds of ours and of the bare solver, and what each reaches."""

    people: int
    places: int
    candidates: int
    scoring: float
    solving: float
    bare: float
    ours_total: float
    bare_total: float

    @property
    def ratio(self) -> float:
        return (self.scoring + self.solving) / self.bare


@dataclass(frozen=True)
class Large:
    """The large company: how long, how much memory, and whether the known optimum was reached."""

    people: int
    places: int
    candidates: int
    seconds: float
    megabytes: float
    filled: int
    proven_total: float
    proven_optimum: float


def measure(size: tuple[int, int] = SMALL, rounds: int = ROUNDS) -> Compared:
    """Ours and the bare solver in turn, on the same company."""
    board, places = a_company(*size)
    pairs = score(board, places)
    dense = _dense(pairs)
    took: dict[str, list[float]] = {"scoring": [], "solving": [], "bare": []}
    ours, bare = 0.0, 0.0
    _bare(dense)
    assign(pairs)
    for _ in range(rounds):
        pairs = _timed(took["scoring"], lambda: score(board, places))
        taken = _timed(took["solving"], lambda known=pairs: assign(known))  # type: ignore[misc] # a default that is always given
        rows, columns = _timed(took["bare"], lambda: _bare(dense))
        ours, bare = total(pairs, taken), float(dense[rows, columns].sum())
    medians = {name: statistics.median(times) for name, times in took.items()}
    return Compared(*size, len(pairs.score), medians["scoring"], medians["solving"], medians["bare"], ours, bare)


def measure_large(size: tuple[int, int] = LARGE) -> Large:
    """In a process of its own."""
    command = [sys.executable, "-m", "benchmarks.staffing", "--alone", str(size[0]), str(size[1])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ourselves
    return Large(**json.loads(done.stdout.splitlines()[-1]))


def alone(people: int, places: int) -> Large:
    """What that process does; its memory is counted from when the libraries are loaded, the company included."""
    import scipy.sparse.csgraph  # type: ignore[import-untyped] # noqa: F401, PLC0415 - it publishes no types; loaded before memory is counted

    before = _peak()
    began = time.perf_counter()
    pairs = score(*a_company(people, places))
    taken = assign(pairs)
    seconds, megabytes = time.perf_counter() - began, _peak() - before
    filled, candidates = sum(one is not None for one in taken), len(pairs.score)
    del pairs
    proven, optimum = a_proven(people, places)
    return Large(people, places, candidates, seconds, megabytes, filled, total(proven, assign(proven)), optimum)


def a_company(people: int, places: int) -> tuple[Board, list[Place]]:
    """Skills, wishes and free weeks by chance, always the same; and what is asked for."""
    import numpy as np  # noqa: PLC0415 - with what needs it

    random = np.random.default_rng(1)
    held = random.random((people, SKILLS), dtype=np.float32) < HELD / SKILLS
    levels = np.where(held, random.integers(1, 6, (people, SKILLS), dtype=np.int8), np.int8(0))
    free = np.clip(random.random((people, WEEKS), dtype=np.float32) * 1.4 - 0.2, 0, 1)
    wishes = random.random((people, SKILLS), dtype=np.float32) < 0.1
    return Board(levels, wishes, free), [_place(random) for _ in range(places)]


def a_proven(people: int, places: int, candidates: int = 400) -> tuple[Pairs, float]:
    """An instance with so many candidates a place, and its optimum, which its prices prove."""
    import numpy as np  # noqa: PLC0415 - as above

    random = np.random.default_rng(2)
    candidates = min(candidates, people)
    matched = random.permutation(people)[:places]
    per_place, per_person = random.integers(50, 100, places), np.zeros(people, dtype=np.int64)
    per_person[matched] = random.integers(0, 50, places)
    chosen = np.stack([random.choice(people, candidates, replace=False) for _ in range(places)])
    there = (chosen == matched[:, None]).any(axis=1)
    chosen[~there, 0] = matched[~there]
    slack = random.integers(0, 40, chosen.shape) * (chosen != matched[:, None])
    scores = per_place[:, None] + per_person[chosen] - slack
    starts = np.arange(places + 1, dtype=np.int64) * candidates
    pairs = Pairs(places, people, starts, chosen.astype(np.int32).ravel(), scores.astype(np.float64).ravel())
    return pairs, float(per_place.sum() + per_person.sum())


def report(found: Compared, large: Large) -> Iterator[str]:
    """What was measured, in lines."""
    size = f"{found.people:,} people, {found.places:,} open places, {found.candidates:,} candidates"
    yield f"\nStaffing: {size}; ms (median)"
    yield f"  scores {found.scoring:.1f}, solving {found.solving:.1f}, bare solver on a dense matrix {found.bare:.1f}"
    alike = "the same" if _agree(found) else "WRONG: not the same"
    yield f"  both reach {alike} total: {found.ours_total:,.1f}"
    yield (
        f"  {large.people:,} people, {large.places:,} places, {large.candidates:,} candidates: {large.seconds:.1f} s, "
        f"{large.megabytes:.0f} MB at most, {large.filled:,} filled"
    )
    reached = "reached" if large.proven_total == large.proven_optimum else "MISSED"
    yield f"  of as many with an optimum proven by prices, {large.proven_optimum:,.0f}: {reached}"


def figures(found: Compared, large: Large) -> Iterator[tuple[str, bool]]:
    """The figures to reach."""
    size = f"{found.people:,} people x {found.places:,} places, scores included"
    yield f"{size}: {found.ratio:.2f} times the bare solver (to reach: at most {RATIO:g})", found.ratio <= RATIO
    yield (
        f"{large.people:,} x {large.places:,} takes {large.megabytes:.0f} MB (to reach: less than {MEGABYTES:g})",
        large.megabytes < MEGABYTES,
    )


def agree(found: Compared, large: Large) -> bool:
    """Whether the best was found, as the bare solver and as the proof say."""
    return _agree(found) and large.proven_total == large.proven_optimum


def show(size: tuple[int, int] = SMALL, large_size: tuple[int, int] = LARGE) -> bool:
    """Measure and print; whether what was found is the best there is."""
    found, large = measure(size), measure_large(large_size)
    print("\n".join(report(found, large)))
    for sentence, reached in figures(found, large):
        print(f"  {'reached' if reached else 'MISSED '}  {sentence}")
    return agree(found, large)


def _agree(found: Compared) -> bool:
    return abs(found.ours_total - found.bare_total) < 1e-3


def _place(random: Any) -> Place:
    first = int(random.integers(0, WEEKS - 4))
    last = min(WEEKS - 1, first + int(random.integers(3, 12)))
    share = float(random.choice([0.2, 0.4, 0.6, 0.8, 1.0]))
    return Place(int(random.integers(0, SKILLS)), int(random.integers(1, 5)), share, first, last)


def _dense(pairs: Pairs) -> Any:
    """The same scores as a matrix, 0 where nobody could."""
    import numpy as np  # noqa: PLC0415 - as above

    dense = np.zeros((pairs.places, pairs.people))
    dense[np.repeat(np.arange(pairs.places), np.diff(pairs.starts)), pairs.person] = pairs.score
    return dense


def _bare(dense: Any) -> Any:
    from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped] # noqa: PLC0415 - half a second

    return linear_sum_assignment(dense, maximize=True)


def _peak() -> float:
    """The most memory this process has had, in megabytes."""
    import resource  # noqa: PLC0415 - not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _timed(took: list[float], do: Callable[[], T]) -> T:
    began = time.perf_counter()
    result = do()
    took.append((time.perf_counter() - began) * 1000)
    return result


def main(*, people_and_places: Annotated[tuple[int, int], typer.Option("--alone", hidden=True)] = (0, 0)) -> None:
    """Measure and print."""
    if all(people_and_places):
        print(json.dumps(asdict(alone(*people_and_places))))
        return
    print("\n".join(machine()))
    sys.exit(not show())


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    app.command()(main)
    app()
