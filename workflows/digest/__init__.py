"""Digests: what needs somebody, said once in their own morning, and nothing when there is nothing to say."""

from workflows.digest import actions, words
from workflows.digest.actions import load_self
from workflows.digest.clock import due
from workflows.digest.home import home
from workflows.digest.messages import render
from workflows.digest.rules import MACHINE, POLICY
from workflows.digest.whereabouts import digest
from workflows.kernel.access import Actor, Permission, Relation
from workflows.kernel.flow import Action, Form, Tx, Verb, Workflow


def _read(_tx: Tx, _actor: Actor, text: str) -> tuple[str, Form]:
    return words.read(text)


def _verb(name: str, do: Action, help_line: str = "") -> Verb:
    return Verb(name, Permission("own"), do, load_self, help_line)


WORKFLOW = Workflow(
    name="digest",
    command=words.COMMAND,
    summary="What needs you, each working morning",
    hint="[daily | weekly | project | mine] | settings | off weekly | at 07:15 | help",
    verbs=(
        _verb(
            "show", actions.show, ": your digest as it is now; `daily`, `weekly`, `project` or `mine` shows that one"
        ),
        _verb("settings", actions.settings, "settings: when it comes, and which kinds"),
        _verb("save", actions.save),
        _verb("off", actions.off, "off weekly: no more of that kind, such as `daily`, `project`, `mine`, `channel`"),
        _verb("on", actions.on, "on weekly: that kind again"),
        _verb("at", actions.at, "at 07:15: another time, where you are"),
    ),
    machine=MACHINE,
    policy=POLICY,
    relate=lambda _tx, _actor, _subject: frozenset({Relation.OWN}),
    read=_read,
    explain=lambda _tx, _actor, _subject: "`/digest settings` shows what you chose.",
    notices=lambda _tx, _event: (),
    due=due,
    due_writes=True,
    render=render,
    home=home,
    digest=digest,
)
