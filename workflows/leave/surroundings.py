"""What a request is judged by beyond its owner's own days: roles that pass a blackout (R32).

Read only where a request is judged: a balance needs none of it.
"""

from dataclasses import replace

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.leave.rules.check import Draft
from workflows.leave.rules.context import Context
from workflows.organisation import store as organisation

OPERATIONS_MANAGER, PROJECT_MANAGER, PEOPLE_ADMIN = "operations_manager", "project_manager", "people_admin"
"""The roles that a policy may let pass its blackouts."""


def surrounded(tx: Tx, context: Context, person: PersonId, _draft: Draft) -> Context:
    """The context with everything around somebody that a draft of theirs is judged by."""
    return replace(context, roles=_roles(tx, person, context))


def _roles(tx: Tx, person: PersonId, context: Context) -> frozenset[str]:
    """What they answer for today, where a blackout asks."""
    if not any(blackout.exempt for blackout in context.policy.blackouts):
        return frozenset()
    today = context.today
    held = {
        OPERATIONS_MANAGER: organisation.departments_managed(tx, person, today),
        PROJECT_MANAGER: organisation.projects_led(tx, person, today),
        PEOPLE_ADMIN: organisation.is_people_admin(tx, person, today),
    }
    return frozenset(role for role, holds in held.items() if holds)
