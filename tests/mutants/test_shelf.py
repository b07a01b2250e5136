from tests.mutants.shelf import fine, late


def test_a_book_kept_for_long_is_late() -> None:
    assert late(40)
    assert not late(20)


def test_each_day_costs_ten_cents() -> None:
    assert fine(35) == 70
    assert fine(20) == 0
