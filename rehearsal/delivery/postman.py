"""The courier: takes each delivery to its app by the app's way, waits for the ack as long as Slack, retries events."""

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import replace
from threading import get_ident
from typing import TYPE_CHECKING, Any

from rehearsal.courier import Answer, Delivery, Outcome
from rehearsal.delivery.carriage import LostError, RefusedError, Retry, UnreachableError
from rehearsal.delivery.http_events import Requests
from rehearsal.delivery.socket_mode import Sockets
from rehearsal.faults import TO_APP, Fault, Plan
from rehearsal.holding import Holding
from rehearsal.model import App

if TYPE_CHECKING:  # deliveries come from it
    from rehearsal.workspace import Workspace

REASONS = {
    Outcome.TIMED_OUT: "http_timeout",
    Outcome.UNREACHABLE: "connection_failed",
    Outcome.REFUSED: "http_error",
}


class Postman:
    """Carries deliveries in the server's event loop, for callers in any thread."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self.sockets = Sockets(workspace)
        self._requests = Requests(timeout=workspace.timing.ack)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = 0
        self._tasks: set[asyncio.Task[Any]] = set()
        self._holding = Holding()

    def attach(self) -> None:
        """Begin: deliveries run in the running loop from now on."""
        self._loop = asyncio.get_running_loop()
        self._thread = get_ident()

    async def detach(self) -> None:
        """End: whoever still waits is told that nobody is there."""
        self._loop = None
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sockets.cut(None)
        self._requests.close()

    def send(self, app: App, delivery: Delivery) -> Answer:
        """Deliver once and wait for the ack. Raises `RuntimeError` in the server's own thread, which it would block."""
        if self._loop is None:
            return Answer(Outcome.UNREACHABLE, explanation="The rehearsal's server is not running.")
        if get_ident() == self._thread:
            raise RuntimeError("A person acts in a thread of their own, not in the event loop.")
        return asyncio.run_coroutine_threadsafe(self._kept(self._once(app, delivery)), self._loop).result()

    def announce(self, app: App, delivery: Delivery) -> None:
        """Deliver an event in the background, with Slack's retries."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._start, self._with_retries(app, delivery))

    def hang_up(self) -> None:
        """Cut all Socket Mode connections, from any thread but the server's."""
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self.sockets.cut(None), self._loop).result()

    def refresh(self) -> None:
        """Have all Socket Mode connections replaced; from any thread but the server's."""
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self.sockets.refresh(None), self._loop).result()

    async def disconnect(self, app_id: str | None) -> int:
        return await self.sockets.cut(app_id)

    def _start(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _kept(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        """Await work in a task that `detach` can end."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            return await task
        except asyncio.CancelledError:
            return Answer(Outcome.UNREACHABLE, explanation="The rehearsal was stopped.")

    async def _with_retries(self, app: App, delivery: Delivery) -> None:
        retry: Retry | None = None
        for pause in (*self._workspace.timing.event_retries, None):
            answer = await self._once(app, delivery, retry)
            if answer.acked or not answer.may_retry or pause is None:
                return
            await asyncio.sleep(pause)
            retry = Retry((retry.attempt if retry else 0) + 1, REASONS[answer.outcome])

    async def _once(self, app: App, delivery: Delivery, retry: Retry | None = None) -> Answer:
        """Deliver once, with whatever fault is drawn, and enter it in the inspector."""
        inspector = self._workspace.inspector
        number = inspector.begin("out", delivery.envelope.value, delivery.name, app.name, delivery.payload)
        plan = self._workspace.faults.draw(TO_APP + delivery.name)
        note = f"Fault {plan.id}: {plan.kind.value}. " if plan else ""
        started = time.perf_counter()
        answer = await self._judged(app, delivery, retry, number, plan)
        answer = replace(answer, ms=(time.perf_counter() - started) * 1000, exchange=number)
        inspector.finish(
            number,
            response=answer.body,
            status=STATUS[answer.outcome],
            verdict=f"{note}{answer.explanation}".strip(),
            ms=answer.ms,
        )
        return answer

    async def _judged(
        self, app: App, delivery: Delivery, retry: Retry | None, number: int, plan: Plan | None
    ) -> Answer:
        seconds = self._workspace.timing.ack
        try:
            body = await asyncio.wait_for(self._carried(app, delivery, retry, number, plan), seconds)
        except TimeoutError:
            return Answer(Outcome.TIMED_OUT, explanation=f"{app.name} did not ack within {seconds:g} seconds.")
        except UnreachableError as error:
            return Answer(Outcome.UNREACHABLE, explanation=str(error))
        except LostError as error:
            return Answer(Outcome.TIMED_OUT, explanation=str(error))
        except RefusedError as error:
            return Answer(Outcome.REFUSED, explanation=f"{error.name}: {error}", may_retry=error.retry)
        if not isinstance(body, dict):
            return Answer(Outcome.REFUSED, explanation="invalid_response: the ack's payload is no object.")
        return Answer(Outcome.ACKED, body)

    async def _carried(self, app: App, delivery: Delivery, retry: Retry | None, number: int, plan: Plan | None) -> Any:
        if plan is not None and plan.kind is Fault.DELAY and plan.seconds >= self._workspace.timing.ack:
            self._start(self._later(plan.seconds, app, delivery, retry, number))
            return await self._never()
        await self._holding.pass_by(TO_APP + delivery.name, plan)
        if plan is not None:
            await self._happen(plan, app, delivery, retry, number)
        return await self._by_its_way(app, delivery, retry, number)

    async def _by_its_way(self, app: App, delivery: Delivery, retry: Retry | None, number: int) -> Any:
        if app.socket_mode:
            return await self.sockets.ask(app, delivery, retry, number)
        return await self._requests.ask(app, delivery, retry)

    async def _happen(self, plan: Plan, app: App, delivery: Delivery, retry: Retry | None, number: int) -> None:
        """Let a fault happen to a delivery."""
        if plan.kind is Fault.DROP:
            await self._never()
        if plan.kind is Fault.DISCONNECT:
            await self.sockets.cut(app.id)
        if plan.kind is Fault.DUPLICATE:
            self._start(self._again(app, delivery, retry, number))

    async def _never(self) -> None:
        """Wait longer than anybody waits for an ack."""
        await asyncio.sleep(self._workspace.timing.ack * 2)

    async def _later(self, seconds: float, app: App, delivery: Delivery, retry: Retry | None, number: int) -> None:
        """Deliver when the person was told already that it failed."""
        await asyncio.sleep(seconds)
        await self._again(app, delivery, retry, number)

    async def _again(self, app: App, delivery: Delivery, retry: Retry | None, number: int) -> None:
        """Deliver a second time; nobody waits for what comes of it."""
        try:
            await self._by_its_way(app, delivery, retry, number)
        except (UnreachableError, LostError, RefusedError, TimeoutError):
            return


STATUS = {Outcome.ACKED: "ok", Outcome.TIMED_OUT: "late", Outcome.UNREACHABLE: "lost", Outcome.REFUSED: "refused"}
