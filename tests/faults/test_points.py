"""The list of points is the source's."""

import re
from pathlib import Path

from tests.faults.points import DELIVERING, IN_THE_LISTENER, KEEPING, LOOKING, ON_THE_CLOCK, UPDATING, Point

ROOT = Path(__file__).parents[2]
REACHED = re.compile(r'POINTS\.reach\("([^"]+)"\)')


def test_every_point_in_the_source_stands_in_the_list_and_the_other_way_round() -> None:
    sources = [path for room in ("bot", "workflows") for path in (ROOT / room).rglob("*.py")]
    found = [name for path in sources for name in REACHED.findall(path.read_text())]
    assert sorted(found) == sorted(Point)


def test_every_point_belongs_to_a_part_of_the_flow_that_is_tried() -> None:
    tried = {*IN_THE_LISTENER, *KEEPING, *DELIVERING, *UPDATING, *LOOKING, *ON_THE_CLOCK}
    assert tried == set(Point)
