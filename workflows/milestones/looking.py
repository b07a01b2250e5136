"""What the verbs that only look show: lists, what comes next, a project's plan as a picture, a milestone's story."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from workflows.kernel.access import Actor
from workflows.kernel.flow import Form, Outcome, Tx
from workflows.kernel.replies import Message, Open, Picture, Say
from workflows.language import marked, tr
from workflows.milestones import cards, desk, gantt, prospect, store, story, views
from workflows.milestones.cards import Facts
from workflows.milestones.reading import all_facts, facts_of
from workflows.milestones.rules.item import Item, Outlook
from workflows.organisation import plan
from workflows.organisation.rules import Project
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import dated, labelled

MOST_ENTRIES = 14
MOST_NEXT = 6
MOST_LINES = 60
_ADD = marked("Add milestone…")


def show_list(tx: Tx, actor: Actor, outlook: Outlook, _form: Form) -> Outcome:
    """A project's milestones with what can be done about each; without a project, those of all the actor's."""
    if outlook.project is not None:
        return Outcome(Say(_of_project(tx, actor, outlook.project)))
    projects = prospect.projects_of(tx, actor)
    if not projects:
        return Outcome(Say(Message(tr(prospect.NONE))))
    items = store.plan_of(tx, [one.id for one in projects])
    built: list[Built] = []
    for project, found in _by_project(items, projects):
        built += [blocks.header(project.name), *_entries(tx, actor, found, max(2, MOST_ENTRIES // len(projects)))]
        built += _adding(tx, actor, project)
    return Outcome(Say(Message(tr("Milestones of your projects"), blocks.laid_out(built[:50]))))


def show_next(tx: Tx, actor: Actor, _outlook: Outlook, _form: Form) -> Outcome:
    """What comes next in the actor's projects, whichever they are."""
    found = upcoming(tx, actor)[:MOST_NEXT]
    if not found:
        return Outcome(Say(Message(tr("Nothing is to be reached in your projects. `/milestone list` shows what was."))))
    built: list[Built] = [blocks.header(tr("Next milestones"))]
    for facts in all_facts(tx, actor, found):
        built += cards.entry(facts, project=True)
    return Outcome(Say(Message(tr("Next milestones"), blocks.laid_out(built))))


def show_plan(tx: Tx, actor: Actor, outlook: Outlook, _form: Form) -> Outcome:
    """The plan as a picture, and the same in words."""
    project = outlook.project
    items = store.plan_of(tx, [project.id]) if project else []
    if project is None or not items:
        text = tr("There is no milestone in this plan yet. The project's manager adds one with `/milestone new`.")
        return Outcome(Say(Message(text)))
    known = all_facts(tx, actor, items)
    built = [blocks.header(project.name), *(blocks.section(page) for page in _paged(map(_bullet, known)))]
    message = Message(
        tr("Plan of {name}", name=project.name), blocks.laid_out(built), _picture(tx, actor, project, known)
    )
    return Outcome(Say(message))


def show_story(tx: Tx, actor: Actor, item: Item, _form: Form) -> Outcome:
    """All that was reported about a milestone, newest first."""
    facts, history = facts_of(tx, actor, item), plan.history(tx, item.id)
    told = []
    for number in range(len(history) - 1, -1, -1):
        line, before = history[number], history[number - 1] if number else None
        head = f"{dated(line.on, facts.locale)}. {story.head(tx, actor, item, line, before)}"
        told.append((head, story.words(line)))
    return Outcome(Open(views.story_view(labelled(facts.project, facts.name), told)))


def upcoming(tx: Tx, actor: Actor) -> list[Item]:
    """What is still to be reached in the actor's projects, the soonest first."""
    projects = prospect.projects_of(tx, actor)
    return [one for one in store.plan_of(tx, [project.id for project in projects]) if one.milestone.open]


def _of_project(tx: Tx, actor: Actor, project: Project) -> Message:
    items = store.plan_of(tx, [project.id])
    built: list[Built] = [blocks.header(project.name), *_entries(tx, actor, items, MOST_ENTRIES)]
    built += _adding(tx, actor, project)
    return Message(tr("Milestones of {name}", name=project.name), blocks.laid_out(built[:50]))


def _entries(tx: Tx, actor: Actor, items: Sequence[Item], most: int) -> list[Built]:
    """What is open first; then what is done; as many as fit."""
    ordered = sorted(items, key=lambda one: not one.milestone.open)
    built = [block for facts in all_facts(tx, actor, ordered[:most]) for block in cards.entry(facts)]
    if not items:
        return [blocks.section(tr("No milestones yet."))]
    left = len(ordered) - most
    return [
        *built,
        *([blocks.aside(tr("And {left} more: `/milestone plan` shows them all.", left=left))] if left > 0 else []),
    ]


def _adding(tx: Tx, actor: Actor, project: Project) -> list[Built]:
    buttons = [blocks.button(tr("Show plan"), "milestones:plan", f"{project.id}.1")]
    if project in prospect.led_by(tx, actor):
        buttons.append(blocks.button(tr(_ADD), "milestones:new", f"{project.id}.1"))
    return list(blocks.actions(buttons))


def _by_project(items: Sequence[Item], projects: Sequence[Project]) -> list[tuple[Project, list[Item]]]:
    ordered = sorted(items, key=lambda one: one.project.id)
    known = {number: list(found) for number, found in groupby(ordered, key=lambda one: one.project.id)}
    return [(project, known.get(project.id, [])) for project in projects]


def _picture(tx: Tx, actor: Actor, project: Project, known: Sequence[Facts]) -> Picture:
    shown = sorted(known, key=lambda one: (one.item.milestone.baseline, one.item.id))[: gantt.MOST_ROWS]
    rows = [_row(facts) for facts in shown]
    today, locale = desk.today_of(tx, actor.person), desk.locale_of_actor(actor)
    return Picture(
        lambda: gantt.draw(project.name, rows, today, project.ends, locale),
        tr("Plan"),
        gantt.spoken(project.name, rows, today, locale),
    )


def _row(facts: Facts) -> gantt.Row:
    one = facts.item.milestone
    return gantt.Row(one.name, one.baseline, one.forecast, one.health, one.percent, facts.slipped)


def _bullet(facts: Facts) -> str:
    return f"{cards.MARKS[facts.item.milestone.health]} {cards.line(facts)}"


def _paged(lines: Iterable[str]) -> list[str]:
    pages: list[str] = []
    for line in list(lines)[:MOST_LINES]:
        if pages and len(pages[-1]) + len(line) < blocks.LONGEST_TEXT:
            pages[-1] += f"\n{line}"
            continue
        pages.append(line)
    return pages
