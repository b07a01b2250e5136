"""Every cell of the permission matrix of every workflow, against its table written by hand."""

import pytest

from bot.permissions import cells
from tests.workflows.permission_tables import expected
from workflows import WORKFLOWS
from workflows.kernel.flow import Workflow

EVERY = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.name)


@EVERY
def test_every_cell_of_the_matrix_is_as_the_table_says(workflow: Workflow) -> None:
    computed = {(verb, relation, state) for _, verb, relation, state, allowed in cells([workflow]) if allowed == "yes"}
    assert computed == expected(workflow)


@EVERY
def test_every_verb_is_in_the_table_and_every_move_is_a_verb(workflow: Workflow) -> None:
    verbs = {verb.name for verb in workflow.verbs}
    assert {verb for verb, _, _ in expected(workflow)} == verbs
    assert verbs >= workflow.machine.verbs
