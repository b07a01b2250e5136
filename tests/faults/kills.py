"""Kills at named points, as many as wanted: one leave after another, and ticks of every workflow, on both databases.

`python -m tests.faults.kills --kills 1000`. Each course of events is drawn from the seed; after each one the checker
reads the database and what Slack received. A failing course is printed with what is needed to see it again.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.rehearse import SAMPLE
from tests.faults.crashes import APPROVE, DECLINE, Course, Desk
from tests.faults.laboratory import Laboratory
from tests.faults.points import (
    AMONG_REPLICAS,
    AT_HOME,
    DELIVERING,
    EACH_TICK,
    IN_THE_LISTENER,
    KEEPING,
    LOOKING,
    OF_LEAVE,
    SEALING,
    SHOWING,
    UPDATING,
    Point,
)
from tests.postgres import Server

STORES = ("sqlite", "postgresql")
COURSES_EACH = 12
"""In one laboratory: people have so many days of leave."""
BEFORE_THE_COMMIT = (Point.RECEIVED, Point.RECOGNISED, *KEEPING, OF_LEAVE[0], Point.DECIDED)
AFTER_IT = (*DELIVERING, *OF_LEAVE[1:], *SEALING)


@dataclass
class Tally:
    """What was done so far."""

    kills: Counter[str] = field(default_factory=Counter)
    courses: int = 0
    messages: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        return not (self.lost or self.doubled or self.wrong)

    def __str__(self) -> str:
        fewest = min(self.kills.values(), default=0)
        return (
            f"{self.kills.total()} kills at {len(self.kills)} named points (at each {fewest} or more), "
            f"{self.courses} leaves from the command to the decision, {self.messages} messages checked: "
            f"{len(self.lost)} lost, {len(self.doubled)} doubled, {len(self.wrong)} wrong"
        )


class Dice:
    """Draws courses, so that each point has its turn."""

    def __init__(self, seed: int, store: str) -> None:
        self._chance = random.Random(f"{seed}/{store}")  # noqa: S311 - repeatable, not a secret
        self._after = _turns(self._chance, (*AFTER_IT, *(AMONG_REPLICAS if store == "postgresql" else ())))
        self._opening = _turns(self._chance, (Point.ANSWERED, *SHOWING))  # a modal may be open when it dies there
        self._looking = _turns(self._chance, LOOKING)
        self._updating = _turns(self._chance, (*UPDATING, *AT_HOME, Point.COMMITTED, Point.ANSWERED))
        self._ticks = _turns(self._chance, EACH_TICK)

    def course(self) -> Course:
        """The next one."""
        after = next(self._after)
        looking = [next(self._looking)] if after == Point.AFTER_POST else []
        verb = self._chance.choice([APPROVE, APPROVE, DECLINE])
        return Course(
            typing=[*self._some(IN_THE_LISTENER[:-1], 2), next(self._opening)],
            submitting=[*self._some(BEFORE_THE_COMMIT, 3), after, *looking],
            ticking=[next(self._ticks) for _ in range(7)],
            deciding=self._decision(verb),
            verb=verb,
        )

    def _decision(self, verb: str) -> Sequence[str]:
        if verb == DECLINE:
            return [*self._some(KEEPING, 1), self._chance.choice(UPDATING)]
        return [*self._some(BEFORE_THE_COMMIT, 2), next(self._updating)]

    def _some(self, points: Sequence[str], most: int) -> Sequence[str]:
        return self._chance.sample(points, min(most, len(points)))


def campaign(seed: int, kills: int, store: str, tally: Tally, server: Server | None) -> Iterator[str]:
    """Kill so often on this store; says what was done, laboratory by laboratory."""
    done, number = 0, 0
    while done < kills:
        number += 1
        dice = Dice(seed + number, store)
        with tempfile.TemporaryDirectory(prefix="dotted-line-kills-") as name:
            folder = Path(name)
            database = server.new_database() if server else f"sqlite:///{folder / 'dotted-line.sqlite'}"
            with Laboratory(folder, SAMPLE, database, bots=3 if server else 1) as laboratory:
                desk = Desk(laboratory)
                desk.look_at_homes()
                done += sum(_survived(desk, dice.course(), tally) for _ in range(COURSES_EACH))
                tally.messages += desk.messages
        yield f"{store}, laboratory {number} (seed {seed + number}): {done} kills; so far {tally}"


def _survived(desk: Desk, course: Course, tally: Tally) -> int:
    try:
        desk.survives(course)
    except AssertionError as error:
        tally.wrong.append(f"{course}: {error}")
        raise
    tally.kills.update(course.points)
    tally.courses += 1
    return course.deaths


def _turns(chance: random.Random, points: Sequence[str]) -> Iterator[str]:
    """Each of them once, in any order, and again."""
    while True:
        yield from chance.sample(points, len(points))


def main() -> int:
    """0 when nothing was lost, doubled or wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="on both databases together, or on --store alone")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--store", choices=STORES, help="only this database; half on each otherwise")
    asked = parser.parse_args()
    stores = [asked.store] if asked.store else list(STORES)
    tally, began = Tally(), time.monotonic()
    for store in stores:
        server = Server() if store == "postgresql" else None
        try:
            if server:
                server.start()
            for line in campaign(asked.seed, asked.kills // len(stores), store, tally, server):
                _say(line)
        except AssertionError as error:
            _say(f"{store}: {error}\nreplay: python -m tests.faults.kills --seed {asked.seed} --store {store}")
        finally:
            if server:
                server.stop()
    for point, count in sorted(tally.kills.items()):
        _say(f"  {count:5} at {point}")
    _say(f"seed {asked.seed}, {time.monotonic() - began:.0f} s: {tally}")
    return 0 if tally.well else 1


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - what was seen


if __name__ == "__main__":
    sys.exit(main())
