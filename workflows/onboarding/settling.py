"""Steps that do more than being ticked off: what they post, and what they say of it."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from workflows.kernel.flow import Tx, joining, leaving
from workflows.language import tr
from workflows.onboarding.rules.checklist import Journey, Step
from workflows.onboarding.rules.template import Kind
from workflows.organisation import store as organisation
from workflows.wording.phrases import dated


def settled(tx: Tx, step: Step, journey: Journey) -> Sequence[str]:
    """What the step did, a sentence each; what it did once is done, said again it only says it again."""
    return _DO[step.kind](tx, journey)


def _grant(tx: Tx, journey: Journey) -> Sequence[str]:
    return joining(tx, journey.person) or (tr("No workflow grants anything yet."),)


def _balance(tx: Tx, journey: Journey) -> Sequence[str]:
    return leaving(tx, journey.person, journey.day) or (tr("Nothing is left or owed."),)


def _projects(tx: Tx, journey: Journey) -> Sequence[str]:
    """What staffing's clock ended, or is about to."""
    until = dated(journey.day)
    near = organisation.projects_of(tx, journey.person, journey.day - timedelta(days=1), journey.day)
    names = dict.fromkeys(project.name for project, _ in near)
    ends = [
        tr(
            "{name}: the allocation ends on {until}; its manager is told, and can ask for somebody.",
            name=name,
            until=until,
        )
        for name in names
    ]
    return ends or [tr("They are allocated to no project on their last day.")]


def _waiting(_tx: Tx, journey: Journey) -> Sequence[str]:
    after = dated(journey.day + timedelta(days=1))
    return (
        tr(
            "From {after} questions that wait for them (leave, cases, staffing, skills) climb to the next in line.",
            after=after,
        ),
        tr("Their own requests end with them, and their calendar links show nothing from that day on."),
    )


def _records(_tx: Tx, _journey: Journey) -> Sequence[str]:
    return (
        tr("Nothing is deleted with the last day: leave, sickness, contracts and cases stay as long as the law says."),
        tr("What may go when that time is over is for whoever runs Dotted Line to decide; nothing goes by itself."),
    )


_DO: dict[Kind, Callable[[Tx, Journey], Sequence[str]]] = {
    Kind.GRANT: _grant,
    Kind.BALANCE: _balance,
    Kind.PROJECTS: _projects,
    Kind.WAITING: _waiting,
    Kind.RECORDS: _records,
}
