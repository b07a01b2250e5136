"""Absences on App Home: my own with what can be done, then who of my people is away: dates only until one looks."""

from collections.abc import Sequence

from workflows.absence import cards, desk, offers, store
from workflows.absence.looking import managed_by
from workflows.absence.reading import facts_of
from workflows.absence.rules.life import State
from workflows.absence.rules.record import Record
from workflows.calendar import store as calendar
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Tx
from workflows.kernel.home import Place, Section
from workflows.language import tr
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.sections import section

MOST_MINE = 4
MOST_PEOPLE = 10


def home(tx: Tx, actor: Actor) -> Sequence[Section]:
    """At most some twenty-five blocks; Slack takes a hundred for the whole page."""
    return [_mine(tx, actor), *_my_people(tx, actor)]


def _mine(tx: Tx, actor: Actor) -> Section:
    known = [one for one in store.records(tx, actor.person) if one.state is State.OPEN]
    entries = [cards.list_entry(facts_of(tx, actor, one)) for one in known[:MOST_MINE]]
    foot = blocks.actions([blocks.button(tr("Report absence…"), "absence:open", "")])
    beyond = len(known) - MOST_MINE
    return section(Place.MINE, tr("Your absences"), entries, more="absence:list", beyond=beyond, foot=foot)


def _my_people(tx: Tx, actor: Actor) -> list[Section]:
    """Nothing for those who manage nobody; the type stands behind a button, because whoever reads it is recorded."""
    departments = managed_by(tx, actor)
    if not departments:
        return []
    away = calendar.away_from(tx, departments, actor.today, actor.today)
    people = {PersonId(one.person): None for one in away if one.certain and one.person != actor.person}
    found = [one for person in people for one in store.records(tx, person) if one.span.meets(actor.today)]
    mine = [one for one in found if offers.may(tx, actor, one, "see")]
    entries = [[_entry(tx, actor, one)] for one in mine[:MOST_PEOPLE]]
    beyond = len(mine) - MOST_PEOPLE
    return [section(Place.TEAM, tr("Your people who are away"), entries, more="absence:team", beyond=beyond)]


def _entry(tx: Tx, actor: Actor, record: Record) -> Built:
    name = blocks.bold(desk.name_of(tx, record.person) or tr("Somebody"))
    goes_on = record.open_ended and record.state is State.OPEN
    days = cards.days_of(record.span, desk.locale_of_actor(actor), open_ended=goes_on)
    button = blocks.button(tr("Show"), "absence:look", f"{record.id}.{record.version}")
    return blocks.section(tr("{name}: away {days}", name=name, days=days), button)
