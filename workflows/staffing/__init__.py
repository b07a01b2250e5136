"""Staffing: people asked for by skill, offered by their departments, accepted by projects. Its table of contents."""

from workflows.kernel.access import Actor, Permission
from workflows.kernel.flow import Action, Loader, Tx, Verb, Workflow
from workflows.language import marked, tr
from workflows.reminding import nudges
from workflows.staffing import actions, asking, changing, flooring, loading, looking, nudging, planning, tasks, words
from workflows.staffing.cards import within
from workflows.staffing.charts import charts
from workflows.staffing.clock import advance, due
from workflows.staffing.digest import digest
from workflows.staffing.effects import effects
from workflows.staffing.hearing import hear
from workflows.staffing.home import home
from workflows.staffing.messages import render
from workflows.staffing.notices import REMINDERS, notices
from workflows.staffing.offers import NEEDS, Subject, relate
from workflows.staffing.records import Desk
from workflows.staffing.rules.life import MACHINE, POLICY, State


def _verb(name: str, do: Action, load: Loader, help_line: str = "") -> Verb:
    return Verb(name, Permission(NEEDS[name]), do, load, help_line)


def _explain(_tx: Tx, _actor: Actor, subject: Subject) -> str:
    """How it stands, for one who came too late."""
    over = isinstance(subject, Desk) and subject.state is State.CLOSED
    state = subject.request.state if over and isinstance(subject, Desk) else subject.state
    if state is None:
        return tr("This has changed since you last saw it. `/staff list` shows how it stands.")
    return tr("This has changed since you last saw it: {state}. `/staff list` shows the rest.", state=within(state))


WORKFLOW = Workflow(
    name="staffing",
    command="/staff",
    summary=marked("Ask for people, offer yours, see who is booked how far"),
    hint="[ask] | list | plan | load [project|department|me] | floor | help",
    verbs=(
        _verb("open", asking.open_form, loading.load_self, marked("ask: ask for people for a project you manage")),
        _verb("preview", asking.preview, loading.load_self),
        _verb("ask", asking.ask, loading.load_project),
        _verb("refill", asking.refill, loading.load_vacancy),
        _verb(
            "list",
            looking.show_list,
            loading.load_self,
            marked("list: what waits for you, asks, and who works on what"),
        ),
        _verb(
            "plan",
            planning.open_plan,
            loading.load_self,
            marked("plan: the best person for each open ask, all together"),
        ),
        _verb("offer_plan", planning.offer_plan, loading.load_self),
        _verb(
            "load",
            looking.show_load,
            loading.load_scope,
            marked("load: twelve weeks as a picture: me, project or department, with a name after it if need be"),
        ),
        _verb(
            "floor",
            flooring.open_form,
            loading.load_department,
            marked("floor: what your department keeps for business as usual"),
        ),
        _verb("set_floor", flooring.put, loading.load_department),
        _verb("withdraw", asking.withdraw, loading.load_request),
        _verb("show", actions.show, loading.load_desk),
        _verb("offer", actions.offer, loading.load_desk),
        _verb("decline", actions.decline, loading.load_desk),
        _verb("accept", actions.accept, loading.load_offer),
        _verb("refuse", actions.refuse, loading.load_offer),
        _verb("take_back", actions.take_back, loading.load_offer),
        _verb("release", changing.release, loading.load_booking),
        _verb("ask_release", changing.ask_release, loading.load_booking),
        _verb("ask_extension", changing.ask_extension, loading.load_booking),
        _verb("agree", changing.agree, loading.load_change),
        _verb("turn_down", changing.turn_down, loading.load_change),
        _verb("drop", changing.drop, loading.load_change),
        _verb("nudge", nudging.nudge, loading.load_request),
        _verb("nudge_offer", nudging.nudge_offer, loading.load_offer),
        _verb("nudge_change", nudging.nudge_change, loading.load_change),
        _verb("finish", tasks.finish, loading.load_task),
    ),
    machine=MACHINE,
    policy=POLICY,
    relate=relate,
    read=words.read,
    explain=_explain,
    notices=nudges.told(notices, nudging.questions),
    due=due,
    render=nudges.rendered(render),
    reminders=REMINDERS,
    home=home,
    advance=advance,
    hear=hear,
    effects=effects,
    digest=digest,
    charts=charts,
)
