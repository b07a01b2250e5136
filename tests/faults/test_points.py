"""The list of points is the source's."""

import re
from pathlib import Path

from tests.faults import points
from tests.faults.points import EACH_TICK, OF_LEAVE, Point

ROOT = Path(__file__).parents[2]
REACHED = re.compile(r'POINTS\.reach\("([^"]+)"|Outcome\(.*"(outbox\.[a-z_]+)"')
"""What is passed at once, and what is passed once the outcome of a message is written down."""
FLOWS = (
    *(points.IN_THE_LISTENER, points.SHOWING, points.KEEPING, points.DELIVERING, points.UPDATING, points.LOOKING),
    *(points.FAILING, points.AT_HOME, points.SEALING, points.AMONG_REPLICAS, points.ON_THE_CLOCK, points.SAYING),
    *(points.OF_NEWCOMERS, points.OF_FEEDS, points.OF_THE_HOUSE),
)


def test_every_point_in_the_source_stands_in_the_list_and_the_other_way_round() -> None:
    sources = [path for room in ("bot", "workflows") for path in (ROOT / room).rglob("*.py")]
    found = {now or later for path in sources for now, later in REACHED.findall(path.read_text())}
    assert found == set(Point)


def test_every_point_belongs_to_a_part_of_the_flow_that_is_tried() -> None:
    assert {point for flow in FLOWS for point in flow} == set(Point)


def test_there_are_more_than_forty_of_them_and_each_workflow_has_its_own_on_the_clock() -> None:
    named = {*Point, *EACH_TICK, *OF_LEAVE}
    assert len(named) > 40
    assert len(EACH_TICK) == 2 * len({point.rpartition("/")[2] for point in EACH_TICK}) > 20
