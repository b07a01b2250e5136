"""Settings: the language somebody reads, what they can type in their roles, and a welcome to each, once."""

from workflows.kernel.access import Actor, Permission, Relation
from workflows.kernel.flow import Action, Form, Tx, Verb, Workflow
from workflows.language import marked
from workflows.settings import actions, words
from workflows.settings.actions import load_self
from workflows.settings.home import home
from workflows.settings.rules import MACHINE, POLICY


def _read(_tx: Tx, _actor: Actor, text: str) -> tuple[str, Form]:
    return words.read(text)


def _verb(name: str, do: Action, help_line: str = "") -> Verb:
    return Verb(name, Permission("own"), do, load_self, help_line)


WORKFLOW = Workflow(
    name="settings",
    command=words.COMMAND,
    summary=marked("What you can type here, and how I write to you"),
    hint=marked("settings | language Deutsch | help"),
    verbs=(
        _verb("show", actions.show, marked(": what you can type, in each of your roles")),
        _verb("settings", actions.settings, marked("settings: your language, and when you are told what")),
        _verb("save", actions.save),
        _verb(
            "language",
            actions.language_said,
            marked("language Deutsch: the language I write in: English, Deutsch, Français, Español"),
        ),
        _verb("seen", actions.seen),
    ),
    machine=MACHINE,
    policy=POLICY,
    relate=lambda _tx, _actor, _subject: frozenset({Relation.OWN}),
    read=_read,
    explain=lambda _tx, _actor, _subject: "",
    notices=lambda _tx, _event: (),
    due=lambda _tx: (),
    render=lambda _tx, _notice: None,
    home=home,
)
