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
from workflows.kernel.replies import Block
from workflows.wording import blocks
from workflows.wording.blocks import Built

MOST_MINE = 4
MOST_PEOPLE = 10


def home(tx: Tx, actor: Actor) -> Sequence[Block]:
    """At most some twenty-five blocks; Slack takes a hundred for the whole page."""
    return blocks.laid_out([*_mine(tx, actor), *_my_people(tx, actor)])


def _mine(tx: Tx, actor: Actor) -> list[Built]:
    known = [one for one in store.records(tx, actor.person) if one.state is State.OPEN][:MOST_MINE]
    entries = [block for one in known for block in cards.list_entry(facts_of(tx, actor, one))]
    button = blocks.button("Report absence…", "absence:open", "")
    return [blocks.header("Your absences"), *entries, *blocks.actions([button])]


def _my_people(tx: Tx, actor: Actor) -> list[Built]:
    """Nothing for those who manage nobody; the type stands behind a button, because whoever reads it is recorded."""
    departments = managed_by(tx, actor)
    if not departments:
        return []
    away = calendar.away_from(tx, departments, actor.today, actor.today)
    people = {PersonId(one.person): None for one in away if one.certain and one.person != actor.person}
    found = [one for person in people for one in store.records(tx, person) if one.span.meets(actor.today)]
    mine = [one for one in found if offers.may(tx, actor, one, "see")][:MOST_PEOPLE]
    if not mine:
        return []
    return [blocks.header("Your people who are away"), *(_entry(tx, actor, one) for one in mine)]


def _entry(tx: Tx, actor: Actor, record: Record) -> Built:
    name = blocks.bold(desk.name_of(tx, record.person) or "Somebody")
    goes_on = record.open_ended and record.state is State.OPEN
    days = cards.days_of(record.span, desk.locale_of_actor(actor), open_ended=goes_on)
    button = blocks.button("Show", "absence:look", f"{record.id}.{record.version}")
    return blocks.section(f"{name}: away {days}", button)
