"""The directory as people see it: who I am in it, who my colleagues are, newcomers let in. The table of contents."""

from workflows.directory import actions, arrivals, deputies, offers, words
from workflows.directory.home import home
from workflows.directory.messages import render
from workflows.directory.notices import REMINDERS, due, notices
from workflows.directory.offers import NEEDS, relate
from workflows.directory.rules import MACHINE, POLICY
from workflows.kernel.access import Actor, Permission
from workflows.kernel.flow import Action, Form, Loader, Tx, Verb, Workflow
from workflows.language import marked


def _read(_tx: Tx, actor: Actor, text: str) -> tuple[str, Form]:
    return words.read(text, actor)


def _verb(name: str, do: Action, load: Loader, help_line: str = "") -> Verb:
    return Verb(name, Permission(NEEDS[name]), do, load, help_line)


WORKFLOW = Workflow(
    name="directory",
    command="/people",
    summary=marked("See what I know about you and your colleagues"),
    hint="[@somebody] | team | deputy | add @somebody | help",
    verbs=(
        _verb(
            "me",
            actions.show_me,
            offers.load_self,
            marked("me: your department, manager, projects and working pattern"),
        ),
        _verb(
            "show", actions.show, offers.load_colleague, marked("@somebody: their department, projects and local time")
        ),
        _verb(
            "team",
            actions.show_team,
            offers.load_self,
            marked("team: who is in your department, and for whom they work"),
        ),
        _verb(
            "propose",
            actions.propose,
            offers.load_proposed,
            marked("add @somebody: add somebody new, if you manage a department"),
        ),
        _verb("form", actions.open_form, offers.load_newcomer),
        _verb("enrol", actions.enrol, offers.load_newcomer),
        _verb("set_aside", actions.set_aside, offers.load_newcomer),
        _verb(
            "deputy",
            deputies.open_form,
            deputies.load_branch,
            marked("deputy: who stands in for you in your department, and when"),
        ),
        _verb("set_deputy", deputies.put, deputies.load_branch),
    ),
    machine=MACHINE,
    policy=POLICY,
    relate=relate,
    read=_read,
    explain=actions.explain,
    notices=notices,
    due=due,
    render=render,
    reminders=REMINDERS,
    home=home,
    advance=arrivals.recognised,
)
