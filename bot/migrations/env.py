"""Run by Alembic: on the connection it is given, against the tables of every workflow.

A migration stands by itself: it names plain column types, never this version's code.
"""

from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel

import bot.tables  # noqa: F401 - importing it fills the metadata
import workflows  # noqa: F401 - the same
from workflows.columns import Code, Exact, Moment
from workflows.private import Private

PLAIN = {
    Moment: "sa.DateTime(timezone=True)",
    Exact: "sa.BigInteger()",
    Code: "sa.String(length=40)",
    Private: "sa.Text()",
}


def plainly(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """How a column's type is written into a migration."""
    if kind != "type":
        return False
    if type(item).__name__ == "AutoString":
        return f"sa.String(length={item.length})" if item.length else "sa.Text()"
    return PLAIN.get(type(item), False)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=context.config.attributes.get("batch", True),
    render_item=plainly,
)
with context.begin_transaction():
    context.run_migrations()
