"""Policies and their assignments as the YAML that people read, keep and import again."""

from collections.abc import Iterable

from workflows.language import marked, tr
from workflows.leave.rules.assignment import Assignment
from workflows.leave.rules.difference import plain
from workflows.leave.rules.policy import LeavePolicy


def as_yaml(policies: Iterable[LeavePolicy], assignments: Iterable[Assignment]) -> str:
    """What isn't written is as by default."""
    import yaml  # noqa: PLC0415 - only where it is written

    content = {"policies": [plain(one) for one in policies], "assignments": [plain(one) for one in assignments]}
    known = {name: listed for name, listed in content.items() if listed}
    return yaml.safe_dump(known, sort_keys=False, allow_unicode=True, width=120)


def assigned(one: Assignment) -> str:
    """`everybody in GB of support, from 2026-01-01`."""
    whom = tr(
        _WHOM[bool(one.country), bool(one.departments), bool(one.contracts)],
        country=one.country,
        departments=", ".join(one.departments),
        contracts=", ".join(one.contracts),
    )
    begins = one.valid_from > Assignment.model_fields["valid_from"].default
    return tr(_WHEN[begins, bool(one.valid_to)], whom=whom, first=one.valid_from, last=one.valid_to)


_WHOM = {
    (False, False, False): marked("everybody"),
    (True, False, False): marked("everybody in {country}"),
    (False, True, False): marked("everybody of {departments}"),
    (True, True, False): marked("everybody in {country} of {departments}"),
    (False, False, True): marked("everybody with the contract {contracts}"),
    (True, False, True): marked("everybody in {country} with the contract {contracts}"),
    (False, True, True): marked("everybody of {departments} with the contract {contracts}"),
    (True, True, True): marked("everybody in {country} of {departments} with the contract {contracts}"),
}
"""By whether a country, departments and contracts are said."""
_WHEN = {
    (False, False): marked("{whom}"),
    (True, False): marked("{whom}, from {first}"),
    (False, True): marked("{whom} to {last}"),
    (True, True): marked("{whom}, from {first} to {last}"),
}
