"""Which `:names:` are emoji, and the characters they stand for; a name that is not known stays as it was written."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from markupsafe import Markup
from rich.emoji import Emoji, NoEmoji

NAME: Final = re.compile(r":([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?")
VARIATION: Final = "\ufe0f"  # asks for the coloured glyph where a character has a black one as well
SKIN_TONES: Final = {str(number): chr(0x1F3F9 + number) for number in range(2, 7)}

SLACK_ONLY: Final[Mapping[str, str]] = {
    "large_green_circle": "🟢",
    "large_yellow_circle": "🟡",
    "large_orange_circle": "🟠",
    "large_purple_circle": "🟣",
    "large_brown_circle": "🟤",
    "large_red_square": "🟥",
    "large_orange_square": "🟧",
    "large_yellow_square": "🟨",
    "large_green_square": "🟩",
    "large_blue_square": "🟦",
    "large_purple_square": "🟪",
    "large_brown_square": "🟫",
    "medal": "🎖",
    "simple_smile": "🙂",
    "hand": "✋",
    "thinking_face": "🤔",
    "face_with_rolling_eyes": "🙄",
    "slack": "💠",
}
"""Names that Slack gives and the library's table doesn't."""


@lru_cache(maxsize=4096)
def character(name: str) -> str | None:
    """Give the character a name stands for, or None."""
    if name in SLACK_ONLY:
        return coloured(SLACK_ONLY[name])
    if re.fullmatch(r"flag-[a-z]{2}", name):
        return "".join(chr(0x1F1E6 + ord(letter) - ord("a")) for letter in name[-2:])
    try:
        return coloured(str(Emoji(name)))
    except NoEmoji:
        return None


def coloured(glyph: str) -> str:
    return glyph + VARIATION if len(glyph) == 1 else glyph


def draw(match: re.Match[str]) -> Markup:
    """Draw one `:name:` as HTML; an unknown one as the text it is."""
    name, tone = match.groups()
    glyph = character(name)
    if glyph is None:
        return Markup.escape(match.group())
    shown = glyph.rstrip(VARIATION) + SKIN_TONES[tone] if tone else glyph
    return Markup('<span class="emoji" role="img" aria-label="{}" title=":{}:">{}</span>').format(
        name.replace("_", " "), name, shown
    )


def with_emoji(text: str) -> Markup:
    """Escape a text and draw the emoji in it."""
    parts: list[Markup] = []
    end = 0
    for match in NAME.finditer(text):
        parts += [Markup.escape(text[end : match.start()]), draw(match)]
        end = match.end()
    return Markup("").join([*parts, Markup.escape(text[end:])])
