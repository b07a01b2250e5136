"""The life of a milestone: three states, what leads from one to another, and who may do what (rules/workflows.md)."""

from enum import StrEnum

from workflows.kernel.access import Policy, Relation, grants
from workflows.kernel.machine import Machine, move
from workflows.organisation.milestone import Health


class State(StrEnum):
    """Where a milestone is in its life; how it stands while it is open, its health says."""

    OPEN = "open"
    """Still to be reached: on track, at risk or off track."""
    DONE = "done"
    """Reached, on a day."""
    DROPPED = "dropped"
    """No longer part of the plan."""


def state_of(health: Health) -> State:
    """The state that goes with how it stands."""
    return {Health.DONE: State.DONE, Health.DROPPED: State.DROPPED}.get(health, State.OPEN)


MACHINE = Machine(
    State,
    (
        move("update", State.OPEN, State.OPEN),
        move("postpone", State.OPEN, State.OPEN),
        move("done", State.OPEN, State.DONE),
        move("rebaseline", State.OPEN, State.OPEN),
        move("edit", State.OPEN, State.OPEN),
        move("drop", State.OPEN, State.DROPPED),
        move("reopen", (State.DONE, State.DROPPED), State.OPEN),
    ),
)
_READERS = (
    Relation.OWN,
    Relation.OWNER,
    Relation.LEAD,
    Relation.MEMBER,
    Relation.SOLID_LINE,
    Relation.DEPUTY,
)
POLICY = Policy(
    grants(
        see=_READERS,
        report=(Relation.OWNER, Relation.LEAD),
        plan=(Relation.LEAD,),
        nudge=(Relation.LEAD,),
    )
)
"""The project's manager plans; whoever answers for a milestone reports on it. Read by those allocated to the project,
and by the operations managers (and their deputies) of those allocated, whose people's dates it moves. OWN is whoever
asks about their own projects in general."""
NEEDS = {
    "list": "see",
    "next": "see",
    "plan": "see",
    "story": "see",
    "new": "plan",
    "create": "plan",
    "report": "report",
    "preview": "report",
    "update": "report",
    "postpone": "report",
    "done": "report",
    "rebaseline": "plan",
    "edit": "plan",
    "drop": "plan",
    "reopen": "plan",
    "mark_at_risk": "plan",
    "leave_as_is": "plan",
    "nudge": "nudge",
}
"""The permission each verb needs."""
