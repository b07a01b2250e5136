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
from workflows.language import marked, tr
from workflows.leave import consultations, desk, forms, offers
from workflows.leave.cards import Consulted
from workflows.leave.consultations import Consultation
from workflows.leave.records import Leave
from workflows.leave.rules.consulting import Answer
from workflows.leave.rules.life import GRANTED
from workflows.organisation import store as organisation
from workflows.organisation.lines import reader_of
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
    for known in consultations.holding(tx, leave.id, event.version):
        if answered not in (None, known.id):
            continue  # what one says changes nobody else's card
        new = event.name in ("asked", "changed") and known.round == event.version
        key = f"leave/{leave.id}/{event.name}/{event.version}/consult_{known.id}.{_given(event)}_to_{known.asked}"
        yield Notice(key, known.asked, KIND, leave.ref, card=_slot(leave.id, known.round), only_update=not new)


def render(tx: Tx, notice: Notice, leave: Leave) -> Message | None:
    """The card as it is now; None for one who has nothing to do with the project any more and holds none."""
    known = next((one for one in consultations.of(tx, leave.id) if _is(notice, one)), None)
    reader = reader_of(tx, notice.to)
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
    hint = PlainText(tr("Read by you and by those who decide about the leave, by nobody else. It is no veto."))
    away = tr("{name} would be away: {span}.", name=name, span=spanned(known.span, locale))
    built: list[Built] = [
        blocks.section(f"{away}\n{_projects_line(tx, known)}"),
        InputBlock(PlainText(tr("What is your concern?")), element, block_id=forms.CONCERN, hint=hint),
    ]
    metadata = f"{known.id}.{known.version}"
    return blocks.modal("leave:concern", tr("Concern"), built, submit=tr("Send concern"), metadata=metadata)


def why_closed(tx: Tx, known: Consultation) -> str:
    """Why no answer is wanted any more."""
    name = blocks.escaped(_name(tx, known), 80)
    if known.over:
        return tr(
            "{name} has asked for other dates since, so this question is closed. Your newest message has the dates.",
            name=name,
        )
    if known.standing in GRANTED:
        return tr(
            "This is decided: {name} is away then. Speak with their operations manager if that is a problem.", name=name
        )
    return tr("This is settled: {name} is not away then.", name=name)


def _card(tx: Tx, reader: Actor, known: Consultation, leave: Leave, *, answers: bool) -> Message:
    locale = desk.locale_of_actor(reader)
    text = _headline(tx, known, _seen(tx, leave) if leave.request.granted else known.span, locale)
    built: list[Built] = [blocks.section(f"{text}\n{_projects_line(tx, known)}"), *_answer_lines(known, locale)]
    return Message(text, blocks.laid_out([*built, *(_buttons(known) if answers else ())]))


def _buttons(known: Consultation) -> list[Built]:
    value = f"{known.id}.{known.version}"
    no = blocks.button(tr("No concern"), "leave:no_concern", value, style=None if known.answer else "primary")
    return list(blocks.actions([no, blocks.button(tr("Concern…"), "leave:concern", value)]))


def _headline(tx: Tx, known: Consultation, span: Span, locale: Locale) -> str:
    name, days = blocks.bold(_name(tx, known)), spanned(span, locale)
    if known.over:
        return tr("{name} has asked for other dates since: this question is closed.", name=name)
    if known.open:
        return tr("{name} asks to be away: {span}. Is that a concern for the project?", name=name, span=days)
    if known.standing in GRANTED:
        return tr("Decided: {name} is away, {span}.", name=name, span=days)
    return tr("Settled: {name} is not away then, {span}.", name=name, span=days)


def _seen(tx: Tx, leave: Leave) -> Span:
    """The whole time they are away, as others may know it (R39)."""
    span = leave.request.span
    return next((one for one in calendar.stretches(tx, leave.person) if one.overlaps(span)), span)


def _projects_line(tx: Tx, known: Consultation) -> str:
    return tr("Your project: {projects}.", projects=_projects(tx, known))


def _projects(tx: Tx, known: Consultation, *, short: bool = False) -> str:
    """Their names; in short, what stands before a colon: `Apollo` of `Apollo: the customer portal`."""
    led = organisation.chart(tx).projects
    names = [led[one].name for one in known.projects if one in led]
    return listed([blocks.escaped(name.partition(":")[0] if short else name, 80) for name in names])


def _answer_lines(known: Consultation, locale: Locale) -> list[Built]:
    """What they have said, and what their silence means."""
    until = dated(known.until, locale)
    if known.answer is Answer.CONCERN:
        concern = blocks.verbatim(tr("Your concern: {words}", words=known.text))
        return [concern, *([blocks.aside(tr("You can change it until the leave is decided."))] if known.open else [])]
    if known.answer is None and not known.open:
        return []
    return [blocks.aside(tr(_ANSWERS[known.answer, known.open], day=until))]


_ANSWERS = {
    (Answer.NO_CONCERN, True): marked("Your answer: no concern. You can change it until the leave is decided."),
    (Answer.NO_CONCERN, False): marked("Your answer: no concern."),
    (Answer.SILENCE, True): marked(
        "You had not answered by {day}: that counts as no concern. You can still answer until the leave is decided."
    ),
    (Answer.SILENCE, False): marked("You had not answered by {day}: that counts as no concern."),
    (None, True): marked("Please answer by {day}; no answer counts as no concern. Their manager decides."),
}
"""By what was answered, and whether it still may be."""


def _consulted(tx: Tx, reader: Actor, known: Consultation, *, reads: bool) -> Consulted:
    name = desk.name_of(tx, known.asked) or tr("somebody")
    words = known.text if reads or known.asked == reader.person else ""
    return Consulted(name, _projects(tx, known, short=True), known.answer, words, known.until)


def _name(tx: Tx, known: Consultation) -> str:
    return desk.name_of(tx, known.person) or tr("Somebody")


def _slot(request: int, round_: int) -> str:
    return f"leave/{request}/consult/{round_}"


def _is(notice: Notice, known: Consultation) -> bool:
    return notice.card == _slot(known.request, known.round) and notice.to == known.asked


def _given(event: Event) -> str:
    """An answer changes no version of the leave, so the answer's own tells one from the next."""
    return str(event.facts.get("given", 0)) if "consultation" in event.facts else "0"
