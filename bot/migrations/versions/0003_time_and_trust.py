"""Time and trust."""

import sqlalchemy as sa
from alembic import op

from workflows.guards import statements

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "audit_base",
    "audit_seal",
)


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "audit_base",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=72), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mac", sa.String(length=72), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "audit_seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=72), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("audit_id"),
    )
    op.create_table(
        "key_name",
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=8), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("through", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("purpose", "name"),
    )
    op.create_table(
        "lost_lane",
        sa.Column("lane", sa.String(length=255), nullable=False),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("lane", "reason"),
    )
    op.create_table(
        "quiet_channel",
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel"),
    )
    op.create_table(
        "retention_run",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "day"),
    )
    op.create_table(
        "nudge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("workflow", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("of_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("by_id <> of_id", name="nudge_of_somebody_else"),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["of_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("question", "number", "by_id", "of_id", "day", name="nudge_once_a_day"),
    )
    op.create_index("nudge_of_person", "nudge", ["of_id"], unique=False)
    op.create_table(
        "put_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("workflow", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("card", sa.String(length=255), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("put_off_of_person", "put_off", ["person_id", "until"], unique=False)
    op.create_table(
        "team_channel",
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["set_by"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("department_id"),
    )
    op.create_table(
        "welcome_read",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "role"),
    )
    op.add_column("audit", sa.Column("mac", sa.String(length=64), nullable=True))
    op.add_column("leave_clock", sa.Column("loses_after", sa.Date(), nullable=True))
    op.add_column("leave_clock", sa.Column("loses", sa.BigInteger(), nullable=True))
    op.add_column("leave_clock", sa.Column("loses_unit", sa.String(length=8), nullable=True))
    op.create_index("leave_clock_loses", "leave_clock", ["loses_after"], unique=False)
    op.add_column("leave_ledger", sa.Column("words", sa.Text(), nullable=True))
    op.create_index(
        "outbox_held",
        "outbox",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("state in ('sending', 'checking')"),
        postgresql_where=sa.text("state in ('sending', 'checking')"),
    )
    op.add_column("person", sa.Column("language", sa.String(length=8), nullable=True))
    for table in APPEND_ONLY:
        for statement in statements(table)[op.get_context().dialect.name]:
            op.execute(sa.text(statement))


def downgrade() -> None:
    """Backwards."""
    op.drop_column("person", "language")
    op.drop_index(
        "outbox_held",
        table_name="outbox",
        sqlite_where=sa.text("state in ('sending', 'checking')"),
        postgresql_where=sa.text("state in ('sending', 'checking')"),
    )
    op.drop_column("leave_ledger", "words")
    op.drop_index("leave_clock_loses", table_name="leave_clock")
    op.drop_column("leave_clock", "loses_unit")
    op.drop_column("leave_clock", "loses")
    op.drop_column("leave_clock", "loses_after")
    op.drop_column("audit", "mac")
    op.drop_table("welcome_read")
    op.drop_table("team_channel")
    op.drop_index("put_off_of_person", table_name="put_off")
    op.drop_table("put_off")
    op.drop_index("nudge_of_person", table_name="nudge")
    op.drop_table("nudge")
    op.drop_table("retention_run")
    op.drop_table("quiet_channel")
    op.drop_table("lost_lane")
    op.drop_table("key_name")
    op.drop_table("audit_seal")
    op.drop_table("audit_base")
