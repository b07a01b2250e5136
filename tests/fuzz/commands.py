"""Hostile words after every command, typed by four people on both stores: the answer, and what others are told."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from bot.forms import clean
from bot.store import Store
from bot.transaction import Transaction
from tests.fuzz.forms import PEOPLE, Attack, tried, walk_through
from tests.fuzz.words import hostile
from tests.languages.walk import Deed, Seen, typed
from workflows.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Command:
    """Something that is typed: a command and a beginning it knows, or none."""

    name: str
    beginning: str


def commands(store: Store) -> list[Command]:
    """Each command alone, and after each word of its help."""
    found = [
        Command(workflow.command, words.split(" ")[0])
        for workflow in store.workflows
        for words in ("", *typed(workflow.verbs))
    ]
    return list(dict.fromkeys(found))


def typings(store: Store, known: list[Command], seed: int, numbers: range) -> Iterator[Attack]:
    """Commands by turns; a number does the same again on any store."""
    walk = walk_through(store)
    for number in numbers:
        command = known[number % len(known)]
        dice = random.Random(f"{seed}/{command.name}/{command.beginning}/{number}")  # noqa: S311 - the same words again
        who, words = dice.choice(PEOPLE), f"{command.beginning} {hostile(dice)}".strip()

        def work(tx: Transaction, name: str = command.name, who: str = who, words: str = words) -> list[Seen]:
            try:
                text = clean(words)
            except Refused as refused:
                return [Seen(name, {"text": refused.text}, refused=refused.reason)]
            return walk.do(tx, who, Deed(name, typed=text))

        yield tried(walk, f"{command.name} {command.beginning}".strip(), number, work)
