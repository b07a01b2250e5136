"""What a verb needs to know before it decides: the person's context, the route, who is away, how a leave stands."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale

from workflows.calendar import presence
from workflows.calendar import store as calendar
from workflows.calendar.rules import Absent, Span, Unit
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.language import locale_of, marked, tr
from workflows.leave import interruptions, standins, store, versions
from workflows.leave.outlook import Away
from workflows.leave.rules.approvers import Approver, asked_on
from workflows.leave.rules.balance import balance
from workflows.leave.rules.check import Draft, Warned, check
from workflows.leave.rules.context import Context, Employment
from workflows.leave.rules.history import with_year
from workflows.leave.rules.ledger import Balance
from workflows.leave.rules.policy import LeavePolicy, LeaveType, leave_year, year_name
from workflows.leave.rules.request import Request
from workflows.organisation import store as organisation
from workflows.wording.days import FURTHEST

YET_TO_COME = "…"
"""Stands for a reason where only the rest is judged: while it is being written, or where it may not be read."""
_ALWAYS = Span(date.min, date.max)
_TO_DECIDERS = {
    "overlap_sick": marked("They are already on record as away on some of these days."),
    "document_missing": marked("It needs a document, and can be approved once that is there."),
}
"""What is said otherwise to whoever decides than to the owner."""
UNITS = {Unit.DAYS: "day", Unit.HOURS: "hour"}


def context_of(tx: Tx, person_id: PersonId, *around: date) -> Context:
    """Everything the rules look at about somebody, as of their own today; `around`: days that are to be counted too."""
    known = organisation.facts(tx, person_id).person
    today = known.today(tx.now)
    requests = store.requests(tx, person_id, active=True)
    history = versions.history_of(tx, person_id)
    days = [today, *_countable(around, today), *(day for one in requests for day in (one.span.first, one.span.last))]
    ledger = store.entries(tx, person_id)
    return Context(
        today,
        with_year(versions.whole_policy_of(tx, person_id, today), history, ledger, known.starts),
        calendar.working_time(tx, person_id, min(days), max(days)),
        Employment(known.starts, known.ends),
        requests,
        ledger,
        interruptions.away_otherwise(tx, person_id),
        departments=tuple(one.code for one in organisation.departments_above(tx, person_id, today)),
        history=history,
    )


def for_others(tx: Tx, context: Context, person_id: PersonId) -> Context:
    """The same, for a reader who is not the one it is about: refusals and warnings name them."""
    return replace(context, name=name_of(tx, person_id) or tr("They"))


def today_of(tx: Tx, person_id: PersonId) -> date:
    """The date where they are (R42)."""
    return organisation.facts(tx, person_id).person.today(tx.now)


def locale_of_actor(actor: Actor) -> Locale:
    """How the one who acts writes dates."""
    return locale_of(actor.locale)


def name_of(tx: Tx, person_id: PersonId | None) -> str | None:
    """Somebody's name; "a former colleague" for one who was erased (X30)."""
    if person_id is None:
        return None
    known = organisation.person(tx, person_id)
    return known.name if known else tr("a former colleague")


def type_of(policy: LeavePolicy, request: Request) -> LeaveType:
    """The request's type."""
    return policy.leave_type(request.leave_type)


def years_of(context: Context, request: Request) -> tuple[tuple[str, Decimal], ...]:
    """What it costs in each leave year (R40)."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for day, cost in context.costs_of(request):
        found[year_of(context, day)] += cost
    return tuple(found.items())


def balances_of(context: Context, request: Request) -> tuple[tuple[str, Balance], ...]:
    """How the balance of its type stands with it, in each leave year it touches."""
    leave_type = type_of(context.policy, request)
    if not leave_type.limited:
        return ()
    days = {year_of(context, day): day for day, _ in reversed(tuple(context.costs_of(request)))}
    return tuple(
        (year, balance(context, leave_type.code, max(day, context.today))) for year, day in sorted(days.items())
    )


def warnings_of(context: Context, request: Request, draft: Draft) -> tuple[str, ...]:
    """What whoever decides should know: rules it breaks, also those it would be refused for by now (T18).

    `context` is a surrounded one, `draft` what was asked for. Of another absence it says only that there is one: the
    reader may not know why.
    """
    if not request.pending:
        return ()
    try:
        judged = check(draft, context)
    except Refused as refused:
        return (_to_deciders(refused),)
    return tuple(map(_to_deciders, judged.warnings))


def _to_deciders(said: Refused | Warned) -> str:
    return tr(_TO_DECIDERS[said.reason]) if said.reason in _TO_DECIDERS else said.text


def again(request: Request, replacement: PersonId | None, documents: int) -> Draft:
    """What was asked for, to be judged once more."""
    return Draft(
        request.leave_type,
        request.span,
        edits=request.id,
        reason=YET_TO_COME,
        documents=documents,
        replacement=replacement,
        overrides=True,
    )


def away_with(tx: Tx, person_id: PersonId, span: Span) -> tuple[Away, ...]:
    """Who else of the department is away on any of these days: names and dates, never why."""
    department = organisation.facts(tx, person_id).department(span.first)
    found = calendar.away_from(tx, [department], span.first, span.last) if department else ()
    return named(tx, [one for one in found if one.person != person_id and one.span.overlaps(span)])


def named(tx: Tx, absences: Iterable[Absent]) -> tuple[Away, ...]:
    """Absences as others may see them, with people's names, in order of their first day."""
    known = calendar.as_seen(tx, absences)
    names = organisation.names(tx, {PersonId(absent.person) for absent in known})
    found = [Away(names.get(PersonId(one.person), tr("somebody")), one.span, one.certain) for one in known]
    return tuple(sorted(found, key=lambda away: (away.span.start, away.name)))


def route_for(tx: Tx, person_id: PersonId, without: Iterable[PersonId] = ()) -> tuple[PersonId, ...]:
    """Whom to ask about somebody's leave, in turn (R43), from the first who is not away or has named somebody for then.

    All, when everybody is away. Raises Refused (`no_approver`) when there is nobody.
    """
    left_out = set(without)
    line = [one for one in organisation.chain(tx, person_id, today_of(tx, person_id)) if one not in left_out]
    if not line:
        raise Refused(
            tr(
                "Nobody could decide about this leave: the department has no operations manager, and there is no "
                "people admin. Ask whoever looks after Dotted Line in your company to name one."
            ),
            reason="no_approver",
        )
    if presence.here(tx, line[0]):
        return tuple(line)
    asked = asked_on([_approver(tx, one) for one in line], today_of(tx, person_id), person_id)
    return tuple(PersonId(one) for one in asked if one not in left_out)


def _approver(tx: Tx, person_id: PersonId) -> Approver:
    """As of today; the deputy comes next in the line anyway."""
    if presence.here(tx, person_id):
        return Approver(person_id)
    today = today_of(tx, person_id)
    named = standins.substitute(tx, person_id, today)
    return Approver(person_id, (_ALWAYS,), named if named is not None and presence.here(tx, named) else None)


def zone_of(actor: Actor) -> ZoneInfo:
    """The time zone of the one who acts."""
    return ZoneInfo(actor.time_zone)


def _countable(days: Iterable[date], today: date) -> Iterable[date]:
    """Those a calendar can be built for; what lies beyond is refused by it."""
    return (day for day in days if abs(day.year - today.year) <= FURTHEST)


def year_of(context: Context, day: date) -> str:
    """The name of the leave year a day is in."""
    return year_name(year_begins(context, day))


def year_begins(context: Context, day: date) -> date:
    """The first day of the leave year a day is in."""
    return leave_year(context.policy, day, context.employment.first)[0]
