"""The life of an opening, of a joining or leaving and of each step of one, and who may do what, as two tables."""

from enum import StrEnum

from workflows.kernel.access import Policy, Relation, grants
from workflows.kernel.machine import Machine, move


class State(StrEnum):
    """Where an opening stands, a joining or leaving, or a step of one."""

    OPEN = "open"
    """An opening for which somebody is looked for."""
    ON_HOLD = "on_hold"
    """An opening that waits: nobody is looked for now."""
    FILLED = "filled"
    """An opening for which everybody was found."""
    CANCELLED = "cancelled"
    """An opening that is not needed any more."""
    RUNNING = "running"
    """A joining or leaving with a step still to do."""
    COMPLETE = "complete"
    """A joining or leaving of which every step is done or not needed."""
    TAKEN_BACK = "taken_back"
    """A leaving that does not happen after all, or a joining that ended because the person left."""
    TO_DO = "to_do"
    """A step that somebody owes."""
    DONE = "done"
    """A step that was taken."""
    NOT_NEEDED = "not_needed"
    """A step that nobody needs; why stays on record."""


OPENING = (State.OPEN, State.ON_HOLD, State.FILLED, State.CANCELLED)
JOURNEY = (State.RUNNING, State.COMPLETE, State.TAKEN_BACK)
STEP = (State.TO_DO, State.DONE, State.NOT_NEEDED)
_STANDING = (State.OPEN, State.ON_HOLD)
MACHINE = Machine(
    State,
    (
        move("amend", State.OPEN, State.OPEN),
        move("amend", State.ON_HOLD, State.ON_HOLD),
        move("hold", State.OPEN, State.ON_HOLD),
        move("resume", State.ON_HOLD, State.OPEN),
        move("fill", _STANDING, State.FILLED),
        move("call_off", _STANDING, State.CANCELLED),
        move("hire", State.OPEN, State.OPEN),
        move("take_back", State.RUNNING, State.TAKEN_BACK),
        move("done", State.TO_DO, State.DONE),
        move("settle", State.TO_DO, State.DONE),
        move("not_needed", State.TO_DO, State.NOT_NEEDED),
        move("reassign", State.TO_DO, State.TO_DO),
    ),
)
_BOTH = (Relation.SOLID_LINE, Relation.DEPUTY)
POLICY = Policy(
    grants(
        # Openings, their cost and whom they are filled with are the operations manager's (rules/workflows.md). Not even
        # people admins see what an opening costs; a project manager learns the expected start, and nothing else.
        hire=_BOTH,
        # A last day is written by whoever answers for the person, or keeps the directory; never by themselves.
        release=(*_BOTH, Relation.PEOPLE_ADMIN),
        # The list of steps, and those that write into the directory: a pattern, a region, a contract.
        manage=(*_BOTH, Relation.PEOPLE_ADMIN),
        # A step is its owner's; a manager may say that it is done as well.
        act=(*_BOTH, Relation.OWNER),
        see=(*_BOTH, Relation.PEOPLE_ADMIN, Relation.OWNER, Relation.PARTNER, Relation.OWN),
        # Whoever keeps the list waits for its steps.
        nudge=(*_BOTH, Relation.PEOPLE_ADMIN),
        # Who holds a duty such as IT.
        configure=(Relation.PEOPLE_ADMIN,),
        # What is on one's own lists.
        look=(Relation.OWN,),
    )
)
NEEDS = {
    "list": "look",
    "open": "look",
    "start": "look",
    "leaving": "look",
    "roles": "configure",
    "set_role": "configure",
    "create": "hire",
    "amend": "hire",
    "hold": "hire",
    "resume": "hire",
    "fill": "hire",
    "call_off": "hire",
    "hire": "hire",
    "join": "hire",
    "leave": "release",
    "take_back": "release",
    "show": "see",
    "done": "act",
    "settle": "manage",
    "not_needed": "manage",
    "reassign": "manage",
    "nudge": "nudge",
}
"""The permission each verb needs."""
