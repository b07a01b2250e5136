"""Run by Alembic: on the connection it is given, against the tables of every workflow."""

from alembic import context
from sqlmodel import SQLModel

import bot.tables  # noqa: F401 - importing it fills the metadata
import workflows  # noqa: F401 - the same

context.configure(
    connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
