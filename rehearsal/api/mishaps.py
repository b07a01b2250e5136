"""What a fault does to a call that an app makes: instead of it, before it, or with its answer."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from rehearsal.api.call import Result
from rehearsal.api.gate import rate_limited
from rehearsal.faults import Fault, Plan
from rehearsal.holding import Holding
from rehearsal.line import cut, keep_waiting

if TYPE_CHECKING:  # it cuts the sockets
    from rehearsal.delivery.postman import Postman

CHART = "data_visualization"
Run = Callable[[], Awaitable[Response]]


class Mishaps:
    """Lets faults happen to calls of the Web API and of response URLs."""

    def __init__(self, postman: "Postman") -> None:
        self._postman = postman
        self._holding = Holding()

    async def answer(self, request: Request, name: str, app_id: str | None, plan: Plan | None, run: Run) -> Response:
        """Answer a call with what `run` makes of it, or as a fault has it that does not keep it from being run."""
        await self._holding.pass_by(name, plan)
        if plan is None:
            return await run()
        if plan.kind is Fault.DISCONNECT:
            await self._postman.disconnect(app_id)
        if plan.kind is Fault.DUPLICATE:
            await run()
        response = await run()
        if plan.kind is Fault.ACCEPT_THEN_TIMEOUT:
            await keep_waiting(request, plan.seconds)
        if plan.kind in {Fault.ACCEPT_THEN_CUT, Fault.ACCEPT_THEN_TIMEOUT}:
            return await cut(request)
        return response


def instead(plan: Plan | None, said: object) -> Result | None:
    """Give what a fault answers without running the call; None if it does not answer in its stead.

    `said`: what was to be done, of which a fault may concern a part only.
    """
    if plan is None:
        return None
    if plan.kind is Fault.NO_CHARTS:
        return Result({"ok": False, "error": "invalid_blocks"}, 200) if CHART in str(said) else None
    failed = Result({"ok": False, "error": "internal_error"}, 500)
    results: Mapping[Fault, Result] = {
        Fault.RATE_LIMITED: rate_limited(max(1, round(plan.seconds))),
        Fault.SERVER_ERROR: failed,
    }
    return results.get(plan.kind)
