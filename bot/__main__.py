"""The console script `dotted-line`."""

import gc
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from bot.settings import Settings, Unsettled, load, require_slack

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
policies = typer.Typer(no_args_is_help=True, help="Leave policies: check, import and export them.")
app.add_typer(policies, name="policy")
audits = typer.Typer(no_args_is_help=True, help="The audit log: whether anybody changed it.")
app.add_typer(audits, name="audit")
persons = typer.Typer(no_args_is_help=True, help="One person's data: hand it out, or erase it.")
app.add_typer(persons, name="person")
keyring = typer.Typer(no_args_is_help=True, help="The keys that lock what people wrote: make one, change it.")
app.add_typer(keyring, name="keys")
Folder = Annotated[Path, typer.Argument(help="A folder with people.csv, departments.csv, projects.csv, …")]


@app.command()
def run() -> None:
    """Start the bot: on your Slack when its tokens are set, else in a rehearsal workspace on this machine."""
    gc.disable()  # until all is imported, which stays: looking for garbage in it meanwhile is a sixth of the start
    settings = load()
    if settings.rehearses and settings.slack_api_url == "https://slack.com/api/":
        rehearse()
        return
    require_slack(settings)
    _serve(settings, None)


@app.command()
def rehearse() -> None:
    """Start a Slack workspace in the browser with the sample organisation, and the bot in it."""
    gc.disable()  # as `run` does
    from bot import rehearse as rehearsal
    from workflows import WORKFLOWS

    settings = load()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the workspace ends with us from the start
    with rehearsal.workspace(settings, WORKFLOWS) as port:
        _serve(rehearsal.settings_for(settings, port), f"http://127.0.0.1:{port}")


class ExplainsColumns(TyperCommand):
    """Its help ends with the files' columns and what each means."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The usual help, then the columns."""
        from rich import print as show
        from rich.markdown import Markdown

        from bot.folder.columns import help_text

        super().format_help(ctx, formatter)
        show(Markdown(help_text()))


@app.command(name="import", cls=ExplainsColumns)
def import_(
    folder: Folder, *, dry_run: Annotated[bool, typer.Option(help="Only show what would change.")] = False
) -> None:
    """Read an organisation from CSV files: all of it, or nothing when a row is wrong."""
    from bot.folder.command import import_folder

    with _open_store(load()) as store:
        raise typer.Exit(import_folder(store, folder, dry_run=dry_run))


@app.command()
def export(folder: Folder) -> None:
    """Write the organisation as the CSV files that `import` reads."""
    from bot.folder.command import export_folder

    with _open_store(load()) as store:
        raise typer.Exit(export_folder(store, folder))


@app.command()
def doctor() -> None:
    """Look at settings, database, Slack and organisation, and say what to mend; exit code 1 if there is something."""
    from bot.doctor import examine, report

    raise typer.Exit(report(examine(load())))


@app.command()
def tick(
    *,
    until: Annotated[
        str,
        typer.Option(
            help="When to end, done or not: 90s, 10m, 2h or 1h30m from now, or a moment such as 09:45 (this machine's "
            "time) or 2026-11-23T09:45+01:00; at most a day away."
        ),
    ] = "10m",
) -> None:
    """Do what is due once (reminders, climbs, digests, messages that wait) and end: for cron, without a running bot.

    It may run beside a bot, or beside another tick, on the same database: each thing is still done once. Exit code 1
    when something is left.
    """
    settings = load()
    require_slack(settings)
    raise typer.Exit(_tick(settings, until))


@app.command()
def permissions() -> None:
    """Print who may do what: workflow, verb, relation, state, allowed."""
    from bot.permissions import as_csv
    from workflows import WORKFLOWS

    typer.echo(as_csv(WORKFLOWS), nl=False)


@app.command()
def manifest(
    request_url: Annotated[
        str | None, typer.Option(help="Where Slack reaches the bot over HTTP; else Socket Mode.")
    ] = None,
) -> None:
    """Print the manifest to make a Slack app from."""
    from bot.manifest import as_text
    from workflows import WORKFLOWS

    if request_url is not None and not request_url.startswith("https://"):
        raise Unsettled("--request-url must begin with https://, such as https://your.host/slack/events.")

    typer.echo(as_text(WORKFLOWS, request_url), nl=False)


@app.command()
def docs(folder: Annotated[Path, typer.Argument(help="The checkout.")] = Path()) -> None:
    """Make the generated passages of the documentation, and manifest.json, anew."""
    from bot.manifest import as_text
    from bot.reference import refresh
    from workflows import WORKFLOWS

    for page in (folder / "README.md", *sorted((folder / "docs").glob("*.md"))):
        page.write_text(refresh(page.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "manifest.json").write_text(as_text(WORKFLOWS), encoding="utf-8")


@policies.command()
def check(files: Annotated[list[Path], typer.Argument(help="YAML or JSON files of expectations.")]) -> None:
    """Play stories against the leave engine and print where it decides otherwise than you expect; exit code 1 then."""
    from workflows.leave.rules.expectations import run_file

    reports = [report for file in files for report in run_file(file)]
    for report in reports:
        if report.differences:
            typer.echo(f"{report.path.name}: {report.title}")
        for difference in report.differences:
            typer.echo(f"  {difference}")
    failed = sum(1 for report in reports if report.differences)
    typer.echo(f"{len(reports) - failed} as expected, {failed} otherwise")
    raise typer.Exit(1 if failed else 0)


@policies.command(name="import")
def import_policies(
    files: Annotated[list[Path], typer.Argument(help="YAML files of policies and assignments.")],
    *,
    dry_run: Annotated[bool, typer.Option(help="Only show what would change.")] = False,
) -> None:
    """Keep policies and whom they are for: all of it, or nothing when something is wrong. Changes no past."""
    from bot.policies import command

    with _open_store(load()) as store:
        raise typer.Exit(command.import_policies(store, files, dry_run=dry_run))


@policies.command(name="export")
def export_policies(
    file: Annotated[Path | None, typer.Argument(help="Where to write; by default to the terminal.")] = None,
) -> None:
    """Write all policies and assignments as the YAML that `import` reads."""
    from bot.policies import command

    with _open_store(load()) as store:
        raise typer.Exit(command.export_policies(store, file))


@app.command()
def retention(*, dry_run: Annotated[bool, typer.Option(help="Only say what would go.")] = False) -> None:
    """Remove what is over its time, as a running bot does daily."""
    from bot.retention import command
    from bot.retention.periods import read

    settings = load()
    with _open_store(settings) as store:
        raise typer.Exit(command.run(store, read(settings.retention_file), dry_run=dry_run))


@persons.command(name="export")
def export_person(
    who: Annotated[str, typer.Argument(help="Their Slack id or e-mail address.")],
    to: Annotated[Path, typer.Option(help="A new folder, or a new file that ends in .zip.")],
) -> None:
    """Write everything that is kept about somebody, table by table, as JSON and CSV."""
    from bot.personal import command

    with _open_store(load()) as store:
        raise typer.Exit(command.export_person(store, who, to))


@persons.command()
def erase(
    who: Annotated[str, typer.Argument(help="Their Slack id or e-mail address.")],
    *,
    dry_run: Annotated[bool, typer.Option(help="Only say what would go.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Erase somebody who has left: their data goes, figures stay, others' records say “Former colleague”."""
    from bot.personal import command

    with _open_store(load()) as store:
        raise typer.Exit(command.erase_person(store, who, dry_run=dry_run, yes=yes))


@audits.command()
def verify(
    *,
    head: Annotated[
        str | None, typer.Option(help="The head as `audit head` printed it; else the one kept in DATA_DIR.")
    ] = None,
) -> None:
    """Look at every row and say what was changed, removed, inserted, moved or cut off; exit code 1 then."""
    from bot.audit import command

    settings = load()
    with _open_store(settings) as store:
        raise typer.Exit(command.verify(store, settings.data_dir, head))


@audits.command(name="head")
def show_head() -> None:
    """Print the end of the chain, to be kept where nobody who has the database can reach it."""
    from bot.audit import command

    settings = load()
    with _open_store(settings) as store:
        raise typer.Exit(command.show_head(store, settings.data_dir))


@keyring.command(name="new")
def new_key() -> None:
    """Print a new key, for DATA_KEY or AUDIT_KEY."""
    from bot.keys import key

    typer.echo(key.new().written)


@keyring.command()
def rotate() -> None:
    """Lock everything anew with the first key in DATA_KEY, so that the keys after it may go."""
    from bot.keys import command

    settings = load()
    with _open_store(settings, locking=False) as store:
        raise typer.Exit(command.rotate(store, settings))


@keyring.command(name="open")
def open_words(*, yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False) -> None:
    """Unlock everything, before you go back to a version of dotted-line that knows no keys; stop the bot first."""
    from bot.keys import command

    settings = load()
    with _open_store(settings, locking=False) as store:
        raise typer.Exit(command.open_words(store, settings, yes=yes))


def main() -> None:
    """Run the command; what is wrong with the settings or the database is one sentence and exit code 2."""
    from bot.migrate import NewerDatabase
    from workflows.private import Locked

    try:
        app()
    except OSError as trouble:
        typer.echo(f"{trouble.filename}: {trouble.strerror}." if trouble.filename else str(trouble), err=True)
        sys.exit(2)
    except (Unsettled, NewerDatabase) as trouble:
        typer.echo(str(trouble), err=True)
        sys.exit(2)
    except Locked as trouble:
        typer.echo(f"What people wrote can't be read: {trouble}. Nothing was changed. See docs/privacy.md.", err=True)
        sys.exit(2)
    except _databases_own() as trouble:
        from bot.trouble import out_of_reach

        words = out_of_reach(trouble)
        if words is None:
            raise
        typer.echo(f"The database can't be used ({words}): look at its rights, and the disk's space.", err=True)
        sys.exit(2)


def _databases_own() -> tuple[type[Exception], ...]:
    """What a database raises; asked only then."""
    import sqlite3

    import psycopg
    from sqlalchemy.exc import DBAPIError

    return DBAPIError, sqlite3.Error, psycopg.Error


def _serve(settings: Settings, page: str | None) -> None:
    """Run the bot until Ctrl-C or SIGTERM."""
    from bot.app import Running, build
    from bot.clock import FollowedClock
    from bot.logs import configure
    from bot.standing import sentence

    gc.freeze()
    gc.enable()
    configure(settings.log_level)
    clock = FollowedClock() if settings.rehearsal_clock else None
    if clock is not None:
        _follow(settings, clock)
    running = Running(build(settings, clock=clock))
    if page is not None:
        _load_sample_once(running.bot.store)
    ending = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ending.set())
    running.start()
    typer.echo(f"Ready: open {page}" if page else "Ready: connected to Slack. Ctrl-C stops.")
    ending.wait()
    running.stop()
    if running.bot.outbox.stopped is not None:
        raise Unsettled(sentence(running.bot.outbox.stopped))


def _tick(settings: Settings, until: str) -> int:
    from bot.app import build, refuse_bad_token
    from bot.clock import FollowedClock
    from bot.logs import configure
    from bot.tick import run_once
    from bot.tick import until as moment

    clock = FollowedClock()
    if settings.rehearsal_clock:
        _follow(settings, clock)
    ends = moment(until, clock.now())
    configure(settings.log_level)
    bot = build(settings, clock=clock)
    refuse_bad_token(bot.identity)
    done = run_once(bot, ends, lambda line: typer.echo(line, err=True))
    bot.house.once()
    bot.store.close()
    for sentence in done.sentences():
        typer.echo(sentence)
    return done.code


def _follow(settings: Settings, clock: Any) -> None:
    from bot.rehearse import ClockFollower

    ClockFollower(settings.rehearsal_clock, clock).start()


def _load_sample_once(store: Any) -> None:
    from bot.demonstration import begin
    from bot.folder.command import load_once
    from bot.rehearse import SAMPLE

    load_once(store, SAMPLE)
    begin(store)


def _open_store(settings: Settings, *, locking: bool = True) -> Any:
    from contextlib import ExitStack, closing

    from bot.clock import MachineClock
    from bot.keys.rotation import lock_once
    from bot.keys.taking import take
    from bot.logs import configure
    from bot.migrate import upgrade
    from bot.store import Store
    from workflows import WORKFLOWS

    configure(settings.log_level)
    store = Store(settings.database, MachineClock(), WORKFLOWS)
    with ExitStack() as given_up:
        given_up.callback(store.close)
        upgrade(store)
        ring = take(store, settings)
        if locking:
            lock_once(store, ring)
        given_up.pop_all()
    return closing(store)


if __name__ == "__main__":
    main()
