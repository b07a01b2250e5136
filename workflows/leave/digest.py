"""What a digest says of leave: decisions and words that are waited for, thin cover, and what is about to expire.

Never a reason.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from workflows.calendar.rules import local_date
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.digests import OPERATIONS, Edition, Kind, Line, Press, Reader, Weight
from workflows.kernel.flow import Tx
from workflows.language import listed, marked, marked_many, speaking, tr, trn
from workflows.leave import consultations, offers, store, worked
from workflows.leave.consultations import Consultation
from workflows.leave.leftover import Leftover, leftovers
from workflows.leave.outlook import floor_text
from workflows.leave.records import Leave
from workflows.leave.shortfall import Short, shortfalls
from workflows.leave.worked import Worked
from workflows.organisation import store as organisation
from workflows.wording import blocks
from workflows.wording.phrases import aged, counted, dated, during, spanned

_VERBS = ("approve", "approve_first", "approve_cancel")
EXPIRING = {Kind.DAILY: timedelta(days=7), Kind.WEEKLY: timedelta(days=60), Kind.MINE: timedelta(days=60)}
"""How long before its last day leave that is left is spoken of."""
MOST_NAMES = 8


def digest(tx: Tx, edition: Edition) -> Mapping[PersonId, Sequence[Line]]:
    """A dozen queries, whoever reads."""
    found = defaultdict[PersonId, list[Line]](list)
    if edition.kind in OPERATIONS:
        _decisions(tx, edition, found)
        _worked(tx, edition, found)
        _thin(tx, edition, found)
    if edition.kind is Kind.PROJECT:
        _words(tx, edition, found)
    if edition.kind in EXPIRING:
        _expiring(tx, edition, found)
    return found


def _decisions(tx: Tx, edition: Edition, found: dict[PersonId, list[Line]]) -> None:
    asked = [(one, _asked(one)) for one in store.waiting(tx)]
    waiting = [(one, person) for one, person in asked if person is not None and person in edition.readers]
    names = organisation.names(tx, {one.person for one, _ in waiting})
    for one, person in waiting:
        reader = edition.readers[person].actor
        with speaking(reader.locale):
            found[person].append(_line(tx, reader, one, names.get(one.person, "")))


def _asked(leave: Leave) -> PersonId | None:
    """Whom the question reached last."""
    return next((step.person for step in reversed(leave.steps) if step.asked_at is not None), None)


def _line(tx: Tx, reader: Actor, leave: Leave, name: str) -> Line:
    asked = leave.request.asked_at
    text = tr(
        "{name} waits for your answer about leave {days}, asked for {since}.",
        name=blocks.bold(name),
        days=during(leave.request.span),
        since=aged((reader.today - local_date(asked, reader.time_zone)).days if asked else 0),
    )
    return Line(Weight.DECIDE, text, lambda: _press(tx, reader, leave))


def _press(tx: Tx, reader: Actor, leave: Leave) -> Press | None:
    """The decision that can be made at once; declining needs a reason, and the card has it."""
    verbs = offers.offered(tx, reader, leave)
    verb = next((one for one in _VERBS if one in verbs), None)
    label = tr("Cancel it", context="leave") if verb == "approve_cancel" else tr("Approve")
    value = f"{leave.id}.{leave.version}"
    return Press(label, f"leave:{verb}", value, "primary") if verb else None


def _worked(tx: Tx, edition: Edition, found: dict[PersonId, list[Line]]) -> None:
    """Work on days off, to be taken off instead."""
    waiting = [one for one in worked.waiting(tx) if one.asked_of in edition.readers]
    names = organisation.names(tx, {one.person for one in waiting})
    for one in waiting:
        with speaking(edition.readers[one.asked_of].actor.locale):
            found[one.asked_of].append(_worked_line(one, names.get(one.person, "")))


def _worked_line(one: Worked, name: str) -> Line:
    text = tr(
        "{name} waits for your word about work on a day off, {day}.", name=blocks.bold(name), day=spanned(one.span)
    )
    return Line(
        Weight.DECIDE, text, lambda: Press(tr("Confirm"), "leave:confirm", f"{one.id}.{one.version}", "primary")
    )


def _words(tx: Tx, edition: Edition, found: dict[PersonId, list[Line]]) -> None:
    """What project managers were asked about and have not answered."""
    waiting = [one for one in consultations.waiting(tx) if one.asked in edition.readers and one.open]
    names = organisation.names(tx, {one.person for one in waiting})
    for one in waiting:
        with speaking(edition.readers[one.asked].actor.locale):
            found[one.asked].append(_word_line(one, names.get(one.person, "")))


def _word_line(one: Consultation, name: str) -> Line:
    text = tr(
        "Is it a concern for your project that {name} is away {days}? Your word is awaited until {day}.",
        name=blocks.bold(name),
        days=during(one.span),
        day=dated(one.until),
    )
    return Line(Weight.DECIDE, text, lambda: Press(tr("No concern"), "leave:no_concern", f"{one.id}.{one.version}"))


def _thin(tx: Tx, edition: Edition, found: dict[PersonId, list[Line]]) -> None:
    """Where too few will be there in the next two weeks, as things stand."""
    by_day = defaultdict[date, list[Reader]](list)
    for reader in edition.readers.values():
        by_day[reader.actor.today].append(reader)
    for day, readers in by_day.items():
        known = shortfalls(tx, {one for reader in readers for one in reader.departments}, day)
        for reader in readers:
            with speaking(reader.actor.locale):
                shorts = [short for one in sorted(reader.departments) for short in known.get(one, ())]
                found[reader.actor.person] += [_thin_line(tx, short) for short in shorts]


_THIN = {
    False: marked("{department} has {present} of {scheduled} people on {day}; {floor}."),
    True: marked("{department} has {present} of {scheduled} people who know {skill} on {day}; {floor}."),
}
_THIN_LONG = {
    False: marked_many(
        "{department} is short of people on {count} day, first on {day}: {present} of {scheduled}; {floor}.",
        "{department} is short of people on {count} days, first on {day}: {present} of {scheduled}; {floor}.",
    ),
    True: marked_many(
        "{department} is short of people who know {skill} on {count} day, first on {day}: {present} of "
        "{scheduled}; {floor}.",
        "{department} is short of people who know {skill} on {count} days, first on {day}: {present} of "
        "{scheduled}; {floor}.",
    ),
}
"""By whether a skill is asked for."""


def _thin_line(tx: Tx, short: Short) -> Line:
    first, days = short.covers[0], short.days
    said: dict[str, Any] = {
        "department": blocks.bold(organisation.chart(tx).departments[short.department].name),
        "skill": blocks.escaped(short.floor.skill or "", 80),
        "present": first.present,
        "scheduled": first.scheduled,
        "day": dated(first.day),
        "floor": floor_text(short.floor),
    }
    skilled = short.floor.skill is not None
    text = tr(_THIN[skilled], **said) if len(days) == 1 else trn(*_THIN_LONG[skilled], len(days), **said)
    return Line(Weight.HEED, text, lambda: Press(tr("Show who is away"), "leave:who"))


def _expiring(tx: Tx, edition: Edition, found: dict[PersonId, list[Line]]) -> None:
    """What people lose unless they take it; one query."""
    until = EXPIRING[edition.kind]
    first = min((one.actor.today for one in edition.readers.values()), default=date.max)
    last = max((one.actor.today for one in edition.readers.values()), default=date.min) + until
    left = leftovers(tx, edition.people, first, last) if edition.people else []
    names = organisation.names(tx, {one.person for one in left})
    for person, theirs in _by_reader(edition, left).items():
        reader = edition.readers[person]
        with speaking(reader.actor.locale):
            found[person] += _leftover_lines(reader.actor, until, theirs, names)


def _by_reader(edition: Edition, left: Sequence[Leftover]) -> Mapping[PersonId, list[Leftover]]:
    found = defaultdict[PersonId, list[Leftover]](list)
    for one in left:
        for person in edition.about.get(one.person, ()):
            found[person].append(one)
    return found


def _leftover_lines(
    reader: Actor, until: timedelta, left: Sequence[Leftover], names: Mapping[PersonId, str]
) -> list[Line]:
    """A line for each last day, whoever it concerns."""
    by_day = defaultdict[date, list[Leftover]](list)
    for one in left:
        if reader.today <= one.last_day <= reader.today + until:
            by_day[one.last_day].append(one)
    return [_leftover_line(reader, day, theirs, names) for day, theirs in sorted(by_day.items())]


def _leftover_line(reader: Actor, day: date, left: Sequence[Leftover], names: Mapping[PersonId, str]) -> Line:
    if left[0].person == reader.person:
        text = tr(
            "{amount} of your leave can be taken until {day}, and not after.",
            amount=counted(left[0].amount, left[0].unit),
            day=dated(day),
        )
        return Line(Weight.HEED, text, lambda: Press(tr("Ask for leave"), "leave:open"))
    said = [
        tr(
            "{name} ({amount})",
            name=blocks.bold(names.get(one.person, "")),
            amount=counted(one.amount, one.unit),
        )
        for one in left[:MOST_NAMES]
    ]
    more = len(left) - MOST_NAMES
    rest = [trn("{count} more", "{count} more", more)] if more > 0 else []
    text = tr("Leave that is not taken by {day} expires: {names}.", day=dated(day), names=listed([*said, *rest]))
    return Line(Weight.HEED, text)
