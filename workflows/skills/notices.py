"""Who is told what about development and levels, at once. Who decides is asked; the mentor hears when it is agreed.

The person and those asked hold a card each, updated in place ever after. Whoever suggested it hears what became of it.
"""

from collections.abc import Iterable, Iterator

from workflows.calendar.ladder import Ladder
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Ref, Tx
from workflows.organisation import chains
from workflows.skills import claims, desk, store
from workflows.skills.rules.item import Item

LADDER = Ladder(remind_after=(3, 6), climb_after=8)
"""When whoever is asked about development or a level is reminded, and when the question climbs: in working days."""
REMINDERS = frozenset({"waiting", "claim_waiting", "quiet", "overdue", "assess", "expiring"})
"""What reminds somebody, and may be put off."""
QUIET_AFTER = (10, 20)
"""Working days of its owner without a word; from the second on the operations manager hears of it too."""
OVERDUE_AFTER = (1, 6)
"""Working days after the day by which it was to be done."""
ASSESS_AFTER = (3, 8)
"""Working days of the operations manager after its end."""
BEFORE_EXPIRY = (60, 30, 7, 0)
"""Days before a certificate runs out; the last one is on the day itself."""
ITEM_EVENTS = frozenset(
    {"proposed", "opened", "agreed", "amended", "declined", "withdrawn", "begun", "updated", "finished", "dropped"}
    | {"stepped_back", "assessed", "climbed", "ended", "handed_over"}
)
CLAIM_EVENTS = frozenset({"claimed", "confirmed", "turned_down", "taken_back", "claim_climbed"})
_ASKS = frozenset({"proposed", "opened", "climbed"})
"""What puts the question to whoever decides."""
_SAID = frozenset({"agreed", "declined", "dropped", "finished"})
"""What the person and whoever suggested it get a message about, unless they did it themselves."""


def notices(tx: Tx, event: Event) -> Iterable[Notice]:
    """Everything that is said about an event; nobody hears of a wish, or that a skill has another name."""
    if event.name in CLAIM_EVENTS:
        yield from _about_claim(tx, event)
    if event.name in ITEM_EVENTS:
        item = store.item(tx, event.subject.id)
        if item is not None:
            yield from _about_item(tx, item, event)
    if event.name == "rated" and event.by != event.about:
        yield _notice(event, event.about, "rated")


def reminder_card(number: int, kind: str, days: int) -> str:
    """The card of one reminder to whoever owes an answer, about an item or a claim."""
    return f"skills/{kind}/{number}/reminder/{days}"


def assess_card(item: Item) -> str:
    """The card of the question how a skill is now."""
    return f"skills/{item.id}/assess"


def _about_item(tx: Tx, item: Item, event: Event) -> Iterator[Notice]:
    if not item.draft:
        yield _card(item, event, item.person, "mine", new=event.name in ("proposed", "agreed"))
    chain = desk.chain_of(tx, item)
    current = chain.current
    for link in chain.asked:
        asked_now = event.name in _ASKS and current is not None and link.id == current.id
        yield _card(item, event, link.person, "decide", new=asked_now)
        yield from _settled(event, link.person, "waiting", "item")
    if event.name == "climbed":
        yield from (_notice(event, link.person, "passed") for link in chain.passed)
    yield from _to_partners(item, event)
    yield from _messages(tx, item, event)


def _to_partners(item: Item, event: Event) -> Iterator[Notice]:
    if item.terms.partner is not None:
        yield _card(item, event, item.terms.partner, "partner", new=event.name in ("agreed", "amended"))
    before = event.facts.get("before") or event.facts.get("partner")
    if isinstance(before, int) and before != item.terms.partner:
        yield _card(item, event, PersonId(before), "partner", new=False)


def _messages(tx: Tx, item: Item, event: Event) -> Iterator[Notice]:
    if event.name in _SAID:
        told = {item.person, item.requested_by, *([item.terms.partner] if event.name == "dropped" else [])}
        for person in sorted(one for one in told if one not in (event.by, None)):
            yield _notice(event, person, f"said_{event.name}")
    manager = desk.manager_of(tx, item.person)
    if manager is None:
        return
    if event.name == "stepped_back":
        yield _notice(event, manager, "stepped_back")
    if event.name in ("finished", "assessed") and item.terms.skill is not None:
        key = f"{_key(event)}/assess_to_{manager}"
        only_update = event.name == "assessed"
        yield Notice(key, manager, "assess", event.subject, card=assess_card(item), only_update=only_update)


def _about_claim(tx: Tx, event: Event) -> Iterator[Notice]:
    chain = chains.steps(tx, Ref(claims.CHAIN, event.subject.id))
    current = chain.current
    for link in chain.asked:
        new = event.name in ("claimed", "claim_climbed") and current is not None and link.id == current.id
        card = f"skills/claim/{event.subject.id}"
        key = f"{_key(event)}/claim_to_{link.person}"
        yield Notice(key, link.person, "claim", event.subject, card=card, only_update=not new)
        yield from _settled(event, link.person, "claim_waiting", "claim")
    if event.name == "claim_climbed":
        yield from (_notice(event, link.person, "claim_passed") for link in chain.passed)
    if event.name == "turned_down":
        yield _notice(event, event.about, "turned_down")


def _settled(event: Event, to: PersonId, kind: str, about: str) -> Iterator[Notice]:
    """Reminders that were sent are cards too: after the answer nobody holds one with buttons that do nothing."""
    if event.name in _ASKS or event.name == "claimed":
        return
    for days in LADDER.remind_after:
        card = reminder_card(event.subject.id, about, days)
        yield Notice(f"{_key(event)}/{kind}{days}_to_{to}", to, kind, event.subject, card=card, only_update=True)


def _card(item: Item, event: Event, to: PersonId, kind: str, *, new: bool) -> Notice:
    key = f"{_key(event)}/{kind}_to_{to}"
    return Notice(key, to, kind, event.subject, card=f"skills/{item.id}/{kind}", only_update=not new)


def _notice(event: Event, to: PersonId, kind: str) -> Notice:
    return Notice(f"{_key(event)}/{kind}_to_{to}", to, kind, event.subject)


def _key(event: Event) -> str:
    """Claims and items are numbered apart; climbing changes no version."""
    about = "claim/" if event.name in CLAIM_EVENTS else ""
    climbed = f".{event.facts['position']}" if "position" in event.facts else ""
    return f"skills/{about}{event.subject.id}/{event.name}/{event.version}{climbed}"
