"""What is different between two entries of a description, in phrases for the one who is about to change it; pure."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from workflows.organisation.description import Share


def differences(known: Any, wanted: Any) -> tuple[str, ...]:
    """What is different between two entries of one kind, a phrase each."""
    found = []
    for name in (each.name for each in fields(wanted)):
        before, after = getattr(known, name), getattr(wanted, name)
        if before == after:
            continue
        found += _rows(before, after) if isinstance(after, tuple) else [f"{name}: {_said(before)} → {_said(after)}"]
    return tuple(found)


def _rows(before: Sequence[Any], after: Sequence[Any]) -> list[str]:
    old, new = ({_first_day(row): row for row in rows} for rows in (before, after))
    found = []
    for day in sorted(old.keys() | new.keys()):
        if day not in new:
            found.append(f"row from {day} goes")
        elif day not in old:
            found.append(f"row from {day} comes")
        else:
            found += [f"from {day} {phrase}" for phrase in differences(old[day], new[day])]
    return found


def _first_day(row: Any) -> date:
    day: date = row.starts if isinstance(row, Share) else row.valid_from
    return day


def _said(value: Any) -> str:
    return "none" if value in (None, "") else str(value)
