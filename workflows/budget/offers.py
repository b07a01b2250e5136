"""What somebody may do about a budget, and which buttons that makes."""

from collections.abc import Sequence

from slackblocks import Button

from workflows.budget import whose as whose_
from workflows.budget.loading import relate
from workflows.budget.rules.entry import Owner
from workflows.budget.rules.life import POLICY, Budget, Everybody, Pricing
from workflows.kernel.access import Actor, Permission, PersonId
from workflows.kernel.flow import Tx
from workflows.language import marked, tr
from workflows.wording import blocks

NEEDS = {
    "open": "look",
    "project": "see_project",
    "value": "see_project",
    "project_months": "see_months",
    "project_csv": "see_months",
    "project_entry": "keep_project",
    "project_paste": "keep_project",
    "project_check": "keep_project",
    "project_enter": "keep_project",
    "project_settings": "keep_project",
    "department": "see_department",
    "department_months": "see_department",
    "department_csv": "see_department",
    "department_entry": "keep_department",
    "department_paste": "keep_department",
    "department_check": "keep_department",
    "department_enter": "keep_department",
    "department_settings": "keep_department",
    "people": "see_people",
    "rates": "see_rates",
    "rate": "keep_rates",
    "roles": "keep_rates",
    "role": "keep_rates",
}
"""The permission each verb needs."""
_BUTTONS = {
    Owner.PROJECT: (
        ("project_entry", marked("Enter amount…"), "primary"),
        ("project_paste", marked("Paste CSV…"), None),
        ("project_months", marked("By month"), None),
        ("value", marked("Earned value"), None),
        ("project_settings", marked("Settings…"), None),
    ),
    Owner.DEPARTMENT: (
        ("department_entry", marked("Enter amount…"), "primary"),
        ("department_paste", marked("Paste CSV…"), None),
        ("department_months", marked("By month"), None),
        ("people", marked("People"), None),
        ("department_settings", marked("Settings…"), None),
    ),
}


def may(tx: Tx, actor: Actor, subject: Budget | Everybody | Pricing, permission: str) -> bool:
    """Whether they have this permission about it."""
    return POLICY.allows(Permission(permission), relate(tx, actor, subject))


def buttons(tx: Tx, actor: Actor, whose: Budget, *, without: Sequence[str] = ()) -> list[Button]:
    """Those that work for this person."""
    relations = relate(tx, actor, whose)
    return [
        blocks.button(tr(label), f"budget:{verb}", value_of(whose), style=style)
        for verb, label, style in _BUTTONS[whose.owner]
        if verb not in without and POLICY.allows(Permission(NEEDS[verb]), relations)
    ]


def show(whose: Budget) -> Button:
    """Opens the whole of it."""
    return blocks.button(tr("Show"), f"budget:{whose.owner}", value_of(whose))


def value_of(whose: Budget) -> str:
    """What its buttons carry."""
    return f"{whose.id}.{whose.version}"


def salaries(tx: Tx, actor: Actor, whose: Budget) -> bool:
    """Whether they may read the salaries in it."""
    return POLICY.allows(Permission("see_salaries"), whose_.relations(tx, actor, whose))


def audience(tx: Tx, whose: Budget) -> tuple[PersonId, ...]:
    """Who is told: a project's manager and the departments' operations managers; a department's, and theirs."""
    today = tx.now.date()
    if whose.owner is Owner.DEPARTMENT:
        return whose_.line_of(tx, whose.of, today)
    suppliers = whose_.managers(tx, whose_.suppliers(tx, whose.of, today), today)
    return tuple(dict.fromkeys((*whose_.leaders(tx, whose.of, today), *suppliers)))


def leaders(tx: Tx, whose: Budget) -> tuple[PersonId, ...]:
    """Who manages the budget's project today."""
    return tuple(whose_.leaders(tx, whose.of, tx.now.date()))
