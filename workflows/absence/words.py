"""What follows `/absence` or `/sick`, read in the person's own language and zone: a verb and its form, or a refusal."""

import re
from datetime import timedelta
from typing import Any

from workflows.absence import forms
from workflows.absence.forms import Days
from workflows.absence.rules.policy import AbsencePolicy, called
from workflows.calendar.rules import Span
from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.language import locale_of, tr
from workflows.wording.days import Reader
from workflows.wording.phrases import quoted
from workflows.wording.spans import EXAMPLES, LONGEST, read_span, read_whose

COMMAND = "/absence"
SHORT = "sick"
VERBS = {"list": "list", "team": "team", "back": "back_now"}
_OPEN = re.compile(r"(?:(.+) )?(?:until further notice|open-ended|open ended|open)")
_FROM = re.compile(r"(from|since|starting|ab|seit|desde|depuis|dès) (.+)")
_SINCE = frozenset({"since", "seit", "depuis", "desde"})
"""What looks back: "since Friday" is the last one, not the next to come."""


def read(text: str, actor: Actor, policy: AbsencePolicy) -> tuple[str, Form]:
    """The verb and its form; raises Refused (`words`, `dates`) with the way out."""
    if len(text) > LONGEST:
        text = tr("That is a lot of words for me. Write the days as {examples}.", examples=tr(EXAMPLES))
        raise Refused(text, reason="words")
    words, person = read_whose(" ".join(text.split()), COMMAND)
    form: dict[str, Any] = {forms.WHO: person} if person else {}
    lower = words.lower()
    if lower in VERBS:
        return VERBS[lower], form
    verb, _, rest = lower.partition(" ")
    if verb == SHORT:
        return _sick(words[len(SHORT) :].strip(), rest, form, actor)
    if verb in VERBS:
        text = tr(
            "I don't know “{words}” here: `/absence {verb}` stands alone. `/absence help` shows everything.",
            words=quoted(rest),
            verb=verb,
        )
        raise Refused(text, reason="words")
    return "open", form | _typed(lower, actor, policy)


def _sick(words: str, rest: str, form: dict[str, Any], actor: Actor) -> tuple[str, Form]:
    """`/sick`: reported at once; without a day it is today's date where the person is, which is not looked up here."""
    if rest in VERBS:
        return VERBS[rest], form
    return "report", form | (forms.of_days(read_days(words, actor)) if words else {})


def _typed(words: str, actor: Actor, policy: AbsencePolicy) -> dict[str, Any]:
    """The modal's fields as far as they were said: a type by its code or its name, and days."""
    code, rest = _named(words, policy)
    found = {forms.TYPE: code} if code else {}
    return found | (forms.of_days(read_days(rest, actor)) if rest else {})


def _named(words: str, policy: AbsencePolicy) -> tuple[str | None, str]:
    """The type that the words begin with, by its code or its name, and the words after it."""
    for one in policy.types:
        for name in (called(one).lower(), one.name.lower(), one.code):
            if words == name or words.startswith(f"{name} "):
                return one.code, words[len(name) :].strip()
    return None, words


def read_days(words: str, actor: Actor) -> Days:
    """The days these words name; "from monday" has an open end."""
    reader = Reader(locale_of(actor.locale), actor.today)
    lower = words.lower()
    lasting = _OPEN.fullmatch(lower)
    if lasting:
        return _open(read_span(lasting[1].strip(), reader, COMMAND) if lasting[1] else Span.of(actor.today))
    begins = _FROM.fullmatch(lower)
    if begins is None:
        return Days(read_span(words, reader, COMMAND))
    span = read_span(begins[2], reader, COMMAND)
    if span.first != span.last:
        return Days(span)
    looks_back = begins[1] in _SINCE and span.first > actor.today
    first = span.first - timedelta(weeks=1) if looks_back else span.first
    return _open(Span.of(first, span.first_half))


def _open(span: Span) -> Days:
    return Days(Span(span.first, span.first, span.first_half, None), open_ended=True)
