"""`dotted-line person export` and `person erase`: whom they are about, what they print, and the exit code."""

from pathlib import Path

import typer

from bot.personal import erasing, export
from bot.settings import Unsettled
from bot.store import Store
from bot.transaction import Transaction
from workflows.kernel.errors import Refused
from workflows.organisation import store as organisation
from workflows.organisation.rules import Person


def export_person(store: Store, who: str, to: Path) -> int:
    """Write their data; 0."""
    person = _found(store, who)
    if to.exists():
        raise Unsettled(f"{to} is there already: name a new folder, or a new file that ends in .zip.")
    data = store.read(lambda tx: export.gather(tx, person.id))
    files = export.write(data, to)
    rows = sum(len(sheet.rows) for sheet in data.sheets)
    typer.echo(f"{person.name}: {rows} rows in {len(files)} files, in {to}. Hand it to nobody else.")
    return 0


def erase_person(store: Store, who: str, *, dry_run: bool, yes: bool) -> int:
    """Say what goes, ask, and do it; 1 when it is not done."""
    person = _found(store, who)
    for one in store.read(lambda tx: erasing.plan(tx, person.id)):
        typer.echo(f"  {one.table}: {one.rows}" + (f" ({', '.join(one.columns)} emptied)" if one.columns else ""))
    if dry_run:
        typer.echo("Nothing was changed.")
        return 0
    if not yes and not _meant(person):
        typer.echo("Nothing was changed.")
        return 1
    try:
        store.write(lambda tx: erasing.erase(tx, person.id))
    except Refused as refused:
        typer.echo(f"{refused.text} Nothing was changed.", err=True)
        return 1
    typer.echo(
        f"{person.name} is erased: records of others say “{erasing.NAME}”. What Slack was sent, Slack still has."
    )
    return 0


def _meant(person: Person) -> bool:
    typer.echo(f"All this about {person.name} ({person.email}) goes for ever, and their name everywhere.")
    written: str = typer.prompt("To go on, write their e-mail address", default="", show_default=False)
    return written.strip().lower() == person.email


def _found(store: Store, who: str) -> Person:
    def work(tx: Transaction) -> Person | None:
        return organisation.person_by_slack(tx, who) or organisation.person_by_email(tx, who.lower())

    person = store.read(work)
    if person is None:
        raise Unsettled(f"{who} is nobody I know: give me a Slack id such as U0ANN0001, or an e-mail address.")
    return person
