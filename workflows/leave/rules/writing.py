"""Policies and their assignments as the YAML that people read, keep and import again."""

from collections.abc import Iterable

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
    whom = [f"in {one.country}"] if one.country else []
    whom += [f"of {', '.join(one.departments)}"] if one.departments else []
    whom += [f"with the contract {', '.join(one.contracts)}"] if one.contracts else []
    since = f", from {one.valid_from}" if one.valid_from > Assignment.model_fields["valid_from"].default else ""
    return f"{' '.join(['everybody', *whom])}{since}{f' to {one.valid_to}' if one.valid_to else ''}"
