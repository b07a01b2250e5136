"""The part of the bench about staffing, in a tiny form: both solvers reach the same, and the proof holds."""

from dataclasses import replace

from benchmarks import staffing


def test_both_solvers_reach_the_same_and_the_proven_optimum_is_reached() -> None:
    found, large = staffing.measure((60, 30), rounds=2), staffing.measure_large((80, 40))
    assert found.ours_total > 0
    assert large.filled > 0
    assert staffing.agree(found, large)
    said = "\n".join(staffing.report(found, large))
    assert "both reach the same total" in said
    assert "reached" in said


def test_the_figures_are_missed_by_more_time_or_more_memory() -> None:
    found = staffing.Compared(1000, 500, 1, 2.0, 1.0, 1.0, 5.0, 5.0)
    large = staffing.Large(10_000, 5_000, 1, 1.0, 499.0, 1, 7.0, 7.0)
    assert [so for _, so in staffing.figures(found, large)] == [True, True]
    slower, larger = replace(found, scoring=2.1), replace(large, megabytes=500.0)
    assert [so for _, so in staffing.figures(slower, larger)] == [False, False]
    assert not staffing.agree(replace(found, ours_total=4.9), large)
    assert not staffing.agree(found, replace(large, proven_total=6.0))
