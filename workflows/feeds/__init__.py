"""Calendar feeds: who is away, in one's own calendar, by a secret link (iCalendar, RFC 5545)."""

from workflows.feeds.actions import close, link, load_self, show
from workflows.feeds.rules import MACHINE, POLICY
from workflows.kernel.access import Actor, Permission, Relation
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx, Verb, Workflow
from workflows.language import marked, tr
from workflows.wording.phrases import quoted


def _read(_tx: Tx, _actor: Actor, text: str) -> tuple[str, Form]:
    if text.strip():
        raise Refused(
            tr(
                "I don't know “{words}” here. Type `/calendar` alone to see your calendar links.",
                words=quoted(text[:40]),
            ),
            reason="words",
        )
    return "show", {}


WORKFLOW = Workflow(
    name="feeds",
    command="/calendar",
    summary=marked("Who is away, in your own calendar"),
    hint="",
    verbs=(
        Verb(
            "show",
            Permission("own"),
            show,
            load_self,
            marked(": your calendar links: yours, your team's, your department's"),
        ),
        Verb("link", Permission("own"), link, load_self),
        Verb("close", Permission("own"), close, load_self),
    ),
    machine=MACHINE,
    policy=POLICY,
    relate=lambda _tx, _actor, _subject: frozenset({Relation.OWN}),
    read=_read,
    explain=lambda _tx, _actor, _subject: tr("That link is closed. Type `/calendar` for a new one."),
    notices=lambda _tx, _event: (),
    due=lambda _tx: (),
    render=lambda _tx, _notice: None,
    home=lambda _tx, _actor: (),
)
