"""Handover: what is passed on where the two sides meet, by whom, to whom, and whether it arrived."""

from workflows.handover import actions, looking, nudging, words
from workflows.handover.digest import digest
from workflows.handover.hearing import hear, missing
from workflows.handover.home import home
from workflows.handover.messages import render
from workflows.handover.moves import explain
from workflows.handover.notices import REMINDERS, notices
from workflows.handover.offers import relate
from workflows.handover.prospect import load_away, load_handover, load_item, load_self, load_start
from workflows.handover.reminders import due
from workflows.handover.rules.life import MACHINE, NEEDS, POLICY
from workflows.kernel.access import Actor, Permission
from workflows.kernel.flow import Action, Form, Loader, Tx, Verb, Workflow
from workflows.language import marked
from workflows.reminding import nudges


def _read(_tx: Tx, _actor: Actor, text: str) -> tuple[str, Form]:
    return words.read(text)


def _verb(name: str, do: Action, load: Loader, help_line: str = "") -> Verb:
    return Verb(name, Permission(NEEDS[name]), do, load, help_line)


WORKFLOW = Workflow(
    name="handover",
    command=words.COMMAND,
    summary=marked("Pass on what you know, and see what is still missing"),
    hint=marked("[start apollo] | list | away | help"),
    verbs=(
        _verb(
            "list", looking.show_list, load_self, marked("list: the handovers you are part of, and what waits for you")
        ),
        _verb(
            "open",
            actions.open_form,
            load_self,
            marked("start apollo: hand over at an intersection of a project; `start @somebody` before a long leave"),
        ),
        _verb(
            "away",
            looking.show_away,
            load_self,
            marked("away: what moved while you were away, 10 working days or more"),
        ),
        _verb("preview", actions.preview, load_self),
        _verb("prepare", actions.prepare, load_away),
        _verb("start", actions.start, load_start),
        _verb("show", looking.show, load_handover),
        _verb("add", actions.add, load_handover),
        _verb("cancel", actions.cancel, load_handover),
        _verb("change", actions.change, load_item),
        _verb("drop", actions.drop, load_item),
        _verb("give", actions.give, load_item),
        _verb("acknowledge", actions.acknowledge, load_item),
        _verb("send_back", actions.send_back, load_item),
        _verb("nudge", nudging.nudge, load_item),
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
    hear=hear,
    missing=missing,
)
