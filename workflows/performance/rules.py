"""The life of a performance case, who may do what about it, and what makes a report one that can be taken: pure.

There is no score and no ranking of people here, and nothing decides a case but a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from workflows.kernel.access import ABOUT_A_PERSON, PersonId, Policy, Relation, grants
from workflows.kernel.errors import Refused
from workflows.kernel.machine import Machine, move
from workflows.language import tr


class State(StrEnum):
    """Where a case stands."""

    REPORTED = "reported"
    """It was put to the operations manager, who has not acknowledged it yet: it reminds, then climbs."""
    ACKNOWLEDGED = "acknowledged"
    """Somebody has taken note of it, and owes it their attention."""
    IN_HAND = "in_hand"
    """Somebody is acting on it."""
    CLOSED = "closed"
    """It is over, with an outcome."""
    MERGED = "merged"
    """It belongs with another case, as its reader found, and goes on there."""


class Outcome(StrEnum):
    """How a case ends."""

    NO_ACTION = "no_action"
    TALK = "talk"
    COACHING = "coaching"
    MENTORING = "mentoring"
    TRAINING = "training"
    REALLOCATION = "reallocation"
    FORMAL = "formal"
    """A formal process, which is kept outside this system."""


class OutcomeClass(StrEnum):
    """All that a reporter learns of an outcome."""

    NONE = "none"
    SUPPORT = "support"
    ALLOCATION = "allocation"
    ELSEWHERE = "elsewhere"


CLASSES = {
    Outcome.NO_ACTION: OutcomeClass.NONE,
    Outcome.TALK: OutcomeClass.SUPPORT,
    Outcome.COACHING: OutcomeClass.SUPPORT,
    Outcome.MENTORING: OutcomeClass.SUPPORT,
    Outcome.TRAINING: OutcomeClass.SUPPORT,
    Outcome.REALLOCATION: OutcomeClass.ALLOCATION,
    Outcome.FORMAL: OutcomeClass.ELSEWHERE,
}
"""A talk, coaching, mentoring and training look alike from outside: which of them it was is the person's own affair."""

RUNNING = frozenset({State.REPORTED, State.ACKNOWLEDGED, State.IN_HAND})
"""Somebody still owes it something."""
HANDLED = (State.ACKNOWLEDGED, State.IN_HAND)

MACHINE = Machine(
    State,
    (
        move("acknowledge", State.REPORTED, State.ACKNOWLEDGED),
        move("take", (State.REPORTED, State.ACKNOWLEDGED), State.IN_HAND),
        *(move(verb, state, state) for verb in ("ask", "invite") for state in HANDLED),
        move("merge", RUNNING, State.MERGED),
        move("close", HANDLED, State.CLOSED),
    ),
)

_READER = (Relation.ASKED,)
"""Whoever the stored route has reached. Neither rank nor deputyship alone opens a case; nor does a project."""

POLICY = Policy(
    grants(
        # To begin with: whoever leads a project or owns a department. About whom, `judge` says.
        report=(Relation.SOLID_LINE, Relation.DOTTED_LINE),
        acknowledge=_READER,
        take=_READER,
        ask=_READER,
        invite=_READER,
        merge=_READER,
        close=_READER,
        # These two only add words, while it runs; so that what was typed never comes too late for a step in between.
        answer=(Relation.REQUESTER,),
        nudge=(Relation.REQUESTER,),
        reply=(Relation.OWN,),
        # Each sees a part of it of their own: see `reading`.
        see=(Relation.OWN, Relation.ASKED, Relation.REQUESTER),
        see_looks=(Relation.ASKED, Relation.PEOPLE_ADMIN),
        see_list=ABOUT_A_PERSON,
    )
)

LONGEST_AGO = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Settings:
    """In working days of whoever should acknowledge; and how long after the end of a project one may still report."""

    remind_after: int = 1
    climb_after: int = 2
    look_back: int = 30


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody, as the one who would report them stands to them."""

    id: PersonId
    name: str
    oneself: bool
    left: bool
    manages_me: bool
    """They own the reporter's department, or one above it."""
    mine: bool
    """The reporter is their operations manager."""
    projects: tuple[int, ...]
    """What the reporter leads and they are, or lately were, allocated to."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A report that still runs, by the same reporter about the same person."""

    case: int
    project: int | None
    day: date


def judge(known: Known, project: int | None, *, field: str, project_field: str) -> None:
    """Return when this person may be reported for this project (None: outside projects); raise Refused otherwise."""
    if known.oneself:
        raise Refused(
            tr("You can't report yourself. If something is hard, your operations manager is there to talk."),
            field=field,
            reason="oneself",
        )
    if known.left:
        raise Refused(tr("{name} is no longer with the company.", name=known.name), field=field, reason="left")
    if known.manages_me:
        raise Refused(
            tr(
                "{name} is your own operations manager, or above them. A report here is not the way: please speak with "
                "whoever is above {name}, or with a people admin.",
                name=known.name,
            ),
            field=field,
            reason="own_manager",
        )
    if not known.mine and not known.projects:
        raise Refused(
            tr(
                "{name} is not on a project of yours, and you are not their operations manager. Their own project "
                "manager or operations manager can report what happened.",
                name=known.name,
            ),
            field=field,
            reason="not_theirs",
        )
    if project is None and not known.mine:
        raise Refused(
            tr("You can report what happened in a project of yours. Please pick the project."),
            field=project_field,
            reason="project",
        )
    if project is not None and project not in known.projects:
        text = tr("{name} is not on that project.", name=known.name)
        raise Refused(text, field=project_field, reason="not_on_project")


def refuse_unlikely_day(day: date, today: date, *, field: str) -> None:
    """What happened has happened, and not years ago."""
    if day > today:
        early = tr("That day has not come yet. Pick the day on which it happened.")
        raise Refused(early, field=field, reason="future")
    if today - day > LONGEST_AGO:
        late = tr("That is more than a year ago, too long to act upon here.")
        raise Refused(late, field=field, reason="too_long_ago")


def same_matter(earlier: Sequence[Earlier], project: int | None, day: date) -> Earlier | None:
    """The running report of the same thing by the same person: the same project on the same day."""
    return next((one for one in earlier if (one.project, one.day) == (project, day)), None)
