"""A level somebody proposes for themselves: nothing is rated until whoever rates has said so."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.kernel.access import PersonId


class Standing(StrEnum):
    """How it stands."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    """Rated, at this level or at another one."""
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Claim:
    """One such proposal. `state` is not an item's: the kernel asks the machine about items alone."""

    id: int
    person: PersonId
    skill: int
    level: int
    note: str
    """The person's words; read by them and by whoever rates."""
    standing: Standing
    version: int
    answer: str
    """Why it was declined; read by the same."""
    decided_by: PersonId | None
    state: StrEnum | None = None
