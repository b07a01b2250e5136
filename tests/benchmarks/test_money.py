"""The part of the bench about money, in a tiny form: labour as the naive way has it, and the figures to reach."""

import pytest

from benchmarks import money


def test_labour_costs_what_it_costs_day_by_day_and_every_hour_is_somewhere() -> None:
    found = money.measure(people=200, rounds=1)
    assert found.wrong == []
    assert found.people == 200
    told = "\n".join(money.report(found))
    assert all(name in told for name in money.NAMES.values())
    assert len(list(money.figures(found))) == 2


@pytest.mark.parametrize(("took", "reached"), [(300.0, True), (301.0, False)])
def test_ours_may_take_ten_times_the_bare_query_and_drawing_and_no_longer(took: float, reached: bool) -> None:  # noqa: FBT001 - a table
    found = money.Measured({name: [15.0] for name in money.NAMES} | {"year": [took], "curve": [1.0]})
    assert [so for _, so in money.figures(found)] == [reached, True]


def test_a_company_too_small_for_a_department_of_two_hundred_is_refused_beforehand() -> None:
    with pytest.raises(ValueError, match="at least 200 people"):
        money.measure(people=199)
