"""The life of a leave request (R36 to R38) and who may do what about it, as two tables."""

from enum import StrEnum

from workflows.kernel.access import ABOUT_A_PERSON, Policy, Relation, grants
from workflows.kernel.machine import Machine, move


class State(StrEnum):
    """Where a request stands."""

    REQUESTED = "requested"
    """Asked for, and waiting for the first answer; its days are reserved (R21)."""
    FIRST_APPROVED = "first_approved"
    """The first of two approvers said yes; it waits for the second, its days still reserved."""
    APPROVED = "approved"
    """Granted: its days are charged, and it is changed only by cancelling or shortening."""
    CANCELLATION_REQUESTED = "cancellation_requested"
    """Granted, and its owner asks to have it cancelled; until that is answered it still counts as taken."""
    WITHDRAWN = "withdrawn"
    """Taken back by its owner before a decision; over, and it blocks nothing."""
    DECLINED = "declined"
    """Refused with a reason; over, and it blocks nothing."""
    CANCELLED = "cancelled"
    """Undone after it had been granted; its days went back where they came from."""


PENDING = frozenset({State.REQUESTED, State.FIRST_APPROVED})
GRANTED = frozenset({State.APPROVED, State.CANCELLATION_REQUESTED})
ACTIVE = PENDING | GRANTED
"""The states that hold days and block others (R21, R26)."""

MACHINE = Machine(
    State,
    (
        move("change", State.REQUESTED, State.REQUESTED),
        move("suggest", State.REQUESTED, State.REQUESTED),
        move("keep_asked", State.REQUESTED, State.REQUESTED),
        move("approve_first", State.REQUESTED, State.FIRST_APPROVED),
        move("approve", PENDING, State.APPROVED),
        move("decline", PENDING, State.DECLINED),
        move("withdraw", PENDING, State.WITHDRAWN),
        move("shorten", State.APPROVED, State.APPROVED),
        move("shorten_for", GRANTED, State.APPROVED),
        move("cancel", State.APPROVED, State.CANCELLED),
        move("cancel_for", GRANTED, State.CANCELLED),
        move("ask_cancel", State.APPROVED, State.CANCELLATION_REQUESTED),
        move("keep", State.CANCELLATION_REQUESTED, State.APPROVED),
        move("approve_cancel", State.CANCELLATION_REQUESTED, State.CANCELLED),
        move("refuse_cancel", State.CANCELLATION_REQUESTED, State.APPROVED),
    ),
)

_DECIDES = (Relation.SOLID_LINE, Relation.DEPUTY, Relation.ASKED)

POLICY = Policy(
    grants(
        # For oneself, or on somebody's behalf.
        ask=(Relation.OWN, Relation.SOLID_LINE, Relation.DEPUTY, Relation.PEOPLE_ADMIN),
        # About oneself. `change`, `shorten`, `cancel` and `ask_cancel` reach future leave only; see `changes.py`.
        change=(Relation.OWN,),
        keep_asked=(Relation.OWN,),
        withdraw=(Relation.OWN,),
        cancel=(Relation.OWN,),
        shorten=(Relation.OWN,),
        ask_cancel=(Relation.OWN,),
        keep=(Relation.OWN,),
        nudge=(Relation.OWN,),
        # About one's people: never one's own, by no path (R43: whoever is OWN has no other relation).
        approve=_DECIDES,
        decline=_DECIDES,
        suggest=_DECIDES,
        approve_cancel=_DECIDES,
        refuse_cancel=_DECIDES,
        cancel_for=(Relation.SOLID_LINE, Relation.DEPUTY),
        shorten_for=(Relation.SOLID_LINE, Relation.DEPUTY),
        adjust=(Relation.PEOPLE_ADMIN,),
        configure=(Relation.PEOPLE_ADMIN,),
        # A word about it, from whoever leads a project it falls into: it decides nothing, and asks for nothing else.
        advise=(Relation.DOTTED_LINE,),
        # About time worked on days off.
        work=(Relation.OWN,),
        confirm=_DECIDES,
        # About a department: of those who own it or one above it.
        set_floor=(Relation.SOLID_LINE, Relation.DEPUTY, Relation.PEOPLE_ADMIN),
        # What may be read: the whole request; what it touches, and project managers' words on it; its dates, cost and
        # balance; that somebody is away.
        see=(Relation.OWN, *_DECIDES),
        weigh=_DECIDES,
        see_dates=(Relation.OWN, *_DECIDES, Relation.PEOPLE_ADMIN),
        see_away=ABOUT_A_PERSON,
    )
)
