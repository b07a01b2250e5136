"""What the clock does: reminds whoever owes an answer, lets the question climb, and asks after what has gone quiet.

Certificates are spoken of before they run out; what belonged to somebody who has left ends by itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflows.calendar import ladder
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Notice, Ref, Tx
from workflows.organisation import chains, crowds, skills
from workflows.organisation import store as organisation
from workflows.organisation.chains import Chain, Link
from workflows.organisation.skill import Rating
from workflows.skills import claims, desk, steps, store
from workflows.skills.notices import (
    ASSESS_AFTER,
    BEFORE_EXPIRY,
    LADDER,
    OVERDUE_AFTER,
    QUIET_AFTER,
    reminder_card,
)
from workflows.skills.rules.claim import Claim, Standing
from workflows.skills.rules.item import Item
from workflows.skills.rules.life import RUNNING


def advance(tx: Tx) -> Iterable[Event]:
    """Questions climb; what belonged to somebody who has left ends, and who has left helps no more."""
    for chain, link in ladder.climbs(tx, desk.NAME, LADDER, lambda chain: _never(tx, chain)):
        yield from _climbed(tx, chain, link)
    for chain, link in ladder.climbs(tx, claims.CHAIN, LADDER, lambda chain: _never_of_claim(tx, chain)):
        yield from _claim_climbed(tx, chain, link)
    for item in store.open_items(tx):
        yield from _left(tx, item)
    for claim in claims.waiting(tx):
        if not ladder.employed(tx, claim.person):
            yield from _claimed_by_nobody(tx, claim)


def due(tx: Tx) -> Iterable[Notice]:
    """Reminders that are true now."""
    yield from _unanswered(tx, desk.NAME, "waiting", "item")
    yield from _unanswered(tx, claims.CHAIN, "claim_waiting", "claim")
    running = [item for item in store.open_items(tx) if item.state in RUNNING]
    ladder.know(tx, (one for item in running for one in (item.owner, item.person)))
    for item in running:
        yield from _overdue(tx, item) if _is_over(tx, item) else _quiet(tx, item)
    yield from _unrated(tx)
    yield from _certificates(tx)


def gone_quiet(tx: Tx, item: Item) -> bool:
    """Whether nobody has said for so long how it goes, or the day by which it was to be done is over."""
    return item.state in RUNNING and (
        _is_over(tx, item) or _latest(tx, item.owner, _since(tx, item), QUIET_AFTER) is not None
    )


def _unanswered(tx: Tx, chain: str, kind: str, about: str) -> Iterator[Notice]:
    for one in ladder.reminders(tx, chain, LADDER):
        number, to = one.chain.ref.id, one.link.person
        key = f"skills/{about}/{number}/waiting/{one.day}/to_{to}"
        yield Notice(key, to, kind, Ref(desk.NAME, number), card=reminder_card(number, about, one.days))


def _quiet(tx: Tx, item: Item) -> Iterator[Notice]:
    rung = _latest(tx, item.owner, _since(tx, item), QUIET_AFTER)
    if rung is None:
        return
    key = f"skills/{item.id}/quiet/{item.version}.{rung}"
    yield Notice(f"{key}/to_owner", item.owner, "quiet", desk.ref(item), ladder.arrival(tx, item.owner))
    manager = desk.manager_of(tx, item.person)
    if rung == QUIET_AFTER[-1] and manager is not None and manager != item.owner:
        yield Notice(f"{key}/to_manager", manager, "quiet", desk.ref(item), ladder.arrival(tx, manager))


def _overdue(tx: Tx, item: Item) -> Iterator[Notice]:
    if item.terms.last is None:
        return
    rung = _latest(tx, item.owner, _noon(tx, item.owner, item.terms.last), OVERDUE_AFTER)
    if rung is not None:
        key = f"skills/{item.id}/overdue/{item.terms.last}.{rung}/to_owner"
        yield Notice(key, item.owner, "overdue", desk.ref(item), ladder.arrival(tx, item.owner))


def _unrated(tx: Tx) -> Iterator[Notice]:
    for item in store.unrated(tx, tx.now - desk.UNRATED_FOR):
        manager = desk.manager_of(tx, item.person)
        rung = _latest(tx, manager, item.updated_at, ASSESS_AFTER) if manager is not None else None
        if rung is not None and manager is not None:
            key = f"skills/{item.id}/assess/{rung}/to_{manager}"
            yield Notice(key, manager, "assess", desk.ref(item), ladder.arrival(tx, manager))


def _certificates(tx: Tx) -> Iterator[Notice]:
    """To the person and their operations manager, at their own mornings."""
    today = tx.now.date()
    found = skills.lapsing(tx, today, today - timedelta(days=1), today + timedelta(days=max(BEFORE_EXPIRY) + 1))
    crowds.know(tx, (one.person for one in found))
    managers = [manager for one in found if (manager := desk.manager_of(tx, one.person)) is not None]
    ladder.know(tx, [*managers, *(one.person for one in found)])
    for one in found:
        if one.expires_on is not None and ladder.employed(tx, one.person):
            manager = desk.manager_of(tx, one.person)
            for to in (one.person, *([manager] if manager is not None else [])):
                yield from _expiring(tx, one, to)


def _expiring(tx: Tx, one: Rating, to: PersonId) -> Iterator[Notice]:
    for days in sorted(BEFORE_EXPIRY):
        day = one.expires_on - timedelta(days=days) if one.expires_on else None
        if day is not None and ladder.morning(tx, to, day) <= tx.now:
            key = f"skills/rating/{one.id}/expires/{days}/to_{to}"
            yield Notice(key, to, "expiring", Ref(desk.NAME, one.id), not_before=ladder.arrival(tx, to))
            return


def _climbed(tx: Tx, chain: Chain, link: Link) -> Iterator[Event]:
    item = store.item(tx, chain.ref.id)
    if item is not None:
        yield steps.happened("climbed", item, None, position=link.position)


def _claim_climbed(tx: Tx, chain: Chain, link: Link) -> Iterator[Event]:
    known = claims.claim(tx, chain.ref.id)
    if known is not None and known.standing is Standing.ASKED:
        facts = {"position": link.position}
        yield Event("claim_climbed", Ref(desk.NAME, known.id), known.version, known.person, None, facts)


def _never(tx: Tx, chain: Chain) -> tuple[PersonId, ...]:
    """It reaches neither whom it is about nor who asked, whoever names them to stand in."""
    item = store.item(tx, chain.ref.id)
    return tuple(one for one in (item.person, item.requested_by) if one is not None) if item else ()


def _never_of_claim(tx: Tx, chain: Chain) -> tuple[PersonId, ...]:
    known = claims.claim(tx, chain.ref.id)
    return (known.person,) if known else ()


def _left(tx: Tx, item: Item) -> Iterator[Event]:
    if not ladder.employed(tx, item.person):
        after = steps.ended(tx, item)
        if after is not None:
            yield steps.happened("ended", after, None)
    elif item.state in RUNNING and item.terms.partner is not None and not ladder.employed(tx, item.terms.partner):
        after = steps.changed(tx, item, terms=replace(item.terms, partner=None))
        if after is not None:
            yield steps.happened("stepped_back", after, None, partner=item.terms.partner)
    elif not ladder.employed(tx, item.owner):
        after = steps.changed(tx, item, owner=item.person)
        if after is not None:
            yield steps.happened("handed_over", after, None)


def _claimed_by_nobody(tx: Tx, known: Claim) -> Iterator[Event]:
    after = claims.move(tx, known, Standing.WITHDRAWN, known.person)
    if after is not None:
        chains.settle(tx, Ref(claims.CHAIN, known.id))
        facts = {"skill": after.skill, "level": after.level}
        yield Event("taken_back", Ref(desk.NAME, after.id), after.version, after.person, None, facts)


def _since(tx: Tx, item: Item) -> datetime:
    """When somebody last spoke of it; not before its first day."""
    begins = _noon(tx, item.owner, item.terms.first) if item.terms.first else item.updated_at
    return max(item.updated_at, begins)


def _is_over(tx: Tx, item: Item) -> bool:
    return item.terms.last is not None and item.terms.last < desk.today_of(tx, item.owner)


def _latest(tx: Tx, person: PersonId, since: datetime, rungs: tuple[int, ...]) -> int | None:
    """The last rung whose morning has come; what is too recent for any is not counted out."""
    if tx.now - since < timedelta(days=min(rungs)) - timedelta(days=1):
        return None
    mornings = ((rung, ladder.working_day_after(tx, person, since, rung)) for rung in sorted(rungs, reverse=True))
    return next((rung for rung, day in mornings if ladder.morning(tx, person, day) <= tx.now), None)


def _noon(tx: Tx, person: PersonId, day: date) -> datetime:
    zone = ZoneInfo(organisation.facts(tx, person).person.time_zone)
    return datetime.combine(day, time(12), zone)
