"""The passages of the documentation that are made from the code: commands, settings, states, permissions, CSV columns.

A passage stands between `<!-- made: NAME -->` and `<!-- end -->`; `dotted-line docs` makes them anew, and a test fails
when one is stale.
"""

import ast
import inspect
import re
from collections.abc import Callable, Iterable, Iterator

from sqlmodel import SQLModel

from bot.folder.columns import help_text
from bot.personal.decisions import DECISIONS, Decision
from bot.retention.periods import KINDS, written
from bot.settings import Settings
from workflows import WORKFLOWS
from workflows.kernel.access import Relation
from workflows.kernel.flow import Workflow, possible
from workflows.private import columns as columns_of

PASSAGE = re.compile(r"(<!-- made: ([a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def refresh(page: str) -> str:
    """The page with each of its passages made anew. Raises KeyError for one that nothing makes."""
    return PASSAGE.sub(lambda found: f"{found[1]}{PASSAGES[found[2]]()}\n{found[3]}", page)


def commands() -> str:
    """Every line a person can type."""
    return "\n".join(["| type | to |", "| --- | --- |", *(line for each in WORKFLOWS for line in _lines_of(each))])


def settings() -> str:
    """Every variable, its default and what it means."""
    rows = [
        f"| `{name.upper()}` | {_default(field.default)} | {meaning} |"
        for (name, field), meaning in zip(Settings.model_fields.items(), _docstrings(Settings), strict=True)
        if name != "rehearsal_clock"
    ]
    return "\n".join(["| variable | default | meaning |", "| --- | --- | --- |", *rows])


def states() -> str:
    """The life of each workflow's subject, drawn from its machine."""
    return "\n\n".join(_diagram(workflow) for workflow in WORKFLOWS if workflow.machine.moves)


def permissions() -> str:
    """Who may use which verb, in any state at all; `dotted-line permissions` prints every cell."""
    head = ["| verb |", *(f" {relation.value} |" for relation in Relation)]
    rule = "| --- |" + " :-: |" * len(Relation)
    return "\n\n".join(
        "\n".join([f"**{workflow.command}**\n", "".join(head), rule, *_rows(workflow)]) for workflow in WORKFLOWS
    )


def columns() -> str:
    """The columns of the organisation's folder."""
    return help_text()


def periods() -> str:
    """How long each kind of record is kept."""
    rows = [f"| `{kind.name}` | {written(kind.months)} | {kind.since} | {kind.goes} |" for kind in KINDS]
    return "\n".join(["| kind | kept | from | what goes then |", "| --- | --- | --- | --- |", *rows])


def erasing() -> str:
    """What becomes of each table's rows about somebody who is erased."""
    rows = [f"| `{name}` | {_fate(one)} |" for name, one in DECISIONS.items() if one.about or one.through]
    return "\n".join(["| table | when its person is erased |", "| --- | --- |", *rows])


def locked() -> str:
    """What only the key opens."""
    found: dict[str, list[str]] = {}
    for column in columns_of(SQLModel.metadata):
        found.setdefault(column.table.name, []).append(column.name)
    return "\n".join(f"- `{name}`: {', '.join(sorted(those))}" for name, those in sorted(found.items()))


PASSAGES: dict[str, Callable[[], str]] = {
    "commands": commands,
    "settings": settings,
    "states": states,
    "permissions": permissions,
    "columns": columns,
    "periods": periods,
    "erasing": erasing,
    "locked": locked,
}


def _lines_of(workflow: Workflow) -> Iterator[str]:
    for verb in workflow.verbs:
        typed, _, does = verb.help.partition(": ")
        if verb.help:
            yield f"| `{workflow.command} {typed}` | {does} |"


def _rows(workflow: Workflow) -> Iterator[str]:
    for verb in workflow.verbs:
        marks = ["yes" if _ever(workflow, verb.name, relation) else "" for relation in Relation]
        yield f"| {verb.name} | " + " | ".join(marks) + " |"


def _ever(workflow: Workflow, name: str, relation: Relation) -> bool:
    verb = workflow.verb(name)
    return any(possible(workflow, verb, {relation}, state) for state in workflow.machine.states)


def _diagram(workflow: Workflow) -> str:
    moves = [
        f"    {source.value} --> {row.target.value}: {row.verb}"
        for row in workflow.machine.moves
        for source in sorted(row.source)
    ]
    return "\n".join([f"**{workflow.command}**\n", "```mermaid", "stateDiagram-v2", *moves, "```"])


def _docstrings(kind: type) -> Iterable[str]:
    """The sentence under each field, which Python itself does not keep."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    if not isinstance(body, ast.ClassDef):
        return
    for field, said in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant):
            yield " ".join(str(said.value.value).split())


def _fate(one: Decision) -> str:
    if one.removed:
        return "removed"
    if one.emptied:
        return f"emptied: {', '.join(one.emptied)}"
    return f"kept: {one.kept}"


def _default(value: object) -> str:
    shown = str(value)
    return "" if shown in {"", "None", "**********"} else f"`{shown}`"
