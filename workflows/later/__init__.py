"""Reminders put off: whoever is reminded may have it again tomorrow, on Monday, or in three working days."""

from workflows.kernel.access import Actor, Permission, Relation
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx, Verb, Workflow
from workflows.language import marked, tr
from workflows.later import actions
from workflows.later.actions import Kept, Said
from workflows.later.rules import MACHINE, POLICY
from workflows.reminding.snoozing import NAME


def _relate(_tx: Tx, actor: Actor, subject: Said | Kept) -> frozenset[Relation]:
    return frozenset({Relation.OWN if subject.person == actor.person else Relation.COLLEAGUE})


def _read(_tx: Tx, _actor: Actor, text: str) -> tuple[str, Form]:
    if text.strip().lower() not in ("", "list"):
        raise Refused(tr("`/later` alone shows what you put off; `/later help` says the rest."), reason="words")
    return "list", {}


WORKFLOW = Workflow(
    name=NAME,
    command="/later",
    summary=marked("The reminders you put off, and until when"),
    hint="[list] | help",
    verbs=(
        Verb("list", Permission("look"), actions.show_list, actions.load_self, marked("list: what you put off")),
        Verb("snooze", Permission("put_off"), actions.snooze, actions.load_said),
        Verb("now", Permission("put_off"), actions.now, actions.load_kept),
    ),
    machine=MACHINE,
    policy=POLICY,
    relate=_relate,
    read=_read,
    explain=actions.explain,
    notices=lambda _tx, _event: (),
    due=lambda _tx: (),
    render=actions.render,
    reminders=frozenset({actions.AGAIN}),
    home=lambda _tx, _actor: (),
)
