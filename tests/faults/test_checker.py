"""The checker sees what it is there to see: each kind of damage, done on purpose, is found."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.rehearse import SAMPLE
from rehearsal.model import Message
from tests.faults import checker
from tests.faults.books import Books
from tests.faults.checker import Findings
from tests.faults.crashes import ANN, CONSULTED_ON_ANN, HEAR_OF_ANN, Course, Desk
from tests.faults.laboratory import Laboratory, until

AWAY, CONSULTED, CARD, BUDGET = "^[^:]+ is away", "^Decided: ", "leave: ", "of this budget is used"
"""What the messages read by which they are found here."""
MINE = "update outbox set {} where workflow = 'leave' and kind = 'mine' and not only_update"
REACHED = "update outbox set {} where key = (select min(key) from outbox where workflow = 'budget')"
MOVED = "update leave_consultation set person_id = {} where person_id = {}"
LED = "update project_lead set ends = {} where person_id = 21"


class Scene:
    """One request that Bea approved, everything that came of it, and what a budget said meanwhile."""

    def __init__(self, laboratory: Laboratory, desk: Desk) -> None:
        self.workspace = laboratory.workspace
        self._checker = desk.checker
        self._engine = create_engine(laboratory.database)

    def looks(self, day: date = date(2027, 1, 12)) -> Findings:
        return self._checker.inspect([(ANN, day)])

    def changes(self, statement: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(text(statement))

    def message(self, words: str) -> Message:
        """The message that says this."""
        kept = [message for place in self.workspace.messages.values() for message in place.values()]
        return next(message for message in kept if re.search(words, message.text))

    def again(self, message: Message) -> Message:
        """Post it a second time."""
        fields = ("text", "blocks", "metadata", "app_id", "bot_id")
        return self.workspace.post(message.channel, message.user, **{name: getattr(message, name) for name in fields})

    def close(self) -> None:
        self._engine.dispose()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder: Path = tmp_path_factory.mktemp("scene")
    with Laboratory(folder, SAMPLE, f"sqlite:///{folder / 'dotted-line.sqlite'}") as laboratory:
        desk = Desk(laboratory)
        desk.survives(Course())
        scene = Scene(laboratory, desk)
        until(lambda: scene.looks().others, "a budget is spoken of")
        yield scene
        scene.close()


def test_it_counts_and_finds_nothing_where_all_is_well(scene: Scene) -> None:
    findings = scene.looks()
    assert findings.well
    assert (findings.requests, findings.messages) == (1, 3 + len(HEAR_OF_ANN) + len(CONSULTED_ON_ANN))
    assert findings.others


@pytest.mark.parametrize(
    ("moves", "anew", "doubled"),
    [
        ([(1, "asked"), (1, "declined"), (2, "asked")], 1, 0),
        ([(1, "asked"), (1, "withdrawn"), (2, "asked"), (2, "approved")], 1, 0),
        ([(1, "asked"), (2, "asked")], 0, 1),
        ([(1, "asked"), (2, "asked"), (1, "declined")], 0, 1),
        ([(1, "asked"), (1, "approved"), (2, "asked")], 0, 1),
        ([(1, "asked"), (1, "declined"), (2, "asked"), (3, "asked")], 1, 1),
    ],
)
def test_a_day_that_is_asked_for_again_is_double_unless_the_former_request_was_refused_by_then(
    moves: list[tuple[int, str]], anew: int, doubled: int
) -> None:
    audit = defaultdict[int, list[Any]](list)
    for number, (request, event) in enumerate(moves, start=1):
        audit[request].append(SimpleNamespace(id=number, event=event))
    books = Books({}, [], audit, {}, {}, {}, {}, {}, {})
    same = [SimpleNamespace(id=number) for number in sorted({request for request, _ in moves})]
    found = Findings()
    assert checker.anew(books, "what", same, found) == anew
    assert len(found.doubled) == doubled


def test_a_promise_that_was_not_kept_is_found(scene: Scene) -> None:
    assert len(scene.looks(date(2027, 1, 13)).lost) == 1


@pytest.mark.parametrize("words", [AWAY, CONSULTED, BUDGET])
def test_a_message_that_is_missing_and_one_that_came_twice_are_found(scene: Scene, words: str) -> None:
    message = scene.message(words)
    scene.again(message)
    assert len(scene.looks().doubled) == 1
    scene.workspace.delete_message(scene.message(words))
    assert scene.looks().well
    scene.workspace.delete_message(scene.message(words))
    assert len(scene.looks().lost) == 1
    scene.again(message)
    assert scene.looks().well


@pytest.mark.parametrize(
    ("words", "stale"),
    [(CARD, "Ann asks for leave (waiting for you)"), (CONSULTED, "Ann asks to be away: a concern?")],
)
def test_a_card_that_was_not_updated_and_a_message_nobody_queued_are_found(
    scene: Scene, words: str, stale: str
) -> None:
    card = scene.message(words)
    scene.workspace.change_message(replace(card, text=stale))
    assert len(scene.looks().wrong) == 1
    scene.workspace.change_message(replace(card, metadata=None))
    assert len(scene.looks().wrong) == 1
    assert len(scene.looks().lost) == 1
    scene.workspace.change_message(card)
    assert scene.looks().well


def test_what_another_workflow_says_without_a_row_or_in_the_wrong_place_is_found(scene: Scene) -> None:
    said = scene.message(BUDGET)
    scene.workspace.change_message(replace(said, metadata=None))
    found = scene.looks()
    assert (len(found.wrong), len(found.lost)) == (1, 1)
    scene.workspace.change_message(said)
    scene.workspace.delete_message(said)
    astray = scene.again(replace(said, channel=scene.workspace.channel("general").id))
    (fault,) = scene.looks().wrong
    assert fault.startswith("budget/")
    assert fault.endswith("#general has it")
    scene.workspace.delete_message(astray)
    scene.again(said)
    assert scene.looks().well


@pytest.mark.parametrize(
    ("damage", "repair"),
    [
        ("update leave_request set version = 3", "update leave_request set version = 2"),
        ("update leave_request set state = 'declined'", "update leave_request set state = 'approved'"),
        ("update leave_day set cost = 5000", "update leave_day set cost = 10000"),
        (MINE.format("state = 'dead'"), MINE.format("state = 'sent'")),
        (MINE.format("state = 'queued', next_at = 9e12"), MINE.format("state = 'sent'")),
        (REACHED.format("state = 'dropped'"), REACHED.format("state = 'sent'")),
        (MOVED.format(1, 21), MOVED.format(21, 1)),
        (LED.format("'2026-12-31'"), LED.format("null")),
    ],
)
def test_books_that_do_not_add_up_are_found(scene: Scene, damage: str, repair: str) -> None:
    scene.changes(damage)
    assert not scene.looks().well
    scene.changes(repair)
    assert scene.looks().well
