"""milestones.csv: the plans of projects, and what was reported about each milestone on which day."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from bot.folder.names import Names
from bot.folder.sheet import Row
from bot.folder.table import NO_DAY, Table, day, number
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import checks, plan
from workflows.organisation.milestone import OPEN
from workflows.organisation.plan import Change, Health, Milestone, Report
from workflows.organisation.store import chart, everything, ids_by_email
from workflows.wording.kept import told

_LONGEST_NAME, _LONGEST_SENTENCE = 120, 1000
_ALL = Decimal(100)
Key = tuple[str, str]
"""The project's code, and the milestone's name as it is compared."""


@dataclass(frozen=True, slots=True)
class Reported:
    """How it stood from a day on."""

    on: date
    baseline: date
    forecast: date
    health: Health
    percent: Decimal
    sentence: str


@dataclass(frozen=True, slots=True)
class MilestoneEntry:
    """A milestone, and what was reported about it in turn."""

    project: str
    name: str
    planned: date
    owner: str
    weight: Decimal | None
    reports: tuple[Reported, ...]


def read(table: Table, names: Names) -> Mapping[Hashable, MilestoneEntry]:
    """The entries, by project and name; the rows of one milestone are one entry."""
    found: dict[Key, list[Row]] = {}
    for row in table.rows:
        project = table.known(row, "project", checks.code, names.projects, "projects.csv")
        found.setdefault((project, table.take(row, "name", _name, "").casefold()), []).append(row)
    return {key: _entry(table, key[0], rows, names) for key, rows in found.items()}


def differences(tx: Tx, entries: Mapping[Hashable, Any]) -> Sequence[tuple[str, bool, tuple[str, ...]]]:
    """What is new or different: reports that are not known yet, and who answers for it or what it weighs."""
    known = _known(tx)
    found = []
    for key, entry in entries.items():
        before = known.get(key)
        what = _different(before[1], entry) if before else ()
        if before is None or what:
            found.append((f"{entry.project} {entry.name}", before is None, what))
    return found


def write(tx: Tx, entries: Mapping[Hashable, Any]) -> None:
    """Add what is new; what was reported before stays as it was reported."""
    known, people = _known(tx), ids_by_email(tx)
    projects = {one.code: one.id for one in chart(tx).projects.values()}
    for key, entry in entries.items():
        owner = people[entry.owner] if entry.owner else None
        before = known.get(key)
        if before is None:
            _add(tx, projects[entry.project], entry, owner)
        elif _different(before[1], entry):
            _report(tx, replace(before[0], owner=owner, weight=entry.weight), _news(before[1], entry))


def rows(tx: Tx) -> Iterator[Sequence[str]]:
    """All of it, by project and day."""
    for _, entry in _known(tx).values():
        weight = "" if entry.weight is None else _figure(entry.weight)
        begin = (entry.project, entry.name, entry.planned.isoformat(), entry.owner, weight)
        for one in entry.reports:
            days = (one.on.isoformat(), one.baseline.isoformat(), one.forecast.isoformat())
            yield (*begin, *days, one.health.value, _figure(one.percent), one.sentence)


def _entry(table: Table, project: str, found: Sequence[Row], names: Names) -> MilestoneEntry:
    first = found[0]
    table.repeats(found, ("name", "planned", "owner", "weight"))
    planned = table.take(first, "planned", day, NO_DAY)
    told = sorted(((_reported(table, row, planned), row) for row in found), key=lambda one: one[0].on)
    reports = [one for one, _ in told]
    if len({one.on for one in reports}) < len(reports):
        table.wrong(first, "reported_on: two rows of this milestone are of the same day")
    _refuse_outside(table, told[-1][1], reports[-1], project, names)
    return MilestoneEntry(
        project,
        table.take(first, "name", _name, ""),
        planned,
        table.known(first, "owner", checks.email, names.people, "people.csv"),
        table.take(first, "weight", _weight, None),
        tuple(reports),
    )


def _refuse_outside(table: Table, row: Row, last: Reported, project: str, names: Names) -> None:
    """What is still to be reached is expected while the project lasts; what was reported before then is history."""
    starts, ends = names.projects.get(project, (date.min, None))
    if last.health not in OPEN or last.forecast == NO_DAY:
        return
    if last.forecast < starts:
        table.wrong(row, f"forecast: {last.forecast} is before {project} begins, on {starts}")
    if ends is not None and last.forecast > ends:
        table.wrong(row, f"forecast: {last.forecast} is after {project} ends, on {ends}")


def _reported(table: Table, row: Row, planned: date) -> Reported:
    baseline = table.take(row, "baseline", day, planned)
    health = table.take(row, "health", _health, Health.ON_TRACK)
    percent = table.take(row, "percent", _percent, _ALL if health is Health.DONE else Decimal(0))
    if health is Health.DONE and percent != _ALL:
        table.wrong(row, "percent: what is done is 100 percent complete")
    return Reported(
        table.take(row, "reported_on", day, NO_DAY),
        baseline,
        table.take(row, "forecast", day, baseline),
        health,
        percent,
        table.take(row, "sentence", _sentence, ""),
    )


def _add(tx: Tx, project: int, entry: MilestoneEntry, owner: PersonId | None) -> None:
    first, *others = entry.reports
    new = Milestone(
        id=0,
        project=project,
        name=entry.name,
        planned=entry.planned,
        baseline=first.baseline,
        forecast=first.forecast,
        health=first.health,
        weight=entry.weight,
        percent=first.percent,
        done_on=first.forecast if first.health is Health.DONE else None,
        owner=owner,
        sentence=first.sentence,
        reported_on=first.on,
        quiet_until=None,
        version=1,
    )
    _report(tx, plan.add(tx, new, None, Change.IMPORTED), others)


def _report(tx: Tx, known: Milestone, news: Sequence[Reported]) -> None:
    """Each in turn; who answers for it and what it weighs go with the last one, or alone."""
    for one in news or (_as_it_stands(known),):
        changed = replace(
            known,
            baseline=one.baseline,
            forecast=one.forecast,
            health=one.health,
            percent=one.percent,
            done_on=one.forecast if one.health is Health.DONE else None,
            sentence=one.sentence,
            reported_on=one.on,
            quiet_until=None,
        )
        if changed != known or news == ():
            known = plan.report(tx, changed, None, Change.IMPORTED) or known


def _as_it_stands(known: Milestone) -> Reported:
    return Reported(
        known.reported_on, known.baseline, known.forecast, known.health, known.percent, told(known.sentence)
    )


def _known(tx: Tx) -> dict[Hashable, tuple[Milestone, MilestoneEntry]]:
    """Every milestone with its entry, by project and day; of one day's reports the last counts."""
    emails = {one.person.id: one.person.email for one in everything(tx)[1]}
    projects = chart(tx).projects
    said: dict[int, dict[date, Report]] = {}
    for line in plan.all_reports(tx):
        said.setdefault(line.milestone, {})[line.on] = line
    ordered = sorted(plan.all_milestones(tx), key=lambda one: (projects[one.project].code, one.planned, one.id))
    found: dict[Hashable, tuple[Milestone, MilestoneEntry]] = {}
    for one in ordered:
        reports = tuple(_of_line(line) for _, line in sorted(said[one.id].items()))
        code = projects[one.project].code
        entry = MilestoneEntry(code, one.name, one.planned, emails[one.owner] if one.owner else "", one.weight, reports)
        key = (code, one.name.casefold())
        if key not in found or found[key][0].health is Health.DROPPED:
            found[key] = (one, entry)
    return found


def _of_line(line: Report) -> Reported:
    return Reported(line.on, line.baseline, line.forecast, line.health, line.percent, told(line.sentence))


def _news(before: MilestoneEntry, entry: MilestoneEntry) -> tuple[Reported, ...]:
    last = before.reports[-1].on
    return tuple(one for one in entry.reports if one.on >= last and one not in before.reports)


def _different(before: MilestoneEntry, entry: MilestoneEntry) -> tuple[str, ...]:
    said = [f"report of {one.on}: {one.health.value}, {one.forecast}" for one in _news(before, entry)]
    said += [f"owner: {before.owner or 'none'} → {entry.owner or 'none'}"] if before.owner != entry.owner else []
    said += [f"weight: {before.weight} → {entry.weight}"] if before.weight != entry.weight else []
    return tuple(said)


def _name(cell: str) -> str:
    return checks.label(cell, _LONGEST_NAME)


def _sentence(cell: str) -> str:
    return checks.label(cell, _LONGEST_SENTENCE)


def _health(cell: str) -> Health:
    try:
        return Health(cell)
    except ValueError:
        raise ValueError(f"“{cell[:40]}” is none of {', '.join(Health)}") from None


def _percent(cell: str) -> Decimal:
    found = number(cell)
    if not 0 <= found <= _ALL:
        raise ValueError(f"{found} is not from 0 to 100")
    return found


def _weight(cell: str) -> Decimal:
    found = number(cell)
    if found <= 0:
        raise ValueError(f"{found} is not over 0")
    return found


def _figure(value: Decimal) -> str:
    return f"{value.normalize():f}"
