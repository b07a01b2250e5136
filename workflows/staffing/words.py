"""What follows `/staff`: a verb and its form, or a refusal with the way out."""

from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import tr
from workflows.staffing.forms import DEPARTMENT
from workflows.staffing.people import managed
from workflows.wording.phrases import quoted

SCOPES = ("project", "department", "me")
LONGEST = 200


def read(tx: Tx, actor: Actor, text: str) -> tuple[str, Form]:
    """Alone it asks for people, for one who manages a project, and lists for everybody else."""
    words = " ".join(text.split())[:LONGEST]
    verb, _, rest = words.partition(" ")
    if not verb:
        return ("open" if managed(tx, actor.person, actor.today) else "list"), {}
    if verb.lower() in {"load", "floor"}:
        return _scoped(verb.lower(), rest)
    known = {"ask": "open", "list": "list", "plan": "plan"}.get(verb.lower())
    if known is None or rest:
        raise Refused(
            tr("I don't know “{words}” here. `/staff help` shows what there is.", words=quoted(words)), reason="words"
        )
    return known, {}


def _scoped(verb: str, rest: str) -> tuple[str, Form]:
    if verb == "floor":
        return verb, ({DEPARTMENT: rest} if rest else {})
    scope, _, named = rest.partition(" ")
    if not scope:
        return verb, {}
    if scope.lower() not in SCOPES:
        raise Refused(tr("`/staff load` takes project, department or me."), reason="words")
    return verb, {"scope": scope.lower(), "named": named}
