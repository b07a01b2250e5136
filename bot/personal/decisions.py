"""Table by table: how its rows refer to people, what of it a person is given, and what goes when they are erased.

Every table that refers to a person stands here; a test walks the tables and fails on one that does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided about one table."""

    about: str | None = None
    """The column that says whom a row is about."""
    through: tuple[str, str] | None = None
    """Or the column that says to which row of another table it belongs, which is about somebody."""
    parts: tuple[str, ...] = ()
    """Columns of people who had a part in it: they asked, decided, wrote, helped."""
    withheld: tuple[str, ...] = ()
    """Columns that the person is not given: others' secrets, as who reported them."""
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Rows that they are given, by the values of a column; the others are only counted."""
    removed: bool = False
    """Whether rows about them go when they are erased."""
    emptied: Mapping[str, Any] = field(default_factory=dict)
    """Or which columns, and what stands there then."""
    kept: str = ""
    """Or why neither."""


_COUNTS = "past counts, costs and plans of their department and projects; nobody knows any more whose"
_OTHERS = "it is about others"
_LEAVE = "the ledger and past cover; without a word of why"

DECISIONS: Mapping[str, Decision] = {
    "absence": Decision(about="person_id", kept=_COUNTS),
    "absence_record": Decision(about="person_id", parts=("told", "reported_by", "changed_by"), removed=True),
    "allocation": Decision(about="person_id", kept=_COUNTS),
    "audit": Decision(
        about="about",
        parts=("by",),
        withheld=("by", "facts", "mac"),
        kept="ids and codes alone, and the chain over them",
    ),
    "budget_entry": Decision(parts=("entered_by",), kept=_OTHERS),
    "case_look": Decision(
        through=("case_id", "performance_case"), parts=("person_id",), withheld=("person_id",), removed=True
    ),
    "case_text": Decision(
        through=("case_id", "performance_case"),
        parts=("written_by",),
        withheld=("written_by",),
        only={"kind": ("summary", "reply")},
        removed=True,
    ),
    "chain_step": Decision(parts=("person_id",), kept=_OTHERS),
    "contract": Decision(about="person_id", kept=_COUNTS),
    "department_duty": Decision(about="person_id", kept="who answered for a department when"),
    "development": Decision(
        about="person_id", parts=("partner_id", "owner_id", "requested_by", "changed_by"), removed=True
    ),
    "development_note": Decision(through=("development_id", "development"), parts=("written_by",), removed=True),
    "digest_setting": Decision(about="person_id", removed=True),
    "duty_holder": Decision(about="person_id", kept="who answered for a duty when"),
    "feed": Decision(about="person_id", withheld=("token_hash",), removed=True),
    "handover": Decision(about="away_id", parts=("operations_id", "started_by"), kept="what others took over"),
    "handover_item": Decision(
        through=("handover_id", "handover"), parts=("giver_id", "receiver_id"), emptied={"place": "", "said": ""}
    ),
    "homeview": Decision(about="person", removed=True),
    "journey": Decision(about="person_id", parts=("buddy_id", "started_by"), kept=_COUNTS),
    "journey_step": Decision(through=("journey_id", "journey"), parts=("owner_id",), emptied={"said": ""}),
    "leave_clock": Decision(about="person_id", kept="when their balances are to be looked at, and nothing else"),
    "leave_consultation": Decision(
        through=("request_id", "leave_request"),
        parts=("person_id",),
        withheld=("person_id", "text"),
        emptied={"text": ""},
    ),
    "leave_day": Decision(through=("request_id", "leave_request"), kept=_LEAVE),
    "leave_document": Decision(through=("request_id", "leave_request"), parts=("added_by",), removed=True),
    "leave_floor": Decision(parts=("set_by",), kept=_OTHERS),
    "leave_interruption": Decision(through=("request_id", "leave_request"), kept=_LEAVE),
    "leave_ledger": Decision(about="person_id", parts=("written_by",), emptied={"words": None}),
    "leave_note": Decision(through=("request_id", "leave_request"), parts=("written_by",), removed=True),
    "leave_request": Decision(about="person_id", parts=("asked_by", "decided_by"), kept=_LEAVE),
    "leave_shutdown": Decision(parts=("set_by", "undone_by"), kept=_OTHERS),
    "leave_shutdown_part": Decision(about="person_id", kept=_LEAVE),
    "leave_stand_in": Decision(through=("request_id", "leave_request"), parts=("person_id",), kept=_LEAVE),
    "leave_step": Decision(through=("request_id", "leave_request"), parts=("person_id",), kept=_LEAVE),
    "leave_suggestion": Decision(through=("request_id", "leave_request"), parts=("made_by",), kept=_LEAVE),
    "leave_worked": Decision(about="person_id", parts=("asked_of", "decided_by"), emptied={"note": "", "answer": ""}),
    "membership": Decision(about="person_id", kept=_COUNTS),
    "milestone": Decision(parts=("owner_id",), kept=_OTHERS),
    "milestone_report": Decision(parts=("by",), kept=_OTHERS),
    "milestone_risk": Decision(about="person_id", parts=("asked_of",), kept=_COUNTS),
    "newcomer": Decision(about="person_id", parts=("closed_by",), removed=True),
    "newcomer_told": Decision(through=("newcomer_id", "newcomer"), parts=("person_id",), removed=True),
    "nudge": Decision(about="of_id", parts=("by_id",), removed=True),
    "opening": Decision(parts=("opened_by",), kept=_OTHERS),
    "outbox": Decision(about="person", withheld=("mark", "owner"), removed=True),
    "people_admin": Decision(about="person_id", kept="who answered for the directory when"),
    "performance_case": Decision(
        about="person_id",
        parts=("reporter_id", "handled_by", "changed_by"),
        withheld=("reporter_id", "changed_by", "project_id"),
        removed=True,
    ),
    "person": Decision(about="id", kept="as “Former colleague”, so that others' records say so"),
    "person_role": Decision(about="person_id", kept=_COUNTS),
    "project_lead": Decision(about="person_id", kept="who answered for a project when"),
    "put_off": Decision(about="person_id", removed=True),
    "residence": Decision(about="person_id", kept="whose public holidays past counts have; a country and a zone"),
    "return_note": Decision(through=("record_id", "absence_record"), parts=("written_by",), removed=True),
    "skill_claim": Decision(about="person_id", parts=("decided_by",), removed=True),
    "skill_offer": Decision(about="person_id", removed=True),
    "skill_rating": Decision(about="person_id", parts=("assessed_by",), removed=True),
    "skill_wish": Decision(about="person_id", removed=True),
    "staffing_change": Decision(about="person_id", parts=("asked_by", "decided_by"), kept=_COUNTS),
    "staffing_desk": Decision(parts=("answered_by",), kept=_OTHERS),
    "staffing_floor": Decision(parts=("said_by",), kept=_OTHERS),
    "staffing_note": Decision(parts=("written_by",), kept="on asks; those on a person's offers go, see `erasing`"),
    "staffing_offer": Decision(about="person_id", parts=("offered_by", "decided_by"), kept=_COUNTS),
    "staffing_request": Decision(parts=("asked_by",), kept=_OTHERS),
    "staffing_task": Decision(about="person_id", parts=("finished_by",), kept=_COUNTS),
    "staffing_vacancy": Decision(about="person_id", kept=_COUNTS),
    "team_channel": Decision(parts=("set_by",), kept=_OTHERS),
    "welcome_read": Decision(about="person_id", removed=True),
    "work_pattern": Decision(about="person_id", kept=_COUNTS),
}
OWN = frozenset({"about", "by", "person", "entered_by"})
"""Names of columns that hold a person's number without a foreign key: the record outlives the person."""
