"""The inputs that staffing's modals are made of. An input's block id is its field's name in the form."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from slackblocks import DatePicker, InputBlock, Option, PlainText, PlainTextInput, StaticSelectMenu

from workflows.language import marked, tr
from workflows.staffing.forms import LONGEST_TEXT

LIVE = "staffing:preview"
MOST_OPTIONS = 100


def choice(
    field: str, label: str, options: Mapping[str, str], chosen: Any = None, *, live: str = "", hint: str = ""
) -> InputBlock:
    """One of a list, by value and label."""
    built = {value: Option(PlainText(text[:75]), value) for value, text in list(options.items())[:MOST_OPTIONS]}
    menu = StaticSelectMenu(live or f"staffing:{field}", list(built.values()), initial_option=built.get(str(chosen)))
    return InputBlock(PlainText(label), menu, dispatch_action=bool(live), block_id=field, hint=_hint(hint))


def day(field: str, label: str, chosen: Any = None, *, live: str = "") -> InputBlock:
    """A day."""
    initial = chosen.isoformat() if isinstance(chosen, date) else None
    picker = DatePicker(live or f"staffing:{field}", initial_date=initial)
    return InputBlock(PlainText(label), picker, dispatch_action=bool(live), block_id=field)


def line(field: str, label: str, text: Any = None, *, hint: str = "", live: str = "") -> InputBlock:
    """A few words."""
    element = PlainTextInput(live or f"staffing:{field}", initial_value=text or None, max_length=80)
    return InputBlock(PlainText(label), element, dispatch_action=bool(live), block_id=field, hint=_hint(hint))


def writing(field: str, label: str, text: Any = None, *, optional: bool, hint: str = "") -> InputBlock:
    """A sentence or more."""
    element = PlainTextInput(f"staffing:{field}", initial_value=text or None, multiline=True, max_length=LONGEST_TEXT)
    return InputBlock(PlainText(label), element, block_id=field, hint=_hint(hint), optional=optional)


def _hint(text: str) -> PlainText | None:
    return PlainText(text) if text else None


def levels() -> Mapping[str, str]:
    """How well a skill is held, in the words of the skills themselves."""
    return {str(number): f"{number}, {tr(words)}" for number, words in enumerate(LEVELS, 1)}


LEVELS: Sequence[str] = (
    marked("Learning"),
    marked("Basic"),
    marked("Independent"),
    marked("Advanced"),
    marked("Expert"),
)
