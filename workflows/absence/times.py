"""When somebody is reminded: on a working day of theirs, in their morning, where they are (R42)."""

from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from workflows.calendar import store as calendar
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.organisation import store as organisation

MORNING = time(9)


def working_day(tx: Tx, person: PersonId, day: date, count: int) -> date:
    """The `count`-th working day of somebody after a day; for 0 the day itself. Monday to Friday without a pattern."""
    if count == 0:
        return day
    try:
        return calendar.working_time(tx, person, day, day).after(day, count)
    except Refused:
        weekdays = (found for ahead in range(1, 7 * count + 7) if (found := day + timedelta(ahead)).weekday() < 5)
        return next(islice(weekdays, count - 1, None))


def works(tx: Tx, person: PersonId, day: date) -> bool:
    """Whether it is a working day of theirs; Monday to Friday without a pattern."""
    try:
        return calendar.working_time(tx, person, day, day).working(day)
    except Refused:
        return day.weekday() < 5


def morning(tx: Tx, person: PersonId, day: date) -> datetime:
    """Nine o'clock of that day where somebody is."""
    zone = ZoneInfo(organisation.facts(tx, person).person.time_zone)
    return datetime.combine(day, MORNING, zone)


def returns(tx: Tx, person: PersonId) -> datetime | None:
    """The morning on which somebody who is away today is back; None for one who is here."""
    today = organisation.facts(tx, person).person.today(tx.now)
    away = next((one for one in calendar.stretches(tx, person) if one.meets(today)), None)
    return morning(tx, person, working_day(tx, person, away.last, 1)) if away else None


def come(tx: Tx, person: PersonId, day: date) -> bool:
    """Whether that morning has come."""
    return morning(tx, person, day) <= tx.now
