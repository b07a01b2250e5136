"""How amounts, grants and kinds of leave are called, in the language now spoken."""

import re
from decimal import Decimal

from workflows.calendar.rules import Unit
from workflows.language import marked, marked_many, number, speech, tr, trn
from workflows.leave.rules.policy import LeaveType

_PLACES = Decimal("0.01")
_COUNTED = {
    Unit.DAYS: marked_many("{count} day", "{count} days"),
    Unit.HOURS: marked_many("{count} hour", "{count} hours"),
}
BROUGHT_OVER = marked("{year} brought over")
_GRANTS = (
    (re.compile(r"(?P<year>.+) carried"), marked("{year} carried")),
    (re.compile(r"(?P<year>.+) kept"), marked("{year} kept")),
    (re.compile(r"(?P<year>.+) brought over"), BROUGHT_OVER),
    (re.compile(r"earned (?P<day>.+)"), marked("earned {day}")),
)
"""What the ledger calls a grant that is not a leave year's own."""
_KEEPS_CAPITALS = frozenset({"de"})


def amount_text(amount: Decimal, unit: Unit = Unit.DAYS) -> str:
    """`2.5 days`, `1 day`, `7.5 hours`."""
    return trn(*_COUNTED[unit], amount.quantize(_PLACES).normalize())


def figure(amount: Decimal) -> str:
    """The number alone: `2.5`."""
    return number(amount.quantize(_PLACES))


def type_name(leave_type: LeaveType) -> str:
    """What the kind of leave is called: its name in the reader's language, else the one it has."""
    return leave_type.names.of(speech().language) or leave_type.name


def inside(name: str) -> str:
    """A name in the middle of a sentence: without its capital, but where nouns keep it."""
    return name if speech().language in _KEEPS_CAPITALS else name.lower()


def grant_text(grant: str) -> str:
    """`2026 carried`, as people call it: what the ledger has is the same for everybody."""
    for pattern, wording in _GRANTS:
        found = pattern.fullmatch(grant)
        if found:
            return tr(wording, **found.groupdict())
    return grant
