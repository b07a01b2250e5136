"""What a person entered into blocks, in the shapes of Slack's `state.values`, and what Slack's client refuses of it.

Whoever drives a form (the page, the HTTP driver, the typed client) gives answers as
`{block_id: {action_id: value}}`. A value is a string for texts, dates, times, ids and the `value` of an option; a list
of those for whatever can be multiple; an integer for a `datetimepicker`; a whole option for a menu filled from outside;
None for "cleared". What an answer leaves out keeps the value it had.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeAlias

Block: TypeAlias = Mapping[str, Any]
Values: TypeAlias = dict[str, dict[str, dict[str, Any]]]
Answers: TypeAlias = Mapping[str, Mapping[str, Any]]

SLOTS: Final[Mapping[str, tuple[str, str]]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
"""Each element that holds a value: where `state.values` keeps it, and which field of the element it starts from."""

MULTIPLE: Final = frozenset({"checkboxes", "file_input"} | {kind for kind in SLOTS if kind.startswith("multi_")})
OPTION_SLOTS: Final = frozenset({"selected_option", "selected_options"})
EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
REQUIRED: Final = "Please complete this required field."


class UnknownInputError(ValueError):
    """An answer names a block, an action or an option that the blocks don't have, or has the wrong type."""


@dataclass(frozen=True)
class Field:
    """One element that holds a value, with what its block says of it."""

    block_id: str
    action_id: str
    element: Mapping[str, Any]
    label: str = ""
    required: bool = False
    dispatches: bool = True

    @property
    def kind(self) -> str:
        return str(self.element["type"])

    @property
    def slot(self) -> str:
        return SLOTS[self.kind][0]


def fields(blocks: Sequence[Block]) -> Iterator[Field]:
    """Yield every element of these blocks that holds a value, in the order in which they are shown."""
    for block in blocks:
        for element in elements(block):
            if element.get("type") in SLOTS:
                yield field_of(block, element)


def elements(block: Block) -> Sequence[Mapping[str, Any]]:
    """List the interactive elements of one block."""
    kind = block.get("type")
    if kind == "input":
        return [block["element"]]
    if kind == "actions":
        return list(block["elements"])
    if kind == "section" and "accessory" in block:
        return [block["accessory"]]
    return []


def field_of(block: Block, element: Mapping[str, Any]) -> Field:
    is_input = block["type"] == "input"
    return Field(
        block_id=str(block.get("block_id", "")),
        action_id=str(element.get("action_id", "")),
        element=element,
        label=str(block["label"]["text"]) if is_input else "",
        required=is_input and not block.get("optional", False),
        dispatches=bool(block.get("dispatch_action", False)) if is_input else True,
    )


def initial_state(blocks: Sequence[Block]) -> Values:
    """Give the `state.values` of blocks nobody has touched: every input is there, empty ones with null or []."""
    return state_values(blocks)


def state_values(blocks: Sequence[Block], answers: Answers | None = None, before: Values | None = None) -> Values:
    """Give `state.values` after these answers.

    `before` is the state of the view or message before them (also of the view that an update replaced: Slack keeps what
    was entered where block, action and type are the same). Raises `UnknownInputError`.
    """
    values: Values = {}
    known = list(fields(blocks))
    refuse_strangers(known, answers or {})
    for field in known:
        given = (answers or {}).get(field.block_id, {})
        entry = chosen(field.element, given[field.action_id]) if field.action_id in given else kept(field, before or {})
        values.setdefault(field.block_id, {})[field.action_id] = {"type": field.kind, **entry}
    return values


def refuse_strangers(known: Sequence[Field], answers: Answers) -> None:
    places = {(field.block_id, field.action_id) for field in known}
    for block_id, actions in answers.items():
        if not isinstance(actions, Mapping):
            raise UnknownInputError(f"The answers to {block_id!r} are a mapping of action_id to value.")
        for action_id in actions:
            if (block_id, action_id) not in places:
                raise UnknownInputError(f"There is no input {action_id!r} in a block {block_id!r}.")


def kept(field: Field, before: Values) -> dict[str, Any]:
    """Give what the field held before, or what it starts with."""
    held = before.get(field.block_id, {}).get(field.action_id)
    if held is not None and held["type"] == field.kind and still_offered(field, held):
        return {key: value for key, value in held.items() if key != "type"}
    return {field.slot: start(field.element)}


def still_offered(field: Field, held: Mapping[str, Any]) -> bool:
    """Say whether the options held are among those offered now: an update may have taken them away."""
    if field.slot not in OPTION_SLOTS or "external" in field.kind:
        return True
    held_options = held[field.slot] if field.kind in MULTIPLE else [held[field.slot]]
    offered = {option["value"] for option in options_of(field.element)}
    return all(option is None or option["value"] in offered for option in held_options)


def start(element: Mapping[str, Any]) -> Any:
    """Give the value an element starts with, normalised."""
    kind = element["type"]
    value = element.get(SLOTS[kind][1])
    if kind in MULTIPLE:
        return list(value or [])
    return None if value == "" else value


def chosen(element: Mapping[str, Any], value: Any) -> dict[str, Any]:
    """Give the part of a state (and of a `block_actions` action) that says what was chosen in this element."""
    kind = str(element["type"])
    slot = SLOTS[kind][0]
    if kind in MULTIPLE:
        return {slot: [single(element, slot, one) for one in several(element, value)]}
    if value is None or value == "":
        return {slot: None}
    return {slot: single(element, slot, value)}


def several(element: Mapping[str, Any], value: Any) -> Sequence[Any]:
    if value is None or value == "":
        return []
    if isinstance(value, str | Mapping) or not isinstance(value, Sequence):
        raise UnknownInputError(f"{element.get('action_id')!r} takes a list of values.")
    return value


def single(element: Mapping[str, Any], slot: str, value: Any) -> Any:
    kind = str(element["type"])
    if slot in OPTION_SLOTS:
        return option_of(element, value)
    if kind == "datetimepicker":
        return instant(element, value)
    if kind == "rich_text_input":
        return value if isinstance(value, Mapping) else rich_text(str(value))
    if kind == "file_input":
        return value
    if isinstance(value, bool | Mapping | list | tuple):
        raise UnknownInputError(f"{element.get('action_id')!r} takes a text, not {value!r}.")
    return well_formed(element, str(value))


def well_formed(element: Mapping[str, Any], value: str) -> str:
    try:
        if element["type"] == "datepicker":
            return date.fromisoformat(value).isoformat()
        if element["type"] == "timepicker":
            return time.fromisoformat(value).strftime("%H:%M")
    except ValueError as error:
        raise UnknownInputError(f"{element.get('action_id')!r} cannot be {value!r}: {error}.") from error
    return value


def instant(element: Mapping[str, Any], value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise UnknownInputError(f"{element.get('action_id')!r} takes seconds since 1970, not {value!r}.") from error


def option_of(element: Mapping[str, Any], value: Any) -> Mapping[str, Any]:
    """Find the option by its value; a menu filled from outside takes the option as it was offered."""
    external = "external" in element["type"]
    if external and isinstance(value, Mapping):
        return value
    wanted = value.get("value") if isinstance(value, Mapping) else value
    for option in options_of(element):
        if option["value"] == wanted:
            return option
    hint = " Give the whole option that was offered." if external else ""
    raise UnknownInputError(f"{element.get('action_id')!r} has no option {wanted!r}.{hint}")


def options_of(element: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """List the options of a menu, of all its groups, and those it starts with if it is filled from outside."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    options = [*element.get("options", []), *grouped]
    if options or "external" not in element["type"]:
        return options
    initial = element.get("initial_options") or [element.get("initial_option")]
    return [option for option in initial if option]


def rich_text(text: str) -> dict[str, Any]:
    """Wrap a plain text in the rich text that Slack's editor makes of it."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def complaints(blocks: Sequence[Block], values: Values) -> dict[str, str]:
    """Say what Slack's client refuses before it sends a submission: `{block_id: sentence}`, empty if nothing."""
    found: dict[str, str] = {}
    for field in fields(blocks):
        complaint = complaint_about(field, values[field.block_id][field.action_id][field.slot])
        if complaint:
            found.setdefault(field.block_id, complaint)
    return found


def complaint_about(field: Field, value: Any) -> str | None:
    if not value and value != 0:
        return REQUIRED if field.required else None
    if field.kind == "plain_text_input":
        return wrong_length(field.element, value)
    if field.kind == "number_input":
        return wrong_number(field.element, value)
    if field.kind == "email_text_input" and not EMAIL.fullmatch(value):
        return "Please enter a valid email address."
    if field.kind == "url_text_input" and not re.fullmatch(r"https?://\S+", value):
        return "Please enter a valid URL."
    return too_many(field, value) if field.kind in MULTIPLE else None


def wrong_length(element: Mapping[str, Any], value: str) -> str | None:
    least, most = element.get("min_length"), element.get("max_length")
    if least is not None and len(value) < least:
        return f"Please enter at least {least} characters."
    if most is not None and len(value) > most:
        return f"Please enter at most {most} characters: {len(value) - most} too many."
    return None


def wrong_number(element: Mapping[str, Any], value: str) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Please enter a number."
    if not number.is_finite():
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(str(element["min_value"])):
        return f"Please enter {element['min_value']} or more."
    if "max_value" in element and number > Decimal(str(element["max_value"])):
        return f"Please enter {element['max_value']} or less."
    return None


def too_many(field: Field, value: Sequence[Any]) -> str | None:
    most = field.element.get("max_files" if field.kind == "file_input" else "max_selected_items")
    if most is None or len(value) <= most:
        return None
    return f"Please choose at most {most}."
