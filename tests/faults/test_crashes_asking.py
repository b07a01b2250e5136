"""The bot is killed while Ann asks: at each point of typing the command and of submitting the modal (SQLite)."""

import pytest

from tests.faults.crashes import Course, Desk
from tests.faults.laboratory import Laboratory
from tests.faults.points import DELIVERING, IN_THE_LISTENER, KEEPING, LOOKING, OF_LEAVE, SEALING, SHOWING, Point

COURSES = [
    Course(typing=IN_THE_LISTENER),
    Course(typing=SHOWING),
    Course(submitting=[*OF_LEAVE[:2]]),
    *(Course(submitting=[point]) for point in SEALING),
    *(Course(submitting=[point]) for point in (*IN_THE_LISTENER, *KEEPING, *DELIVERING)),
    *(Course(submitting=[Point.AFTER_POST, point]) for point in LOOKING),
    Course(submitting=[Point.BEFORE_POST, Point.LOOKED, Point.BEFORE_POST]),
]


@pytest.fixture(scope="module")
def desk(sqlite_laboratory: Laboratory) -> Desk:
    return Desk(sqlite_laboratory)


@pytest.mark.parametrize("course", COURSES, ids=str)
def test_a_request_survives_a_crash_while_it_is_asked(desk: Desk, course: Course) -> None:
    desk.survives(course)
