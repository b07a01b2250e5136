"""What may follow what: a verb is possible in the states of its rows, and one without rows in each."""

from enum import StrEnum

import pytest

from workflows.kernel.machine import Machine, Move, move


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    LOCKED = "locked"


MACHINE = Machine(
    Door,
    (
        move("shut", Door.OPEN, Door.SHUT),
        move("open", Door.SHUT, Door.OPEN),
        move("bolt", (Door.OPEN, Door.SHUT), Door.LOCKED),
    ),
)


def test_a_row_in_short_is_the_row() -> None:
    assert move("bolt", [Door.OPEN, Door.SHUT], Door.LOCKED) == Move(
        "bolt", frozenset({Door.OPEN, Door.SHUT}), Door.LOCKED
    )
    assert move("shut", Door.OPEN, Door.SHUT) == Move("shut", frozenset({Door.OPEN}), Door.SHUT)


def test_every_verb_in_every_state() -> None:
    assert MACHINE.verbs == {"shut", "open", "bolt"}
    allowed = {(verb, state) for verb in (*MACHINE.verbs, "look") for state in Door if MACHINE.allows(verb, state)}
    moving = {("shut", Door.OPEN), ("open", Door.SHUT), ("bolt", Door.OPEN), ("bolt", Door.SHUT)}
    assert allowed == moving | {("look", state) for state in Door}
    assert {MACHINE.target("bolt", Door.OPEN), MACHINE.target("bolt", Door.SHUT)} == {Door.LOCKED}
    assert MACHINE.target("shut", Door.OPEN) is Door.SHUT
    with pytest.raises(KeyError):
        MACHINE.target("shut", Door.LOCKED)


def test_two_rows_that_agree_are_one_and_two_that_do_not_are_refused() -> None:
    twice = Machine(Door, (move("shut", Door.OPEN, Door.SHUT), move("shut", (Door.OPEN, Door.LOCKED), Door.SHUT)))
    assert twice.target("shut", Door.OPEN) is Door.SHUT
    torn = Machine(Door, (move("shut", Door.OPEN, Door.SHUT), move("shut", Door.OPEN, Door.LOCKED)))
    with pytest.raises(ValueError, match="shut leads from open to two states"):
        torn.allows("shut", Door.OPEN)
