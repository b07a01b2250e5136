"""What the clock makes happen to staffing, and of what it reminds.

A question climbs; an offer that nobody answers lapses, with a warning before; an ask whose days are past is over; when
somebody leaves, what they would still have done is proposed to be asked for anew. No person is allotted by silence.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from workflows.calendar import ladder
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Ref, Tx
from workflows.organisation import allotting, chains, crowds
from workflows.organisation import store as organisation
from workflows.organisation.allotting import LeftOver
from workflows.organisation.chains import Chain
from workflows.organisation.rules import Allocation, holds
from workflows.staffing import changes, store
from workflows.staffing.asking import ask_again, close
from workflows.staffing.loading import offered
from workflows.staffing.notices import ANSWER, LAPSES_AFTER, QUESTION, reminder_card
from workflows.staffing.people import manager_of, operations_manager_of
from workflows.staffing.records import Request, Vacancy
from workflows.staffing.rules.ask import Amount
from workflows.staffing.rules.life import State

ENDS_WITHIN = timedelta(days=14)
_DAY = timedelta(days=1)
_QUESTIONS = {"staffing_desk": "desk", changes.CHANGE: "change", changes.TASK: "task"}
"""The routes, and what is rendered about each."""


def advance(tx: Tx) -> Iterable[Event]:
    """Everything that is due by now; each once."""
    for name in _QUESTIONS:
        for chain, link in ladder.climbs(tx, name, QUESTION, lambda one: _never(tx, one)):
            yield from _climbed(tx, chain.ref, link.id)
    yield from _lapsed(tx)
    yield from _leaving(tx)
    for request in store.open_requests(tx):
        if _over(tx, request) and store.move_request(tx, request, State.PAST):
            yield Event("past", request.ref, request.version + 1, request.person, None)
            yield from close(tx, request, None)


def due(tx: Tx) -> Iterable[Notice]:
    """Answers owed, offers about to lapse, allocations about to end."""
    for name, kind in _QUESTIONS.items():
        for one in ladder.reminders(tx, name, QUESTION):
            key = f"{name}/{one.chain.ref.id}/waiting/{one.day}/to_{one.link.person}"
            card = reminder_card(one.chain.ref, one.days)
            yield Notice(key, one.link.person, f"waiting_{kind}", Ref("staffing", one.chain.ref.id), card=card)
    for one in ladder.reminders(tx, "staffing_offer", ANSWER):
        last = one.days == max(ANSWER.remind_after)
        key = f"staffing_offer/{one.chain.ref.id}/waiting/{one.day}/to_{one.link.person}"
        kind = "lapsing_offer" if last else "waiting_offer"
        card = reminder_card(one.chain.ref, one.days)
        yield Notice(key, one.link.person, kind, Ref("staffing", one.chain.ref.id), card=card)
    yield from _ending(tx)


def _never(tx: Tx, chain: Chain) -> set[PersonId]:
    """Nobody answers about themselves or for what they asked, whoever names them to stand in."""
    number = chain.ref.id
    if chain.ref.workflow == "staffing_desk":
        desk = store.desk(tx, number)
        manager = manager_of(tx, desk.request.ask.project, tx.now.date()) if desk else None
        found = {desk.request.person, manager} if desk else set()
    elif chain.ref.workflow == changes.CHANGE:
        change = changes.change(tx, number)
        found = {change.person, change.asked_by} if change else set()
    else:
        task = changes.task(tx, number)
        found = {task.person} if task else set()
    return {one for one in found if one is not None}


def _over(tx: Tx, request: Request) -> bool:
    """Its days have gone by, or its project has ended."""
    ends = organisation.chart(tx).projects[request.ask.project].ends
    return min(request.ask.last, ends or request.ask.last) < tx.now.date()


def _climbed(tx: Tx, ref: Ref, step: int) -> Iterator[Event]:
    if ref.workflow != "staffing_desk":
        known = changes.change(tx, ref.id) if ref.workflow == changes.CHANGE else changes.task(tx, ref.id)
        if known is not None:
            yield Event("climbed", ref, known.version, known.person, None, {"step": step})
        return
    desk = store.desk(tx, ref.id)
    if desk is not None:
        facts = {"desk": desk.id, "step": step}
        yield Event("climbed", desk.request.ref, desk.version, desk.person, None, facts)


def _lapsed(tx: Tx) -> Iterator[Event]:
    """Offers that nobody answered in time."""
    for chain in chains.waiting(tx, "staffing_offer"):
        link = chain.current
        if link is None or link.asked_at is None:
            continue
        day = ladder.working_day_after(tx, link.person, link.asked_at, LAPSES_AFTER)
        if ladder.morning(tx, link.person, day) <= tx.now:
            yield from lapse(tx, chain.ref.id)


def lapse(tx: Tx, number: int) -> Iterator[Event]:
    """One offer comes to nothing; its department is asked anew while people are missing."""
    known = offered(tx, number)
    if known is None or not store.move_offer(tx, known.offer, State.LAPSED, None):
        return
    chains.settle(tx, known.offer.chain)
    facts = {"offer": number, "desk": known.offer.desk}
    yield Event("lapsed", known.request.ref, known.version + 1, known.person, None, facts)
    yield from ask_again(tx, known.desk, tx.now.date())


def _leaving(tx: Tx) -> Iterator[Event]:
    """Whoever leaves works to their last day: allocations end with it, and offers beyond it lapse."""
    for left in allotting.left_over(tx):
        yield from _vacated(tx, left)
    for offer in store.tentative_offers(tx):
        person = organisation.person(tx, offer.person)
        if person is not None and person.ends is not None and person.ends < offer.last:
            yield from lapse(tx, offer.id)


def _vacated(tx: Tx, left: LeftOver) -> Iterator[Event]:
    share = left.allocation
    project = organisation.chart(tx).projects[share.project]
    offer = store.that_became(tx, share.id)
    request = store.request(tx, offer.request) if offer else None
    first = max(left.last + timedelta(days=1), share.starts)
    last = min(share.ends or date.max, project.ends or first + timedelta(days=365))
    allotting.end(tx, share, left.last)
    facts = {"allocation": share.id, "project": share.project, "last": left.last.isoformat()}
    yield Event("released", Ref("staffing_booking", share.id), left.last.toordinal(), share.person, None, facts)
    if first <= last and last >= tx.now.date():
        number = changes.add_vacancy(tx, _vacancy(share, request, first, last))
        facts = {"vacancy": number, "project": share.project}
        yield Event("vacated", Ref("staffing_booking", share.id), number, share.person, None, facts)


def _vacancy(share: Allocation, request: Request | None, first: date, last: date) -> Vacancy:
    amount = Amount(share.percent, share.hours)
    skill, level = (request.ask.skill, request.ask.level) if request else (None, None)
    return Vacancy(0, share.person, share.project, skill, level, amount, first, last)


def _ending(tx: Tx) -> Iterator[Notice]:
    """Both managers hear once, from a morning of theirs on, of an allocation that ends soon and that none follows."""
    today = tx.now.date()
    found = allotting.ending(tx, today, today + ENDS_WITHIN + _DAY)  # somewhere it is tomorrow already
    crowds.know(tx, (share.person for share in found))
    told = {
        share: [manager_of(tx, share.project, today), operations_manager_of(tx, share.person)]
        for share in found
        if not _goes_on(tx, share)
    }
    ladder.know(tx, (one for both in told.values() for one in both if one is not None))
    for share, both in told.items():
        for person in dict.fromkeys(one for one in both if one is not None and _ends_soon(tx, share, one)):
            key = f"staffing_booking/{share.id}/ending/{share.ends}/to_{person}"
            later = ladder.arrival(tx, person)
            yield Notice(key, person, "ending", Ref("staffing", share.id), not_before=later)


def _ends_soon(tx: Tx, share: Allocation, reader: PersonId) -> bool:
    """Whether the morning has come, where they are, from which on they are told (R42)."""
    return share.ends is not None and ladder.morning(tx, reader, share.ends - ENDS_WITHIN) <= tx.now


def _goes_on(tx: Tx, share: Allocation) -> bool:
    """Whether the person is allocated to the same project on the day after as well."""
    if share.ends is None:
        return True
    following = share.ends + timedelta(days=1)
    theirs = organisation.facts(tx, share.person).allocations
    return any(one.project == share.project and holds(one, following) for one in theirs)
