"""Whose a budget is, and who may do what about it, as tables. A budget has no stages: it is there."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.budget.rules.entry import Owner
from workflows.budget.rules.level import AS_USUAL, Band
from workflows.budget.rules.value import Method
from workflows.kernel.access import PersonId, Policy, Relation, grants
from workflows.kernel.flow import Ref
from workflows.kernel.machine import Machine

NOBODY = PersonId(0)
"""A budget is about no person."""


class State(StrEnum):
    """A budget is open as long as its project or department is known."""

    OPEN = "open"


MACHINE = Machine(State, ())


@dataclass(frozen=True, slots=True)
class Budget:
    """A project's or a department's budget: its settings, not its entries."""

    id: int
    owner: Owner
    of: int
    """The project's or the department's id."""
    currency: str | None = None
    """What is meant when an amount is written without one."""
    method: Method = Method.CPI
    band: Band = AS_USUAL
    version: int = 1
    state: State = State.OPEN
    person: PersonId = NOBODY

    @property
    def ref(self) -> Ref:
        return Ref("budget", self.id)


@dataclass(frozen=True, slots=True)
class Everybody:
    """What belongs to no budget: the list of those one may see."""

    state: State | None = None
    version: int = 1
    person: PersonId = NOBODY


@dataclass(frozen=True, slots=True)
class Pricing:
    """Roles, their rates, and who has which."""

    state: State | None = None
    version: int = 1
    person: PersonId = NOBODY


_MANAGERS = (Relation.SOLID_LINE, Relation.DEPUTY)
"""Of a project: the operations managers of those allocated to it, and their deputies. Of a department: its own."""

POLICY = Policy(
    grants(
        look=(Relation.OWN,),
        # A project: its manager owns it; the departments' operations managers see what it comes to.
        see_project=(Relation.LEAD, *_MANAGERS),
        see_months=(Relation.LEAD,),
        keep_project=(Relation.LEAD,),
        # A department: its operations manager, and those above, own it. A deputy sees it without the salaries.
        see_department=_MANAGERS,
        keep_department=(Relation.SOLID_LINE,),
        see_salaries=(Relation.SOLID_LINE,),
        see_people=(Relation.SOLID_LINE,),
        # A rate is a role's, and no salary: whoever plans with it may know it.
        see_rates=(Relation.LEAD, *_MANAGERS, Relation.PEOPLE_ADMIN),
        keep_rates=(Relation.SOLID_LINE, Relation.PEOPLE_ADMIN),
    )
)
"""Silence is refusal: colleagues, members of a project and people admins read no budget at all."""
