"""A joining, a leaving or an opening as one reader may know it: names and dates in their own words, and their part."""

from dataclasses import dataclass

from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.language import tr
from workflows.onboarding import desk, offers
from workflows.onboarding.rules.checklist import Journey, Opening, Step
from workflows.onboarding.rules.life import State
from workflows.onboarding.rules.template import Way
from workflows.wording import blocks
from workflows.wording.kept import told
from workflows.wording.phrases import dated


@dataclass(frozen=True, slots=True)
class Line:
    """One step, and the reader's part in it."""

    step: Step
    owner: str
    due: str
    late: bool
    mine: bool
    said: str
    """What it did; empty for whoever may not read it."""
    offered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """The whole of it."""

    journey: Journey
    what: str
    """`Ann Kowalski joins: first day Mon, 4 Jan 2027`, harmless."""
    lines: tuple[Line, ...]
    offered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """An opening for the eyes of whoever answers for the department."""

    opening: Opening
    what: str
    """`Data engineer in Support`, harmless."""
    skill: str
    starts: str
    cost: str
    offered: tuple[str, ...]


def facts_of(tx: Tx, actor: Actor, journey: Journey) -> Facts:
    """What this reader may know of it; see `offers.sees`."""
    lines = tuple(line_of(tx, actor, step) for step in journey.steps)
    return Facts(journey, what(tx, actor, journey), lines, offers.offered(tx, actor, journey))


def line_of(tx: Tx, actor: Actor, step: Step) -> Line:
    """One step."""
    return Line(
        step,
        blocks.escaped(desk.name_of(tx, step.owner), 80),
        dated(step.due, desk.locale_for(actor)),
        step.state is State.TO_DO and step.due < actor.today,
        step.owner == actor.person,
        told(step.said) if offers.reads(tx, actor, step.about) else "",
        offers.offered(tx, actor, step),
    )


def what(tx: Tx, actor: Actor, journey: Journey) -> str:
    """Who joins or leaves, and when."""
    name = blocks.escaped(desk.name_of(tx, journey.person), 80)
    day = dated(journey.day, desk.locale_for(actor))
    if journey.person == actor.person:
        joins = journey.way is Way.JOINING
        return tr("Your first day: {day}", day=day) if joins else tr("Your last day: {day}", day=day)
    if journey.way is Way.JOINING:
        return tr("{name} joins: first day {day}", name=name, day=day)
    return tr("{name} leaves: last day {day}", name=name, day=day)


def heading(tx: Tx, actor: Actor, step: Step) -> str:
    """Above a modal's fields."""
    due = dated(step.due, desk.locale_for(actor))
    about = blocks.escaped(desk.name_of(tx, step.about), 80)
    owner = blocks.escaped(desk.name_of(tx, step.owner), 80)
    line = tr("{step}: with {owner}, by {day}", step=about, owner=owner, day=due)
    return f"{blocks.bold(tr(step.title))}\n{line}"


def sought(tx: Tx, actor: Actor, opening: Opening) -> Sought:
    """An opening with its cost: only for whom `hire` was granted about it."""
    locale = desk.locale_for(actor)
    return Sought(
        opening,
        tr(
            "{role} in {department}",
            role=blocks.escaped(opening.role, 120),
            department=blocks.escaped(desk.department_name(tx, opening.department), 80),
        ),
        tr(
            "{skill}, level {level} or above",
            skill=blocks.escaped(desk.skill_name(tx, opening.skill), 80),
            level=opening.level,
        ),
        dated(opening.starts, locale),
        tr("{cost} a month each", cost=desk.priced(opening.cost, opening.currency, locale)),
        offers.offered(tx, actor, opening),
    )
