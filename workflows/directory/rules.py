"""The life of a newcomer (a Slack account that nobody in the directory has), and who may do and know what; pure."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workflows.kernel.access import ABOUT_A_PERSON, PersonId, Policy, Relation, grants
from workflows.kernel.machine import Machine, move
from workflows.organisation import checks

NOBODY = PersonId(0)
"""Whom a newcomer's records are about until they are somebody in the directory."""
HOME, BUTTON = "home", "button"
"""What a newcomer used, when it was no command."""


class State(StrEnum):
    """Where a newcomer stands."""

    WAITING = "waiting"
    """Nobody has said yet who they are."""
    ADDED = "added"
    """They are somebody in the directory."""
    SET_ASIDE = "set_aside"
    """Somebody said that they are not one of us, or Slack that they are no person; they can still be added."""


class Obstacle(StrEnum):
    """Why somebody cannot be added as they are."""

    APP = "app"
    DEACTIVATED = "deactivated"
    LEFT = "left"
    """The directory knows them, and their last day is over."""


OPEN = frozenset({State.WAITING, State.SET_ASIDE})
MACHINE = Machine(
    State,
    (
        move("form", State.WAITING, State.WAITING),
        move("enrol", OPEN, State.ADDED),
        move("set_aside", State.WAITING, State.SET_ASIDE),
    ),
)

_ADDS = (Relation.SOLID_LINE, Relation.DEPUTY, Relation.PEOPLE_ADMIN)

POLICY = Policy(
    grants(
        # Everything the directory says about oneself, and who is in one's departments.
        see_own=(Relation.OWN,),
        # What any colleague may know of another.
        see=ABOUT_A_PERSON,
        # On what terms somebody works, which decides whose leave policy is theirs.
        see_contract=(Relation.OWN, Relation.PEOPLE_ADMIN),
        # About newcomers, who stand in no line yet: SOLID_LINE and DEPUTY are those who answer for some department.
        add=_ADDS,
        set_aside=(Relation.PEOPLE_ADMIN,),
        # About a department: of those who own it or one above it; never of a deputy.
        set_deputy=(Relation.SOLID_LINE, Relation.PEOPLE_ADMIN),
    )
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says about an account. Nothing of it is believed beyond what `tidied` leaves."""

    name: str = ""
    email: str = ""
    """Empty unless it is confirmed and of this very workspace: whoever has the address gets the person's place."""
    time_zone: str = ""
    locale: str = ""
    app: bool = False
    deactivated: bool = False

    @property
    def obstacle(self) -> Obstacle | None:
        """Why this account is nobody's."""
        if self.app:
            return Obstacle.APP
        return Obstacle.DEACTIVATED if self.deactivated else None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A Slack account that turned up, or that somebody wants to add."""

    id: int
    slack_id: str
    profile: Profile
    seen_at: datetime
    introduced: bool
    """Whether Slack was asked who they are."""
    used: str
    """The command they used, or HOME or BUTTON; empty for one whom a colleague wants to add."""
    obstacle: Obstacle | None
    state: State
    version: int
    opened: int
    """The version at which they turned up: one who leaves and comes back is put to people on a card of its own."""
    known_as: PersonId | None
    closed_by: PersonId | None
    closed_at: datetime | None

    @property
    def person(self) -> PersonId:
        """Nobody in the directory."""
        return NOBODY

    @property
    def waits(self) -> bool:
        """Whether nobody has said yet who they are."""
        return self.state is State.WAITING

    @property
    def name(self) -> str:
        """What to call them."""
        return self.profile.name or "Somebody"


def tidied(profile: Profile) -> Profile:
    """The profile as it is kept: what the directory could not take is left out."""
    return Profile(
        _or_nothing(checks.label, _visible(profile.name)[:200]),
        _or_nothing(checks.email, _visible(profile.email)),
        _or_nothing(checks.time_zone, profile.time_zone),
        _or_nothing(checks.locale, profile.locale),
        profile.app,
        profile.deactivated,
    )


def _visible(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"})


def _or_nothing(check: Callable[[str], str], text: str) -> str:
    try:
        return check(text)
    except ValueError:
        return ""
