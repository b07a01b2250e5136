"""How an item takes a step: compare-and-set on its version, the money it stands for, and what is said of it."""

from dataclasses import replace
from typing import Any

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Ref, Tx
from workflows.language import tr
from workflows.organisation import chains, commitments
from workflows.organisation.commitments import Category, Commitment, Promise
from workflows.skills import desk, store
from workflows.skills.cards import STATES, titled
from workflows.skills.prospect import Branch, Company, Prospect
from workflows.skills.rules.claim import Claim, Standing
from workflows.skills.rules.item import Item, Terms
from workflows.skills.rules.life import MACHINE, State
from workflows.wording import blocks

_PROMISED = {
    State.PROPOSED: Promise.PROPOSED,
    State.AGREED: Promise.AGREED,
    State.UNDER_WAY: Promise.AGREED,
    State.DONE: Promise.SPENT,
}


def moved(tx: Tx, actor: Actor, verb: str, item: Item, **changes: Any) -> Item:
    """The item in the state the verb leads to, kept. Raises Refused when somebody was faster (R37)."""
    state = State(MACHINE.target(verb, item.state))
    after = replace(
        item, **{"updated_at": tx.now, **changes}, state=state, version=item.version + 1, changed_by=actor.person
    )
    if not store.save(tx, after, item.version):
        raise Refused(explain(tx, actor, store.item(tx, item.id) or item), reason="out_of_turn")
    if state is not State.PROPOSED:
        chains.settle(tx, desk.ref(after))
    promise(tx, after)
    return after


def ended(tx: Tx, item: Item) -> Item | None:
    """Dropped by the clock, because the person has left; None when somebody was faster."""
    after = replace(item, state=State.DROPPED, version=item.version + 1, changed_by=None, updated_at=tx.now)
    if not store.save(tx, after, item.version):
        return None
    chains.settle(tx, desk.ref(after))
    promise(tx, after)
    return after


def changed(tx: Tx, item: Item, **changes: Any) -> Item | None:
    """As the clock changes it, because somebody it names has left; None when somebody was faster."""
    after = replace(item, **changes, version=item.version + 1, changed_by=None)
    return after if store.save(tx, after, item.version) else None


def promise(tx: Tx, item: Item) -> None:
    """What it costs, on the department's account: proposed, promised, spent, or nothing any more."""
    cost, state = item.terms.cost, _PROMISED.get(item.state)
    day = item.terms.first or item.terms.last or desk.today_of(tx, item.person)
    department = desk.department_of(tx, item.person, day)
    if cost is None or state is None or department is None:
        commitments.put(tx, desk.ref(item), [])
        return
    ref = desk.ref(item)
    commitments.put(
        tx, ref, [Commitment(department, ref, Category.TRAINING, cost.amount, cost.currency, day.replace(day=1), state)]
    )


def new(tx: Tx, person: PersonId, terms: Terms, state: State, by: PersonId | None, case: str | None = None) -> Item:
    """An item that begins its life in this state."""
    item = store.add(tx, Item(0, person, terms, state, 1, person, by, case, tx.now, by))
    promise(tx, item)
    return item


def happened(name: str, item: Item, by: PersonId | None, **facts: Any) -> Event:
    """The event: ids and codes only."""
    return Event(name, desk.ref(item), item.version, item.person, by, {"kind": item.terms.kind.value, **facts})


def rated(number: int, person: PersonId, skill: int, level: int, by: PersonId) -> Event:
    """Somebody's skill was assessed: staffing counts with it from now on."""
    return Event("rated", Ref(desk.NAME, number), 1, person, by, {"skill": skill, "level": level})


def claim_event(name: str, claim: Claim, by: PersonId) -> Event:
    """Something happened to a level that somebody proposed for themselves."""
    facts = {"skill": claim.skill, "level": claim.level}
    return Event(name, Ref(desk.NAME, claim.id), claim.version, claim.person, by, facts)


def explain(tx: Tx, actor: Actor, subject: Item | Claim | Prospect | Branch | Company) -> str:
    """How it stands, for one who came too late (R37)."""
    if isinstance(subject, Item):
        title = titled(subject, desk.skill_name(tx, subject.terms.skill))
        now = tr("{title} is now: {state}.", title=title, state=tr(STATES[subject.state]))
        if subject.changed_by == actor.person:
            return " ".join((tr("You changed this meanwhile."), now))
        who = blocks.escaped(desk.name_of(tx, subject.changed_by), 80)
        return " ".join((tr("{who} changed this meanwhile.", who=who), now))
    if isinstance(subject, Claim) and subject.standing is not Standing.ASKED:
        if subject.decided_by == actor.person:
            return tr("You answered this already.")
        return tr("{who} answered this already.", who=blocks.escaped(desk.name_of(tx, subject.decided_by), 80))
    return tr("This has changed since you last saw it. `/skills mine` shows how it stands.")
