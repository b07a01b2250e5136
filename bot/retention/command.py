"""`dotted-line retention`: the daily round, now, or what it would remove."""

import typer

from bot.retention.periods import Periods, written
from bot.retention.sweep import Over, Retention, over
from bot.store import Store


def run(store: Store, periods: Periods, *, dry_run: bool) -> int:
    """Print what goes, by kind and count; remove it unless this is a dry run. 0."""
    today = store.clock.now().date()
    found = store.read(lambda tx: list(over(tx, periods, today)))
    for line in lines(found, periods):
        typer.echo(line)
    if dry_run:
        typer.echo("Nothing was changed.")
        return 0
    gone = Retention(store, periods).round_now()
    typer.echo(f"{gone} rows went.")
    return 0


def lines(found: list[Over], periods: Periods) -> list[str]:
    """Kind by kind, how long it is kept and what is over its time."""
    said = []
    for kind, months in periods.items():
        there = [f"{one.rows} {one.what}" for one in found if one.kind == kind and one.rows]
        said.append(f"{kind} ({written(months)}): {', '.join(there) or 'nothing'}")
    return said
