"""How long what people read in a payload is, over everything nested in it."""

from typing import Any


def count_characters(value: Any) -> int:
    """Sum the lengths of every string under a `text` key; walks without recursion, however deep the payload."""
    total, waiting = 0, [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            text = item.get("text")
            if isinstance(text, str):
                total += len(text)
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return total
