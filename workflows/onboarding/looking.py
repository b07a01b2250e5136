"""Looking: one's openings, the joinings and leavings one has a part in, one's own steps, and the whole list of one."""

from slackblocks import Button

from workflows.kernel.access import Actor
from workflows.kernel.flow import Form, Outcome, Tx
from workflows.kernel.replies import Message, Open, Say
from workflows.language import tr
from workflows.onboarding import cards, desk, offers, store
from workflows.onboarding.prospect import Somebody
from workflows.onboarding.reading import Facts, facts_of, sought
from workflows.onboarding.rules.checklist import Journey
from workflows.onboarding.rules.life import State
from workflows.wording import blocks
from workflows.wording.blocks import Built

MOST = 8
MOST_STEPS = 24


def show_list(tx: Tx, actor: Actor, _self: Somebody, _form: Form) -> Outcome:
    """Openings, joinings and leavings that somebody has to do with."""
    built = [*_under(tr("Openings"), openings(tx, actor)), *_under(tr("Joining and leaving"), _journeys(tx, actor))]
    buttons = blocks.actions(ways(tx, actor))
    if not built:
        text = tr("Nobody joins or leaves whom you have a part in, and no opening is yours.")
        return Outcome(Say(Message(text, blocks.laid_out([blocks.section(text), *buttons]))))
    return Outcome(Say(Message(tr("Openings, joinings and leavings"), blocks.laid_out([*built, *buttons]))))


def show(tx: Tx, actor: Actor, journey: Journey, _form: Form) -> Outcome:
    """The whole list of one, with every button this person has."""
    facts = facts_of(tx, actor, journey)
    built: list[Built] = [blocks.section(f"*{facts.what}*"), blocks.aside(cards.counted(facts))]
    for line in facts.lines[:MOST_STEPS]:
        built += cards.entry(line)
    return Outcome(Open(blocks.modal(None, tr("Step by step"), built[:100])))


def openings(tx: Tx, actor: Actor) -> list[list[Built]]:
    """Those of the departments the reader answers for."""
    found = store.standing_of(tx, [one.id for one in desk.answered_for(tx, actor)])
    return [cards.opening(sought(tx, actor, one)) for one in found[:MOST]]


def journeys(tx: Tx, actor: Actor) -> list[Facts]:
    """The joinings and leavings that the reader has a part in or looks after, the next first."""
    found = {one.id: one for one in store.concerning(tx, actor.person)}
    if desk.answered_for(tx, actor) or actor.people_admin:
        found |= {one.id: one for one in store.running(tx)}
    seen = [one for one in sorted(found.values(), key=lambda one: (one.day, one.id)) if offers.sees(tx, actor, one)]
    return [facts_of(tx, actor, one) for one in seen]


def _journeys(tx: Tx, actor: Actor) -> list[list[Built]]:
    return [entry(facts) for facts in journeys(tx, actor)[:MOST]]


def _under(title: str, entries: list[list[Built]]) -> list[Built]:
    return [blocks.header(title), *(block for one in entries for block in one)] if entries else []


def entry(facts: Facts) -> list[Built]:
    """One of a list: how far it is, and how much of it is the reader's."""
    mine = sum(line.mine and line.step.state is State.TO_DO for line in facts.lines)
    parts = [cards.counted(facts), tr("{left} to do", left=len(facts.journey.missing))]
    parts += [tr("{mine} of them for you", mine=mine)] if mine else []
    show_it = blocks.button(tr("Show"), f"onboarding:show:{facts.journey.id}", facts.journey.value)
    return [
        blocks.section(f"*{facts.what}*", show_it),
        blocks.aside(" · ".join(parts)),
    ]


def ways(tx: Tx, actor: Actor) -> list[Button]:
    """What the reader could begin."""
    buttons = []
    if desk.answered_for(tx, actor):
        buttons += [
            blocks.button(tr("New opening…"), "onboarding:open", ""),
            blocks.button(tr("Somebody was hired…"), "onboarding:start", ""),
        ]
    if buttons or actor.people_admin:
        buttons.append(blocks.button(tr("Somebody leaves…"), "onboarding:leaving", ""))
    if actor.people_admin:
        buttons.append(blocks.button(tr("Who looks after IT…"), "onboarding:roles", ""))
    return buttons
