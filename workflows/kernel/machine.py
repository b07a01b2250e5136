"""What may follow what: the states of a workflow's subject as a table, where a missing row is the refusal."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Move:
    """One row: this verb takes a subject from any of these states to that one. Who may is the verb's `needs`."""

    verb: str
    source: frozenset[StrEnum]
    target: StrEnum


@dataclass(frozen=True)
class Machine:
    """The whole table. A verb that is in no row leaves the state alone and is possible in each."""

    states: type[StrEnum]
    moves: tuple[Move, ...]

    @cached_property
    def _targets(self) -> dict[tuple[str, StrEnum], StrEnum]:
        targets: dict[tuple[str, StrEnum], StrEnum] = {}
        for move in self.moves:
            for state in move.source:
                if targets.setdefault((move.verb, state), move.target) is not move.target:
                    raise ValueError(f"{move.verb} leads from {state} to two states")
        return targets

    @cached_property
    def verbs(self) -> frozenset[str]:
        """The verbs that move."""
        return frozenset(move.verb for move in self.moves)

    def allows(self, verb: str, state: StrEnum) -> bool:
        """Whether the verb may be used in this state."""
        return verb not in self.verbs or (verb, state) in self._targets

    def target(self, verb: str, state: StrEnum) -> StrEnum:
        """The state the verb leads to; KeyError where the table has no row."""
        return self._targets[verb, state]


def move(verb: str, source: StrEnum | Iterable[StrEnum], target: StrEnum) -> Move:
    """A row in short: `move("approve", State.REQUESTED, State.APPROVED)`."""
    sources = frozenset({source}) if isinstance(source, StrEnum) else frozenset(source)
    return Move(verb, sources, target)
