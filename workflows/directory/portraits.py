"""How people are shown: to themselves with everything there is, to colleagues with what a colleague may know."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from babel import Locale
from babel.dates import format_skeleton, format_time

from workflows.calendar.rules import parse_pattern
from workflows.directory.reading import Line, Portrait, Work, name_of, portrait, whom_to_ask, work_of
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Message
from workflows.language import locale_of, speech, tr, trn
from workflows.organisation import store as organisation
from workflows.organisation.rules import Department, Region, at
from workflows.wording import blocks, terms
from workflows.wording.blocks import Built, bold, escaped
from workflows.wording.phrases import dated, listed, plain

MOST_PEOPLE = 40
MOST_BLOCKS = 45
"""Slack takes 50 in a message."""


def own_message(tx: Tx, actor: Actor) -> Message:
    """`/people`: everything the directory says about me, and whom to tell when it is wrong."""
    me, locale = portrait(tx, actor.person, actor.today), locale_of(actor.locale)
    whom = whom_to_ask(tx, actor.person)
    built: list[Built] = [
        blocks.header(me.person.name),
        blocks.fields(
            [
                (tr("Department"), _department(me.line)),
                (tr("Operations manager"), _manager(tx, me.line, whom)),
                (tr("Standing deputy"), _deputy(tx, me)),
                (tr("Working pattern"), _pattern(me.pattern, whom)),
                *_contract(me.contract),
                (tr("Public holidays of"), _region(me.region)),
                (
                    tr("Time zone"),
                    tr("{zone}, {time} now", zone=me.person.time_zone, time=clock(me.now, locale)),
                ),
            ]
        ),
        *paragraphs([tr("*Projects*"), *_projects(tx, me, actor, locale)]),
        blocks.aside(tr("Is something wrong? Tell {whom}.", whom=whom)),
    ]
    return Message(tr("What I know about you, {name}", name=escaped(me.person.name)), blocks.laid_out(built))


def colleague_message(tx: Tx, actor: Actor, person: PersonId, *, contract: bool) -> Message:
    """`/people @somebody`: name, department, operations manager, projects, local time; the contract for a few."""
    them, locale = portrait(tx, person, actor.today), locale_of(actor.locale)
    projects = [escaped(one.project.name) for one in them.work if one.allocation.starts <= actor.today]
    led = [escaped(one.name) for one in them.led]
    built: list[Built] = [
        blocks.header(them.person.name),
        blocks.fields(
            [
                (tr("Department"), escaped(them.line.department.name) if them.line.department else tr("None")),
                (tr("Operations manager"), escaped(name_of(tx, them.line.manager) or tr("Nobody"))),
                (tr("Projects"), listed(projects) or tr("None now")),
                *([(tr("Leads"), listed(led))] if led else []),
                *(_contract(them.contract) if contract else ()),
                (tr("Local time"), clock(them.now, locale)),
            ]
        ),
    ]
    return Message(tr("About {name}", name=escaped(them.person.name)), blocks.laid_out(built))


def team_message(tx: Tx, actor: Actor, departments: list[Department]) -> Message:
    """`/people team`: who is in these departments, and for whom they work."""
    if not departments:
        text = tr("You are in no department, as far as I know. Please tell {whom}.", whom=whom_to_ask(tx, actor.person))
        return Message(text, blocks.laid_out([blocks.section(text)]))
    built: list[Built] = []
    for department in departments:
        if len(built) >= MOST_BLOCKS - 3:
            built.append(blocks.aside(tr("There are more departments; `/people @somebody` finds anybody.")))
            break
        built += _members(tx, actor, department)
    return Message(tr("Your people"), blocks.laid_out(built))


def _members(tx: Tx, actor: Actor, department: Department) -> list[Built]:
    members = organisation.members(tx, department.id, actor.today)
    managers = organisation.chart(tx).managers.get(department.id, ())
    manager = name_of(tx, at(managers, actor.today))
    told = (
        tr("Operations manager: {manager}", manager=escaped(manager))
        if manager
        else tr("No operations manager of its own")
    )
    rows = [_member(tx, actor, one) for one in members[:MOST_PEOPLE]]
    more = (
        [trn("and {count} more", "and {count} more", len(members) - MOST_PEOPLE)] if len(members) > MOST_PEOPLE else []
    )
    return [
        blocks.header(f"{department.name} ({len(members)})"),
        blocks.aside(told),
        *paragraphs([*rows, *more] or [tr("Nobody yet.")])[:3],
    ]


def _member(tx: Tx, actor: Actor, person: PersonId) -> str:
    work = [
        _for_whom(tx, one, person) for one in work_of(tx, person, actor.today) if one.allocation.starts <= actor.today
    ]
    parts = {"name": bold(name_of(tx, person) or ""), "projects": listed(work)}
    if person == actor.person:
        return tr("• {name} (you): {projects}", **parts) if work else tr("• {name} (you): no project now", **parts)
    return tr("• {name}: {projects}", **parts) if work else tr("• {name}: no project now", **parts)


def _for_whom(tx: Tx, work: Work, person: PersonId) -> str:
    manager = name_of(tx, work.manager)
    parts = {"project": escaped(work.project.name, 60), "manager": escaped(manager or "", 60)}
    if work.manager == person:
        return tr("{project} (leads it)", **parts)
    return tr("{project} (with {manager})", **parts) if manager else parts["project"]


def _department(line: Line) -> str:
    if line.department is None:
        return tr("None")
    name = escaped(line.department.name)
    return tr("{department} (yours to manage)", department=name) if line.heads else name


def _manager(tx: Tx, line: Line, whom: str) -> str:
    manager = name_of(tx, line.manager)
    if manager:
        above = escaped(line.through.name) if line.through else ""
        return (
            tr("{manager}, of {department} above", manager=escaped(manager), department=above)
            if above
            else escaped(manager)
        )
    if line.department is None:
        return tr("Nobody: you are in no department. Please ask {whom}.", whom=whom)
    if line.heads:
        return tr(
            "Nobody: there is nothing above {name}. {whom} decides for you.",
            name=escaped(line.department.name),
            whom=whom,
        )
    return tr("Nobody yet for {name}. Please ask {whom}.", name=escaped(line.department.name), whom=whom)


def _deputy(tx: Tx, me: Portrait) -> str:
    if me.line.deputy == me.person.id:
        return tr("You")
    return escaped(name_of(tx, me.line.deputy) or "") or tr("None")


def _pattern(text: str | None, whom: str) -> str:
    if text is None:
        return tr("None, so no leave can be counted. Please ask {whom}.", whom=whom)
    try:
        return escaped(terms.worked(parse_pattern(text)))
    except Refused:
        return tr("{text}, which I can't read. Please ask {whom}.", text=escaped(text), whom=whom)


def _contract(kind: str | None) -> list[tuple[str, str]]:
    """Said only where the company keeps contracts at all."""
    return [(tr("Contract"), escaped(terms.contract(kind)))] if kind else []


def _region(region: Region | None) -> str:
    if region is None:
        return tr("Nowhere yet")
    country = speech().locale.territories.get(region.country, region.country)
    return f"{country}, {region.subdivision}" if region.subdivision else str(country)


def _projects(tx: Tx, me: Portrait, actor: Actor, locale: Locale) -> list[str]:
    rows = [_project(tx, one, actor, locale) for one in me.work]
    rows += [
        tr("• You lead {project}, {days}", project=bold(one.name), days=_until(one.starts, one.ends, locale))
        for one in me.led
    ]
    return rows or [tr("None now, and none in the coming year.")]


def _project(tx: Tx, work: Work, actor: Actor, locale: Locale) -> str:
    manager = name_of(tx, work.manager)
    share = work.allocation
    parts = {
        "project": bold(work.project.name),
        "manager": escaped(manager or ""),
        "share": f"{plain(share.percent)} %" if share.percent is not None else _hours(share.hours),
        "days": _until(share.starts, share.ends, locale),
    }
    if work.manager == actor.person:
        return tr("• {project}, you lead it; {share}, {days}", **parts)
    if manager:
        return tr("• {project}, project manager {manager}; {share}, {days}", **parts)
    return tr("• {project}, no project manager; {share}, {days}", **parts)


def _hours(hours: Decimal | None) -> str:
    return tr("{hours} h a week", hours=plain(hours or Decimal(0)))


def _until(starts: date, ends: date | None, locale: Locale) -> str:
    if ends is None:
        return tr("from {first}", first=dated(starts, locale))
    return tr("{first} to {last}", first=dated(starts, locale), last=dated(ends, locale))


def clock(moment: datetime, locale: Locale) -> str:
    """`Mon 09:00`, the way the locale writes it."""
    return f"{format_skeleton('E', moment, locale=locale)} {format_time(moment, 'short', locale=locale)}"


def paragraphs(lines: Sequence[str]) -> list[Built]:
    """The lines in as few paragraphs as Slack's limit allows."""
    pages: list[str] = []
    for line in lines:
        if pages and len(pages[-1]) + len(line) < blocks.LONGEST_TEXT:
            pages[-1] += f"\n{line}"
            continue
        pages.append(line)
    return [blocks.section(page) for page in pages]
