"""Leave: asked for, decided, counted and explained. This is its table of contents."""

from workflows.kernel.access import Actor, Permission
from workflows.kernel.flow import Action, Form, Loader, Tx, Verb, Workflow
from workflows.language import marked
from workflows.leave import (
    actions,
    adjustments,
    asking,
    closing,
    consulting,
    flooring,
    governing,
    lieu,
    looking,
    nudging,
    passages,
    standins,
    suggesting,
    who,
    words,
)
from workflows.leave.digest import digest
from workflows.leave.hearing import hear
from workflows.leave.home import home, show_waiting
from workflows.leave.messages import render
from workflows.leave.moves import explain
from workflows.leave.notices import REMINDERS, advance, due, notices, pieces
from workflows.leave.offers import NEEDS, relate
from workflows.leave.prospect import (
    load_branch,
    load_company,
    load_leave,
    load_person,
    load_policy,
    load_self,
    load_whose,
)
from workflows.leave.rules.life import MACHINE, POLICY
from workflows.leave.seed import seed
from workflows.reminding import nudges


def _read(_tx: Tx, actor: Actor, text: str) -> tuple[str, Form]:
    return words.read(text, actor)


def _verb(name: str, do: Action, load: Loader, help_line: str = "") -> Verb:
    return Verb(name, Permission(NEEDS[name]), do, load, help_line)


WORKFLOW = Workflow(
    name="leave",
    command="/leave",
    summary=marked("Ask for leave, see your balance and who is away"),
    hint="[24 dec - 2 jan] | balance | list | who | help",
    verbs=(
        _verb(
            "open",
            asking.open_form,
            load_whose,
            marked("24 dec - 2 jan: ask for leave; add “for @somebody” for your people"),
        ),
        _verb("preview", asking.preview, load_whose),
        _verb("ask", asking.ask, load_whose),
        _verb("balance", looking.show_balance, load_whose, marked("balance: how many days you have left, and why")),
        _verb("list", looking.show_list, load_whose, marked("list: your leave, and what you can do about it")),
        _verb("waiting", show_waiting, load_self, marked("waiting: leave that waits for your decision or your word")),
        _verb(
            "who",
            who.show_who,
            load_self,
            marked("who: who is away: today, week; team, department, project or company"),
        ),
        _verb("floor", flooring.open_form, load_branch, marked("floor: how many of your department must be there")),
        _verb("set_floor", flooring.put, load_branch),
        _verb(
            "closed",
            closing.open_form,
            load_company,
            marked("closed: days on which the company is closed, for all at once"),
        ),
        _verb("close", closing.close, load_company),
        _verb("reopen", closing.reopen, load_company),
        _verb(
            "adjust",
            adjustments.open_form,
            load_whose,
            marked("adjust for @somebody: change a balance by hand, and say why"),
        ),
        _verb("put_adjustment", adjustments.put, load_person),
        _verb(
            "worked",
            lieu.open_form,
            load_self,
            marked("worked 12 dec: time worked on a day off, to be taken off instead"),
        ),
        _verb("earn", lieu.earn, load_self),
        _verb("confirm", lieu.confirm, lieu.load_worked),
        _verb("turn_down", lieu.turn_down, lieu.load_worked),
        _verb("take_back", lieu.take_back, lieu.load_worked),
        _verb("explain", looking.explain, load_person),
        _verb("days", looking.explain_days, load_leave),
        _verb("approve", actions.approve, load_leave),
        _verb("approve_first", actions.approve_first, load_leave),
        _verb("decline", actions.decline, load_leave),
        _verb("suggest", suggesting.suggest, load_leave),
        _verb("touches", looking.show_touched, load_leave),
        _verb("no_concern", consulting.no_concern, consulting.load_consultation),
        _verb("concern", consulting.concern, consulting.load_consultation),
        _verb("change", asking.change, load_leave),
        _verb("keep_asked", suggesting.keep_asked, load_leave),
        _verb("nudge", nudging.nudge, load_leave),
        _verb("nudge_worked", nudging.nudge_worked, lieu.load_worked),
        _verb("withdraw", actions.withdraw, load_leave),
        _verb("shorten", actions.shorten, load_leave),
        _verb("shorten_for", actions.shorten_for, load_leave),
        _verb("cancel", actions.cancel, load_leave),
        _verb("cancel_for", actions.cancel_for, load_leave),
        _verb("ask_cancel", actions.ask_cancel, load_leave),
        _verb("keep", actions.keep, load_leave),
        _verb("approve_cancel", actions.approve_cancel, load_leave),
        _verb("refuse_cancel", actions.refuse_cancel, load_leave),
        _verb("edit_policy", governing.edit, load_policy),
        _verb("preview_policy", governing.preview_edit, load_policy),
        _verb("assign_policy", governing.assign, load_policy),
        _verb("preview_assignment", governing.preview_assignment, load_policy),
        _verb("show_policy", governing.show, load_policy),
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
    seed=seed,
    advance=advance,
    pieces=pieces,
    hear=hear,
    substitute=standins.substitute,
    joins=passages.joins,
    leaves=passages.leaves,
    digest=digest,
)
