"""The organisation: whoever nobody answers for, routes that lead nowhere, and channels the bot can't post to."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date

from bot.app import client_for
from bot.clock import MachineClock
from bot.doctor.finding import Finding, Grade, listed
from bot.migrate import HEAD, current
from bot.settings import Settings, Unsettled
from bot.slack import CHANNELS, Failure, call
from bot.store import Store
from workflows import WORKFLOWS
from workflows.kernel.flow import Tx
from workflows.organisation import store as organisation
from workflows.organisation.rules import Chart, Facts, Project, at, holds, route

AREA = "Organisation"


def examine(settings: Settings) -> Iterator[Finding]:
    """How it stands, by the directory of today; nothing can be said of a database that is not of this version."""
    try:
        store = Store(settings.database, MachineClock(), WORKFLOWS)
    except Unsettled:
        return
    with closing(store):
        with store.engine.connect() as connection:
            if current(connection) != HEAD:
                return
        today = store.clock.now().date()
        chart, everybody = store.read(_read)
    present = [one for one in everybody if holds(one.person, today)]
    if not present:
        yield Finding(Grade.CARE, AREA, "nobody is in the directory.", "dotted-line import FOLDER reads it from CSV.")
        return
    yield from _people(chart, present, today)
    running = [one for one in chart.projects.values() if holds(one, today)]
    yield from _projects(chart, running, today)
    if not settings.rehearses:
        yield from _channels(settings, running)


def _read(tx: Tx) -> tuple[Chart, list[Facts]]:
    return organisation.everything(tx)


def _people(chart: Chart, present: Iterable[Facts], today: date) -> Iterator[Finding]:
    admins = chart.people_admins(today)
    if not admins:
        yield Finding(Grade.ILL, AREA, "there is no people admin.", "Set people_admin to yes for one in people.csv.")
    alone, lost, unknown, idle = [], [], [], []
    for one in present:
        name, person = one.person.name, one.person.id
        line = chart.line(one.department(today), today)
        if not any(desk.manager for desk in line):  # whoever heads it all has nobody above, and that is as it should be
            alone.append(name)
        if not route(person, line, admins):
            lost.append(name)
        if not one.person.slack_id:
            unknown.append(name)
        if at(one.patterns, today) is None:
            idle.append(name)
    yield from _some(Grade.ILL, lost, "nobody decides about", "Give them a department with a manager.")
    yield from _some(
        Grade.CARE,
        [name for name in alone if name not in lost],
        "no operations manager stands above, so people admins decide about",
        "Give their department, or the one above it, a manager.",
    )
    yield from _some(
        Grade.CARE, unknown, "no Slack account is on record for", "It is found by their address when they write."
    )
    yield from _some(
        Grade.ILL, idle, "without a working pattern, so leave can't be counted for", "Set `pattern` in people.csv."
    )
    if not (alone or lost or unknown or idle) and admins:
        yield Finding(Grade.WELL, AREA, "somebody answers for everybody.")


def _some(grade: Grade, names: list[str], what: str, remedy: str) -> Iterator[Finding]:
    if names:
        yield Finding(grade, AREA, f"{what}: {listed(sorted(names))}.", remedy)


def _projects(chart: Chart, running: Iterable[Project], today: date) -> Iterator[Finding]:
    orphans = [one.name for one in running if at(chart.leads.get(one.id, ()), today) is None]
    yield from _some(Grade.ILL, orphans, "nobody manages", "Set `manager` in projects.csv.")
    silent = [one.name for one in running if not one.channel]
    yield from _some(
        Grade.CARE, silent, "without a channel, so only their managers are told about", "Set `channel` in projects.csv."
    )


def _channels(settings: Settings, running: Iterable[Project]) -> Iterator[Finding]:
    wanted = {one.channel: one.name for one in running if one.channel}
    try:
        known = dict(_listed(settings))
    except Failure as failure:
        yield Finding(Grade.ILL, "Channels", f"Slack does not list them ({failure.reason}).")
        return
    missing = [channel for channel in sorted(wanted) if channel not in known]
    outside = [channel for channel in sorted(wanted) if known.get(channel) is False]
    for channel in missing:
        sentence = f"{channel} ({wanted[channel]}) does not exist, is archived, or is private without the bot in it."
        yield Finding(Grade.ILL, "Channels", sentence, "Mend it in projects.csv, or invite the bot there.")
    for channel in outside:
        sentence = f"the bot is not in {channel} ({wanted[channel]})."
        yield Finding(Grade.ILL, "Channels", sentence, "Type /invite @dottedline there.")
    if wanted and not missing and not outside:
        yield Finding(Grade.WELL, "Channels", f"the bot is in all {len(wanted)} of the projects'.")


def _listed(settings: Settings) -> Iterator[tuple[str, bool]]:
    """Each channel by its id and by `#its-name`, and whether the bot is in it."""
    client, cursor = client_for(settings), None
    while True:
        page = call(client.conversations_list, types=CHANNELS, exclude_archived=True, limit=999, cursor=cursor)
        for found in page["channels"]:
            inside = bool(found.get("is_member"))
            yield str(found["id"]), inside
            yield f"#{found['name']}", inside
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
