"""Who is asked about a request on a day, when those whose turn it is may be away (R43). Never the person themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.calendar.rules import Span


@dataclass(frozen=True, slots=True)
class Approver:
    """One in the line who may decide."""

    person: int
    away: tuple[Span, ...] = ()
    """Their own certain absences."""
    substitute: int | None = None
    """Named in the leave that keeps them away."""
    deputy: int | None = None

    def there(self, day: date) -> bool:
        """Whether they are there for any of that day."""
        return all(Span.of(day).without(span) for span in self.away)


def asked_on(line: Sequence[Approver], day: date, person: int) -> tuple[int, ...]:
    """R43: who is asked, in turn, from a day on: first who is there or stands in, then the rest of the line.

    For one who is away: the substitute of that leave, else the deputy, else the next in line; when nobody is there,
    the line as it is, because a request never waits for nobody (T22, T23).
    """
    here = {approver.person: approver.there(day) for approver in line}
    for position, approver in enumerate(line):
        stands_in = _stand_in(approver, here, person)
        if stands_in is not None:
            rest = _everybody(line[position:])
            return tuple(dict.fromkeys(one for one in (stands_in, *rest) if one != person))
    return tuple(dict.fromkeys(one for one in _everybody(line) if one != person))


def _stand_in(approver: Approver, here: dict[int, bool], person: int) -> int | None:
    if here[approver.person] and approver.person != person:
        return approver.person
    for one in (approver.substitute, approver.deputy):
        if one is not None and one not in (person, approver.person) and here.get(one, True):
            return one
    return None


def _everybody(line: Iterable[Approver]) -> Iterable[int]:
    for approver in line:
        yield approver.person
        if approver.deputy is not None:
            yield approver.deputy
