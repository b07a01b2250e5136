"""Who is told what about a case, when whoever should acknowledge it is reminded, and when it climbs.

Those it was put to, the reporter and, once their side is asked for, the person hold a card each, updated in place ever
after. Nobody else is told anything, and no channel ever.
"""

from collections.abc import Iterable, Iterator

from workflows.calendar import ladder
from workflows.calendar.ladder import Ladder
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Tx
from workflows.organisation import chains
from workflows.organisation.chains import Chain
from workflows.performance import desk, store, texts
from workflows.performance.rules import RUNNING
from workflows.performance.store import Case
from workflows.performance.tables import TextKind

REMINDERS = frozenset({"waiting"})
"""What reminds somebody, and may be put off."""
_TO_HANDLER = {"answered": "answered", "replied": "replied"}
"""What whoever handles it gets a message about."""


def notices(tx: Tx, event: Event) -> Iterable[Notice]:
    """Everything that is said about an event."""
    case = store.case(tx, event.subject.id) if event.subject.workflow == store.NAME else None
    if case is None:
        return
    yield from _cards(tx, case, event)
    if event.name == "climbed":
        chain = store.chain(tx, case)
        yield from (_message(case, event, link.person, "passed") for link in chain.passed)
    if event.name == "asked":
        number = event.facts["text"]
        yield _card(case, event, case.reporter, "question", _question_card(case, number), new=True)
    if event.name in _TO_HANDLER:
        handler = _handler(tx, case)
        if handler is not None:
            yield _message(case, event, handler, _TO_HANDLER[event.name])
    if event.name == "closed":
        yield _message(case, event, case.reporter, "closed")
        yield from _belonging(tx, case, event)
    if event.name in ("acknowledged", "taken_in_hand", "merged"):
        yield from (_mine(one, event, new=False) for one in store.merged_into(tx, case.id))


def due(tx: Tx) -> Iterable[Notice]:
    """A reminder for whoever owes the acknowledgement."""
    for reminder in ladder.reminders(tx, store.NAME, ladder_of(tx)):
        ref, person = reminder.chain.ref, reminder.link.person
        key = f"{ref}/waiting/{reminder.day}/to_{person}"
        yield Notice(key, person, "waiting", ref, card=f"{ref}/reminder/{reminder.link.position}.{reminder.days}")


def advance(tx: Tx) -> Iterable[Event]:
    """What nobody acknowledged in time climbs; what its handler left behind goes to whoever is next now."""
    for before, link in ladder.climbs(tx, store.NAME, ladder_of(tx), lambda chain: _never(tx, chain)):
        case = store.case(tx, before.ref.id)
        if case is not None:
            yield _climbed(case, link.id)
    for case in store.without_handler(tx, tx.now.date()):
        yield from _left_behind(tx, case)


def _left_behind(tx: Tx, case: Case) -> Iterator[Event]:
    chain = store.chain(tx, case)
    if any(ladder.employed(tx, link.person) for link in chain.asked):
        return
    line = desk.line(tx, case.person, case.reporter)
    following = next((one for one in line if not chain.reached(one)), None)
    if following is not None:
        yield _climbed(case, chains.ask_also(tx, case.ref, following).id)


def _climbed(case: Case, step: int) -> Event:
    return Event("climbed", case.ref, case.version, case.person, None, {"step": step})


def ladder_of(tx: Tx) -> Ladder:
    """As the settings say: reminded after one working day, climbing after two, unless a people admin set others."""
    settings = store.settings(tx)
    return Ladder((settings.remind_after,), settings.climb_after)


def _never(tx: Tx, chain: Chain) -> tuple[PersonId, ...]:
    """It reaches neither whom it is about nor who reported, whoever names them to stand in."""
    case = store.case(tx, chain.ref.id)
    return (case.person, case.reporter) if case else ()


def _cards(tx: Tx, case: Case, event: Event) -> Iterator[Notice]:
    chain = store.chain(tx, case)
    asks = event.name in ("reported", "climbed")
    for link in chain.asked:
        new = asks and link == chain.current
        yield _card(case, event, link.person, "case", f"{case.ref}/card", new=new)
        if (not new and case.state not in RUNNING) or event.name in ("acknowledged", "taken_in_hand"):
            yield from _reminders(tx, case, event, link.person, link.position)
    yield _mine(case, event, new=event.name == "reported")
    if case.invited_at is not None:
        yield _card(case, event, case.person, "side", f"{case.ref}/side", new=event.name == "invited")
    for number in texts.ids(tx, case.id, TextKind.QUESTION):
        yield _card(case, event, case.reporter, "question", _question_card(case, number), new=False)


def _reminders(tx: Tx, case: Case, event: Event, to: PersonId, position: int) -> Iterator[Notice]:
    """Reminders that were sent are cards too: once it is acknowledged nobody holds one that says otherwise."""
    days = store.settings(tx).remind_after
    yield _card(case, event, to, "waiting", f"{case.ref}/reminder/{position}.{days}", new=False)


def _belonging(tx: Tx, case: Case, event: Event) -> Iterator[Notice]:
    """The reporters of cases that belong with this one learn the same of it."""
    for one in store.merged_into(tx, case.id):
        yield _mine(one, event, new=False)
        yield _message(one, event, one.reporter, "closed")


def _handler(tx: Tx, case: Case) -> PersonId | None:
    current = store.chain(tx, case).current
    return case.handled_by or (current.person if current else None)


def _question_card(case: Case, number: int) -> str:
    return f"{case.ref}/question/{number}"


def _mine(case: Case, event: Event, *, new: bool) -> Notice:
    return _card(case, event, case.reporter, "mine", f"{case.ref}/mine", new=new)


def _card(case: Case, event: Event, to: PersonId, kind: str, card: str, *, new: bool) -> Notice:
    slot = card.removeprefix(f"{case.ref}/")
    key = f"{case.ref}/{event.name}/{event.version}/{_part(event)}{slot}{'' if new else '_again'}_to_{to}"
    return Notice(key, to, kind, case.ref, card=card, only_update=not new)


def _message(case: Case, event: Event, to: PersonId, kind: str) -> Notice:
    return Notice(f"{case.ref}/{event.name}/{event.version}/{_part(event)}{kind}_to_{to}", to, kind, case.ref)


def _part(event: Event) -> str:
    """Climbing and writing change no version: the step, the text or the other case tells one from the next."""
    found = [f"{name}_{event.facts[name]}_" for name in ("step", "text") if name in event.facts]
    return f"{event.subject.id}_{''.join(found)}"
