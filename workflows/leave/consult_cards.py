"""What a project manager holds who is consulted about a leave, and what whoever decides reads of their answers.

They learn who would be away and when: never why, and never which kind of leave.
"""

from collections.abc import Iterator

from babel import Locale
from slackblocks import InputBlock, PlainText, PlainTextInput

from workflows.calendar import store as calendar
from workflows.calendar.rules import Span
from workflows.kernel.access import Actor
from workflows.kernel.flow import Event, Notice, Tx
from workflows.kernel.replies import Message, View
from workflows.leave import consultations, desk, forms, offers
from workflows.leave.cards import Consulted
from workflows.leave.consultations import Consultation
from workflows.leave.records import Leave
from workflows.leave.rules.consulting import Answer
from workflows.leave.rules.life import GRANTED
from workflows.organisation import store as organisation
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import dated, listed, spanned

KIND = "consult"
_TOUCH = frozenset(
    {
        "asked",
        "changed",
        "consultation_answered",
        "consultation_lapsed",
        "approved",
        "declined",
        "withdrawn",
        "cancelled",
    }
)
"""What changes their cards."""


def notices(tx: Tx, leave: Leave, event: Event) -> Iterator[Notice]:
    """A card for each who is asked by this event; those who hold one have it updated."""
    if event.name not in _TOUCH or (event.name == "asked" and not event.facts.get("consulted")):
        return
    answered = event.facts.get("consultation")
    for known in consultations.of(tx, leave.id):
        if answered not in (None, known.id):
            continue  # what one says changes nobody else's card
        new = event.name in ("asked", "changed") and known.round == event.version
        key = f"leave/{leave.id}/{event.name}/{event.version}/consult_{known.id}.{_given(event)}_to_{known.asked}"
        yield Notice(key, known.asked, KIND, leave.ref, card=_slot(known), only_update=not new)


def render(tx: Tx, notice: Notice, leave: Leave) -> Message | None:
    """The card as it is now; None for one who has nothing to do with the project any more and holds none."""
    known = next((one for one in consultations.of(tx, leave.id) if _is(notice, one)), None)
    reader = None if isinstance(notice.to, str) else offers.reader(tx, notice.to)
    if known is None or reader is None:
        return None
    concerned = offers.may(tx, reader, known, "advise")
    if not concerned and not notice.only_update:
        return None
    return _card(tx, reader, known, leave, answers=concerned and known.open)


def waiting_entry(tx: Tx, reader: Actor, known: Consultation) -> list[Built]:
    """One that waits for the reader's word, as App Home shows it."""
    locale = desk.locale_of_actor(reader)
    text = f"{_headline(tx, known, known.span, locale)}\n{_projects_line(tx, known)}"
    return [blocks.section(text), *_answer_lines(known, locale), *_buttons(known)]


def consulted(tx: Tx, reader: Actor, leave: Leave) -> tuple[Consulted, ...]:
    """What was answered about the dates as they are now; a concern's words for those alone who may read them."""
    known = [one for one in consultations.of(tx, leave.id) if not one.over]
    if not known:
        return ()
    reads = offers.may(tx, reader, leave, "weigh")
    return tuple(_consulted(tx, reader, one, reads=reads) for one in known)


def concern_view(tx: Tx, actor: Actor, known: Consultation) -> View:
    """The modal that asks what stands against it."""
    name, locale = blocks.bold(_name(tx, known)), desk.locale_of_actor(actor)
    element = PlainTextInput("leave:concern", initial_value=known.text or None, max_length=forms.LONGEST_CONCERN)
    hint = PlainText("Read by you and by those who decide about the leave, by nobody else. It is no veto.")
    built: list[Built] = [
        blocks.section(f"{name} would be away: {spanned(known.span, locale)}.\n{_projects_line(tx, known)}"),
        InputBlock(PlainText("What is your concern?"), element, block_id=forms.CONCERN, hint=hint),
    ]
    return blocks.modal(
        "leave:concern", "Concern", built, submit="Send concern", metadata=f"{known.id}.{known.version}"
    )


def why_closed(tx: Tx, known: Consultation) -> str:
    """Why no answer is wanted any more."""
    name = blocks.escaped(_name(tx, known), 80)
    if known.over:
        return f"{name} has asked for other dates since, so this question is closed. Your newest message has the dates."
    if known.standing in GRANTED:
        return f"This is decided: {name} is away then. Speak with their operations manager if that is a problem."
    return f"This is settled: {name} is not away then."


def _card(tx: Tx, reader: Actor, known: Consultation, leave: Leave, *, answers: bool) -> Message:
    locale = desk.locale_of_actor(reader)
    text = _headline(tx, known, _seen(tx, leave) if leave.request.granted else known.span, locale)
    built: list[Built] = [blocks.section(f"{text}\n{_projects_line(tx, known)}"), *_answer_lines(known, locale)]
    return Message(text, blocks.laid_out([*built, *(_buttons(known) if answers else ())]))


def _buttons(known: Consultation) -> list[Built]:
    value = f"{known.id}.{known.version}"
    no = blocks.button("No concern", "leave:no_concern", value, style=None if known.answer else "primary")
    return list(blocks.actions([no, blocks.button("Concern…", "leave:concern", value)]))


def _headline(tx: Tx, known: Consultation, span: Span, locale: Locale) -> str:
    name = blocks.bold(_name(tx, known))
    if known.over:
        return f"{name} has asked for other dates since: this question is closed."
    if known.open:
        return f"{name} asks to be away: {spanned(span, locale)}. Is that a concern for the project?"
    if known.standing in GRANTED:
        return f"Decided: {name} is away, {spanned(span, locale)}."
    return f"Settled: {name} is not away then, {spanned(span, locale)}."


def _seen(tx: Tx, leave: Leave) -> Span:
    """The whole time they are away, as others may know it (R39)."""
    span = leave.request.span
    return next((one for one in calendar.stretches(tx, leave.person) if one.overlaps(span)), span)


def _projects_line(tx: Tx, known: Consultation) -> str:
    return f"Your project: {_projects(tx, known)}."


def _projects(tx: Tx, known: Consultation, *, short: bool = False) -> str:
    """Their names; in short, what stands before a colon: `Apollo` of `Apollo: the customer portal`."""
    led = organisation.chart(tx).projects
    names = [led[one].name for one in known.projects if one in led]
    return listed([blocks.escaped(name.partition(":")[0] if short else name, 80) for name in names])


def _answer_lines(known: Consultation, locale: Locale) -> list[Built]:
    """What they have said, and what their silence means."""
    until = dated(known.until, locale)
    changeable = " You can change it until the leave is decided." if known.open else ""
    if known.answer is Answer.NO_CONCERN:
        return [blocks.aside(f"Your answer: no concern.{changeable}")]
    if known.answer is Answer.CONCERN:
        return [blocks.verbatim(f"Your concern: {known.text}"), *_asides(changeable.strip())]
    if known.answer is Answer.SILENCE:
        late = " You can still answer until the leave is decided." if known.open else ""
        return [blocks.aside(f"You had not answered by {until}: that counts as no concern.{late}")]
    if not known.open:
        return []
    return [blocks.aside(f"Please answer by {until}; no answer counts as no concern. Their manager decides.")]


def _asides(text: str) -> list[Built]:
    return [blocks.aside(text)] if text else []


def _consulted(tx: Tx, reader: Actor, known: Consultation, *, reads: bool) -> Consulted:
    name = desk.name_of(tx, known.asked) or "somebody"
    words = known.text if reads or known.asked == reader.person else ""
    return Consulted(name, _projects(tx, known, short=True), known.answer, words, known.until)


def _name(tx: Tx, known: Consultation) -> str:
    return desk.name_of(tx, known.person) or "Somebody"


def _slot(known: Consultation) -> str:
    return f"leave/{known.request}/consult/{known.round}"


def _is(notice: Notice, known: Consultation) -> bool:
    return notice.card == _slot(known) and notice.to == known.asked


def _given(event: Event) -> str:
    """An answer changes no version of the leave, so the answer's own tells one from the next."""
    return str(event.facts.get("given", 0)) if "consultation" in event.facts else "0"
