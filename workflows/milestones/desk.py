"""What a verb needs to know before it decides: the project's calendar, today, who is allocated, people's names."""

from collections.abc import Iterable
from datetime import date, timedelta

from babel import Locale

from workflows.calendar import store as calendar
from workflows.calendar.rules import WorkingTime
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Tx
from workflows.language import locale_of, speech, tr
from workflows.milestones import store
from workflows.milestones.rules.item import Item
from workflows.milestones.rules.schedule import Stay, told, working_week
from workflows.organisation import plan
from workflows.organisation import store as organisation
from workflows.organisation.rules import Dated, Project, Region

_AHEAD = timedelta(days=3 * 366)


def works_of(tx: Tx, lead: PersonId | None, days: Iterable[date]) -> WorkingTime:
    """A project's calendar in the years of these days: the working week and holidays where its manager is."""
    regions = organisation.facts(tx, lead).regions if lead is not None else ()
    known = tuple(sorted(days))
    years = (known[0].year - 1, known[-1].year + 1)
    return calendar.built(_weeks(regions, years), calendar.within(regions, years), years, *calendar.own(tx))


def works_for(tx: Tx, item: Item, *days: date) -> WorkingTime:
    """The calendar of a milestone's project, around its own days and these."""
    own = item.milestone
    return works_of(tx, item.lead, (own.planned, own.baseline, own.forecast, today_of(tx, item.lead), *days))


def told_before(tx: Tx, item: Item, version: int) -> date:
    """The forecast of which the operations managers knew before this report."""
    lines_before = [line for line in plan.history(tx, item.id) if line.version < version]
    if not lines_before:
        return item.milestone.baseline
    works = works_for(tx, item, *(line.forecast for line in lines_before))
    return told(works, lines_before[0].baseline, (line.forecast for line in lines_before))


def stays(tx: Tx, project: Project, today: date) -> list[Stay]:
    """Who is allocated to the project from today on, each until their last day there."""
    last = project.ends or today + _AHEAD
    ends: dict[PersonId, date | None] = {}
    for share in store.shares(tx, project.id, today, last):
        known = ends.get(share.person, share.ends)
        ends[share.person] = None if known is None or share.ends is None else max(known, share.ends)
    return [Stay(person, end) for person, end in sorted(ends.items())]


def today_of(tx: Tx, person_id: PersonId | None) -> date:
    """The date where they are (R42); of nobody, in UTC."""
    return tx.now.date() if person_id is None else organisation.facts(tx, person_id).person.today(tx.now)


def locale_of_actor(actor: Actor | None) -> Locale:
    """How the one who reads writes dates; a channel's when it is a channel."""
    return locale_of(actor.locale) if actor else speech().locale


def name_of(tx: Tx, person_id: PersonId | None) -> str | None:
    """Somebody's name; "a former colleague" for one who was erased (X30)."""
    if person_id is None:
        return None
    known = organisation.person(tx, person_id)
    return known.name if known else tr("a former colleague")


def _weeks(regions: Iterable[Dated[Region]], years: tuple[int, int]) -> tuple[Dated[str], ...]:
    known = [Dated(working_week(one.value.country), one.starts, one.ends) for one in regions]
    return calendar.within(known, years) or (Dated("mon-fri", date(years[0], 1, 1), date(years[1], 12, 31)),)
