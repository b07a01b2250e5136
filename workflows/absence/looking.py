"""Looking at absences without changing them: one's own, one's people's, one record. Who reads is recorded."""

from collections.abc import Iterable
from datetime import date, timedelta

from workflows.absence import cards, desk, offers, store
from workflows.absence.prospect import Prospect
from workflows.absence.reading import facts_of, looked
from workflows.absence.rules.life import State
from workflows.absence.rules.record import Record
from workflows.calendar import store as calendar
from workflows.calendar.rules import Span
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Event, Form, Outcome, Tx
from workflows.kernel.replies import Message, Open, Say
from workflows.language import tr
from workflows.organisation import store as organisation
from workflows.wording import blocks
from workflows.wording.blocks import Built

MOST = 12
"""Entries in a list; Slack takes 50 blocks in a message."""
AHEAD = timedelta(days=13)
RECENT = timedelta(days=366)


def show_list(tx: Tx, actor: Actor, whose: Prospect, _form: Form) -> Outcome:
    """`/absence list`: what is on record, each with what can be done about it; another's only as far as one may."""
    known = [one for one in store.records(tx, whose.person) if one.span.last >= actor.today - RECENT]
    shown = sorted(known, key=lambda one: (one.state is not State.OPEN, -one.span.start))
    may = [one for one in shown if offers.may(tx, actor, one, "see")]
    own = whose.person == actor.person
    title = tr("Your absences") if own else tr("Absences: {name}", name=desk.name_of(tx, whose.person))
    entries = [block for one in may[:MOST] for block in cards.list_entry(facts_of(tx, actor, one))]
    nothing = tr("Nothing on record.") if own else tr("Nothing that is yours to see.")
    private = [] if own else [blocks.aside(tr("Absences are between people and their operations manager."))]
    built = [blocks.header(title), *(entries or [blocks.section(nothing)]), *private]
    events = () if own else tuple(looked(one, actor, "list") for one in may[:MOST])
    return Outcome(Say(Message(title, blocks.laid_out(built))), events)


def show_team(tx: Tx, actor: Actor, _self: Prospect, _form: Form) -> Outcome:
    """`/absence team`: who is away these two weeks; with its type where one looks after them, else away only."""
    last = actor.today + AHEAD
    found = calendar.away_from(tx, departments_of(tx, actor), actor.today, last)
    people = {PersonId(one.person): None for one in found if one.certain and one.person != actor.person}
    known = [one for person in people for one in _meeting(tx, person, actor.today, last)]
    may = [one for one in known if offers.may(tx, actor, one, "see")][:MOST]
    built: list[Built] = [blocks.header(tr("Away these two weeks"))]
    built += [block for one in may for block in cards.list_entry(facts_of(tx, actor, one), whose=True)]
    built += away_only(tx, actor, people, last, may)
    if len(built) == 1:
        built.append(blocks.section(tr("Nobody.")))
    return Outcome(Say(Message(tr("Away these two weeks"), blocks.laid_out(built))), tuple(_looks(actor, may)))


def look(tx: Tx, actor: Actor, record: Record, _form: Form) -> Outcome:
    """One record; that somebody else looked is recorded."""
    facts = facts_of(tx, actor, record)
    built = [*cards.list_entry(facts, whose=True), blocks.aside(*cards.known(facts))]
    return Outcome(Open(blocks.modal(None, tr("Absence"), built)), tuple(_looks(actor, [record])))


def away_only(
    tx: Tx, actor: Actor, people: Iterable[PersonId], last: date, shown: Iterable[Record] = ()
) -> list[Built]:
    """Names and dates, nothing else; what joins on to each other is one. Without what is `shown` already."""
    known = tuple(shown)
    asked = sorted(people)
    names = organisation.names(tx, asked)
    lines = [
        tr(
            "{name}: away {days}",
            name=blocks.bold(names.get(person) or tr("Somebody")),
            days=cards.days_of(span, desk.locale_of_actor(actor)),
        )
        for person in asked
        for span in calendar.stretches(tx, person)
        if span.overlaps(Span(actor.today, last))
        if not any(one.person == person and one.span.overlaps(span) for one in known)
    ]
    return [blocks.section("\n".join(lines[begin : begin + 20])) for begin in range(0, min(len(lines), 200), 20)]


def departments_of(tx: Tx, actor: Actor) -> set[int]:
    """Their own department, and those they manage with all below them."""
    own = organisation.facts(tx, actor.person).department(actor.today)
    return {*([own] if own else []), *managed_by(tx, actor)}


def managed_by(tx: Tx, actor: Actor) -> set[int]:
    """The departments they manage, with all below them."""
    managed = organisation.departments_managed(tx, actor.person, actor.today)
    return {one.id for top in managed for one in organisation.department_tree(tx, top.id, actor.today)}


def _meeting(tx: Tx, person: PersonId, first: date, last: date) -> list[Record]:
    around = Span(first, last)
    return [one for one in store.records(tx, person) if one.span.overlaps(around)]


def _looks(actor: Actor, records: Iterable[Record]) -> Iterable[Event]:
    return (looked(one, actor, "record") for one in records if one.person != actor.person)
