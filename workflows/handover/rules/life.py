"""The life of a handover and of each item on its list, and who may do what about them, as two tables."""

from enum import StrEnum

from workflows.kernel.access import Policy, Relation, grants
from workflows.kernel.machine import Machine, move


class State(StrEnum):
    """Where a handover stands, or an item of one."""

    RUNNING = "running"
    """A handover with something still to be passed on."""
    COMPLETE = "complete"
    """A handover of which every item was acknowledged or dropped."""
    CANCELLED = "cancelled"
    """A handover that is not needed after all."""
    WAITING = "waiting"
    """An item that its giver has not passed on yet."""
    GIVEN = "given"
    """An item that was passed on, and waits for its receiver to say that they have it."""
    ACKNOWLEDGED = "acknowledged"
    """An item whose receiver has it and can work with it."""
    DROPPED = "dropped"
    """An item that nobody needs; why stays on record."""


PENDING = frozenset({State.WAITING, State.GIVEN})
MACHINE = Machine(
    State,
    (
        move("add", State.RUNNING, State.RUNNING),
        move("cancel", State.RUNNING, State.CANCELLED),
        move("change", PENDING, State.WAITING),
        move("drop", PENDING, State.DROPPED),
        move("give", State.WAITING, State.GIVEN),
        move("acknowledge", State.GIVEN, State.ACKNOWLEDGED),
        move("send_back", State.GIVEN, State.WAITING),
    ),
)
_MANAGERS = (Relation.LEAD, Relation.SOLID_LINE, Relation.DEPUTY)
POLICY = Policy(
    grants(
        # Either manager starts one and keeps its list, both see what is missing (rules/workflows.md); and before a long
        # leave whoever will be away may as well: passing on one's own work is no decision about oneself.
        start=(*_MANAGERS, Relation.OWN),
        manage=(*_MANAGERS, Relation.OWN),
        # Each item is between two: its giver (owner) and its receiver (partner).
        give=(Relation.OWNER,),
        receive=(Relation.PARTNER,),
        # Either of the two waits for the other, and the managers for both.
        nudge=(*_MANAGERS, Relation.OWNER, Relation.PARTNER),
        see=(*_MANAGERS, Relation.OWNER, Relation.PARTNER, Relation.OWN),
        # What is on one's own lists, and what moved while one was away.
        look=(Relation.OWN,),
    )
)
NEEDS = {
    "open": "look",
    "preview": "look",
    "prepare": "start",
    "start": "start",
    "list": "look",
    "away": "look",
    "show": "see",
    "add": "manage",
    "cancel": "manage",
    "change": "manage",
    "drop": "manage",
    "give": "give",
    "acknowledge": "receive",
    "send_back": "receive",
    "nudge": "nudge",
}
"""The permission each verb needs."""
