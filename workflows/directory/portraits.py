"""How people are shown: to themselves with everything there is, to colleagues with what a colleague may know."""

from collections.abc import Sequence
from datetime import date, datetime

from babel import Locale
from babel.dates import format_skeleton, format_time

from workflows.calendar.rules import parse_pattern
from workflows.directory.reading import Line, Portrait, Work, name_of, portrait, whom_to_ask, work_of
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Message
from workflows.language import locale_of
from workflows.organisation import store as organisation
from workflows.organisation.rules import Department, Region, at
from workflows.wording import blocks
from workflows.wording.blocks import Built, bold, escaped
from workflows.wording.phrases import dated, listed

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
                ("Department", _department(me.line)),
                ("Operations manager", _manager(tx, me.line, whom)),
                ("Standing deputy", _deputy(tx, me)),
                ("Working pattern", _pattern(me.pattern, whom)),
                *_contract(me.contract),
                ("Public holidays of", _region(me.region)),
                ("Time zone", f"{me.person.time_zone}, {clock(me.now, locale)} now"),
            ]
        ),
        *paragraphs(["*Projects*", *_projects(tx, me, actor, locale)]),
        blocks.aside(f"Is something wrong? Tell {whom}."),
    ]
    return Message(f"What I know about you, {escaped(me.person.name)}", blocks.laid_out(built))


def colleague_message(tx: Tx, actor: Actor, person: PersonId, *, contract: bool) -> Message:
    """`/people @somebody`: name, department, operations manager, projects, local time; the contract for a few."""
    them, locale = portrait(tx, person, actor.today), locale_of(actor.locale)
    projects = [escaped(one.project.name) for one in them.work if one.allocation.starts <= actor.today]
    led = [escaped(one.name) for one in them.led]
    built: list[Built] = [
        blocks.header(them.person.name),
        blocks.fields(
            [
                ("Department", escaped(them.line.department.name) if them.line.department else "None"),
                ("Operations manager", escaped(name_of(tx, them.line.manager) or "Nobody")),
                ("Projects", listed(projects) or "None now"),
                *([("Leads", listed(led))] if led else []),
                *(_contract(them.contract) if contract else ()),
                ("Local time", clock(them.now, locale)),
            ]
        ),
    ]
    return Message(f"About {escaped(them.person.name)}", blocks.laid_out(built))


def team_message(tx: Tx, actor: Actor, departments: list[Department]) -> Message:
    """`/people team`: who is in these departments, and for whom they work."""
    if not departments:
        text = f"You are in no department, as far as I know. Please tell {whom_to_ask(tx, actor.person)}."
        return Message(text, blocks.laid_out([blocks.section(text)]))
    built: list[Built] = []
    for department in departments:
        if len(built) >= MOST_BLOCKS - 3:
            built.append(blocks.aside("There are more departments; `/people @somebody` finds anybody."))
            break
        built += _members(tx, actor, department)
    return Message("Your people", blocks.laid_out(built))


def _members(tx: Tx, actor: Actor, department: Department) -> list[Built]:
    members = organisation.members(tx, department.id, actor.today)
    managers = organisation.chart(tx).managers.get(department.id, ())
    manager = name_of(tx, at(managers, actor.today))
    told = f"Operations manager: {escaped(manager)}" if manager else "No operations manager of its own"
    rows = [_member(tx, actor, one) for one in members[:MOST_PEOPLE]]
    more = [f"and {len(members) - MOST_PEOPLE} more"] if len(members) > MOST_PEOPLE else []
    return [
        blocks.header(f"{department.name} ({len(members)})"),
        blocks.aside(told),
        *paragraphs([*rows, *more] or ["Nobody yet."])[:3],
    ]


def _member(tx: Tx, actor: Actor, person: PersonId) -> str:
    work = [
        _for_whom(tx, one, person) for one in work_of(tx, person, actor.today) if one.allocation.starts <= actor.today
    ]
    you = " (you)" if person == actor.person else ""
    return f"• {bold(name_of(tx, person) or '')}{you}: {listed(work) or 'no project now'}"


def _for_whom(tx: Tx, work: Work, person: PersonId) -> str:
    manager = name_of(tx, work.manager)
    whose = "leads it" if work.manager == person else f"with {escaped(manager, 60)}" if manager else ""
    return escaped(work.project.name, 60) + (f" ({whose})" if whose else "")


def _department(line: Line) -> str:
    if line.department is None:
        return "None"
    return escaped(line.department.name) + (" (yours to manage)" if line.heads else "")


def _manager(tx: Tx, line: Line, whom: str) -> str:
    manager = name_of(tx, line.manager)
    if manager:
        return escaped(manager) + (f", of {escaped(line.through.name)} above" if line.through else "")
    if line.department is None:
        return f"Nobody: you are in no department. Please ask {whom}."
    if line.heads:
        return f"Nobody: there is nothing above {escaped(line.department.name)}. {whom} decides for you."
    return f"Nobody yet for {escaped(line.department.name)}. Please ask {whom}."


def _deputy(tx: Tx, me: Portrait) -> str:
    if me.line.deputy == me.person.id:
        return "You"
    return escaped(name_of(tx, me.line.deputy) or "None")


def _pattern(text: str | None, whom: str) -> str:
    if text is None:
        return f"None, so no leave can be counted. Please ask {whom}."
    try:
        return escaped(str(parse_pattern(text)))
    except Refused:
        return f"{escaped(text)}, which I can't read. Please ask {whom}."


def _contract(kind: str | None) -> list[tuple[str, str]]:
    """Said only where the company keeps contracts at all."""
    return [("Contract", escaped(kind.replace("_", " ").capitalize()))] if kind else []


def _region(region: Region | None) -> str:
    if region is None:
        return "Nowhere yet"
    country = Locale("en").territories.get(region.country, region.country)
    return f"{country}, {region.subdivision}" if region.subdivision else str(country)


def _projects(tx: Tx, me: Portrait, actor: Actor, locale: Locale) -> list[str]:
    rows = [_project(tx, one, actor, locale) for one in me.work]
    rows += [f"• You lead {bold(one.name)}, {_until(one.starts, one.ends, locale)}" for one in me.led]
    return rows or ["None now, and none in the coming year."]


def _project(tx: Tx, work: Work, actor: Actor, locale: Locale) -> str:
    manager = name_of(tx, work.manager)
    led_by = f"project manager {escaped(manager)}" if manager else "no project manager"
    if work.manager == actor.person:
        led_by = "you lead it"
    share = work.allocation
    part = f"{share.percent:f} %" if share.percent is not None else f"{share.hours:f} h a week"
    return f"• {bold(work.project.name)}, {led_by}; {part}, {_until(share.starts, share.ends, locale)}"


def _until(starts: date, ends: date | None, locale: Locale) -> str:
    return f"{dated(starts, locale)} to {dated(ends, locale)}" if ends else f"from {dated(starts, locale)}"


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
