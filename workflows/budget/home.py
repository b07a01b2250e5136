"""Budgets on App Home: those one owns, each in a line. What stands in them is read again whenever it is shown."""

from collections.abc import Sequence

from workflows.budget import listing, offers, store
from workflows.budget.rules.entry import Owner
from workflows.kernel.access import Actor
from workflows.kernel.flow import Tx
from workflows.kernel.home import Place, Section
from workflows.language import tr
from workflows.organisation import store as organisation
from workflows.wording import blocks
from workflows.wording.sections import section

MOST = 5


def home(tx: Tx, actor: Actor) -> Sequence[Section]:
    """Nothing for those who own none."""
    led = [one.id for one in organisation.projects_led(tx, actor.person, actor.today)]
    managed = [one.id for one in organisation.departments_managed(tx, actor.person, actor.today)]
    known = [
        *store.budgets(tx, Owner.DEPARTMENT, managed).values(),
        *store.budgets(tx, Owner.PROJECT, led).values(),
    ]
    if not (led or managed):
        return ()
    lines = [[blocks.section(listing.line(tx, actor, one), offers.show(one))] for one in known[:MOST]]
    every = blocks.actions([blocks.button(tr("All budgets"), "budget:open", "")])
    beyond = len(known) - MOST
    return [section(Place.PROJECTS, tr("Budgets"), lines, more="budget:open", beyond=beyond, foot=every)]
