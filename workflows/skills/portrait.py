"""One person's skills as a reader may know them: all of it for themselves and their line, levels for project managers.

Everybody else sees what somebody offers to mentor, and nothing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import Button

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Form, Outcome, Tx
from workflows.kernel.replies import Message, Say
from workflows.language import tr
from workflows.organisation import skills
from workflows.organisation.skill import Rating, Skill
from workflows.reminding import nudges
from workflows.skills import cards, claims, desk, offers, store
from workflows.skills.prospect import Prospect
from workflows.skills.reading import facts_of
from workflows.skills.rules import level as levels
from workflows.skills.rules.item import Item
from workflows.skills.rules.life import OPEN
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import dated, labelled

MOST_ITEMS = 8
MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who looks, at whom, and what there is to know."""

    tx: Tx
    actor: Actor
    person: PersonId
    known: dict[int, Skill]

    @property
    def own(self) -> bool:
        return self.person == self.actor.person

    def day(self, day: date) -> str:
        return dated(day, desk.locale_of_actor(self.actor))


def show(tx: Tx, actor: Actor, whose: Prospect, _form: Form) -> Outcome:
    """`/skills mine`, `/skills of @somebody`."""
    reader = _Reader(tx, actor, whose.person, skills.skills(tx))
    title = tr("Your skills") if reader.own else tr("Skills: {name}", name=desk.name_of(tx, whose.person))
    built: list[Built] = [blocks.header(title)]
    if offers.may(tx, actor, whose, "see"):
        built += [*_levels(reader), *_wishes(reader), *_offers(reader), *_claims(reader), *_items(reader)]
    elif offers.may(tx, actor, whose, "see_levels"):
        built += [*_plain_levels(reader), *_offers(reader)]
    else:
        built += _offers(reader) or [blocks.section(tr("Nothing that is yours to see."))]
        built.append(blocks.aside(tr("Everybody sees what somebody offers to mentor; levels are for managers.")))
    built += blocks.actions(_buttons(tx, actor, whose))
    return Outcome(Say(Message(blocks.escaped(title), blocks.laid_out(built))))


def _levels(reader: _Reader) -> list[Built]:
    """Each skill with who assessed it when, and what it was before."""
    today = desk.today_of(reader.tx, reader.person)
    lines = []
    by_skill: dict[int, list[Rating]] = {}
    for one in skills.history(reader.tx, reader.person):
        by_skill.setdefault(one.skill, []).append(one)
    for skill, ratings in sorted(by_skill.items(), key=lambda pair: reader.known[pair[0]].name.casefold()):
        lines += [_level_line(reader, skill, ratings, today)] if ratings[0].level else []
    return paged(lines) or [blocks.section(tr("No skill is rated yet."))]


def _level_line(reader: _Reader, skill: int, ratings: Sequence[Rating], today: date) -> str:
    latest = ratings[0]
    name = blocks.escaped(desk.name_of(reader.tx, latest.assessed_by), 80)
    rated = f"{levels.worded(latest.level)} ({name}, {reader.day(latest.assessed_on)})"
    line = f"• {labelled(blocks.bold(reader.known[skill].name), rated)}"
    if latest.expires_on is not None:
        ran_out = latest.expires_on < today
        day = reader.day(latest.expires_on)
        until = tr("Certificate ran out on {day}", day=day) if ran_out else tr("Certificate until {day}", day=day)
        line = f"{line}\n      {until}"
    before = [f"{one.level} ({reader.day(one.assessed_on)})" for one in ratings[1:4] if one.level]
    return f"{line}\n      {tr('_Before: {levels}_', levels=', '.join(before))}" if before else line


def _plain_levels(reader: _Reader) -> list[Built]:
    held = skills.held_by(reader.tx, reader.person, desk.today_of(reader.tx, reader.person))
    lines = [f"• {labelled(blocks.bold(reader.known[one.skill].name), levels.worded(one.level))}" for one in held]
    return paged(lines) or [blocks.section(tr("No skill is rated yet."))]


def _wishes(reader: _Reader) -> list[Built]:
    names = _names(reader, [one.skill for one in skills.wishes(reader.tx) if one.person == reader.person])
    return [blocks.section(tr("*Would like to learn:* {names}", names=names))] if names else []


def _offers(reader: _Reader) -> list[Built]:
    names = _names(reader, [one.skill for one in skills.offers(reader.tx) if one.person == reader.person])
    return [blocks.section(tr("*Offers to mentor:* {names}", names=names))] if names else []


def _claims(reader: _Reader) -> list[Built]:
    """What somebody proposed for themselves; they can take it back."""
    found: list[Built] = []
    for one in claims.waiting_of(reader.tx, reader.person):
        name = blocks.bold(reader.known[one.skill].name)
        text = tr("Proposed: {skill} at {level}. Not answered yet.", skill=name, level=levels.worded(one.level))
        found.append(blocks.section(text))
        value = f"{one.id}.{one.version}"
        back = blocks.button(tr("Take back"), f"skills:take_back:{one.id}", value)
        nudge = nudges.button(f"skills:nudge_claim:{one.id}", value)
        found += blocks.actions([nudge, back]) if reader.own else []
    return found


def _items(reader: _Reader) -> list[Built]:
    """Development: what is open first; a draft only to whom it belongs."""
    tx, actor = reader.tx, reader.actor
    mine = [one for one in store.items_of(tx, reader.person) if offers.may(tx, actor, one, "see_item")]
    shown = sorted(mine, key=lambda one: one.state not in OPEN)[:MOST_ITEMS]
    built: list[Built] = [blocks.header(tr("Development"))] if shown else []
    built += [block for one in shown for block in cards.entry(facts_of(tx, actor, one), whose=False)]
    helped = store.helped_by(tx, reader.person) if reader.own else []
    if helped:
        built.append(blocks.header(tr("Whom you help")))
        built += [_helped(tx, actor, one) for one in helped[:MOST_ITEMS]]
    return built


def _helped(tx: Tx, actor: Actor, item: Item) -> Built:
    facts = facts_of(tx, actor, item)
    text = f"{facts.title}, {tr(cards.STATES[item.state])}, {facts.days}"
    return blocks.section(labelled(blocks.bold(facts.name), text))


def _buttons(tx: Tx, actor: Actor, whose: Prospect) -> list[Button]:
    value = f"{whose.person}.1"
    if whose.person == actor.person:
        return [
            blocks.button(tr("Propose a level…"), "skills:claim", ""),
            blocks.button(tr("Wishes and offers…"), "skills:tell", ""),
            blocks.button(tr("Propose development…"), "skills:develop", ""),
        ]
    found = []
    if offers.may(tx, actor, whose, "rate"):
        found.append(blocks.button(tr("Rate a skill…"), "skills:rate", value))
    if offers.may(tx, actor, whose, "propose"):
        decides = offers.may(tx, actor, whose, "agree")
        found.append(
            blocks.button(tr("Plan development…") if decides else tr("Suggest development…"), "skills:develop", value)
        )
    return found


def _names(reader: _Reader, found: Sequence[int]) -> str:
    names = sorted((reader.known[one].name for one in found if one in reader.known), key=str.casefold)
    return blocks.escaped(", ".join(names), 2000)


def paged(lines: Sequence[str]) -> list[Built]:
    """Lines in as many paragraphs as it takes, two hundred at most."""
    pages = [lines[begin : begin + MOST_LINES] for begin in range(0, min(len(lines), 200), MOST_LINES)]
    return [blocks.section("\n".join(page)) for page in pages]
