"""Reads the table: holds a value against its shape and says what is wrong, in the words Slack uses."""

from collections.abc import Callable, Mapping
from typing import Any

from rehearsal.validation.shapes import (
    PLAIN,
    Anything,
    Flag,
    Kinds,
    Many,
    Number,
    OneOf,
    Shape,
    Spec,
    String,
    Text,
    Whole,
)
from rehearsal.validation.violations import Inspection, Path, below

KNOWN_BUT_NOT_MODELLED = frozenset({"call", "auth_provider"})
"""Blocks that Slack knows and the rehearsal does not model; they are refused by name."""


def judge(shape: Shape, value: Any, path: Path, owner: str, see: Inspection) -> None:
    """Hold `value` against `shape`; `owner` names the field in rules."""
    _JUDGES[type(shape)](shape, value, path, owner, see)


def judge_object(spec: Spec, value: Any, path: Path, _owner: str, see: Inspection) -> None:
    """Judge an object's fields one by one, and, if all are in order, the rules between them."""
    if not isinstance(value, dict):
        see.refuse(f"{spec.name}:type", path, "must provide an object")
        return
    if spec.type is not None and value.get("type") != spec.type:
        see.refuse(f"{spec.name}:type", (path, "type"), f"must be {spec.type}")
        return
    before = len(see.found)
    _judge_fields(spec, value, path, see)
    if len(see.found) == before:
        _judge_rules(spec, value, path, see)


def _judge_fields(spec: Spec, value: dict[str, Any], path: Path, see: Inspection) -> None:
    for key in spec.required:
        if key not in value:
            see.refuse(f"{spec.name}.{key}:required", path, f"missing required field: {key}")
    shapes = spec.shapes
    for key, item in value.items():
        known = shapes.get(key)
        if known is None:
            see.refuse(f"{spec.name}:unknown", path, f"invalid additional property: {_short(key)}")
            continue
        shape, owner = known
        _JUDGES[type(shape)](shape, item, (path, key), owner, see)


def _judge_rules(spec: Spec, value: Mapping[str, Any], path: Path, see: Inspection) -> None:
    for rule in spec.rules:
        for finding in rule.judge(value):
            see.refuse(rule.name, below(path, finding.at), finding.message, finding.limit)


def _judge_string(shape: String, value: Any, path: Path, owner: str, see: Inspection) -> None:
    if not isinstance(value, str):
        see.refuse(f"{owner}:type", path, "must provide a string")
        return
    if len(value) < shape.min:
        see.refuse(f"{owner}:min", path, f"must be more than {shape.min - 1} characters", shape.min)
    elif shape.max is not None and len(value) > shape.max:
        see.refuse(f"{owner}:max", path, f"must be less than {shape.max + 1} characters", shape.max)
    elif shape.format is not None and not shape.format.fits(value):
        see.refuse(f"{owner}:format", path, f"must be {shape.format.name}")


def _judge_text(shape: Text, value: Any, path: Path, owner: str, see: Inspection) -> None:
    if not isinstance(value, dict):
        see.refuse(f"{owner}:type", path, "must provide an object")
        return
    kind, text = value.get("type"), value.get("text")
    if kind not in shape.kinds:
        see.refuse(f"{owner}:kind", (path, "type"), f"must be {' or '.join(shape.kinds)}")
    elif not isinstance(text, str):
        see.refuse(f"{owner}:type", (path, "text"), "must provide a string")
    elif not text:
        see.refuse(f"{owner}:min", (path, "text"), "must be more than 0 characters", 1)
    elif len(text) > shape.max:
        see.refuse(f"{owner}:max", (path, "text"), f"must be less than {shape.max + 1} characters", shape.max)
    if len(value) > 2:
        _judge_text_flags(value, path, see)


def _judge_text_flags(value: dict[str, Any], path: Path, see: Inspection) -> None:
    """`emoji` belongs to plain text and `verbatim` to mrkdwn; Slack refuses each in the other."""
    flag = "emoji" if value.get("type") == PLAIN else "verbatim"
    for key, item in value.items():
        if key == flag and not isinstance(item, bool):
            see.refuse("text:flag", (path, key), "must provide a boolean")
        if key not in {"type", "text", flag}:
            see.refuse("text:unknown", path, f"invalid additional property: {_short(key)}")


def _judge_one_of(shape: OneOf, value: Any, path: Path, owner: str, see: Inspection) -> None:
    if not isinstance(value, str) or value not in shape.values:
        see.refuse(f"{owner}:one_of", path, f"must be one of: {', '.join(shape.values)}")


def _judge_flag(_shape: Flag, value: Any, path: Path, owner: str, see: Inspection) -> None:
    if not isinstance(value, bool):
        see.refuse(f"{owner}:type", path, "must provide a boolean")


def _judge_whole(shape: Whole, value: Any, path: Path, owner: str, see: Inspection) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        see.refuse(f"{owner}:type", path, "must provide an integer")
    elif shape.min is not None and value < shape.min:
        see.refuse(f"{owner}:min", path, f"must be at least {shape.min}", shape.min)
    elif shape.max is not None and value > shape.max:
        see.refuse(f"{owner}:max", path, f"must be at most {shape.max}", shape.max)


def _judge_number(shape: Number, value: Any, path: Path, owner: str, see: Inspection) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
        see.refuse(f"{owner}:type", path, "must provide a number")
    elif shape.above is not None and value <= shape.above:
        see.refuse(f"{owner}:above", path, f"must be more than {shape.above}", shape.above)


def _is_finite(value: float) -> bool:
    return isinstance(value, int) or value - value == 0


def _judge_many(shape: Many, value: Any, path: Path, owner: str, see: Inspection) -> None:
    if not isinstance(value, list):
        see.refuse(f"{owner}:type", path, "must provide an array")
        return
    if len(value) < shape.min:
        see.refuse(f"{owner}:min", path, f"no fewer than {shape.min} items allowed", shape.min)
    if shape.max is not None and len(value) > shape.max:
        see.refuse(f"{owner}:max", path, f"no more than {shape.max} items allowed", shape.max)
    inner, judged = f"{owner}[]", _JUDGES[type(shape.item)]
    for index, item in enumerate(value[: shape.max]):
        judged(shape.item, item, (path, index), inner, see)


def _judge_kinds(shape: Kinds, value: Any, path: Path, owner: str, see: Inspection) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    spec = shape.specs.get(kind) if isinstance(kind, str) else None
    if spec is not None and see.surface in spec.surfaces:
        judge_object(spec, value, path, owner, see)
    elif spec is not None:
        see.refuse(f"{spec.name}:surface", (path, "type"), _elsewhere(spec, see))
    elif shape.text is not None and kind in shape.text.kinds:
        _judge_text(shape.text, value, path, owner, see)
    elif not isinstance(kind, str):
        see.refuse(f"{owner}:kind", path, "must provide an object with a type")
    elif kind in KNOWN_BUT_NOT_MODELLED:
        see.refuse(f"{owner}:kind", (path, "type"), f"unsupported type: {kind} is known to Slack, not modelled here")
    else:
        see.refuse(f"{owner}:kind", (path, "type"), f"unsupported type: {_short(kind)}; here may stand {shape.names()}")


def _elsewhere(spec: Spec, see: Inspection) -> str:
    where = ", ".join(sorted(spec.surfaces)) or "nothing that an app sends"
    return f"unsupported type: {spec.type} is for {where}, not for {see.surface}"


def _judge_nothing(_shape: Anything, _value: Any, _path: Path, _owner: str, _see: Inspection) -> None:
    """What may be anything is judged by a rule of its own."""


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


_JUDGES: dict[type, Callable[[Any, Any, Path, str, Inspection], None]] = {
    String: _judge_string,
    Text: _judge_text,
    OneOf: _judge_one_of,
    Flag: _judge_flag,
    Whole: _judge_whole,
    Number: _judge_number,
    Anything: _judge_nothing,
    Many: _judge_many,
    Kinds: _judge_kinds,
    Spec: judge_object,
}
