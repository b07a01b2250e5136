"""What a select menu offers and what is chosen in it, whichever of the ten kinds of menu it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Element = Mapping[str, Any]


@dataclass(frozen=True)
class Choice:
    """One line of a menu; `option` is the whole option where the menu is filled from outside."""

    value: str
    label: str
    description: str = ""
    option: Element | None = None


@dataclass(frozen=True)
class Group:
    choices: Sequence[Choice]
    label: str = ""


@dataclass(frozen=True)
class Directory:
    """Whom and what the menus of people and conversations offer to the person who looks."""

    people: Sequence[Choice] = ()
    channels: Sequence[Choice] = ()
    conversations: Sequence[Choice] = ()


@dataclass(frozen=True)
class Menu:
    groups: Sequence[Group]
    chosen: Sequence[Choice]
    multiple: bool = False
    external: bool = False
    least_typed: int = 3
    most: int | None = None
    placeholder: str = field(default="Select an option")


OFFERED: Final = {"users": "people", "channels": "channels", "conversations": "conversations"}


def menu_of(element: Element, held: Any, directory: Directory) -> Menu:
    """Work out a menu from its element and from what the state holds for it."""
    kind = str(element["type"])
    multiple = kind.startswith("multi_")
    source = kind.removeprefix("multi_").removesuffix("_select")
    groups = offered(element, source, directory)
    values = list(held or []) if multiple else [held] if held else []
    return Menu(
        groups=groups,
        chosen=[choice_of(value, groups) for value in values],
        multiple=multiple,
        external=source == "external",
        least_typed=int(element.get("min_query_length", 3)),
        most=element.get("max_selected_items"),
        placeholder=element.get("placeholder", {}).get("text") or default_placeholder(multiple=multiple),
    )


def default_placeholder(*, multiple: bool) -> str:
    return "Select options" if multiple else "Select an option"


def offered(element: Element, source: str, directory: Directory) -> list[Group]:
    if source == "external":
        return []
    if source in OFFERED:
        return [Group(getattr(directory, OFFERED[source]))]
    return groups_of(element)


def groups_of(payload: Element) -> list[Group]:
    """Read options or option groups, of an element or of an app's answer to a search."""
    if payload.get("option_groups"):
        return [Group(choices(group["options"]), group["label"]["text"]) for group in payload["option_groups"]]
    return [Group(choices(payload.get("options") or []))]


def choices(options: Sequence[Element]) -> list[Choice]:
    return [choice(option) for option in options]


def choice(option: Element) -> Choice:
    return Choice(option["value"], option["text"]["text"], option.get("description", {}).get("text", ""), option)


def choice_of(value: Any, groups: Sequence[Group]) -> Choice:
    """Give the line that shows a value: an option, or the id of a person or conversation."""
    if isinstance(value, Mapping):
        return choice(value)
    for group in groups:
        for offer in group.choices:
            if offer.value == value:
                return offer
    return Choice(value, value)
