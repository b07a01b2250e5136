"""What a digest says of skills: answers that are owed, development at its end, and certificates that run out."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from workflows.kernel.access import PersonId
from workflows.kernel.digests import OPERATIONS, Edition, Kind, Line, Press, Reader, Weight, nearing
from workflows.kernel.flow import Tx
from workflows.language import locale_of, marked, speaking, tr, trn
from workflows.organisation import chains, skills
from workflows.organisation import store as organisation
from workflows.organisation.skill import Skill
from workflows.skills import claims, desk, store
from workflows.skills.rules.item import Item
from workflows.skills.rules.life import RUNNING
from workflows.skills.rules.life import Kind as Kind_
from workflows.wording import blocks
from workflows.wording.phrases import dated

SOON = timedelta(days=7)
QUIET = timedelta(days=14)
EXPIRING = timedelta(days=30)
_WHAT = {
    Kind_.TRAINING: marked("training"),
    Kind_.COACHING: marked("coaching"),
    Kind_.MENTORING: marked("mentoring"),
}
_WHAT_IN = {
    Kind_.TRAINING: marked("training in {skill}"),
    Kind_.COACHING: marked("coaching in {skill}"),
    Kind_.MENTORING: marked("mentoring in {skill}"),
}


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
            with speaking(edition.readers[person].actor.locale):
                text = trn(
                    "Somebody's development waits for your answer.",
                    "{count} questions about people's skills and development wait for your answer.",
                    count,
                )
            found[person].append(Line(Weight.DECIDE, text, lambda: Press(tr("Show my part"), "skills:mine")))


def _development(tx: Tx, edition: Edition, found: dict[PersonId, list[Line]]) -> None:
    """At its end within a week, or past it; and once a week what nobody has said a word of for long."""
    due = [one for one in store.open_items(tx) if one.state in RUNNING and one.person in edition.people]
    names, known = organisation.names(tx, {one.person for one in due}), skills.skills(tx) if due else {}
    for item in due:
        for person, reader in _concerned(edition, item.person):
            with speaking(reader.actor.locale):
                text = _sentence(tx, edition.kind, reader, item, _what(item, known), names.get(item.person, ""))
            if text:
                found[person].append(Line(Weight.HEED, text))


def _what(item: Item, known: Mapping[int, Skill]) -> str:
    """`mentoring in Python`, harmless."""
    kind, skill = item.terms.kind, known.get(item.terms.skill or 0)
    return tr(_WHAT_IN[kind], skill=blocks.escaped(skill.name, 80)) if skill else tr(_WHAT[kind])


def _sentence(tx: Tx, kind: Kind, reader: Reader, item: Item, what: str, name: str) -> str:
    last, own = item.terms.last, item.person == reader.actor.person
    if last is not None and last <= reader.actor.today + SOON:
        day = dated(last, locale_of(reader.actor.locale))
        if own:
            return tr("Your {what} is to be done by {day}.", what=what, day=day)
        return tr("{name}: {what} is to be done by {day}.", name=blocks.bold(name), what=what, day=day)
    if kind is Kind.DAILY or not _quiet(tx, item):
        return ""
    if own:
        return tr("Nothing was heard for more than two weeks of your {what}.", what=what)
    return tr("{name}: nothing was heard of {what} for more than two weeks.", name=blocks.bold(name), what=what)


def _quiet(tx: Tx, item: Item) -> bool:
    """Whether nobody has said for long how it goes, and it has begun as long ago."""
    begun = item.terms.first is None or item.terms.first <= tx.now.date() - QUIET
    return begun and tx.now - item.updated_at > QUIET


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
            with speaking(reader.actor.locale):
                text = _running_out(None if holder == person else names.get(holder, ""), known[skill], ends)
            since = nearing(ends, reader.actor.today, EXPIRING.days, 7, 1)
            found[person].append(Line(Weight.HEED, text, since=since))


def _running_out(holder: str | None, skill: Skill, ends: date) -> str:
    """Of the reader's own certificate, without a holder."""
    day, what = dated(ends), blocks.bold(skill.name)
    if holder is None:
        return tr("Your certificate for {skill} runs out on {day}.", skill=what, day=day)
    return tr("The certificate of {name} for {skill} runs out on {day}.", name=blocks.bold(holder), skill=what, day=day)


def _concerned(edition: Edition, about: PersonId) -> list[tuple[PersonId, Reader]]:
    return [(person, edition.readers[person]) for person in edition.about.get(about, ())]
