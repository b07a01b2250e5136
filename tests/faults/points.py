"""The named points at which a process may die, in one place; a test holds this list against the source."""

from enum import StrEnum


class Point(StrEnum):
    """In the order in which one press passes them."""

    RECEIVED = "listener.received"
    RECOGNISED = "transaction.recognised"
    RECORDED = "transaction.recorded"
    QUEUED = "transaction.queued"
    DECIDED = "listener.decided"
    COMMITTED = "listener.committed"
    ANSWERED = "listener.answered"
    CLAIMED = "outbox.claimed"
    RENDERED = "outbox.rendered"
    ADDRESSED = "outbox.addressed"
    BEFORE_POST = "outbox.before_post"
    AFTER_POST = "outbox.after_post"
    SENT = "outbox.sent"
    AFTER_UPDATE = "outbox.after_update"
    UPDATED = "outbox.updated"
    LOOKED = "outbox.looked"
    FOUND = "outbox.found"
    ADVANCED = "schedule.advanced"
    TICKED = "schedule.committed"


IN_THE_LISTENER = (Point.RECEIVED, Point.RECOGNISED, Point.DECIDED, Point.COMMITTED, Point.ANSWERED)
"""Each request passes these, whatever it asks for."""
KEEPING = (Point.RECORDED, Point.QUEUED)
"""Passed as well by what changes something."""
DELIVERING = (Point.CLAIMED, Point.RENDERED, Point.ADDRESSED, Point.BEFORE_POST, Point.AFTER_POST, Point.SENT)
UPDATING = (Point.AFTER_UPDATE, Point.UPDATED)
LOOKING = (Point.LOOKED, Point.FOUND)
"""Passed only after a crash or an answer that never came."""
ON_THE_CLOCK = (Point.ADVANCED, Point.TICKED)
