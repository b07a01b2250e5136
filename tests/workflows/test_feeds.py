"""Calendar feeds, read back by an independent iCalendar reader: dates right, nothing said that is not the reader's."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.routing import Route

from bot.clock import FollowedClock
from bot.feeds import Feeds
from bot.store import Store
from tests.workflows.leave_office import an_office
from workflows.calendar import store as calendar
from workflows.calendar.rules import Half, Span
from workflows.feeds import WORKFLOW
from workflows.feeds import store as feeds
from workflows.feeds.rules import Scope
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import run
from workflows.kernel.replies import Say
from workflows.organisation import lines
from workflows.organisation import store as organisation
from workflows.organisation.register import write

DECEMBER = Span(date(2026, 12, 7), date(2026, 12, 9))


@pytest.fixture
def office(store: Store) -> Store:
    """Ann and Zoe in Bea's Support; Dan leads Apollo, on which Ann works."""
    store.write(lambda tx: write(tx, an_office()))
    return store


def person(store: Store, name: str) -> PersonId:
    found = store.read(lambda tx: organisation.person_by_email(tx, f"{name}@x.org"))
    assert found is not None
    return found.id


def away(store: Store, name: str, span: Span, source: str = "leave/17", *, certain: bool = True) -> None:
    who = person(store, name)
    store.write(lambda tx: calendar.put_absence(tx, source, who, span, certain=certain))


def link(store: Store, name: str, scope: Scope) -> str:
    who = person(store, name)
    return store.write(lambda tx: feeds.open_feed(tx, who, scope))


async def fetched(store: Store, token: str) -> httpx.Response:
    pages = Starlette(routes=[Route("/feeds/{token}.ics", Feeds(store).answer)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(pages), base_url="http://bot") as client:
        return await client.get(f"/feeds/{token}.ics")


def read(store: Store, token: str) -> list[dict[str, object]]:
    answer = asyncio.run(fetched(store, token))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    return list(_events(answer.content))


def _events(content: bytes) -> Iterator[dict[str, object]]:
    for event in Calendar.from_ical(content).walk("VEVENT"):
        yield {
            "uid": str(event["uid"]),
            "title": str(event["summary"]),
            "starts": event.decoded("dtstart"),
            "ends": event.decoded("dtend"),
            "free": str(event["transp"]) == "TRANSPARENT",
            "status": str(event["status"]),
            "sequence": event.decoded("sequence"),
        }


def status(store: Store, token: str) -> int:
    return asyncio.run(fetched(store, token)).status_code


def test_whole_days_are_dates_and_end_the_day_after(office: Store) -> None:
    away(office, "ann", DECEMBER)
    (event,) = read(office, link(office, "ann", Scope.MINE))
    assert (event["starts"], event["ends"]) == (date(2026, 12, 7), date(2026, 12, 10))
    assert (event["title"], event["free"], event["status"]) == ("Away", False, "CONFIRMED")


def test_others_are_free_and_named(office: Store) -> None:
    away(office, "ann", DECEMBER)
    (event,) = read(office, link(office, "bea", Scope.DEPARTMENT))
    assert (event["title"], event["free"]) == ("Ann: away", True)


def test_half_days_are_hours_up_to_noon_and_from_noon(office: Store) -> None:
    away(office, "ann", Span(date(2026, 12, 7), date(2026, 12, 9), Half.PM, Half.AM))
    first, days, last = read(office, link(office, "ann", Scope.MINE))
    assert first["starts"] == datetime(2026, 12, 7, 12, tzinfo=UTC)
    assert (days["starts"], days["ends"]) == (date(2026, 12, 8), date(2026, 12, 9))
    assert last["ends"] == datetime(2026, 12, 9, 12, tzinfo=UTC)


def test_one_half_day_is_one_entry(office: Store) -> None:
    away(office, "ann", Span(date(2026, 12, 7), date(2026, 12, 7), Half.AM))
    (event,) = read(office, link(office, "ann", Scope.MINE))
    assert event["ends"] == datetime(2026, 12, 7, 12, tzinfo=UTC)


def test_a_change_keeps_its_uid_and_counts_on_and_a_cancellation_says_so(office: Store) -> None:
    away(office, "ann", DECEMBER)
    token = link(office, "ann", Scope.MINE)
    (before,) = read(office, token)
    away(office, "ann", Span(date(2026, 12, 7), date(2026, 12, 8)))
    (shortened,) = read(office, token)
    office.write(lambda tx: calendar.drop_absence(tx, "leave/17"))
    (gone,) = read(office, token)
    assert before["uid"] == shortened["uid"] == gone["uid"]
    assert [one["sequence"] for one in (before, shortened, gone)] == [0, 1, 2]
    assert gone["status"] == "CANCELLED"


def test_a_uid_says_nothing_of_the_kind_of_absence(office: Store) -> None:
    away(office, "ann", DECEMBER, "absence/3")
    away(office, "zoe", DECEMBER, "leave/3")
    for event in read(office, link(office, "bea", Scope.DEPARTMENT)):
        assert not any(word in str(event["uid"]) for word in ("absence", "leave"))


def test_sick_in_the_middle_of_a_leave_others_see_one_stretch_throughout(office: Store) -> None:
    """R39: neither its dates nor its UID nor a cancellation shows that anything happened."""
    token = link(office, "bea", Scope.DEPARTMENT)
    away(office, "ann", Span(date(2026, 12, 7), date(2026, 12, 11)))
    (before,) = read(office, token)
    away(office, "ann", Span(date(2026, 12, 9), date(2026, 12, 10)), "absence/1")
    away(office, "ann", Span(date(2026, 12, 7), date(2026, 12, 8)))
    away(office, "ann", Span(date(2026, 12, 11), date(2026, 12, 11)), "leave/18")
    (meanwhile,) = read(office, token)
    office.write(lambda tx: calendar.drop_absence(tx, "absence/1"))
    office.write(lambda tx: calendar.drop_absence(tx, "leave/18"))
    away(office, "ann", Span(date(2026, 12, 7), date(2026, 12, 11)))
    (after,) = read(office, token)
    for event in (meanwhile, after):
        assert {**event, "sequence": 0} == {**before, "sequence": 0}
    assert before["sequence"] < meanwhile["sequence"] < after["sequence"]  # type: ignore[operator] # integers
    assert len(read(office, link(office, "ann", Scope.MINE))) == 3


def test_what_was_only_asked_for_never_shows_not_even_when_it_was_declined(office: Store) -> None:
    away(office, "ann", DECEMBER, certain=False)
    token = link(office, "zoe", Scope.DEPARTMENT)
    assert read(office, token) == []
    office.write(lambda tx: calendar.drop_absence(tx, "leave/17"))
    assert read(office, token) == []


def test_each_scope_holds_its_own_people(office: Store) -> None:
    away(office, "ann", DECEMBER)
    away(office, "head", DECEMBER, "leave/18")
    seen = {scope: {one["title"] for one in read(office, link(office, "dan", scope))} for scope in Scope}
    assert seen[Scope.MINE] == set()
    assert seen[Scope.TEAM] == {"Ann: away"}
    assert seen[Scope.COMPANY] == {"Ann: away", "Head: away"}


def test_a_new_link_closes_the_old_and_an_unknown_one_says_nothing(office: Store) -> None:
    old = link(office, "ann", Scope.MINE)
    new = link(office, "ann", Scope.MINE)
    assert (status(office, old), status(office, new), status(office, "guess"), status(office, "x" * 4000)) == (
        404,
        200,
        404,
        404,
    )


def test_a_leavers_link_is_closed(office: Store, clock: FollowedClock) -> None:
    token = link(office, "ann", Scope.COMPANY)
    assert status(office, token) == 200
    clock.follow(datetime(2023, 12, 31, tzinfo=UTC), speed=0)
    assert status(office, token) == 404
    clock.follow(datetime(2026, 11, 23, 9, tzinfo=UTC) + timedelta(days=1), speed=0)
    assert status(office, token) == 200


def test_a_link_is_made_and_closed_from_slack_and_its_secret_is_not_kept(office: Store) -> None:
    ann = office.read(lambda tx: lines.actor(tx, "U0ANN", tx.now))
    assert ann is not None
    made = office.write(lambda tx: run(WORKFLOW, "link", tx, ann, form={"selected": "team"}))
    assert isinstance(made, Say)
    token = made.message.text.rpartition("/")[2].removesuffix(".ics")
    assert status(office, token) == 200
    closed = office.write(lambda tx: run(WORKFLOW, "close", tx, ann, form={"selected": "team"}))
    assert isinstance(closed, Say)
    assert status(office, token) == 404
    with pytest.raises(Refused, match="no such link"):
        office.write(lambda tx: run(WORKFLOW, "close", tx, ann, form={"selected": "team"}))
    with pytest.raises(Refused, match="which calendar"):
        office.write(lambda tx: run(WORKFLOW, "link", tx, ann, form={"selected": "everything"}))
