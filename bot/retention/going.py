"""What goes when its time is over, kind by kind: whole rows, or the words in them.

Figures stay: a ledger's sums, a team's counts and the audit log are the same afterwards. Statements are made once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Date, Text, and_, bindparam, delete, func, or_, select, type_coerce, update
from sqlmodel import SQLModel

import workflows  # noqa: F401 - importing it fills the metadata
from bot.tables import FINAL
from workflows.columns import Moment
from workflows.guards import guarded

DAY, MOMENT = bindparam("day", type_=Date()), bindparam("moment", type_=Moment())
_T = SQLModel.metadata.tables


@dataclass(frozen=True, slots=True)
class Going:
    """Rows of one table that are over their time."""

    table: str
    what: str
    """As the dry run says it."""
    rows: Any
    count: Any
    do: Any

    @property
    def guarded(self) -> bool:
        """Whether the table only grows otherwise."""
        return guarded(self.table)


def _removed(name: str, what: str, over: ColumnElement[bool], key: str = "id") -> Going:
    return _going(name, what, over, delete(_T[name]), key)


def _emptied(name: str, what: str, over: ColumnElement[bool], values: Mapping[str, Any]) -> Going:
    there = or_(*(_there(_T[name].c[column], empty) for column, empty in values.items()))
    return _going(name, what, and_(over, there), update(_T[name]).values(dict(values)), "id")


def _there(column: Any, empty: Any) -> ColumnElement[bool]:
    plain = type_coerce(column, Text)
    return plain.is_not(None) if empty is None else plain != empty


def _going(name: str, what: str, over: ColumnElement[bool], do: Any, key: str) -> Going:
    column = _T[name].c[key]
    return Going(
        name,
        what,
        select(column.label("key")).where(over).order_by(column).limit(bindparam("most")),
        select(func.count()).select_from(_T[name]).where(over),
        do.where(column.in_(bindparam("keys", expanding=True))),
    )


def _of(child: str, column: str, parent: str, over: ColumnElement[bool]) -> ColumnElement[bool]:
    """Rows that belong to rows of another table."""
    return _T[child].c[column].in_(select(_T[parent].c.id).where(over))


_c = {name: table.c for name, table in _T.items()}
_leave_over = _c["leave_request"]["last"] < DAY
_away = _c["absence_record"]
_record_over = and_(_away["last"] < DAY, _away.state.in_(("ended", "withdrawn")))
_case = _c["performance_case"]
_case_over = and_(_case.state.in_(("closed", "merged")), _case.changed_at < MOMENT)
_over_development = and_(_c["development"].state.in_(("done", "dropped")), _c["development"].updated_at < MOMENT)
_ask_over = and_(_c["staffing_request"].state != "open", _c["staffing_request"].asked_at < MOMENT)
_handed_over = and_(_c["handover"].state != "running", _c["handover"].changed_at < MOMENT)
_journey_over = and_(_c["journey"].state != "running", _c["journey"].changed_at < MOMENT)
_settled = and_(_c["newcomer"].state != "waiting", _c["newcomer"].closed_at < MOMENT)
_left = _c["person"].ends < DAY
_adjusted = and_(_c["leave_ledger"].kind == "adjustment", _c["leave_ledger"].written_at < MOMENT)
_step_of_case = and_(
    _c["chain_step"].workflow == "performance",
    _c["chain_step"].subject.in_(select(_case.id).where(_case_over)),
)

GOING: Mapping[str, tuple[Going, ...]] = {
    "payloads": (_removed("inbox", "recognised payloads", _c["inbox"].at < MOMENT, "key"),),
    "messages": (
        _removed("outbox", "messages' records", and_(_c["outbox"].state.in_(FINAL), _c["outbox"].queued_at < MOMENT)),
    ),
    "medical": (
        _removed(
            "leave_document", "certificates' links", _of("leave_document", "request_id", "leave_request", _leave_over)
        ),
        _removed(
            "return_note", "notes of return", _of("return_note", "record_id", "absence_record", _away["last"] < DAY)
        ),
    ),
    "words of leave": (
        _removed("leave_note", "reasons and notes", _of("leave_note", "request_id", "leave_request", _leave_over)),
        _emptied(
            "leave_consultation",
            "project managers' words",
            _of("leave_consultation", "request_id", "leave_request", _leave_over),
            {"text": ""},
        ),
        _emptied("leave_worked", "notes on time worked", _c["leave_worked"].day < DAY, {"note": "", "answer": ""}),
        _emptied("leave_ledger", "reasons in ledgers", _adjusted, {"words": None}),
    ),
    "absences": (
        _removed("return_note", "notes of return", _of("return_note", "record_id", "absence_record", _record_over)),
        _removed("absence_record", "absences", _record_over),
        _removed("absence", "days in calendars", _c["absence"]["last"] < DAY),
    ),
    "cases": (
        _removed("case_text", "texts of cases", _of("case_text", "case_id", "performance_case", _case_over)),
        _removed("case_look", "looks at cases", _of("case_look", "case_id", "performance_case", _case_over)),
        _removed("chain_step", "steps of cases", _step_of_case),
        _removed("performance_case", "cases", _case_over),
    ),
    "claims": (
        _removed(
            "skill_claim",
            "decided claims",
            and_(_c["skill_claim"].standing != "asked", _c["skill_claim"].created_at < MOMENT),
        ),
    ),
    "development": (
        _removed(
            "development_note",
            "notes on development",
            _of("development_note", "development_id", "development", _over_development),
        ),
        _emptied("development", "goals", _over_development, {"goal": ""}),
    ),
    "staffing": (
        _removed("staffing_note", "notes on staffing", _c["staffing_note"].written_at < MOMENT),
        _emptied("staffing_request", "what asks were for", _ask_over, {"work": ""}),
    ),
    "handing over": (
        _emptied(
            "handover_item",
            "words of handovers",
            _of("handover_item", "handover_id", "handover", _handed_over),
            {"place": "", "said": ""},
        ),
        _emptied(
            "journey_step",
            "words of joinings and leavings",
            _of("journey_step", "journey_id", "journey", _journey_over),
            {"said": ""},
        ),
    ),
    "newcomers": (_emptied("newcomer", "names of newcomers", _settled, {"name": "", "email": ""}),),
    "nudges": (
        _removed("nudge", "nudges", _c["nudge"].at < MOMENT),
        _removed("put_off", "reminders put off", _c["put_off"].until < DAY),
    ),
    "feeds": (_removed("feed", "calendar links", _of("feed", "person_id", "person", _left)),),
}
"""The audit log and people who have left have ways of their own: `audit.shortening`, `personal.erasing`."""
