"""Calendar entries as iCalendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, vDDDTypes
from icalendar import Event as Entry

from workflows.feeds.rules import Block
from workflows.language import tr


def written(shown: Iterable[Block], now: datetime) -> bytes:
    """The blocks as one calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Dotted Line//Who is away//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", tr("Who is away"))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for block in shown:
        calendar.add_component(_event(block, now))
    return bytes(calendar.to_ical())


def _event(block: Block, now: datetime) -> Entry:
    event = Entry()
    event.add("uid", block.uid)
    event.add("summary", block.title)
    event.add("dtstamp", now)
    event["dtstart"] = _when(block.starts)
    event["dtend"] = _when(block.ends)
    event.add("transp", "OPAQUE" if block.busy else "TRANSPARENT")
    event.add("status", "CANCELLED" if block.gone else "CONFIRMED")
    event.add("sequence", block.sequence)
    event.add("class", "PRIVATE")
    return event


def _when(value: date | datetime) -> vDDDTypes:
    return vDDDTypes(value.astimezone(UTC) if isinstance(value, datetime) else value)
