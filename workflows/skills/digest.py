"""What a digest says of skills: answers that are owed, development at its end, and certificates that run out."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from workflows.kernel.access import PersonId
from workflows.kernel.digests import OPERATIONS, Edition, Kind, Line, Press, Reader, Weight
from workflows.kernel.flow import Tx
from workflows.organisation import chains, skills
from workflows.organisation import store as organisation
from workflows.skills import claims, desk, store
from workflows.skills.rules.item import Item
from workflows.skills.rules.life import NAMES, RUNNING
from workflows.wording import blocks
from workflows.wording.days import locale_of
from workflows.wording.phrases import dated

SOON = timedelta(days=7)
EXPIRING = timedelta(days=30)


def digest(tx: Tx, edition: Edition) -> Mapping[PersonId, Sequence[Line]]:
    """Half a dozen queries, whoever reads."""
    found = defaultdict[PersonId, list[Line]](list)
    if edition.kind not in (*OPERATIONS, Kind.MINE):
        return found
    if edition.kind in OPERATIONS:
        _owed(tx, edition, found)
    _development(tx, edition, found)
    _certificates(tx, edition, found)
    return found


def _owed(tx: Tx, edition: Edition, found: dict[PersonId, list[Line]]) -> None:
    routes = (desk.NAME, claims.CHAIN)
    waiting = [one.current.person for route in routes for one in chains.waiting(tx, route) if one.current]
    for person, count in Counter(waiting).items():
        if person in edition.readers:
            text = (
                "Somebody's development waits for your answer."
                if count == 1
                else f"{count} questions about people's skills and development wait for your answer."
            )
            found[person].append(Line(Weight.DECIDE, text, lambda: Press("Show my part", "skills:mine")))


def _development(tx: Tx, edition: Edition, found: dict[PersonId, list[Line]]) -> None:
    """At its end within a week, or past it: on the owner's word it goes on or is finished."""
    ending = [one for one in store.open_items(tx) if one.state in RUNNING and one.terms.last is not None]
    due = [one for one in ending if one.person in edition.people]
    names, known = organisation.names(tx, {one.person for one in due}), skills.skills(tx) if due else {}
    for item in due:
        what = (
            known[item.terms.skill].name
            if item.terms.skill is not None and item.terms.skill in known
            else NAMES[item.terms.kind]
        )
        for person, reader in _concerned(edition, item.person):
            last = item.terms.last
            if last is not None and last <= reader.actor.today + SOON:
                text = _development_sentence(reader, item, last, what, names.get(item.person, ""))
                found[person].append(Line(Weight.HEED, text))


def _development_sentence(reader: Reader, item: Item, last: date, what: str, name: str) -> str:
    day, kind = dated(last, locale_of(reader.actor.locale)), NAMES[item.terms.kind].lower()
    if item.person == reader.actor.person:
        return f"Your {kind} in {blocks.escaped(what, 80)} is to be done by {day}."
    return f"{blocks.bold(name)} is to be done with {kind} in {blocks.escaped(what, 80)} by {day}."


def _certificates(tx: Tx, edition: Edition, found: dict[PersonId, list[Line]]) -> None:
    until = edition.last + EXPIRING
    expiring = [
        (one.person, one.skill, one.expires_on)
        for one in skills.held(tx, edition.first)
        if one.expires_on is not None and one.expires_on <= until and one.person in edition.people
    ]
    names, known = organisation.names(tx, {one for one, _, _ in expiring}), skills.skills(tx) if expiring else {}
    for holder, skill, ends in expiring:
        for person, reader in _concerned(edition, holder):
            if ends > reader.actor.today + EXPIRING:
                continue
            day, what = dated(ends, locale_of(reader.actor.locale)), blocks.bold(known[skill].name)
            text = (
                f"Your certificate for {what} runs out on {day}."
                if holder == person
                else f"The certificate of {blocks.bold(names.get(holder, ''))} for {what} runs out on {day}."
            )
            found[person].append(Line(Weight.HEED, text))


def _concerned(edition: Edition, about: PersonId) -> list[tuple[PersonId, Reader]]:
    return [(person, edition.readers[person]) for person in edition.about.get(about, ())]
