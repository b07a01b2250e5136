"""The life of a reported absence, of its certificate, and who may do what about it, as tables."""

from enum import StrEnum

from workflows.kernel.access import ABOUT_A_PERSON, Policy, Relation, grants
from workflows.kernel.machine import Machine, move


class State(StrEnum):
    """Where an absence stands. None of these waits for an approval: an absence is a fact that is reported."""

    OPEN = "open"
    """Reported, and nobody has said yet that it is over; it may lie ahead."""
    ENDED = "ended"
    """The person is back, or said nothing for so long after its last day that it is taken to be over."""
    WITHDRAWN = "withdrawn"
    """Reported by mistake: it never was, and whatever it had changed is changed back."""


class Certificate(StrEnum):
    """How the certificate of an absence stands."""

    NONE = "none"
    """None is needed: its type asks for none, or it has not lasted long enough."""
    DUE = "due"
    """It lasts long enough to need one, which is to be handed in by its due day."""
    RECEIVED = "received"
    """The operations manager has it; whether it is needed is no longer asked."""


STANDING = frozenset({State.OPEN, State.ENDED})
"""The states in which it keeps, or kept, somebody away."""

MACHINE = Machine(
    State,
    (
        move("extend", STANDING, State.OPEN),
        move("back", State.OPEN, State.ENDED),
        move("back_now", State.OPEN, State.ENDED),
        move("correct", State.OPEN, State.OPEN),
        move("correct", State.ENDED, State.ENDED),
        move("withdraw", STANDING, State.WITHDRAWN),
        move("receive", State.OPEN, State.OPEN),
        move("receive", State.ENDED, State.ENDED),
    ),
)

_BOTH = (Relation.OWN, Relation.SOLID_LINE, Relation.ASKED)
"""The person, their operations manager, and whoever stands in for that manager while the absence is open.

`SOLID_LINE` about an absence is the nearest manager alone, see `offers.relate`: somebody's health is no matter for the
whole line above them.
"""

POLICY = Policy(
    grants(
        # For oneself, or on somebody's behalf: a deputy and the managers above may report what they are told.
        report=(Relation.OWN, Relation.SOLID_LINE, Relation.DEPUTY),
        extend=_BOTH,
        back=_BOTH,
        correct=_BOTH,
        withdraw=_BOTH,
        # Handed to the manager, not uploaded to a chat.
        receive=(Relation.SOLID_LINE, Relation.ASKED),
        # What may be read: everything but the note; the note on the return, by the two it is between; only dates.
        see=_BOTH,
        note=(Relation.OWN, Relation.SOLID_LINE),
        see_away=ABOUT_A_PERSON,
    )
)
