"""Socket Mode at the level of its frames, with clients that behave and clients that don't."""

import asyncio
import json
import socket as raw_socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from itertools import cycle
from typing import Any, cast

import pytest
from slack_sdk import WebClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from rehearsal.client import RehearsalClient
from rehearsal.courier import Delivery, Envelope
from rehearsal.delivery.carriage import UnreachableError
from rehearsal.delivery.socket_mode import Sockets
from rehearsal.people import Sent
from rehearsal.scenario import build
from rehearsal.server import Serving
from rehearsal.tickets import Timing
from tests.rehearsal.bolt_app import APP_TOKEN, option, plain, scenario
from tests.waiting import until

QUICK = Timing(ack=60.0, event_retries=(0.05, 0.1, 0.1))


@pytest.fixture
def quick() -> Iterator[Serving]:
    """A workspace that tries again soon, and waits long: how long is set where it is what is tried."""
    with Serving(build(scenario(), timing=QUICK)) as server:
        yield server


def ticket(server: Serving) -> str:
    client = WebClient(base_url=server.api_url)
    return str(client.apps_connections_open(app_token=APP_TOKEN)["url"])


@contextmanager
def socket(server: Serving) -> Iterator[ClientConnection]:
    with connect(ticket(server)) as connection:
        hello = json.loads(connection.recv())
        assert hello["type"] == "hello"
        yield connection


def received(connection: ClientConnection, timeout: float = 60.0) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(connection.recv(timeout=timeout))
    return message


def interactive(connection: ClientConnection) -> dict[str, Any]:
    """Ack events until an interaction comes."""
    while (envelope := received(connection))["type"] == "events_api":
        ack(connection, envelope)
    return envelope


def ack(connection: ClientConnection, envelope: dict[str, Any], payload: Any = None) -> None:
    answer = {"envelope_id": envelope["envelope_id"], **({} if payload is None else {"payload": payload})}
    connection.send(json.dumps(answer))


@contextmanager
def typing(server: Serving, text: str) -> Iterator[list[Sent]]:
    """Let ann type while the test plays the app; what came of it is in the list afterwards."""
    sent: list[Sent] = []
    person = server.workspace.person("ann")
    thread = threading.Thread(target=lambda: sent.append(person.type("general", text)))
    thread.start()
    yield sent
    thread.join()


def test_a_command_has_slacks_shape_and_its_answer_is_shown(quick: Serving) -> None:
    with socket(quick) as connection, typing(quick, "/leave for @boss & <me>") as sent:
        envelope = received(connection)
        ack(connection, envelope, {"text": "Thanks"})
    assert sent[0].ok
    assert envelope["type"] == "slash_commands"
    assert envelope["accepts_response_payload"] is True
    assert "retry_attempt" not in envelope
    payload = envelope["payload"]
    assert payload["text"] == "for <@U0BOSS|boss> &amp; &lt;me&gt;"
    assert set(payload) == {
        *("token", "team_id", "team_domain", "channel_id", "channel_name", "user_id", "user_name", "command", "text"),
        *("api_app_id", "is_enterprise_install", "response_url", "trigger_id"),
    }
    assert quick.workspace.ephemerals[0].text == "Thanks"


def test_each_payload_goes_to_exactly_one_connection(quick: Serving) -> None:
    with socket(quick) as one, socket(quick) as other:
        took = {id(one): 0, id(other): 0}
        for _ in range(6):
            with typing(quick, "/leave"):
                connection, envelope = first_of((one, other))
                ack(connection, envelope)
                took[id(connection)] += 1
        assert list(took.values()) == [3, 3]


def first_of(connections: tuple[ClientConnection, ...]) -> tuple[ClientConnection, dict[str, Any]]:
    """Wait until one of them is given something."""
    for connection in cycle(connections):
        with suppress(TimeoutError):
            return connection, received(connection, timeout=0.1)
    raise AssertionError


def test_the_hello_counts_connections_and_the_eleventh_is_turned_away(quick: Serving) -> None:
    with ExitStack() as stack:
        for number in range(1, 11):
            assert received(stack.enter_context(connect(ticket(quick))))["num_connections"] == number
        eleventh = stack.enter_context(connect(ticket(quick)))
        assert received(eleventh)["reason"] == "too_many_websockets"
        with pytest.raises(ConnectionClosed):
            received(eleventh)


def test_a_ticket_opens_one_connection_once(quick: Serving) -> None:
    url = ticket(quick)
    with connect(url) as connection:
        connection.recv()
    with pytest.raises(Exception, match="403"):
        connect(url)


def test_a_late_ack_is_noted_and_the_person_was_told(quick: Serving) -> None:
    quick.workspace.timing = replace(QUICK, ack=1)
    with socket(quick) as connection:
        with typing(quick, "/leave") as sent:
            envelope = received(connection)
            until(lambda: bool(sent))
            ack(connection, envelope)
        assert not sent[0].ok
        assert "did not ack within 1 seconds" in sent[0].explanation
        until(lambda: "too late" in quick.workspace.inspector.exchanges(name="/leave")[0].verdict)


@pytest.mark.parametrize("nonsense", ["{", "[]", '"ack"', "{}", '{"envelope_id": 7}', '{"envelope_id": "unknown"}'])
def test_nonsense_on_the_socket_is_noted_and_nothing_breaks(quick: Serving, nonsense: str) -> None:
    with socket(quick) as connection:
        connection.send(nonsense)
        with typing(quick, "/leave") as sent:
            ack(connection, received(connection))
        assert sent[0].ok
    notes = quick.workspace.inspector.exchanges(name="message")
    assert notes[0].status == "refused"


@pytest.mark.parametrize("payload", ["text", 7, ["a"], {"response_type": "loud", "text": "x"}, {"blocks": "x"}])
def test_nonsense_as_the_answer_to_a_command_is_explained(quick: Serving, payload: Any) -> None:
    with socket(quick) as connection, typing(quick, "/leave") as sent:
        ack(connection, received(connection), payload)
    assert not sent[0].ok
    assert quick.workspace.inspector.exchanges(name="/leave")[0].status == "refused"


def test_an_event_is_retried_three_times_with_its_number_and_a_command_never(quick: Serving) -> None:
    quick.workspace.timing = replace(QUICK, ack=0.4)
    with socket(quick) as connection:
        with typing(quick, "Hello"):
            envelopes = [received(connection) for _ in range(4)]
        attempts = [(envelope["retry_attempt"], envelope["retry_reason"]) for envelope in envelopes]
        assert attempts == [(0, ""), (1, "http_timeout"), (2, "http_timeout"), (3, "http_timeout")]
        assert len({envelope["payload"]["event_id"] for envelope in envelopes}) == 1
        assert len({envelope["envelope_id"] for envelope in envelopes}) == 4
        with typing(quick, "/leave"):
            received(connection)
            with pytest.raises(TimeoutError):
                received(connection, timeout=0.8)


def test_a_refresh_says_so_and_then_closes(quick: Serving) -> None:
    with socket(quick) as connection:
        client = RehearsalClient(quick.url)
        refreshing = threading.Thread(target=client.refresh)
        refreshing.start()
        assert received(connection)["reason"] == "refresh_requested"
        with socket(quick) as fresh, typing(quick, "/leave"):
            ack(fresh, received(fresh))
        refreshing.join()
        with pytest.raises(ConnectionClosed):
            received(connection)


def test_a_socket_that_is_cut_before_the_ack_fails_at_once(quick: Serving) -> None:
    with socket(quick) as connection, typing(quick, "/leave") as sent:
        received(connection)
        connection.close()
    assert "closed before the ack" in sent[0].explanation


def test_options_come_from_the_app_and_nonsense_is_refused(quick: Serving) -> None:
    workspace = quick.workspace
    element = {"type": "external_select", "action_id": "who", "min_query_length": 2, "placeholder": plain("Who")}
    menu = {"type": "actions", "block_id": "pick", "elements": [element]}
    slack = WebClient(token="xoxb-test", base_url=quick.api_url)
    with socket(quick) as connection, ThreadPoolExecutor() as threads:
        slack.chat_postMessage(channel="U0ANN", text="Who?", blocks=[menu])
        ann = RehearsalClient(quick.url).as_user("ann")
        place = {"block_id": "pick", "action_id": "who"}
        message = ann.messages("Dotted Line")[0]
        asked = {**place, "channel": message["channel"], "ts": message["ts"]}
        assert RehearsalClient(workspace).wire.act("ann", "options", {**asked, "query": "b"})["options"] == []
        loading = threads.submit(ann._act, "options", {**asked, "query": "bo"})
        envelope = interactive(connection)
        assert (envelope["payload"]["type"], envelope["payload"]["value"]) == ("block_suggestion", "bo")
        ack(connection, envelope, {"options": [option("Boss")]})
        assert loading.result()["options"][0]["value"] == "boss"
        loading = threads.submit(ann._act, "options", {**asked, "query": "bo"})
        ack(connection, interactive(connection), {"options": "none"})
        with pytest.raises(AssertionError, match="invalid_arguments"):
            loading.result()


def test_fifty_people_at_once_each_get_their_own_answer() -> None:
    crowd = [{"id": f"U{number:03}", "name": f"p{number}"} for number in range(50)]
    everybody = {**scenario(), "people": crowd, "channels": [{"name": "general"}, {"name": "old"}]}
    with Serving(build(everybody)) as server, socket(server) as one, socket(server) as other:
        stop = threading.Event()

        def answer(connection: ClientConnection) -> None:
            while not stop.is_set():
                try:
                    envelope = received(connection, timeout=0.05)
                except TimeoutError:
                    continue
                payload = envelope["payload"]
                told = {"text": f"Hello {payload['user_id']}"} if envelope["type"] == "slash_commands" else None
                ack(connection, envelope, told)

        apps = [threading.Thread(target=answer, args=(connection,)) for connection in (one, other)]
        for app in apps:
            app.start()
        with ThreadPoolExecutor(50) as threads:
            results = list(threads.map(lambda person: greet(server, person["id"]), crowd))
        stop.set()
        for app in apps:
            app.join()
        assert all(result == f"Hello {person['id']}" for result, person in zip(results, crowd, strict=True))


def greet(server: Serving, user_id: str) -> str:
    ann = RehearsalClient(server.url).as_user(user_id).in_channel("general")
    assert ann.types("/leave")["ok"]
    return str(ann.messages()[-1]["text"])


def test_who_does_not_answer_pings_is_cut() -> None:
    with Serving(build(scenario(), timing=Timing(socket_ping=0.2, socket_patience=0.4))) as server:
        host_and_path = ticket(server).removeprefix("ws://")
        host, _, path = host_and_path.partition("/")
        with raw_socket.create_connection(("127.0.0.1", server.port), timeout=60) as deaf:
            request = [
                f"GET /{path} HTTP/1.1",
                f"Host: {host}",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
            ]
            deaf.sendall("\r\n".join([*request, "", ""]).encode())
            heard = b""
            while chunk := deaf.recv(4096):
                heard += chunk
        assert b"101 Switching Protocols" in heard
        assert b"\x89" in heard  # a ping
        assert b"keepalive ping timeout" in heard


def test_many_threads_at_once_lose_nothing_and_double_no_stamp(quick: Serving) -> None:
    workspace = quick.workspace

    def talk(number: int) -> list[str]:
        person = workspace.person(["ann", "boss", "carl"][number % 3])
        return [person.type("general", f"{number}/{turn}").ts for turn in range(20)]

    with ThreadPoolExecutor(16) as threads:
        stamps = [ts for talked in threads.map(talk, range(16)) for ts in talked]
    kept = list(workspace.messages["C0GENERAL"])
    assert len(stamps) == len(set(stamps)) == len(kept) == 320
    assert kept == sorted(kept)


def test_a_reordered_delivery_lets_the_next_one_go_first(quick: Serving) -> None:
    quick.workspace.faults.add(method="to:message", kind="reorder", seconds=60, times=1)
    with socket(quick) as connection:
        quick.workspace.person("ann").type("general", "first")
        until(lambda: quick.workspace.faults.plans() == [])
        quick.workspace.person("ann").type("general", "second")
        order = []
        for _ in range(2):
            envelope = received(connection)
            ack(connection, envelope)
            order.append(envelope["payload"]["event"]["text"])
    assert order == ["second", "first"]


def test_a_call_can_cut_the_sockets_and_still_be_answered(quick: Serving) -> None:
    quick.workspace.faults.add(method="auth.test", kind="disconnect", times=1)
    with socket(quick) as connection:
        assert WebClient(token="xoxb-test", base_url=quick.api_url).auth_test()["ok"]
        with pytest.raises(ConnectionClosed):
            received(connection)


def test_a_delivery_delayed_beyond_the_deadline_arrives_late(quick: Serving) -> None:
    quick.workspace.timing = replace(QUICK, ack=1)
    quick.workspace.faults.add(method="to:/leave", kind="delay", seconds=1.2, times=1)
    with socket(quick) as connection, typing(quick, "/leave") as sent:
        envelope = received(connection)
        ack(connection, envelope)
    assert envelope["payload"]["command"] == "/leave"
    assert "did not ack within 1 seconds" in sent[0].explanation


def test_a_delivery_whose_socket_goes_while_it_is_sent_takes_the_next() -> None:
    workspace = build(scenario(), timing=QUICK)
    app = next(iter(workspace.apps.values()))
    delivery = Delivery(Envelope.COMMAND, "/leave", {})

    async def delivered(count: int) -> Any:
        sockets = Sockets(workspace)
        endings = [Ending(workspace.tickets.socket_ticket(app.id), last=number == 1) for number in range(count)]
        served = [asyncio.ensure_future(sockets.endpoint(cast(WebSocket, ending))) for ending in endings]
        for ending in endings:
            await ending.greeted.wait()
        try:
            return await sockets.ask(app, delivery, None, 1)
        finally:
            for ending in endings:
                ending.gone.set()
            await asyncio.gather(*served)

    assert asyncio.run(delivered(2)) == {"text": "Thanks"}
    with pytest.raises(UnreachableError):
        asyncio.run(delivered(1))


class Ending:
    """A socket that ends while the first payload is written to it; the last one acks instead."""

    def __init__(self, ticket: str, *, last: bool) -> None:
        self.query_params = {"ticket": ticket}
        self.greeted, self.gone = asyncio.Event(), asyncio.Event()
        self._last = last
        self._acks: asyncio.Queue[str] = asyncio.Queue()

    async def accept(self) -> None:
        """Be there."""

    async def send_text(self, text: str) -> None:
        envelope = json.loads(text)
        if envelope["type"] == "hello":
            self.greeted.set()
            return
        if self._last:
            self._acks.put_nowait(json.dumps({"envelope_id": envelope["envelope_id"], "payload": {"text": "Thanks"}}))
            return
        self.gone.set()
        await asyncio.sleep(0.01)  # meanwhile its end is seen where it is listened to
        raise RuntimeError("The socket is closed.")

    async def receive_text(self) -> str:
        if self._last:
            taking, going = asyncio.ensure_future(self._acks.get()), asyncio.ensure_future(self.gone.wait())
            done, waiting = await asyncio.wait({taking, going}, return_when=asyncio.FIRST_COMPLETED)
            for task in waiting:
                task.cancel()
            if taking in done:
                return taking.result()
            raise WebSocketDisconnect
        await self.gone.wait()
        raise WebSocketDisconnect
