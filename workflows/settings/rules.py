"""What roles somebody may have here, and that everybody settles their own: pure."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.kernel.access import PersonId, Policy, Relation, grants
from workflows.kernel.errors import Refused
from workflows.kernel.machine import Machine
from workflows.language import LANGUAGES, tr


class Role(StrEnum):
    """What somebody is to the company; most are several."""

    STAFF = "staff"
    OPERATIONS_MANAGER = "operations_manager"
    PROJECT_MANAGER = "project_manager"
    PEOPLE_ADMIN = "people_admin"


class State(StrEnum):
    """Settings are there, always."""

    SET = "set"


MACHINE = Machine(State, ())
POLICY = Policy(grants(own=(Relation.OWN,)))
AS_IN_SLACK = "slack"
"""Instead of a language: whatever Slack says."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whoever settles something for themselves."""

    person: PersonId
    role: Role | None = None
    """The role a press is about."""
    state: State | None = None
    version: int = 1


def number_of(role: Role) -> int:
    """How a button names it."""
    return list(Role).index(role) + 1


def role_numbered(number: int | None) -> Role | None:
    """The role a button names."""
    known = list(Role)
    return known[number - 1] if number is not None and 1 <= number <= len(known) else None


def read_language(text: str) -> str | None:
    """`de` or `Deutsch` as `de`, None for Slack's; raises Refused (`language`)."""
    said = text.strip().casefold()
    if said in (AS_IN_SLACK, ""):
        return None
    for code, name in LANGUAGES.items():
        if said in (code, name.casefold()):
            return code
    known = ", ".join(f"{name} ({code})" for code, name in LANGUAGES.items())
    text = tr("I don't speak that. I speak {languages}; `slack` is whatever Slack says.", languages=known)
    raise Refused(text, reason="language")
