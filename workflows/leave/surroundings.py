"""What a request is judged by beyond its owner's own days: who has a say in it, and who would be missed.

Roles that pass a blackout (R32), minimum cover (R33), the replacement's absences and whom one replaces oneself (R34).

Read only where a request is judged: a balance needs none of it.
"""

from dataclasses import replace
from datetime import date

from workflows.calendar import store as calendar
from workflows.calendar.rules import Absent, Span
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.language import tr
from workflows.leave import covering, standins
from workflows.leave.covering import AROUND
from workflows.leave.rules.check import Draft
from workflows.leave.rules.context import Context, Duty
from workflows.organisation import store as organisation
from workflows.wording.days import FURTHEST

OPERATIONS_MANAGER, PROJECT_MANAGER, PEOPLE_ADMIN = "operations_manager", "project_manager", "people_admin"
"""The roles that a policy may let pass its blackouts."""


def surrounded(tx: Tx, context: Context, person: PersonId, draft: Draft) -> Context:
    """The context with everything around somebody that a draft of theirs is judged by."""
    if not _near(draft.span, context.today):
        return context  # it is refused for its dates
    departments = organisation.departments_above(tx, person, draft.span.first)
    policy = covering.floored(tx, context.policy, departments, draft.span.first)
    return replace(
        context,
        policy=policy,
        roles=_roles(tx, person, context),
        groups=tuple(covering.groups(tx, person, draft.span, policy.cover, departments)),
        replacement_away=_absences_of(tx, draft),
        replaces=_duties(tx, person, draft.span),
    )


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


def _near(span: Span, today: date) -> bool:
    return all(abs(day.year - today.year) <= FURTHEST for day in (span.first, span.last))


def _absences_of(tx: Tx, draft: Draft) -> tuple[Absent, ...]:
    """When the one named as replacement is certainly away, as others may see it."""
    if draft.replacement is None:
        return ()
    first, last = draft.span.first - AROUND, draft.span.last + AROUND
    found = calendar.away(tx, [PersonId(draft.replacement)], first, last)
    return calendar.as_seen(tx, [one for one in found if one.certain])


def _duties(tx: Tx, person: PersonId, span: Span) -> tuple[Duty, ...]:
    """Whom they replace themselves."""
    turns = standins.replacing(tx, person, span.first, span.last)
    names = organisation.names(tx, [turn.owner for turn in turns])
    return tuple(Duty(names.get(turn.owner, tr("somebody")), turn.span) for turn in turns)
