"""Who could mentor somebody in a skill: those who offer it and hold it at a higher level; never the person."""

from collections.abc import Iterable

from workflows.kernel.access import PersonId
from workflows.organisation.skill import Held, Wish


def mentors(person: PersonId, skill: int, held: Iterable[Held], offers: Iterable[Wish]) -> list[Held]:
    """The highest level first."""
    levels = {one.person: one for one in held if one.skill == skill}
    own = levels[person].level if person in levels else 0
    offering = {one.person for one in offers if one.skill == skill} - {person}
    found = [levels[one] for one in offering if one in levels and levels[one].level > own]
    return sorted(found, key=lambda one: (-one.level, one.person))
