"""How the typed client reaches a workspace: over HTTP, or in the same process."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from rehearsal.control import dumped
from rehearsal.driving import GoneError, act
from rehearsal.model import Payload
from rehearsal.scenario import put_channel, put_person
from rehearsal.workspace import Workspace

PATIENCE = 180.0


class Wire(Protocol):
    """What the client asks of a workspace."""

    def act(self, who: str, verb: str, asked: Mapping[str, Any]) -> Payload: ...
    def dump(self) -> Payload: ...
    def clock(self, asked: Mapping[str, Any] | None = None) -> Payload: ...
    def add_fault(self, asked: Mapping[str, Any]) -> None: ...
    def clear_faults(self) -> None: ...
    def add_person(self, details: Mapping[str, Any]) -> None: ...
    def add_channel(self, details: Mapping[str, Any]) -> None: ...
    def be_patient(self, seconds: float) -> None: ...
    def hang_up(self) -> None: ...
    def refresh(self) -> None: ...
    def exchanges(self, since: int, name: str) -> list[Payload]: ...


class WireError(AssertionError):
    """The workspace refused what a test asked of it; the text is its explanation."""


class OverHttp:
    """The driving API."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)

    def act(self, who: str, verb: str, asked: Mapping[str, Any]) -> Payload:
        return self._ask("POST", f"/rehearsal/as/{quote(who, safe='')}/{verb}", asked)

    def dump(self) -> Payload:
        return self._ask("GET", "/rehearsal/workspace")

    def clock(self, asked: Mapping[str, Any] | None = None) -> Payload:
        return self._ask("POST" if asked else "GET", "/rehearsal/clock", asked)

    def add_fault(self, asked: Mapping[str, Any]) -> None:
        self._ask("POST", "/rehearsal/faults", asked)

    def clear_faults(self) -> None:
        self._ask("DELETE", "/rehearsal/faults")

    def add_person(self, details: Mapping[str, Any]) -> None:
        self._ask("POST", "/rehearsal/people", details)

    def add_channel(self, details: Mapping[str, Any]) -> None:
        self._ask("POST", "/rehearsal/channels", details)

    def be_patient(self, seconds: float) -> None:
        self._ask("POST", "/rehearsal/limits", {"seconds": seconds})

    def hang_up(self) -> None:
        self._ask("POST", "/rehearsal/connections", {"cut": True})

    def refresh(self) -> None:
        self._ask("POST", "/rehearsal/connections", {"refresh": True})

    def exchanges(self, since: int, name: str) -> list[Payload]:
        found = self._ask("GET", f"/rehearsal/inspector?since={since}&limit=2000&name={quote(name)}")
        return list(found["exchanges"])

    def _ask(self, method: str, path: str, asked: Mapping[str, Any] | None = None) -> Payload:
        """Ask once. Raises `WireError` with the workspace's explanation."""
        connection = http.client.HTTPConnection(self._parts.hostname or "", self._parts.port, timeout=PATIENCE)
        try:
            body = None if asked is None else json.dumps(asked)
            connection.request(method, path, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            content: Payload = json.loads(response.read())
        finally:
            connection.close()
        if response.status == http.client.GONE:
            raise GoneError(content["error"])
        if response.status != http.client.OK:
            raise WireError(content.get("error", f"{method} {path} was answered with {response.status}."))
        return content


class InProcess:
    """The workspace itself."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def act(self, who: str, verb: str, asked: Mapping[str, Any]) -> Payload:
        return act(self._workspace, who, verb, asked)

    def dump(self) -> Payload:
        with self._workspace.lock:
            return dumped(self._workspace)

    def clock(self, asked: Mapping[str, Any] | None = None) -> Payload:
        clock, words = self._workspace.clock, asked or {}
        if words.get("reset"):
            clock.reset()
        if "pause" in words:
            clock.pause(paused=bool(words["pause"]))
        if "speed" in words:
            clock.run_at(float(words["speed"]))
        if "jump" in words:
            clock.jump(words["jump"])
        return asdict(clock.read())

    def add_fault(self, asked: Mapping[str, Any]) -> None:
        self._workspace.faults.add(**asked)

    def clear_faults(self) -> None:
        self._workspace.faults.clear()

    def add_person(self, details: Mapping[str, Any]) -> None:
        put_person(self._workspace, details)

    def add_channel(self, details: Mapping[str, Any]) -> None:
        put_channel(self._workspace, details)

    def be_patient(self, seconds: float) -> None:
        self._workspace.be_patient(seconds)

    def hang_up(self) -> None:
        self._workspace.courier.hang_up()

    def refresh(self) -> None:
        self._workspace.courier.refresh()

    def exchanges(self, since: int, name: str) -> list[Payload]:
        return [asdict(entry) for entry in self._workspace.inspector.exchanges(since=since, limit=2000, name=name)]
