"""What a department requires against what its people hold: counted, never ranked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.kernel.access import PersonId
from workflows.organisation.skill import Held, Need


@dataclass(frozen=True, slots=True)
class Gap:
    """One requirement and how it is met."""

    need: Need
    enough: int
    """How many hold it at the level or above."""
    below: int
    """How many hold it, not well enough yet."""
    expiring: int
    """How many of `enough` have a certificate that runs out by the day looked ahead to."""

    @property
    def lacking(self) -> int:
        """How many more it takes; nought when the floor is reached."""
        return max(0, self.need.people - self.enough)

    @property
    def soon_lacking(self) -> int:
        """The same, once the certificates have run out."""
        return max(0, self.need.people - (self.enough - self.expiring))


def gaps(
    needs: Iterable[Need], members: Mapping[int, frozenset[PersonId]], held: Sequence[Held], until: date
) -> list[Gap]:
    """Each need against the people of its department and below, the widest gap first."""
    found = [_gap(need, members.get(need.department, frozenset()), held, until) for need in needs]
    return sorted(found, key=lambda gap: (-gap.lacking, -gap.soon_lacking, gap.need.department, gap.need.skill))


def _gap(need: Need, members: frozenset[PersonId], held: Sequence[Held], until: date) -> Gap:
    holders = [one for one in held if one.skill == need.skill and one.person in members]
    enough = [one for one in holders if one.level >= need.level]
    expiring = [one for one in enough if one.expires_on is not None and one.expires_on <= until]
    return Gap(need, len(enough), len(holders) - len(enough), len(expiring))
