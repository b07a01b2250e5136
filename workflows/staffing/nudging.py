"""Who waits for an answer here and may nudge (R43).

The project manager nudges the departments that have not answered, and whoever decides about a change; a department
nudges the project manager who has its offer.
"""

from collections.abc import Sequence

from workflows.kernel.access import Actor
from workflows.kernel.flow import Event, Ref, Tx
from workflows.organisation import chains
from workflows.reminding import nudges
from workflows.reminding.nudges import Owed
from workflows.staffing import changes, store
from workflows.staffing.notices import NAME
from workflows.staffing.records import Change, Offered, Request
from workflows.staffing.rules.life import State


def owing(tx: Tx, request: Request) -> list[Owed]:
    """Every department that was asked and owes an answer while people are missing."""
    if request.state is not State.OPEN or not request.lacking:
        return []
    desks = [one for one in store.desks_of(tx, request) if one.state is State.PUT]
    return [
        owed
        for desk in desks
        for owed in nudges.of_chain(desk.chain, desk.version, request.person, "waiting_desk", Ref(NAME, desk.id))
    ]


def questions(event: Event) -> list[Ref]:
    """What an event is about, by the names of the routes: an ask has one for each department and each offer."""
    named = {"desk": "staffing_desk", "offer": "staffing_offer"}
    return [event.subject, *(Ref(named[part], int(event.facts[part])) for part in named if part in event.facts)]


def _of_request(tx: Tx, _actor: Actor, request: Request) -> Sequence[Owed]:
    return owing(tx, request)


def _of_offer(tx: Tx, _actor: Actor, known: Offered) -> Sequence[Owed]:
    chain = chains.steps(tx, known.offer.chain)
    return nudges.of_chain(chain, known.version, known.person, "waiting_offer", Ref(NAME, known.offer.id))


def _of_change(_tx: Tx, _actor: Actor, known: Change) -> Sequence[Owed]:
    found = nudges.of_chain(known.chain, known.version, known.person, "waiting_change", Ref(NAME, known.id))
    return [one for one in found if one.question.workflow == changes.CHANGE]


nudge = nudges.nudging(_of_request)
nudge_offer = nudges.nudging(_of_offer)
nudge_change = nudges.nudging(_of_change)
