"""Hostile words into every field of every form that people can open, on both stores."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.forms import read_state
from bot.store import Store
from bot.transaction import Transaction
from rehearsal.page.forms import fields
from tests.fuzz.words import MENTIONS, hostile
from tests.languages.walk import Deed, Seen, Walk, plausible
from workflows.kernel.errors import Refused
from workflows.language import speech_of

PEOPLE = ("U0NOR0003", "U0JUR0010", "U0FAT0019", "U0ANN0001")
"""A people admin, an operations manager, a project manager, a member of staff."""


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form in somebody's hands."""

    who: str
    callback: str
    about: str | None
    blocks: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Attack:
    """What came of one submission, or of one command."""

    what: str
    """The form's callback, or the command."""
    number: int
    outcome: str
    """The reason of the refusal; `done` when there was none."""
    wrong: tuple[str, ...]


def walk_through(store: Store) -> Walk:
    """A walk in English."""
    return Walk(store, speech_of("en_GB"))


def forms(store: Store) -> list[OpenForm]:
    """One of each that each of these people can open."""
    found: dict[tuple[str, str], OpenForm] = {}
    walk = walk_through(store)
    for who in PEOPLE:
        for seen in walk.all_of([who]):
            callback = seen.payload.get("callback_id") if seen.view else None
            if callback and seen.payload.get("submit"):
                about, blocks = seen.payload.get("private_metadata"), tuple(seen.payload["blocks"])
                found.setdefault((who, callback), OpenForm(who, callback, about, blocks))
    return list(found.values())


def attacks(store: Store, known: list[OpenForm], seed: int, numbers: range) -> Iterator[Attack]:
    """Submissions by turns to each form; a number does the same again on any store."""
    walk = walk_through(store)
    for number in numbers:
        form = known[number % len(known)]
        dice = random.Random(f"{seed}/{form.who}/{form.callback}/{number}")  # noqa: S311 - the same words again
        yield attack(walk, form, dice, number)


def attack(walk: Walk, form: OpenForm, dice: random.Random, number: int) -> Attack:
    """One."""
    state = _state(form, dice)

    def work(tx: Transaction) -> list[Seen]:
        try:
            given = read_state(state)
        except Refused as refused:
            return [Seen(form.callback, {"text": refused.text}, refused=refused.reason)]
        return walk.do(tx, form.who, Deed(form.callback, form.about, given))

    asked = any(block["type"] == "input" for block in form.blocks)
    return tried(walk, form.callback, number, work, under_fields=asked)


def tried(
    walk: Walk, what: str, number: int, work: Callable[[Transaction], list[Seen]], *, under_fields: bool = False
) -> Attack:
    """What came of it, and what in it is wrong. Under a field a refusal is plain text, and mentions nobody."""
    try:
        seen = walk.undone(work)
    except Exception as error:  # noqa: BLE001 - whatever is not a refusal is what is looked for
        return Attack(what, number, "broken", (f"{type(error).__name__}: {str(error)[:200]}",))
    shown = [each for each in seen if not (under_fields and each.refused)]
    wrong = (*(one for each in seen for one in each.violations), *(one for each in shown for one in live(each.payload)))
    return Attack(what, number, next((each.refused for each in seen if each.refused), "done"), wrong)


def live(payload: Any) -> Iterator[str]:
    """Texts that Slack would read as mrkdwn and in which somebody else's mention would call people."""
    if isinstance(payload, Mapping):
        text = payload.get("text")
        if isinstance(text, str) and payload.get("type") != "plain_text" and any(one in text for one in MENTIONS):
            yield f"live: {text[:120]!r}"
        for value in payload.values():
            yield from live(value)
    elif isinstance(payload, list | tuple):
        for one in payload:
            yield from live(one)


def _state(form: OpenForm, dice: random.Random) -> dict[str, dict[str, dict[str, Any]]]:
    state: dict[str, dict[str, dict[str, Any]]] = {}
    for one in fields(list(form.blocks)):
        state.setdefault(one.block_id, {})[one.action_id] = _entry(one.element, dice)
    return state


def _entry(element: Mapping[str, Any], dice: random.Random) -> dict[str, Any]:
    """Hostile words where words are typed; elsewhere, now and then, what was never offered."""
    kind = str(element["type"])
    if kind in ("plain_text_input", "number_input", "email_text_input", "url_text_input"):
        return {"type": kind, "value": hostile(dice) if dice.random() < 0.8 else "3"}
    if dice.random() < 0.8:
        return plausible(element)
    if kind == "datepicker":
        return {"type": kind, "selected_date": dice.choice((hostile(dice), "2027-03-01", "0001-01-01", "9999-12-31"))}
    if kind == "timepicker":
        return {"type": kind, "selected_time": hostile(dice)}
    if kind.endswith("users_select") or kind == "users_select":
        return {"type": kind, "selected_user": hostile(dice)}
    many = kind.startswith("multi") or kind == "checkboxes"
    given = {"value": hostile(dice)}
    return {"type": kind, "selected_options": [given]} if many else {"type": kind, "selected_option": given}
