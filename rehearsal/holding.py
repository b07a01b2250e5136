"""Holding calls and deliveries back, as the faults `delay` and `reorder` ask."""

import asyncio
from dataclasses import dataclass, field

from rehearsal.faults import Fault, Plan, matches

HEAD_START = 0.01
"""Seconds by which the one that overtakes is ahead of the one it lets go."""


@dataclass(frozen=True, eq=False)
class Held:
    """One that waits until the next one that its fault is about has gone before it."""

    plan: Plan
    turn: asyncio.Event = field(default_factory=asyncio.Event)


class Holding:
    """Who is held back. Lives in one event loop."""

    def __init__(self) -> None:
        self._held: list[Held] = []

    async def pass_by(self, name: str, plan: Plan | None) -> None:
        """Go on at once, or when a fault says so; whoever was held for the next one to overtake goes after this."""
        overtaken = [held for held in self._held if matches(held.plan, name)]
        for held in overtaken:
            self._held.remove(held)
            asyncio.get_running_loop().call_later(HEAD_START, held.turn.set)
        if plan is not None and plan.kind is Fault.DELAY:
            await asyncio.sleep(plan.seconds)
        if plan is not None and plan.kind is Fault.REORDER and not overtaken:
            await self._wait_for_the_next(Held(plan))

    async def _wait_for_the_next(self, held: Held) -> None:
        self._held.append(held)
        try:
            await asyncio.wait_for(held.turn.wait(), held.plan.seconds)
        except TimeoutError:
            return
        finally:
            if held in self._held:
                self._held.remove(held)
