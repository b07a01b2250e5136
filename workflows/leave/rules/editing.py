"""The settings that companies change most, as the fields of a form: read from a policy, and written into one.

What is written is judged by the policy itself; a complaint comes back under the field it is about.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from workflows.language import tr
from workflows.leave.rules.complaints import Complaint, complaints
from workflows.leave.rules.policy import LeavePolicy, LeaveType, Names
from workflows.leave.rules.settings import Validity, tidy

YEARLY, CARRIED, EXPIRY, NOTICE, LONGEST, FLOOR, STAGES, REMINDERS = (
    "days",
    "carried",
    "expiry",
    "notice",
    "longest",
    "floor",
    "stages",
    "reminders",
)
NAMES = {f"name_{language}": language for language in Names.model_fields}
"""What the kind is called, a field for each language."""
BALANCE = (YEARLY, CARRIED, EXPIRY, FLOOR)
"""Only for types that have a balance."""
FROM = "valid_from"
_PLACES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("entitlement",), YEARLY),
    (("carry_over", "validity"), EXPIRY),
    (("carry_over",), CARRIED),
    (("notice",), NOTICE),
    (("longest",), LONGEST),
    (("shortest",), LONGEST),
    (("floor",), FLOOR),
    (("approval", "remind_after"), REMINDERS),
    (("approval",), STAGES),
    *((("names", language), field) for field, language in NAMES.items()),
)
_COVERED = re.compile(
    r"types\.\w+\.(entitlement\.amount|carry_over\.(most|validity)|notice|longest|floor|approval\.(stages|remind_after)|names)\b"
)
_LENGTH = re.compile(r"(\d{1,4}) *(day|month)s?")


class Unfit(Exception):  # noqa: N818 - it is an answer: what to say under which field
    """The form can't be a policy."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


def filled(leave_type: LeaveType) -> dict[str, str]:
    """The fields as they stand; empty where nothing is set."""
    carry, approval = leave_type.carry_over, leave_type.approval
    fields = {
        NOTICE: str(leave_type.notice[0].days) if leave_type.notice else "",
        LONGEST: _number(leave_type.longest.most) if leave_type.longest else "",
        STAGES: str(approval.stages),
        REMINDERS: ", ".join(map(str, approval.remind_after)),
        **{field: leave_type.names.of(language) or "" for field, language in NAMES.items()},
    }
    if not leave_type.limited:
        return fields
    return {
        YEARLY: _number(leave_type.entitlement.amount),
        CARRIED: _number(carry.most) if carry.most is not None else "",
        EXPIRY: _validity(carry.validity) if carry.validity else "",
        FLOOR: _number(-leave_type.floor),
        **fields,
    }


def edited(policy: LeavePolicy, code: str, fields: Mapping[str, str], since: date) -> LeavePolicy:
    """The policy with one type's fields changed, as a version from that day on; Unfit when it makes no sense."""
    content = policy.model_dump()
    number = next(index for index, one in enumerate(policy.types) if one.code == code)
    before = filled(policy.types[number])
    for field, text in fields.items():
        if field in before and text != before[field]:
            _write(content["types"][number], field, text)
    content |= {"valid_from": since, "valid_to": None}
    try:
        return LeavePolicy.model_validate(content)
    except ValidationError as error:
        raise Unfit(
            {_field(found): f"{found.text[:1].upper()}{found.text[1:]}." for found in complaints(error)}
        ) from None


def covers(difference: str) -> bool:
    """Whether a line of `difference.differences` is about one of the fields."""
    return _COVERED.match(difference) is not None


def _field(complaint: Complaint) -> str:
    place = tuple(step for step in complaint.place[2:] if isinstance(step, str))
    return next((field for start, field in _PLACES if place[: len(start)] == start), FROM)


def _write(content: dict[str, Any], field: str, text: str) -> None:
    if field in NAMES:
        content["names"][NAMES[field]] = text or None
        return
    _WRITE[field](content, text)


def _write_days(content: dict[str, Any], text: str) -> None:
    content["entitlement"]["amount"] = _figure(text)


def _write_carried(content: dict[str, Any], text: str) -> None:
    content["carry_over"]["most"] = _figure(text) if text else None


def _write_expiry(content: dict[str, Any], text: str) -> None:
    known = content["carry_over"]["validity"] or {}
    wanted = _validity_of(text) if text else None
    content["carry_over"]["validity"] = wanted and {**wanted, "inclusive": known.get("inclusive", False)}


def _write_notice(content: dict[str, Any], text: str) -> None:
    known = content["notice"]
    first = [{**(known[0] if known else {}), "days": text}] if text else []
    content["notice"] = [*first, *known[1:]]


def _write_longest(content: dict[str, Any], text: str) -> None:
    content["longest"] = {**(content["longest"] or {}), "most": _figure(text)} if text else None


def _write_floor(content: dict[str, Any], text: str) -> None:
    figure = _figure(text or "0")
    content["floor"] = figure[1:] if figure.startswith("-") else f"-{figure}"


def _write_stages(content: dict[str, Any], text: str) -> None:
    content["approval"]["stages"] = text


def _write_reminders(content: dict[str, Any], text: str) -> None:
    content["approval"]["remind_after"] = [part.strip() for part in text.split(",") if part.strip()]


_WRITE = {
    YEARLY: _write_days,
    CARRIED: _write_carried,
    EXPIRY: _write_expiry,
    NOTICE: _write_notice,
    LONGEST: _write_longest,
    FLOOR: _write_floor,
    STAGES: _write_stages,
    REMINDERS: _write_reminders,
}


def _figure(text: str) -> str:
    """As people write it: `22,5` is 22.5."""
    return text.strip().replace(",", ".")


def _number(amount: Decimal) -> str:
    number = tidy(amount)
    return f"{number:f}" if number else "0"


def _validity(validity: Validity) -> str:
    if validity.until is not None:
        return validity.until
    return f"{validity.days} days" if validity.days is not None else f"{validity.months} months"


def _validity_of(text: str) -> dict[str, Any]:
    length = _LENGTH.fullmatch(text.strip().lower())
    if length:
        return {f"{length[2]}s": int(length[1])}
    if re.fullmatch(r"\d{2}-\d{2}", text.strip()):
        return {"until": text.strip()}
    raise Unfit({EXPIRY: tr("Please write a day of the year as 04-01, or a time as 3 months or 90 days.")})
