"""The lives of an ask for people, of the question to a department, of an offer and of a change; and who may do what.

One machine for all of them: their states have different names, so a verb fits one kind of subject only.
"""

from enum import StrEnum

from workflows.kernel.access import ABOUT_A_PERSON, Policy, Relation, grants
from workflows.kernel.machine import Machine, move


class State(StrEnum):
    """Where something stands."""

    OPEN = "open"
    """An ask for people: some of them are still missing."""
    FILLED = "filled"
    """Everybody asked for has been allotted; over."""
    WITHDRAWN = "withdrawn"
    """The project manager needs nobody any more; over."""
    PAST = "past"
    """Its days have gone by, or its project has ended, before it was filled; over."""
    PUT = "put"
    """A department was asked, and can offer people as long as some are missing."""
    PASSED = "passed"
    """The department has said that it has nobody to offer; it may still change its mind."""
    CLOSED = "closed"
    """The department needs to do nothing any more: the ask is over."""
    OFFERED = "offered"
    """Somebody is offered to a project; tentative, and it takes up room in their weeks."""
    ALLOTTED = "allotted"
    """The offer was accepted and stands as an allocation."""
    REFUSED = "refused"
    """The project manager said no to the offer, and why."""
    TAKEN_BACK = "taken_back"
    """The department took its offer back before it was answered."""
    LAPSED = "lapsed"
    """Nobody answered the offer in time, the ask was over, or the person leaves; over."""
    WANTED = "wanted"
    """A project manager asks for an allocation to end earlier or to go on for longer; not decided yet."""
    AGREED = "agreed"
    """The department agreed, and the allocation has its new last day."""
    TURNED_DOWN = "turned_down"
    """The department said no, and why; the allocation stays as it was."""
    DROPPED = "dropped"
    """The project manager took the wish back."""
    TO_DO = "to_do"
    """Other work is to be found for somebody."""
    DONE = "done"
    """It has been seen to."""


REQUEST = (State.OPEN, State.FILLED, State.WITHDRAWN, State.PAST)
DESK = (State.PUT, State.PASSED, State.CLOSED)
OFFER = (State.OFFERED, State.ALLOTTED, State.REFUSED, State.TAKEN_BACK, State.LAPSED)
CHANGE = (State.WANTED, State.AGREED, State.TURNED_DOWN, State.DROPPED)
TASK = (State.TO_DO, State.DONE)

MACHINE = Machine(
    State,
    (
        move("withdraw", State.OPEN, State.WITHDRAWN),
        move("offer", {State.PUT, State.PASSED}, State.PUT),
        move("decline", State.PUT, State.PASSED),
        move("accept", State.OFFERED, State.ALLOTTED),
        move("refuse", State.OFFERED, State.REFUSED),
        move("take_back", State.OFFERED, State.TAKEN_BACK),
        move("agree", State.WANTED, State.AGREED),
        move("turn_down", State.WANTED, State.TURNED_DOWN),
        move("drop", State.WANTED, State.DROPPED),
        move("finish", State.TO_DO, State.DONE),
    ),
)

_DECIDES = (Relation.SOLID_LINE, Relation.DEPUTY, Relation.ASKED)
_PROJECT = (Relation.REQUESTER, Relation.LEAD)

POLICY = Policy(
    grants(
        # For one's own project: asking, never taking.
        ask=(Relation.LEAD,),
        withdraw=(Relation.LEAD,),
        accept=(Relation.LEAD,),
        refuse=(Relation.LEAD,),
        ask_release=(Relation.LEAD,),
        ask_extension=(Relation.LEAD,),
        drop=(Relation.LEAD,),
        nudge=(Relation.LEAD,),
        # For one's own people: whoever asked, or leads the project, is none of these there; see `offers.relate`.
        answer=_DECIDES,
        take_back=_DECIDES,
        nudge_offer=_DECIDES,
        decide=_DECIDES,
        release=(Relation.SOLID_LINE, Relation.DEPUTY),
        finish=_DECIDES,
        plan=(Relation.SOLID_LINE, Relation.DEPUTY),
        set_floor=(Relation.SOLID_LINE, Relation.DEPUTY),
        # What may be read.
        look=ABOUT_A_PERSON,
        see=(*_PROJECT, *_DECIDES),
        see_offer=(Relation.OWN, *_PROJECT, *_DECIDES),
        see_task=_DECIDES,
        see_load=(Relation.OWN, Relation.LEAD, Relation.SOLID_LINE, Relation.DEPUTY),
    )
)
