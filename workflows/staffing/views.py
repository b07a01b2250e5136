"""The modals of staffing; each carries an id and a version, nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.kernel.flow import Form
from workflows.kernel.replies import View
from workflows.language import marked, tr
from workflows.staffing import inputs
from workflows.staffing.forms import AMOUNT, FROM, LEVEL, PEOPLE, PERSON, PROJECT, REASON, SKILL, TO, WORK
from workflows.wording import blocks
from workflows.wording.blocks import Built

AMOUNTS = marked("A share of their working time, such as 60 %, or hours a week, such as 12 h.")


@dataclass(frozen=True, slots=True)
class Menus:
    """What can be chosen, by value and label."""

    projects: Mapping[str, str]
    skills: Mapping[str, str]


def ask_view(form: Form, menus: Menus, outlook: Sequence[str], metadata: str = "") -> View:
    """The modal that asks for people; `outlook` says whom it will reach."""
    live = inputs.LIVE
    built: list[Built] = [
        inputs.choice(PROJECT, tr("Project"), menus.projects, form.get(PROJECT), live=live),
        inputs.choice(SKILL, tr("Skill"), menus.skills, form.get(SKILL), live=live),
        inputs.choice(LEVEL, tr("At least at level"), inputs.levels(), form.get(LEVEL) or "3", live=live),
        inputs.line(AMOUNT, tr("How much of each person"), form.get(AMOUNT) or "50 %", hint=tr(AMOUNTS)),
        inputs.day(FROM, tr("First day"), form.get(FROM), live=live),
        inputs.day(TO, tr("Last day"), form.get(TO), live=live),
        inputs.line(PEOPLE, tr("How many people"), form.get(PEOPLE) or "1"),
        inputs.writing(
            WORK,
            tr("What is the work?"),
            form.get(WORK),
            optional=False,
            hint=tr("A sentence. Read by those who could offer somebody, and by whoever is offered."),
        ),
        *(blocks.section(line) for line in outlook),
    ]
    return blocks.modal("staffing:ask", tr("Ask for people"), built, submit=tr("Ask for people"), metadata=metadata)


@dataclass(frozen=True)
class Offering:
    """What the modal for an offer shows."""

    asked: str
    """The ask in a line."""
    people: Mapping[str, str]
    ranks: Sequence[str]
    form: Form
    metadata: str


def offer_view(known: Offering) -> View:
    """The modal that offers somebody."""
    form = known.form
    built: list[Built] = [
        blocks.section(known.asked),
        *map(blocks.section, known.ranks),
        inputs.choice(PERSON, tr("Whom do you offer?"), known.people, form.get(PERSON)),
        inputs.line(AMOUNT, tr("How much of them"), form.get(AMOUNT), hint=tr(AMOUNTS)),
        inputs.day(FROM, tr("First day"), form.get(FROM)),
        inputs.day(TO, tr("Last day"), form.get(TO)),
        inputs.writing(
            REASON,
            tr("Only if it is more than their working time: why all the same?"),
            form.get(REASON),
            optional=True,
            hint=tr("Kept for the department. Neither the project manager nor the person offered reads it."),
        ),
    ]
    return blocks.modal("staffing:offer", tr("Offer somebody"), built, submit=tr("Offer"), metadata=known.metadata)


def why_view(verb: str, title: str, submit: str, line: str, metadata: str, hint: str) -> View:
    """A modal that asks why."""
    built: list[Built] = [blocks.section(line), inputs.writing(REASON, tr("Why"), optional=False, hint=hint)]
    return blocks.modal(f"staffing:{verb}", title, built, submit=submit, metadata=metadata)


def end_view(verb: str, title: str, submit: str, line: str, metadata: str, last: Any) -> View:
    """A modal that asks for a last day, and why."""
    built: list[Built] = [
        blocks.section(line),
        inputs.day(TO, tr("Last day on the project"), last),
        inputs.writing(REASON, tr("Why"), optional=False, hint=tr("Read by both managers.")),
    ]
    return blocks.modal(f"staffing:{verb}", title, built, submit=submit, metadata=metadata)


def lines_view(title: str, lines: Sequence[str]) -> View:
    """A modal that only tells."""
    return blocks.modal(None, title, [blocks.section(line) for line in paged(lines)][:50])


def paged(lines: Sequence[str]) -> list[str]:
    """The lines in as few paragraphs as Slack's limit allows."""
    pages: list[str] = []
    for line in lines:
        if pages and len(pages[-1]) + len(line) < blocks.LONGEST_TEXT:
            pages[-1] += f"\n{line}"
            continue
        pages.append(line)
    return pages
