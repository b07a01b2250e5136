"""What follows `/report`: a verb and its form, or a refusal that helps."""

import re

from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.language import tr
from workflows.performance import forms
from workflows.wording.phrases import quoted
from workflows.wording.spans import LONGEST, read_whose

COMMAND = "/report"
_LOG = re.compile(r"log (?:case )?#?([0-9]{1,18})")
_BEFORE_A_NAME = ("", "on", "about")


def read(text: str) -> tuple[str, Form]:
    """The verb and its form; raises Refused (`words`) with the way out.

    What happened is never typed here, where it might be seen: the modal asks for it.
    """
    if len(text) > LONGEST:
        raise Refused(
            tr("That is a lot of words for me. Type `/report` alone: a form opens, and asks for what happened."),
            reason="words",
        )
    words, person = read_whose(" ".join(text.split()), COMMAND)
    lower = words.lower()
    if person and lower in _BEFORE_A_NAME:
        return "open", {forms.WHO: person}
    if lower in ("", "list") and not person:
        return ("list" if lower else "open"), {}
    if lower == "log" and not person:
        return "logs", {}
    number = _LOG.fullmatch(lower)
    if number and not person:
        return "log", {"case": number[1]}
    raise Refused(
        tr(
            "I don't know “{words}” here. `/report` opens the form, `/report @ann` opens it about Ann, `/report list` "
            "shows yours; `/report help` shows everything.",
            words=quoted(words),
        ),
        reason="words",
    )
