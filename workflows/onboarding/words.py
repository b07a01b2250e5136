"""What follows `/onboard`: a verb and its form, or a refusal with the way out."""

from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.language import tr
from workflows.onboarding.rules.checklist import SKILL, WHO
from workflows.wording.phrases import quoted
from workflows.wording.spans import read_whose

COMMAND = "/onboard"
LONGEST = 200
_PLAIN = ("list", "start", "roles")


def read(text: str) -> tuple[str, Form]:
    """The verb and its form; raises Refused (`words`)."""
    if len(text) > LONGEST:
        raise Refused(
            tr("That is a lot of words for me. `{command} help` shows what I understand.", command=COMMAND),
            reason="words",
        )
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
        tr(
            "I don't know “{text}” here. `{command} help` shows everything; `{command} open` begins an opening.",
            text=quoted(text),
            command=COMMAND,
        ),
        reason="words",
    )


def _whose(rest: str) -> Form:
    if not rest:
        return {}
    left, person = read_whose(f"for {rest}", COMMAND)
    if left or person is None:
        raise Refused(
            tr(
                "I don't understand “{rest}” there. Write `{command} leaving @somebody`.",
                rest=quoted(rest),
                command=COMMAND,
            ),
            reason="words",
        )
    return {WHO: person}
