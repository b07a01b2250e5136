"""What both ways to an app (Socket Mode and HTTP) agree on: a retry's marks, and how a carriage can fail."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Retry:
    """Which retry of an event this is, and what became of the attempt before it."""

    attempt: int
    reason: str


class UnreachableError(Exception):
    """Nobody is there to take the delivery; the text says where we looked."""


class LostError(Exception):
    """The line was cut after the delivery was sent and before it was acked."""


class RefusedError(Exception):
    """The app answered with an error; `name` is what Slack calls it."""

    def __init__(self, name: str, text: str, *, retry: bool = True) -> None:
        super().__init__(text)
        self.name = name
        self.retry = retry
