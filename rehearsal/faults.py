"""Misbehaviour on purpose: which calls and deliveries go wrong, how, and how often."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from fnmatch import fnmatchcase
from random import Random
from threading import Lock

TO_APP = "to:"
"""Patterns that begin so are about deliveries to apps (`to:block_actions`, `to:/leave`); others about API methods."""


class Fault(StrEnum):
    DELAY = "delay"
    """It happens `seconds` later."""
    DROP = "drop"
    """It never arrives: the line is cut before anything was done; a delivery is lost."""
    DUPLICATE = "duplicate"
    """It arrives twice."""
    REORDER = "reorder"
    """It waits until the next one has gone before it, at most `seconds`."""
    RATE_LIMITED = "429"
    SERVER_ERROR = "500"
    ACCEPT_THEN_CUT = "accept_then_cut"
    """It is done, and the line is cut before the answer."""
    ACCEPT_THEN_TIMEOUT = "accept_then_timeout"
    """It is done, and no answer comes for `seconds`."""
    DISCONNECT = "disconnect"
    """The app's Socket Mode connections are cut, then it goes on."""
    NO_CHARTS = "no_charts"
    """What holds a chart is refused, as in a workspace that has none yet."""


ONLY_CALLS = frozenset(
    {Fault.RATE_LIMITED, Fault.SERVER_ERROR, Fault.ACCEPT_THEN_CUT, Fault.ACCEPT_THEN_TIMEOUT, Fault.NO_CHARTS}
)


class FaultError(ValueError):
    """A fault was asked for that cannot be; the text says why."""


@dataclass(frozen=True)
class Plan:
    """One fault in force: `method` is a pattern with `*`, `rate` a share of what matches, `times` how often yet."""

    id: int
    method: str
    kind: Fault
    rate: float = 1.0
    seconds: float = 1.0
    times: int | None = None


class Faults:
    """The faults in force, drawn from one seeded generator. Thread-safe."""

    def __init__(self, *, seed: int = 0, on_change: Callable[[], None] | None = None) -> None:
        self._random = Random(seed)  # noqa: S311 - repeatable misbehaviour, not a secret
        self._plans: dict[int, Plan] = {}
        self._numbers = itertools.count(1)
        self._lock = Lock()
        self._on_change = on_change

    def add(
        self, *, method: str, kind: str, rate: float = 1.0, seconds: float | None = None, times: int | None = None
    ) -> Plan:
        """Put a fault in force. Raises `FaultError`."""
        fault = fault_called(kind)
        if not 0 < rate <= 1:
            raise FaultError("The rate is above 0 and at most 1.")
        if method.startswith(TO_APP) and fault in ONLY_CALLS:
            raise FaultError(f"“{kind}” is for calls of the Web API, not for deliveries to an app.")
        default = 30.0 if fault is Fault.ACCEPT_THEN_TIMEOUT else 1.0
        with self._lock:
            plan = Plan(next(self._numbers), method, fault, rate, default if seconds is None else seconds, times)
            self._plans[plan.id] = plan
        self._changed()
        return plan

    def remove(self, number: int) -> None:
        with self._lock:
            self._plans.pop(number, None)
        self._changed()

    def clear(self) -> None:
        with self._lock:
            self._plans.clear()
        self._changed()

    def plans(self) -> list[Plan]:
        with self._lock:
            return list(self._plans.values())

    def reseed(self, seed: int) -> None:
        with self._lock:
            self._random.seed(seed)

    def draw(self, name: str) -> Plan | None:
        """Decide whether this call (`chat.postMessage`) or delivery (`to:block_actions`) goes wrong, and how."""
        with self._lock:
            for plan in self._plans.values():
                if matches(plan, name) and self._random.random() < plan.rate:
                    self._use(plan)
                    return plan
        return None

    def _use(self, plan: Plan) -> None:
        if plan.times is None:
            return
        if plan.times <= 1:
            del self._plans[plan.id]
            return
        self._plans[plan.id] = replace(plan, times=plan.times - 1)

    def _changed(self) -> None:
        if self._on_change:
            self._on_change()


def matches(plan: Plan, name: str) -> bool:
    return plan.method.startswith(TO_APP) == name.startswith(TO_APP) and fnmatchcase(name, plan.method)


def fault_called(kind: str) -> Fault:
    try:
        return Fault(kind)
    except ValueError as error:
        raise FaultError(f"There is no fault {kind!r}; there are {', '.join(Fault)}.") from error
