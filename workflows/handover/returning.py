"""While you were away: what moved in somebody's projects and lists, for one who comes back from a long absence.

Read from what is on record anyway; each line is something they may see today. Nothing is sent when nothing moved.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.calendar import store as calendar
from workflows.calendar.ladder import morning
from workflows.calendar.rules import Span
from workflows.handover import desk, store
from workflows.handover.reading import what
from workflows.handover.rules.checklist import NAME
from workflows.handover.rules.life import State
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Notice, Ref, Tx
from workflows.language import marked, tr, trn
from workflows.organisation import plan
from workflows.organisation import store as organisation
from workflows.organisation.lines import reader_of
from workflows.organisation.milestone import Change, Health, Report
from workflows.organisation.rules import Allocation
from workflows.wording import blocks
from workflows.wording.phrases import dated, labelled, spanned

LOOK_BACK = timedelta(days=10)
"""How long after an absence it is still told on the first working day."""
SHOWN = timedelta(days=60)
"""How far back `/handover away` looks for the last long absence."""
MOST = 20
_HEALTH = {
    Health.ON_TRACK: marked("{milestone} is on track, now expected {day}."),
    Health.AT_RISK: marked("{milestone} is at risk, now expected {day}."),
    Health.OFF_TRACK: marked("{milestone} is off track, now expected {day}."),
    Health.DONE: marked("{milestone} is done, on {day}."),
    Health.DROPPED: marked("{milestone} is dropped, now expected {day}."),
}


@dataclass(frozen=True, slots=True)
class Moved:
    """What there is to tell."""

    span: Span
    lines: tuple[str, ...]


def due(tx: Tx, absences: Iterable[tuple[PersonId, Span]]) -> Iterator[Notice]:
    """On the morning of their first working day after one of these long absences."""
    earliest = tx.now.date() - LOOK_BACK
    for person, span in absences:
        if span.last < earliest:
            continue
        known = reader_of(tx, person)
        if known is None or span.last >= known.today or not _first_day_back(tx, person, span, known.today):
            continue
        if morning(tx, person, known.today) <= tx.now:
            yield Notice(f"handover/back/{person}/{span.first}/to_{person}", person, "back", Ref(NAME, person))


def last_long(tx: Tx, actor: Actor) -> Span | None:
    """The last long absence that is over."""
    past = calendar.away(tx, [actor.person], actor.today - SHOWN, actor.today)
    spans = [span for _, span in desk.long_absences(tx, past) if span.last < actor.today]
    return max(spans, key=lambda span: span.last, default=None)


def moved(tx: Tx, actor: Actor, span: Span) -> Moved:
    """What moved from the first to the last day of the absence."""
    lines = [*_milestones(tx, actor, span), *_projects(tx, actor, span), *_lists(tx, actor)]
    return Moved(span, tuple(lines[:MOST]))


def days_of(span: Span, actor: Actor) -> str:
    """`Mon, 2 Nov 2026 to Fri, 20 Nov 2026`."""
    return spanned(span, desk.locale_for(actor))


def _first_day_back(tx: Tx, person: PersonId, span: Span, today: date) -> bool:
    between = (span.last + timedelta(days=n) for n in range(1, (today - span.last).days))
    return desk.working(tx, person, today) and not any(desk.working(tx, person, day) for day in between)


def _allocations(tx: Tx, actor: Actor) -> dict[int, Allocation]:
    mine = organisation.facts(tx, actor.person).allocations
    return {one.project: one for one in mine if one.ends is None or one.ends >= actor.today}


def _milestones(tx: Tx, actor: Actor, span: Span) -> Iterator[str]:
    """The last word on each milestone of theirs that was reported on meanwhile."""
    led = {one.id for one in organisation.projects_led(tx, actor.person, actor.today)}
    known = {one.id: one for one in plan.milestones_of(tx, {*_allocations(tx, actor), *led})}
    meanwhile: dict[int, list[Report]] = {}
    for report in plan.reports(tx, {one.project for one in known.values()}):
        if span.first <= report.on and report.change is not Change.IMPORTED and report.milestone in known:
            meanwhile.setdefault(report.milestone, []).append(report)
    projects, locale = organisation.chart(tx).projects, desk.locale_for(actor)
    for milestone, reports in meanwhile.items():
        one, last = known[milestone], reports[-1]
        name = labelled(projects[one.project].name.partition(":")[0], one.name)
        day = dated(last.forecast, locale)
        yield tr(_HEALTH[last.health], milestone=blocks.escaped(name, 150), day=day)


def _projects(tx: Tx, actor: Actor, span: Span) -> Iterator[str]:
    """Who manages a project of theirs now and did not before; and shares of theirs that began or ended."""
    chart, locale = organisation.chart(tx), desk.locale_for(actor)
    for project in _allocations(tx, actor):
        for lead in chart.leads.get(project, ()):
            if span.first <= lead.starts <= actor.today and lead.value != actor.person:
                name = blocks.escaped(desk.name_of(tx, lead.value), 80)
                yield tr(
                    "{name} manages {project} since {day}.",
                    name=name,
                    project=_short(tx, project),
                    day=dated(lead.starts, locale),
                )
    for one in organisation.facts(tx, actor.person).allocations:
        if span.first <= one.starts <= actor.today:
            day = dated(one.starts, locale)
            yield tr("You are allocated to {project} since {day}.", project=_short(tx, one.project), day=day)
        if one.ends is not None and span.first <= one.ends < actor.today:
            day = dated(one.ends, locale)
            yield tr("Your allocation to {project} ended on {day}.", project=_short(tx, one.project), day=day)


def _lists(tx: Tx, actor: Actor) -> Iterator[str]:
    """What waits for them on handovers."""
    for handover in store.concerning(tx, actor.person, ()):
        mine = [one for one in handover.items if one.person == actor.person and one.state is State.GIVEN]
        if mine:
            yield trn(
                "{count} thing on the handover of {what} waits for you to say that you have it.",
                "{count} things on the handover of {what} wait for you to say that you have them.",
                len(mine),
                what=what(tx, handover),
            )


def _short(tx: Tx, project: int) -> str:
    return blocks.escaped(organisation.chart(tx).projects[project].name.partition(":")[0], 80)


def lines_of(moves: Moved) -> Iterable[str]:
    """As a list."""
    return (f"• {line}" for line in moves.lines)
