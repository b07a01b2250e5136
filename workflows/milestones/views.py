"""The modals: adding a milestone, reporting on it, and what else its project's manager does to the plan.

An input's block id is its field's name in the form; see `forms`. A modal carries an id and a version, nothing else.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from slackblocks import (
    DatePicker,
    InputBlock,
    Option,
    PlainText,
    PlainTextInput,
    StaticSelectMenu,
    UserSelectMenu,
)

from workflows.kernel.replies import View
from workflows.language import marked, tr
from workflows.milestones.cards import HEALTH
from workflows.milestones.forms import DAY, NAME, OWNER, PERCENT, PROJECT, SENTENCE, WEIGHT
from workflows.milestones.forms import HEALTH as HEALTH_FIELD
from workflows.milestones.rules.check import LONGEST, LONGEST_NAME
from workflows.organisation.milestone import OPEN, Health, Milestone
from workflows.organisation.rules import Project
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import exact

_LIVE = "milestones:preview"
_READ = marked("Everybody in the project's channel reads it.")
_MOST_PROJECTS = 100


def new_view(projects: Sequence[Project], chosen: Project, day: date | None) -> View:
    """Add a milestone."""
    built: list[Built] = [
        _projects(projects, chosen),
        _line(NAME, tr("What is to be reached?"), None, most=LONGEST_NAME),
        _day(tr("Planned for"), day, hint=tr("Kept as its baseline: slips are counted from it.")),
        _owner(None),
        _weight(None),
    ]
    return blocks.modal("milestones:create", tr("Add a milestone"), built, submit=tr("Add milestone"))


def update_view(known: Milestone, line: str, metadata: str, form: dict[str, Any], outlook: Sequence[str] = ()) -> View:
    """Report on a milestone; `form` is what is filled in so far."""
    built: list[Built] = [
        blocks.section(line),
        _health(form.get(HEALTH_FIELD) or known.health),
        _day(tr("Expected"), form.get(DAY) or known.forecast, live=True),
        *(blocks.aside(each) for each in outlook),
        _line(PERCENT, tr("Complete, in percent"), form.get(PERCENT) or exact(known.percent), most=8),
        _sentence(tr("In a sentence"), _READ, optional=True, text=form.get(SENTENCE)),
    ]
    return blocks.modal("milestones:update", tr("Update milestone"), built, submit=tr("Update"), metadata=metadata)


def done_view(line: str, metadata: str, today: date, missing: Sequence[str]) -> View:
    """Say that it is reached; what is missing elsewhere is said first, and then a reason is asked for."""
    warned = [f":warning: {blocks.escaped(one)}" for one in missing[:10]]
    label = tr("Why is it done all the same?") if missing else tr("In a sentence")
    built: list[Built] = [
        blocks.section(line),
        *([blocks.section("\n".join([tr("*Still missing:*"), *warned]))] if warned else []),
        _day(tr("Reached on"), today),
        _sentence(label, _READ, optional=not missing),
    ]
    return blocks.modal("milestones:done", tr("Milestone done"), built, submit=tr("Done"), metadata=metadata)


def postpone_view(line: str, metadata: str, day: date) -> View:
    """Be reminded later."""
    built: list[Built] = [
        blocks.section(line),
        _day(tr("Remind me on"), day, hint=tr("The milestone itself stays as it is. To move its date, use “Update…”.")),
    ]
    return blocks.modal("milestones:postpone", tr("Remind me later"), built, submit=tr("Remind me"), metadata=metadata)


def rebaseline_view(line: str, metadata: str, day: date) -> View:
    """Measure it against another day from now on."""
    built: list[Built] = [
        blocks.section(line),
        _day(
            tr("New baseline"), day, hint=tr("From now on slips are counted from it. The old one stays in the story.")
        ),
        _sentence(tr("Why"), _READ, optional=False),
    ]
    return blocks.modal("milestones:rebaseline", tr("Re-baseline"), built, submit=tr("Re-baseline"), metadata=metadata)


def edit_view(known: Milestone, owner: str | None, metadata: str) -> View:
    """Its name, who answers for it, its weight."""
    built: list[Built] = [
        _line(NAME, tr("What is to be reached?"), known.name, most=LONGEST_NAME),
        _owner(owner),
        _weight(known),
        *blocks.actions([blocks.button(tr("Drop this milestone…"), "milestones:drop", metadata, style="danger")]),
    ]
    return blocks.modal("milestones:edit", tr("Edit milestone"), built, submit=tr("Save"), metadata=metadata)


def reason_view(verb: str, title: str, submit: str, line: str, metadata: str) -> View:
    """Only why."""
    built: list[Built] = [blocks.section(line), _sentence(tr("Why"), _READ, optional=False)]
    return blocks.modal(f"milestones:{verb}", title, built, submit=submit, metadata=metadata)


def reopen_view(line: str, metadata: str, day: date) -> View:
    """It is to be reached after all, or again."""
    built: list[Built] = [blocks.section(line), _day(tr("Expected"), day), _sentence(tr("Why"), _READ, optional=False)]
    return blocks.modal("milestones:reopen", tr("Reopen milestone"), built, submit=tr("Reopen"), metadata=metadata)


def story_view(line: str, told: Sequence[tuple[str, str]]) -> View:
    """All that was reported, newest first: a line of small print, and what was written under it as it was typed."""
    built: list[Built] = [blocks.section(line)]
    for head, words in told[:45]:
        built.append(blocks.aside(head))
        built += [blocks.verbatim(words)] if words else []
    return blocks.modal(None, tr("Story"), built[:98])


def _projects(projects: Sequence[Project], chosen: Project) -> InputBlock:
    shown = list(dict.fromkeys((chosen, *projects)))[:_MOST_PROJECTS]
    options = [Option(PlainText(one.name[:75]), str(one.id)) for one in shown]
    menu = StaticSelectMenu("milestones:project", options, initial_option=options[0])
    return InputBlock(PlainText(tr("Project")), menu, block_id=PROJECT)


def _health(chosen: Any) -> InputBlock:
    options = {one.value: Option(PlainText(tr(HEALTH[one])), one.value) for one in Health if one in OPEN}
    initial = options.get(str(chosen), options[Health.ON_TRACK.value])
    menu = StaticSelectMenu("milestones:health", list(options.values()), initial_option=initial)
    return InputBlock(PlainText(tr("How does it stand?")), menu, block_id=HEALTH_FIELD)


def _day(label: str, day: Any, *, hint: str = "", live: bool = False) -> InputBlock:
    picker = DatePicker(
        _LIVE if live else "milestones:day", initial_date=day.isoformat() if isinstance(day, date) else None
    )
    return InputBlock(
        PlainText(label), picker, dispatch_action=live, block_id=DAY, hint=PlainText(hint) if hint else None
    )


def _line(field: str, label: str, text: Any, *, most: int) -> InputBlock:
    element = PlainTextInput(f"milestones:{field}", initial_value=text or None, max_length=most)
    return InputBlock(PlainText(label), element, block_id=field)


def _sentence(label: str, hint: str, *, optional: bool, text: Any = None) -> InputBlock:
    element = PlainTextInput("milestones:sentence", initial_value=text or None, multiline=True, max_length=LONGEST)
    return InputBlock(PlainText(label), element, block_id=SENTENCE, hint=PlainText(tr(hint)), optional=optional)


def _owner(slack_id: str | None) -> InputBlock:
    menu = UserSelectMenu("milestones:owner", initial_user=slack_id)
    hint = PlainText(tr("Reports on it and is reminded. Left empty: the project's manager."))
    return InputBlock(PlainText(tr("Who answers for it?")), menu, block_id=OWNER, hint=hint, optional=True)


def _weight(known: Milestone | None) -> InputBlock:
    weight = exact(known.weight) if known and known.weight is not None else None
    element = PlainTextInput("milestones:weight", initial_value=weight, max_length=12)
    hint = PlainText(tr("Its share of the work, for earned value. Left empty: not counted."))
    return InputBlock(PlainText(tr("Weight")), element, block_id=WEIGHT, hint=hint, optional=True)
