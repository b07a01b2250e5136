"""The parts of the bench about working days and reading, in a tiny form: everybody finds the same."""

import pytest

from benchmarks import days, reading


def test_every_way_of_counting_working_days_finds_the_same() -> None:
    found = days.measure(ranges=200, rounds=1)
    assert days.agree(found)
    assert next(iter(found.totals.values())) > 200
    told = "\n".join(days.report(found))
    assert all(name in told for name in days.NAMES.values())


@pytest.mark.parametrize(("took", "reached"), [(200.0, True), (201.0, False)])
def test_a_range_may_take_twice_as_long_as_a_prefix_sum_and_no_longer(took: float, reached: bool) -> None:  # noqa: FBT001 - a table
    found = days.Counted({"ours": [9000.0, took], "prefix": [100.0, 4000.0]}, {})
    assert [so for _, so in days.figures(found)] == [reached]


def test_reading_may_take_twice_as_long_in_the_largest_company_and_no_longer() -> None:
    small, large = (reading.Read(people, {name: [ms] for name in reading.NAMES}) for people, ms in ((1, 1.0), (2, 2.0)))
    assert all(so for _, so in reading.figures([small, large]))
    large.took["out"] = [2.1]
    assert [sentence[:12] for sentence, so in reading.figures([small, large]) if not so] == ["`/leave who`"]


def test_a_count_that_is_not_alike_is_told() -> None:
    found = days.measure(ranges=20, rounds=1)
    found.totals["set"] += 1
    assert not days.agree(found)
    assert "NOT ALIKE" in "\n".join(days.report(found))


def test_ours_and_the_naive_way_read_the_same_balances_and_absences_in_companies_of_any_size() -> None:
    found = reading.measure([200, 1100], rounds=2)
    assert reading.agree(found), [read.wrong for read in found]
    assert [read.people for read in found] == [200, 1100]
    assert all(read.balances == 20 and read.out > 50 for read in found), "also of those whose leave was copied"
    told = "\n".join(reading.report(found))
    assert all(name in told for name in reading.NAMES.values())
    assert len(list(reading.figures(found))) == 4


def test_a_reading_that_is_not_alike_is_told() -> None:
    found = reading.measure([100], rounds=1)
    found[0].wrong.append("person 7 has 5 free, and 6 the naive way")
    assert not reading.agree(found)
    assert "WRONG: person 7 has 5 free" in "\n".join(reading.report(found))


def test_a_company_too_small_for_two_departments_is_refused_beforehand() -> None:
    with pytest.raises(ValueError, match="at least 100 people"):
        reading.measure([99])
