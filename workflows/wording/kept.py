"""Sentences that are written down for later: kept in every language, said to each reader in theirs.

For what happened once and cannot be said again from facts, such as what was left of leave on the day it was settled.
What people wrote themselves is kept, and said, as they wrote it.
"""

import json
from collections.abc import Callable

from workflows.language import LANGUAGES, LIKE_HERE, SOURCE, speaking, speech

MARK = "\u241e"
"""Begins what was kept so; nobody types it. Without it a text stands as it is, as those do that were kept before."""


def kept(say: Callable[[], str]) -> str:
    """What `say` says, in all languages, to be written down; called once for each, so it must not change a thing."""
    said = {}
    for code in LANGUAGES:
        with speaking(str(LIKE_HERE) if code == SOURCE else code):
            said[code] = say()
    return MARK + json.dumps(said, ensure_ascii=False)


def told(text: str) -> str:
    """The same in the language now spoken."""
    if not text.startswith(MARK):
        return text
    said: dict[str, str] = json.loads(text.removeprefix(MARK))
    return said.get(speech().language) or said[SOURCE]
