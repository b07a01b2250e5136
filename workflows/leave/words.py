"""What follows `/leave`: a verb and its form, or a refusal with the way out. The days are read by `wording`."""

from typing import Any

from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.language import locale_of, marked, tr
from workflows.leave.forms import DEPARTMENT, WHO, of_span
from workflows.wording.days import Reader
from workflows.wording.phrases import quoted
from workflows.wording.spans import EXAMPLES, LONGEST, read_span, read_whose

COMMAND = "/leave"
VERBS = ("balance", "list", "waiting", "who", "floor", "closed", "worked", "adjust")
SCOPES = ("team", "department", "project", "company")
REACHES = ("today", "week", "weeks")
_WHOSE = marked("Whose? Write `/leave adjust for @somebody`; your own is for another people admin.")


def read(text: str, actor: Actor) -> tuple[str, Form]:
    """The verb and its form; raises Refused (`words`, `dates`)."""
    if len(text) > LONGEST:
        text = tr("That is a lot of words for me. Write the days as {examples}.", examples=tr(EXAMPLES))
        raise Refused(text, reason="words")
    words, person = read_whose(" ".join(text.split()), COMMAND)
    form: dict[str, Any] = {WHO: person} if person else {}
    verb, _, rest = words.partition(" ")
    if verb.lower() in VERBS:
        if verb.lower() == "worked" and rest:
            return "worked", form | _days(rest, actor)
        if verb.lower() == "adjust" and not person:
            raise Refused(tr(_WHOSE), reason="whose")
        return verb.lower(), form | _scope(verb.lower(), rest.lower())
    if not words:
        return "open", form
    return "open", form | _days(words, actor)


def _days(words: str, actor: Actor) -> dict[str, Any]:
    return of_span(read_span(words, Reader(locale_of(actor.locale), actor.today), COMMAND))


def _scope(verb: str, rest: str) -> dict[str, Any]:
    if not rest:
        return {}
    if verb == "floor":
        return {DEPARTMENT: rest}
    if verb == "who" and (found := _whom(rest)):
        return found
    wording = _WHO if verb == "who" else _ALONE
    raise Refused(tr(wording, words=quoted(rest), verb=verb, scopes=", ".join(SCOPES)), reason="words")


_WHO = marked(
    "I don't know “{words}” here: `/leave who` takes {scopes}, today or week. `/leave help` shows everything."
)
_ALONE = marked("I don't know “{words}” here: `/leave {verb}` stands alone. `/leave help` shows everything.")


def _whom(rest: str) -> dict[str, Any]:
    """`project`, `today`, `company week`, in any order; nothing for what is none of it."""
    found: dict[str, Any] = {}
    for word in rest.split():
        if word in SCOPES:
            found["scope"] = word
        elif word in REACHES:
            found["reach"] = word
        else:
            return {}
    return found
