"""The first tables."""

import sqlalchemy as sa
from alembic import op

from workflows.guards import statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "audit",
    "leave_ledger",
)


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "absence_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow", sa.String(length=40), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_audit_about"), "audit", ["about"], unique=False)
    op.create_table(
        "card",
        sa.Column("lane", sa.String(length=255), nullable=False),
        sa.Column("card", sa.String(length=255), nullable=False),
        sa.Column("channel", sa.String(length=255), nullable=False),
        sa.Column("ts", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("lane", "card"),
    )
    op.create_table(
        "company_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("half", sa.String(length=40), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("subdivision", sa.String(length=40), nullable=True),
        sa.Column("yearly", sa.Boolean(), nullable=False),
        sa.Column("like", sa.String(length=3), nullable=True),
        sa.CheckConstraint("half IS NULL OR half IN ('am', 'pm')", name="company_day_half"),
        sa.CheckConstraint('"length" >= 0 AND "length" <= 10000', name="company_day_length"),
        sa.CheckConstraint(
            "\"like\" IS NULL OR \"like\" IN ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')", name="company_day_like"
        ),
        sa.CheckConstraint("subdivision IS NULL OR country IS NOT NULL", name="company_day_place"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="department_runs_forwards"),
        sa.CheckConstraint("parent_id <> id", name="department_not_its_own_parent"),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["department.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_department_parent_id"), "department", ["parent_id"], unique=False)
    op.create_table(
        "holiday_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("observed", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("country"),
    )
    op.create_table(
        "homeview",
        sa.Column("person", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shown", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("person"),
    )
    op.create_table(
        "inbox",
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_inbox_at"), "inbox", ["at"], unique=False)
    op.create_table(
        "leave_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(length=40), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("departments", sa.String(length=1000), nullable=False),
        sa.Column("contracts", sa.String(length=1000), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="leave_assignment_runs_forwards"),
        sa.CheckConstraint("version >= 1", name="leave_assignment_version"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("country", "departments", "contracts", "valid_from", name="leave_assignment_one_a_day"),
    )
    op.create_table(
        "leave_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("version >= 1", name="leave_policy_version"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code", "valid_from", name="leave_policy_one_version_a_day"),
    )
    op.create_table(
        "organisation_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.CheckConstraint("id = 1", name="organisation_version_is_one"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("mark", sa.String(length=36), nullable=False),
        sa.Column("workflow", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=255), nullable=True),
        sa.Column("lane", sa.String(length=255), nullable=False),
        sa.Column("card", sa.String(length=255), nullable=True),
        sa.Column("only_update", sa.Boolean(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.Column("owner", sa.String(length=36), nullable=True),
        sa.Column("reason", sa.String(length=255), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('queued', 'sending', 'unknown', 'checking', 'sent', 'dropped', 'dead')", name="outbox_state"
        ),
        sa.CheckConstraint("(person is null) <> (channel is null)", name="outbox_recipient"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index(
        "outbox_live",
        "outbox",
        ["lane", "id"],
        unique=False,
        sqlite_where=sa.text("state in ('queued', 'sending', 'unknown', 'checking')"),
        postgresql_where=sa.text("state in ('queued', 'sending', 'unknown', 'checking')"),
    )
    op.create_table(
        "pace",
        sa.Column("lane", sa.String(length=255), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("lane"),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slack_id", sa.String(length=40), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("locale", sa.String(length=40), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("slack_id <> ''", name="person_slack_id_not_empty"),
        sa.CheckConstraint("email = lower(email)", name="person_email_is_lower_case"),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="person_runs_forwards"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
        sa.UniqueConstraint("slack_id"),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="project_runs_forwards"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("first_half", sa.String(length=40), nullable=True),
        sa.Column("last_half", sa.String(length=40), nullable=True),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_half IS NULL OR first_half IN ('am', 'pm')", name="absence_first_half"),
        sa.CheckConstraint("last_half IS NULL OR last_half IN ('am', 'pm')", name="absence_last_half"),
        sa.CheckConstraint('"last" >= "first"', name="absence_runs_forwards"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source"),
    )
    op.create_index("absence_of_days", "absence", ["last", "first"], unique=False)
    op.create_index("absence_of_person", "absence", ["person_id", "last"], unique=False)
    op.create_table(
        "absence_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("absence_type", sa.String(length=40), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("first_half", sa.String(length=40), nullable=True),
        sa.Column("last_half", sa.String(length=40), nullable=True),
        sa.Column("open_ended", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("certificate", sa.String(length=40), nullable=False),
        sa.Column("certificate_due", sa.Date(), nullable=True),
        sa.Column("told", sa.Integer(), nullable=True),
        sa.Column("reported_by", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "certificate <> 'due' OR certificate_due IS NOT NULL", name="absence_record_certificate_has_a_day"
        ),
        sa.CheckConstraint("certificate IN ('due', 'none', 'received')", name="absence_record_certificate"),
        sa.CheckConstraint("state IN ('ended', 'open', 'withdrawn')", name="absence_record_state"),
        sa.CheckConstraint('"last" >= "first"', name="absence_record_runs_forwards"),
        sa.CheckConstraint("version >= 1", name="absence_record_version"),
        sa.ForeignKeyConstraint(
            ["changed_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reported_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["told"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("absence_record_of_person", "absence_record", ["person_id", "last"], unique=False)
    op.create_index(
        "absence_record_unfinished",
        "absence_record",
        ["state"],
        unique=False,
        sqlite_where=sa.text("state = 'open' OR certificate = 'due'"),
        postgresql_where=sa.text("state = 'open' OR certificate = 'due'"),
    )
    op.create_table(
        "allocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=True),
        sa.Column("hours", sa.BigInteger(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("(percent IS NULL) <> (hours IS NULL)", name="allocation_percent_or_hours"),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="allocation_runs_forwards"),
        sa.CheckConstraint("hours > 0 AND hours <= 1680000", name="allocation_hours_in_range"),
        sa.CheckConstraint("percent > 0 AND percent <= 1000000", name="allocation_percent_in_range"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_allocation_person_id"), "allocation", ["person_id"], unique=False)
    op.create_index(op.f("ix_allocation_project_id"), "allocation", ["project_id"], unique=False)
    op.create_table(
        "department_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=40), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="department_duty_runs_forwards"),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_department_duty_department_id"), "department_duty", ["department_id"], unique=False)
    op.create_index(op.f("ix_department_duty_person_id"), "department_duty", ["person_id"], unique=False)
    op.create_table(
        "feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index(op.f("ix_feed_person_id"), "feed", ["person_id"], unique=False)
    op.create_table(
        "leave_clock",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("posts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warns_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_index("leave_clock_posts", "leave_clock", ["posts_at"], unique=False)
    op.create_index("leave_clock_warns", "leave_clock", ["warns_at"], unique=False)
    op.create_table(
        "leave_floor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("effect", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("effect IN ('block', 'warn')", name="leave_floor_effect"),
        sa.CheckConstraint("kind <> 'percent' OR (amount > 0 AND amount <= 1000000)", name="leave_floor_percent"),
        sa.CheckConstraint("kind IN ('people', 'percent', 'away', 'none')", name="leave_floor_kind"),
        sa.CheckConstraint("amount >= 0", name="leave_floor_amount"),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["set_by"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("leave_floor_of_department", "leave_floor", ["department_id", "valid_from"], unique=False)
    op.create_table(
        "leave_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("leave_type", sa.String(length=40), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("first_half", sa.String(length=40), nullable=True),
        sa.Column("last_half", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('approved', 'cancellation_requested', 'cancelled', 'declined', 'first_approved', 'requested', 'withdrawn')",
            name="leave_request_state",
        ),
        sa.CheckConstraint('"last" >= "first"', name="leave_request_runs_forwards"),
        sa.CheckConstraint("days > 0", name="leave_request_costs_something"),
        sa.CheckConstraint("version >= 1 AND stage >= 1 AND stage <= version", name="leave_request_version"),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("leave_request_of_person", "leave_request", ["person_id", "last"], unique=False)
    op.create_index(
        "leave_request_waiting",
        "leave_request",
        ["state"],
        unique=False,
        sqlite_where=sa.text("state IN ('cancellation_requested', 'first_approved', 'requested')"),
        postgresql_where=sa.text("state IN ('cancellation_requested', 'first_approved', 'requested')"),
    )
    op.create_table(
        "leave_shutdown",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("leave_type", sa.String(length=40), nullable=False),
        sa.Column("departments", sa.String(length=2000), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('"last" >= "first"', name="leave_shutdown_runs_forwards"),
        sa.ForeignKeyConstraint(
            ["set_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "leave_worked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("leave_type", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("half", sa.String(length=40), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_of", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('asked', 'confirmed', 'declined', 'withdrawn')", name="leave_worked_state"),
        sa.CheckConstraint("amount > 0", name="leave_worked_amount"),
        sa.ForeignKeyConstraint(
            ["asked_of"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("leave_worked_of_decider", "leave_worked", ["asked_of", "state"], unique=False)
    op.create_index("leave_worked_of_person", "leave_worked", ["person_id", "day"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="membership_runs_forwards"),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)
    op.create_index("membership_of_department", "membership", ["department_id", "starts"], unique=False)
    op.create_table(
        "newcomer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slack_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=40), nullable=False),
        sa.Column("used", sa.String(length=40), nullable=False),
        sa.Column("obstacle", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("introduced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'waiting') = (closed_at IS NULL)", name="newcomer_waiting_is_open"),
        sa.CheckConstraint("obstacle IN ('app', 'deactivated', 'left')", name="newcomer_obstacle"),
        sa.CheckConstraint("state <> 'added' OR person_id IS NOT NULL", name="newcomer_added_is_somebody"),
        sa.CheckConstraint("state IN ('added', 'set_aside', 'waiting')", name="newcomer_state"),
        sa.CheckConstraint("version >= 1 AND opened >= 1 AND opened <= version", name="newcomer_version"),
        sa.ForeignKeyConstraint(
            ["closed_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slack_id"),
    )
    op.create_index(op.f("ix_newcomer_person_id"), "newcomer", ["person_id"], unique=False)
    op.create_index(
        "newcomer_waiting",
        "newcomer",
        ["seen_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "people_admin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="people_admin_runs_forwards"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_people_admin_person_id"), "people_admin", ["person_id"], unique=False)
    op.create_table(
        "project_lead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="project_lead_runs_forwards"),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_project_lead_person_id"), "project_lead", ["person_id"], unique=False)
    op.create_index(op.f("ix_project_lead_project_id"), "project_lead", ["project_id"], unique=False)
    op.create_table(
        "residence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("subdivision", sa.String(length=40), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="residence_runs_forwards"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_residence_person_id"), "residence", ["person_id"], unique=False)
    op.create_table(
        "work_pattern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("pattern", sa.String(length=500), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="work_pattern_runs_forwards"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_work_pattern_person_id"), "work_pattern", ["person_id"], unique=False)
    op.create_table(
        "leave_day",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("pattern", sa.BigInteger(), nullable=False),
        sa.Column("holiday", sa.String(length=200), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["leave_request.id"],
        ),
        sa.PrimaryKeyConstraint("request_id", "day"),
    )
    op.create_index("leave_day_of_day", "leave_day", ["day"], unique=False)
    op.create_table(
        "leave_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=40), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["leave_request.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id", "file", name="leave_document_once"),
    )
    op.create_table(
        "leave_interruption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("rest_id", sa.Integer(), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("first_half", sa.String(length=40), nullable=True),
        sa.Column("last_half", sa.String(length=40), nullable=True),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("emptied", sa.Boolean(), nullable=False),
        sa.CheckConstraint('"last" >= "first"', name="leave_interruption_runs_forwards"),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["leave_request.id"],
        ),
        sa.ForeignKeyConstraint(
            ["rest_id"],
            ["leave_request.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("leave_interruption_of_request", "leave_interruption", ["request_id"], unique=False)
    op.create_index("leave_interruption_of_source", "leave_interruption", ["source"], unique=False)
    op.create_table(
        "leave_ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("leave_type", sa.String(length=40), nullable=False),
        sa.Column("pot", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind IN ('charge', 'reversal')) = (request_id IS NOT NULL)", name="leave_ledger_request"),
        sa.CheckConstraint("amount <> 0 OR kind = 'opening'", name="leave_ledger_says_something"),
        sa.CheckConstraint(
            "kind IN ('accrual', 'adjustment', 'carry_over', 'charge', 'earned', 'expiry', 'grant', 'opening', 'reversal')",
            name="leave_ledger_kind",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["leave_request.id"],
        ),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("leave_ledger_of_person", "leave_ledger", ["person_id", "leave_type", "day"], unique=False)
    op.create_index("leave_ledger_of_request", "leave_ledger", ["request_id"], unique=False)
    op.create_index(
        "leave_ledger_posted_once",
        "leave_ledger",
        ["person_id", "leave_type", "pot", "kind", "day"],
        unique=True,
        sqlite_where=sa.text("kind IN ('accrual', 'carry_over', 'expiry', 'grant') AND reason = ''"),
        postgresql_where=sa.text("kind IN ('accrual', 'carry_over', 'expiry', 'grant') AND reason = ''"),
    )
    op.create_table(
        "leave_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["leave_request.id"],
        ),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("leave_note_of_request", "leave_note", ["request_id"], unique=False)
    op.create_table(
        "leave_shutdown_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shutdown_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["leave_request.id"],
        ),
        sa.ForeignKeyConstraint(
            ["shutdown_id"],
            ["leave_shutdown.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("leave_shutdown_part_of_person", "leave_shutdown_part", ["shutdown_id", "person_id"], unique=False)
    op.create_index("leave_shutdown_part_of_request", "leave_shutdown_part", ["request_id"], unique=False)
    op.create_table(
        "leave_stand_in",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("part IN ('replaces', 'decides')", name="leave_stand_in_part"),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["leave_request.id"],
        ),
        sa.PrimaryKeyConstraint("request_id", "part"),
    )
    op.create_index("leave_stand_in_of_person", "leave_stand_in", ["person_id"], unique=False)
    op.create_table(
        "leave_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["leave_request.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id", "stage", "position", name="leave_step_in_turn"),
    )
    op.create_index("leave_step_of_person", "leave_step", ["person_id"], unique=False)
    op.create_table(
        "newcomer_told",
        sa.Column("newcomer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["newcomer_id"], ["newcomer.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("newcomer_id", "person_id"),
    )
    op.create_table(
        "return_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["absence_record.id"],
        ),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("return_note_of_record", "return_note", ["record_id"], unique=False)
    for table in APPEND_ONLY:
        for statement in statements(table)[op.get_context().dialect.name]:
            op.execute(sa.text(statement))


def downgrade() -> None:
    """Backwards."""
    op.drop_index("return_note_of_record", table_name="return_note")
    op.drop_table("return_note")
    op.drop_table("newcomer_told")
    op.drop_index("leave_step_of_person", table_name="leave_step")
    op.drop_table("leave_step")
    op.drop_index("leave_stand_in_of_person", table_name="leave_stand_in")
    op.drop_table("leave_stand_in")
    op.drop_index("leave_shutdown_part_of_request", table_name="leave_shutdown_part")
    op.drop_index("leave_shutdown_part_of_person", table_name="leave_shutdown_part")
    op.drop_table("leave_shutdown_part")
    op.drop_index("leave_note_of_request", table_name="leave_note")
    op.drop_table("leave_note")
    op.drop_index(
        "leave_ledger_posted_once",
        table_name="leave_ledger",
        sqlite_where=sa.text("kind IN ('accrual', 'carry_over', 'expiry', 'grant') AND reason = ''"),
        postgresql_where=sa.text("kind IN ('accrual', 'carry_over', 'expiry', 'grant') AND reason = ''"),
    )
    op.drop_index("leave_ledger_of_request", table_name="leave_ledger")
    op.drop_index("leave_ledger_of_person", table_name="leave_ledger")
    op.drop_table("leave_ledger")
    op.drop_index("leave_interruption_of_source", table_name="leave_interruption")
    op.drop_index("leave_interruption_of_request", table_name="leave_interruption")
    op.drop_table("leave_interruption")
    op.drop_table("leave_document")
    op.drop_index("leave_day_of_day", table_name="leave_day")
    op.drop_table("leave_day")
    op.drop_index(op.f("ix_work_pattern_person_id"), table_name="work_pattern")
    op.drop_table("work_pattern")
    op.drop_index(op.f("ix_residence_person_id"), table_name="residence")
    op.drop_table("residence")
    op.drop_index(op.f("ix_project_lead_project_id"), table_name="project_lead")
    op.drop_index(op.f("ix_project_lead_person_id"), table_name="project_lead")
    op.drop_table("project_lead")
    op.drop_index(op.f("ix_people_admin_person_id"), table_name="people_admin")
    op.drop_table("people_admin")
    op.drop_index(
        "newcomer_waiting",
        table_name="newcomer",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_index(op.f("ix_newcomer_person_id"), table_name="newcomer")
    op.drop_table("newcomer")
    op.drop_index("membership_of_department", table_name="membership")
    op.drop_index(op.f("ix_membership_person_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index("leave_worked_of_person", table_name="leave_worked")
    op.drop_index("leave_worked_of_decider", table_name="leave_worked")
    op.drop_table("leave_worked")
    op.drop_table("leave_shutdown")
    op.drop_index(
        "leave_request_waiting",
        table_name="leave_request",
        sqlite_where=sa.text("state IN ('cancellation_requested', 'first_approved', 'requested')"),
        postgresql_where=sa.text("state IN ('cancellation_requested', 'first_approved', 'requested')"),
    )
    op.drop_index("leave_request_of_person", table_name="leave_request")
    op.drop_table("leave_request")
    op.drop_index("leave_floor_of_department", table_name="leave_floor")
    op.drop_table("leave_floor")
    op.drop_index("leave_clock_warns", table_name="leave_clock")
    op.drop_index("leave_clock_posts", table_name="leave_clock")
    op.drop_table("leave_clock")
    op.drop_index(op.f("ix_feed_person_id"), table_name="feed")
    op.drop_table("feed")
    op.drop_index(op.f("ix_department_duty_person_id"), table_name="department_duty")
    op.drop_index(op.f("ix_department_duty_department_id"), table_name="department_duty")
    op.drop_table("department_duty")
    op.drop_index(op.f("ix_allocation_project_id"), table_name="allocation")
    op.drop_index(op.f("ix_allocation_person_id"), table_name="allocation")
    op.drop_table("allocation")
    op.drop_index(
        "absence_record_unfinished",
        table_name="absence_record",
        sqlite_where=sa.text("state = 'open' OR certificate = 'due'"),
        postgresql_where=sa.text("state = 'open' OR certificate = 'due'"),
    )
    op.drop_index("absence_record_of_person", table_name="absence_record")
    op.drop_table("absence_record")
    op.drop_index("absence_of_person", table_name="absence")
    op.drop_index("absence_of_days", table_name="absence")
    op.drop_table("absence")
    op.drop_table("project")
    op.drop_table("person")
    op.drop_table("pace")
    op.drop_index(
        "outbox_live",
        table_name="outbox",
        sqlite_where=sa.text("state in ('queued', 'sending', 'unknown', 'checking')"),
        postgresql_where=sa.text("state in ('queued', 'sending', 'unknown', 'checking')"),
    )
    op.drop_table("outbox")
    op.drop_table("organisation_version")
    op.drop_table("leave_policy")
    op.drop_table("leave_assignment")
    op.drop_index(op.f("ix_inbox_at"), table_name="inbox")
    op.drop_table("inbox")
    op.drop_table("homeview")
    op.drop_table("holiday_rule")
    op.drop_index(op.f("ix_department_parent_id"), table_name="department")
    op.drop_table("department")
    op.drop_table("company_day")
    op.drop_table("card")
    op.drop_index(op.f("ix_audit_about"), table_name="audit")
    op.drop_table("audit")
    op.drop_table("absence_policy")
