"""What follows `/handover`: a verb and its form, or a refusal with the way out."""

from typing import Any

from workflows.handover.forms import AWAY, KIND, WORDS
from workflows.handover.rules.template import Kind
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.language import tr
from workflows.wording.phrases import quoted
from workflows.wording.spans import read_whose

COMMAND = "/handover"
LONGEST = 200


def read(text: str) -> tuple[str, Form]:
    """The verb and its form; raises Refused (`words`)."""
    if len(text) > LONGEST:
        raise Refused(
            tr("That is a lot of words for me. `{command} help` shows what I understand.", command=COMMAND),
            reason="words",
        )
    words = " ".join(text.split())
    if not words or words.lower() == "list":
        return "list", {}
    if words.lower() == "away":
        return "away", {}
    verb, _, rest = words.partition(" ")
    if verb.lower() == "start":
        return "open", _about(rest)
    raise Refused(
        tr(
            "I don't know “{text}” here. `{command} help` shows everything; `{command} start apollo` begins one.",
            text=quoted(text),
            command=COMMAND,
        ),
        reason="words",
    )


def _about(rest: str) -> dict[str, Any]:
    if not rest:
        return {}
    if rest.startswith("<@"):
        _, person = read_whose(f"for {rest}", COMMAND)
        return {KIND: Kind.LONG_LEAVE.value, AWAY: person}
    return {WORDS: rest}
