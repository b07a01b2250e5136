"""What `/command help` says: made from the verbs, so that it cannot promise what is not there."""

import re

from workflows.kernel.flow import Workflow
from workflows.kernel.replies import Message
from workflows.language import tr

_PARTS = re.compile(r"\s?: ")
"""What is typed, from what it does; French puts a space before the colon."""


def help_for(workflow: Workflow) -> Message:
    """The lines a person can type, each with what it does."""
    told = [tr(verb.help) for verb in workflow.verbs if verb.help] + [tr("help: this list")]
    text = "\n".join([f"*{tr(workflow.summary)}*", *(_line(workflow.command, *_PARTS.split(one, 1)) for one in told)])
    return Message(text, [{"type": "section", "text": {"type": "mrkdwn", "text": text}}])


def _line(command: str, typed: str, does: str) -> str:
    return f"`{command} {typed}`  {does}"
