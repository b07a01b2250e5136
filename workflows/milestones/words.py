"""What follows `/milestone`: a verb and its form, or a refusal with the way out."""

from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.milestones.forms import PROJECT, WORDS
from workflows.wording.phrases import quoted

COMMAND = "/milestone"
LONGEST = 200
ABOUT_A_PROJECT = ("list", "plan", "new")
BY_NAME = ("update", "done", "story")


def read(text: str) -> tuple[str, Form]:
    """The verb and its form; raises Refused (`words`)."""
    if len(text) > LONGEST:
        raise Refused(f"That is a lot of words for me. `{COMMAND} help` shows what I understand.", reason="words")
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
        raise Refused(f"Which one? Add some words of its name: `{COMMAND} {verb} beta`.", reason="words")
    raise Refused(
        f"I don't know “{quoted(text)}” here. `{COMMAND} help` shows everything; `{COMMAND} list` your projects.",
        reason="words",
    )
