"""What a person filled in: Slack's `state.values` as a form by block id, parsed and clear of hidden characters."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.numbers import format_decimal

from workflows.kernel.errors import Refused
from workflows.language import speech, tr

LONGEST = 3000
LONGEST_OPTION = 150
"""Slack takes no more."""
HIDDEN = frozenset({"Cs", "Cc", "Cf", "Co", "Cn"})
_FILE, _LINK = re.compile(r"F[A-Z0-9]{2,38}"), re.compile(r"https?://[^\s<>|]{1,480}")
_ID, _TIME = re.compile(r"[UWCGD][A-Z0-9]{1,30}"), re.compile(r"[0-2][0-9]:[0-5][0-9]")
_CHOSEN = {
    "users_select": ("selected_user", _ID),
    "channels_select": ("selected_channel", _ID),
    "conversations_select": ("selected_conversation", _ID),
    "timepicker": ("selected_time", _TIME),
}
"""Where Slack puts what was chosen, and what that looks like."""
KEPT = frozenset("\n\t\r\u200c\u200d\u200e\u200f\u00ad") | {chr(tag) for tag in range(0xE0020, 0xE0080)}
"""Line ends, and the joiners and marks that emoji, flags, Persian, Arabic and Hebrew are written with."""


def read_state(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """`{block_id: value}`; untouched inputs are None. Raises Refused with the field for text that cannot be kept."""
    return {block: read_element(element, block) for block, elements in values.items() for element in elements.values()}


def read_element(element: Mapping[str, Any], field: str | None = None) -> Any:
    """One input's value: str, date, a list of str, or of files (`id`, `link`); None when it was left alone."""
    read = _OWN_WAY.get(element.get("type", ""))
    if read:
        return read(element, field)
    if element.get("type") in _CHOSEN:
        slot, shape = _CHOSEN[element["type"]]
        return _shaped(element[slot], shape, field) if element.get(slot) else None
    if "selected_options" in element:
        return [_offered(option["value"]) for option in element["selected_options"]]
    if element.get("selected_option"):
        return _offered(element["selected_option"]["value"])
    for key in ("selected_users", "selected_channels", "selected_conversations"):
        if key in element:
            return [_shaped(value, _ID, field) for value in element[key]]
    value = element.get("value")
    return None if value is None else clean(str(value), field)


def clean(text: str, field: str | None = None) -> str:
    """The text, trimmed. Raises Refused when it is too long or holds what a reader would not see (NUL, overrides)."""
    if len(text) > LONGEST:
        raise Refused(
            tr(
                "That is {length} characters; please keep it under {most}.",
                length=format_decimal(len(text), locale=speech().locale),
                most=format_decimal(LONGEST, locale=speech().locale),
            ),
            field=field,
            reason="length",
        )
    if any(char not in KEPT and unicodedata.category(char) in HIDDEN for char in text):
        raise Refused(
            tr(
                "That holds hidden characters, as text copied from elsewhere sometimes does. "
                "Please type it, or paste it as plain text."
            ),
            field=field,
            reason="characters",
        )
    return text.strip()


def _offered(value: Any) -> str:
    """An option's value. What we offered is short and has no hidden character; anything else names nothing."""
    text = str(value)[:LONGEST_OPTION]
    return "".join("�" if unicodedata.category(char) in HIDDEN else char for char in text)


def _shaped(value: Any, shape: re.Pattern[str], field: str | None) -> str:
    """What Slack offers for choosing looks like this; anything else was not chosen there."""
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise Refused(tr("That can't be chosen here. Please pick it from the list."), field=field, reason="forged")
    return value


def _files(element: Mapping[str, Any], field: str | None) -> list[dict[str, str]]:
    return [_file(file, field) for file in element.get("files") or ()]


def _file(file: Mapping[str, Any], field: str | None) -> dict[str, str]:
    """Which file it is and where people find it; what it holds stays with Slack."""
    number, link = str(file.get("id") or ""), str(file.get("permalink") or "")
    if not _FILE.fullmatch(number) or not _LINK.fullmatch(link):
        raise Refused(tr("That file did not arrive. Please add it once more."), field=field, reason="file")
    return {"id": number, "link": link}


def _date(element: Mapping[str, Any], field: str | None) -> date | None:
    value = element.get("selected_date")
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Refused(tr("That is not a date. Please pick one."), field=field, reason="date") from None


_OWN_WAY = {"datepicker": _date, "file_input": _files}
"""Elements whose value is no text."""
