"""Looking at leave without changing it: balances and why they are what they are, lists, and who is away."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from babel import Locale

from workflows.calendar.rules import Span
from workflows.calendar.rules.holiday import called
from workflows.kernel.access import Actor
from workflows.kernel.flow import Form, Outcome, Tx
from workflows.kernel.replies import Message, Open, Say
from workflows.language import marked, tr, trn
from workflows.leave import cards, desk, reading, store, views
from workflows.leave.outlook import away_line, cover_line
from workflows.leave.prospect import Prospect
from workflows.leave.records import Leave
from workflows.leave.rules.balance import balance
from workflows.leave.rules.context import Context
from workflows.leave.rules.ledger import Balance
from workflows.leave.rules.policy import LeaveType
from workflows.leave.rules.words import grant_text, type_name
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import counted, dated, labelled, plain, signed, spanned

MOST = 12
"""Entries in a list; Slack takes 50 blocks in a message."""
SIX_WEEKS = timedelta(weeks=6)
NONE_YET = marked("No leave yet. Type `/leave` to ask for some.")


def show_balance(tx: Tx, actor: Actor, whose: Prospect, _form: Form) -> Outcome:
    """`/leave balance`: per kind of leave, what was granted, taken, is approved ahead, waits, and is free (R21)."""
    title = tr("Your leave balance")
    heading = (
        tr("{name}: leave balance", name=desk.name_of(tx, whose.person)) if whose.person != actor.person else title
    )
    built = [blocks.header(heading), *balance_lines(tx, whose), *explaining(tx, whose)]
    return Outcome(Say(Message(title, blocks.laid_out(built))))


def balance_lines(tx: Tx, whose: Prospect) -> list[Built]:
    """Each kind's balance."""
    context = desk.context_of(tx, whose.person)
    built: list[Built] = []
    for leave_type in context.policy.types:
        for day in _balance_days(leave_type, context):
            found = balance(context, leave_type.code, day)
            if found.granted or found.taken or found.approved_ahead or found.pending:
                built.append(blocks.section(_balance_text(leave_type, found, desk.year_of(context, day))))
    return built


def explaining(tx: Tx, whose: Prospect) -> Sequence[Built]:
    """The button that says why the balances are what they are."""
    year = desk.context_of(tx, whose.person).today.year
    return blocks.actions([blocks.button(tr("Explain balance"), "leave:explain", f"{whose.person}.{year}")])


def _balance_days(leave_type: LeaveType, context: Context) -> list[date]:
    """Today, and the beginning of each later leave year in which leave of the type is booked already."""
    if not leave_type.limited:
        return []
    booked = [one.span.last for one in context.requests if one.leave_type == leave_type.code]
    begins = {desk.year_begins(context, day) for day in booked}
    return [context.today, *sorted(day for day in begins if day > context.today)]


def explain(tx: Tx, actor: Actor, whose: Prospect, _form: Form) -> Outcome:
    """Every line of every balance, oldest first (R44)."""
    context = desk.context_of(tx, whose.person)
    locale = desk.locale_of_actor(actor)
    sections = [
        (f"{type_name(leave_type)} {desk.year_of(context, day)}", _lines(leave_type, context, day, locale))
        for leave_type in context.policy.types
        for day in _balance_days(leave_type, context)
    ]
    return Outcome(Open(views.lines_view(tr("Leave balance"), sections)))


def explain_days(tx: Tx, actor: Actor, leave: Leave, _form: Form) -> Outcome:
    """Why a leave costs what it costs, day by day (R44): as it was counted when approved, else as it counts now."""
    locale = desk.locale_of_actor(actor)
    lines = _kept_days(tx, leave, locale) or _counted_days(tx, leave, locale)
    return Outcome(Open(views.lines_view(tr("Day by day"), [(spanned(leave.request.span, locale), lines)])))


def show_touched(tx: Tx, actor: Actor, leave: Leave, _form: Form) -> Outcome:
    """“What this touches”: all of what the decision card has the beginning of."""
    facts = reading.full(tx, actor, leave)
    sections = [
        *((_titled(name), [f"• {blocks.escaped(one)}" for one in sentences]) for name, sentences in facts.touched),
        (tr("Cover"), [f"• {cover_line(one, facts.locale)}" for one in facts.cover]),
        (tr("Rules"), [f":warning: {blocks.escaped(one)}" for one in facts.warnings]),
        (tr("Project managers"), [f"• {one}" for one in cards.consulted_lines(facts)]),
        (tr("Also away"), [away_line(facts.away, facts.locale)]),
    ]
    shown = [(heading, lines) for heading, lines in sections if lines]
    return Outcome(Open(views.lines_view(tr("What this touches"), shown)))


def _titled(workflow: str) -> str:
    """What another workflow is called over what it knows; one that has no name here goes by its own."""
    return tr(_WORKFLOWS.get(workflow, workflow.capitalize()))


_WORKFLOWS = {"milestones": marked("Milestones"), "staffing": marked("Staffing")}


def _kept_days(tx: Tx, leave: Leave, locale: Locale) -> list[str]:
    """And, under the sandwich rule, the days off between it and the leave next to it."""
    pots, kept = store.pots_of(tx, leave.id), store.breakdown(tx, leave.id)
    own = [_day_line(one.day, one.pattern, one.holiday, one.cost, pots.get(one.day), locale) for one in kept]
    counted = {one.day for one in kept}
    return own + [
        tr(
            "{day}: a day off between this and other leave counts too, from {grant}",
            day=dated(day, locale),
            grant=blocks.escaped(grant_text(pot), 80),
        )
        for day, pot in pots.items()
        if kept and day not in counted
    ]


def _counted_days(tx: Tx, leave: Leave, locale: Locale) -> list[str]:
    span = leave.request.span
    context = desk.context_of(tx, leave.person, span.first, span.last)
    counting = desk.type_of(context.policy, leave.request).count.counting
    return [
        _day_line(
            one.day, one.pattern_length, called(one.holiday.name) if one.holiday else None, one.cost, None, locale
        )
        for one in context.working_time.breakdown(span, counting)
    ]


def show_list(tx: Tx, actor: Actor, whose: Prospect, _form: Form) -> Outcome:
    """`/leave list`: what is to come and what was lately, each with what can be done about it."""
    entries, more = listed_leave(tx, actor, whose, MOST)
    built = [block for entry in entries for block in entry] or [blocks.section(tr(NONE_YET))]
    heading = title = tr("Your leave")
    if whose.person != actor.person:
        heading = tr("{name}: leave", name=desk.name_of(tx, whose.person))
    rest = [blocks.aside(trn("And {count} more.", "And {count} more.", more))] if more else []
    return Outcome(Say(Message(title, blocks.laid_out([blocks.header(heading), *built, *rest]))))


def listed_leave(tx: Tx, actor: Actor, whose: Prospect, most: int) -> tuple[list[list[Built]], int]:
    """The latest requests, the next to come first, each with what can be done about it; and how many more there are."""
    known = [request for request in store.requests(tx, whose.person) if request.active or _lately(tx, request.span)]
    shown = sorted(known, key=lambda request: (not request.active, request.span.start))[:most]
    leaves = [leave for request in shown if (leave := store.leave(tx, request.id))]
    entries = [cards.list_entry(reading.brief(tx, actor, leave, notes=False)) for leave in leaves]
    return entries, len(known) - len(shown)


def _lately(tx: Tx, span: Span) -> bool:
    return span.last >= tx.now.date() - timedelta(days=90)


def _balance_text(leave_type: LeaveType, found: Balance, year: str) -> str:
    unit = desk.UNITS[leave_type.count.unit]
    parts = [
        tr("{amount} granted", amount=plain(found.granted)),
        tr("{amount} taken", amount=plain(found.taken)),
        tr("{amount} approved ahead", amount=plain(found.approved_ahead)),
        tr("{amount} waiting", amount=plain(found.pending)),
        *([tr("{amount} used by next year's leave", amount=plain(found.claimed))] if found.claimed else []),
    ]
    free = tr("{amount} free", amount=counted(found.free, unit))
    whole = labelled(f"*{blocks.escaped(type_name(leave_type))} {year}*", f"*{free}*")
    return f"{whole}\n{', '.join(parts)}"


def _lines(leave_type: LeaveType, context: Context, day: date, locale: Locale) -> list[str]:
    found = balance(context, leave_type.code, day)
    unit = desk.UNITS[leave_type.count.unit]
    lines = [
        labelled(dated(line.day, locale), f"{blocks.escaped(line.text)}, {signed(line.amount)} → {plain(line.balance)}")
        for line in found.explained()
    ]
    free = tr("{amount} free", amount=counted(found.free, unit))
    return [*lines, f"*{free}*"]


def _day_line(day: date, pattern: Decimal, holiday: str | None, cost: Decimal, pot: str | None, locale: Locale) -> str:
    works = tr("{days} by the pattern", days=plain(pattern)) if pattern else tr("no working day")
    why = ", ".join([works, *([blocks.escaped(holiday, 80)] if holiday else [])])
    line = labelled(dated(day, locale), f"{why} → {plain(cost)}")
    return tr("{line}, from {grant}", line=line, grant=blocks.escaped(grant_text(pot), 80)) if pot else line
