"""What follows from leave: milestones that lose somebody's time are put to the project's manager as perhaps at risk.

Days and share of time are said; never whose reason, and never which kind of leave.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from workflows.calendar import store as calendar
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Away, Event, Tx
from workflows.language import tr
from workflows.milestones import cards, desk, offers, store
from workflows.milestones.moves import settled
from workflows.milestones.rules.item import Item, leader
from workflows.milestones.rules.risk import Loss, Risk, Standing
from workflows.milestones.rules.schedule import REACH, suffers
from workflows.organisation import plan
from workflows.organisation import store as organisation
from workflows.organisation.milestone import Health
from workflows.organisation.rules import overlap
from workflows.wording.phrases import dated

_AWAY = ("approved", "cancelled", "shortened")
_AFTER = timedelta(days=REACH * 3)
"""Days in which so many working days lie, whatever the holidays."""
MOST_TOUCHED = 6


def hear(tx: Tx, event: Event) -> Iterable[Event]:
    """Leave was approved, cancelled or shortened: proposals are made, kept up with it, or taken back."""
    if event.subject.workflow != "leave" or event.name not in _AWAY:
        return
    source = str(event.subject)
    wanted = _suffering(tx, event.about, source)
    for risk in store.risks_from(tx, source):
        yield from _kept_up(tx, risk, wanted.pop(risk.milestone, None))
    if event.name == "approved":
        for item, loss in wanted.values():
            if item.lead is not None and item.milestone.health is Health.ON_TRACK:
                added = store.add_risk(tx, item.id, source, item.lead, loss)
                yield replace(settled(added, item, None), name="proposed")


def effects(tx: Tx, away: Away, viewer: Actor) -> Sequence[str]:
    """The milestones an absence would touch, for those who may see them."""
    projects = {project.id for project, _ in organisation.projects_of(tx, away.person, away.first, away.last)}
    found = plan.milestones_between(tx, projects, away.first, away.last + _AFTER)
    touched = [item for item in store.items(tx, found) if item.milestone.open and _suffers(tx, item, away)]
    locale = desk.locale_of_actor(viewer)
    return [
        tr(
            "{project}: {name} is due on {day}, {health}.",
            project=cards.short(item.project.name),
            name=item.milestone.name,
            day=dated(item.milestone.forecast, locale),
            health=cards.within(item.milestone.health),
        )
        for item, relations in offers.related(tx, viewer, touched)
        if offers.allows("see", relations)
    ][:MOST_TOUCHED]


def _suffers(tx: Tx, item: Item, away: Away) -> bool:
    return suffers(desk.works_for(tx, item, away.last), away.first, away.last, item.milestone.forecast)


def _suffering(tx: Tx, person: PersonId, source: str) -> dict[int, tuple[Item, Loss]]:
    """The milestones not yet off track that lose this person's time by this absence, each with what it loses."""
    absence = calendar.absences_of(tx, person, date.min, date.max).get(source)
    if absence is None or not absence.certain or absence.span.last < desk.today_of(tx, person):
        return {}
    first, last = absence.span.first, absence.span.last
    chart, found = organisation.chart(tx), dict[int, tuple[Item, Loss]]()
    for project, allocation in organisation.projects_of(tx, person, first, last):
        days = overlap(first, last, project, allocation)
        if days is None or leader(chart, project, tx.now.date()) == person:
            continue
        loss = Loss(person, *days, allocation.percent, allocation.hours)
        due = plan.milestones_between(tx, [project.id], max(days[0], tx.now.date()), days[1] + _AFTER)
        for item in store.items(tx, due):
            known = Away(person, *days)
            if item.milestone.health in (Health.ON_TRACK, Health.AT_RISK) and _suffers(tx, item, known):
                found.setdefault(item.id, (item, loss))
    return found


def _kept_up(tx: Tx, risk: Risk, wanted: tuple[Item, Loss] | None) -> Iterator[Event]:
    """A proposal that stands is about other days now; one that no longer matters is taken back."""
    item = store.item(tx, risk.milestone)
    if item is None or risk.standing in (Standing.WITHDRAWN, Standing.OVERTAKEN):
        return
    if wanted is None:
        after, marked = store.settle(tx, risk, Standing.WITHDRAWN), risk.standing is Standing.MARKED
        if after:
            event = settled(after, item, None)
            yield replace(event, facts={**event.facts, "marked": marked})
        return
    if (wanted[1].first, wanted[1].last) != (risk.loss.first, risk.loss.last):
        after = store.settle(tx, risk, risk.standing, wanted[1])
        if after:
            yield replace(settled(after, item, None), name="changed")
