"""The modal in which a report is made: what was expected, what happened, and who will read it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from slackblocks import (
    DatePicker,
    FileInput,
    InputBlock,
    Option,
    PlainText,
    PlainTextInput,
    StaticSelectMenu,
    UserSelectMenu,
)

from workflows.kernel.flow import Form
from workflows.kernel.replies import View
from workflows.language import tr
from workflows.performance import forms
from workflows.performance.forms import DAY, EFFECT, EXPECTED, FILES, HAPPENED, HELP, LINKS, PROJECT, WHO
from workflows.wording import blocks
from workflows.wording.blocks import Built

_LIVE = "performance:preview"
_MOST_OPTIONS = 100


def report_view(
    form: Form, people: Sequence[tuple[str, str]], projects: Sequence[tuple[str, str]], outlook: Sequence[str]
) -> View:
    """Filled in with what is known. `people` and `projects` are values with names; `outlook` says who will read it."""
    built: list[Built] = [
        _who(form.get(WHO), people),
        *([_project(form.get(PROJECT), projects)] if len(projects) > 1 else []),
        *(blocks.section(line) for line in outlook),
        _text(EXPECTED, tr("What was expected"), form, tr("The agreement, the date or the standard.")),
        _text(HAPPENED, tr("What happened"), form, tr("What you saw or know, not what you guess.")),
        _day(form.get(DAY)),
        _files(),
        _links(form.get(LINKS)),
        _text(EFFECT, tr("Effect on the project"), form, tr("Or on the work, when it lies outside projects.")),
        _text(HELP, tr("Help already given"), form, tr("What was tried. If nothing was, say so.")),
    ]
    return blocks.modal(
        "performance:report", tr("Report to operations"), built, submit=tr("Report"), close=tr("Cancel")
    )


def _who(chosen: Any, people: Sequence[tuple[str, str]]) -> InputBlock:
    label = PlainText(tr("Who it is about"))
    if len(people) > _MOST_OPTIONS:
        menu = UserSelectMenu(_LIVE, initial_user=chosen if chosen and not str(chosen).isdigit() else None)
        return InputBlock(label, menu, dispatch_action=True, block_id=WHO)
    options = {value: Option(PlainText(name[:75]), value) for value, name in people}
    static = StaticSelectMenu(_LIVE, list(options.values()), initial_option=options.get(str(chosen)))
    return InputBlock(label, static, dispatch_action=True, block_id=WHO)


def _project(chosen: Any, projects: Sequence[tuple[str, str]]) -> InputBlock:
    options = {value: Option(PlainText(name[:75]), value) for value, name in projects}
    menu = StaticSelectMenu(f"performance:{PROJECT}", list(options.values()), initial_option=options.get(str(chosen)))
    return InputBlock(PlainText(tr("What it was about")), menu, block_id=PROJECT)


def _text(field: str, label: str, form: Form, hint: str) -> InputBlock:
    element = PlainTextInput(
        f"performance:{field}", multiline=True, max_length=forms.LONGEST, initial_value=form.get(field) or None
    )
    return InputBlock(PlainText(label), element, block_id=field, hint=PlainText(hint))


def _day(chosen: Any) -> InputBlock:
    picker = DatePicker(f"performance:{DAY}", initial_date=chosen.isoformat() if isinstance(chosen, date) else None)
    return InputBlock(PlainText(tr("When")), picker, block_id=DAY)


def _files() -> InputBlock:
    element = FileInput(f"performance:{FILES}", max_files=forms.MOST_FILES)
    hint = PlainText(tr("Slack keeps them. If whoever reads this can't open one, share it with them."))
    return InputBlock(PlainText(tr("Files")), element, block_id=FILES, hint=hint, optional=True)


def _links(written: Any) -> InputBlock:
    element = PlainTextInput(
        f"performance:{LINKS}", multiline=True, max_length=forms.LONGEST, initial_value=written or None
    )
    hint = PlainText(tr("Of messages or pages, one on each line."))
    return InputBlock(PlainText(tr("Links")), element, block_id=LINKS, hint=hint, optional=True)
