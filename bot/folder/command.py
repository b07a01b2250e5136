"""`dotted-line import` and `export` on a terminal: a dry run, every bad row, a progress bar; exit codes 0 and 1."""

from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.folder import exporting, importing
from bot.folder.importing import Change, Changes
from bot.folder.reading import Plan, read
from bot.policies import command as policies
from bot.store import Store
from bot.transaction import Transaction
from workflows import WORKFLOWS
from workflows.organisation import store as organisation

MOST_SHOWN = 50
POLICIES = "policies.yaml"


def import_folder(store: Store, folder: Path, *, dry_run: bool) -> int:
    """Read the folder; 0 when all of it is in (or would be), 1 when a row is wrong and nothing was written."""
    console = Console()
    if not folder.is_dir():
        console.print(f"{folder} is not a folder. Give me the one with people.csv and the others in it.", markup=False)
        return 1
    seed(store)
    plan = read(folder)
    changes = store.read(lambda tx: importing.preview(tx, plan)) if dry_run else _apply(store, plan, console)
    for line in _report(changes, dry_run=dry_run):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    return 1 if changes.problems else 0


def export_folder(store: Store, folder: Path) -> int:
    """Write the folder's files; 0."""
    folder.mkdir(parents=True, exist_ok=True)
    store.read(lambda tx: exporting.export(tx, folder))
    Console().print(f"Written to {folder}.", markup=False)
    return 0


def load_once(store: Store, folder: Path) -> None:
    """Fill an empty directory from the folder, with its leave policies; leave one that has people alone.

    Raises ValueError for a bad row.
    """
    seed(store)
    if store.read(lambda tx: organisation.people(tx, tx.now.date())):
        return
    if (folder / POLICIES).is_file():
        policies.load(store, folder / POLICIES)
    changes = store.write(lambda tx: _fill(tx, folder))
    if changes.problems:
        raise ValueError(str(changes.problems[0]))


def _fill(tx: Transaction, folder: Path) -> Changes:
    """Of several who begin on an empty directory at once, one fills it."""
    tx.lock("sample", 0)
    if organisation.people(tx, tx.now.date()):
        return Changes((), 0)
    return importing.apply(tx, read(folder))


def seed(store: Store) -> None:
    """Have each workflow write what it cannot do without (leave types, say), once."""
    for workflow in WORKFLOWS:
        store.write(workflow.seed)


def _apply(store: Store, plan: Plan, console: Console) -> Changes:
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Writing", total=None)
        return store.write(
            lambda tx: importing.apply(
                tx, plan, progress=lambda done, total: bar.update(task, completed=done, total=total)
            )
        )


def _report(changes: Changes, *, dry_run: bool) -> list[str]:
    if changes.problems:
        rows = [str(problem) for problem in changes.problems[:MOST_SHOWN]]
        count = len(changes.problems)
        return [*rows, *_more(count), f"{_so_many(count, 'row')} to mend. Nothing was written."]
    listed = [_line(change) for change in changes.changes[:MOST_SHOWN]]
    verb = "Would add" if dry_run else "Added"
    return [
        *listed,
        *_more(len(changes.changes)),
        f"{verb} {len(changes.added)}, changed {len(changes.changed)}, left {changes.unchanged} as they are.",
    ]


def _line(change: Change) -> str:
    sign = "+" if change.is_new else "~"
    return f"{sign} {change.file}: {change.key}" + (f" ({'; '.join(change.what)})" if change.what else "")


def _more(count: int) -> list[str]:
    return [f"… and {count - MOST_SHOWN} more"] if count > MOST_SHOWN else []


def _so_many(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
