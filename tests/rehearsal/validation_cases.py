"""For every rule about one field: a payload that obeys it and one that breaks it, made from Slack's stated limits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from rehearsal.validation import Violation
from rehearsal.validation.catalogue import rule_names, specs
from rehearsal.validation.shapes import Anything, Flag, Kinds, Many, Number, OneOf, Shape, Spec, String, Text, Whole
from tests.rehearsal.validation_limits import (
    CHARACTERS,
    FILLED,
    FORMATS,
    ITEMS,
    MRKDWN_ONLY,
    NUMBERS,
    PLAIN_ONLY,
    PLAIN_OR_MRKDWN,
    REQUIRED,
    SURFACES,
    WORDS,
)
from tests.rehearsal.validation_samples import (
    HOLDERS,
    SAMPLES,
    Judged,
    Object,
    an_option,
    in_home,
    in_message,
    in_modal,
    judged,
    mrkdwn,
    plain,
    raw,
)


@dataclass(frozen=True)
class Case:
    """A rule, what is said of a payload that obeys it, and of one that breaks it."""

    rule: str
    obeyed: list[Violation]
    broken: list[Violation]
    limit: int | None = None


INSTEAD_OF = {  # where Slack takes one of two fields, or one bounds the other
    "card.slack_icon": "icon",
    "plain_text_input.max_length": "initial_value",
    "image.slack_file": "image_url",
    "image_element.slack_file": "image_url",
    "slack_file.url": "id",
    "static_select.option_groups": "options",
    "multi_static_select.option_groups": "options",
    "options_response.option_groups": "options",
}
ALONGSIDE: dict[str, Object] = {"button.agent_prompt_display": {"agent_prompt": "x"}}
TOLD_APART = {"image_element", "rich_text"}  # where they stand by themselves is tested with their blocks
ROWS = {"table.rows": 1, "data_table.rows": 2}


def shape_of(field: str) -> Shape:
    owner, key = field.rsplit(".", 1)
    shape = specs()[owner].shapes[key.replace("[]", "")][0]
    for _ in range(key.count("[]")):
        assert isinstance(shape, Many)
        shape = shape.item
    return shape


def sent(field: str, value: Any) -> list[Violation]:
    """Send the least object with `field` ("button.value", or "section.fields[]" for an item) set to `value`."""
    owner, key = field.rsplit(".", 1)
    bare = key.replace("[]", "")
    for depth in range(key.count("[]")):
        last = depth == key.count("[]") - 1
        value = [value] * (ROWS.get(f"{owner}.{bare}", 1) if last else 1)
    dropped = INSTEAD_OF.get(f"{owner}.{bare}")
    rest = {name: item for name, item in SAMPLES[owner].items() if name != dropped}
    return judged(owner, {**rest, **ALONGSIDE.get(field, {}), bare: value})


def good(shape: Shape, field: str, index: int = 0) -> Any:
    """Give a value that Slack takes; with different indices, values that may stand in one list."""
    return _GOOD[type(shape)](shape, field, index)


def _good_object(shape: Kinds | Spec, _field: str, index: int) -> Object:
    spec = shape if isinstance(shape, Spec) else next(iter(shape.specs.values()))
    return _numbered(SAMPLES[spec.name], index)


def _good_list(shape: Many, field: str, _index: int) -> list[Any]:
    return [good(shape.item, f"{field}[]", at) for at in range(ROWS.get(field, 1))]


_GOOD: dict[type, Callable[[Any, str, int], Any]] = {
    String: lambda _shape, field, index: FORMATS[field][0] if field in FORMATS else f"x{index}",
    Text: lambda shape, _field, _index: {"type": shape.kinds[0], "text": "x"},
    OneOf: lambda _shape, field, _index: WORDS[field].split()[0],
    Flag: lambda _shape, _field, _index: False,
    Whole: lambda _shape, field, _index: NUMBERS[field][0],
    Number: lambda _shape, _field, _index: 1,
    Many: _good_list,
    Kinds: _good_object,
    Spec: _good_object,
}


def _numbered(sample: Object, index: int) -> Object:
    unlike: Object = {"value": str(index), "task_id": str(index), "name": f"n{index}"}
    changed = {key: unlike[key] for key, item in sample.items() if isinstance(item, str) and key in unlike}
    if sample.keys() == {"label", "value"}:
        return {**sample, "label": f"l{index}"}
    if sample.keys() == {"label", "options"}:
        return {**sample, "options": [an_option(str(index))]}
    return {**sample, **changed} if index else sample


def everything_of(name: str) -> Object:
    """Give an object with all the fields that may stand in it together."""
    fields = {
        key: f"{name}.{key}" for key, (shape, _) in specs()[name].shapes.items() if not isinstance(shape, Anything)
    }
    rest = {key: good(shape_of(field), field) for key, field in fields.items() if field not in INSTEAD_OF}
    return {**rest, **SAMPLES[name]}


def long(field: str, length: int) -> Any:
    shape = shape_of(field)
    if isinstance(shape, Text | Kinds):
        kind = shape.kinds[0] if isinstance(shape, Text) else "mrkdwn"
        return {"type": kind, "text": "ü" * length}
    return FORMATS.get(field, ("",))[0].ljust(length, "x")


def characters() -> Iterator[Case]:
    for field, most in CHARACTERS.items():
        yield Case(f"{field}:max", sent(field, long(field, most)), sent(field, long(field, most + 1)), most)


def items() -> Iterator[Case]:
    for field, most in ITEMS.items():
        shape = shape_of(field)
        assert isinstance(shape, Many)
        listed = [good(shape.item, f"{field}[]", index) for index in range(most + 1)]
        yield Case(f"{field}:max", sent(field, listed[:-1]), sent(field, listed), most)


def filled() -> Iterator[Case]:
    for field in FILLED:
        yield Case(f"{field}:min", sent(field, good(shape_of(field), field)), sent(field, []), 1)
    yield Case("data_table.rows:min", sent("data_table.rows", [[raw()]] * 2), sent("data_table.rows", [[raw()]]), 2)


def numbers() -> Iterator[Case]:
    for field, (least, most) in NUMBERS.items():
        yield Case(f"{field}:min", sent(field, least), sent(field, least - 1), least)
        if most is not None:
            yield Case(f"{field}:max", sent(field, most), sent(field, most + 1), most)
    yield Case("segment.value:above", sent("segment.value", 0.01), sent("segment.value", 0), 0)


def words() -> Iterator[Case]:
    for field, allowed in WORDS.items():
        for word in allowed.split():
            yield Case(f"{field}:one_of", sent(field, word), sent(field, f"{word}ish"))


def formats() -> Iterator[Case]:
    for field, (right, *wrong) in FORMATS.items():
        for value in wrong:
            yield Case(f"{field}:format", sent(field, right), sent(field, value))


def kinds_of_text() -> Iterator[Case]:
    for field in PLAIN_ONLY:
        yield Case(f"{field}:kind", sent(field, plain()), sent(field, mrkdwn()))
    for field in MRKDWN_ONLY:
        yield Case(f"{field}:kind", sent(field, mrkdwn()), sent(field, plain()))
    for field in PLAIN_OR_MRKDWN:
        yield Case(f"{field}:kind", sent(field, mrkdwn()), sent(field, {"type": "markdown", "text": "x"}))
        yield Case(f"{field}:kind", sent(field, plain()), sent(field, {"text": "x"}))


def required() -> Iterator[Case]:
    for owner, keys in REQUIRED.items():
        for key in keys.split():
            rest = {name: item for name, item in SAMPLES[owner].items() if name != key}
            yield Case(f"{owner}.{key}:required", judged(owner, SAMPLES[owner]), judged(owner, rest))


def surfaces() -> Iterator[Case]:
    shown: dict[str, Judged] = {"message": in_message, "modal": in_modal, "home": in_home}
    for name, allowed in SURFACES.items():
        right = shown[allowed.split()[0]]
        for surface in sorted(shown.keys() - set(allowed.split())):
            yield Case(f"{name}:surface", right(_as_block(name)), shown[surface](_as_block(name)))


def _as_block(name: str) -> Object:
    element = SAMPLES[name]
    if name in {"workflow_button", "datetimepicker"}:
        return {"type": "actions", "elements": [element]}
    if "input" in name:
        return {"type": "input", "label": plain(), "element": element}
    return element


def emptiness() -> Iterator[Case]:
    """No string and no text that must say something may be empty."""
    for field in _fields("min"):
        shape = shape_of(field)
        if isinstance(shape, String):
            yield Case(f"{field}:min", sent(field, good(shape, field)), sent(field, ""), 1)
        elif isinstance(shape, Text | Kinds):
            yield Case(f"{field}:min", sent(field, long(field, 1)), sent(field, long(field, 0)), 1)


_WRONG: dict[type, tuple[Any, ...]] = {Many: ({}, None, "x"), Number: ([], None, "1")}


def types() -> Iterator[Case]:
    """Every field refuses what is of another type altogether, null included."""
    for field in _fields("type"):
        shape = shape_of(field)
        if isinstance(shape, Kinds):
            yield Case(f"{field}:type", sent(field, mrkdwn()), sent(field, {"type": "mrkdwn", "text": 7}))
            continue
        for wrong in _WRONG.get(type(shape), ([], None, 1.5)):
            yield Case(f"{field}:type", sent(field, good(shape, field)), sent(field, wrong))
    for name in (name.removesuffix(":type") for name in sorted(rule_names()) if name.endswith(":type")):
        if name in HOLDERS and name not in TOLD_APART:
            yield Case(f"{name}:type", judged(name, SAMPLES[name]), judged(name, 7))


def kinds_of_object() -> Iterator[Case]:
    for field in _fields("kind"):
        shape = shape_of(field)
        if isinstance(shape, Kinds):
            for wrong in ({"type": "nonsense"}, {"type": 7}, {}, None):
                yield Case(f"{field}:kind", sent(field, good(shape, field)), sent(field, wrong))


def unknown_properties() -> Iterator[Case]:
    for name, sample in SAMPLES.items():
        if name != "file":
            obeyed = judged(name, sample)
            yield Case(f"{name}:unknown", obeyed, judged(name, {**sample, "nonsense": 1}))


def _fields(part: str) -> list[str]:
    """The fields that have a rule of this kind, of those that belong to an object of the table."""
    names = (name.removesuffix(f":{part}") for name in rule_names() if name.endswith(f":{part}"))
    return sorted(name for name in names if _owner(name) in specs() and not _is_judged_elsewhere(name))


def _is_judged_elsewhere(field: str) -> bool:
    return field in specs() or isinstance(shape_of(field), Anything)


def _owner(field: str) -> str:
    owner, _, key = field.rpartition(".")
    known = specs().get(owner)
    return owner if known is not None and key.replace("[]", "") in known.shapes else ""


def all_cases() -> Iterator[Case]:
    for made in (
        characters,
        items,
        filled,
        numbers,
        words,
        formats,
        kinds_of_text,
        required,
        surfaces,
        emptiness,
        types,
        kinds_of_object,
        unknown_properties,
    ):
        yield from made()
