"""Who is told what about a milestone (rules/workflows.md).

The project's channel has one card for each milestone, updated in place, and the story in its thread. Whoever answers
for it and the project's manager hear of what the other did. Operations managers of allocated people hear of a slip that
moves their people's dates, and of a milestone that an absence puts at risk; not of every small change.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Ref, Tx
from workflows.milestones import desk, store
from workflows.milestones.moves import RISK
from workflows.milestones.reminders import answered, due
from workflows.milestones.rules.item import NAME, Item
from workflows.milestones.rules.risk import Standing
from workflows.milestones.rules.schedule import LEAD_HEARS, LEFT_ALONE, OVERDUE, SILENT, Stay, concerned
from workflows.organisation import plan
from workflows.organisation import store as organisation
from workflows.organisation.milestone import Change
from workflows.organisation.plan import Report

__all__ = ["LEAD_HEARS", "LEFT_ALONE", "OVERDUE", "SILENT", "card_of", "concerned_by", "due", "notices", "undelivered"]
REMINDERS = frozenset({"lead_overdue", "left_alone"})
"""What reminds somebody, and may be put off; who owes a report has a date of their own for that (`postpone`)."""


def notices(tx: Tx, event: Event) -> Iterable[Notice]:
    """Everything that is said about an event."""
    if event.subject.workflow == RISK:
        yield from _about_risk(event)
        return
    item = store.item(tx, event.subject.id) if event.subject.workflow == NAME else None
    if item is None:
        return
    history = plan.history(tx, item.id)
    line = next((one for one in history if one.version == event.version), None)
    before = next((one for one in reversed(history) if line and one.version < line.version), line)
    if line is None:
        return
    if event.name != "postponed":
        yield from _in_channel(item, event, line)
        yield from _to_those_who_answer(item, event, line, before)
        yield from _to_operations(tx, item, event, line, before)
    yield from answered(tx, item, event, before if event.name != "postponed" else line)


def undelivered(tx: Tx, notice: Notice, reason: str) -> Iterable[Notice]:
    """The channel can't be reached: the project's manager hears how to mend that, once for each channel and reason."""
    item = store.item(tx, notice.subject.id) if notice.kind == "card" else None
    if item is None or item.lead is None or not isinstance(notice.to, str):
        return
    key = f"milestones/channel/{item.project.id}/{notice.to}/{reason}/to_{item.lead}"
    kind = "not_in_channel" if reason == "not_in_channel" else "channel_gone"
    yield Notice(key, item.lead, kind, item.ref)


def card_of(milestone: int) -> str:
    """The channel's card of a milestone."""
    return f"milestones/{milestone}/card"


def concerned_by(tx: Tx, item: Item, line: Report, before: Report) -> tuple[Stay, ...]:
    """Whose dates this report moves, of those allocated from then on."""
    today = desk.today_of(tx, item.lead)
    last = desk.told_before(tx, item, line.version)
    moved = desk.works_for(tx, item, last, line.forecast).between(last, line.forecast)
    stays = desk.stays(tx, item.project, min(today, before.forecast))
    return concerned(stays, before.forecast, line.forecast, moved)


def _in_channel(item: Item, event: Event, line: Report) -> Iterator[Notice]:
    channel = item.project.channel
    if channel is None:
        if item.lead is not None:
            key = f"milestones/no_channel/{item.project.id}/to_{item.lead}"
            yield Notice(key, item.lead, "no_channel", item.ref)
        return
    begin = f"milestones/{item.id}/{event.name}/{event.version}"
    yield Notice(f"{begin}/card_to_{channel}", channel, "card", item.ref, card=card_of(item.id))
    if line.change is not Change.PLANNED:
        yield Notice(f"{begin}/story_to_{channel}", channel, "story", Ref(NAME, line.id), thread=card_of(item.id))


def _to_those_who_answer(item: Item, event: Event, line: Report, before: Report | None) -> Iterator[Notice]:
    begin = f"milestones/{item.id}/{event.name}/{event.version}"
    named = line.change is Change.PLANNED or "owner" in event.facts
    if named and item.owner not in (None, event.by, item.lead):
        yield Notice(f"{begin}/answers_to_{item.owner}", item.person, "answers", item.ref)
    if line.change in (Change.PLANNED, Change.REVISED) or not _is_news(line, before):
        return
    for one in sorted({one for one in (item.owner, item.lead) if one is not None} - {event.by}):
        yield Notice(f"{begin}/heard_to_{one}", one, "heard", Ref(NAME, line.id))


def _is_news(line: Report, before: Report | None) -> bool:
    return line.change is not Change.UPDATED or before is None or before.health is not line.health


def _to_operations(tx: Tx, item: Item, event: Event, line: Report, before: Report | None) -> Iterator[Notice]:
    if before is None:
        return
    kind, stays = "slip", concerned_by(tx, item, line, before)
    if "risk" in event.facts:
        today = desk.today_of(tx, item.lead)
        kind, stays = "risk_told", tuple(_there(desk.stays(tx, item.project, today), line.forecast))
    for manager in sorted(_managers(tx, stays, desk.today_of(tx, item.lead)) - {event.by, item.lead}):
        key = f"milestones/{item.id}/{event.name}/{event.version}/{kind}_to_{manager}"
        yield Notice(key, manager, kind, Ref(NAME, line.id))


def _there(stays: Iterable[Stay], day: date) -> Iterator[Stay]:
    return (stay for stay in stays if stay.ends is None or stay.ends >= day)


def _managers(tx: Tx, stays: Iterable[Stay], today: date) -> set[PersonId]:
    found = {organisation.operations_manager(tx, stay.person, today) for stay in stays}
    return {one for one in found if one is not None}


def _about_risk(event: Event) -> Iterator[Notice]:
    """The proposal is a card of whoever managed the project then; kept fresh, and told again only when it matters."""
    ref = Ref(NAME, event.subject.id)
    card = f"milestones/risk/{event.subject.id}"
    key = f"{card}/{event.name}/{event.version}"
    yield Notice(f"{key}/to_{event.about}", event.about, "risk", ref, card=card, only_update=event.name != "proposed")
    if event.name == Standing.WITHDRAWN and event.facts.get("marked"):
        yield Notice(f"{key}/back_to_{event.about}", event.about, "risk_over", ref)
