"""What the panels beside the conversation change: the workspace's clock, and its faults."""

from collections.abc import Mapping
from typing import Any

from rehearsal.clock import UnreadableTimeError
from rehearsal.faults import FaultError, Faults
from rehearsal.workspace import Workspace

Outcome = dict[str, Any]


def set_clock(workspace: Workspace, wish: Mapping[str, Any]) -> Outcome:
    """Move the clock as asked; words it doesn't understand come back as the explanation."""
    clock = workspace.clock
    try:
        if wish.get("jump"):
            clock.jump(str(wish["jump"]))
        if "pause" in wish:
            clock.pause(paused=bool(wish["pause"]))
        if "speed" in wish:
            clock.run_at(float(wish["speed"]))
        if wish.get("reset"):
            clock.reset()
    except (UnreadableTimeError, ValueError) as error:
        return {"ok": False, "explanation": str(error)}
    return {"ok": True}


def set_faults(faults: Faults, wish: Mapping[str, Any]) -> Outcome:
    """Add a fault or take some away."""
    try:
        change_faults(faults, wish)
    except (FaultError, ValueError) as error:
        return {"ok": False, "explanation": str(error)}
    return {"ok": True}


def change_faults(faults: Faults, wish: Mapping[str, Any]) -> None:
    if wish.get("clear"):
        faults.clear()
        return
    if "remove" in wish:
        faults.remove(int(wish["remove"]))
        return
    faults.add(
        method=str(wish.get("method") or "*"),
        kind=str(wish.get("kind", "")),
        rate=float(wish.get("rate") or 1),
        seconds=float(wish["seconds"]) if wish.get("seconds") else None,
        times=int(wish["times"]) if wish.get("times") else None,
    )
