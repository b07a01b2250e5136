"""What is wrong with a setting, in a sentence, and where: pydantic's findings in a policy's own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from workflows.language import marked, tr

Place = tuple[int | str, ...]
"""The way to a setting: `("types", 0, "carry_over", "most")`."""
_SAID = {
    "extra_forbidden": marked("there is no such setting"),
    "missing": marked("it is missing"),
    "bool_type": marked("write true or false"),
    "date_type": marked("write a date as 2026-12-31"),
    "date_from_datetime_parsing": marked("write a date as 2026-12-31"),
    "decimal_parsing": marked("write a number"),
    "decimal_type": marked("write a number"),
    "int_parsing": marked("write a whole number"),
    "int_from_float": marked("write a whole number"),
    "int_type": marked("write a whole number"),
    "string_type": marked("write a text, in quotes where YAML takes it for something else (NO is false)"),
    "tuple_type": marked("write a list"),
    "model_type": marked("write settings with their values"),
    "greater_than_equal": marked("input should be greater than or equal to {ge}"),
    "less_than_equal": marked("input should be less than or equal to {le}"),
    "greater_than": marked("input should be greater than {gt}"),
    "decimal_max_places": marked("decimal input should have no more than {decimal_places} decimal places"),
    "string_too_long": marked("string should have at most {max_length} characters"),
}
"""In pydantic's own words where those are good enough: then they stand here to be translated."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One of them."""

    place: Place
    text: str


def complaints(error: ValidationError) -> tuple[Complaint, ...]:
    """All of them, in the order of the settings."""
    return tuple(
        _complaint(tuple(found["loc"]), found["type"], found["msg"], found.get("ctx") or {}) for found in error.errors()
    )


def _complaint(place: Place, kind: str, said: str, parts: Mapping[str, Any]) -> Complaint:
    if kind != "value_error":
        return Complaint(place, tr(_SAID[kind], **parts) if kind in _SAID else said[:1].lower() + said[1:])
    text = str(parts["error"])
    setting, colon, why = text.partition(": ")
    return Complaint((*place, setting), tr(why)) if colon and setting.isidentifier() else Complaint(place, tr(text))
