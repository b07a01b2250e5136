"""Calendar feeds: who is away, in one's own calendar, by a secret link (iCalendar, RFC 5545)."""

from workflows.feeds.actions import close, link, load_self, show
from workflows.feeds.rules import MACHINE, POLICY
from workflows.kernel.access import Actor, Permission, Relation
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx, Verb, Workflow


def _read(_tx: Tx, _actor: Actor, text: str) -> tuple[str, Form]:
    if text.strip():
        raise Refused(f"I don't know `/calendar {text[:40]}`. Type `/calendar` alone to see your calendar links.")
    return "show", {}


WORKFLOW = Workflow(
    name="feeds",
    command="/calendar",
    summary="Who is away, in your own calendar",
    hint="",
    verbs=(
        Verb(
            "show", Permission("own"), show, load_self, ": your calendar links: yours, your team's, your department's"
        ),
        Verb("link", Permission("own"), link, load_self),
        Verb("close", Permission("own"), close, load_self),
    ),
    machine=MACHINE,
    policy=POLICY,
    relate=lambda _tx, _actor, _subject: frozenset({Relation.OWN}),
    read=_read,
    explain=lambda _tx, _actor, _subject: "That link is closed. Type `/calendar` for a new one.",
    notices=lambda _tx, _event: (),
    due=lambda _tx: (),
    render=lambda _tx, _notice: None,
    home=lambda _tx, _actor: (),
)
