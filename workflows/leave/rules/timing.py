"""When leave may be taken and how long before it must be asked for (R27, R28, R31), and which types come first."""

from collections.abc import Iterable
from datetime import timedelta

from workflows.calendar.rules import spoken
from workflows.kernel.errors import Refused
from workflows.leave.rules.case import Case, Warned
from workflows.leave.rules.settings import DayKind, Notice
from workflows.leave.rules.words import amount_text


def within_window(case: Case) -> Iterable[Warned]:
    """R27: how far ahead and how far back it may begin, by the person's own today (R42)."""
    window, today, first = case.leave_type.window, case.context.today, case.span.first
    earliest = today - timedelta(days=window.back)
    if first < earliest:
        text = (
            f"{case.leave_type.name} can't begin before today, {spoken(today)}."
            if not window.back
            else f"{case.leave_type.name} can be entered at most {_days(window.back)} back, from {spoken(earliest)} on."
        )
        way_out = case.context.says(" Your manager can enter it for you.", " Their manager can enter it for them.")
        yield case.breaks(window.effect, "back_dated", text + way_out)
    if window.ahead is not None and first > today + timedelta(days=window.ahead):
        latest = today + timedelta(days=window.ahead)
        text = f"{case.leave_type.name} can be asked for at most {_days(window.ahead)} ahead, up to {spoken(latest)}."
        yield case.breaks(window.effect, "too_early", text)


def within_validity(case: Case) -> Iterable[Warned]:
    """Some types exist only between two dates."""
    begins, ends = case.leave_type.valid_from, case.leave_type.valid_to
    if begins is not None and case.span.first < begins:
        raise Refused(f"{case.leave_type.name} begins on {spoken(begins)}.", field="first", reason="not_yet_valid")
    if ends is not None and case.span.last > ends:
        raise Refused(f"{case.leave_type.name} ended on {spoken(ends)}.", field="last", reason="no_longer_valid")
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
    kind = "working day" if notice.kind is DayKind.WORKING else "day"
    length = f" of {amount_text(notice.from_length, case.leave_type.count.unit)} or more" if notice.from_length else ""
    plural = "" if notice.days == 1 else "s"
    return f"{case.leave_type.name}{length} needs {notice.days} {kind}{plural}' notice.".replace(
        "day' notice", "day's notice"
    )


def after_tenure(case: Case) -> Iterable[Warned]:
    """R31: not before so many working days with the company; those before the calendar's first year count as served."""
    tenure, time = case.leave_type.tenure, case.context.working_time
    hired = max(case.context.employment.first, time.first)
    if not tenure or time.between(hired, case.span.first) >= tenure:
        return ()
    if hired == case.context.employment.first:
        earliest = time.after(hired, tenure)
        text = f"{case.leave_type.name} can be taken after {tenure} working days here: from {spoken(earliest)} on."
        raise Refused(text, field="first", reason="tenure")
    return ()


def with_reason_and_document(case: Case) -> Iterable[Warned]:
    """R35: a missing reason refuses; a missing document is only asked for, it may come later."""
    if case.leave_type.reason_required and not case.draft.reason.strip():
        raise Refused(f"{case.leave_type.name} needs a reason.", field="reason", reason="reason_missing")
    if case.leave_type.document_required and not case.draft.documents:
        needs = f"{case.leave_type.name} needs a document."
        yield Warned("document_missing", f"{needs} {case.context.says('You', case.context.name)} can add it later.")


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"
