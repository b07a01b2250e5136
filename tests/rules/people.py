"""Builders for the rules' tests: a person's context, policies and requests in as few words as a test needs."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from workflows.calendar.rules import Half, Holiday, Span, WorkingTime, parse_pattern
from workflows.kernel.access import PersonId
from workflows.leave.rules.check import Assessment, Draft, check
from workflows.leave.rules.context import Context, Employment
from workflows.leave.rules.ledger import Entry, Kind
from workflows.leave.rules.life import State
from workflows.leave.rules.policy import LeavePolicy
from workflows.leave.rules.request import Request
from workflows.organisation.rules import Dated

ANN = PersonId(1)
AM, PM = Half.AM, Half.PM
YEARS = (2019, 2030)


def day(text: str) -> date:
    return date.fromisoformat(text)


def span(first: str, last: str = "", first_half: Half | None = None, last_half: Half | None = None) -> Span:
    return Span(day(first), day(last or first), first_half, last_half)


def holiday(text: str, length: str = "1", half: Half | None = None, name: str = "Feast") -> Holiday:
    return Holiday(day(text), name, Decimal(length), half)


def working(*patterns: str | tuple[str, str], holidays: Iterable[Holiday] = ()) -> WorkingTime:
    """Patterns as text, or as (text, from) in order; the first one from ever."""
    dated = [(text, "2000-01-01") if isinstance(text, str) else text for text in patterns or ("mon-fri",)]
    ends = [*(date.fromordinal(day(since).toordinal() - 1) for _, since in dated[1:]), None]
    known = [Dated(parse_pattern(text), day(since), end) for (text, since), end in zip(dated, ends, strict=True)]
    return WorkingTime(known, holidays, YEARS)


def policy(*, year_start: str | None = "01-01", others: Iterable[Mapping[str, Any]] = (), **annual: Any) -> LeavePolicy:
    """A policy with one type, `annual`, of these settings, and others."""
    return LeavePolicy.model_validate(
        {
            "code": "test",
            "name": "Test",
            "year_start": year_start,
            "types": [{"code": "annual", "name": "Annual leave", **annual}, *others],
        }
    )


def opening(
    amount: int | str, on: str = "2026-01-01", *, expires: str = "", grant: str = "", leave_type: str = "annual"
) -> Entry:
    return Entry(leave_type, grant or on[:4], Kind.OPENING, day(on), Decimal(amount), day(expires) if expires else None)


def request(id: int, what: Span, state: State = State.APPROVED, *, leave_type: str = "annual") -> Request:  # noqa: A002 - the field's name
    return Request(id, ANN, leave_type, what, state)


def context(
    *requests: Request,
    today: str = "2026-01-01",
    rules: LeavePolicy | None = None,
    time: WorkingTime | None = None,
    ledger: Iterable[Entry] = (),
    since: str = "2020-01-01",
    until: str = "",
    sick: Iterable[Span] = (),
) -> Context:
    return Context(
        day(today),
        rules or policy(),
        time or working(),
        Employment(day(since), day(until) if until else None),
        tuple(requests),
        tuple(ledger),
        tuple(sick),
    )


def ask(known: Context, what: Span, **rest: Any) -> Assessment:
    return check(Draft(**{"leave_type": "annual", "span": what, **rest}), known)
