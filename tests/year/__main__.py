"""`make year`: live a year of the sample company, and compare it with what a plain calculation expects."""

import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random, SystemRandom
from typing import Annotated

import structlog
import typer

from tests.year.compare import compared, posted_twice, right, table, unsent
from tests.year.life import START, Life


def main(
    *,
    seed: Annotated[int | None, typer.Option(help="Repeat the year of that number; else one drawn at random.")] = None,
    days: Annotated[int, typer.Option(help="How many days.")] = 365,
    first: Annotated[datetime, typer.Option(help="The first of them.", formats=["%Y-%m-%d"])] = START,
    keep: Annotated[Path | None, typer.Option(help="Where to leave the database; by default nowhere.")] = None,
) -> None:
    """Live, compare, print; exit code 1 when anything was missing, doubled, early, late or unasked."""
    number = SystemRandom().randint(1, 10**6) if seed is None else seed
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    begins = f"--seed {number} --days {days} --first {first:%Y-%m-%d}"
    typer.echo(f"Seed {number}. To repeat: .venv/bin/python -m tests.year {begins}")
    began = time.perf_counter()
    folder = keep or Path(tempfile.mkdtemp(prefix="dotted-line-year-"))
    life = Life(folder, Random(number), days, first.replace(tzinfo=UTC))  # noqa: S311 - it is to be repeated, not to be kept secret
    life.live(lambda line: typer.echo(f"\r\033[K{line}", nl=False, err=True))
    typer.echo("\r\033[K", nl=False, err=True)
    found = compared(life)
    typer.echo("\n".join([*summary(life, time.perf_counter() - began), *table(found)]))
    doubled, left = posted_twice(life), unsent(life)
    typer.echo(
        f"  messages that reached Slack: {len(life.slack.posts):,}; twice: {len(doubled)}; due and not out: {left}"
    )
    if keep is None:
        shutil.rmtree(folder)
    sys.exit(not right(found) or bool(doubled) or bool(left))


def summary(life: Life, seconds: float) -> list[str]:
    """What the year was like."""
    diary = life.diary
    down = sum((end - first).total_seconds() for first, end in diary.down) / 86400
    leaves = sum(map(len, diary.absences.values()))
    return [
        f"{life.days} days in {seconds:.0f} s: {len(diary.ticks):,} looks, {diary.restarts} restarts",
        f"  down {len(diary.down)} times, {down:.1f} days in all; the clock set back {diary.set_back} times",
        f"  {len(diary.questions)} questions, {leaves} leaves granted, {diary.refused.total()} refusals:",
        "    " + ", ".join(f"{why} {count}" for why, count in diary.refused.most_common()),
    ]


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    app.command()(main)
    app()
