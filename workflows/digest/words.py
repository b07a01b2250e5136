"""What follows `/digest`: a verb and its form, or a refusal with the way out."""

from workflows.kernel.digests import Kind
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.language import tr
from workflows.wording.phrases import quoted

COMMAND = "/digest"
KIND, AT, KINDS, CHANNEL, DEPARTMENT = "kind", "at", "kinds", "channel", "department"
"""The fields, by block id."""


def read(text: str) -> tuple[str, Form]:
    """The verb and its form; raises Refused (`words`)."""
    first, _, rest = text.strip().lower().partition(" ")
    rest = rest.strip()
    if not first:
        return "show", {}
    if first in tuple(Kind) and first != Kind.CHANNEL and not rest:
        return "show", {KIND: first}
    if first in ("settings", "channel") and not rest:
        return first, {}
    if first in ("on", "off") and rest in tuple(Kind):
        return first, {KIND: rest}
    if first == "at" and rest:
        return "at", {AT: rest}
    raise _unknown(text)


def kind_of(form: Form) -> Kind:
    """The kind that a form names; raises Refused (`words`) for what no button and no command of ours says."""
    named = str(form.get(KIND) or "")
    if named not in tuple(Kind):
        raise _unknown(named)
    return Kind(named)


def _unknown(text: str) -> Refused:
    return Refused(
        tr(
            "I don't know “{words}” here. `/digest` shows it now, `/digest off weekly` ends one kind, "
            "`/digest at 07:15` moves it, `/digest settings` has it all.",
            words=quoted(text),
        ),
        reason="words",
    )
