"""`dotted-line policy import` and `export` on a terminal: all of it or nothing, a dry run, exit codes 0 and 1."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bot.policies.reading import Described, Problem, read
from bot.store import Store
from bot.transaction import Transaction
from workflows.kernel.access import PersonId
from workflows.leave import WORKFLOW, versions
from workflows.leave.reach import KEEP_THEIR_YEAR, keeping_their_year, moved
from workflows.leave.rules.assignment import PolicySet
from workflows.leave.rules.difference import differences
from workflows.leave.rules.policy import LeavePolicy
from workflows.leave.rules.revision import Revision, revised
from workflows.leave.rules.writing import as_yaml as written
from workflows.leave.rules.writing import assigned


def import_policies(store: Store, files: Sequence[Path], *, dry_run: bool) -> int:
    """Keep what the files say; 0, or 1 when anything is wrong and nothing was written."""
    console = Console()
    store.write(WORKFLOW.seed)
    described = read(files)
    work = preview if dry_run else apply
    problems, lines = store.write(lambda tx: work(tx, described))
    for line in [*map(str, problems), *lines]:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    return 1 if problems else 0


def export_policies(store: Store, file: Path | None) -> int:
    """Write all policies and assignments as one file that `import_policies` reads; to the terminal without one; 0."""
    text = store.read(as_yaml)
    if file is None:
        Console().print(text, markup=False, highlight=False, soft_wrap=True, end="")
        return 0
    file.write_text(text, encoding="utf-8")
    return 0


def load(store: Store, file: Path) -> None:
    """Keep what a file of our own says; ValueError when something is wrong with it."""
    described = read([file])
    problems, _ = store.write(lambda tx: apply(tx, described))
    if problems:
        raise ValueError(str(problems[0]))


def as_yaml(tx: Transaction) -> str:
    """Everything that is kept."""
    known = versions.every(tx)
    return written(known.policies, known.assignments)


def preview(tx: Transaction, described: Described) -> tuple[list[Problem], list[str]]:
    """What is wrong, or what `apply` would do; writes nothing."""
    revision = _compare(tx, described)
    problems = [*described.problems, *(described.problem(one) for one in revision.objections)]
    if problems:
        return problems, [f"{_count(len(problems), 'thing')} to mend. Nothing was written."]
    return [], _lines(tx, revision, "Would keep")


def apply(tx: Transaction, described: Described, by: PersonId | None = None) -> tuple[list[Problem], list[str]]:
    """Keep it and say what that changed; with a problem nothing is kept."""
    problems, lines = preview(tx, described)
    if problems:
        return problems, lines
    revision = _compare(tx, described)
    lines = _lines(tx, revision, "Kept")
    for event in versions.keep(tx, revision, by):
        tx.record(event)
    return [], lines


def _compare(tx: Transaction, described: Described) -> Revision:
    return versions.compare(tx, described.policies, described.assignments, tx.now.date())


def _lines(tx: Transaction, revision: Revision, did: str) -> list[str]:
    known = versions.every(tx)
    found = [line for one in revision.policies for line in _policy_lines(known, one)]
    found += [f"+ {one.policy}: {assigned(one)}" for one in revision.assignments]
    changes = len(revision.policies) + len(revision.assignments)
    said = f"{did} {_count(changes, 'change')}, left {revision.unchanged} as they are."
    return [*found, said, *_reached(tx, known, revision)]


def _policy_lines(known: PolicySet, one: LeavePolicy) -> list[str]:
    earlier = [other for other in known.policies if other.code == one.code and other.valid_from <= one.valid_from]
    if not earlier:
        return [f"+ {one.code}: {one.name}, from {one.valid_from}"]
    before = max(earlier, key=lambda other: other.valid_from)
    return [f"~ {one.code} from {one.valid_from}", *(f"    {line}" for line in differences(before, one))]


def _reached(tx: Transaction, known: PolicySet, revision: Revision) -> list[str]:
    """How many people go by another policy from the day on which the last change holds."""
    if not revision.assignments:
        return []
    after = revised(known, revision)
    day = max(tx.now.date(), *(one.valid_from for one in revision.assignments))
    said = f"{_count(moved(tx, known, after, day), 'person', 'people')} will go by another policy on {day}."
    keeping = keeping_their_year(tx, known, after, day)
    return [said, KEEP_THEIR_YEAR.format(keeping=keeping)] if keeping else [said]


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
