"""What follows `/milestone`: a verb and its form, or a refusal with the way out."""

from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.language import tr
from workflows.milestones.forms import PROJECT, WORDS
from workflows.wording.phrases import quoted

COMMAND = "/milestone"
LONGEST = 200
ABOUT_A_PROJECT = ("list", "plan", "new")
BY_NAME = ("update", "done", "story")


def read(text: str) -> tuple[str, Form]:
    """The verb and its form; raises Refused (`words`)."""
    if len(text) > LONGEST:
        raise Refused(
            tr("That is a lot of words for me. `{command} help` shows what I understand.", command=COMMAND),
            reason="words",
        )
    verb, _, rest = " ".join(text.split()).partition(" ")
    verb = verb.lower()
    if not verb:
        return "list", {}
    if verb in ABOUT_A_PROJECT:
        return verb, {PROJECT: rest} if rest else {}
    if verb == "next" and not rest:
        return verb, {}
    if verb in BY_NAME and rest:
        return verb, {WORDS: rest}
    if verb in BY_NAME:
        raise Refused(
            tr("Which one? Add some words of its name: `{command} {verb} beta`.", command=COMMAND, verb=verb),
            reason="words",
        )
    raise Refused(
        tr(
            "I don't know “{text}” here. `{command} help` shows everything; `{command} list` your projects.",
            text=quoted(text),
            command=COMMAND,
        ),
        reason="words",
    )
