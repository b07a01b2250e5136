"""From what Slack names (a command, an action id, a callback id) to a workflow's verb: one dictionary."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from workflows.kernel.errors import Refused
from workflows.kernel.flow import Workflow
from workflows.language import tr

SUBJECT = re.compile(r"([1-9][0-9]{0,17})\.([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Step:
    """A verb of a workflow."""

    workflow: Workflow
    verb: str

    def __str__(self) -> str:
        return f"{self.workflow.name}:{self.verb}"


class Routes:
    """Built once; two workflows that claim one name are an error at start-up."""

    def __init__(self, workflows: Iterable[Workflow]) -> None:
        self.workflows = tuple(workflows)
        self._commands: dict[str, Workflow] = {}
        self._steps: dict[str, Step] = {}
        for workflow in self.workflows:
            for command in (workflow.command, *workflow.aliases):
                _claim(self._commands, command, workflow)
            for verb in workflow.verbs:
                _claim(self._steps, f"{workflow.name}:{verb.name}", Step(workflow, verb.name))

    def command(self, name: str) -> Workflow:
        """The workflow of a slash command."""
        try:
            return self._commands[name]
        except KeyError:
            known = ", ".join(sorted(self._commands))
            raise Refused(
                tr("I don't know {command}. I answer to {known}.", command=name[:40], known=known),
                reason="unknown_command",
            ) from None

    def step(self, name: str) -> Step:
        """The verb behind a button or a modal: `leave:approve`; what follows a second colon tells twins apart."""
        try:
            return self._steps[":".join(name.split(":")[:2])]
        except KeyError:
            raise Refused(
                tr("That button is from an older version of me. Open the current one from my Home tab."),
                reason="unknown_verb",
            ) from None


def subject_of(value: str | None) -> tuple[int | None, int | None]:
    """`17.3` -> id 17, seen in version 3; nothing -> nothing. Raises Refused for anything else: it was not from us."""
    if not value:
        return None, None
    match = SUBJECT.fullmatch(value)
    if match is None:
        raise Refused(tr("I can't tell what that is about. Open it again from my Home tab."), reason="forged")
    return int(match[1]), int(match[2])


def _claim(table: dict[str, Any], name: str, value: Any) -> None:
    if name in table:
        raise ValueError(f"{name} is claimed twice")
    table[name] = value
