"""`python -m tests.fuzz`: a million hostile texts, and what came of them; `--seed` does the same again."""

import logging
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import structlog
import typer

from tests.fuzz.commands import commands, typings
from tests.fuzz.forms import Attack, attacks, forms
from tests.fuzz.parsers import PARSERS, Fed, feed
from tests.fuzz.stores import opened

PART = 2000


def main(texts: int = 1_000_000, submissions: int = 20_000, seed: int = 20261123) -> None:
    """Feed every parser its share, then every form and command on both stores; exit code 1 when anything is wrong."""
    began = time.monotonic()
    quiet()
    cheap = [one for one in PARSERS if not one.costly]
    share = texts // len(cheap)
    with ProcessPoolExecutor(initializer=quiet) as hands:
        fed = list(hands.map(feed, [one.name for one in PARSERS], [seed] * len(PARSERS), [share] * len(PARSERS)))
    for one in fed:
        typer.echo(f"{one.name}: {one.inputs} texts, {one.refused} refused, {len(one.wrong)} wrong")
    done = on_both_stores(submissions, seed)
    refused = sum(one.outcome != "done" for one in done)
    typer.echo(f"forms and commands: {len(done)} on each store, {refused} refused")
    wrong = [*_of_parsers(fed), *(f"{one.what} {one.number}: {what}" for one in done for what in one.wrong)]
    for what in wrong[:50]:
        typer.echo(what)
    total, seconds = sum(one.inputs for one in fed), time.monotonic() - began
    typer.echo(f"seed {seed}: {total} texts, {2 * len(done)} forms and commands, {len(wrong)} wrong, {seconds:.0f} s")
    raise typer.Exit(1 if wrong else 0)


def on_both_stores(submissions: int, seed: int) -> list[Attack]:
    """As many forms as commands, the same on SQLite and PostgreSQL; where the outcome differs, that is wrong, too."""
    done: list[list[Attack]] = []
    for kind in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory() as folder, opened(kind, Path(folder)) as store:
            numbers = range(submissions)
            done.append([*attacks(store, forms(store), seed, numbers), *typings(store, commands(store), seed, numbers)])
    return [*done[0], *different(*done)]


def different(here: list[Attack], there: list[Attack]) -> list[Attack]:
    """Those that ended otherwise on the second store, and what was wrong only there."""
    found = [one for one in there if one.wrong]
    for one, other in zip(here, there, strict=True):
        if (one.what, one.outcome) != (other.what, other.outcome):
            said = f"{one.outcome} on SQLite, {other.outcome} on PostgreSQL"
            found.append(Attack(one.what, one.number, other.outcome, (said,)))
    return found


def quiet() -> None:
    """What is refused is not news."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def _of_parsers(fed: list[Fed]) -> list[str]:
    return [what for one in fed for what in one.wrong]


if __name__ == "__main__":
    typer.run(main)
