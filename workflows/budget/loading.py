"""Finding the budget a verb is about. What somebody may know of it is decided by the policy, not here."""

from workflows.budget import forms, store, whose
from workflows.budget.rules.entry import Owner
from workflows.budget.rules.life import Budget, Everybody, Pricing
from workflows.kernel.access import Actor, Relation
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import marked, tr
from workflows.organisation import store as organisation

_NOWHERE = marked("I can't find that budget any more. `/budget` lists those you may see.")


def load_project(tx: Tx, _actor: Actor, budget_id: int | None, form: Form) -> Budget:
    """A project's."""
    return _load(tx, Owner.PROJECT, budget_id, form)


def load_department(tx: Tx, _actor: Actor, budget_id: int | None, form: Form) -> Budget:
    """A department's."""
    return _load(tx, Owner.DEPARTMENT, budget_id, form)


def load_everybody(_tx: Tx, _actor: Actor, _id: int | None, _form: Form) -> Everybody:
    """No budget in particular."""
    return Everybody()


def load_pricing(_tx: Tx, _actor: Actor, _id: int | None, _form: Form) -> Pricing:
    """Roles and rates."""
    return Pricing()


def relate(tx: Tx, actor: Actor, subject: Budget | Everybody | Pricing) -> frozenset[Relation]:
    """How the actor stands to it."""
    if isinstance(subject, Everybody):
        return frozenset({Relation.OWN})
    if isinstance(subject, Pricing):
        return whose.pricing_relations(tx, actor)
    return whose.relations(tx, actor, subject)


def _load(tx: Tx, owner: Owner, budget_id: int | None, form: Form) -> Budget:
    if budget_id is not None:
        found = store.budget(tx, budget_id)
        if found is None or found.owner is not owner:
            raise Refused(tr(_NOWHERE), reason="unknown_budget")
        return found
    of = form.get(forms.OF)
    chart = organisation.chart(tx)
    known = chart.projects if owner is Owner.PROJECT else chart.departments
    if not isinstance(of, int) or of not in known:
        raise Refused(tr(_NOWHERE), reason="unknown_budget")
    return store.opened(tx, owner, of)
