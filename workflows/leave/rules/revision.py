"""What a description of policies would change in what a company has, and why it can't: the past is not rewritten."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from workflows.language import marked, tr
from workflows.leave.rules.assignment import Assignment, PolicySet
from workflows.leave.rules.policy import LeavePolicy

Wanted = LeavePolicy | Assignment
Known = tuple[tuple[LeavePolicy, ...], tuple[Assignment, ...]]
Scope = tuple[str | None, tuple[str, ...], tuple[str, ...], date]


@dataclass(frozen=True, slots=True)
class Objection:
    """What stands against one of them, and in which of its settings."""

    about: Wanted
    field: str
    text: str


@dataclass(frozen=True)
class Revision:
    """What is new or different; nothing of it may be kept while there is an objection."""

    policies: tuple[LeavePolicy, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    unchanged: int = 0
    objections: tuple[Objection, ...] = ()


def scope(one: Assignment) -> Scope:
    """Whom it is for, from when: there is one policy for each."""
    return one.country, tuple(sorted(one.departments)), tuple(sorted(one.contracts)), one.valid_from


def revised(known: PolicySet, revision: Revision) -> PolicySet:
    """All there is once it is kept: what is changed stands in its old place."""
    policies = {(one.code, one.valid_from): one for one in (*known.policies, *revision.policies)}
    assignments = {scope(one): one for one in (*known.assignments, *revision.assignments)}
    return PolicySet(policies=tuple(policies.values()), assignments=tuple(assignments.values()))


def revise(
    known: Known,
    wanted: tuple[tuple[LeavePolicy, ...], tuple[Assignment, ...]],
    today: date,
    departments: set[str],
    contracts: set[str] | None = None,
    no_skills: frozenset[str] = frozenset(),
) -> Revision:
    """Compare them.

    `departments`: the codes there are, none when the organisation isn't there yet; `contracts`: the kinds that anybody
    has, None when nobody can be asked; `no_skills`: what floors call a skill and nobody knows.
    """
    versions = {(one.code, one.valid_from): one for one in known[0]}
    assigned = {scope(one): one for one in known[1]}
    policies = tuple(one for one in wanted[0] if versions.get((one.code, one.valid_from)) != one)
    assignments = tuple(one for one in wanted[1] if not _same(assigned.get(scope(one)), one))
    objections = (
        *_twice(wanted[0], lambda one: (one.code, one.valid_from), tr("this version is written twice")),
        *_twice(wanted[1], scope, tr("this is said twice, for the same people from the same day")),
        *(found for one in policies for found in _against_policy(one, known[0], wanted[0], today)),
        *(found for one in policies for found in _against_skills(one, no_skills)),
        *(found for one in assignments for found in _against_assignment(one, known, wanted[0], today)),
        *(found for one in assignments for found in _against_departments(one, departments)),
        *(found for one in assignments for found in _against_contracts(one, contracts)),
    )
    unchanged = len(wanted[0]) + len(wanted[1]) - len(policies) - len(assignments)
    return Revision(policies, assignments, unchanged, objections)


def _same(known: Assignment | None, wanted: Assignment) -> bool:
    return known is not None and (known.policy, known.valid_to) == (wanted.policy, wanted.valid_to)


def _twice(found: Iterable[Wanted], key: Callable[..., object], text: str) -> Iterator[Objection]:
    seen = set()
    for one in found:
        if key(one) in seen:
            yield Objection(one, "valid_from", text)
        seen.add(key(one))


def _against_policy(
    one: LeavePolicy, known: Iterable[LeavePolicy], wanted: Iterable[LeavePolicy], today: date
) -> Iterator[Objection]:
    versions = [other for other in known if other.code == one.code]
    if one.valid_to is not None and one.valid_to < one.valid_from:
        yield Objection(one, "valid_to", tr("it ends before it begins"))
    if versions and one.valid_from < today:
        yield Objection(one, "valid_from", tr(_IN_FORCE, policy=one.code, today=today))
    others = [other for other in (*versions, *wanted) if other.code == one.code]
    if any(other.year_start != one.year_start for other in others):
        text = tr("the leave year can't differ between versions; make it a policy of its own")
        yield Objection(one, "year_start", text)


_IN_FORCE = marked(
    "{policy} has been in force, and what was is not rewritten: let the change begin on {today} or later, as another "
    "version"
)
_ASSIGNED = marked(
    "others were assigned until now, and what was is not rewritten: let the change begin on {today} or later, as "
    "another version"
)


def _against_assignment(
    one: Assignment, known: Known, wanted: Iterable[LeavePolicy], today: date
) -> Iterator[Objection]:
    codes = {policy.code for policy in known[0]}
    if one.policy not in codes | {policy.code for policy in wanted}:
        yield Objection(one, "policy", tr("there is no policy “{policy}”", policy=one.policy))
    if one.valid_to is not None and one.valid_to < one.valid_from:
        yield Objection(one, "valid_to", tr("it ends before it begins"))
    before = next((other for other in known[1] if scope(other) == scope(one)), None)
    if before and before.policy == one.policy and _only_ends(before, one, today):
        return
    begins_anew = before is None and one.policy not in codes
    if one.valid_from < today and known[1] and not begins_anew:
        yield Objection(one, "valid_from", tr(_ASSIGNED, today=today))


def _only_ends(before: Assignment, one: Assignment, today: date) -> bool:
    """Whether nothing changes but days to come."""
    ends = [other.valid_to for other in (before, one) if other.valid_to is not None]
    return all(day >= today for day in ends)


def _against_departments(one: Assignment, departments: set[str]) -> Iterator[Objection]:
    unknown = [code for code in one.departments if departments and code not in departments]
    if unknown:
        yield Objection(one, "departments", tr("there is no department “{code}”", code=unknown[0]))


def _against_skills(one: LeavePolicy, unknown: frozenset[str]) -> Iterator[Objection]:
    for floor in one.cover:
        if floor.skill in unknown:
            text = tr("there is no skill “{skill}”; `/skills` shows those there are", skill=floor.skill)
            yield Objection(one, "cover", text)


def _against_contracts(one: Assignment, contracts: set[str] | None) -> Iterator[Objection]:
    unknown = [kind for kind in one.contracts if contracts is not None and kind not in contracts]
    if unknown:
        wording = _OTHER_CONTRACTS if contracts else _NO_CONTRACTS
        text = tr(wording, contract=unknown[0], contracts=", ".join(sorted(contracts or ())))
        yield Objection(one, "contracts", text)


_OTHER_CONTRACTS = marked("nobody in the directory has the contract “{contract}”; there are {contracts}")
_NO_CONTRACTS = marked("nobody in the directory has the contract “{contract}”; people.csv has none yet")
