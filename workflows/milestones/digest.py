"""What a digest says of milestones: what is late, what is at risk or slips, and what is due this week."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from workflows.kernel.access import PersonId
from workflows.kernel.digests import Edition, Kind, Line, Press, Reader, Weight, nearing
from workflows.kernel.flow import Tx
from workflows.language import speaking, tr
from workflows.organisation import plan
from workflows.organisation import store as organisation
from workflows.organisation.milestone import Health, Milestone
from workflows.wording import blocks
from workflows.wording.phrases import dated


def digest(tx: Tx, edition: Edition) -> Mapping[PersonId, Sequence[Line]]:
    """One query: a project manager reads of all in their projects, everybody else of those they answer for."""
    if edition.kind is Kind.PROJECT:
        known = plan.milestones_of(tx, edition.projects)
        return {person: _lines(tx, known, one) for person, one in edition.readers.items()}
    if edition.kind is Kind.MINE:
        owned = defaultdict[PersonId, list[Milestone]](list)
        for one in plan.pending(tx, edition.last):
            if one.owner is not None and one.owner in edition.readers:
                owned[one.owner].append(one)
        return {person: _of(tx, found, edition.readers[person]) for person, found in owned.items()}
    return {}


def _lines(tx: Tx, known: Iterable[Milestone], reader: Reader) -> list[Line]:
    return _of(tx, [one for one in known if one.project in reader.projects], reader)


def _of(tx: Tx, known: Iterable[Milestone], reader: Reader) -> list[Line]:
    with speaking(reader.actor.locale):
        found = [_line(tx, one, reader) for one in known if one.open]
    return [one for one in found if one is not None]


def _line(tx: Tx, one: Milestone, reader: Reader) -> Line | None:
    today = reader.actor.today
    project = organisation.chart(tx).projects[one.project].name
    name, day = f"{blocks.bold(one.name)} ({blocks.escaped(project, 80)})", dated(one.forecast)

    def press() -> Press:
        return Press(tr("Update…"), "milestones:update", f"{one.id}.{one.version}")

    if one.forecast < today:
        return Line(
            Weight.DECIDE, tr("{name} was expected on {day} and is not reported as done.", name=name, day=day), press
        )
    since = max(one.reported_on, nearing(one.forecast, today, 1))
    if one.health is Health.OFF_TRACK:
        return Line(Weight.HEED, tr("{name} is off track; it is expected on {day}.", name=name, day=day), press, since)
    if one.health is Health.AT_RISK:
        return Line(Weight.HEED, tr("{name} is at risk; it is expected on {day}.", name=name, day=day), press, since)
    if one.forecast <= reader.last:
        return Line(Weight.HEED, tr("{name} is due on {day}.", name=name, day=day), press, since)
    if one.forecast > one.baseline:
        text = tr("{name} slips: {day} instead of {baseline}.", name=name, day=day, baseline=dated(one.baseline))
        return Line(Weight.KNOW, text, since=since)
    return None
