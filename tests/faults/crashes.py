"""One leave request from the command to the decision, with a bot that is killed on the way."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tests.faults.checker import Checker, Promise
from tests.faults.hands import Hands
from tests.faults.laboratory import Laboratory, until

APPROVE, DECLINE = "leave:approve", "leave:decline"
ANN, BEA = "U0ANN0001", "U0BEA0004"
HEAR_OF_ANN = frozenset({"U0DAN0018", "U0MAY0021", "#apollo", "#dunes"})
"""The project managers and channels of Ann's two projects."""
CONSULTED_ON_ANN = frozenset({"U0DAN0018", "U0MAY0021"})


@dataclass(frozen=True)
class Course:
    """Where the bot dies, by what Ann or Bea is about to do."""

    typing: Sequence[str] = ()
    submitting: Sequence[str] = ()
    reminding: Sequence[str] = ()
    ticking: Sequence[str] = ()
    """Half an hour later, when nothing is due."""
    deciding: Sequence[str] = ()
    verb: str = APPROVE

    @property
    def deaths(self) -> int:
        """How often it dies."""
        return len(self.points)

    @property
    def points(self) -> Sequence[str]:
        """Where it dies."""
        return (*self.typing, *self.submitting, *self.reminding, *self.ticking, *self.deciding)

    def __str__(self) -> str:
        steps = {"typing": self.typing, "submitting": self.submitting}
        steps |= {"reminding": self.reminding, "ticking": self.ticking}
        steps[self.verb.removeprefix("leave:")] = self.deciding
        return " ".join(f"{name}:{','.join(points)}" for name, points in steps.items() if points)


class Desk:
    """Ann, who asks, and Bea, who decides, in a laboratory that is kept for many requests."""

    def __init__(self, laboratory: Laboratory) -> None:
        self.laboratory = laboratory
        self.ann, self.bea = Hands(laboratory.workspace, ANN), Hands(laboratory.workspace, BEA)
        self.checker = Checker(laboratory.database, laboratory.workspace, {ANN: HEAR_OF_ANN})
        self._days = _working_days()
        self._promised: list[Promise] = []
        self._reminded: list[Promise] = []
        self._decided: set[str] = set()
        self.messages = 0
        """How many were checked at the last look."""

    def survives(self, course: Course) -> None:
        """Go through it, let everything settle, and find nothing lost, doubled or wrong: neither now nor before."""
        deaths = self.laboratory.deaths
        day = next(self._days)
        self._dies(course.typing)
        waiting = [course.submitting]  # whoever has to type anew submits anew: it dies there once
        self.ann.asks(day, before_submitting=lambda: self._dies(waiting.pop()) if waiting else None)
        self._promised.append((ANN, day))
        button = self.bea.waits_for_button(course.verb, self._decided)
        self.settles()
        if course.reminding:
            self._remind(course.reminding, (ANN, day))
        if course.ticking:
            self._tick(course.ticking)
        self._dies(course.deciding)
        self.bea.decides(button)
        self._decided.add(button.value)
        self.settles()
        until(lambda: self.laboratory.deaths >= deaths + course.deaths, "each death was seen", self._state)
        died = self.laboratory.deaths - deaths
        assert died == course.deaths, f"{died} deaths where {course.deaths} were due\n{self._state()}"
        findings = self.checker.inspect(self._promised, self._reminded)
        assert findings.well, findings
        assert findings.requests == len(self._promised)
        self.messages = findings.messages + findings.others

    def _remind(self, points: Sequence[str], promise: Promise) -> None:
        """Let it be the next morning."""
        self._reminded.append(promise)
        known = self.checker.said("waiting")
        self._dies(points)
        self.laboratory.workspace.clock.jump("tomorrow 10:00 Europe/London")
        until(lambda: self.checker.said("waiting") > known, "Bea is reminded", self._state)
        self.settles()

    def _tick(self, points: Sequence[str]) -> None:
        """Let half an hour pass: each bot ticks at once, and whoever is started again does."""
        self._dies(points)
        clock = self.laboratory.workspace.clock
        clock.jump(clock.now() + timedelta(minutes=30))
        self.settles()

    def look_at_homes(self) -> None:
        """Both open App Home: from now on it is shown anew whenever it changes."""
        for hands in (self.ann, self.bea):
            hands.opens_home()
            until(hands.sees_home, "App Home is shown", self._state)
        self.settles()

    def settles(self) -> None:
        """Nobody is to die any more, a bot is there, and nothing is on its way."""
        laboratory = self.laboratory
        until(lambda: not laboratory.kill_list.left(), "the bot died where it should", self._state)
        until(lambda: all(one.alive and one.ready for one in laboratory.children), "the bot is back", laboratory.tail)
        until(self.checker.settled, "everything is said", lambda: f"{self.checker.backlog()}\n{laboratory.tail()}")

    def _state(self) -> str:
        return f"left: {self.laboratory.kill_list.left()}\n{self.laboratory.tail()}"

    def _dies(self, points: Sequence[str]) -> None:
        if points:
            until(lambda: not self.laboratory.kill_list.left(), "the bot died where it should before", self._state)
            self.laboratory.kill_list.put(*points)


def _working_days() -> Iterator[date]:
    """Days on which everybody in London works, early enough to be asked for and far enough apart from one another."""
    first = date(2027, 1, 11)
    days = (first + timedelta(days=number) for number in itertools.count())
    return (day for day in days if day.weekday() in {1, 2, 3})
