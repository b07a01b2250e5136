"""How French is set: no line breaks before `: ; ! ?` or inside « »; the space before the last three signs is narrow.

What is typed, named or computed with is left alone: `code`, <links>, :emoji:, {parts}, times such as 08:30.
"""

import re

WIDE, NARROW = "\u00a0", "\u202f"
_LEFT_ALONE = re.compile(r"`[^`]*`|<[^<>]*>|(?<![\w:]):[a-z0-9_+-]+:|\{[^{}]*\}|&(?:amp|lt|gt);")
_SPACES = f"[ {WIDE}{NARROW}]*"
_RULES = (
    (re.compile(rf"(?<=[^\s:;!?…]){_SPACES}([;!?]+)(?=[\s»)\"*_]|$)"), rf"{NARROW}\1"),
    (re.compile(rf"(?<=[^\s:]){_SPACES}:(?=[\s*_]|$)"), f"{WIDE}:"),
    (re.compile(rf"«{_SPACES}"), f"«{WIDE}"),
    (re.compile(rf"{_SPACES}»"), f"{WIDE}»"),
)


def french(text: str) -> str:
    """The text as it is set; said again, it changes nothing."""
    kept = _LEFT_ALONE.findall(text)
    bare = _LEFT_ALONE.sub("\ufffc", text)
    for wrong, right in _RULES:
        bare = wrong.sub(right, bare)
    return "".join(piece + (kept.pop(0) if kept else "") for piece in bare.split("\ufffc"))
