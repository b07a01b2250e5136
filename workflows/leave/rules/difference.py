"""What is different between two versions of a policy, setting by setting."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

from workflows.leave.rules.policy import LeavePolicy
from workflows.leave.rules.settings import tidy

_LEFT_OUT = frozenset({"valid_from", "valid_to"})


def plain(setting: BaseModel) -> dict[str, Any]:
    """As lists, mappings, numbers, dates and texts; what is as by default is left out."""
    return {key: _plain(value) for key, value in setting.model_dump(exclude_defaults=True).items()}


def differences(before: LeavePolicy, after: LeavePolicy) -> tuple[str, ...]:
    """`types.annual.entitlement.amount: 25 → 28`, a line each; of an added or removed part, only its name."""
    old, new = dict(_settings(before)), dict(_settings(after))
    changed = [key for key in dict.fromkeys((*old, *new)) if old.get(key) != new.get(key)]
    return tuple(f"{key}: {_said(old.get(key))} → {_said(new.get(key))}" for key in changed)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        number = tidy(value)
        return int(number) if number == number.to_integral_value() else float(number)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {_plain(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value


def _settings(policy: LeavePolicy) -> Iterator[tuple[str, Any]]:
    dumped = policy.model_dump()
    for key, value in dumped.items():
        if key not in _LEFT_OUT:
            yield from _flat(key, _plain(value))


def _flat(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _flat(f"{place}.{key}", one)
    elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        for number, one in enumerate(value, 1):
            yield from _flat(f"{place}.{one.get('code', number)}", one)
    else:
        yield place, value


def _said(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_said, value)) or "nothing"
    return value.isoformat() if isinstance(value, date) else str(value)
