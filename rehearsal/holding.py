"""Holding calls and deliveries back, as the faults `delay` and `reorder` ask."""

import asyncio

from rehearsal.faults import Fault, Plan

HEAD_START = 0.01
"""Seconds by which the one that overtakes is ahead of the one it lets go."""


class Holding:
    """Who is held back, by name of the call or delivery. Lives in one event loop."""

    def __init__(self) -> None:
        self._held: dict[str, asyncio.Event] = {}

    async def pass_by(self, name: str, plan: Plan | None) -> None:
        """Go on at once, or when a fault says so; whoever was held for the next one of this name goes after this."""
        waiting = self._held.pop(name, None)
        if waiting is not None:
            asyncio.get_running_loop().call_later(HEAD_START, waiting.set)
        if plan is not None and plan.kind is Fault.DELAY:
            await asyncio.sleep(plan.seconds)
        if plan is not None and plan.kind is Fault.REORDER and waiting is None:
            await self._wait_for_the_next(name, plan.seconds)

    async def _wait_for_the_next(self, name: str, seconds: float) -> None:
        turn = self._held[name] = asyncio.Event()
        try:
            await asyncio.wait_for(turn.wait(), seconds)
        except TimeoutError:
            self._held.pop(name, None)
