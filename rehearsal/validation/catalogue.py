"""The names of all rules, read off the table itself: what the tests must cover and the documents may list."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from rehearsal.validation.attachments import ATTACHMENT, ATTACHMENT_RULES
from rehearsal.validation.blocks import BLOCKS
from rehearsal.validation.messages import MESSAGE_RULES, METADATA
from rehearsal.validation.page_rules import PAGE_RULES
from rehearsal.validation.responses import OPTIONS_RESPONSE, RESPONSE_ACTION, RESPONSE_RULES
from rehearsal.validation.shapes import Flag, Kinds, Many, Number, OneOf, Shape, Spec, String, Text, Whole
from rehearsal.validation.views import HOME, MODAL, VIEW_RULES
from rehearsal.validation.violations import EVERYWHERE

ROOTS = (MODAL, HOME, ATTACHMENT, METADATA, OPTIONS_RESPONSE, RESPONSE_ACTION)
_ROOTS_BY_SHAPE = ("attachment", "metadata", "options_response", "response_action")


@cache
def specs() -> dict[str, Spec]:
    """Every object of the table by its name; a name stands for one object only."""
    found: dict[str, Spec] = {}
    waiting: list[Shape] = [BLOCKS, *ROOTS]
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, Spec):
            if found.setdefault(shape.name, shape) is not shape:
                raise ValueError(f"two objects of the table are called {shape.name}")
            waiting.extend(inner for inner, _ in shape.shapes.values() if not _is_known(inner, found))
        elif isinstance(shape, Many):
            waiting.append(shape.item)
        elif isinstance(shape, Kinds):
            waiting.extend(spec for spec in shape.specs.values() if not _is_known(spec, found))
    return found


def _is_known(shape: Shape, found: dict[str, Spec]) -> bool:
    return isinstance(shape, Spec) and found.get(shape.name) is shape


@cache
def rule_names() -> frozenset[str]:
    """Name every rule: those of each field, those between fields, those over a page, those of messages and views."""
    names = {"text:flag", "text:unknown", "blocks:type", "blocks:max", "blocks:kind"}
    names.update(MESSAGE_RULES, ATTACHMENT_RULES, VIEW_RULES, RESPONSE_RULES)
    names.update(rule.name for rule in PAGE_RULES)
    found = specs()
    direct = {shape.name for spec in found.values() for shape in _direct(spec)} | set(_ROOTS_BY_SHAPE)
    names.update(f"{name}:type" for name in direct)
    for spec in found.values():
        names.update(_of_object(spec))
    return frozenset(names)


def _direct(spec: Spec) -> Iterator[Spec]:
    """The objects that stand in a field by themselves; the others are told apart by their type before."""
    for shape, _ in spec.shapes.values():
        inner = shape.item if isinstance(shape, Many) else shape
        if isinstance(inner, Spec):
            yield inner


def _of_object(spec: Spec) -> Iterator[str]:
    if spec.surfaces != EVERYWHERE:
        yield f"{spec.name}:surface"
    if not spec.surfaces:
        return
    yield f"{spec.name}:unknown"
    yield from (f"{spec.name}.{key}:required" for key in spec.required)
    yield from (rule.name for rule in spec.rules)
    for shape, owner in spec.shapes.values():
        yield from _of_field(shape, owner)


def _of_field(shape: Shape, owner: str) -> Iterator[str]:
    yield from (f"{owner}:{part}" for part in _PARTS.get(type(shape), _no_parts)(shape))
    if isinstance(shape, Many):
        yield from _of_field(shape.item, f"{owner}[]")


def _bounds(shape: String | Whole | Many) -> tuple[str, ...]:
    least = ("min",) if shape.min or (isinstance(shape, Whole) and shape.min is not None) else ()
    return ("type", *least, *(("max",) if shape.max is not None else ()))


def _of_string(shape: String) -> tuple[str, ...]:
    return (*_bounds(shape), *(("format",) if shape.format else ()))


def _of_number(shape: Number) -> tuple[str, ...]:
    return ("type",) if shape.above is None else ("type", "above")


def _of_kinds(shape: Kinds) -> tuple[str, ...]:
    return ("kind", "type", "min", "max") if shape.text else ("kind",)


def _no_parts(_shape: Any) -> tuple[str, ...]:
    return ()


_PARTS: dict[type, Callable[[Any], tuple[str, ...]]] = {
    String: _of_string,
    Text: lambda _shape: ("type", "kind", "min", "max"),
    OneOf: lambda _shape: ("one_of",),
    Flag: lambda _shape: ("type",),
    Whole: _bounds,
    Number: _of_number,
    Many: _bounds,
    Kinds: _of_kinds,
}
