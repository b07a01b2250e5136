"""Whose App Home shows that somebody is away today: their colleagues and whoever answers for them, if they ever looked.

What each process has noticed lasts until it ends; after that somebody's Home is put right when they next look at it.
"""

from sqlalchemy import bindparam, select

from bot.tables import HomeView
from bot.transaction import Transaction
from workflows.calendar import store as calendar
from workflows.kernel.access import PersonId
from workflows.organisation import store as organisation

_home = HomeView.__table__  # type: ignore[attr-defined] # SQLModel's stubs
_LOOKING = select(_home.c.person).where(_home.c.person.in_(bindparam("people", expanding=True)))


class Nearby:
    """Notices that somebody went away for today, or came back."""

    def __init__(self) -> None:
        self._away: set[PersonId] = set()

    def around(self, tx: Transaction, person: PersonId) -> set[PersonId]:
        """Those who look at Home and see it there; nobody while it is as it was."""
        known = organisation.person(tx, person)
        if known is None:
            return set()
        today = known.today(tx.now)
        away = any(one.certain for one in calendar.away(tx, [person], today, today))
        if away == (person in self._away):
            return set()
        (self._away.add if away else self._away.discard)(person)
        people = {*organisation.colleagues(tx, person, today), *organisation.chain(tx, person, today)}
        return {PersonId(row.person) for row in tx.fetch(_LOOKING, people=sorted(people))} if people else set()
