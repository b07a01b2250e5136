"""What asks still lack, told to the organisation, where skills and budgets read it."""

from workflows.kernel.flow import Tx
from workflows.organisation import skills
from workflows.organisation.skills import Wanted
from workflows.staffing.records import Request
from workflows.staffing.rules.life import State


def keep_wanted(tx: Tx, request: Request) -> None:
    """As many as are not allotted, while the ask is open."""
    lacking = request.ask.people - request.allotted
    if request.state is not State.OPEN or lacking <= 0:
        skills.no_longer_wanted(tx, request.ref)
        return
    ask = request.ask
    skills.want(tx, Wanted(request.ref, ask.project, ask.skill, ask.level, lacking, ask.first, ask.last))
