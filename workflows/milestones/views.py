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
_READ = "Everybody in the project's channel reads it."
_MOST_PROJECTS = 100


def new_view(projects: Sequence[Project], chosen: Project, day: date | None) -> View:
    """Add a milestone."""
    built: list[Built] = [
        _projects(projects, chosen),
        _line(NAME, "What is to be reached?", None, most=LONGEST_NAME),
        _day("Planned for", day, hint="Kept as its baseline: slips are counted from it."),
        _owner(None),
        _weight(None),
    ]
    return blocks.modal("milestones:create", "Add a milestone", built, submit="Add milestone")


def update_view(known: Milestone, line: str, metadata: str, form: dict[str, Any], outlook: Sequence[str] = ()) -> View:
    """Report on a milestone; `form` is what is filled in so far."""
    built: list[Built] = [
        blocks.section(line),
        _health(form.get(HEALTH_FIELD) or known.health),
        _day("Expected", form.get(DAY) or known.forecast, live=True),
        *(blocks.aside(each) for each in outlook),
        _line(PERCENT, "Complete, in percent", form.get(PERCENT) or exact(known.percent), most=8),
        _sentence("In a sentence", _READ, optional=True, text=form.get(SENTENCE)),
    ]
    return blocks.modal("milestones:update", "Update milestone", built, submit="Update", metadata=metadata)


def done_view(line: str, metadata: str, today: date, missing: Sequence[str]) -> View:
    """Say that it is reached; what is missing elsewhere is said first, and then a reason is asked for."""
    warned = [f":warning: {blocks.escaped(one)}" for one in missing[:10]]
    label = "Why is it done all the same?" if missing else "In a sentence"
    built: list[Built] = [
        blocks.section(line),
        *([blocks.section("*Still missing:*\n" + "\n".join(warned))] if warned else []),
        _day("Reached on", today),
        _sentence(label, _READ, optional=not missing),
    ]
    return blocks.modal("milestones:done", "Milestone done", built, submit="Done", metadata=metadata)


def postpone_view(line: str, metadata: str, day: date) -> View:
    """Be reminded later."""
    built: list[Built] = [
        blocks.section(line),
        _day("Remind me on", day, hint="The milestone itself stays as it is. To move its date, use “Update…”."),
    ]
    return blocks.modal("milestones:postpone", "Remind me later", built, submit="Remind me", metadata=metadata)


def rebaseline_view(line: str, metadata: str, day: date) -> View:
    """Measure it against another day from now on."""
    built: list[Built] = [
        blocks.section(line),
        _day("New baseline", day, hint="From now on slips are counted from it. The old one stays in the story."),
        _sentence("Why", _READ, optional=False),
    ]
    return blocks.modal("milestones:rebaseline", "Re-baseline", built, submit="Re-baseline", metadata=metadata)


def edit_view(known: Milestone, owner: str | None, metadata: str) -> View:
    """Its name, who answers for it, its weight."""
    built: list[Built] = [
        _line(NAME, "What is to be reached?", known.name, most=LONGEST_NAME),
        _owner(owner),
        _weight(known),
        *blocks.actions([blocks.button("Drop this milestone…", "milestones:drop", metadata, style="danger")]),
    ]
    return blocks.modal("milestones:edit", "Edit milestone", built, submit="Save", metadata=metadata)


def reason_view(verb: str, title: str, submit: str, line: str, metadata: str) -> View:
    """Only why."""
    built: list[Built] = [blocks.section(line), _sentence("Why", _READ, optional=False)]
    return blocks.modal(f"milestones:{verb}", title, built, submit=submit, metadata=metadata)


def reopen_view(line: str, metadata: str, day: date) -> View:
    """It is to be reached after all, or again."""
    built: list[Built] = [blocks.section(line), _day("Expected", day), _sentence("Why", _READ, optional=False)]
    return blocks.modal("milestones:reopen", "Reopen milestone", built, submit="Reopen", metadata=metadata)


def story_view(line: str, told: Sequence[tuple[str, str]]) -> View:
    """All that was reported, newest first: a line of small print, and what was written under it as it was typed."""
    built: list[Built] = [blocks.section(line)]
    for head, words in told[:45]:
        built.append(blocks.aside(head))
        built += [blocks.verbatim(words)] if words else []
    return blocks.modal(None, "Story", built[:98])


def _projects(projects: Sequence[Project], chosen: Project) -> InputBlock:
    shown = list(dict.fromkeys((chosen, *projects)))[:_MOST_PROJECTS]
    options = [Option(PlainText(one.name[:75]), str(one.id)) for one in shown]
    menu = StaticSelectMenu("milestones:project", options, initial_option=options[0])
    return InputBlock(PlainText("Project"), menu, block_id=PROJECT)


def _health(chosen: Any) -> InputBlock:
    options = {one.value: Option(PlainText(HEALTH[one]), one.value) for one in Health if one in OPEN}
    initial = options.get(str(chosen), options[Health.ON_TRACK.value])
    menu = StaticSelectMenu("milestones:health", list(options.values()), initial_option=initial)
    return InputBlock(PlainText("How does it stand?"), menu, block_id=HEALTH_FIELD)


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
    return InputBlock(PlainText(label), element, block_id=SENTENCE, hint=PlainText(hint), optional=optional)


def _owner(slack_id: str | None) -> InputBlock:
    menu = UserSelectMenu("milestones:owner", initial_user=slack_id)
    hint = PlainText("Reports on it and is reminded. Left empty: the project's manager.")
    return InputBlock(PlainText("Who answers for it?"), menu, block_id=OWNER, hint=hint, optional=True)


def _weight(known: Milestone | None) -> InputBlock:
    weight = exact(known.weight) if known and known.weight is not None else None
    element = PlainTextInput("milestones:weight", initial_value=weight, max_length=12)
    hint = PlainText("Its share of the work, for earned value. Left empty: not counted.")
    return InputBlock(PlainText("Weight"), element, block_id=WEIGHT, hint=hint, optional=True)
