"""What the shell itself has to say: that a message could not be delivered, and how to talk to the bot."""

from collections.abc import Iterable
from typing import Any

from bot import claims
from bot.tables import LostLane
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Notice, Ref, Tx, Workflow
from workflows.kernel.replies import Message
from workflows.language import tr
from workflows.organisation import store as organisation

SHELL = "shell"


def tell_people_admins(tx: Tx, row: Any, reason: str) -> None:
    """Queue word of a message that will never arrive: once for each recipient and reason, until one arrives again."""
    if not tx.insert_once(LostLane, lane=row.lane, reason=reason[:80], since=tx.now):
        return
    for admin in organisation.people_admins(tx, tx.now.date()):
        if admin != row.person:
            key = f"{SHELL}/{row.lane}/{reason}/{row.id}/to_{admin}"
            tx.queue(Notice(key, admin, "undelivered", Ref(SHELL, row.id)))


def answer_chat(tx: Tx, channel: str) -> None:
    """Queue a hint for somebody who writes to the bot as if it were a person: once a day."""
    tx.queue(Notice(f"{SHELL}/hint/{tx.now.date()}/to_{channel}", channel, "hint", Ref(SHELL, 0)))


def render(tx: Tx, notice: Notice, workflows: Iterable[Workflow]) -> Message:
    """The notice as its recipient reads it."""
    return _undelivered(tx, notice) if notice.kind == "undelivered" else _hint(workflows)


def _undelivered(tx: Tx, notice: Notice) -> Message:
    """To whom and why, never what it said."""
    lost = tx.first(claims.LOST, row=notice.subject.id)
    person = None if lost.person is None else organisation.person(tx, PersonId(lost.person))
    where = f"<#{lost.channel}>" if person is None else person.name
    return Message(
        tr(
            "I could not deliver a message about {workflow} to {where}: Slack says “{reason}”. "
            "I won't try that one again. Check that the account is active and that I am a member of the channel; "
            "messages from then on will arrive.",
            workflow=lost.workflow,
            where=where,
            reason=lost.reason,
        )
    )


def _hint(workflows: Iterable[Workflow]) -> Message:
    lines = "\n".join(f"• `{workflow.command}`  {tr(workflow.summary)}" for workflow in workflows)
    return Message(
        tr(
            "I don't read chat; I answer to commands, here or in any channel:\n{lines}\n"
            "Add `help` to one to see what can follow it. What waits for you stands in my *Home* tab.",
            lines=lines,
        )
    )
