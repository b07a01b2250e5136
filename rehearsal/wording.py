"""The words a person reads in a message or a view, for tests that ask whether somebody sees something."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rehearsal.model import Payload

READ = frozenset({"text", "alt_text", "fallback"})
ENTITY = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
MARKS = str.maketrans("", "", "*_~`")


def words_of(thing: Any, names: Mapping[str, str]) -> str:
    """Give all words of a message or a view; `names` says who or what an id is."""
    return "\n".join(readable(text, names) for text in texts(thing) if text.strip())


def texts(thing: Any) -> Iterator[str]:
    if isinstance(thing, list):
        for part in thing:
            yield from texts(part)
    if not isinstance(thing, dict):
        return
    for key, value in thing.items():
        if isinstance(value, str) and key in READ:
            yield value
        elif isinstance(value, dict | list):
            yield from texts(value)


def entered(state: Mapping[str, Any]) -> str:
    """Give what stands in the fields of a form."""
    lines = []
    for actions in state.get("values", state).values():
        for entry in actions.values():
            lines += [shown_value(value) for key, value in entry.items() if key != "type" and value]
    return "\n".join(lines)


def shown_value(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(texts(value))
    if isinstance(value, list):
        return "\n".join(shown_value(one) for one in value)
    return str(value)


def readable(text: str, names: Mapping[str, str]) -> str:
    """Give a text as it is read: mentions by name, links by label, dates by their fallback, entities resolved."""
    resolved = ENTITY.sub(lambda match: entity(match[1], match[2], names), text)
    return resolved.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def entity(target: str, label: str | None, names: Mapping[str, str]) -> str:
    if target[:1] == "@":
        return "@" + names.get(target[1:], label or target[1:])
    if target[:1] == "#":
        return "#" + (label or names.get(target[1:], target[1:]))
    if target[:1] == "!":
        return label or "@" + target[1:]
    return label or target


def contains(words: str, wanted: str) -> bool:
    """Say whether words hold what is looked for, whatever its case and its bold or italic marks."""
    looked_for = plain(wanted)
    return looked_for in plain(words) or looked_for in words.casefold()


def plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.translate(MARKS).casefold())


def described(seen: Payload, names: Mapping[str, str], *, newest: int = 6) -> str:
    """Say what a person sees, for the message of a failed assertion."""
    lines = []
    if seen["modal"]:
        lines.append(f"modal: {indented(view_words(seen['modal'], names))}")
    for app, view in seen["homes"].items():
        lines.append(f"Home of {names.get(app, app)}: {indented(view_words(view, names))}")
    lines += [f"toast: {toast['text']}" for toast in seen["toasts"][-3:]]
    for place in seen["conversations"]:
        for message in place["messages"][-newest:]:
            who = names.get(message["user"], message["user"])
            private = ", only to them" if message["is_ephemeral"] else ""
            lines.append(f"{place['name']} ({who}{private}): {indented(message_words(message, names))}")
    return "\n".join(lines) or "nothing"


def message_words(message: Payload, names: Mapping[str, str]) -> str:
    said = {key: message[key] for key in ("text", "blocks", "attachments", "files") if key in message}
    files = "\n".join(file["title"] for file in message.get("files", []))
    return "\n".join(part for part in (words_of(said, names), files) if part)


def view_words(view: Payload, names: Mapping[str, str]) -> str:
    said = {key: view[key] for key in ("title", "blocks", "submit", "close") if view.get(key)}
    errors = "\n".join(view["errors"].values())
    return "\n".join(part for part in (words_of(said, names), entered(view["state"]), errors) if part)


def indented(words: str) -> str:
    return words.replace("\n", "\n    ")
