"""Digests: what needs somebody, said once in their own morning, and nothing when there is nothing to say."""

from workflows.digest import actions, channels, teams, words
from workflows.digest.actions import load_self
from workflows.digest.clock import rounds
from workflows.digest.home import home
from workflows.digest.messages import render
from workflows.digest.rules import MACHINE, POLICY
from workflows.digest.whereabouts import digest
from workflows.kernel.access import Actor, Permission
from workflows.kernel.flow import Action, Form, Tx, Verb, Workflow
from workflows.language import marked, tr


def _read(_tx: Tx, _actor: Actor, text: str) -> tuple[str, Form]:
    return words.read(text)


def _verb(name: str, do: Action, help_line: str = "") -> Verb:
    return Verb(name, Permission("own"), do, load_self, help_line)


def _for_team(name: str, do: Action, help_line: str = "") -> Verb:
    return Verb(name, Permission("set_channel"), do, teams.load_team, help_line)


WORKFLOW = Workflow(
    name="digest",
    command=words.COMMAND,
    summary=marked("What needs you, each working morning"),
    hint=marked("[daily | weekly | project | mine] | settings | off weekly | at 07:15 | help"),
    verbs=(
        _verb(
            "show",
            actions.show,
            marked(": your digest as it is now; `daily`, `weekly`, `project` or `mine` shows that one"),
        ),
        _verb("settings", actions.settings, marked("settings: when it comes, and which kinds")),
        _verb("save", actions.save),
        _verb(
            "off",
            actions.off,
            marked("off weekly: no more of that kind, such as `daily`, `project`, `mine`, `channel`"),
        ),
        _verb("on", actions.on, marked("on weekly: that kind again")),
        _verb("at", actions.at, marked("at 07:15: another time, where you are")),
        _for_team("channel", teams.open_form, marked("channel: where your department reads who is away today")),
        _for_team("set_channel", teams.put),
    ),
    machine=MACHINE,
    policy=POLICY,
    relate=teams.relate,
    read=_read,
    explain=lambda _tx, _actor, _subject: tr("`/digest settings` shows what you chose."),
    notices=channels.greeting,
    undelivered=channels.undelivered,
    due=lambda _tx: (),
    rounds=rounds,
    render=render,
    home=home,
    digest=digest,
)
