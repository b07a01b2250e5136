"""Looking: one's handovers, one's own part in each, the whole list of one, and what moved while one was away."""

from collections.abc import Iterable

from workflows.handover import cards, desk, offers, prospect, returning, store
from workflows.handover.prospect import Prospect
from workflows.handover.reading import Facts, facts_of
from workflows.handover.rules.checklist import Handover, progress
from workflows.handover.rules.life import PENDING
from workflows.kernel.access import Actor
from workflows.kernel.flow import Form, Outcome, Tx
from workflows.kernel.replies import Message, Open, Say
from workflows.language import tr, trn
from workflows.organisation import store as organisation
from workflows.wording import blocks
from workflows.wording.blocks import Built

MOST = 10
MOST_ITEMS = 24


def show_list(tx: Tx, actor: Actor, _subject: Prospect, _form: Form) -> Outcome:
    """The handovers somebody has to do with, each with how far it is."""
    found = of(tx, actor)
    start = blocks.button(tr("Start a handover…"), "handover:open", "")
    if not found:
        text = tr("No handover runs that you are part of.")
        if not prospect.choices(tx, actor):
            return Outcome(Say(Message(text)))
        return Outcome(Say(Message(text, blocks.laid_out([blocks.section(text), *blocks.actions([start])]))))
    built: list[Built] = [part for one in found[:MOST] for part in entry(facts_of(tx, actor, one), actor)]
    text = tr("Your handovers")
    return Outcome(Say(Message(text, blocks.laid_out([blocks.header(text), *built, *blocks.actions([start])]))))


def show(tx: Tx, actor: Actor, handover: Handover, _form: Form) -> Outcome:
    """The whole list of one, with every button this person has."""
    facts = facts_of(tx, actor, handover)
    done, whole = progress(handover)
    built: list[Built] = [
        blocks.section(f"*{facts.what}*\n{tr('Everything passed on by {day}', day=facts.day)}"),
        blocks.aside(cards.acknowledged(done, whole)),
    ]
    for line in facts.lines[:MOST_ITEMS]:
        built += cards.entry(line)
    return Outcome(Open(blocks.modal(None, tr("Handover"), built[:100])))


def show_away(tx: Tx, actor: Actor, _subject: Prospect, _form: Form) -> Outcome:
    """What moved during the last long absence."""
    span = returning.last_long(tx, actor)
    if span is None:
        return Outcome(Say(Message(tr("You were not away for long in the last two months."))))
    moves, days = returning.moved(tx, actor, span), returning.days_of(span, actor)
    if not moves.lines:
        return Outcome(Say(Message(tr("While you were away, {days}, nothing moved in your projects.", days=days))))
    heading, lines = tr("While you were away, {days}", days=days), "\n".join(returning.lines_of(moves))
    return Outcome(Say(Message(heading, blocks.laid_out([blocks.section(f"*{heading}*\n{lines}")]))))


def of(tx: Tx, actor: Actor) -> list[Handover]:
    """Those that run and that this person may see: named on the list, or managing one side, also as its deputy."""
    led = [one.id for one in organisation.projects_led(tx, actor.person, actor.today)]
    found = store.concerning(tx, actor.person, led, desk.answers_for(tx, actor.person, actor.today))
    return [one for one in found if offers.sees(tx, actor, one)]


def entry(facts: Facts, actor: Actor) -> list[Built]:
    """One handover of a list: how far it is, and how much of it waits for the reader."""
    done, whole = progress(facts.handover)
    mine = sum(one.person == actor.person for one in facts.handover.missing)
    yours = [trn("{count} waits for you", "{count} wait for you", mine)] if mine else []
    show = blocks.button(tr("Show"), "handover:show", facts.handover.value)
    return [
        blocks.section(tr("*{what}*, by {day}", what=facts.what, day=facts.day), show),
        blocks.aside(" · ".join([cards.acknowledged(done, whole), *yours])),
    ]


def missing(tx: Tx, handovers: Iterable[Handover], actor: Actor) -> list[str]:
    """What these handovers still miss, a sentence each, for whoever may see them."""
    seen = [facts_of(tx, actor, one) for one in handovers if offers.sees(tx, actor, one)]
    return [
        tr("{item} (handover of {what}).", item=cards.plainly(line), what=facts.what)
        for facts in seen
        for line in facts.lines
        if line.item.state in PENDING
    ]
