"""Which budgets somebody may see: of projects they manage, of departments they answer for, and of their people."""

from workflows.budget import cards, offers, store
from workflows.budget.departmental import account
from workflows.budget.people import members
from workflows.budget.reading import standing
from workflows.budget.rules.entry import Owner
from workflows.budget.rules.life import Budget
from workflows.budget.whose import name_of
from workflows.calendar import load
from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.language import locale_of, marked
from workflows.organisation import store as organisation
from workflows.organisation.rules import at, holds
from workflows.wording import blocks

MOST = 15
WITH_FIGURES = 6
"""Of a longer list the others are named only: whoever types a command does not wait for thirty S-curves."""
NOTHING = marked(
    "There is no budget that is yours to see. A project's belongs to its manager, and the departments' operations "
    "managers see what it comes to; a department's belongs to its operations manager and those above."
)


def visible(tx: Tx, actor: Actor) -> list[tuple[Budget, str]]:
    """Each with its line; departments first. Budgets nobody asked for before are opened empty."""
    departments = [store.opened(tx, Owner.DEPARTMENT, one) for one in departments_of(tx, actor)]
    projects = [store.opened(tx, Owner.PROJECT, one) for one in projects_of(tx, actor)]
    known = (*departments, *projects)
    with_figures = [(one, line(tx, actor, one)) for one in known[:WITH_FIGURES]]
    return [*with_figures, *((one, blocks.bold(name_of(tx, one))) for one in known[WITH_FIGURES:])]


def line(tx: Tx, actor: Actor, whose: Budget) -> str:
    """The budget in a sentence, as this person may read it."""
    locale = locale_of(actor.locale)
    if whose.owner is Owner.PROJECT:
        return cards.project_line(standing(tx, whose, actor.today), locale)
    full = offers.salaries(tx, actor, whose)
    return cards.department_line(account(tx, whose, actor.today.year, actor.today, salaries=full), locale)


def departments_of(tx: Tx, actor: Actor) -> list[int]:
    """Those they manage or stand in for, not those below."""
    known = organisation.chart(tx)
    deputised = (number for number, deputies in known.deputies.items() if at(deputies, actor.today) == actor.person)
    standing_ = {number for number in deputised if holds(known.departments[number], actor.today)}
    managed = [one.id for one in known.managed_by(actor.person, actor.today)]
    return list(dict.fromkeys((*managed, *sorted(standing_))))


def projects_of(tx: Tx, actor: Actor) -> list[int]:
    """Those they manage, then those that people of their departments are allocated to today."""
    led = [one.id for one in organisation.projects_led(tx, actor.person, actor.today)]
    tree = {one.id for top in departments_of(tx, actor) for one in organisation.department_tree(tx, top, actor.today)}
    people = members(tx, sorted(tree), actor.today, actor.today) if tree else {}
    shares = load.shares(tx, actor.today, actor.today, people) if people else []
    return list(dict.fromkeys((*led, *sorted({share.project for share in shares}))))
