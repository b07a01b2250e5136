"""Who is told what about a budget: a card for those who answer for it, and what was reached, once each.

An overrun is told to both sides; how fast a project earns is its manager's to hear of, others look it up.
"""

from collections.abc import Iterable

from workflows.budget import offers, store
from workflows.budget.rules.level import INDICES
from workflows.kernel.flow import Event, Notice, Tx

FIRST = 2
"""The version a budget has when something was entered for the first time."""


def notices(tx: Tx, event: Event) -> Iterable[Notice]:
    """Nothing is said about rates and roles; settings change no figure that anybody was told."""
    whose = store.budget(tx, event.subject.id) if event.name in ("entered", "reached") else None
    if whose is None:
        return
    strayed = event.name == "reached" and event.facts["level"] in INDICES
    for person in offers.leaders(tx, whose) if strayed else offers.audience(tx, whose):
        if event.name == "reached":
            kind = f"{event.facts['level']}:{event.facts['scope']}"
            key = f"budget/{whose.id}/reached/{kind}/{event.facts['times']}/to_{person}"
            yield Notice(key, person, kind, whose.ref)
        elif person != event.by:
            key = f"budget/{whose.id}/entered/{event.version}/card_to_{person}"
            new = event.version == FIRST
            yield Notice(key, person, "card", whose.ref, card=f"budget/{whose.id}/card", only_update=not new)
