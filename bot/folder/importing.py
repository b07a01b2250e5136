"""What a plan would change, and changing it: all of it, or nothing while anything is wrong."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.folder import balances
from bot.folder.further import FURTHER
from bot.folder.reading import BalanceKey, Plan
from bot.folder.sheet import Problem
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Tx
from workflows.organisation import recent
from workflows.organisation.comparison import differences
from workflows.organisation.description import Description, describe
from workflows.organisation.register import write
from workflows.organisation.store import everything

Progress = Callable[[int, int], None]
"""Told how many entries are written, of how many."""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that is new, or different from what is known."""

    file: str
    key: str
    """Its name in that file: an address, a code, or both."""
    is_new: bool
    what: tuple[str, ...] = ()
    """What is different, a phrase each."""


@dataclass(frozen=True)
class Changes:
    """What an import changes, and how many entries stay as they are."""

    changes: tuple[Change, ...]
    unchanged: int
    problems: tuple[Problem, ...] = ()
    """Nothing is written while there is one."""

    @property
    def added(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.is_new)

    @property
    def changed(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if not change.is_new)


@dataclass(frozen=True)
class _Step:
    """A plan beside what is known."""

    known: Description
    beyond: Description
    known_balances: Mapping[BalanceKey, Decimal]
    new_balances: Mapping[BalanceKey, Decimal]
    further: tuple[Change, ...]
    problems: tuple[Problem, ...]

    def changes(self, plan: Plan) -> Changes:
        found = (*_organisation_changes(self.known, self.beyond), *self._balance_changes(), *self.further)
        entries = len(plan.described) + len(plan.balances) + sum(map(len, plan.further.values()))
        return Changes(found, entries - len(found), self.problems)

    def _balance_changes(self) -> tuple[Change, ...]:
        return tuple(self._balance_change(key, days) for key, days in self.new_balances.items())

    def _balance_change(self, key: BalanceKey, days: Decimal) -> Change:
        before = self.known_balances.get(key)
        what = () if before is None else (f"days: {before} → {days}",)
        return Change("balances.csv", f"{key[0]} {key[2]} {key[1]}", before is None, what)


def preview(tx: Tx, plan: Plan) -> Changes:
    """What `apply` would do; writes nothing."""
    if plan.problems:
        return Changes((), 0, plan.problems)
    return _step(tx, plan).changes(plan)


def apply(tx: Tx, plan: Plan, by: PersonId | None = None, progress: Progress = lambda _done, _total: None) -> Changes:
    """Write the plan down and say what that changed. With problems, nothing is written and they are handed back."""
    if plan.problems:
        return Changes((), 0, plan.problems)
    recent.alone(tx)
    step = _step(tx, plan)
    if step.problems:
        return step.changes(plan)
    count = _Count(len(step.beyond) + len(step.new_balances) + len(step.further), progress)
    if step.beyond:
        write(tx, step.beyond, count)
    balances.begin(tx, step.new_balances, by, count)
    for name, entries in plan.further.items():
        FURTHER[name].write(tx, entries)
    count(len(step.further))
    return step.changes(plan)


class _Count:
    """How much is done; reports it."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def __call__(self, more: int) -> None:
        self._done += more
        self._progress(self._done, self._total)


def _step(tx: Tx, plan: Plan) -> _Step:
    chart, people = everything(tx)
    known = describe(chart, people)
    known_balances = balances.known(tx, {one.person.id: one.person.email for one in people})
    new_balances = {key: days for key, days in plan.balances.items() if known_balances.get(key) != days}
    problems = (*_taken_slack_ids(known, plan), *_unknown_types(tx, plan), *_outside_employment(tx, plan))
    return _Step(
        known, plan.described.beyond(known), known_balances, new_balances, tuple(_further_changes(tx, plan)), problems
    )


def _further_changes(tx: Tx, plan: Plan) -> Iterator[Change]:
    for name, entries in plan.further.items():
        for key, is_new, what in FURTHER[name].differences(tx, entries):
            yield Change(name, key, is_new, what)


def _organisation_changes(known: Description, beyond: Description) -> tuple[Change, ...]:
    return (
        *_entry_changes("people.csv", known.people, beyond.people),
        *_entry_changes("departments.csv", known.departments, beyond.departments),
        *_entry_changes("projects.csv", known.projects, beyond.projects),
        *_entry_changes("allocations.csv", known.allocations, beyond.allocations),
    )


def _entry_changes(file: str, known: Mapping[Any, object], beyond: Mapping[Any, object]) -> list[Change]:
    return [_entry_change(file, key, known.get(key), entry) for key, entry in beyond.items()]


def _entry_change(file: str, key: str | tuple[str, ...], before: object, after: object) -> Change:
    name = key if isinstance(key, str) else " ".join(key)
    return Change(file, name, before is None, () if before is None else differences(before, after))


def _taken_slack_ids(known: Description, plan: Plan) -> list[Problem]:
    """Slack ids that belong to somebody whom the folder doesn't mention."""
    others = {one.slack_id: one.email for one in known.people.values() if one.email not in plan.described.people}
    return [
        Problem(
            "people.csv",
            plan.lines["people.csv", one.email],
            f"slack_id: {one.slack_id} is {others[one.slack_id]}'s already; mention them too, or take the id out",
        )
        for one in plan.described.people.values()
        if one.slack_id and one.slack_id in others
    ]


def _unknown_types(tx: Tx, plan: Plan) -> list[Problem]:
    types = balances.leave_types(tx)
    return [
        Problem(
            "balances.csv", plan.lines["balances.csv", key], f"leave_type: “{key[2]}” is none of {', '.join(types)}"
        )
        for key in plan.balances
        if key[2] not in types
    ]


def _outside_employment(tx: Tx, plan: Plan) -> list[Problem]:
    """Balances for leave years in which somebody was not with the organisation, or is not any more."""
    found = []
    for key in plan.balances:
        person = plan.described.people.get(key[0])
        why = balances.outside(tx, key[1], person.starts, person.ends) if person else None
        if why:
            found.append(Problem("balances.csv", plan.lines["balances.csv", key], f"year: {why}"))
    return found
