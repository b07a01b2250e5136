"""What a channel reads: who is away today, never why; and what its manager is told when nothing can be said there."""

from collections.abc import Sequence
from datetime import date

from workflows.calendar.rules import Absent
from workflows.digest import channels, whereabouts
from workflows.digest.channels import GREETED, STOPPED, TEAM
from workflows.kernel.access import PersonId
from workflows.kernel.digests import Kind
from workflows.kernel.flow import Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.organisation import store as organisation
from workflows.organisation.lines import reader_of
from workflows.organisation.rules import Dated, at
from workflows.wording import blocks

KINDS = (Kind.CHANNEL, TEAM, GREETED, STOPPED)
_STOPPED = {
    "is_archived": marked(
        "{channel} is archived, so I no longer say there who is away today. `/digest channel` is for another one."
    ),
    "not_in_channel": marked(
        "I can't say in {channel} who is away today: I am not in it. Please add me there (type `/invite` and my name), "
        "then `/digest on channel`."
    ),
    "channel_not_found": marked(
        "I can't say in {channel} who is away today: it is gone, or private and I am not in it. Please add me there "
        "(type `/invite` and my name), then `/digest on channel`; or choose another one with `/digest channel`."
    ),
}
_ELSE = marked(
    "Slack doesn't let me say in {channel} who is away today. Once that is settled, `/digest on channel` has me try "
    "again."
)


def render(tx: Tx, notice: Notice, day: date) -> Message | None:
    """One of these, as it stands now."""
    if notice.kind == STOPPED:
        return _stopped(tx, notice)
    chart, number = organisation.chart(tx), notice.subject.id
    if notice.kind == GREETED:
        return _greeting(tx, notice, chart.departments[number].name, chart.managers.get(number, ()))
    if notice.kind == TEAM:
        absences = whereabouts.away_from(tx, [number], day).get(number, [])
        return _away(tx, chart.managers.get(number, ()), absences, day)
    return _away(tx, chart.leads.get(number, ()), whereabouts.away_today(tx, [number], day).get(number, []), day)


def _away(tx: Tx, keepers: Sequence[Dated[PersonId]], absences: Sequence[Absent], day: date) -> Message | None:
    """On the date of whoever looks after it alone; in the language of channels, which have many readers."""
    keeper = at(keepers, day)
    whose = reader_of(tx, keeper) if keeper is not None else None
    if whose is None or whose.today != day or not absences:
        return None
    names = organisation.names(tx, {PersonId(one.person) for one in absences})
    text = whereabouts.sentence(absences, names, day)
    return Message(text, blocks.laid_out([blocks.section(text)]))


def _greeting(tx: Tx, notice: Notice, department: str, keepers: Sequence[Dated[PersonId]]) -> Message | None:
    keeper, kept_in = at(keepers, tx.now.date()), channels.of_departments(tx).get(notice.subject.id)
    if kept_in != notice.to or keeper is None or reader_of(tx, keeper) is None:
        return None
    text = tr(
        "Each working morning I say here who of {department} is away today, never why. `/digest channel` changes that.",
        department=blocks.bold(department),
    )
    return Message(text, blocks.laid_out([blocks.section(text)]))


def _stopped(tx: Tx, notice: Notice) -> Message | None:
    channel = notice.key.split("/", 5)[5]
    reason = channels.why_quiet(tx, channel)
    if reason is None:
        return None
    named = channel if channel.startswith("#") else f"<#{channel}>"
    text = tr(_STOPPED.get(reason, _ELSE), channel=blocks.escaped(named, 80) if named == channel else named)
    return Message(text, blocks.laid_out([blocks.section(text)]))
