"""Whom a leave is put to beside those who decide, and when silence is an answer."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from workflows.kernel.access import PersonId
from workflows.leave.rules.consulting import closes, to_consult

PEOPLE = st.integers(1, 9).map(PersonId)


@given(st.dictionaries(PEOPLE, st.lists(st.integers(1, 9), min_size=1)), st.sets(PEOPLE))
def test_each_manager_is_asked_once_about_each_project_and_never_one_who_is_left_out(
    managers: dict[PersonId, list[int]], never: set[PersonId]
) -> None:
    asked = to_consult(managers, never)
    assert set(asked) == set(managers) - never
    for one, projects in asked.items():
        assert list(projects) == sorted(set(managers[one]))


def test_the_last_day_counts_to_its_end_where_the_one_asked_is() -> None:
    day = date(2026, 11, 25)
    assert closes(day, ZoneInfo("Europe/London")) == datetime(2026, 11, 26, tzinfo=UTC)
    assert closes(day, ZoneInfo("America/New_York")) == datetime(2026, 11, 26, 5, tzinfo=UTC)
    assert closes(day, ZoneInfo("Asia/Kolkata")) == datetime(2026, 11, 25, 18, 30, tzinfo=UTC)
