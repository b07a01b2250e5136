"""The whole permission matrix, computed from the policies and machines that `run` itself asks."""

import csv
import io
from collections.abc import Iterable, Iterator

from workflows.kernel.access import Relation
from workflows.kernel.flow import Workflow, possible

HEADER = ("workflow", "verb", "relation", "state", "allowed")


def cells(workflows: Iterable[Workflow]) -> Iterator[tuple[str, str, str, str, str]]:
    """A row for each workflow x verb x relation x state."""
    for workflow in workflows:
        for verb in workflow.verbs:
            for relation in Relation:
                for state in workflow.machine.states:
                    allowed = possible(workflow, verb, {relation}, state)
                    yield workflow.name, verb.name, relation.value, state.value, "yes" if allowed else "no"


def as_csv(workflows: Iterable[Workflow]) -> str:
    """The matrix as a file with a header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(cells(workflows))
    return out.getvalue()
