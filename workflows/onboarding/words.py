"""What follows `/onboard`: a verb and its form, or a refusal with the way out."""

from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.onboarding.rules.checklist import SKILL, WHO
from workflows.wording.phrases import quoted
from workflows.wording.spans import read_whose

COMMAND = "/onboard"
LONGEST = 200
_PLAIN = ("list", "start", "roles")


def read(text: str) -> tuple[str, Form]:
    """The verb and its form; raises Refused (`words`)."""
    if len(text) > LONGEST:
        raise Refused(f"That is a lot of words for me. `{COMMAND} help` shows what I understand.", reason="words")
    words = " ".join(text.split())
    verb, _, rest = words.partition(" ")
    name = verb.lower() or "list"
    if name in _PLAIN and not rest:
        return name, {}
    if name == "open":
        return "open", {SKILL: rest} if rest else {}
    if name == "leaving":
        return "leaving", _whose(rest)
    raise Refused(
        f"I don't know “{quoted(text)}” here. `{COMMAND} help` shows everything; `{COMMAND} open` begins an opening.",
        reason="words",
    )


def _whose(rest: str) -> Form:
    if not rest:
        return {}
    left, person = read_whose(f"for {rest}", COMMAND)
    if left or person is None:
        raise Refused(
            f"I don't understand “{quoted(rest)}” there. Write `{COMMAND} leaving @somebody`.", reason="words"
        )
    return {WHO: person}
