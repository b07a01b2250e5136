"""Named moments at which the fault laboratory may stop the process; in the product passing one does nothing."""

from collections.abc import Callable


def _nothing(_name: str) -> None:
    return


class Points:
    """Holds what is done when a point is passed."""

    def __init__(self) -> None:
        self.passing: Callable[[str], None] = _nothing

    def reach(self, name: str, workflow: str = "") -> None:
        """The process has come to this point; and to that of this workflow's, where it is passed for one."""
        self.passing(name)
        if workflow:
            self.passing(f"{name}/{workflow}")


POINTS = Points()
