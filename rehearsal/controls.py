"""Finding what a test presses: buttons, and options of menus, by the words on them, the newest and foremost first."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rehearsal.model import Payload
from rehearsal.page.forms import elements, options_of
from rehearsal.wording import message_words, view_words

Near = Callable[[str], bool]


@dataclass(frozen=True)
class Control:
    """Something to press: where it is, and the option to choose, if it is one."""

    verb: str
    """`press`, or a modal's own `submit` or `close`."""
    container: Payload
    place: Mapping[str, Any]
    block_id: str = ""
    action_id: str = ""
    value: Any = field(default=None)

    def asked(self) -> dict[str, Any]:
        chosen = {} if self.value is None else {"value": self.value}
        return {**self.place, "block_id": self.block_id, "action_id": self.action_id, **chosen}


def controls(seen: Payload, label: str, near: Near, names: Mapping[str, str]) -> Iterator[Control]:
    """Yield what carries a label, in what is near the wanted words; while a modal is open, nothing behind it."""
    if seen["modal"]:
        if near(view_words(seen["modal"], names)):
            yield from in_modal(seen["modal"], label)
        return
    messages = [message for place in seen["conversations"] for message in place["messages"]]
    for message in sorted(messages, key=lambda message: str(message["ts"]), reverse=True):
        if near(message_words(message, names)):
            place = {"channel": message["channel"], "ts": message["ts"]}
            yield from in_blocks(message, place, label)
    for home in seen["homes"].values():
        if near(view_words(home, names)):
            yield from in_blocks(home, {"view": home["id"]}, label)


def in_modal(view: Payload, label: str) -> Iterator[Control]:
    place = {"view": view["id"]}
    yield from in_blocks(view, place, label)
    for verb in ("submit", "close"):
        if view.get(verb) and same(view[verb]["text"], label):
            yield Control(verb, view, place)


def in_blocks(container: Payload, place: Mapping[str, Any], label: str) -> Iterator[Control]:
    attached = [block for part in container.get("attachments", []) for block in part.get("blocks", [])]
    for block in [*container.get("blocks", []), *attached]:
        for element in elements(block):
            value = pressed(element, label)
            if value is not MISSED:
                where = (str(block["block_id"]), str(element["action_id"]))
                yield Control("press", container, place, *where, value)


MISSED = object()


def pressed(element: Mapping[str, Any], label: str) -> Any:
    """Give what pressing this label on an element chooses: None for a button, an option's value, else MISSED."""
    if element["type"] == "button":
        return None if same(element["text"]["text"], label) else MISSED
    for option in options_of(element) if "options" in element or "option_groups" in element else []:
        if same(option["text"]["text"], label):
            several = element["type"].startswith("multi_") or element["type"] == "checkboxes"
            return [option["value"]] if several else option["value"]
    return MISSED


def same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
