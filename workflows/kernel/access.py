"""Who may do what: a table of grants by relation. What the table does not say is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NewType

from workflows.kernel.errors import NotAllowed
from workflows.language import listed, marked, tr

PersonId = NewType("PersonId", int)
Permission = NewType("Permission", str)


class Relation(StrEnum):
    """How the one who acts stands to the person a subject is about."""

    OWN = "own"
    """It is about themselves. Whoever this holds for has no other relation: nobody decides about themselves (R43)."""
    SOLID_LINE = "solid_line"
    """They own the person's department, or one above it in the tree, on that day."""
    DEPUTY = "deputy"
    """They are the standing deputy of one who holds the solid line."""
    ASKED = "asked"
    """The stored route of this very request has reached them (a substitute, the next manager up)."""
    DOTTED_LINE = "dotted_line"
    """They lead a project that the person is allocated to."""
    PEOPLE_ADMIN = "people_admin"
    """They keep the directory. They configure; they do not read reasons or cases by default."""
    REQUESTER = "requester"
    """They made this very request about somebody or something else (a report, an ask for people)."""
    LEAD = "lead"
    """They manage the project that the subject belongs to, today."""
    MEMBER = "member"
    """They are allocated to the project that the subject belongs to."""
    PARTNER = "partner"
    """They were named to help with it: a mentor, a coach."""
    OWNER = "owner"
    """They answer for the subject and report on it: a milestone."""
    COLLEAGUE = "colleague"
    """Anybody else in the directory."""


ABOUT_A_PERSON = (
    Relation.OWN,
    Relation.SOLID_LINE,
    Relation.DEPUTY,
    Relation.ASKED,
    Relation.DOTTED_LINE,
    Relation.PEOPLE_ADMIN,
    Relation.COLLEAGUE,
)
"""What somebody may be to the person a subject is about: everybody is at least one of them."""
WORDS = {
    Relation.OWN: marked("the person themselves"),
    Relation.SOLID_LINE: marked("their operations manager"),
    Relation.DEPUTY: marked("the standing deputy"),
    Relation.ASKED: marked("whoever was asked to decide"),
    Relation.DOTTED_LINE: marked("their project manager"),
    Relation.PEOPLE_ADMIN: marked("a people admin"),
    Relation.REQUESTER: marked("whoever asked"),
    Relation.LEAD: marked("the project's manager"),
    Relation.MEMBER: marked("those allocated to the project"),
    Relation.PARTNER: marked("whoever was named to help"),
    Relation.OWNER: marked("whoever answers for it"),
    Relation.COLLEAGUE: marked("a colleague"),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts, as the directory knows them at this moment."""

    person: PersonId
    slack_id: str
    name: str
    time_zone: str
    locale: str
    today: date
    """Today's date where they are (R42)."""
    people_admin: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """One row of a policy."""

    permission: Permission
    to: Relation


_NOBODY: frozenset[Relation] = frozenset()


@dataclass(frozen=True)
class Policy:
    """All grants of a workflow."""

    grants: frozenset[Grant]

    def allows(self, permission: Permission, relations: Iterable[Relation]) -> bool:
        """Whether one of these relations was granted the permission."""
        return not self._granted.get(permission, _NOBODY).isdisjoint(relations)

    @cached_property
    def _granted(self) -> dict[Permission, frozenset[Relation]]:
        found: dict[Permission, frozenset[Relation]] = {}
        for grant in self.grants:
            found[grant.permission] = found.get(grant.permission, _NOBODY) | {grant.to}
        return found

    def require(self, permission: Permission, relations: Iterable[Relation]) -> None:
        """Return if allowed; raise NotAllowed, saying whose it is to do, otherwise."""
        if not self.allows(permission, relations):
            raise NotAllowed(self._refusal(permission))

    def _refusal(self, permission: Permission) -> str:
        allowed = [tr(WORDS[relation]) for relation in Relation if self.allows(permission, {relation})]
        if not allowed:
            return tr("Nobody can do that.")
        return tr(
            "You can't do that: it is for {whom}. Ask them, or see what you can do with `help` after the command.",
            whom=listed(allowed, "or"),
        )


def grants(**rows: Iterable[Relation]) -> frozenset[Grant]:
    """A policy's table, a permission a line: `grants(decide=(SOLID_LINE, DEPUTY), see=(OWN,))`."""
    return frozenset(Grant(Permission(name), relation) for name, relations in rows.items() for relation in relations)
