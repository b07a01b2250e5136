"""Asking for leave: opening the modal, showing live what it would mean, asking, and changing what was asked."""

from collections.abc import Sequence
from dataclasses import replace

from workflows.calendar.rules.holiday import called
from workflows.kernel.access import Actor, Permission, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Outcome, Tx
from workflows.kernel.replies import Done, Open, Update, View
from workflows.language import tr
from workflows.leave import (
    booking,
    consulting,
    desk,
    documents,
    forms,
    naming,
    shutdowns,
    standins,
    store,
    suggesting,
    versions,
    views,
)
from workflows.leave.moves import approve_once, grant, happened, mark, moved
from workflows.leave.outlook import Away, away_line, balance_line, cost_line, cover_line, left_line
from workflows.leave.prospect import Prospect
from workflows.leave.records import Leave
from workflows.leave.rules.balance import balance
from workflows.leave.rules.check import Assessment, Draft, check
from workflows.leave.rules.context import Context
from workflows.leave.rules.group import thinnest
from workflows.leave.rules.ledger import Balance
from workflows.leave.rules.life import POLICY, State
from workflows.leave.rules.nearest import advised
from workflows.leave.rules.policy import LeaveType
from workflows.leave.rules.request import Request
from workflows.leave.rules.stages import automatic, lacks_document, two_stages
from workflows.leave.rules.words import type_name
from workflows.leave.standins import Named
from workflows.leave.surroundings import surrounded
from workflows.leave.tables import NoteKind
from workflows.organisation.lines import relations
from workflows.wording import blocks
from workflows.wording.phrases import dated, spanned

_FIELDS = {"first_half": forms.HALVES, "last_half": forms.HALVES}
"""Where the modal has one field for what the rules tell apart."""
_LOGGED = {"overlap_sick": "overlap"}
"""A refusal's reason stands in the log, which says of nobody why they are away."""


def open_form(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> Outcome:
    """The modal, filled in with what the command said."""
    return Outcome(Open(_view(tx, actor, whose, form)))


def preview(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> Outcome:
    """The modal again, with what the present choice would mean."""
    return Outcome(Update(_view(tx, actor, whose, form)))


def ask(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> Outcome:
    """Ask: judged, kept, and put to the first of its route, or granted at once where that is how it goes."""
    tx.lock("leave", whose.person)
    context = _context(tx, actor, whose, form)
    leave_type = forms.type_of(form, context.policy)
    decides = _decides_first(tx, actor, whose.person)
    named = naming.named(tx, whose.person, form)
    draft = _draft(form, leave_type, whose, named, overrides=decides)
    _refuse_repeated(tx, actor, draft, context)
    judged = _judged(tx, draft, surrounding := surrounded(tx, context, whose.person, draft))
    if decides and not draft.reason:
        _refuse_unexplained(draft, surrounding)
    request = _kept(tx, actor, whose.person, draft, judged)
    documents.add(tx, request.id, forms.documents_of(form), actor.person)
    standins.begin(tx, request.id, named)
    route = _route(tx, actor, whose.person, decides=decides)
    leave = Leave(request, request.version, store.add_route(tx, request.id, request.version, route))
    at_once = automatic(judged, leave_type) if not decides else not _waits(judged, leave_type)
    consulted = 0 if at_once else consulting.begin(tx, leave, actor.person, route[0])
    facts = {"consulted": consulted} if consulted else {}
    asked = happened("asked", leave, actor.person, type=request.leave_type, days=str(request.days), **facts)
    if decides and lacks_document(judged):
        return Outcome(Done(), (asked,))
    if decides and two_stages(request.days, leave_type):
        return Outcome(Done(), (asked, approve_once(tx, actor, leave)))
    if not at_once:
        return Outcome(Done(), (replace(asked, after=leave),))
    by = actor.person if decides else None
    return Outcome(Done(), (asked, grant(tx, leave, by, replace(context, requests=(*context.requests, request)))))


def change(tx: Tx, actor: Actor, leave: Leave, form: Form) -> Outcome:
    """Change what was asked for while nobody has decided; the button opens the modal, submitting it comes here too."""
    whose = Prospect(leave.person, leave)
    if forms.FIRST not in form:
        return Outcome(
            Open(_view(tx, actor, whose, {**_of_request(tx, leave.request), **suggesting.prefilled(tx, leave)}))
        )
    tx.lock("leave", leave.person)
    context = desk.context_of(tx, leave.person, *forms.days_of(form))
    before, named = standins.of(tx, leave.id), naming.named(tx, leave.person, form)
    leave_type, already = forms.type_of(form, context.policy), len(documents.of(tx, leave.id))
    draft = _draft(form, leave_type, whose, named, overrides=False, already=already)
    judged = _judged(tx, draft, surrounded(tx, context, leave.person, draft))
    changed = replace(leave.request, leave_type=draft.leave_type, span=draft.span, days=judged.days)
    after = moved(tx, actor, leave, "change", changed)
    store.add_note(tx, after.request, NoteKind.ASKING, actor.person, draft.reason)
    standins.put(tx, leave.id, named)
    documents.add(tx, leave.id, forms.documents_of(form), actor.person)
    suggesting.answered_by_change(tx, after)
    consulting.anew(tx, leave, after, ask=not automatic(judged, leave_type))
    former = {"replaced_before": before.replaces} if before.replaces not in (None, named.replaces) else {}
    events = [happened("changed", after, actor.person, type=after.request.leave_type, **former)]
    if automatic(judged, leave_type):
        others = (one for one in context.requests if one.id != leave.id)
        events.append(grant(tx, after, None, replace(context, requests=(*others, after.request))))
    return Outcome(Done(), tuple(events))


def _waits(judged: Assessment, leave_type: LeaveType) -> bool:
    """Whether what a manager books still needs something: a document, or another's approval."""
    return lacks_document(judged) or two_stages(judged.days, leave_type)


def _context(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> Context:
    """What it is judged by; what is said about somebody else names them."""
    context = desk.context_of(tx, whose.person, *forms.days_of(form))
    return context if actor.person == whose.person else desk.for_others(tx, context, whose.person)


def _view(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> View:
    context = _context(tx, actor, whose, form)
    offered = versions.policy_of(tx, whose.person, context.today).types
    choices = [_choice(leave_type, context) for leave_type in offered]
    metadata = f"{whose.changing.id}.{whose.changing.version}" if whose.changing else ""
    outlook = _outlook(tx, actor, whose, form, context)
    return views.ask_view(form, choices, outlook, metadata, decides=naming.decides(tx, whose.person, context.today))


def _choice(leave_type: LeaveType, context: Context) -> views.Choice:
    said = tr("no limit")
    if leave_type.limited:
        unit = desk.UNITS[leave_type.count.unit]
        said = tr("{balance} left", balance=balance_line(balance(context, leave_type.code, context.today), unit))
    return views.Choice(
        leave_type.code,
        type_name(leave_type),
        said,
        leave_type.reason_required,
        leave_type.count.halves,
        leave_type.replacement_required,
        leave_type.document_required,
    )


def _outlook(tx: Tx, actor: Actor, whose: Prospect, form: Form, context: Context) -> list[str]:
    """What the present choice would mean, or what is wrong with it; nothing while no day is chosen."""
    if not form.get(forms.FIRST) or not form.get(forms.LAST):
        return [tr("Pick the days to see what they cost and who else is away.")]
    try:
        leave_type = forms.type_of(form, context.policy)
        named, overrides = naming.named(tx, whose.person, form), _decides_first(tx, actor, whose.person)
        draft = _draft(form, leave_type, whose, named, overrides=overrides, ahead=True)
        surrounding = surrounded(tx, context, whose.person, draft)
        judged = _judged(tx, draft, surrounding)
    except Refused as refused:
        return [f":warning: {blocks.escaped(refused.text)}"]
    away = desk.away_with(tx, whose.person, draft.span)
    left = desk.balances_of(*_with_draft(context, draft, whose))
    locale = desk.locale_of_actor(actor)
    cover = [cover_line(staffed, locale) for staffed in thinnest(draft.leave_type, draft.span, surrounding)]
    lines = [*_meaning(actor, draft, judged, leave_type, away, left), *cover, *_warnings(judged)]
    return [*lines, *_deciding(judged, leave_type)]


def _meaning(
    actor: Actor,
    draft: Draft,
    judged: Assessment,
    leave_type: LeaveType,
    away: Sequence[Away],
    left: Sequence[tuple[str, Balance]],
) -> list[str]:
    locale, unit = desk.locale_of_actor(actor), desk.UNITS[leave_type.count.unit]
    lines = [f"*{spanned(draft.span, locale)}*\n{cost_line(judged.years, judged.days, unit)}"]
    if left:
        after = tr("Left after it: {balance}", balance=left_line(left, unit))
        lines[0] = f"{lines[0]}\n{after}"
    holidays = [
        f"{blocks.escaped(called(part.holiday.name), 80)} ({dated(part.day, locale)})"
        for part in judged.breakdown
        if part.holiday and part.pattern_length
    ]
    if holidays:
        lines.append(tr("Public holidays inside: {holidays}.", holidays=", ".join(holidays[:8])))
    lines.append(away_line(away, locale))
    return lines


def _warnings(judged: Assessment) -> list[str]:
    return [f":warning: {blocks.escaped(warned.text)}" for warned in judged.warnings]


def _deciding(judged: Assessment, leave_type: LeaveType) -> list[str]:
    """How it goes on, where that is not the usual way."""
    if automatic(judged, leave_type):
        return [tr("This needs nobody's approval: it is approved at once.")]
    return [tr("This needs two approvals, one after the other.")] if two_stages(judged.days, leave_type) else []


def _with_draft(context: Context, draft: Draft, whose: Prospect) -> tuple[Context, Request]:
    """Things as they would be with the draft asked for."""
    number = draft.edits or 0
    request = Request(number, whose.person, draft.leave_type, draft.span, State.REQUESTED)
    others = (one for one in context.requests if one.id != number)
    return replace(context, requests=(*others, request)), request


def _draft(
    form: Form,
    leave_type: LeaveType,
    whose: Prospect,
    named: Named,
    *,
    overrides: bool,
    ahead: bool = False,
    already: int = 0,
) -> Draft:
    """What the form asks for.

    `ahead`: while it is still being filled in, a reason may come later; `already`: how many documents are there.
    """
    required = None
    if leave_type.reason_required and not ahead:
        required = tr("{type} needs a reason: please write one.", type=type_name(leave_type))
    reason = forms.reason_of(form, required=required)
    return Draft(
        leave_type.code,
        forms.span_of(form),
        edits=whose.changing.id if whose.changing else None,
        reason=reason or (desk.YET_TO_COME if ahead else ""),
        documents=len(forms.documents_of(form)) + already,
        replacement=named.replaces,
        overrides=overrides,
    )


def _judged(tx: Tx, draft: Draft, context: Context) -> Assessment:
    """As the rules judge it; a refusal says what would pass, and lies under the modal's field."""
    try:
        return advised(draft, context, lambda refused: _closed(tx, draft, context, refused) or refused.text)
    except Refused as refused:
        refused.field = _FIELDS.get(refused.field or "", refused.field)
        refused.reason = _LOGGED.get(refused.reason, refused.reason)
        raise


def _closed(tx: Tx, draft: Draft, context: Context, refused: Refused) -> str | None:
    """What stands in the way may be leave that was booked because the company is closed (R32)."""
    if refused.reason != "overlap":
        return None
    others = [one for one in context.requests if one.active and one.id != draft.edits]
    first = min((one for one in others if one.span.overlaps(draft.span)), key=lambda one: one.span.start)
    closing = shutdowns.of_request(tx, first.id)
    if closing is None:
        return None
    closed, days = closing.rule.name, booking.days_of(closing.rule)
    return context.says(
        tr(
            "The company is closed then ({closed}, {days}), and your leave for it is booked already.",
            closed=closed,
            days=days,
        ),
        tr(
            "The company is closed then ({closed}, {days}), and leave is booked for {name} already.",
            closed=closed,
            days=days,
            name=context.name,
        ),
    )


def _refuse_unexplained(draft: Draft, context: Context) -> None:
    """A manager may book what the rules would refuse its owner, and says why (R28)."""
    try:
        check(replace(draft, overrides=False), context)
    except Refused as refused:
        text = tr("{refusal} You can book it all the same: please say why.", refusal=refused.text)
        raise Refused(text, field=forms.REASON, reason="override_unexplained") from None


def _refuse_repeated(tx: Tx, actor: Actor, draft: Draft, context: Context) -> None:
    """Slack repeats no command and no press, but people do: the same again is answered, not kept twice."""
    for request in context.requests:
        if (request.leave_type, request.span) == (draft.leave_type, draft.span):
            raise Refused(_repeated(tx, actor, request), field=forms.FIRST, reason="repeated")


def _repeated(tx: Tx, actor: Actor, request: Request) -> str:
    locale = desk.locale_of_actor(actor)
    span = spanned(request.span, locale)
    day = dated(request.asked_at.date(), locale) if request.asked_at else ""
    if request.asked_by == actor.person and day:
        return tr("You already asked for {span} on {day}. `/leave list` shows how it stands.", span=span, day=day)
    if request.asked_by == actor.person:
        return tr("You already asked for {span}. `/leave list` shows how it stands.", span=span)
    name = desk.name_of(tx, request.asked_by) or tr("Somebody")
    if day:
        return tr(
            "{name} already asked for {span} on {day}. `/leave list` shows how it stands.",
            name=name,
            span=span,
            day=day,
        )
    return tr("{name} already asked for {span}. `/leave list` shows how it stands.", name=name, span=span)


def _kept(tx: Tx, actor: Actor, person: PersonId, draft: Draft, judged: Assessment) -> Request:
    new = Request(0, person, draft.leave_type, draft.span, State.REQUESTED, days=judged.days)
    request = store.add_request(tx, new, actor.person)
    store.add_note(tx, request, NoteKind.ASKING, actor.person, draft.reason)
    mark(tx, request, new=True)
    return request


def _decides_first(tx: Tx, actor: Actor, person: PersonId) -> bool:
    """Whether they book it for somebody about whose leave they decide anyway: then asking is deciding."""
    if actor.person == person:
        return False
    return POLICY.allows(Permission("approve"), relations(tx, actor, person))


def _route(tx: Tx, actor: Actor, person: PersonId, *, decides: bool) -> tuple[PersonId, ...]:
    """Whom to ask. Whoever books it and decides comes first; whoever only asks on somebody's behalf, last."""
    route = desk.route_for(tx, person)
    others = tuple(one for one in route if one != actor.person)
    if decides:
        return (actor.person, *others)
    return others + tuple(one for one in route if one == actor.person)


def _of_request(tx: Tx, request: Request) -> Form:
    named = naming.fields(tx, standins.of(tx, request.id))
    return {forms.TYPE: request.leave_type, **forms.of_span(request.span), **named}
