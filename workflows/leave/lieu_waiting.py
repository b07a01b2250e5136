"""Time worked that waits for somebody's word: they are reminded, and it climbs, as a request does (R24, R43)."""

from collections.abc import Iterator, Sequence

from workflows.calendar import ladder
from workflows.calendar.ladder import Ladder
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Ref, Tx
from workflows.leave import desk, versions, worked
from workflows.leave.worked import Standing, Worked
from workflows.organisation import chains, crowds
from workflows.organisation.chains import Chain

FLOW = "leave_worked"


def put(tx: Tx, number: int, route: Sequence[PersonId]) -> None:
    """The question reaches the first of the route."""
    chains.start(tx, Ref(FLOW, number), route)


def asked(tx: Tx, number: int) -> tuple[PersonId, ...]:
    """Everybody whom the question has reached, in turn."""
    return tuple(link.person for link in chains.steps(tx, Ref(FLOW, number)).asked)


def passed(tx: Tx, number: int) -> tuple[PersonId, ...]:
    """Those whose turn went by."""
    return asked(tx, number)[:-1]


def over(tx: Tx, number: int) -> None:
    """Nobody owes an answer any more."""
    chains.settle(tx, Ref(FLOW, number))


def advance(tx: Tx) -> Iterator[Event]:
    """What nobody answered in time goes on to the next in line."""
    known = _waiting(tx)
    _route(tx, known)
    for chain, link in ladder.climbs(tx, FLOW, lambda one: _ladder(tx, known, one), lambda one: _owner(known, one)):
        one = known[chain.ref.id]
        worked.readdress(tx, one.id, link.person)
        yield Event("time_climbed", chain.ref, one.version, one.person, None, {"step": link.id})


def due(tx: Tx) -> Iterator[Notice]:
    """Reminders for whoever owes a word."""
    known = _waiting(tx)
    for one in ladder.reminders(tx, FLOW, lambda chain: _ladder(tx, known, chain)):
        number, person = one.chain.ref.id, one.link.person
        key = f"leave/worked_{number}/waiting/{one.day}/to_{person}"
        yield Notice(key, person, "worked_waiting", Ref("leave", number), card=reminder_card(number, one.days))


def reminder_card(number: int, days: int) -> str:
    """A reminder is a card too: once it is answered, its buttons go."""
    return f"leave/worked/{number}/reminder/{days}"


def reminded_after(tx: Tx, known: Worked) -> tuple[int, ...]:
    """After how many working days, by the kind of leave it would be credited as."""
    return versions.type_for(tx, known.person, known.leave_type).approval.remind_after


def _waiting(tx: Tx) -> dict[int, Worked]:
    known = {one.id: one for one in worked.waiting(tx)}
    crowds.know(tx, (one.person for one in known.values()))
    return known


def _route(tx: Tx, known: dict[int, Worked]) -> None:
    """Each has a route: also what was said before there were any."""
    routed = {chain.ref.id for chain in chains.waiting(tx, FLOW)}
    for number, one in known.items():
        if number not in routed and one.standing is Standing.ASKED:
            rest = (person for person in desk.route_for(tx, one.person) if person != one.asked_of)
            put(tx, number, (one.asked_of, *rest))


def _owner(known: dict[int, Worked], chain: Chain) -> tuple[PersonId, ...]:
    """It reaches its owner by no path."""
    one = known.get(chain.ref.id)
    return (one.person,) if one else ()


def _ladder(tx: Tx, known: dict[int, Worked], chain: Chain) -> Ladder:
    one = known.get(chain.ref.id)
    if one is None:
        return Ladder((), None)
    approval = versions.type_for(tx, one.person, one.leave_type).approval
    return Ladder(approval.remind_after, approval.climb_after)
