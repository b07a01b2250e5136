"""The modals: a level, development, wishes and offers, what a department requires, a reason, and how it goes.

An input's block id is its field's name in the form; see `forms`. A modal carries an id and a version, nothing else.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from slackblocks import (
    DatePicker,
    InputBlock,
    Option,
    PlainText,
    PlainTextInput,
    StaticMultiSelectMenu,
    StaticSelectMenu,
    UserSelectMenu,
)

from workflows.kernel.flow import Form
from workflows.kernel.replies import View
from workflows.language import marked, tr
from workflows.skills import forms
from workflows.skills.rules import level as levels
from workflows.skills.rules.item import LONGEST_PROVIDER, LONGEST_TEXT
from workflows.skills.rules.life import NAMES
from workflows.wording import blocks
from workflows.wording.blocks import Built

_AGREEING = {
    "agree": (marked("Agree development"), marked("Agree")),
    "amend": (marked("Change development"), marked("Save")),
}
MOST_OPTIONS = 100
"""Slack shows no more in a menu; beyond that a skill is written."""


def claim_view(form: Form, known: Sequence[str], now: str) -> View:
    """A level somebody proposes for themselves."""
    built: list[Built] = [
        *([blocks.section(now)] if now else []),
        _skill(form, known),
        _level(form, tr("Your level, as you see it")),
        _writing(forms.NOTE, tr("What shows it"), form, hint=tr("Read by you and by whoever rates; nobody else.")),
    ]
    return blocks.modal("skills:claim", tr("Propose a level"), built, submit=tr("Propose"), close=tr("Cancel"))


def rate_view(form: Form, known: Sequence[str], callback: str, metadata: str, line: str) -> View:
    """An assessment: what, how well, when, and until when a certificate lasts."""
    built: list[Built] = [
        *([blocks.section(line)] if line else []),
        *([_person(forms.WHO, tr("Whose skill"), form)] if callback == "skills:rate" else []),
        *([_skill(form, known)] if callback == "skills:rate" else []),
        _level(form, tr("Level")),
        _day(forms.ON, tr("Assessed on"), form),
        _day(
            forms.EXPIRES,
            tr("Certificate runs out on"),
            form,
            optional=True,
            hint=tr("Leave it empty where there is none."),
        ),
    ]
    return blocks.modal(callback, tr("Rate a skill"), built, submit=tr("Save"), close=tr("Cancel"), metadata=metadata)


def develop_view(form: Form, known: Sequence[str], suggested: Sequence[str], *, with_cost: bool) -> View:
    """Development that somebody proposes."""
    built = [
        *([_person(forms.WHO, tr("For", context="whom"), form, live="skills:preview")] if form.get(forms.WHO) else []),
        *_terms(form, known, suggested, live="skills:preview", with_cost=with_cost),
    ]
    return blocks.modal("skills:propose", tr("Development"), built, submit=tr("Propose"), close=tr("Cancel"))


def agree_view(verb: str, form: Form, known: Sequence[str], suggested: Sequence[str], line: str, metadata: str) -> View:
    """The same as the one who decides sees it, to `agree` or to `amend`: with its owner, and all that it takes."""
    title, submit = map(tr, _AGREEING[verb])
    built = [
        blocks.section(line),
        *_terms(form, known, suggested, live="skills:preview_agree", with_cost=True),
        _person(forms.OWNER, tr("Who keeps it going"), form, hint=tr("The person themselves, or you.")),
    ]
    return blocks.modal(f"skills:{verb}", title, built, submit=submit, close=tr("Cancel"), metadata=metadata)


def reason_view(verb: str, title: str, submit: str, line: str, metadata: str) -> View:
    """Why not: the person reads it."""
    field = PlainTextInput(f"skills:{forms.REASON}", multiline=True, max_length=LONGEST_TEXT)
    hint = PlainText(tr("Read by the person and those who decide about their development."))
    built: list[Built] = [
        blocks.section(line),
        InputBlock(PlainText(tr("Why")), field, block_id=forms.REASON, hint=hint),
    ]
    return blocks.modal(f"skills:{verb}", title, built, submit=submit, close=tr("Cancel"), metadata=metadata)


def update_view(form: Form, line: str, metadata: str) -> View:
    """How it goes, and perhaps a new last day."""
    built: list[Built] = [
        blocks.section(line),
        _writing(forms.NOTE, tr("How it goes"), form, hint=tr("Read by the person and those who decide.")),
        _day(forms.LAST, tr("To be done by"), form),
    ]
    return blocks.modal(
        "skills:update", tr("How it goes"), built, submit=tr("Save"), close=tr("Cancel"), metadata=metadata
    )


def tell_view(known: Sequence[str], wishes: Iterable[str], offers: Iterable[str]) -> View:
    """What somebody would like to learn, and offers to mentor others in."""
    built: list[Built] = [
        _many(forms.WISHES, tr("I would like to learn, or do more of"), known, wishes, tr("Your managers see it.")),
        _many(forms.OFFERS, tr("I offer to mentor others in"), known, offers, tr("Everybody sees it.")),
    ]
    return blocks.modal("skills:tell", tr("Wishes and offers"), built, submit=tr("Save"), close=tr("Cancel"))


def need_view(form: Form, known: Sequence[str], lines: Sequence[str], title: str, metadata: str) -> View:
    """What a department requires of a skill."""
    level = StaticSelectMenu(f"skills:{forms.LEVEL}", _levels(), initial_option=_levels()[2])
    people = PlainTextInput(f"skills:{forms.PEOPLE}", initial_value=str(form.get(forms.PEOPLE) or "1"), max_length=5)
    hint = PlainText(tr("In this department and below. Write 0 to require the skill no more."))
    built: list[Built] = [
        blocks.section(title),
        *(blocks.aside(line) for line in lines),
        _skill(form, known),
        InputBlock(PlainText(tr("At this level or above")), level, block_id=forms.LEVEL),
        InputBlock(PlainText(tr("How many people at least")), people, block_id=forms.PEOPLE, hint=hint),
    ]
    return blocks.modal(
        "skills:require", tr("Required skills"), built, submit=tr("Save"), close=tr("Cancel"), metadata=metadata
    )


def _terms(form: Form, known: Sequence[str], suggested: Sequence[str], *, live: str, with_cost: bool) -> list[Built]:
    return [
        _kind(form, live),
        _skill(form, known, live=live, optional=True),
        *(blocks.aside(line) for line in suggested),
        _person(
            forms.PARTNER, tr("Mentor or coach"), form, optional=True, hint=tr("Told once it is agreed; never oneself.")
        ),
        _line(
            forms.PROVIDER,
            tr("Provider"),
            form,
            LONGEST_PROVIDER,
            hint=tr("Who gives it, when nobody of the company does."),
        ),
        _writing(
            forms.GOAL, tr("What it is for"), form, hint=tr("Read by the person, those who decide, and the mentor.")
        ),
        _day(forms.FIRST, tr("Begins"), form, optional=True),
        _day(forms.LAST, tr("To be done by"), form, optional=True),
        *(
            [_line(forms.COST, tr("Cost"), form, 40, hint=tr("Such as 450 EUR. Empty if it costs nothing."))]
            if with_cost
            else []
        ),
    ]


def _kind(form: Form, live: str) -> InputBlock:
    options = {kind.value: Option(PlainText(tr(name)), kind.value) for kind, name in NAMES.items()}
    chosen = options.get(str(form.get(forms.KIND)), options["training"])
    menu = StaticSelectMenu(live, list(options.values()), initial_option=chosen)
    return InputBlock(PlainText(tr("Kind")), menu, dispatch_action=True, block_id=forms.KIND)


def _skill(form: Form, known: Sequence[str], *, live: str = "", optional: bool = False) -> InputBlock:
    """A menu while Slack can show them all, else a line to write in."""
    action = live or f"skills:{forms.SKILL}"
    chosen = str(form.get(forms.SKILL) or "")
    if not known or len(known) > MOST_OPTIONS:
        written = PlainTextInput(action, initial_value=chosen or None, max_length=80)
        return InputBlock(PlainText(tr("Skill")), written, block_id=forms.SKILL, optional=optional)
    options = {name: Option(PlainText(name[:75]), name[:75]) for name in known}
    menu = StaticSelectMenu(action, list(options.values()), initial_option=options.get(chosen))
    return InputBlock(PlainText(tr("Skill")), menu, dispatch_action=bool(live), block_id=forms.SKILL, optional=optional)


def _levels() -> list[Option]:
    return [
        Option(PlainText(levels.worded(number)), str(number), PlainText(tr(levels.MEANINGS[number])[:75]))
        for number in levels.NAMES
    ]


def _level(form: Form, label: str) -> InputBlock:
    options = _levels()
    chosen = next((one for one in options if one.value == str(form.get(forms.LEVEL) or "")), None)
    menu = StaticSelectMenu(f"skills:{forms.LEVEL}", options, initial_option=chosen)
    return InputBlock(PlainText(label), menu, block_id=forms.LEVEL)


def _many(field: str, label: str, known: Sequence[str], chosen: Iterable[str], hint: str) -> InputBlock:
    options = {name: Option(PlainText(name[:75]), name[:75]) for name in known}
    initial = [options[name] for name in chosen if name in options]
    menu = StaticMultiSelectMenu(f"skills:{field}", list(options.values()), initial_options=initial or None)
    return InputBlock(PlainText(label), menu, block_id=field, hint=PlainText(hint), optional=True)


def _person(
    field: str, label: str, form: Form, *, live: str = "", optional: bool = False, hint: str = ""
) -> InputBlock:
    menu = UserSelectMenu(live or f"skills:{field}", initial_user=form.get(field) or None)
    shown = PlainText(hint) if hint else None
    return InputBlock(PlainText(label), menu, dispatch_action=bool(live), block_id=field, optional=optional, hint=shown)


def _day(field: str, label: str, form: Form, *, optional: bool = False, hint: str = "") -> InputBlock:
    day: Any = form.get(field)
    picker = DatePicker(f"skills:{field}", initial_date=day.isoformat() if isinstance(day, date) else None)
    shown = PlainText(hint) if hint else None
    return InputBlock(PlainText(label), picker, block_id=field, optional=optional, hint=shown)


def _writing(field: str, label: str, form: Form, *, hint: str) -> InputBlock:
    element = PlainTextInput(
        f"skills:{field}", initial_value=form.get(field) or None, multiline=True, max_length=LONGEST_TEXT
    )
    return InputBlock(PlainText(label), element, block_id=field, hint=PlainText(hint), optional=True)


def _line(field: str, label: str, form: Form, most: int, *, hint: str) -> InputBlock:
    element = PlainTextInput(f"skills:{field}", initial_value=form.get(field) or None, max_length=most)
    return InputBlock(PlainText(label), element, block_id=field, hint=PlainText(hint), optional=True)
