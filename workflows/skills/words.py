"""What follows `/skills`: a verb and its form, or a refusal with the way out."""

from typing import Any

from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import tr
from workflows.skills import forms
from workflows.wording.phrases import quoted
from workflows.wording.spans import LONGEST, read_whose

COMMAND = "/skills"
ALONE = frozenset({"mine", "list"})
ABOUT_A_SKILL = frozenset({"who", "wish", "unwish", "offer", "unoffer"})
ABOUT_A_DEPARTMENT = frozenset({"gaps", "needs"})


def read(_tx: Tx, actor: Actor, text: str) -> tuple[str, Form]:
    """The verb and its form; raises Refused (`words`)."""
    if len(text) > LONGEST:
        raise Refused(
            tr("That is a lot of words for me. `{command} help` shows what I understand.", command=COMMAND),
            reason="words",
        )
    words, person = read_whose(" ".join(text.split()), COMMAND)
    verb, _, rest = words.partition(" ")
    verb = verb.lower()
    form: dict[str, Any] = {forms.WHO: person} if person else {}
    if not verb:
        return ("of", form) if person else ("mine", form)
    if verb == "of":
        return "of", _named(form)
    if verb in ALONE and not rest:
        return verb, form
    if verb in ABOUT_A_SKILL:
        return verb, {forms.SKILL: rest}
    if verb in ABOUT_A_DEPARTMENT:
        return verb, {forms.DEPARTMENT: rest}
    found = _others(verb, rest, form, actor)
    if found is not None:
        return found
    raise Refused(
        tr("I don't know “{words}”. `{command} help` shows everything.", words=quoted(words), command=COMMAND),
        reason="words",
    )


def _others(verb: str, rest: str, form: dict[str, Any], actor: Actor) -> tuple[str, Form] | None:
    if verb == "rate":
        skill, level = _skill_and_level(rest)
        own = form.get(forms.WHO) in (None, actor.slack_id)
        return "claim" if own else "rate", form | {forms.SKILL: skill, forms.LEVEL: level}
    if verb == "develop":
        return "develop", form | {forms.SKILL: rest}
    if verb == "add":
        return "add", {forms.NAME: rest}
    if verb == "alias":
        return "alias", _pair(rest, "=", tr("`{command} alias JS = JavaScript`", command=COMMAND))
    if verb == "merge":
        return "merge", _pair(rest, " into ", tr("`{command} merge JS into JavaScript`", command=COMMAND))
    return None


def _named(form: dict[str, Any]) -> dict[str, Any]:
    if forms.WHO not in form:
        raise Refused(tr("Whose skills? Type `{command} of @name`.", command=COMMAND), reason="words")
    return form


def _skill_and_level(rest: str) -> tuple[str, str]:
    """`Power BI 4`; a name that ends in a figure is still found, because the modal shows what was read."""
    head, _, tail = rest.rpartition(" ")
    return (head, tail) if head and tail.isascii() and tail.isdigit() else (rest, "")


def _pair(rest: str, between: str, example: str) -> dict[str, Any]:
    name, found, other = rest.partition(between)
    if not found or not name.strip() or not other.strip():
        raise Refused(tr("I need two names: {example}.", example=example), reason="words")
    return {forms.NAME: name.strip(), forms.OTHER: other.strip()}
