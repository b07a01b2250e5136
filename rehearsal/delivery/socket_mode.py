"""Socket Mode: the connections of each app; each payload goes to exactly one of them, and its ack comes back there."""

import asyncio
import itertools
import json
import time
import uuid
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from rehearsal.courier import Delivery, Envelope
from rehearsal.delivery.carriage import LostError, Retry, UnreachableError
from rehearsal.feed import Change
from rehearsal.model import App, Payload

if TYPE_CHECKING:  # connections are made to it
    from rehearsal.workspace import Workspace

MOST_CONNECTIONS = 10
REMEMBERED = 500
HOST = "applink-rehearsal"


@dataclass(eq=False)
class Connection:
    """One open socket, with the acks it owes."""

    number: int
    app_id: str
    websocket: WebSocket
    owed: dict[str, "asyncio.Future[Any]"] = field(default_factory=dict)
    leaving: bool = False
    """It was told to be replaced: it takes payloads only while there is no other."""

    async def sent(self, message: Payload) -> bool:
        """Send one message; False when the socket is gone."""
        try:
            await self.websocket.send_text(json.dumps(message))
        except (RuntimeError, WebSocketDisconnect):
            return False
        return True

    async def heard(self) -> str | None:
        """The next message; None when the socket is gone, were it only while something was sent."""
        try:
            return await self.websocket.receive_text()
        except (RuntimeError, WebSocketDisconnect):
            return None

    def abandon(self) -> None:
        """Let those who wait for an ack know that it won't come."""
        for waiting in self.owed.values():
            if not waiting.done():
                waiting.set_exception(LostError("The socket was closed before the ack."))
        self.owed.clear()


class Sockets:
    """All open sockets. Lives in the server's event loop."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._connections: dict[str, list[Connection]] = {}
        self._numbers = itertools.count(1)
        self._turns = itertools.count()
        self._sent: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def count(self, app_id: str) -> int:
        return len(self._connections.get(app_id, []))

    async def endpoint(self, websocket: WebSocket) -> None:
        """Serve one connection from its ticket to its end."""
        app_id = self._workspace.tickets.redeem_socket(websocket.query_params.get("ticket", ""))
        if app_id is None:
            await websocket.close(code=1008, reason="This ticket never was, or was used.")
            return
        await websocket.accept()
        connection = Connection(next(self._numbers), app_id, websocket)
        if self.count(app_id) >= MOST_CONNECTIONS:
            await connection.sent(farewell("too_many_websockets"))
            await websocket.close()
            return
        self._connections.setdefault(app_id, []).append(connection)
        self._changed(app_id)
        try:
            if await connection.sent(self._hello(app_id)):
                await self._listen(connection)
        finally:
            self._forget(connection)

    async def ask(self, app: App, delivery: Delivery, retry: Retry | None, exchange: int) -> Any:
        """Send a delivery over one connection and wait for its ack. Raises `UnreachableError` or `LostError`."""
        envelope = enveloped(delivery, retry)
        name = envelope["envelope_id"]
        while connections := self._connections.get(app.id):
            staying = [connection for connection in connections if not connection.leaving] or connections
            connection = staying[next(self._turns) % len(staying)]
            waiting: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            connection.owed[name] = waiting
            self._remember(name, exchange)
            if await connection.sent(envelope):
                return await self._acked(app.id, name, waiting)
            if not waiting.cancel():
                waiting.exception()  # it was told meanwhile that the connection is gone: there may be another
            self._forget(connection)
            self._owe_no_more(app.id, name)
        raise UnreachableError(f"{app.name} has no Socket Mode connection.")

    async def _acked(self, app_id: str, envelope_id: str, waiting: "asyncio.Future[Any]") -> Any:
        try:
            return await waiting
        finally:
            self._owe_no_more(app_id, envelope_id)

    def _owe_no_more(self, app_id: str, envelope_id: str) -> None:
        for connection in self._connections.get(app_id, []):
            connection.owed.pop(envelope_id, None)

    async def refresh(self, app_id: str | None, *, grace: float = 1.0) -> int:
        """Tell connections to be replaced, then close them, as Slack does every few hours; gives how many."""
        leaving = list(self._all(app_id))
        for connection in leaving:
            connection.leaving = True
            await connection.sent(farewell("refresh_requested"))
        await asyncio.sleep(grace)
        for connection in leaving:
            await self._close(connection)
        return len(leaving)

    async def cut(self, app_id: str | None) -> int:
        """Close connections without a word; gives how many."""
        leaving = list(self._all(app_id))
        for connection in leaving:
            await self._close(connection)
        return len(leaving)

    async def _close(self, connection: Connection) -> None:
        self._forget(connection)
        try:
            await connection.websocket.close(code=1012)
        except (RuntimeError, WebSocketDisconnect):
            return  # it was closed by the other side meanwhile

    def _all(self, app_id: str | None) -> Iterable[Connection]:
        for owner, connections in self._connections.items():
            if app_id in {None, owner}:
                yield from connections

    def _forget(self, connection: Connection) -> None:
        connections = self._connections.get(connection.app_id, [])
        if connection in connections:
            connections.remove(connection)
            self._changed(connection.app_id)
        if connections:  # Slack's own clients ack over the connection they have by then
            connections[0].owed.update(connection.owed)
            return
        connection.abandon()

    def _changed(self, app_id: str) -> None:
        self._workspace.feed.publish(Change("connection", subject=app_id))

    def _hello(self, app_id: str) -> Payload:
        return {
            "type": "hello",
            "num_connections": self.count(app_id),
            "debug_info": {
                "host": HOST,
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": app_id},
        }

    async def _listen(self, connection: Connection) -> None:
        while (text := await connection.heard()) is not None:
            self._hear(connection, text)

    def _hear(self, connection: Connection, text: str) -> None:
        """Take an ack; what is none is noted in the inspector and otherwise ignored, as by Slack."""
        message = parsed(text)
        if message is None or not isinstance(message.get("envelope_id"), str):
            self._note(connection, text, "This is no ack: a JSON object with an envelope_id.")
            return
        mine = self._connections.get(connection.app_id, [])
        owing = (other.owed.get(message["envelope_id"]) for other in mine)
        waiting = next((found for found in owing if found is not None), None)
        if waiting is None or waiting.done():
            self._hear_late(connection, message)
            return
        waiting.set_result(message.get("payload") or {})

    def _hear_late(self, connection: Connection, message: Payload) -> None:
        exchange, sent = self._sent.get(message["envelope_id"], (0, 0.0))
        if not exchange:
            self._note(connection, message, "This acks an envelope that was never sent.")
            return
        seconds = time.perf_counter() - sent
        verdict = f"Acked after {seconds:.1f} s: too late, the person was already told that it failed."
        if seconds < self._workspace.timing.ack:
            verdict = "Acked twice."
        self._workspace.inspector.finish(exchange, status="late", verdict=verdict, response=message.get("payload"))

    def _note(self, connection: Connection, said: Any, verdict: str) -> None:
        name = self._workspace.app(connection.app_id).name
        number = self._workspace.inspector.begin("in", "socket", "message", name, said)
        self._workspace.inspector.finish(number, status="refused", verdict=verdict)

    def _remember(self, envelope_id: str, exchange: int) -> None:
        self._sent[envelope_id] = (exchange, time.perf_counter())
        if len(self._sent) > REMEMBERED:
            self._sent.popitem(last=False)


def enveloped(delivery: Delivery, retry: Retry | None) -> Payload:
    envelope: Payload = {
        "envelope_id": str(uuid.uuid4()),
        "type": delivery.envelope.value,
        "accepts_response_payload": delivery.envelope is not Envelope.EVENT,
        "payload": delivery.payload,
    }
    if delivery.envelope is Envelope.EVENT:
        envelope["retry_attempt"] = retry.attempt if retry else 0
        envelope["retry_reason"] = retry.reason if retry else ""
    return envelope


def farewell(reason: str) -> Payload:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}}


def parsed(text: str) -> Payload | None:
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None
