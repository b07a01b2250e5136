"""What a project's manager answers to a proposal: at risk, or left as it is. The milestone's own date never moves."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Outcome, Tx
from workflows.kernel.replies import Done
from workflows.language import marked, tr, trn
from workflows.milestones import cards, desk, moves, store
from workflows.milestones.moves import happened, overtake, settled
from workflows.milestones.rules.item import Proposed
from workflows.milestones.rules.risk import Loss, Risk, Standing
from workflows.organisation.milestone import Change, Health
from workflows.wording.kept import kept
from workflows.wording.phrases import plain

_SETTLED = marked("That was settled meanwhile.")
_WENT = {
    Standing.MARKED: marked("You called it at risk already."),
    Standing.LEFT: marked("You left it as it is already. “Update…” in the project's channel changes that."),
    Standing.WITHDRAWN: marked("That was taken back: the capacity is there again."),
    Standing.OVERTAKEN: marked("The milestone changed meanwhile, so there is nothing to decide any more."),
}


def mark_at_risk(tx: Tx, actor: Actor, proposed: Proposed, _form: Form) -> Outcome:
    """Call the milestone at risk, for want of capacity."""
    risk, item = _answered(tx, proposed, Standing.MARKED), proposed.item
    one = replace(item.milestone, health=Health.AT_RISK, sentence=_why(risk.loss))
    after = moves.kept(tx, actor, item, one, Change.UPDATED)
    facts: Mapping[str, Any] = {"health": Health.AT_RISK.value, "risk": risk.id}
    events = (settled(risk, after, actor.person), happened(after, "updated", actor.person, facts))
    return Outcome(Done(), (*events, *overtake(tx, after, actor.person)))


def leave_as_is(tx: Tx, actor: Actor, proposed: Proposed, _form: Form) -> Outcome:
    """The milestone stays as it is."""
    risk = _answered(tx, proposed, Standing.LEFT)
    return Outcome(Done(), (settled(risk, proposed.item, actor.person),))


def capacity(percent: Decimal | None, hours: Decimal | None) -> str:
    """`40 % of one person`, `8 hours a week of one person`."""
    if percent is not None:
        return tr("{percent} % of one person", percent=plain(percent))
    return trn("{count} hour a week", "{count} hours a week", hours or Decimal(0))


def _answered(tx: Tx, proposed: Proposed, to: Standing) -> Risk:
    known = proposed.risk
    after = store.settle(tx, known, to) if known.standing is Standing.OPEN else None
    if after is None:
        raise Refused(tr(_WENT.get(known.standing, _SETTLED)), reason="out_of_turn")
    return after


def _why(loss: Loss) -> str:
    """For the project's channel: how much is missing and when, not who."""
    return kept(
        lambda: tr(
            "Less capacity: {share} {days}.",
            share=capacity(loss.percent, loss.hours),
            days=cards.spoken_days(loss.first, loss.last, desk.locale_of_actor(None)),
        )
    )
