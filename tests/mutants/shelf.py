"""A small module on which the trial of mutants is tried itself; `test_shelf` leaves one of its edges untested."""

WEEK = 7


def _weeks(count: int) -> int:
    return count * WEEK


LONGEST = _weeks(4)
"""Days; known from the import on."""


def late(days: int) -> bool:
    """Whether a book is out for too long."""
    return days > LONGEST


def fine(days: int) -> int:
    """Cents for each day beyond."""
    if not late(days):
        return 0
    return 10 * (days - LONGEST)
