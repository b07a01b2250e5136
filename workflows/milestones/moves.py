"""How a change is kept and announced: the one way from a milestone as it was to a milestone as it is."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Ref, Tx
from workflows.language import tr
from workflows.milestones import cards, desk, store
from workflows.milestones.reading import facts_of
from workflows.milestones.rules.item import NAME, Item, Proposed
from workflows.milestones.rules.risk import Risk, Standing
from workflows.milestones.rules.schedule import suffers
from workflows.organisation import plan
from workflows.organisation.milestone import Change, Health, Milestone

RISK = f"{NAME}_risk"
"""How events about proposals name their subject."""


def kept(tx: Tx, actor: Actor, item: Item, changed: Milestone, change: Change) -> Item:
    """Write it, as of the actor's today; refused when somebody was quicker."""
    written = plan.report(tx, replace(changed, reported_on=actor.today), actor.person, change)
    if written is None:
        now = store.item(tx, item.id) or item
        raise Refused(explain(tx, actor, now), reason="out_of_turn")
    return store.items(tx, [written])[0]


def happened(item: Item, name: str, by: PersonId | None, facts: Mapping[str, Any]) -> Event:
    """Something happened to a milestone; what happened to what, by id and code."""
    return Event(name, item.ref, item.version, item.person, by, {"project": item.project.id, **facts})


def quiet(before: Milestone) -> dict[str, str]:
    """Until when nobody was reminded, as a fact: reminders that were sent are named by it."""
    return {"quiet": before.quiet_until.isoformat()} if before.quiet_until else {}


def settled(risk: Risk, item: Item, by: PersonId | None) -> Event:
    """A proposal stands otherwise."""
    facts = {"milestone": item.id, "standing": risk.standing.value}
    return Event(risk.standing.value, Ref(RISK, risk.id), risk.version, risk.asked_of, by, facts)


def explain(tx: Tx, actor: Actor, subject: Item | Proposed | Any) -> str:
    """How it stands, for one who came too late."""
    if isinstance(subject, Proposed):
        subject = subject.item
    if not isinstance(subject, Item):
        return tr("That was settled meanwhile.")
    return tr("It changed meanwhile, so I left it as it is. {line}.", line=cards.line(facts_of(tx, actor, subject)))


def overtake(tx: Tx, item: Item, by: PersonId | None) -> Iterator[Event]:
    """Open proposals that a change made moot are closed."""
    for risk in store.open_risks(tx, item.id):
        works = desk.works_for(tx, item, risk.loss.last)
        still = item.milestone.health is Health.ON_TRACK
        if still and suffers(works, risk.loss.first, risk.loss.last, item.milestone.forecast):
            continue
        after = store.settle(tx, risk, Standing.OVERTAKEN)
        if after:
            yield settled(after, item, by)
