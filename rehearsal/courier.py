"""What goes from the workspace to an app and what comes back; how it travels is decided in `delivery`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from rehearsal.model import App, Payload


class Envelope(StrEnum):
    """The envelope types of Socket Mode."""

    COMMAND = "slash_commands"
    INTERACTIVE = "interactive"
    EVENT = "events_api"


@dataclass(frozen=True)
class Delivery:
    """One payload for one app, with the URL it goes to when the app is reached by HTTP."""

    envelope: Envelope
    name: str
    """What it is about, for the inspector and for faults: `/leave`, `view_submission`, `app_home_opened`."""
    payload: Payload
    url: str = ""


class Outcome(StrEnum):
    ACKED = "acked"
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


@dataclass(frozen=True)
class Answer:
    """What the app answered: the body of its ack, and after how many milliseconds."""

    outcome: Outcome
    body: Payload | None = None
    explanation: str = ""
    ms: float = 0.0
    exchange: int = 0
    """The number of its entry in the inspector, for the verdict on the body."""
    may_retry: bool = True
    """Whether a refused event may come again: an app can forbid it."""

    @property
    def acked(self) -> bool:
        return self.outcome is Outcome.ACKED


class Courier(Protocol):
    """Carries deliveries to apps."""

    def send(self, app: App, delivery: Delivery) -> Answer:
        """Deliver once and wait for the ack (3 s); not to be called in the server's event loop."""
        ...

    def announce(self, app: App, delivery: Delivery) -> None:
        """Deliver an event, with retries, without waiting."""
        ...

    def hang_up(self) -> None:
        """Cut all Socket Mode connections."""
        ...

    def refresh(self) -> None:
        """Have all Socket Mode connections replaced."""
        ...


class Nobody:
    """The courier of a workspace that no server serves yet: reaches nobody."""

    def send(self, app: App, delivery: Delivery) -> Answer:
        del delivery
        return Answer(Outcome.UNREACHABLE, explanation=f"{app.name} is not connected to this workspace.")

    def announce(self, app: App, delivery: Delivery) -> None:
        del app, delivery

    def hang_up(self) -> None:
        """There is nothing to cut."""

    def refresh(self) -> None:
        """There is nothing to replace."""
