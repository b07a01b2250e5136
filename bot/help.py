"""What `/command help` says: made from the verbs, so that it cannot promise what is not there."""

from workflows.kernel.flow import Workflow
from workflows.kernel.replies import Message


def help_for(workflow: Workflow) -> Message:
    """The lines a person can type, each with what it does."""
    lines = [_line(workflow.command, *verb.help.partition(": ")) for verb in workflow.verbs if verb.help]
    text = "\n".join([f"*{workflow.summary}*", *lines, _line(workflow.command, "help", "", "this list")])
    return Message(text, [{"type": "section", "text": {"type": "mrkdwn", "text": text}}])


def _line(command: str, typed: str, _: str, does: str) -> str:
    return f"`{command} {typed}`  {does}"
