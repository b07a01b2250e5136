"""The tables of who may do what, as they were written by hand: one file a workflow, silence is refusal."""

import csv
from collections.abc import Callable
from pathlib import Path

from bot.store import Store
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Tx, Workflow

FOLDER = Path(__file__).parent
Cell = tuple[str, str, str]
"""Verb, relation, state."""


def expected(workflow: Workflow) -> set[Cell]:
    """The cells that the workflow's table allows."""
    with (FOLDER / f"{workflow.name}_permissions.csv").open(encoding="utf-8") as file:
        return {
            (row["verb"], relation, state)
            for row in csv.DictReader(file)
            for relation in row["relations"].split()
            for state in (workflow.machine.states if row["states"] == "any" else row["states"].split())
        }


class Undone(Exception):  # noqa: N818 - it is no error: it takes back what was tried
    """Raised so that a try leaves nothing behind."""


def refusal(store: Store, attempt: Callable[[Tx], object]) -> Refused | None:
    """What somebody is refused with; None when they get through. Nothing is kept."""

    def work(tx: Tx) -> None:
        attempt(tx)
        raise Undone

    try:
        store.write(work)
    except Refused as refused:
        return refused
    except Undone:
        return None
    raise AssertionError("what was tried was kept")


def gets_through(store: Store, attempt: Callable[[Tx], object]) -> bool:
    """Whether policy and machine let them: what is refused for another reason (an amount, a date) has passed both."""
    refused = refusal(store, attempt)
    return not isinstance(refused, NotAllowed) and (refused is None or refused.reason != "out_of_turn")
