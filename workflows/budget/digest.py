"""What a digest says of budgets: those outside what was agreed on, as they were told about; never an amount.

Once a week: when one gets there, a message of its own says so.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from workflows.budget import store
from workflows.budget.rules.entry import Owner
from workflows.budget.rules.level import Level
from workflows.budget.rules.life import Budget
from workflows.kernel.access import PersonId
from workflows.kernel.digests import OPERATIONS, Edition, Kind, Line, Press, Reader, Weight
from workflows.kernel.flow import Tx
from workflows.language import marked, speaking, tr
from workflows.organisation import store as organisation
from workflows.wording import blocks

_SENTENCES = {
    Level.OVER: marked("More is spent on {name} than was planned."),
    Level.NEARLY: marked("95 % of the budget of {name} is used."),
    Level.MOST: marked("80 % of the budget of {name} is used."),
    Level.CPI: marked("The cost performance index (CPI) of {name} is outside its band."),
    Level.SPI: marked("The schedule performance index (SPI) of {name} is outside its band."),
}
_RISEN = (Level.OVER, Level.NEARLY, Level.MOST)


def digest(tx: Tx, edition: Edition) -> Mapping[PersonId, Sequence[Line]]:
    """One query."""
    if edition.kind not in (*OPERATIONS, Kind.PROJECT):
        return {}
    standing = store.standing(tx)
    found = {}
    for person, reader in edition.readers.items():
        with speaking(reader.actor.locale):
            found[person] = _lines(tx, edition.kind, reader, standing)
    return found


def _lines(tx: Tx, kind: Kind, reader: Reader, standing: Mapping[int, tuple[Budget, frozenset[Level]]]) -> list[Line]:
    mine = [
        (budget, level)
        for budget, levels in standing.values()
        if budget.of in _owned(kind, reader, budget.owner)
        for level in _said(levels)
    ]
    return [_line(tx, budget, level) for budget, level in mine]


def _owned(kind: Kind, reader: Reader, owner: Owner) -> frozenset[int]:
    if kind is Kind.PROJECT:
        return reader.projects if owner is Owner.PROJECT else frozenset()
    return reader.departments if owner is Owner.DEPARTMENT else frozenset()


def _said(levels: frozenset[Level]) -> list[Level]:
    """Of 80 %, 95 % and more than all, the highest alone."""
    return [*[one for one in _RISEN if one in levels][:1], *[one for one in (Level.CPI, Level.SPI) if one in levels]]


def _line(tx: Tx, budget: Budget, level: Level) -> Line:
    chart = organisation.chart(tx)
    project = budget.owner is Owner.PROJECT
    name = chart.projects[budget.of].name if project else chart.departments[budget.of].name
    verb = "project" if project else "department"

    def press() -> Press:
        return Press(tr("Show"), f"budget:{verb}", f"{budget.id}.{budget.version}")

    return Line(Weight.HEED, tr(_SENTENCES[level], name=blocks.bold(name)), press, since=date.min)
