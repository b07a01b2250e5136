"""What the owner of a request holds when whoever decides asks for a change of it."""

from collections.abc import Iterator

from workflows.kernel.access import Actor
from workflows.kernel.flow import Event, Notice, Tx
from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.leave import cards, desk, reading, suggestions, versions
from workflows.leave.cards import Facts
from workflows.leave.records import Leave
from workflows.leave.rules.life import State
from workflows.leave.suggestions import Ending, Suggestion
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import spanned

KINDS = ("suggested", "suggested_waiting")
BUTTONS = ("change", "keep_asked", "withdraw")
_SETTLES = frozenset(
    {"change_suggested", "changed", "kept_asked", "suggestion_lapsed", "approved", "first_approved"}
    | {"declined", "withdrawn"}
)
"""What changes the owner's card."""
_ENDINGS = {
    Ending.CHANGED: marked("You have changed your request since."),
    Ending.KEPT: marked("You would rather keep what you asked for."),
    Ending.LAPSED: marked("You had not answered in time, so what you asked for stands, and is to be decided."),
    Ending.REPLACED: marked("Something else was suggested since: your newest message has it."),
}


def notices(tx: Tx, leave: Leave, event: Event) -> Iterator[Notice]:
    """A card for a new suggestion; those the owner holds are updated with each step that settles them."""
    if event.name not in _SETTLES:
        return
    remind_after = versions.type_of(tx, leave.request).approval.remind_after
    for one in suggestions.of(tx, leave.id):
        key = f"leave/{leave.id}/{event.name}/{event.version}/suggested_{one.id}_to_{leave.person}"
        new = event.name == "change_suggested" and one.version == event.version
        yield Notice(key, leave.person, "suggested", leave.ref, card=_slot(one), only_update=not new)
        for days in () if new else remind_after:
            again = f"{key}_reminder_{days}"
            yield Notice(again, leave.person, "suggested_waiting", leave.ref, card=_slot(one, days), only_update=True)


def reminder(leave: Leave, one: Suggestion, days: int) -> Notice:
    """They have owed an answer for so many working days."""
    key = f"leave/{leave.id}/suggested_waiting/{one.version}.{days}/to_{leave.person}"
    return Notice(key, leave.person, "suggested_waiting", leave.ref, card=_slot(one, days))


def render(tx: Tx, notice: Notice, leave: Leave, reader: Actor) -> Message | None:
    """As it stands now, for its owner alone."""
    one = next((one for one in suggestions.of(tx, leave.id) if _is_about(notice, one)), None)
    if one is None or reader.person != leave.person:
        return None
    waits = one.ending is None and leave.state is State.REQUESTED
    if notice.kind == "suggested_waiting" and not waits and not notice.only_update:
        return None
    return _card(tx, reading.brief(tx, reader, leave), one, waits=waits, again=notice.kind == "suggested_waiting")


def _card(tx: Tx, facts: Facts, one: Suggestion, *, waits: bool, again: bool) -> Message:
    by = blocks.bold(desk.name_of(tx, one.by) or tr("Whoever decides"))
    what = f"{blocks.escaped(facts.kind)}, {facts.span}, {facts.days}"
    text = tr(_AGAIN if again and waits else _ASKED, name=by, what=what)
    built: list[Built] = [blocks.section(text)]
    if one.span is not None:
        built.append(blocks.section(tr("Suggested instead: *{span}*", span=spanned(one.span, facts.locale))))
    if not waits:
        return Message(text, blocks.laid_out([*built, blocks.aside(_ending(facts, one))]))
    return Message(text, blocks.laid_out([*built, *cards.notes_of(facts)[-1:], *_buttons(facts, one)]))


_ASKED = marked("{name} asks for a change of your request: {what}.")
_AGAIN = marked("{name} still waits for your answer: a change of your request was asked for, {what}.")


def _buttons(facts: Facts, one: Suggestion) -> list[Built]:
    offered = [cards.button(facts, verb) for verb in BUTTONS if verb in facts.offered]
    if one.span is not None and "change" in facts.offered:
        offered[0] = cards.renamed(facts, "change", tr("Use these days…"))
    return list(blocks.actions(offered))


def _ending(facts: Facts, one: Suggestion) -> str:
    if one.ending is not None:
        return tr(_ENDINGS[one.ending])
    return tr("Your request is {state}.", state=tr(cards.SENTENCES[facts.leave.state]))


def _is_about(notice: Notice, one: Suggestion) -> bool:
    """The card of that suggestion, or a reminder of it."""
    return notice.card is not None and (notice.card == _slot(one) or notice.card.startswith(f"{_slot(one)}/"))


def _slot(one: Suggestion, days: int | None = None) -> str:
    slot = f"leave/{one.request}/suggestion/{one.version}"
    return slot if days is None else f"{slot}/reminder.{days}"
