"""The bot is killed while Bea decides: at each point of the press, of the reason, and of telling everybody (SQLite)."""

import pytest

from tests.faults.crashes import DECLINE, Course, Desk
from tests.faults.laboratory import Laboratory
from tests.faults.points import DELIVERING, IN_THE_LISTENER, KEEPING, UPDATING, Point

COURSES = [
    *(Course(deciding=[point]) for point in (*IN_THE_LISTENER, *KEEPING, *DELIVERING, *UPDATING)),
    *(Course(deciding=[point], verb=DECLINE) for point in (Point.RECEIVED, Point.ANSWERED, *KEEPING, *UPDATING)),
    Course(deciding=[Point.COMMITTED, Point.CLAIMED, Point.AFTER_UPDATE, Point.AFTER_POST, Point.LOOKED]),
]


@pytest.fixture(scope="module")
def desk(sqlite_laboratory: Laboratory) -> Desk:
    return Desk(sqlite_laboratory)


@pytest.mark.parametrize("course", COURSES, ids=str)
def test_a_decision_survives_a_crash_while_it_is_made(desk: Desk, course: Course) -> None:
    desk.survives(course)
