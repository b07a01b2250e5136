"""What a test fills in, in Python's words, as the answers a form takes: dates, lists, and options by what they say."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from rehearsal.model import Payload
from rehearsal.page.forms import Field, fields, options_of

Offer = Callable[[Field, str], list[Payload]]
"""Asks the app for the options of an external select."""

PEOPLE = frozenset({"users_select", "multi_users_select"})
PLACES = frozenset({"channels_select", "multi_channels_select", "conversations_select", "multi_conversations_select"})


class NoSuchInputError(LookupError):
    """There is no input of this name, or it has no such option; the text says what there is."""


def answers_for(
    blocks: Sequence[Payload], given: Mapping[str, Any], ids: Mapping[str, str], offer: Offer
) -> dict[str, dict[str, Any]]:
    """Give `{block_id: {action_id: value}}` for values named by block or action. Raises `NoSuchInputError`."""
    known = list(fields(blocks))
    answers: dict[str, dict[str, Any]] = {}
    for name, value in given.items():
        field = named(known, name)
        answers.setdefault(field.block_id, {})[field.action_id] = converted(field, value, ids, offer)
    return answers


def named(known: Sequence[Field], name: str) -> Field:
    """Find an input by its block, its action, or its label."""
    for field in known:
        if name in {field.block_id, field.action_id, field.label}:
            return field
    there = ", ".join(f"{field.block_id} ({field.action_id}, “{field.label}”)" for field in known) or "none"
    raise NoSuchInputError(f"There is no input {name!r}; there are: {there}.")


def converted(field: Field, value: Any, ids: Mapping[str, str], offer: Offer) -> Any:
    if isinstance(value, list | tuple | set | frozenset):
        return [one(field, item, ids, offer) for item in value]
    single = one(field, value, ids, offer)
    multiple = field.kind.startswith("multi_") or field.kind == "checkboxes"
    return [single] if multiple and single is not None else single


def one(field: Field, value: Any, ids: Mapping[str, str], offer: Offer) -> Any:
    if value is None or isinstance(value, Mapping):
        return value
    if isinstance(value, date | time):
        return written(value)
    if field.kind in PEOPLE or field.kind in PLACES:
        return ids.get(str(value).removeprefix("#").removeprefix("@"), str(value))
    if field.slot in {"selected_option", "selected_options"}:
        return option_named(field, str(value), offer)
    return value if field.kind == "datetimepicker" else str(value)


def written(value: date | time) -> str | int:
    """Write a date or a time as Slack does; a datetime as seconds since 1970."""
    if isinstance(value, datetime):
        return int(value.timestamp())
    return value.strftime("%H:%M") if isinstance(value, time) else value.isoformat()


def option_named(field: Field, wanted: str, offer: Offer) -> Any:
    """Choose an option by its value or by its text; an external select is asked for it."""
    external = "external" in field.kind
    offered = flattened(offer(field, wanted)) if external else options_of(field.element)
    for option in offered:
        if wanted in {option["value"], option["text"]["text"]}:
            return option if external else option["value"]
    there = ", ".join(option["text"]["text"] for option in offered) or "none"
    raise NoSuchInputError(f"“{field.label or field.action_id}” has no option {wanted!r}; there are: {there}.")


def flattened(offered: Sequence[Payload]) -> list[Payload]:
    return [option for entry in offered for option in entry.get("options", [entry])]
