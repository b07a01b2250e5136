"""Milestones on App Home: what comes next in my projects, with what I can do about it."""

from collections.abc import Sequence

from slackblocks import Button

from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.home import Place, Section
from workflows.language import tr
from workflows.milestones import cards, prospect
from workflows.milestones.looking import upcoming
from workflows.milestones.reading import all_facts
from workflows.wording import blocks
from workflows.wording.sections import section

MOST = 4
MOST_PROJECTS = 4
_ON_HOME = ("update", "done")


def home(tx: Tx, actor: Actor) -> Sequence[Section]:
    """At most some fifteen blocks; nothing for those who are in no project."""
    projects = prospect.projects_of(tx, actor)
    if not projects:
        return ()
    found = upcoming(tx, actor)
    entries = [cards.entry(facts, project=True, verbs=_ON_HOME) for facts in all_facts(tx, actor, found[:MOST])]
    nothing = [] if found else [blocks.section(tr("No milestone is open in your projects."))]
    foot = [*nothing, *blocks.actions(_buttons(tx, actor))]
    beyond = len(found) - MOST
    return [section(Place.PROJECTS, tr("Your projects"), entries, more="milestones:list", beyond=beyond, foot=foot)]


def _buttons(tx: Tx, actor: Actor) -> list[Button]:
    shown = prospect.projects_of(tx, actor)[:MOST_PROJECTS]
    plans = [_plan(one.id, cards.short(one.name)) for one in shown]
    led = prospect.led_by(tx, actor)
    add = [blocks.button(tr("Add milestone…"), "milestones:new", str(led[0].id))] if led else []
    return [*plans, *add]


def _plan(project: int, name: str) -> Button:
    return blocks.button(tr("Plan of {name}", name=name[:40]), f"milestones:plan:{project}", f"{project}.1")
