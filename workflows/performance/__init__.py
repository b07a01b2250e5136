"""Performance: reported to the person's operations manager, read by nobody else, handled by people. Its contents."""

from workflows.kernel.access import Actor, Permission
from workflows.kernel.flow import Action, Form, Loader, Shortcut, Tx, Verb, Workflow
from workflows.language import marked
from workflows.performance import actions, handling, looking, nudging, words
from workflows.performance.digest import digest
from workflows.performance.home import home
from workflows.performance.messages import render
from workflows.performance.notices import REMINDERS, advance, due, notices
from workflows.performance.offers import NEEDS, load_case, relate
from workflows.performance.reach import load_author, load_self, load_whom
from workflows.performance.rules import MACHINE, POLICY
from workflows.performance.store import NAME, seed
from workflows.reminding import nudges


def _read(_tx: Tx, _actor: Actor, text: str) -> tuple[str, Form]:
    return words.read(text)


def _verb(name: str, do: Action, load: Loader, help_line: str = "") -> Verb:
    return Verb(name, Permission(NEEDS[name]), do, load, help_line)


WORKFLOW = Workflow(
    name=NAME,
    command=words.COMMAND,
    summary=marked("Report how somebody's work on your project goes to their operations manager"),
    hint="[@somebody] | list | log | help",
    verbs=(
        _verb(
            "open", actions.open_form, load_whom, marked("@somebody: a form for what happened, and who will read it")
        ),
        _verb("preview", actions.preview, load_whom),
        _verb("from_message", actions.from_message, load_author),
        _verb("report", actions.report, load_whom),
        _verb("list", looking.show_list, load_self, marked("list: your reports, and the cases put to you")),
        _verb("logs", looking.show_logs, load_self, marked("log: who has looked at cases; “log 7” for case 7")),
        _verb("read", looking.read, load_case),
        _verb("log", looking.show_looks, load_case),
        _verb("acknowledge", handling.acknowledge, load_case),
        _verb("take", handling.take, load_case),
        _verb("ask", handling.ask, load_case),
        _verb("answer", handling.answer, load_case),
        _verb("nudge", nudging.nudge, load_case),
        _verb("invite", handling.invite, load_case),
        _verb("reply", handling.reply, load_case),
        _verb("merge", handling.merge, load_case),
        _verb("close", handling.close, load_case),
    ),
    machine=MACHINE,
    policy=POLICY,
    relate=relate,
    read=_read,
    explain=handling.explain,
    notices=nudges.told(notices),
    due=due,
    render=nudges.rendered(render),
    reminders=REMINDERS,
    home=home,
    seed=seed,
    advance=advance,
    shortcuts=(
        Shortcut(
            "from_message", marked("Report to operations"), marked("Tell the author's operations manager, privately")
        ),
    ),
    digest=digest,
)
