"""The life of a development item, and who may do what about skills, as tables."""

from enum import StrEnum

from workflows.kernel.access import ABOUT_A_PERSON, Policy, Relation, grants
from workflows.kernel.machine import Machine, move
from workflows.language import marked


class State(StrEnum):
    """Where a development item stands."""

    PROPOSED = "proposed"
    """Somebody would like it; the operations manager has not decided."""
    AGREED = "agreed"
    """Decided on, with its dates, its helper and its cost; not begun."""
    UNDER_WAY = "under_way"
    """Begun; whoever keeps it going says now and then how it goes."""
    DONE = "done"
    """It ended well; the operations manager is asked to assess the skill anew."""
    DROPPED = "dropped"
    """Declined, taken back or given up; it costs nothing any more."""


class Kind(StrEnum):
    """What kind of development it is."""

    TRAINING = "training"
    COACHING = "coaching"
    MENTORING = "mentoring"


NAMES = {Kind.TRAINING: marked("Training"), Kind.COACHING: marked("Coaching"), Kind.MENTORING: marked("Mentoring")}
RUNNING = frozenset({State.AGREED, State.UNDER_WAY})
"""What is decided on and not at its end."""
OPEN = RUNNING | {State.PROPOSED}

MACHINE = Machine(
    State,
    (
        move("agree", State.PROPOSED, State.AGREED),
        move("decline", State.PROPOSED, State.DROPPED),
        move("withdraw", State.PROPOSED, State.DROPPED),
        move("begin", State.AGREED, State.UNDER_WAY),
        move("update", State.AGREED, State.AGREED),
        move("update", State.UNDER_WAY, State.UNDER_WAY),
        move("amend", State.AGREED, State.AGREED),
        move("amend", State.UNDER_WAY, State.UNDER_WAY),
        move("step_back", State.AGREED, State.AGREED),
        move("step_back", State.UNDER_WAY, State.UNDER_WAY),
        move("finish", RUNNING, State.DONE),
        move("drop", RUNNING, State.DROPPED),
        move("assess", State.DONE, State.DONE),
    ),
)

_LINE = (Relation.SOLID_LINE, Relation.DEPUTY)
"""Who owns the department, and the standing deputy."""
_DECIDING = (*_LINE, Relation.ASKED)
"""Those, and whom the stored route of this very request has reached."""
_BOTH = (Relation.OWN, *_DECIDING)

POLICY = Policy(
    grants(
        # About a person: they see everything about themselves; a project manager sees skills and levels, no more.
        see=(Relation.OWN, *_LINE),
        see_levels=(Relation.OWN, *_LINE, Relation.DOTTED_LINE, Relation.LEAD),
        see_offers=(*ABOUT_A_PERSON, Relation.LEAD),
        state=(Relation.OWN,),
        claim=(Relation.OWN,),
        rate=(Relation.SOLID_LINE,),
        # Development: a project manager may suggest and offer help, and decides nothing.
        propose=(Relation.OWN, *_LINE, Relation.DOTTED_LINE),
        agree=_DECIDING,
        withdraw=(Relation.OWN, Relation.REQUESTER),
        nudge=(Relation.OWN, Relation.REQUESTER),
        nudge_claim=(Relation.OWN,),
        keep=_BOTH,
        drop=_DECIDING,
        step_back=(Relation.PARTNER,),
        see_item=(*_BOTH, Relation.REQUESTER, Relation.PARTNER),
        see_cost=_BOTH,
        # A level somebody proposes for themselves: confirmed by whoever rates, or was asked in their place.
        confirm=(Relation.SOLID_LINE, Relation.ASKED),
        # About a department, and about the names of skills.
        see_gaps=_LINE,
        require=(Relation.SOLID_LINE,),
        add=(*_LINE, Relation.PEOPLE_ADMIN),
        name=(Relation.PEOPLE_ADMIN,),
    )
)
