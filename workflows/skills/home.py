"""Skills on App Home: my development and what waits for my word, then my people's: decisions, silence, gaps."""

from collections.abc import Sequence

from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.home import Place, Section
from workflows.language import tr
from workflows.organisation import chains, skills
from workflows.skills import cards, claims, desk, offers, store
from workflows.skills.reading import facts_of
from workflows.skills.reminders import gone_quiet
from workflows.skills.requiring import found_gaps, gap_line
from workflows.skills.rules import level as levels
from workflows.skills.rules.item import Item
from workflows.skills.rules.life import OPEN, State
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import labelled
from workflows.wording.sections import section

MOST_MINE = 3
MOST_PEOPLE = 6
MOST_GAPS = 5
_FIRST = ("agree", "assess", "begin", "finish", "update", "withdraw")
"""The one button an item has here: the first of these that works."""


def home(tx: Tx, actor: Actor) -> Sequence[Section]:
    """At most some twenty blocks; Slack takes a hundred for the whole page."""
    return [_asked(tx, actor), _mine(tx, actor), *_my_people(tx, actor)]


def _mine(tx: Tx, actor: Actor) -> Section:
    known = [one for one in store.items_of(tx, actor.person) if one.state in OPEN]
    mine = [one for one in known if offers.may(tx, actor, one, "see_item")]
    helped = store.helped_by(tx, actor.person)
    shown = [*mine[:MOST_MINE], *helped[:MOST_MINE]]
    buttons = [
        blocks.button(tr("My skills"), "skills:mine", ""),
        blocks.button(tr("Propose a level…"), "skills:claim", ""),
        blocks.button(tr("Propose development…"), "skills:develop", ""),
    ]
    entries = [[_entry(tx, actor, one)] for one in shown]
    beyond = len(mine) + len(helped) - len(shown)
    foot = blocks.actions(buttons)
    return section(Place.MINE, tr("Your skills and development"), entries, more="skills:mine", beyond=beyond, foot=foot)


def _asked(tx: Tx, actor: Actor) -> Section:
    """What waits for the reader's answer."""
    asked = [store.item(tx, one.ref.id) for one in chains.waiting(tx, desk.NAME) if one.reached(actor.person)]
    shown = [_entry(tx, actor, one) for one in asked if one is not None]
    shown += _claims(tx, actor)
    entries, beyond = [[one] for one in shown[:MOST_PEOPLE]], len(shown) - MOST_PEOPLE
    return section(
        Place.NEEDS_ME, tr("Development that waits for your answer"), entries, more="skills:mine", beyond=beyond
    )


def _my_people(tx: Tx, actor: Actor) -> list[Section]:
    """Nothing for those who answer for nobody."""
    departments = desk.departments_answered_for(tx, actor)
    if not departments:
        return []
    people = store.people_of(store.members(tx, actor.today), departments) - {actor.person}
    followed = [one for one in store.open_items(tx) if one.person in people and gone_quiet(tx, one)]
    followed += [one for one in store.unrated(tx, tx.now - desk.UNRATED_FOR) if one.person in people]
    entries = [[_entry(tx, actor, one)] for one in followed[:MOST_PEOPLE]]
    gaps, beyond = _gaps(tx, actor, departments), len(followed) - MOST_PEOPLE
    return [section(Place.PEOPLE, tr("Your people's development"), entries, beyond=beyond, foot=gaps)]


def _entry(tx: Tx, actor: Actor, item: Item) -> Built:
    facts = facts_of(tx, actor, item)
    verb = next((one for one in _FIRST if one in facts.offered), None)
    title = facts.title if facts.own else labelled(blocks.bold(facts.name), facts.title)
    state = tr(cards.STATES[item.state])
    if item.state is State.DONE:
        state = tr("done; not rated since")
    elif gone_quiet(tx, item):
        state = tr("{state}; nothing was heard for a while", state=state)
    return blocks.section(f"{title}\n_{state}_", cards.button(verb, facts.value) if verb else None)


def _claims(tx: Tx, actor: Actor) -> Sequence[Built]:
    """What people propose for themselves and this reader was asked about."""
    reached = {one.ref.id for one in chains.waiting(tx, claims.CHAIN) if one.reached(actor.person)}
    if not reached:
        return []
    names = skills.skills(tx)
    return [
        blocks.section(
            tr(
                "{name} proposes a level in {skill}: {level}",
                name=blocks.bold(desk.name_of(tx, one.person)),
                skill=blocks.bold(names[one.skill].name),
                level=levels.worded(one.level),
            ),
            blocks.button(tr("Confirm level"), "skills:confirm", f"{one.id}.{one.version}"),
        )
        for one in claims.waiting(tx)
        if one.id in reached
    ]


def _gaps(tx: Tx, actor: Actor, departments: Sequence[int]) -> list[Built]:
    short = [one for one in found_gaps(tx, departments, actor.today) if one.lacking][:MOST_GAPS]
    known = skills.skills(tx)
    lines = [blocks.section("\n".join(gap_line(one, known) for one in short))] if short else []
    button = blocks.button(tr("Skill gaps"), "skills:gaps", f"{departments[0]}.1")
    return [*lines, *blocks.actions([button])]
