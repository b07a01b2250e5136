"""What is wrong with a setting, in a sentence, and where: pydantic's findings in a policy's own words."""

from dataclasses import dataclass

from pydantic import ValidationError

Place = tuple[int | str, ...]
"""The way to a setting: `("types", 0, "carry_over", "most")`."""
_SAID = {
    "extra_forbidden": "there is no such setting",
    "missing": "it is missing",
    "bool_type": "write true or false",
    "date_type": "write a date as 2026-12-31",
    "date_from_datetime_parsing": "write a date as 2026-12-31",
    "decimal_parsing": "write a number",
    "decimal_type": "write a number",
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "int_type": "write a whole number",
    "string_type": "write a text, in quotes where YAML takes it for something else (NO is false)",
    "tuple_type": "write a list",
    "model_type": "write settings with their values",
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """One of them."""

    place: Place
    text: str


def complaints(error: ValidationError) -> tuple[Complaint, ...]:
    """All of them, in the order of the settings."""
    return tuple(_complaint(tuple(found["loc"]), found["type"], found["msg"]) for found in error.errors())


def _complaint(place: Place, kind: str, said: str) -> Complaint:
    if kind != "value_error":
        return Complaint(place, _SAID.get(kind, said[:1].lower() + said[1:]))
    text = said.removeprefix("Value error, ")
    setting, colon, why = text.partition(": ")
    return Complaint((*place, setting), why) if colon and setting.isidentifier() else Complaint(place, text)
