"""Who may put a reminder off: the one who was reminded, and nobody for them. A reminder has no states."""

from enum import StrEnum

from workflows.kernel.access import ABOUT_A_PERSON, Policy, Relation, grants
from workflows.kernel.machine import Machine


class State(StrEnum):
    """It was said."""

    SAID = "said"


MACHINE = Machine(State, ())
POLICY = Policy(
    grants(
        # A reminder: by whoever it was said to.
        put_off=(Relation.OWN,),
        # One's own list.
        look=ABOUT_A_PERSON,
    )
)
