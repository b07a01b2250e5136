"""A leave as one reader may know it: names, figures, who else is away, and notes only for those they are for."""

from dataclasses import replace

from workflows.kernel.access import Actor
from workflows.kernel.flow import Away, Tx, effects
from workflows.language import marked, tr
from workflows.leave import consult_cards, desk, documents, offers, shutdowns, standins, store, suggestions, versions
from workflows.leave.cards import YOU, Facts
from workflows.leave.records import Leave
from workflows.leave.rules.changes import below_floor
from workflows.leave.rules.context import Context
from workflows.leave.rules.group import thinnest
from workflows.leave.rules.life import State
from workflows.leave.rules.words import inside, type_name
from workflows.leave.surroundings import surrounded
from workflows.wording import blocks
from workflows.wording.phrases import spanned


def brief(tx: Tx, reader: Actor, leave: Leave, *, notes: bool = True) -> Facts:
    """What a list or a card of one's own shows."""
    request = leave.request
    leave_type = versions.type_of(tx, request)
    current, stands_in = leave.waiting_for, standins.of(tx, leave.id).replaces
    return Facts(
        leave=leave,
        locale=desk.locale_of_actor(reader),
        name=desk.name_of(tx, leave.person) or "",
        kind=type_name(leave_type),
        unit=desk.UNITS[leave_type.count.unit],
        notes=_notes(tx, reader, leave) if notes else (),
        documents=_documents(tx, reader, leave) if notes and leave_type.document_required else (),
        asked_by=_asker(tx, reader, leave),
        closed=_closed(tx, leave),
        replacement=_you(reader, desk.name_of(tx, stands_in), stands_in),
        decided_by=_you(reader, desk.name_of(tx, request.decided_by), request.decided_by),
        waiting_for=_you(reader, desk.name_of(tx, current.person), current.person) if current else None,
        offered=offers.offered(tx, reader, leave),
        suggested=_suggested(tx, reader, leave),
    )


def full(tx: Tx, reader: Actor, leave: Leave) -> Facts:
    """What whoever decides sees."""
    known = brief(tx, reader, leave)
    request = leave.request
    context = desk.context_of(tx, leave.person, request.span.first, request.span.last)
    if reader.person != leave.person:
        context = desk.for_others(tx, context, leave.person)
    draft = desk.again(request, standins.of(tx, leave.id).replaces, len(documents.of(tx, leave.id)))
    surrounding = surrounded(tx, context, request.person, draft)
    return replace(
        known,
        years=desk.years_of(context, request),
        balances=desk.balances_of(context, request),
        away=desk.away_with(tx, leave.person, request.span) if request.pending else (),
        cover=thinnest(request.leave_type, request.span, surrounding) if request.pending else (),
        warnings=(*desk.warnings_of(surrounding, request, draft), *_uncovered(known, context)),
        touched=_touched(tx, reader, leave),
        consulted=consult_cards.consulted(tx, reader, leave),
    )


def _uncovered(facts: Facts, context: Context) -> tuple[str, ...]:
    """R41: approved it stays, whatever became of the calendar since; whoever decides is told that it is not covered."""
    request = facts.leave.request
    if not request.granted or not below_floor(context, request.leave_type):
        return ()
    return (
        tr(
            "The balance of {type} does not cover all that is approved any more. It stays approved.",
            type=inside(facts.kind),
        ),
    )


def _suggested(tx: Tx, reader: Actor, leave: Leave) -> str:
    """What waits for the owner's answer, as this reader is told it."""
    one = suggestions.standing(tx, leave.id) if leave.state is State.REQUESTED else None
    if one is None:
        return ""
    by = blocks.escaped(desk.name_of(tx, one.by) or tr("Somebody"), 80)
    return tr(
        _SUGGESTED[one.span is not None, reader.person == one.by, reader.person == leave.person],
        by=f"{by[:1].upper()}{by[1:]}",
        name=blocks.escaped(desk.name_of(tx, leave.person) or tr("them"), 80),
        span=spanned(one.span, desk.locale_of_actor(reader)) if one.span else "",
    )


_SUGGESTED = {
    (False, False, False): marked("{by} asked for a change; it waits for an answer from {name}."),
    (False, False, True): marked("{by} asked for a change; it waits for an answer from you."),
    (False, True, False): marked("You asked for a change; it waits for an answer from {name}."),
    (True, False, False): marked("{by} suggested {span} instead; it waits for an answer from {name}."),
    (True, False, True): marked("{by} suggested {span} instead; it waits for an answer from you."),
    (True, True, False): marked("You suggested {span} instead; it waits for an answer from {name}."),
}
"""By whether days were suggested, whether the reader suggested it, and whether they are to answer."""


def _touched(tx: Tx, reader: Actor, leave: Leave) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the other workflows know that it would touch, as far as the reader may know (milestones, cover, skills)."""
    span = leave.request.span
    return effects(tx, Away(leave.person, span.first, span.last), reader) if leave.request.pending else ()


def _notes(tx: Tx, reader: Actor, leave: Leave) -> tuple[tuple[str, str], ...]:
    if not offers.may(tx, reader, leave, "see"):
        return ()
    return tuple((desk.name_of(tx, note.by) or "", note.text) for note in store.notes(tx, leave.id))


def _documents(tx: Tx, reader: Actor, leave: Leave) -> tuple[str, ...]:
    return tuple(one.link for one in documents.of(tx, leave.id)) if offers.may(tx, reader, leave, "see") else ()


def _closed(tx: Tx, leave: Leave) -> str:
    """What the company is closed for, when this leave was booked because of it (R32)."""
    booked = leave.request.asked_by != leave.person and not leave.steps
    closing = shutdowns.of_request(tx, leave.id) if booked else None
    return closing.rule.name if closing else ""


def _asker(tx: Tx, reader: Actor, leave: Leave) -> str | None:
    """Who asked on the person's behalf."""
    asker = leave.request.asked_by
    return None if asker == leave.person else _you(reader, desk.name_of(tx, asker), asker)


def _you(reader: Actor, name: str | None, person: int | None) -> str | None:
    return YOU if person is not None and person == reader.person else name
