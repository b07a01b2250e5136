"""When digests go out: once for each reader's local date, whatever restarts and however many replicas look.

The clock advances zone by zone and time by time. Whoever moves such a round to a date alone says what is due on it;
what comes more than twelve hours late is skipped, and that is on record.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflows.digest import channels, readership, store
from workflows.digest.channels import NAME
from workflows.digest.rules import USUAL, Missed, Setting, begun, come, key
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.digests import Edition
from workflows.kernel.flow import Event, Notice, Ref, Tx, digests


def due(tx: Tx) -> Iterable[Notice]:
    """What has come since the last look: three queries while it is nothing."""
    done, times = store.rounds(tx), {USUAL} | store.times(tx)
    for zone in filter(_exists, store.zones(tx)):
        for at in sorted(times):
            known = done.get((zone, at))
            if known is None:
                store.begin(tx, zone, at, begun(zone, at, tx.now))
            else:
                yield from _round(tx, zone, at, known)


def _round(tx: Tx, zone: str, at: str, done: date) -> Iterator[Notice]:
    for missed in come(zone, at, done, tx.now):
        if not store.advance(tx, zone, at, done, missed.day):
            return
        done = missed.day
        chosen = store.settings(tx)
        living = store.living(tx, zone, missed.day)
        actors = {one: actor for one, actor in living.items() if chosen.get(one, Setting(one)).time(missed.day) == at}
        yield from _issued(tx, missed, actors, chosen)


def _issued(
    tx: Tx, missed: Missed, actors: Mapping[PersonId, Actor], chosen: Mapping[PersonId, Setting]
) -> Iterator[Notice]:
    for edition in readership.due_today(tx, missed.day, actors, chosen) if actors else ():
        if missed.late:
            _skip(tx, edition, missed.day)
            continue
        for person in digests(tx, edition):
            yield Notice(key(edition.kind, missed.day, person), person, edition.kind, Ref(NAME, person))
    if not missed.late:
        yield from channels.due(tx, missed.day, actors, chosen)


def _skip(tx: Tx, edition: Edition, day: date) -> None:
    for person in edition.readers:
        facts = {"kind": edition.kind.value, "day": day.isoformat()}
        tx.record(Event("skipped", Ref(NAME, person), 1, person, None, facts))


def _exists(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True
