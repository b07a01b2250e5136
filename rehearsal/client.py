"""The typed client for tests: a workspace and its people, in the words in which one tells what happened.

ws = RehearsalClient("http://127.0.0.1:8400")
ann, boss = ws.as_user("ann"), ws.as_user("boss")
ann.types("/leave tomorrow")
ann.submits(reason="A wedding")
boss.presses("Approve leave", on="Ann")
ann.is_told("approved")
"""

from typing import Any

from rehearsal.actor import Actor
from rehearsal.model import Payload
from rehearsal.wires import InProcess, OverHttp, Wire
from rehearsal.workspace import Workspace


class RehearsalClient:
    """A workspace, reached by its address or, in the same process, directly."""

    def __init__(self, target: str | Workspace) -> None:
        self.wire: Wire = OverHttp(target) if isinstance(target, str) else InProcess(target)
        self.address = target if isinstance(target, str) else target.address
        self._names: dict[str, str] = {}
        self.clock = ClockClient(self.wire)
        self.faults = FaultsClient(self.wire)

    def as_user(self, who: str) -> Actor:
        """Give somebody's hands and eyes, by id, name, email or real name."""
        return Actor(self, who)

    def posts(self, channel: str = "") -> list[Payload]:
        """Give every stored message that an app posted, oldest first; of one channel if named."""
        found = self.wire.dump()
        wanted = {place["id"] for place in found["channels"] if channel in {"", place["id"], place["name"]}}
        posted = [message for message in found["messages"] if message["app_id"] and message["channel"] in wanted]
        return sorted(posted, key=lambda message: str(message["ts"]))

    def traffic(self, name: str = "", since: int = 0) -> list[Payload]:
        """Give the inspector's entries: of one method, command or payload type if named."""
        return self.wire.exchanges(since, name)

    def add_channel(self, name: str, **details: Any) -> None:
        """Add a channel, or change one: the details of a scenario's channel (`members`, `archived`, ...)."""
        self.wire.add_channel({"name": name, **details})
        self.forget_names()

    def be_patient(self, seconds: float) -> None:
        """Let apps take so long to ack, in place of Slack's three seconds: a busy machine is not what is tested."""
        self.wire.be_patient(seconds)

    def hang_up(self) -> None:
        """Cut all Socket Mode connections."""
        self.wire.hang_up()

    def refresh(self) -> None:
        """Have all Socket Mode connections replaced, as Slack does every few hours."""
        self.wire.refresh()

    def ids(self) -> dict[str, str]:
        """Map the names of people and channels to their ids."""
        found = self.wire.dump()
        return {thing["name"]: thing["id"] for thing in [*found["channels"], *found["users"]] if thing["name"]}

    def names(self) -> dict[str, str]:
        """Map the ids of people, channels and apps to the names people read, as they were at the last action."""
        if not self._names:
            found = self.wire.dump()
            people = {user["id"]: user["real_name"] for user in found["users"]}
            self._names = people | {thing["id"]: thing["name"] for thing in [*found["channels"], *found["apps"]]}
        return self._names

    def forget_names(self) -> None:
        """Ask for the names again when they are next needed: an action may have changed them."""
        self._names = {}

    def add_person(self, name: str, **details: Any) -> Actor:
        """Add a person, or change one: the details of a scenario's person (`email`, `tz`, `deactivated`, ...)."""
        self.wire.add_person({"name": name, **details})
        self.forget_names()
        return self.as_user(name)


class ClockClient:
    """The workspace's clock."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def now(self) -> float:
        """Give the workspace's time in seconds since 1970."""
        return float(self._wire.clock()["now"])

    def jump(self, to: str) -> None:
        """Go to a moment: "tomorrow 09:00", "monday 09:00", "in 3 days", "2026-12-24 09:00 Europe/Berlin"."""
        self._wire.clock({"jump": to})

    def pause(self, *, paused: bool = True) -> None:
        self._wire.clock({"pause": paused})

    def run_at(self, speed: float) -> None:
        self._wire.clock({"speed": speed})

    def reset(self) -> None:
        self._wire.clock({"reset": True})


class FaultsClient:
    """Misbehaviour on purpose."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def add(
        self, *, method: str, kind: str, rate: float = 1.0, seconds: float | None = None, times: int | None = None
    ) -> None:
        """Put a fault in force; see `rehearsal.faults` for the kinds and for what `method` can be."""
        chosen = {"method": method, "kind": kind, "rate": rate, "seconds": seconds, "times": times}
        self._wire.add_fault({name: value for name, value in chosen.items() if value is not None})

    def clear(self) -> None:
        self._wire.clear_faults()
