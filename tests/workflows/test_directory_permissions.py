"""Who may do what in the directory, cell by cell, against a table written by hand."""

import csv
from pathlib import Path

from bot.permissions import cells
from workflows.directory import WORKFLOW
from workflows.directory.rules import MACHINE, State

TABLE = Path(__file__).parent / "directory_permissions.csv"


def expected() -> set[tuple[str, str, str]]:
    """The cells that the table allows; silence is refusal."""
    with TABLE.open(encoding="utf-8") as file:
        return {
            (row["verb"], relation, state)
            for row in csv.DictReader(file)
            for relation in row["relations"].split()
            for state in (State if row["states"] == "any" else row["states"].split())
        }


def test_every_cell_of_the_matrix_is_as_the_table_says() -> None:
    computed = {(verb, relation, state) for _, verb, relation, state, allowed in cells([WORKFLOW]) if allowed == "yes"}
    assert computed == expected()


def test_every_verb_is_in_the_table_and_every_move_is_a_verb() -> None:
    verbs = {verb.name for verb in WORKFLOW.verbs}
    assert {verb for verb, _, _ in expected()} == verbs
    assert verbs >= MACHINE.verbs
