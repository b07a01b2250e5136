"""`/leave who` and its picture: everybody's dates, nobody's reasons, halves and holidays in their place."""

from datetime import date

import pytest
from babel import Locale

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import Office, an_office
from workflows.calendar import month
from workflows.calendar.month import Cell
from workflows.calendar.rules import Absent, Half, Span
from workflows.calendar.store import working_time
from workflows.kernel.replies import Say


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock, an_office())


def said(reply: object) -> Say:
    assert isinstance(reply, Say)
    return reply


def test_each_scope_names_its_own_and_a_request_that_waits_is_nobodys_business(office: Office) -> None:
    office.does("bea", "approve", office.asks("zoe", "2026-12-22"))
    office.asks("tom", "2026-12-23")
    for typed, title in [("who", "those you manage"), ("who team", "your department"), ("who company", "the company")]:
        reply = said(office.types("ann", typed))
        assert "Zoe*: Tue, 22 Dec 2026" in str(reply.message.blocks)
        assert title in str(reply.message.blocks)
        assert "Tom*" not in str(reply.message.blocks)
        assert reply.message.picture is not None
        assert "Zoe" in reply.message.picture.alt
    assert "Nobody." in str(said(office.types("ann", "who today")).message.blocks)


def test_the_picture_is_a_picture(office: Office) -> None:
    office.does("bea", "approve", office.asks("zoe", "2026-12-22"))
    picture = said(office.types("ann", "who company week")).message.picture
    assert picture is not None
    assert picture.draw().startswith(b"\x89PNG")


def test_halves_holidays_and_free_days_stand_where_they_are(store: Store, office: Office) -> None:
    ann = office.person("ann")
    days = month.days_from(date(2026, 12, 21), weeks=1)
    away = [Absent(ann, Span(date(2026, 12, 22), date(2026, 12, 23), Half.PM, Half.AM))]
    works = store.read(lambda tx: working_time(tx, ann, days[0], days[-1]))
    drawn = month.row("Ann", days, works, away)
    work, gone, free, holiday = [Cell.WORK], [Cell.AWAY], [Cell.FREE], [Cell.HOLIDAY]
    assert list(drawn.halves) == work * 2 + work + gone + gone + work + work * 2 + holiday * 4 + free * 2
    assert month.draw([drawn], days, date(2026, 12, 21), Locale("de")).startswith(b"\x89PNG")
