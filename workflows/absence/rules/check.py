"""What a report is judged by: employment, how far back and ahead, its length, its halves, overlaps (R26)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.absence.rules.life import State
from workflows.absence.rules.policy import AbsencePolicy, AbsenceType, called
from workflows.absence.rules.record import Record
from workflows.calendar.rules import Span, spoken
from workflows.kernel.errors import Refused
from workflows.language import marked, tr


@dataclass(frozen=True, slots=True)
class Draft:
    """What is reported, before it is a record; or the new shape of one."""

    absence_type: AbsenceType
    span: Span
    """Of an open-ended one its first day alone."""
    open_ended: bool = False
    edits: int | None = None
    """The id of the record it changes."""


@dataclass(frozen=True)
class Context:
    """What it is judged by, as of the person's own today (R42)."""

    today: date
    policy: AbsencePolicy
    first_day: date
    """Of their employment."""
    last_day: date | None
    records: tuple[Record, ...] = ()
    """The person's that stand."""
    own: bool = True
    """Whether they report it themselves."""


def check(draft: Draft, context: Context) -> None:
    """Raises Refused, under the field it is about, unless all of it makes sense."""
    _length(draft)
    _employed(draft, context)
    _window(draft, context)
    if draft.span.first_half or draft.span.last_half:
        _halves(draft)


def _length(draft: Draft) -> None:
    most = draft.absence_type.longest
    if (draft.span.last - draft.span.first).days >= most:
        raise Refused(
            tr(
                "That is longer than the {most} days that can be reported at once. Leave the end open instead.",
                most=most,
            ),
            field="last",
            reason="too_long",
        )
    if draft.open_ended and not draft.absence_type.open_ended:
        raise Refused(
            tr("{type} needs a last day. A guess will do: you can change it later.", type=called(draft.absence_type)),
            field="last",
            reason="no_end",
        )


def _employed(draft: Draft, context: Context) -> None:
    if draft.span.first < context.first_day:
        raise Refused(
            tr(
                "{day} is before the first day with the company ({first}).",
                day=spoken(draft.span.first),
                first=spoken(context.first_day),
            ),
            field="first",
            reason="before_joining",
        )
    if context.last_day is not None and draft.span.last > context.last_day:
        raise Refused(
            tr(
                "{day} is after the last day with the company ({last}).",
                day=spoken(draft.span.last),
                last=spoken(context.last_day),
            ),
            field="last",
            reason="after_leaving",
        )


def _window(draft: Draft, context: Context) -> None:
    back = context.policy.back if context.own else context.policy.back_manager
    if draft.span.first < min(context.today - timedelta(days=back), _known_first(draft, context)):
        raise Refused(tr(_LONG_AGO[context.own], days=back), field="first", reason="back_dated")
    if draft.span.first > context.today + timedelta(days=context.policy.ahead):
        raise Refused(
            tr("That is more than {days} days away. Report it when it is nearer.", days=context.policy.ahead),
            field="first",
            reason="too_far_ahead",
        )


_LONG_AGO = {
    True: marked(
        "That began more than {days} days ago, which is too long to report it here. Ask your operations manager to "
        "enter it."
    ),
    False: marked(
        "That began more than {days} days ago, which is too long to report it here. Ask a people admin what to do."
    ),
}
"""By whether they report it themselves."""


def _known_first(draft: Draft, context: Context) -> date:
    """Of one that is changed, the day that is on record already; else no day at all."""
    return next((one.span.first for one in context.records if one.id == draft.edits), date.max)


def _halves(draft: Draft) -> None:
    if not draft.absence_type.halves:
        text = tr("{type} is reported in whole days.", type=called(draft.absence_type))
        raise Refused(text, field="halves", reason="halves")


def free(draft: Draft, records: Iterable[Record]) -> Record | None:
    """The open record of the same type that the draft prolongs and is merged with; None when it stands by itself.

    Raises Refused (`overlap`) when something else is on record then, or the very same.
    """
    others = [one for one in records if one.id != draft.edits and one.standing]
    met = [one for one in others if reach(one).overlaps(_reach(draft.span, open_ended=draft.open_ended))]
    if not met:
        return None
    first = min(met, key=lambda one: one.span.start)
    if len(met) > 1 or draft.edits is not None or not _joins(first, draft):
        raise Refused(_overlap(first), field="first", reason="overlap")
    return first


def reach(record: Record) -> Span:
    """The days it holds: an open-ended one all that are to come."""
    return _reach(record.span, open_ended=record.open_ended)


def joined(record: Record, draft: Draft) -> tuple[Span, bool]:
    """The span of both together, and whether it is open-ended."""
    start = min(record.span.start, draft.span.start)
    stop = record.span.stop if record.open_ended else max(record.span.stop, draft.span.stop)
    return Span.between(start, stop), record.open_ended or draft.open_ended


def _joins(record: Record, draft: Draft) -> bool:
    if record.state is not State.OPEN or record.absence_type != draft.absence_type.code:
        return False
    return joined(record, draft) != (record.span, record.open_ended)


def _reach(span: Span, *, open_ended: bool) -> Span:
    return Span(span.first, date.max, span.first_half, None) if open_ended else span


def _overlap(record: Record) -> str:
    days = tr("from {day}", day=spoken(record.span.first)) if record.open_ended else str(record.span)
    return tr(_TAKEN_AND_OVER if record.state is State.ENDED else _TAKEN, days=days)


_TAKEN = marked(
    "This is on record already: away {days}. Nothing was added; extend or correct that one, `/absence list` shows it."
)
_TAKEN_AND_OVER = marked(
    "This is on record already: away {days} (over). Nothing was added; extend or correct that one, `/absence list` "
    "shows it."
)
