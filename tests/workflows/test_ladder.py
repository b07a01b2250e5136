"""When a question climbs, to whom, and what is left unsaid by then: the borders of R43, to the minute."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import SQLModel

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import Office, an_office
from workflows.calendar import ladder
from workflows.calendar.ladder import Ladder
from workflows.calendar.rules import Span
from workflows.calendar.store import put_absence
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Ref
from workflows.organisation import chains
from workflows.organisation.chains import Chain

ASKED_AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
REF = Ref("staffing", 7)
_STEP = SQLModel.metadata.tables["chain_step"]


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    """Monday 23 November 2026, nine in London."""
    return Office.founded(store, clock, an_office())


def november(day: int) -> date:
    return date(2026, 11, day)


def at(office: Office, day: int, hour: int = 9, minute: int = 0) -> None:
    office.goes_to(datetime(2026, 11, day, hour, minute, tzinfo=UTC))


def away(office: Office, name: str, first: int, last: int) -> None:
    person, span = office.person(name), Span(november(first), november(last))
    office.store.write(lambda tx: put_absence(tx, f"test/{name}", person, span, certain=True))


def started(office: Office, *names: str) -> Chain:
    return office.store.write(lambda tx: chains.start(tx, REF, [office.person(name) for name in names]))


def latest(office: Office, remind_after: tuple[int, ...], before: int | None = None) -> tuple[int, date] | None:
    bea = office.person("bea")
    return office.store.read(lambda tx: ladder.latest(tx, bea, ASKED_AT, remind_after, before))


def is_up(office: Office, climb_after: int | None = 2, asked_at: datetime | None = ASKED_AT) -> bool:
    bea = office.person("bea")
    return office.store.read(lambda tx: ladder.is_up(tx, bea, asked_at, climb_after))


def climbed(office: Office, *never: str, kind: Ladder | None = None) -> list[PersonId]:
    """Whom the question reaches now."""
    without = [office.person(name) for name in never]
    steps = office.store.write(
        lambda tx: list(ladder.climbs(tx, "staffing", kind or Ladder((1,), 2), lambda _chain: without))
    )
    return [link.person for _, link in steps]


def line(office: Office) -> list[PersonId]:
    """Everybody on the route, in turn."""
    return [link.person for link in office.store.read(lambda tx: chains.steps(tx, REF)).links]


def test_a_reminder_is_due_from_nine_on_and_the_latest_says_all(office: Office) -> None:
    at(office, 24, 8, 59)
    assert latest(office, (1, 3)) is None
    at(office, 24)
    assert latest(office, (1, 3)) == (1, november(24))
    at(office, 26, 8, 59)
    assert latest(office, (1, 3)) == (1, november(24))
    at(office, 26)
    assert latest(office, (3, 1)) == (3, november(26))


def test_nobody_is_reminded_on_the_day_on_which_the_question_climbs_nor_later(office: Office) -> None:
    at(office, 26)
    assert latest(office, (1, 2, 3), before=2) == (1, november(24))
    assert latest(office, (1, 2, 3), before=3) == (2, november(25))
    assert latest(office, (2,), before=2) is None


def test_nobody_is_reminded_on_a_day_off(office: Office) -> None:
    at(office, 28, 12)
    assert latest(office, (1,)) is None
    at(office, 30, 8)
    assert latest(office, (1,)) == (1, november(24))


def test_time_is_up_at_nine_on_the_last_of_their_days(office: Office) -> None:
    at(office, 25, 8, 59)
    assert not is_up(office)
    at(office, 25)
    assert is_up(office)
    assert not is_up(office, climb_after=None)
    assert not is_up(office, asked_at=None)


@pytest.mark.parametrize(
    ("first", "last", "up"), [(24, 24, False), (24, 25, True), (24, 27, True)], ids=["back in time", "too late", "long"]
)
def test_time_is_up_at_once_for_one_who_is_back_only_after_the_answer_was_due(
    office: Office,
    first: int,
    last: int,
    up: bool,  # noqa: FBT001 # a table's column
) -> None:
    away(office, "bea", first, last)
    assert not is_up(office), "still here"
    at(office, 24, 8, 59)
    assert not is_up(office), "not before the morning"
    at(office, 24)
    assert is_up(office) is up


def test_one_who_is_away_for_a_day_has_a_day_more(office: Office) -> None:
    away(office, "bea", 24, 24)
    at(office, 25, 18)
    assert not is_up(office)
    at(office, 26)
    assert is_up(office)


def test_a_question_climbs_to_whom_the_one_away_has_named_and_then_as_before(office: Office) -> None:
    number = office.asks("bea", "2026-11-23", "2026-11-27", substitute="U0ZOE")
    office.does("head", "approve", number, 1)
    started(office, "bea", "tom", "head")
    bea, zoe, tom, head = (office.person(name) for name in ("bea", "zoe", "tom", "head"))
    assert climbed(office) == [zoe]
    assert line(office) == [bea, zoe, tom, head]
    assert climbed(office) == []
    at(office, 25)
    assert climbed(office) == [tom]


def test_a_question_does_not_climb_to_one_named_who_may_not_hear_it(office: Office) -> None:
    number = office.asks("bea", "2026-11-23", "2026-11-27", substitute="U0ZOE")
    office.does("head", "approve", number, 1)
    started(office, "bea", "tom")
    assert climbed(office, "zoe") == [office.person("tom")]


def test_one_named_who_stands_on_the_route_already_has_their_turn_there(office: Office) -> None:
    number = office.asks("bea", "2026-11-23", "2026-11-27", substitute="U0HEAD")
    office.does("head", "approve", number, 1)
    started(office, "bea", "tom", "head")
    assert climbed(office) == [office.person("tom")]
    assert len(line(office)) == 3


def test_one_named_who_is_away_as_well_stands_in_for_nobody(office: Office) -> None:
    number = office.asks("bea", "2026-11-23", "2026-11-27", substitute="U0ZOE")
    office.does("head", "approve", number, 1)
    away(office, "zoe", 23, 23)
    started(office, "bea", "tom")
    assert climbed(office) == [office.person("tom")]


def test_one_who_is_here_has_nobody_in_their_place(office: Office) -> None:
    number = office.asks("bea", "2026-11-26", "2026-11-27", substitute="U0ZOE")
    office.does("head", "approve", number, 1)
    started(office, "bea", "tom")
    at(office, 25)
    assert climbed(office) == [office.person("tom")]


def test_when_all_further_up_are_away_the_next_of_them_is_asked(office: Office) -> None:
    started(office, "bea", "tom", "zoe", "head")
    for name in ("tom", "zoe", "head"):
        away(office, name, 23, 27)
    at(office, 25)
    assert climbed(office) == [office.person("tom")]


def test_of_those_further_up_the_first_who_is_here_is_asked(office: Office) -> None:
    started(office, "bea", "tom", "zoe", "head")
    away(office, "tom", 23, 27)
    at(office, 25)
    assert climbed(office) == [office.person("zoe")]


def test_a_route_of_which_nobody_was_asked_yet_is_nobodys_debt(office: Office) -> None:
    started(office, "bea", "tom")
    office.store.write(lambda tx: tx.execute(_STEP.update().values(asked_at=None)))
    at(office, 27)
    assert climbed(office) == []
    assert office.store.read(lambda tx: list(ladder.reminders(tx, "staffing", Ladder((1,), 2)))) == []


def test_each_question_may_have_a_ladder_of_its_own(office: Office) -> None:
    started(office, "bea", "tom")
    at(office, 24)
    found = office.store.read(lambda tx: list(ladder.reminders(tx, "staffing", lambda _chain: Ladder((2,), 1))))
    assert found == []
    found = office.store.read(lambda tx: list(ladder.reminders(tx, "staffing", lambda _chain: Ladder((1,), 9))))
    assert [(one.days, one.day, one.link.person) for one in found] == [(1, november(24), office.person("bea"))]


def test_the_last_of_a_route_is_reminded_although_it_would_have_climbed_by_then(office: Office) -> None:
    started(office, "bea")
    at(office, 26)
    found = office.store.read(lambda tx: list(ladder.reminders(tx, "staffing", Ladder((1, 3), 2))))
    assert [one.days for one in found] == [3]
