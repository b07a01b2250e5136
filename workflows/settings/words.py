"""What follows `/dottedline`: a verb and its form, or a refusal with the way out."""

from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.language import tr
from workflows.wording.phrases import quoted

COMMAND = "/dottedline"
LANGUAGE = "language"
"""The field, by block id."""


def read(text: str) -> tuple[str, Form]:
    """The verb and its form; raises Refused (`words`)."""
    first, _, rest = text.strip().partition(" ")
    if not first:
        return "show", {}
    if first.lower() == "settings" and not rest:
        return "settings", {}
    if first.lower() == "language" and rest:
        return "language", {LANGUAGE: rest}
    raise Refused(
        tr(
            "I don't know “{text}” here. `{command}` shows what you can type, `{command} settings` how you are told, "
            "`{command} language Deutsch` changes the language.",
            text=quoted(text),
            command=COMMAND,
        ),
        reason="words",
    )
