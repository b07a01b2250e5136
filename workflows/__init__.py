"""The business: it knows no Slack client, no scheduler and no environment."""

from workflows import (
    absence,
    budget,
    digest,
    directory,
    feeds,
    handover,
    later,
    leave,
    milestones,
    onboarding,
    performance,
    settings,
    skills,
    staffing,
)
from workflows.kernel.flow import Workflow

WORKFLOWS: tuple[Workflow, ...] = (
    leave.WORKFLOW,
    absence.WORKFLOW,
    feeds.WORKFLOW,
    directory.WORKFLOW,
    performance.WORKFLOW,
    milestones.WORKFLOW,
    skills.WORKFLOW,
    budget.WORKFLOW,
    staffing.WORKFLOW,
    handover.WORKFLOW,
    onboarding.WORKFLOW,
    settings.WORKFLOW,
    digest.WORKFLOW,
    later.WORKFLOW,
)
"""Every workflow there is; a new one adds its line here."""
