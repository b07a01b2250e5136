"""A small module on which the trial of mutants is tried itself; `test_shelf` leaves one of its edges untested."""

LONGEST = 30
"""Days."""


def late(days: int) -> bool:
    """Whether a book is out for too long."""
    return days > LONGEST


def fine(days: int) -> int:
    """Cents for each day beyond."""
    if not late(days):
        return 0
    return 10 * (days - LONGEST)
