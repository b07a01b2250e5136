"""The part of the bench about ticks, in a tiny form: about a thousand reminders are found by a few questions."""

import pytest

from benchmarks import due, ticking
from benchmarks.ticking import Run


def test_a_tick_finds_a_thousand_reminders_and_every_managers_digest_and_is_counted() -> None:
    reminders, digests = found = ticking.measure([1000], rounds=1)
    assert ticking.agree(found)
    assert 1000 <= reminders.queued <= 1200
    assert 100 <= digests.queued <= 300
    assert 20 < reminders.statements["first"] < 200, "by far fewer statements than there are reminders"
    assert reminders.statements["again"] <= reminders.statements["first"]
    assert digests.statements["again"] < 10
    assert all(run.median("bare") > 0 and run.median("least") > 0 and run.longest > 0 for run in found)
    told = "\n".join(ticking.report(found))
    assert all(f"{run.what:11}" in told for run in found)
    assert len(list(ticking.figures(found))) == 6


@pytest.mark.parametrize(
    ("statements", "took", "held", "reached"),
    [
        (60, 299.0, 249.0, [True, True, True]),
        (61, 301.0, 251.0, [False, False, False]),
        (60, 301.0, 250.0, [True, False, True]),
    ],
)
def test_ten_statements_more_three_times_the_bare_queries_and_a_quarter_of_a_second_are_the_most(
    statements: int, took: float, held: float, reached: list[bool]
) -> None:
    small = Run(10, "reminders", {"first": [9.0], "bare": [1.0]}, {"first": 50})
    large = Run(1000, "reminders", {"first": [took], "bare": [100.0]}, {"first": statements}, longest=held)
    assert [so for _, so in ticking.figures([small, large])] == reached


def test_a_workflow_that_fails_and_a_company_without_anything_due_are_wrong() -> None:
    assert not ticking.agree([Run(10, "reminders", queued=0)])
    failed = Run(10, "reminders", {"first": [1.0], "again": [1.0], "bare": [1.0], "least": [1.0]}, queued=5)
    failed.failed = ("leave",)
    assert not ticking.agree([failed])
    assert "WRONG: leave failed" in "\n".join(ticking.report([failed]))


def test_a_company_too_small_for_as_many_reminders_is_refused_beforehand() -> None:
    with pytest.raises(ValueError, match="at least 667 people"):
        due.spread(100, due.LEAVES)
