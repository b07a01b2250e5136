"""What the shell itself has to say: that a message could not be delivered, and how to talk to the bot."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_time

from bot import claims
from bot.tables import LostLane
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Notice, Ref, Tx, Workflow
from workflows.kernel.replies import Message
from workflows.language import marked, speech, tr
from workflows.organisation import store as organisation
from workflows.wording.phrases import dated

SHELL = "shell"
ABOUT = {
    "leave": marked("leave"),
    "absence": marked("sickness and other absences"),
    "feeds": marked("calendar links"),
    "directory": marked("the directory of people"),
    "performance": marked("reports on somebody's work"),
    "milestones": marked("milestones"),
    "skills": marked("skills and development"),
    "budget": marked("budgets"),
    "staffing": marked("staffing"),
    "handover": marked("handovers"),
    "onboarding": marked("joining and leaving"),
    "settings": marked("how I write to people"),
    "digest": marked("the digest"),
    "later": marked("reminders that were put off"),
    SHELL: marked("what I can do"),
}
"""What each workflow's messages are about, as people say it; none of them says more."""
WHY = {
    "user_not_visible": marked("Slack does not know the account any more: is the person still with you?"),
    "user_disabled": marked("The account is deactivated in Slack: is the person still with you?"),
    "user_not_found": marked("Slack does not know the account any more: is the person still with you?"),
    "cannot_dm_bot": marked("The account is an app's, not a person's."),
    "is_archived": marked("The channel is archived: bring it back, or have its project use another one."),
    "channel_not_found": marked("Slack does not find the channel, or it is private and I am not a member."),
    "not_in_channel": marked("I am not a member of the channel: add me to it."),
}
"""What Slack's reasons mean, for whoever can put it right."""
_UNKNOWN = marked("Slack says “{reason}”. Check that the account is active and that I am a member of the channel.")


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
    """To whom, when, about what and why; never what it said."""
    lost = tx.first(claims.LOST, row=notice.subject.id)
    person = None if lost.person is None else organisation.person(tx, PersonId(lost.person))
    where = f"<#{lost.channel}>" if person is None else person.name
    return Message(
        tr(
            "I could not deliver a message to {where} that was due on {day} (it was about: {workflow}). {why} "
            "I won't try that one again; messages from then on will arrive once that is put right.",
            where=where,
            day=_spoken(tx, notice, lost.queued_at),
            workflow=tr(ABOUT[lost.workflow]) if lost.workflow in ABOUT else lost.workflow,
            why=tr(WHY[lost.reason]) if lost.reason in WHY else tr(_UNKNOWN, reason=lost.reason),
        )
    )


def _spoken(tx: Tx, notice: Notice, moment: datetime) -> str:
    """The day and the time of it, where whoever reads it is."""
    reader = organisation.person(tx, notice.to) if isinstance(notice.to, int) else None
    there = moment.astimezone(ZoneInfo(reader.time_zone)) if reader else moment
    locale = speech().locale
    return tr("{day}, {time}", day=dated(there.date()), time=format_time(there, "short", locale=locale))


def _hint(workflows: Iterable[Workflow]) -> Message:
    lines = "\n".join(f"• `{workflow.command}`  {tr(workflow.summary)}" for workflow in workflows)
    return Message(
        tr(
            "I don't read chat; I answer to commands, here or in any channel:\n{lines}\n"
            "Add `help` to one to see what can follow it. What waits for you stands in my *Home* tab.",
            lines=lines,
        )
    )
