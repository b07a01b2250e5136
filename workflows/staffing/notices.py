"""Who is told what about staffing: each event's notices. When somebody is reminded, `clock` knows.

The person offered hears of it twice: once offered, once allotted; between, their card is brought up to date in silence.
"""

from collections.abc import Iterable, Iterator

from workflows.calendar.ladder import Ladder
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Ref, Tx
from workflows.organisation import allotting, chains
from workflows.organisation.chains import Chain
from workflows.staffing import changes, store
from workflows.staffing.loading import offered
from workflows.staffing.people import manager_of, operations_manager_of
from workflows.staffing.records import Change, Desk, Offered, Request, Task
from workflows.staffing.rules.life import State

NAME = "staffing"
QUESTION = Ladder(remind_after=(2, 5), climb_after=4)
"""For a department's answer, to an ask or to a change, in working days of whoever owes it."""
ANSWER = Ladder(remind_after=(2, 4), climb_after=None)
"""For the answer to an offer; the last reminder says that it lapses."""
LAPSES_AFTER = 5
"""Working days of whoever owes that answer."""
REMINDERS = frozenset(
    {"waiting_desk", "waiting_change", "waiting_task", "waiting_offer", "lapsing_offer", "ending", "vacancy"}
)
"""What reminds somebody, and may be put off."""
_DESK_ASKED = frozenset({"asked", "asked_again", "climbed"})
"""What puts the question to somebody."""
_OFFERER_TOLD = frozenset({"allotted", "refused", "lapsed"})
"""What whoever offered gets a message about, unless they did it themselves."""


def notices(tx: Tx, event: Event) -> Iterable[Notice]:
    """Everything that is said about an event."""
    tell = _TELL.get(event.subject.workflow)
    return tell(tx, event) if tell else ()


def _about_request(tx: Tx, event: Event) -> Iterator[Notice]:
    request = store.request(tx, event.subject.id)
    if request is None:
        return
    yield from _request_cards(tx, event, request)
    for desk in store.desks_of(tx, request):
        yield from _desk_cards(event, desk)
    if event.name == "declined":
        yield from _to_manager(tx, event, request, "heard_declined", Ref(NAME, int(event.facts["desk"])))
        if _all_passed(tx, request):
            yield from _to_manager(tx, event, request, "unfilled", request.ref)
    if event.name == "climbed":
        yield from _passed(event, store.desk(tx, int(event.facts["desk"])))
    known = offered(tx, int(event.facts["offer"])) if "offer" in event.facts else None
    if known is not None:
        yield from _about_offer(tx, event, known)
    if event.name == "released":
        yield from _released(tx, event)


def _request_cards(tx: Tx, event: Event, request: Request) -> Iterator[Notice]:
    """Whoever asked, and whoever manages the project by now, hold how it stands."""
    manager = manager_of(tx, request.ask.project, tx.now.date())
    for person in dict.fromkeys(one for one in (request.person, manager) if one is not None):
        new = event.name == "asked" and person == request.person
        yield _card(event, person, "mine", request.ref, f"staffing/{request.id}/mine", new=new)


def _desk_cards(event: Event, desk: Desk) -> Iterator[Notice]:
    """Everybody whom the question reached holds the card of it."""
    current = desk.chain.current
    for link in desk.chain.asked:
        asks = event.name == "asked" or event.facts.get("desk") == desk.id
        new = event.name in _DESK_ASKED and asks and current is not None and link.id == current.id
        yield _card(event, link.person, "desk", Ref(NAME, desk.id), f"staffing/desk/{desk.id}", new=new)
    yield from _reminders(event, desk.chain, "waiting_desk", QUESTION)


def _about_offer(tx: Tx, event: Event, known: Offered) -> Iterator[Notice]:
    ref, new = Ref(NAME, known.offer.id), event.name == "offered"
    slot = f"staffing/offer/{known.offer.id}"
    manager = manager_of(tx, known.request.ask.project, tx.now.date()) or known.request.person
    yield _card(event, manager, "offer", ref, slot, new=new)
    yield _card(event, known.person, "theirs", ref, f"{slot}/theirs", new=new)
    if not new:
        yield from _reminders(event, chains.steps(tx, known.offer.chain), "waiting_offer", ANSWER)
    if event.name == "allotted":
        yield _said(event, known.person, "told_allotted", ref)
    if event.name in _OFFERER_TOLD and event.by != known.offer.offered_by:
        yield _said(event, known.offer.offered_by, f"heard_{event.name}", ref)
    if event.name == "lapsed":
        yield _said(event, manager, "heard_lapsed", ref)


def _released(tx: Tx, event: Event) -> Iterator[Notice]:
    """Whoever works there and whoever manages the project hear of it, and the department when it didn't do it."""
    gone = allotting.allocation(tx, int(event.facts["allocation"])) is None
    ref = Ref(NAME, int(event.facts["project"] if gone else event.facts["allocation"]))
    manager = manager_of(tx, int(event.facts["project"]), tx.now.date())
    told = [event.about, manager, operations_manager_of(tx, event.about)]
    for person in dict.fromkeys(one for one in told if one is not None and one != event.by):
        yield _said(event, person, "told_off" if gone else "told_released", ref)


def _about_booking(tx: Tx, event: Event) -> Iterator[Notice]:
    if event.name == "released":
        yield from _released(tx, event)
    if event.name == "extended":
        yield _said(event, event.about, "told_extended", Ref(NAME, int(event.facts["allocation"])))
    if event.name == "vacated":
        manager = manager_of(tx, int(event.facts["project"]), tx.now.date())
        if manager is not None:
            yield _said(event, manager, "vacancy", Ref(NAME, int(event.facts["vacancy"])))


def _about_change(tx: Tx, event: Event) -> Iterator[Notice]:
    known = changes.change(tx, event.subject.id)
    if known is not None:
        yield from _asked_and_asking(event, known, "change", known.asked_by)
        if event.name in {"agreed", "turned_down"}:
            yield _said(event, known.asked_by, "heard_change", Ref(NAME, known.id))


def _about_task(tx: Tx, event: Event) -> Iterator[Notice]:
    known = changes.task(tx, event.subject.id)
    if known is not None:
        yield from _asked_and_asking(event, known, "task", None)


def _asked_and_asking(event: Event, known: Change | Task, kind: str, asker: PersonId | None) -> Iterator[Notice]:
    """A card for whoever decides, and one for whoever asked."""
    current, slot, ref = known.chain.current, f"staffing/{kind}/{known.id}", Ref(NAME, known.id)
    for link in known.chain.asked:
        asks = event.name in {"change_wanted", "task_opened", "climbed"}
        new = asks and current is not None and link.id == current.id
        yield _card(event, link.person, kind, ref, slot, new=new)
    yield from _reminders(event, known.chain, f"waiting_{kind}", QUESTION)
    if asker is not None:
        yield _card(event, asker, kind, ref, f"{slot}/asked", new=event.name == "change_wanted")
    if event.name == "climbed":
        yield from _passed_on(event, known.chain, ref)


def reminder_card(question: Ref, days: int) -> str:
    """The card of one reminder."""
    return f"{question}/reminder/{days}"


def _reminders(event: Event, chain: Chain, kind: str, rungs: Ladder) -> Iterator[Notice]:
    """Reminders that were sent are cards too: after the answer nobody holds one with buttons that do nothing."""
    for link in chain.asked if not chain.open else ():
        for days in rungs.remind_after:
            card = reminder_card(chain.ref, days)
            yield _card(event, link.person, kind, Ref(NAME, chain.ref.id), card, new=False)


def _all_passed(tx: Tx, request: Request) -> bool:
    standing = [desk.standing for desk in store.desks_of(tx, request)]
    return bool(request.lacking) and all(one is not State.PUT for one in standing)


def _passed(event: Event, desk: Desk | None) -> Iterator[Notice]:
    if desk is not None:
        yield from _passed_on(event, desk.chain, Ref(NAME, desk.id))


def _passed_on(event: Event, chain: Chain, ref: Ref) -> Iterator[Notice]:
    """Those whose turn went by learn that it is somebody else's now."""
    kind = "passed" if event.subject.workflow == NAME else f"passed_{event.subject.workflow.removeprefix('staffing_')}"
    for link in chain.passed:
        yield _said(event, link.person, kind, ref)


def _to_manager(tx: Tx, event: Event, request: Request, kind: str, ref: Ref) -> Iterator[Notice]:
    manager = manager_of(tx, request.ask.project, tx.now.date()) or request.person
    if manager != event.by:
        yield _said(event, manager, kind, ref)


def _card(event: Event, to: PersonId, kind: str, ref: Ref, slot: str, *, new: bool) -> Notice:
    return Notice(_key(event, slot.replace("/", "_"), to), to, kind, ref, card=slot, only_update=not new)


def _said(event: Event, to: PersonId, kind: str, ref: Ref) -> Notice:
    return Notice(_key(event, kind, to), to, kind, ref)


def _key(event: Event, what: str, to: PersonId) -> str:
    """Offers, desks, steps and ratings that concern one ask are told apart by their ids."""
    told_apart = ("desk", "offer", "step", "rating")
    part = "".join(f"{name}_{event.facts[name]}_" for name in told_apart if name in event.facts)
    return f"{event.subject}/{event.name}/{event.version}/{part}{what}_to_{to}"


_TELL = {
    NAME: _about_request,
    "staffing_booking": _about_booking,
    changes.CHANGE: _about_change,
    changes.TASK: _about_task,
}
