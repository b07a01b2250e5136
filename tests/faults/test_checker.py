"""The checker sees what it is there to see: each kind of damage, done on purpose, is found."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.rehearse import SAMPLE
from rehearsal.model import Message
from tests.faults.checker import Findings
from tests.faults.crashes import ANN, HEAR_OF_ANN, Course, Desk
from tests.faults.laboratory import Laboratory


class Scene:
    """One request that Bea approved, and everything that came of it."""

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
        return next(message for message in kept if words in message.text)

    def again(self, message: Message) -> None:
        """Post it a second time."""
        fields = ("text", "blocks", "metadata", "app_id", "bot_id")
        self.workspace.post(message.channel, message.user, **{name: getattr(message, name) for name in fields})

    def close(self) -> None:
        self._engine.dispose()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder: Path = tmp_path_factory.mktemp("scene")
    with Laboratory(folder, SAMPLE, f"sqlite:///{folder / 'dotted-line.sqlite'}") as laboratory:
        desk = Desk(laboratory)
        desk.survives(Course())
        scene = Scene(laboratory, desk)
        yield scene
        scene.close()


def test_it_counts_and_finds_nothing_where_all_is_well(scene: Scene) -> None:
    findings = scene.looks()
    assert findings.well
    assert (findings.requests, findings.messages) == (1, 3 + len(HEAR_OF_ANN))


def test_a_promise_that_was_not_kept_is_found(scene: Scene) -> None:
    assert len(scene.looks(date(2027, 1, 13)).lost) == 1


def test_a_message_that_is_missing_and_one_that_came_twice_are_found(scene: Scene) -> None:
    away = scene.message("is away")
    scene.again(away)
    assert len(scene.looks().doubled) == 1
    scene.workspace.delete_message(scene.message("is away"))
    assert scene.looks().well
    scene.workspace.delete_message(scene.message("is away"))
    assert len(scene.looks().lost) == 1
    scene.again(away)
    assert scene.looks().well


def test_a_card_that_was_not_updated_and_a_message_nobody_queued_are_found(scene: Scene) -> None:
    card = scene.message("leave: ")
    scene.workspace.change_message(replace(card, text="Ann asks for leave (waiting for you)"))
    assert len(scene.looks().wrong) == 1
    scene.workspace.change_message(replace(card, metadata=None))
    assert len(scene.looks().wrong) == 1
    assert len(scene.looks().lost) == 1
    scene.workspace.change_message(card)
    assert scene.looks().well


@pytest.mark.parametrize(
    ("damage", "repair"),
    [
        ("update leave_request set version = 3", "update leave_request set version = 2"),
        ("update leave_request set state = 'declined'", "update leave_request set state = 'approved'"),
        ("update leave_day set cost = 5000", "update leave_day set cost = 10000"),
        ("update outbox set state = 'dead' where id = 1", "update outbox set state = 'sent' where id = 1"),
        ("update outbox set state = 'queued' where id = 2", "update outbox set state = 'sent' where id = 2"),
    ],
)
def test_books_that_do_not_add_up_are_found(scene: Scene, damage: str, repair: str) -> None:
    scene.changes(damage)
    assert not scene.looks().well
    scene.changes(repair)
    assert scene.looks().well
