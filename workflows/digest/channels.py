"""Channels in which a digest says who is away today, never why: which there are, and those in which it cannot speak."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlmodel import SQLModel

from workflows.digest import readership, whereabouts
from workflows.digest.rules import Setting, key, stopped_key
from workflows.digest.tables import QuietChannel, TeamChannel
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.digests import Kind
from workflows.kernel.flow import Event, Notice, Ref, Tx
from workflows.organisation import store as organisation
from workflows.organisation.rules import Chart, at

NAME, TEAM, STOPPED, GREETED = "digest", "team", "stopped", "greeted"
"""What a notice is: a department's morning, why its mornings ended, and the first word in its channel."""
_TABLES = SQLModel.metadata.tables
_TEAM, _QUIET = _TABLES["team_channel"], _TABLES["quiet_channel"]
_ALL = select(_TEAM.c.department_id, _TEAM.c.channel).order_by(_TEAM.c.department_id)
_MOVE = (
    update(_TEAM)
    .where(_TEAM.c.department_id == bindparam("department"))
    .values(channel=bindparam("to"), set_by=bindparam("by"), set_at=bindparam("at", type_=_TEAM.c.set_at.type))
)
_END = delete(_TEAM).where(_TEAM.c.department_id == bindparam("department"))
_HUSHED = select(_QUIET.c.channel)
_WHY = select(_QUIET.c.reason).where(_QUIET.c.channel == bindparam("which"))
_SPEAK = delete(_QUIET).where(_QUIET.c.channel == bindparam("which"))


def of_departments(tx: Tx) -> dict[int, str]:
    """Every department that has one; one query."""
    return {int(row.department_id): str(row.channel) for row in tx.fetch(_ALL)}


def put(tx: Tx, department: int, channel: str | None, by: PersonId) -> None:
    """From now on this one, or none."""
    if channel is None:
        tx.execute(_END, department=department)
        return
    speak(tx, [channel])
    if not tx.insert_once(TeamChannel, department_id=department, channel=channel, set_by=by, set_at=tx.now):
        tx.execute(_MOVE, department=department, to=channel, by=by, at=tx.now)


def speak(tx: Tx, channels: Iterable[str]) -> None:
    """It is tried again in these."""
    for channel in channels:
        tx.execute(_SPEAK, which=channel)


def due(tx: Tx, day: date, actors: Mapping[PersonId, Actor], chosen: Mapping[PersonId, Setting]) -> Iterator[Notice]:
    """In each project's and each department's channel, at its manager's time and where they are."""
    chart, quiet = organisation.chart(tx), {str(row.channel) for row in tx.fetch(_HUSHED)}
    leaders = {one for one in actors if chosen.get(one, Setting(one)).wants(Kind.CHANNEL)}
    projects = {one: channel for one, channel in _of_projects(chart, day, leaders) if channel not in quiet}
    for project in whereabouts.away_today(tx, projects, day) if projects else ():
        yield Notice(key(Kind.CHANNEL, day, project), projects[project], Kind.CHANNEL, Ref(NAME, project))
    managing = readership.managers(chart, day)
    managed = {one for manager in managing.keys() & actors.keys() for one in managing[manager]}
    kept = of_departments(tx) if managed else {}
    teams = {one: channel for one, channel in kept.items() if one in managed and channel not in quiet}
    for department in whereabouts.away_from(tx, teams, day) if teams else ():
        yield Notice(key(TEAM, day, department), teams[department], TEAM, Ref(NAME, department))


def undelivered(tx: Tx, notice: Notice, reason: str) -> Iterable[Notice]:
    """Nothing more is tried there until somebody says so; whoever looks after the channel is told, once."""
    if not isinstance(notice.to, str) or notice.kind not in (Kind.CHANNEL, TEAM, GREETED):
        return
    if not tx.insert_once(QuietChannel, channel=notice.to, reason=reason[:80], since=tx.now):
        return
    person = _keeper(tx, notice)
    facts = {"channel": notice.to, "reason": reason, "kind": notice.kind}
    tx.record(Event("channel_stopped", notice.subject, 1, person or PersonId(0), None, facts))
    if person is not None:
        number = notice.subject.id
        yield Notice(stopped_key(tx.now.date(), notice.kind, number, notice.to), person, STOPPED, Ref(NAME, number))


def why_quiet(tx: Tx, channel: str) -> str | None:
    """Slack's word for why nothing can be said there; None when it can, or is tried again."""
    row = tx.first(_WHY, which=channel)
    return row.reason if row else None


def greeting(tx: Tx, event: Event) -> Iterable[Notice]:
    """A first word in a department's channel: whether there is one to be had is seen at once."""
    channel = event.facts.get("channel")
    if event.name == "channel_set" and channel:
        key = f"digest/greeted/{tx.now.date()}/{event.subject.id}/{int(tx.now.timestamp())}/{channel}"
        yield Notice(key, channel, GREETED, Ref(NAME, event.subject.id))


def led_by(tx: Tx, actor: Actor) -> list[str]:
    """The channels of the projects that somebody manages."""
    return [one.channel for one in organisation.projects_led(tx, actor.person, actor.today) if one.channel]


def _of_projects(chart: Chart, day: date, leaders: set[PersonId]) -> Iterator[tuple[int, str]]:
    for leader, led in readership.leaders(chart, day).items():
        for project in sorted(led) if leader in leaders else ():
            channel = chart.projects[project].channel
            if channel:
                yield project, channel


def _keeper(tx: Tx, notice: Notice) -> PersonId | None:
    """Whoever manages what the channel is for."""
    chart: Any = organisation.chart(tx)
    held = chart.leads if notice.kind == Kind.CHANNEL else chart.managers
    found: PersonId | None = at(held.get(notice.subject.id, ()), tx.now.date())
    return found
