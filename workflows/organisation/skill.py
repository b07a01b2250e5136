"""What is known about skills, as values: pure."""

from dataclasses import dataclass
from datetime import date

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Ref

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Skill:
    """Something people can do, at a level from 1 to 5."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody holds a skill: as the latest assessment until the day asked about says."""

    person: PersonId
    skill: int
    level: int
    """From 1 to 5."""
    assessed_on: date
    assessed_by: PersonId
    expires_on: date | None = None
    """The last day of the certificate, where there is one."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One assessment as it was written; level 0 says that the skill is no longer held."""

    id: int
    person: PersonId
    skill: int
    level: int
    assessed_on: date
    assessed_by: PersonId
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody and a skill: they wish to learn it, or they offer to mentor others in it."""

    person: PersonId
    skill: int


@dataclass(frozen=True, slots=True)
class Need:
    """So many people of a department and those below it are to hold a skill at that level or above."""

    department: int
    skill: int
    level: int
    people: int
    """The floor."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request still lacks."""

    source: Ref
    project: int
    skill: int
    level: int
    people: int
    first: date
    last: date
