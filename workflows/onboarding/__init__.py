"""Onboarding: people looked for, people who join and people who leave, and every step around it. Table of contents."""

from workflows.kernel.access import Actor, Permission
from workflows.kernel.flow import Action, Form, Loader, Tx, Verb, Workflow
from workflows.language import marked
from workflows.onboarding import actions, hiring, looking, nudging, words
from workflows.onboarding.digest import digest
from workflows.onboarding.home import home
from workflows.onboarding.messages import render
from workflows.onboarding.moves import explain
from workflows.onboarding.notices import REMINDERS, notices
from workflows.onboarding.offers import relate
from workflows.onboarding.prospect import (
    load_branch,
    load_company,
    load_journey,
    load_opening,
    load_self,
    load_step,
    load_whose,
)
from workflows.onboarding.reminders import advance, due
from workflows.onboarding.rules.life import MACHINE, NEEDS, POLICY
from workflows.reminding import nudges


def _read(_tx: Tx, _actor: Actor, text: str) -> tuple[str, Form]:
    return words.read(text)


def _verb(name: str, do: Action, load: Loader, help_line: str = "") -> Verb:
    return Verb(name, Permission(NEEDS[name]), do, load, help_line)


WORKFLOW = Workflow(
    name="onboarding",
    command=words.COMMAND,
    summary=marked("Openings, people who join and people who leave, step by step"),
    hint="[open | start | leaving @somebody | roles] | list | help",
    verbs=(
        _verb("list", looking.show_list, load_self, marked("list: openings, joinings and leavings you have a part in")),
        _verb("open", hiring.open_form, load_self, marked("open [Python]: look for people for your department")),
        _verb("create", hiring.create, load_branch),
        _verb("start", hiring.start, load_self, marked("start: somebody was hired without an opening")),
        _verb("join", hiring.join, load_branch),
        _verb(
            "leaving",
            actions.leaving,
            load_self,
            marked("leaving @somebody: their last day, and all that is to be done by it"),
        ),
        _verb("leave", actions.leave, load_whose),
        _verb("take_back", actions.take_back, load_journey),
        _verb("roles", actions.roles, load_company, marked("roles: who looks after IT; for people admins")),
        _verb("set_role", actions.set_role, load_company),
        _verb("amend", hiring.amend, load_opening),
        _verb("hold", hiring.hold, load_opening),
        _verb("resume", hiring.resume, load_opening),
        _verb("fill", hiring.fill, load_opening),
        _verb("call_off", hiring.call_off, load_opening),
        _verb("hire", hiring.hire, load_opening),
        _verb("show", looking.show, load_journey),
        _verb("done", actions.done, load_step),
        _verb("settle", actions.settle, load_step),
        _verb("nudge", nudging.nudge, load_step),
        _verb("not_needed", actions.not_needed, load_step),
        _verb("reassign", actions.reassign, load_step),
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
    advance=advance,
)
