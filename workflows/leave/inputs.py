"""The menu of half days, as every modal has it in which days are picked."""

from typing import Any

from slackblocks import InputBlock, Option, PlainText, StaticSelectMenu

from workflows.language import marked, tr
from workflows.leave.forms import HALVES

LIVE = "leave:preview"
"""What is picked is looked at at once."""
_HALVES = {
    "whole": marked("Whole days"),
    "late": marked("From noon on the first day"),
    "early": marked("Until noon on the last day"),
    "both": marked("From noon on the first day until noon on the last"),
}


def halves_menu(chosen: Any, *, live: bool = True) -> InputBlock:
    """Whether the first and the last day are taken as a whole."""
    options = {code: Option(PlainText(tr(text)), code) for code, text in _HALVES.items()}
    initial = options.get(chosen or "whole", options["whole"])
    menu = StaticSelectMenu(LIVE if live else f"leave:{HALVES}", list(options.values()), initial_option=initial)
    return InputBlock(PlainText(tr("Half days")), menu, dispatch_action=live, block_id=HALVES)
