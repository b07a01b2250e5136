"""Between the lines."""

import sqlalchemy as sa
from alembic import op

from workflows.guards import statements

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "budget_entry",
    "case_look",
    "milestone_report",
    "skill_rating",
    "staffing_floor",
    "staffing_note",
)


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "digest_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("digest_round_once", "digest_round", ["zone", "at"], unique=True)
    op.create_table(
        "performance_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("remind_after", sa.Integer(), nullable=False),
        sa.Column("climb_after", sa.Integer(), nullable=False),
        sa.Column("look_back", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name="performance_setting_is_one"),
        sa.CheckConstraint("look_back >= 0", name="performance_setting_look_back"),
        sa.CheckConstraint("remind_after >= 1 AND climb_after > remind_after", name="performance_setting_climbs_later"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "skill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.CheckConstraint("merged_into <> id", name="skill_not_into_itself"),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["skill.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_skill_merged_into"), "skill", ["merged_into"], unique=False)
    op.create_table(
        "budget",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("low", sa.BigInteger(), nullable=False),
        sa.Column("high", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("check_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("method IN ('both', 'cpi', 'plan')", name="budget_method"),
        sa.CheckConstraint("(project_id IS NULL) <> (department_id IS NULL)", name="budget_has_one_owner"),
        sa.CheckConstraint("length(currency) = 3", name="budget_currency"),
        sa.CheckConstraint("low > 0 AND low <= 10000 AND high >= 10000", name="budget_band"),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("department_id"),
        sa.UniqueConstraint("project_id"),
    )
    op.create_index(op.f("ix_budget_check_at"), "budget", ["check_at"], unique=False)
    op.create_table(
        "chain_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workflow", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("position >= 0", name="chain_step_position"),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workflow", "subject", "position", name="chain_step_in_turn"),
    )
    op.create_index("chain_step_of_person", "chain_step", ["person_id"], unique=False)
    op.create_index(
        "chain_step_open",
        "chain_step",
        ["workflow"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("workflow", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("category IN ('hiring', 'training')", name="commitment_category"),
        sa.CheckConstraint("state IN ('agreed', 'proposed', 'spent')", name="commitment_state"),
        sa.CheckConstraint("amount >= 0", name="commitment_amount"),
        sa.CheckConstraint("length(currency) = 3", name="commitment_currency"),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("commitment_of_department", "commitment", ["department_id", "month"], unique=False)
    op.create_index("commitment_of_source", "commitment", ["workflow", "subject", "month"], unique=True)
    op.create_table(
        "contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="contract_runs_forwards"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_contract_person_id"), "contract", ["person_id"], unique=False)
    op.create_table(
        "digest_setting",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("former", sa.String(length=5), nullable=False),
        sa.Column("changed", sa.Date(), nullable=False),
        sa.Column("daily", sa.Boolean(), nullable=False),
        sa.Column("weekly", sa.Boolean(), nullable=False),
        sa.Column("project", sa.Boolean(), nullable=False),
        sa.Column("mine", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_table(
        "duty_holder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=40), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("duty_holder_of_duty", "duty_holder", ["duty", "department_id"], unique=False)
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("away_id", sa.Integer(), nullable=True),
        sa.Column("operations_id", sa.Integer(), nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('cancelled', 'complete', 'running')", name="handover_state"),
        sa.CheckConstraint("(project_id IS NULL) <> (away_id IS NULL)", name="handover_project_or_leave"),
        sa.ForeignKeyConstraint(
            ["away_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["operations_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
        ),
        sa.ForeignKeyConstraint(
            ["started_by"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("handover_of_project", "handover", ["project_id"], unique=False)
    op.create_index("handover_of_state", "handover", ["state"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("planned", sa.Date(), nullable=False),
        sa.Column("baseline", sa.Date(), nullable=False),
        sa.Column("forecast", sa.Date(), nullable=False),
        sa.Column("health", sa.String(length=40), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=True),
        sa.Column("percent", sa.BigInteger(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("quiet_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(health = 'done') = (done_on IS NOT NULL)", name="milestone_done_on_a_day"),
        sa.CheckConstraint(
            "health IN ('at_risk', 'done', 'dropped', 'off_track', 'on_track')", name="milestone_health"
        ),
        sa.CheckConstraint("name <> ''", name="milestone_name_not_empty"),
        sa.CheckConstraint("percent >= 0 AND percent <= 1000000", name="milestone_percent"),
        sa.CheckConstraint("version >= 1", name="milestone_version"),
        sa.CheckConstraint("weight > 0", name="milestone_weight"),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_milestone_owner_id"), "milestone", ["owner_id"], unique=False)
    op.create_index(
        "milestone_name_in_project",
        "milestone",
        ["project_id", "name"],
        unique=True,
        sqlite_where=sa.text("health <> 'dropped'"),
        postgresql_where=sa.text("health <> 'dropped'"),
    )
    op.create_index("milestone_of_project", "milestone", ["project_id", "forecast"], unique=False)
    op.create_table(
        "opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("hired", sa.Integer(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('cancelled', 'filled', 'on_hold', 'open')", name="opening_state"),
        sa.CheckConstraint("cost > 0 AND length(currency) = 3", name="opening_cost"),
        sa.CheckConstraint("headcount > 0 AND hired >= 0 AND hired <= headcount", name="opening_headcount"),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="opening_level"),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["skill.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("opening_of_department", "opening", ["department_id", "state"], unique=False)
    op.create_table(
        "performance_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_by", sa.Integer(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="performance_case_closed_with_outcome"),
        sa.CheckConstraint("(state = 'merged') = (merged_into IS NOT NULL)", name="performance_case_merged_into"),
        sa.CheckConstraint(
            "outcome IN ('coaching', 'formal', 'mentoring', 'no_action', 'reallocation', 'talk', 'training')",
            name="performance_case_outcome",
        ),
        sa.CheckConstraint(
            "state IN ('acknowledged', 'closed', 'in_hand', 'merged', 'reported')", name="performance_case_state"
        ),
        sa.CheckConstraint("merged_into <> id", name="performance_case_merged_into_another"),
        sa.CheckConstraint("reporter_id <> person_id", name="performance_case_not_by_oneself"),
        sa.CheckConstraint("version >= 1", name="performance_case_version"),
        sa.ForeignKeyConstraint(
            ["changed_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["handled_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["performance_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("performance_case_merged", "performance_case", ["merged_into"], unique=False)
    op.create_index("performance_case_of_person", "performance_case", ["person_id"], unique=False)
    op.create_index("performance_case_of_reporter", "performance_case", ["reporter_id"], unique=False)
    op.create_index(
        "performance_case_running",
        "performance_case",
        ["state"],
        unique=False,
        sqlite_where=sa.text("state IN ('acknowledged', 'in_hand', 'reported')"),
        postgresql_where=sa.text("state IN ('acknowledged', 'in_hand', 'reported')"),
    )
    op.create_table(
        "person_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="person_role_runs_forwards"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["role_id"],
            ["role.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("person_role_begins", "person_role", ["person_id", "starts"], unique=True)
    op.create_table(
        "role_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("unit IN ('day', 'hour')", name="role_rate_unit"),
        sa.CheckConstraint("amount > 0", name="role_rate_amount"),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="role_rate_runs_forwards"),
        sa.CheckConstraint("length(currency) = 3", name="role_rate_currency"),
        sa.ForeignKeyConstraint(
            ["role_id"],
            ["role.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("role_rate_begins", "role_rate", ["role_id", "starts"], unique=True)
    op.create_table(
        "skill_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("standing", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("standing IN ('asked', 'confirmed', 'declined', 'withdrawn')", name="skill_claim_standing"),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="skill_claim_level"),
        sa.CheckConstraint("version >= 1", name="skill_claim_version"),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["skill.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("skill_claim_of_person", "skill_claim", ["person_id", "standing"], unique=False)
    op.create_table(
        "skill_name",
        sa.Column("folded", sa.String(length=240), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["skill.id"],
        ),
        sa.PrimaryKeyConstraint("folded"),
    )
    op.create_index(op.f("ix_skill_name_skill_id"), "skill_name", ["skill_id"], unique=False)
    op.create_table(
        "skill_need",
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="skill_need_level"),
        sa.CheckConstraint("people >= 1", name="skill_need_people"),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("department_id", "skill_id"),
    )
    op.create_table(
        "skill_offer",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "skill_id"),
    )
    op.create_table(
        "skill_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("assessed_by", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("expires_on IS NULL OR expires_on >= assessed_on", name="skill_rating_runs_forwards"),
        sa.CheckConstraint("level BETWEEN 0 AND 5", name="skill_rating_level"),
        sa.ForeignKeyConstraint(
            ["assessed_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["skill.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_skill_rating_skill_id"), "skill_rating", ["skill_id"], unique=False)
    op.create_index("skill_rating_expiring", "skill_rating", ["expires_on"], unique=False)
    op.create_index("skill_rating_of_person", "skill_rating", ["person_id", "skill_id", "assessed_on"], unique=False)
    op.create_table(
        "skill_wanted",
        sa.Column("workflow", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.CheckConstraint('"last" >= "first"', name="skill_wanted_runs_forwards"),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="skill_wanted_level"),
        sa.CheckConstraint("people >= 1", name="skill_wanted_people"),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["skill.id"],
        ),
        sa.PrimaryKeyConstraint("workflow", "subject"),
    )
    op.create_index(op.f("ix_skill_wanted_project_id"), "skill_wanted", ["project_id"], unique=False)
    op.create_index(op.f("ix_skill_wanted_skill_id"), "skill_wanted", ["skill_id"], unique=False)
    op.create_table(
        "skill_wish",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "skill_id"),
    )
    op.create_table(
        "staffing_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allocation", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(length=40), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('agreed', 'dropped', 'turned_down', 'wanted')", name="staffing_change_state"),
        sa.CheckConstraint("wish IN ('extension', 'release')", name="staffing_change_wish"),
        sa.CheckConstraint("version >= 1", name="staffing_change_version"),
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
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_staffing_change_allocation"), "staffing_change", ["allocation"], unique=False)
    op.create_index(op.f("ix_staffing_change_person_id"), "staffing_change", ["person_id"], unique=False)
    op.create_table(
        "staffing_floor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=True),
        sa.Column("percent", sa.BigInteger(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("said_by", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("people >= 0 AND people <= 100000000", name="staffing_floor_people"),
        sa.CheckConstraint("people IS NULL OR percent IS NULL", name="staffing_floor_one_measure"),
        sa.CheckConstraint("percent >= 0 AND percent <= 1000000", name="staffing_floor_percent"),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
        ),
        sa.ForeignKeyConstraint(
            ["said_by"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("staffing_floor_of_department", "staffing_floor", ["department_id", "starts"], unique=False)
    op.create_table(
        "staffing_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("staffing_note_about", "staffing_note", ["about", "subject"], unique=False)
    op.create_table(
        "staffing_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=True),
        sa.Column("hours", sa.BigInteger(), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('filled', 'open', 'past', 'withdrawn')", name="staffing_request_state"),
        sa.CheckConstraint('"last" >= "first"', name="staffing_request_runs_forwards"),
        sa.CheckConstraint("(percent IS NULL) <> (hours IS NULL)", name="staffing_request_percent_or_hours"),
        sa.CheckConstraint("hours > 0 AND hours <= 800000", name="staffing_request_hours_in_range"),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="staffing_request_level"),
        sa.CheckConstraint("people BETWEEN 1 AND 50", name="staffing_request_people"),
        sa.CheckConstraint("percent > 0 AND percent <= 1000000", name="staffing_request_percent_in_range"),
        sa.CheckConstraint("version >= 1", name="staffing_request_version"),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["skill.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_staffing_request_asked_by"), "staffing_request", ["asked_by"], unique=False)
    op.create_index(op.f("ix_staffing_request_project_id"), "staffing_request", ["project_id"], unique=False)
    op.create_index(op.f("ix_staffing_request_skill_id"), "staffing_request", ["skill_id"], unique=False)
    op.create_index(
        "staffing_request_open",
        "staffing_request",
        ["state"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "staffing_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("finished_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('done', 'to_do')", name="staffing_task_state"),
        sa.ForeignKeyConstraint(
            ["finished_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source", name="staffing_task_once"),
    )
    op.create_index(op.f("ix_staffing_task_person_id"), "staffing_task", ["person_id"], unique=False)
    op.create_table(
        "staffing_vacancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("percent", sa.BigInteger(), nullable=True),
        sa.Column("hours", sa.BigInteger(), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint('"last" >= "first"', name="staffing_vacancy_runs_forwards"),
        sa.CheckConstraint("(percent IS NULL) <> (hours IS NULL)", name="staffing_vacancy_percent_or_hours"),
        sa.CheckConstraint("hours > 0 AND hours <= 800000", name="staffing_vacancy_hours_in_range"),
        sa.CheckConstraint("percent > 0 AND percent <= 1000000", name="staffing_vacancy_percent_in_range"),
        sa.CheckConstraint("version >= 1", name="staffing_vacancy_version"),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["skill.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_staffing_vacancy_person_id"), "staffing_vacancy", ["person_id"], unique=False)
    op.create_table(
        "budget_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("budget_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "category IN ('hiring', 'labour', 'other', 'revenue', 'salaries', 'training', 'workplace')",
            name="budget_entry_category",
        ),
        sa.CheckConstraint("kind IN ('actual', 'planned')", name="budget_entry_kind"),
        sa.CheckConstraint("amount >= 0", name="budget_entry_amount"),
        sa.CheckConstraint("length(currency) = 3", name="budget_entry_currency"),
        sa.ForeignKeyConstraint(
            ["budget_id"],
            ["budget.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "budget_entry_place", "budget_entry", ["budget_id", "kind", "month", "category", "currency"], unique=False
    )
    op.create_table(
        "budget_told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("budget_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("level IN ('80', '95', 'cpi', 'over', 'spi')", name="budget_told_level"),
        sa.CheckConstraint("times >= 1", name="budget_told_times"),
        sa.ForeignKeyConstraint(
            ["budget_id"],
            ["budget.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("budget_told_once", "budget_told", ["budget_id", "scope", "level"], unique=True)
    op.create_table(
        "case_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("what IN ('case', 'list', 'looks')", name="case_look_what"),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["performance_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("case_look_of_case", "case_look", ["case_id"], unique=False)
    op.create_table(
        "case_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('answer', 'effect', 'expected', 'file', 'happened', 'help', 'link', 'no_reply', 'note', 'question', 'reply', 'summary')",
            name="case_text_kind",
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["performance_case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("case_text_of_case", "case_text", ["case_id"], unique=False)
    op.create_table(
        "development",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=True),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("provider", sa.String(length=120), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=True),
        sa.Column("case_ref", sa.String(length=80), nullable=True),
        sa.Column("rating_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('coaching', 'mentoring', 'training')", name="development_kind"),
        sa.CheckConstraint("state IN ('agreed', 'done', 'dropped', 'proposed', 'under_way')", name="development_state"),
        sa.CheckConstraint('"last" IS NULL OR "first" IS NULL OR "last" >= "first"', name="development_runs_forwards"),
        sa.CheckConstraint("(amount IS NULL) = (currency IS NULL)", name="development_cost_has_a_currency"),
        sa.CheckConstraint("amount > 0", name="development_cost"),
        sa.CheckConstraint("partner_id IS NULL OR partner_id <> person_id", name="development_no_mentor_of_oneself"),
        sa.CheckConstraint(
            "state IN ('dropped', 'proposed') OR (\"first\" IS NOT NULL AND \"last\" IS NOT NULL)",
            name="development_has_an_end",
        ),
        sa.CheckConstraint("version >= 1", name="development_version"),
        sa.ForeignKeyConstraint(
            ["changed_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["rating_id"],
            ["skill_rating.id"],
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"],
            ["skill.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("development_of_case", "development", ["case_ref"], unique=True)
    op.create_index("development_of_person", "development", ["person_id", "state"], unique=False)
    op.create_index(
        "development_open",
        "development",
        ["state"],
        unique=False,
        sqlite_where=sa.text("state IN ('agreed', 'proposed', 'under_way')"),
        postgresql_where=sa.text("state IN ('agreed', 'proposed', 'under_way')"),
    )
    op.create_index("development_with_partner", "development", ["partner_id", "state"], unique=False)
    op.create_table(
        "handover_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('acknowledged', 'dropped', 'given', 'waiting')", name="handover_item_state"),
        sa.CheckConstraint("giver_id <> receiver_id", name="handover_item_between_two"),
        sa.ForeignKeyConstraint(
            ["giver_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["handover_id"],
            ["handover.id"],
        ),
        sa.ForeignKeyConstraint(
            ["receiver_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("handover_item_of_giver", "handover_item", ["giver_id"], unique=False)
    op.create_index("handover_item_of_handover", "handover_item", ["handover_id"], unique=False)
    op.create_index("handover_item_of_receiver", "handover_item", ["receiver_id"], unique=False)
    op.create_table(
        "journey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("buddy_id", sa.Integer(), nullable=True),
        sa.Column("opening_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("before", sa.Date(), nullable=True),
        sa.Column("started_by", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('complete', 'running', 'taken_back')", name="journey_state"),
        sa.CheckConstraint("buddy_id <> person_id", name="journey_buddy"),
        sa.ForeignKeyConstraint(
            ["buddy_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["opening_id"],
            ["opening.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["started_by"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("journey_of_person", "journey", ["person_id"], unique=False)
    op.create_index("journey_of_state", "journey", ["state"], unique=False)
    op.create_table(
        "leave_consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("projects", sa.String(length=2000), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "answer IS NULL OR answer IN ('concern', 'no_concern', 'silence')", name="leave_consultation_answer"
        ),
        sa.CheckConstraint("version >= 1 AND round >= 1", name="leave_consultation_version"),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["leave_request.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id", "round", "person_id", name="leave_consultation_once"),
    )
    op.create_index("leave_consultation_of_person", "leave_consultation", ["person_id"], unique=False)
    op.create_index(
        "leave_consultation_open",
        "leave_consultation",
        ["closes_at"],
        unique=False,
        sqlite_where=sa.text("answer IS NULL AND ended_at IS NULL"),
        postgresql_where=sa.text("answer IS NULL AND ended_at IS NULL"),
    )
    op.create_table(
        "leave_suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("first_half", sa.String(length=40), nullable=True),
        sa.Column("last_half", sa.String(length=40), nullable=True),
        sa.Column("ending", sa.String(length=40), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ending IS NULL OR ending IN ('changed', 'kept', 'lapsed', 'replaced')", name="leave_suggestion_ending"
        ),
        sa.CheckConstraint('"first" IS NULL OR "last" >= "first"', name="leave_suggestion_runs_forwards"),
        sa.CheckConstraint('("first" IS NULL) = ("last" IS NULL)', name="leave_suggestion_whole"),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["leave_request.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id", "version", name="leave_suggestion_once"),
    )
    op.create_table(
        "milestone_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("change", sa.String(length=40), nullable=False),
        sa.Column("health", sa.String(length=40), nullable=False),
        sa.Column("baseline", sa.Date(), nullable=False),
        sa.Column("forecast", sa.Date(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=True),
        sa.Column("percent", sa.BigInteger(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "change IN ('done', 'dropped', 'imported', 'moved', 'planned', 'rebaselined', 'reopened', 'revised', 'updated')",
            name="milestone_report_change",
        ),
        sa.CheckConstraint(
            "health IN ('at_risk', 'done', 'dropped', 'off_track', 'on_track')", name="milestone_report_health"
        ),
        sa.CheckConstraint("percent >= 0 AND percent <= 1000000", name="milestone_report_percent"),
        sa.CheckConstraint("version >= 1", name="milestone_report_version"),
        sa.CheckConstraint("weight > 0", name="milestone_report_weight"),
        sa.ForeignKeyConstraint(
            ["milestone_id"],
            ["milestone.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("milestone_report_of_milestone", "milestone_report", ["milestone_id", "version"], unique=True)
    op.create_table(
        "milestone_risk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_of", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=True),
        sa.Column("hours", sa.BigInteger(), nullable=True),
        sa.Column("standing", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "standing IN ('left', 'marked', 'open', 'overtaken', 'withdrawn')", name="milestone_risk_standing"
        ),
        sa.CheckConstraint('"last" >= "first"', name="milestone_risk_runs_forwards"),
        sa.CheckConstraint("(percent IS NULL) <> (hours IS NULL)", name="milestone_risk_percent_or_hours"),
        sa.ForeignKeyConstraint(
            ["asked_of"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"],
            ["milestone.id"],
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("milestone_risk_of_milestone", "milestone_risk", ["milestone_id"], unique=False)
    op.create_index("milestone_risk_of_source", "milestone_risk", ["source", "milestone_id"], unique=True)
    op.create_table(
        "staffing_desk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('closed', 'passed', 'put')", name="staffing_desk_state"),
        sa.CheckConstraint("version >= 1", name="staffing_desk_version"),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["staffing_request.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_staffing_desk_department_id"), "staffing_desk", ["department_id"], unique=False)
    op.create_index(op.f("ix_staffing_desk_request_id"), "staffing_desk", ["request_id"], unique=False)
    op.create_table(
        "development_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("development_id", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["development_id"],
            ["development.id"],
        ),
        sa.ForeignKeyConstraint(
            ["written_by"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("development_note_of_item", "development_note", ["development_id"], unique=False)
    op.create_table(
        "journey_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('done', 'not_needed', 'to_do')", name="journey_step_state"),
        sa.ForeignKeyConstraint(
            ["journey_id"],
            ["journey.id"],
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("journey_step_of_journey", "journey_step", ["journey_id"], unique=False)
    op.create_index("journey_step_of_owner", "journey_step", ["owner_id"], unique=False)
    op.create_table(
        "staffing_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=True),
        sa.Column("hours", sa.BigInteger(), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("offered_by", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("allocation", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('allotted', 'lapsed', 'offered', 'refused', 'taken_back')", name="staffing_offer_state"
        ),
        sa.CheckConstraint('"last" >= "first"', name="staffing_offer_runs_forwards"),
        sa.CheckConstraint("(percent IS NULL) <> (hours IS NULL)", name="staffing_offer_percent_or_hours"),
        sa.CheckConstraint("hours > 0 AND hours <= 800000", name="staffing_offer_hours_in_range"),
        sa.CheckConstraint("percent > 0 AND percent <= 1000000", name="staffing_offer_percent_in_range"),
        sa.CheckConstraint("version >= 1", name="staffing_offer_version"),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["desk_id"],
            ["staffing_desk.id"],
        ),
        sa.ForeignKeyConstraint(
            ["offered_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["staffing_request.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_staffing_offer_person_id"), "staffing_offer", ["person_id"], unique=False)
    op.create_index(op.f("ix_staffing_offer_request_id"), "staffing_offer", ["request_id"], unique=False)
    op.create_index(
        "staffing_offer_tentative",
        "staffing_offer",
        ["person_id"],
        unique=False,
        sqlite_where=sa.text("state = 'offered'"),
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.add_column("company_day", sa.Column("policy", sa.String(length=40), nullable=True))
    op.add_column("holiday_rule", sa.Column("by_policy", sa.Boolean(), nullable=True))
    op.add_column("leave_clock", sa.Column("stuck_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("leave_shutdown", sa.Column("policy", sa.String(length=40), nullable=True))
    op.add_column("outbox", sa.Column("thread", sa.String(length=255), nullable=True))
    for table in APPEND_ONLY:
        for statement in statements(table)[op.get_context().dialect.name]:
            op.execute(sa.text(statement))


def downgrade() -> None:
    """Backwards."""
    op.drop_column("outbox", "thread")
    op.drop_column("leave_shutdown", "policy")
    op.drop_column("leave_clock", "stuck_since")
    op.drop_column("holiday_rule", "by_policy")
    op.drop_column("company_day", "policy")
    op.drop_index(
        "staffing_offer_tentative",
        table_name="staffing_offer",
        sqlite_where=sa.text("state = 'offered'"),
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.drop_index(op.f("ix_staffing_offer_request_id"), table_name="staffing_offer")
    op.drop_index(op.f("ix_staffing_offer_person_id"), table_name="staffing_offer")
    op.drop_table("staffing_offer")
    op.drop_index("journey_step_of_owner", table_name="journey_step")
    op.drop_index("journey_step_of_journey", table_name="journey_step")
    op.drop_table("journey_step")
    op.drop_index("development_note_of_item", table_name="development_note")
    op.drop_table("development_note")
    op.drop_index(op.f("ix_staffing_desk_request_id"), table_name="staffing_desk")
    op.drop_index(op.f("ix_staffing_desk_department_id"), table_name="staffing_desk")
    op.drop_table("staffing_desk")
    op.drop_index("milestone_risk_of_source", table_name="milestone_risk")
    op.drop_index("milestone_risk_of_milestone", table_name="milestone_risk")
    op.drop_table("milestone_risk")
    op.drop_index("milestone_report_of_milestone", table_name="milestone_report")
    op.drop_table("milestone_report")
    op.drop_table("leave_suggestion")
    op.drop_index(
        "leave_consultation_open",
        table_name="leave_consultation",
        sqlite_where=sa.text("answer IS NULL AND ended_at IS NULL"),
        postgresql_where=sa.text("answer IS NULL AND ended_at IS NULL"),
    )
    op.drop_index("leave_consultation_of_person", table_name="leave_consultation")
    op.drop_table("leave_consultation")
    op.drop_index("journey_of_state", table_name="journey")
    op.drop_index("journey_of_person", table_name="journey")
    op.drop_table("journey")
    op.drop_index("handover_item_of_receiver", table_name="handover_item")
    op.drop_index("handover_item_of_handover", table_name="handover_item")
    op.drop_index("handover_item_of_giver", table_name="handover_item")
    op.drop_table("handover_item")
    op.drop_index("development_with_partner", table_name="development")
    op.drop_index(
        "development_open",
        table_name="development",
        sqlite_where=sa.text("state IN ('agreed', 'proposed', 'under_way')"),
        postgresql_where=sa.text("state IN ('agreed', 'proposed', 'under_way')"),
    )
    op.drop_index("development_of_person", table_name="development")
    op.drop_index("development_of_case", table_name="development")
    op.drop_table("development")
    op.drop_index("case_text_of_case", table_name="case_text")
    op.drop_table("case_text")
    op.drop_index("case_look_of_case", table_name="case_look")
    op.drop_table("case_look")
    op.drop_index("budget_told_once", table_name="budget_told")
    op.drop_table("budget_told")
    op.drop_index("budget_entry_place", table_name="budget_entry")
    op.drop_table("budget_entry")
    op.drop_index(op.f("ix_staffing_vacancy_person_id"), table_name="staffing_vacancy")
    op.drop_table("staffing_vacancy")
    op.drop_index(op.f("ix_staffing_task_person_id"), table_name="staffing_task")
    op.drop_table("staffing_task")
    op.drop_index(
        "staffing_request_open",
        table_name="staffing_request",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(op.f("ix_staffing_request_skill_id"), table_name="staffing_request")
    op.drop_index(op.f("ix_staffing_request_project_id"), table_name="staffing_request")
    op.drop_index(op.f("ix_staffing_request_asked_by"), table_name="staffing_request")
    op.drop_table("staffing_request")
    op.drop_index("staffing_note_about", table_name="staffing_note")
    op.drop_table("staffing_note")
    op.drop_index("staffing_floor_of_department", table_name="staffing_floor")
    op.drop_table("staffing_floor")
    op.drop_index(op.f("ix_staffing_change_person_id"), table_name="staffing_change")
    op.drop_index(op.f("ix_staffing_change_allocation"), table_name="staffing_change")
    op.drop_table("staffing_change")
    op.drop_table("skill_wish")
    op.drop_index(op.f("ix_skill_wanted_skill_id"), table_name="skill_wanted")
    op.drop_index(op.f("ix_skill_wanted_project_id"), table_name="skill_wanted")
    op.drop_table("skill_wanted")
    op.drop_index("skill_rating_of_person", table_name="skill_rating")
    op.drop_index("skill_rating_expiring", table_name="skill_rating")
    op.drop_index(op.f("ix_skill_rating_skill_id"), table_name="skill_rating")
    op.drop_table("skill_rating")
    op.drop_table("skill_offer")
    op.drop_table("skill_need")
    op.drop_index(op.f("ix_skill_name_skill_id"), table_name="skill_name")
    op.drop_table("skill_name")
    op.drop_index("skill_claim_of_person", table_name="skill_claim")
    op.drop_table("skill_claim")
    op.drop_index("role_rate_begins", table_name="role_rate")
    op.drop_table("role_rate")
    op.drop_index("person_role_begins", table_name="person_role")
    op.drop_table("person_role")
    op.drop_index(
        "performance_case_running",
        table_name="performance_case",
        sqlite_where=sa.text("state IN ('acknowledged', 'in_hand', 'reported')"),
        postgresql_where=sa.text("state IN ('acknowledged', 'in_hand', 'reported')"),
    )
    op.drop_index("performance_case_of_reporter", table_name="performance_case")
    op.drop_index("performance_case_of_person", table_name="performance_case")
    op.drop_index("performance_case_merged", table_name="performance_case")
    op.drop_table("performance_case")
    op.drop_index("opening_of_department", table_name="opening")
    op.drop_table("opening")
    op.drop_index("milestone_of_project", table_name="milestone")
    op.drop_index(
        "milestone_name_in_project",
        table_name="milestone",
        sqlite_where=sa.text("health <> 'dropped'"),
        postgresql_where=sa.text("health <> 'dropped'"),
    )
    op.drop_index(op.f("ix_milestone_owner_id"), table_name="milestone")
    op.drop_table("milestone")
    op.drop_index("handover_of_state", table_name="handover")
    op.drop_index("handover_of_project", table_name="handover")
    op.drop_table("handover")
    op.drop_index("duty_holder_of_duty", table_name="duty_holder")
    op.drop_table("duty_holder")
    op.drop_table("digest_setting")
    op.drop_index(op.f("ix_contract_person_id"), table_name="contract")
    op.drop_table("contract")
    op.drop_index("commitment_of_source", table_name="commitment")
    op.drop_index("commitment_of_department", table_name="commitment")
    op.drop_table("commitment")
    op.drop_index(
        "chain_step_open",
        table_name="chain_step",
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.drop_index("chain_step_of_person", table_name="chain_step")
    op.drop_table("chain_step")
    op.drop_index(op.f("ix_budget_check_at"), table_name="budget")
    op.drop_table("budget")
    op.drop_index(op.f("ix_skill_merged_into"), table_name="skill")
    op.drop_table("skill")
    op.drop_table("role")
    op.drop_table("performance_setting")
    op.drop_index("digest_round_once", table_name="digest_round")
    op.drop_table("digest_round")
