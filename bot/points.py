"""Named moments at which the fault laboratory may stop the process; in the product passing one does nothing."""

from collections.abc import Callable


def _nothing(_name: str) -> None:
    return


class Points:
    """Holds what is done when a point is passed."""

    def __init__(self) -> None:
        self.passing: Callable[[str], None] = _nothing

    def reach(self, name: str) -> None:
        """The process has come to this point."""
        self.passing(name)


POINTS = Points()
