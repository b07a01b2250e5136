"""What is measured while the bot runs, for whoever watches it; no measure knows a person, a text or a reason for leave.

Measuring is adding to a number. The library that writes numbers down for Prometheus is loaded when they are asked for.
"""

import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How a measure behaves."""

    COUNTER = "counter"
    """Only grows, until the bot is started anew."""
    GAUGE = "gauge"
    """Goes up and down; read at the moment in which it is asked for."""
    HISTOGRAM = "histogram"
    """How many took how long, in seconds."""


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """One of them: what it says, and what tells its numbers apart."""

    name: str
    kind: Kind
    says: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()
    """Upper ends, in seconds."""


QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Slack waits three seconds for an ack."""
SLOW = (1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 14400.0)
ACK = Measure("dotted_line_ack_seconds", Kind.HISTOGRAM, "From a payload to its ack", ("kind",), QUICK)
REQUESTS = Measure("dotted_line_requests", Kind.COUNTER, "Payloads, by what became of them", ("kind", "outcome"))
MESSAGES = Measure("dotted_line_messages", Kind.COUNTER, "Messages that left the outbox, by how", ("fate",))
RETRIES = Measure("dotted_line_message_retries", Kind.COUNTER, "Messages that must wait again, by why", ("reason",))
LATE = Measure("dotted_line_message_late_seconds", Kind.HISTOGRAM, "From when it is due to when it is sent", (), SLOW)
SLACK = Measure("dotted_line_slack_errors", Kind.COUNTER, "Calls that Slack did not answer well", ("meaning", "reason"))
TICK = Measure(
    "dotted_line_tick_seconds", Kind.HISTOGRAM, "A look at what is due, all workflows", (), QUICK + SLOW[1:4]
)
TICK_FAILURES = Measure("dotted_line_tick_failures", Kind.COUNTER, "Looks that failed", ("workflow",))
WAITING = Measure("dotted_line_outbox_waiting", Kind.GAUGE, "Messages that are due and not out yet")
OLDEST = Measure("dotted_line_outbox_oldest_seconds", Kind.GAUGE, "Since when the oldest of them is due")
DOUBTFUL = Measure(
    "dotted_line_outbox_doubtful", Kind.GAUGE, "Messages of which nobody knows yet whether Slack has them"
)
DEAD = Measure("dotted_line_outbox_dead", Kind.GAUGE, "Messages that were given up and are still on record")
DATABASE = Measure("dotted_line_database_up", Kind.GAUGE, "1 while the database answers this process")
CONNECTIONS = Measure("dotted_line_socket_connections", Kind.GAUGE, "Socket Mode connections that stand")
STOPPED = Measure("dotted_line_delivery_stopped", Kind.GAUGE, "1 when Slack refuses the bot altogether")
MEASURES = (
    ACK,
    REQUESTS,
    MESSAGES,
    RETRIES,
    LATE,
    SLACK,
    TICK,
    TICK_FAILURES,
    WAITING,
    OLDEST,
    DOUBTFUL,
    DEAD,
    DATABASE,
    CONNECTIONS,
    STOPPED,
)
MOST_LABELS = 500
"""Of one measure; what comes after them is counted under `other`, whatever somebody makes up."""
Labels = tuple[str, ...]


@dataclass(slots=True)
class Spread:
    """How many of what took how long."""

    counts: list[int]
    total: float = 0.0


@dataclass
class Meters:
    """The numbers of one process."""

    counts: dict[Measure, dict[Labels, float]] = field(default_factory=lambda: defaultdict(dict))
    spreads: dict[Measure, dict[Labels, Spread]] = field(default_factory=lambda: defaultdict(dict))
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def count(self, measure: Measure, *labels: str) -> None:
        """One more."""
        with self._guard:
            held = self.counts[measure]
            known = _known(held, labels)
            held[known] = held.get(known, 0) + 1

    def time(self, measure: Measure, seconds: float, *labels: str) -> None:
        """One that took so long."""
        with self._guard:
            held = self.spreads[measure]
            known = _known(held, labels)
            spread = held.get(known)
            if spread is None:
                spread = held[known] = Spread([0] * (len(measure.buckets) + 1))
            spread.counts[bisect_left(measure.buckets, seconds)] += 1
            spread.total += seconds

    def clear(self) -> None:
        """As at the start."""
        with self._guard:
            self.counts.clear()
            self.spreads.clear()


def _known(held: Iterable[Labels], labels: Labels) -> Labels:
    if labels in held or not labels or len(held) < MOST_LABELS:  # type: ignore[arg-type] # a dict
        return labels
    return ("other",) * len(labels)


METERS = Meters()
