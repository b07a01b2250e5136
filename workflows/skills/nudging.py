"""Who waits for an answer here and may nudge (R43): whoever proposed development, and whoever claims a level."""

from collections.abc import Sequence

from workflows.kernel.access import Actor
from workflows.kernel.flow import Event, Ref, Tx
from workflows.organisation import chains
from workflows.reminding import nudges
from workflows.reminding.nudges import Owed
from workflows.skills import claims, desk
from workflows.skills.notices import CLAIM_EVENTS
from workflows.skills.rules.claim import Claim
from workflows.skills.rules.item import Item


def _of_item(tx: Tx, _actor: Actor, item: Item) -> Sequence[Owed]:
    return nudges.of_chain(desk.chain_of(tx, item), item.version, item.person, "waiting", desk.ref(item))


def _of_claim(tx: Tx, _actor: Actor, known: Claim) -> Sequence[Owed]:
    chain = chains.steps(tx, Ref(claims.CHAIN, known.id))
    return nudges.of_chain(chain, known.version, known.person, "claim_waiting", Ref(desk.NAME, known.id))


def questions(event: Event) -> tuple[Ref, ...]:
    """What an event is about, by its route's own name: claims and items are numbered apart."""
    return (Ref(claims.CHAIN, event.subject.id) if event.name in CLAIM_EVENTS else event.subject,)


nudge = nudges.nudging(_of_item)
nudge_claim = nudges.nudging(_of_claim)
