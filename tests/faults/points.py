"""The named points at which a process may die, in one place; a test holds this list against the source."""

from enum import StrEnum

from workflows import WORKFLOWS


class Point(StrEnum):
    """In the order in which one press passes them, then a tick; then what happens apart from both."""

    RECEIVED = "listener.received"
    RECOGNISED = "transaction.recognised"
    RECORDED = "transaction.recorded"
    QUEUED = "transaction.queued"
    DECIDED = "listener.decided"
    COMMITTED = "listener.committed"
    ANSWERED = "listener.answered"
    READY_TO_SHOW = "reply.ready"
    SHOWN = "reply.shown"
    CLAIMED = "outbox.claimed"
    RENDERED = "outbox.rendered"
    DROPPED = "outbox.dropped"
    ADDRESSED = "outbox.addressed"
    BEFORE_POST = "outbox.before_post"
    AFTER_POST = "outbox.after_post"
    KEPT = "outbox.kept"
    SENT = "outbox.sent"
    BEFORE_UPDATE = "outbox.before_update"
    AFTER_UPDATE = "outbox.after_update"
    UPDATED = "outbox.updated"
    POSTPONED = "outbox.postponed"
    BURIED = "outbox.buried"
    DOUBTED = "outbox.doubted"
    BEFORE_LOOK = "outbox.before_look"
    LOOKED = "outbox.looked"
    FOUND = "outbox.found"
    HOME_COMPOSED = "home.composed"
    HOME_PUBLISHED = "home.published"
    HOME_KEPT = "home.kept"
    SEALED = "seal.sealed"
    SEAL_COMMITTED = "seal.committed"
    SEAL_KEPT = "seal.kept"
    RUNG = "bell.rung"
    ADVANCED = "schedule.advanced"
    DUE = "schedule.queued"
    TICKED = "schedule.committed"
    ASKED_ABOUT = "newcomer.asked"
    INTRODUCED = "newcomer.introduced"
    FEED_RECOGNISED = "feed.recognised"
    FEED_WRITTEN = "feed.written"
    GONE = "retention.gone"
    MARKED = "retention.marked"
    LOCKED = "keys.locked"
    SETTLED = "keys.settled"
    ERASED = "person.erased"


IN_THE_LISTENER = (Point.RECEIVED, Point.RECOGNISED, Point.DECIDED, Point.COMMITTED, Point.ANSWERED)
"""Each request passes these, whatever it asks for."""
SHOWING = (Point.READY_TO_SHOW, Point.SHOWN)
"""Passed by what opens a modal."""
KEEPING = (Point.RECORDED, Point.QUEUED)
"""Passed as well by what changes something."""
DELIVERING = (
    *(Point.CLAIMED, Point.RENDERED, Point.ADDRESSED, Point.BEFORE_POST, Point.AFTER_POST, Point.KEPT, Point.SENT),
)
UPDATING = (Point.BEFORE_UPDATE, Point.AFTER_UPDATE, Point.UPDATED)
LOOKING = (Point.DOUBTED, Point.BEFORE_LOOK, Point.LOOKED, Point.FOUND)
"""Passed only after a crash or an answer that never came."""
FAILING = (Point.POSTPONED, Point.DROPPED, Point.BURIED)
"""Passed by what cannot be said, or not now: in storms."""
AT_HOME = (Point.HOME_COMPOSED, Point.HOME_PUBLISHED, Point.HOME_KEPT)
"""Passed once somebody whose page changed has opened App Home."""
SEALING = (Point.SEALED, Point.SEAL_COMMITTED, Point.SEAL_KEPT)
"""Passed a second after something went on record."""
AMONG_REPLICAS = (Point.RUNG,)
"""Passed on PostgreSQL alone."""
ON_THE_CLOCK = (Point.ADVANCED, Point.TICKED)
"""Passed by each tick, for each workflow; the next by a tick that has something to say."""
SAYING = (Point.DUE,)
OF_NEWCOMERS = (Point.ASKED_ABOUT, Point.INTRODUCED)
"""Passed once for whoever uses the bot and is not in the directory."""
OF_FEEDS = (Point.FEED_RECOGNISED, Point.FEED_WRITTEN)
"""Passed by each look of a calendar at its feed."""
OF_THE_HOUSE = (Point.GONE, Point.MARKED, Point.LOCKED, Point.SETTLED, Point.ERASED)
"""Passed daily, and by commands: what is over its time goes, words are locked anew, somebody is erased."""
IN_STORMS = tuple(point for point in Point if point not in (*OF_NEWCOMERS, *OF_FEEDS, *OF_THE_HOUSE))
"""Those that people who ask for leave pass sooner or later."""
EACH_TICK = tuple(f"{point}/{workflow.name}" for workflow in WORKFLOWS for point in ON_THE_CLOCK)
"""The same of each workflow: a process dies after one has done its part and before the next has."""
OF_LEAVE = tuple(f"{point}/leave" for point in (*KEEPING, Point.RENDERED, Point.AFTER_POST) if point != Point.QUEUED)
"""Points that name the workflow they are passed for, as a leave request passes them."""
