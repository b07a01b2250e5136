"""When leave may be taken and how long before it must be asked for (R27, R28, R31), and which types come first."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from workflows.calendar.rules import spoken
from workflows.kernel.errors import Refused
from workflows.language import marked, marked_many, tr, trn
from workflows.leave.rules.case import Case, Warned
from workflows.leave.rules.settings import DayKind, Notice
from workflows.leave.rules.words import amount_text, type_name


def within_window(case: Case) -> Iterable[Warned]:
    """R27: how far ahead and how far back it may begin, by the person's own today (R42)."""
    window, today, first = case.leave_type.window, case.context.today, case.span.first
    earliest = today - timedelta(days=window.back)
    if first < earliest:
        yours, theirs = _BACK if window.back else _TODAY
        parts = {"type": type_name(case.leave_type), "back": _days(window.back)}
        parts |= {"today": spoken(today), "earliest": spoken(earliest)}
        text = case.context.says(tr(yours, **parts), tr(theirs, **parts))
        yield case.breaks(window.effect, "back_dated", text)
    if window.ahead is not None and first > today + timedelta(days=window.ahead):
        text = tr(
            "{type} can be asked for at most {ahead} ahead, up to {latest}.",
            type=type_name(case.leave_type),
            ahead=_days(window.ahead),
            latest=spoken(today + timedelta(days=window.ahead)),
        )
        yield case.breaks(window.effect, "too_early", text)


_TODAY = (
    marked("{type} can't begin before today, {today}. Your manager can enter it for you."),
    marked("{type} can't begin before today, {today}. Their manager can enter it for them."),
)
_BACK = (
    marked("{type} can be entered at most {back} back, from {earliest} on. Your manager can enter it for you."),
    marked("{type} can be entered at most {back} back, from {earliest} on. Their manager can enter it for them."),
)
"""To the person, and about them."""


def within_validity(case: Case) -> Iterable[Warned]:
    """Some types exist only between two dates."""
    begins, ends = case.leave_type.valid_from, case.leave_type.valid_to
    if begins is not None and case.span.first < begins:
        text = tr("{type} begins on {day}.", type=type_name(case.leave_type), day=spoken(begins))
        raise Refused(text, field="first", reason="not_yet_valid")
    if ends is not None and case.span.last > ends:
        text = tr("{type} ended on {day}.", type=type_name(case.leave_type), day=spoken(ends))
        raise Refused(text, field="last", reason="no_longer_valid")
    return ()


def with_notice(case: Case) -> Iterable[Warned]:
    """R28: asked for long enough before, by the person's own date; the strictest rule for its length speaks."""
    for notice in case.leave_type.notice:
        if case.days >= notice.from_length and _given(case, notice) < notice.days:
            yield case.breaks(notice.effect, "notice", _notice_text(case, notice))


def _given(case: Case, notice: Notice) -> int:
    today, first = case.context.today, case.span.first
    if first <= today:
        return 0
    if notice.kind is DayKind.CALENDAR:
        return (first - today).days
    return case.context.working_time.between(today, first - timedelta(days=1))


def _notice_text(case: Case, notice: Notice) -> str:
    length = amount_text(notice.from_length, case.leave_type.count.unit)
    wording = _NOTICE[notice.kind, bool(notice.from_length)]
    return trn(*wording, notice.days, type=type_name(case.leave_type), length=length)


_NOTICE = {
    (DayKind.WORKING, False): marked_many(
        "{type} needs {count} working day's notice.", "{type} needs {count} working days' notice."
    ),
    (DayKind.WORKING, True): marked_many(
        "{type} of {length} or more needs {count} working day's notice.",
        "{type} of {length} or more needs {count} working days' notice.",
    ),
    (DayKind.CALENDAR, False): marked_many("{type} needs {count} day's notice.", "{type} needs {count} days' notice."),
    (DayKind.CALENDAR, True): marked_many(
        "{type} of {length} or more needs {count} day's notice.",
        "{type} of {length} or more needs {count} days' notice.",
    ),
}
"""By the days that count, and whether it holds only from some length on."""


def after_tenure(case: Case) -> Iterable[Warned]:
    """R31: not before so many working days with the company; those before the calendar's first year count as served."""
    tenure, time = case.leave_type.tenure, case.context.working_time
    hired = max(case.context.employment.first, time.first)
    if not tenure or time.between(hired, case.span.first) >= tenure:
        return ()
    if hired == case.context.employment.first:
        earliest = time.after(hired, tenure)
        text = tr(
            "{type} can be taken after {tenure} working days here: from {day} on.",
            type=type_name(case.leave_type),
            tenure=tenure,
            day=spoken(earliest),
        )
        raise Refused(text, field="first", reason="tenure")
    return ()


def with_reason_and_document(case: Case) -> Iterable[Warned]:
    """R35: a missing reason refuses; a missing document is only asked for, it may come later."""
    if case.leave_type.reason_required and not case.draft.reason.strip():
        text = tr("{type} needs a reason.", type=type_name(case.leave_type))
        raise Refused(text, field="reason", reason="reason_missing")
    if case.leave_type.document_required and not case.draft.documents:
        kind = type_name(case.leave_type)
        text = case.context.says(
            tr("{type} needs a document. You can add it later.", type=kind),
            tr("{type} needs a document. {name} can add it later.", type=kind, name=case.context.name),
        )
        yield Warned("document_missing", text)


def _days(count: int) -> str:
    return amount_text(Decimal(count))
