"""Charts within what Slack takes, whatever things are called; and the same in words."""

from hypothesis import given
from hypothesis import strategies as st

from rehearsal.validation import validate_message
from workflows.kernel.digests import Chart, Series
from workflows.wording import blocks, charts

names = st.text(min_size=1, max_size=60).filter(lambda text: bool(text.strip()))


@st.composite
def some_charts(draw: st.DrawFn) -> Chart:
    categories = tuple(draw(st.lists(names, min_size=1, max_size=25)))
    values = st.lists(st.integers(-50, 1000), min_size=len(categories), max_size=len(categories)).map(tuple)
    series = tuple(draw(st.lists(st.builds(Series, names, values), min_size=1, max_size=8)))
    return Chart(draw(names), draw(names), categories, series)


@given(some_charts())
def test_slack_takes_it_whatever_things_are_called(chart: Chart) -> None:
    for built in (charts.drawn(chart), charts.said(chart)):
        assert not validate_message({"text": "x", "blocks": list(blocks.laid_out([built]))})


@given(st.lists(names, max_size=30))
def test_labels_are_short_and_no_two_the_same(given_names: list[str]) -> None:
    found = charts.labels(given_names)
    assert len(set(found)) == len(found) == len(given_names)
    assert all(0 < len(one) <= charts.LONGEST_LABEL for one in found)
