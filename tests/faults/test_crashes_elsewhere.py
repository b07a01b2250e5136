"""The same with replicas on PostgreSQL, over HTTP, and while the clock reminds Bea: said once, and never lost."""

import pytest

from tests.faults.crashes import DECLINE, Course, Desk
from tests.faults.laboratory import Laboratory
from tests.faults.points import IN_THE_LISTENER, KEEPING, ON_THE_CLOCK, Point

COURSES = [
    Course(typing=[Point.RECEIVED]),
    Course(submitting=[Point.RECOGNISED]),
    Course(submitting=[Point.DECIDED]),
    Course(submitting=[Point.COMMITTED]),
    Course(submitting=[Point.AFTER_POST, Point.FOUND]),
    Course(deciding=[Point.COMMITTED]),
    Course(deciding=[Point.AFTER_POST]),
    Course(deciding=[Point.AFTER_UPDATE], verb=DECLINE),
    *(Course(reminding=[point]) for point in (*ON_THE_CLOCK, Point.CLAIMED, Point.AFTER_POST)),
]


OVER_HTTP = [
    Course(typing=[Point.COMMITTED]),
    *(Course(submitting=[point]) for point in (*IN_THE_LISTENER, *KEEPING)),
    *(Course(deciding=[point]) for point in IN_THE_LISTENER),
]


@pytest.fixture(scope="module")
def desk(postgres_laboratory: Laboratory) -> Desk:
    return Desk(postgres_laboratory)


@pytest.fixture(scope="module")
def http_desk(http_laboratory: Laboratory) -> Desk:
    return Desk(http_laboratory)


@pytest.mark.parametrize("course", COURSES, ids=str)
def test_a_request_survives_a_crash_on_postgresql_and_on_the_clock(desk: Desk, course: Course) -> None:
    desk.survives(course)


@pytest.mark.parametrize("course", OVER_HTTP, ids=str)
def test_a_request_survives_a_crash_over_http(http_desk: Desk, course: Course) -> None:
    http_desk.survives(course)
