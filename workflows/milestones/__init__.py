"""Milestones: what a project is to reach and by when, how it stands, and whom it concerns when that moves."""

from workflows.kernel.access import Actor, Permission
from workflows.kernel.flow import Action, Form, Loader, Tx, Verb, Workflow
from workflows.language import marked
from workflows.milestones import actions, answering, looking, nudging, words
from workflows.milestones.charts import charts
from workflows.milestones.digest import digest
from workflows.milestones.hearing import effects, hear
from workflows.milestones.home import home
from workflows.milestones.messages import render
from workflows.milestones.moves import explain
from workflows.milestones.notices import REMINDERS, due, notices, undelivered
from workflows.milestones.offers import relate
from workflows.milestones.prospect import load_item, load_new, load_outlook, load_plan, load_risk
from workflows.milestones.rules.item import NAME
from workflows.milestones.rules.life import MACHINE, NEEDS, POLICY
from workflows.reminding import nudges


def _read(_tx: Tx, _actor: Actor, text: str) -> tuple[str, Form]:
    return words.read(text)


def _verb(name: str, do: Action, load: Loader, help_line: str = "") -> Verb:
    return Verb(name, Permission(NEEDS[name]), do, load, help_line)


WORKFLOW = Workflow(
    name=NAME,
    command=words.COMMAND,
    summary=marked("See and report what your projects are to reach, and by when"),
    hint="list [project] | next | plan [project] | new [project] | update … | done … | story … | help",
    verbs=(
        _verb(
            "list",
            looking.show_list,
            load_outlook,
            marked("list [apollo]: the milestones of a project, or of all yours"),
        ),
        _verb("next", looking.show_next, load_outlook, marked("next: what comes next in your projects")),
        _verb("plan", looking.show_plan, load_plan, marked("plan [apollo]: the project's plan as a picture")),
        _verb("new", actions.new, load_new, marked("new [apollo]: add a milestone to a project you manage")),
        _verb("create", actions.create, load_new),
        _verb(
            "update",
            actions.update,
            load_item,
            marked("update beta: report how “Beta release” stands, or move its date"),
        ),
        _verb("preview", actions.preview, load_item),
        _verb("done", actions.done, load_item, marked("done beta: it is reached")),
        _verb("story", looking.show_story, load_item, marked("story beta: all that was reported about it")),
        _verb("postpone", actions.postpone, load_item),
        _verb("nudge", nudging.nudge, load_item),
        _verb("rebaseline", actions.rebaseline, load_item),
        _verb("edit", actions.edit, load_item),
        _verb("drop", actions.drop, load_item),
        _verb("reopen", actions.reopen, load_item),
        _verb("mark_at_risk", answering.mark_at_risk, load_risk),
        _verb("leave_as_is", answering.leave_as_is, load_risk),
    ),
    machine=MACHINE,
    policy=POLICY,
    relate=relate,
    read=_read,
    explain=explain,
    notices=nudges.told(notices),
    due=due,
    render=nudges.rendered(render),
    reminders=REMINDERS,
    home=home,
    digest=digest,
    charts=charts,
    hear=hear,
    effects=effects,
    undelivered=undelivered,
)
"""This is its table of contents."""
