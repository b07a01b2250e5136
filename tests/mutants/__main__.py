"""`python -m tests.mutants`: how many small changes the tests notice, group by group; exit code 1 below 90 %.

`--most 50` tries fifty of each module's, chosen by `--seed`; `--only ladder` the modules with that in their path.
"""

import math
import multiprocessing
import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import typer

from tests.mutants.changes import Change, changes
from tests.mutants.forks import Verdict
from tests.mutants.targets import TARGETS, Target
from tests.mutants.trial import Trial, hush, imported, swapped

ENOUGH = 90
"""Per cent of a group's mutants."""


def main(most: int = 0, seed: int = 20261123, hands: int = 2, only: str = "") -> None:
    """Try them, tell which survived, and judge."""
    began = time.monotonic()
    done: dict[str, list[Trial]] = defaultdict(list)
    for target in TARGETS:
        if only in target.path:
            found = tried(target, sample(target, most, seed), hands)
            done[target.group] += found
            tell(target.path, found)
    for group, found in done.items():
        typer.echo(counted(group, found))
    typer.echo(f"seed {seed}, at most {most or 'all'} a module, {time.monotonic() - began:.0f} s")
    raise typer.Exit(1 if any(share(found) < ENOUGH for found in done.values()) else 0)


def sample(target: Target, most: int, seed: int) -> list[Change]:
    """All changes to a module, or so many of them."""
    every = changes(Path(target.path).read_text(encoding="utf-8"))
    if not most or len(every) <= most:
        return every
    return random.Random(f"{seed} {target.path}").sample(every, most)  # noqa: S311 # a sample, not a secret


def tried(target: Target, chosen: Sequence[Change], hands: int) -> list[Trial]:
    """What became of each, in the order of the module's lines."""
    inside = [] if target.at_import else [one for one in chosen if one.function]
    found = _apart(swapped, target, inside, hands)
    known = {one.change for one in found}
    found += _apart(imported, target, [one for one in chosen if one not in known], hands)
    return sorted(found, key=lambda one: (one.change.line, one.change.place, one.change.variant))


def tell(path: str, found: Sequence[Trial]) -> None:
    """A line for a module, and one for each that nobody noticed, or not in words."""
    typer.echo(counted(path, found))
    for one in found:
        if one.verdict is not Verdict.KILLED:
            typer.echo(f"  {one.verdict} {path}:{one.change.line}  {one.change.text}")


def counted(name: str, found: Sequence[Trial]) -> str:
    """How many of which kind."""
    said = ", ".join(f"{sum(one.verdict is kind for one in found)} {kind}" for kind in Verdict)
    return f"{name}: {len(found)} mutants, {said}: {math.floor(share(found))} %"


def share(found: Sequence[Trial]) -> float:
    """Per cent that the tests noticed; one that never ends is noticed."""
    return 100 * sum(one.verdict is not Verdict.SURVIVED for one in found) / len(found) if found else 100.0


def _apart(
    trial: Callable[[Target, Sequence[Change], int], list[Trial]], target: Target, chosen: Sequence[Change], hands: int
) -> list[Trial]:
    """In a new process: what it loads is its own."""
    if not chosen:
        return []
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), hush) as process:
        return process.submit(trial, target, chosen, hands).result()


if __name__ == "__main__":
    typer.run(main)
