"""When digests go out: once for each reader's local date, whatever restarts and however many replicas look.

The clock advances zone by zone and time by time. Whoever moves such a round to a date alone says what is due on it;
what comes more than twelve hours late is skipped, and that is on record.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial

from workflows.digest import channels, readership, store
from workflows.digest.channels import NAME
from workflows.digest.rules import USUAL, Missed, Setting, begun, come, held_as, key
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.digests import Kind
from workflows.kernel.flow import Event, Notice, Ref, Round, Tx
from workflows.organisation.zones import known


def rounds(tx: Tx) -> Iterator[Round]:
    """What has come since the last look: three queries while it is nothing."""
    done, times = store.rounds(tx), {USUAL} | store.times(tx)
    for zone in store.zones(tx):
        for at in sorted(times):
            last = done.get((zone, at))
            if last is None:
                yield Round(partial(store.begin, zone=zone, at=at, day=begun(known(zone), at, tx.now)))
            else:
                yield from _come(tx, zone, at, last)


def _come(tx: Tx, zone: str, at: str, done: date) -> Iterator[Round]:
    for missed in come(known(zone), at, done, tx.now):
        take = partial(store.advance, zone=zone, at=at, seen=done, day=missed.day)
        done = missed.day
        chosen = store.settings(tx)
        living = store.living(tx, zone, missed.day)
        actors = {one: actor for one, actor in living.items() if chosen.get(one, Setting(one)).time(missed.day) == at}
        yield _round(tx, take, missed, actors, chosen)


def _round(
    tx: Tx,
    take: Callable[[Tx], bool],
    missed: Missed,
    actors: Mapping[PersonId, Actor],
    chosen: Mapping[PersonId, Setting],
) -> Round:
    found = readership.due_today(tx, missed.day, actors, chosen) if actors else ()
    if missed.late:
        return Round(take, events=tuple(_skipped(kind, person, missed.day) for kind, person in found))
    theirs = (
        Notice(key(kind, missed.day, one), one, kind, Ref(NAME, one), card=held_as(kind, missed.day))
        for kind, one in found
    )
    return Round(take, (*theirs, *channels.due(tx, missed.day, actors, chosen)))


def _skipped(kind: Kind, person: PersonId, day: date) -> Event:
    facts = {"kind": kind.value, "day": day.isoformat()}
    return Event("skipped", Ref(NAME, person), 1, person, None, facts)
