"""What follows `/skills`, read as a verb and its form."""

from datetime import date
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.skills import WORKFLOW
from workflows.skills.words import read

ACTOR = Actor(PersonId(1), "U0ANN", "Ann", "Europe/London", "en_GB", date(2026, 11, 23))
NO_TX = cast("Tx", None)
"""Words are read without looking anything up."""


@pytest.mark.parametrize(
    ("words", "verb", "form"),
    [
        ("", "mine", {}),
        ("MINE", "mine", {}),
        ("<@U0ZOE|zoe>", "of", {"person": "U0ZOE"}),
        ("of <@U0ZOE>", "of", {"person": "U0ZOE"}),
        ("who  Power   BI", "who", {"skill": "Power BI"}),
        ("Wish Python", "wish", {"skill": "Python"}),
        ("gaps Support", "gaps", {"department": "Support"}),
        ("rate Power BI 3", "claim", {"skill": "Power BI", "level": "3"}),
        ("rate Power BI", "claim", {"skill": "Power BI", "level": ""}),
        ("rate <@U0ANN> C++ 3", "claim", {"person": "U0ANN", "skill": "C++", "level": "3"}),
        ("rate <@U0ZOE> Python 3", "rate", {"person": "U0ZOE", "skill": "Python", "level": "3"}),
        ("develop Python for <@U0ZOE>", "develop", {"person": "U0ZOE", "skill": "Python"}),
        ("alias PBI = Power BI", "alias", {"name": "PBI", "other": "Power BI"}),
        ("merge JS into JavaScript", "merge", {"name": "JS", "other": "JavaScript"}),
    ],
)
def test_words_are_a_verb_and_its_form(words: str, verb: str, form: dict[str, Any]) -> None:
    assert read(NO_TX, ACTOR, words) == (verb, form)


@given(st.text(max_size=250))
def test_whatever_is_typed_is_a_verb_or_refused_with_the_way_out(words: str) -> None:
    found = understood(words)
    if isinstance(found, Refused):
        assert 0 < len(found.text) < 300
    else:
        assert WORKFLOW.verb(found)


def understood(words: str) -> str | Refused:
    """The verb, or why not."""
    try:
        return read(NO_TX, ACTOR, words)[0]
    except Refused as refused:
        return refused
