"""What a digest says of staffing: answers that are owed, asks that lack somebody, and allocations that end soon."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from workflows.calendar.load import shares
from workflows.calendar.rules import Share
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.digests import OPERATIONS, Edition, Kind, Line, Press, Reader, Weight, nearing
from workflows.kernel.flow import Tx
from workflows.language import speaking, tr, trn
from workflows.organisation import chains, skills
from workflows.organisation import store as organisation
from workflows.staffing import store
from workflows.staffing.records import Request
from workflows.wording import blocks
from workflows.wording.phrases import dated

ENDING = timedelta(days=14)
"""How long before its end an allocation is spoken of."""


def digest(tx: Tx, edition: Edition) -> Mapping[PersonId, Sequence[Line]]:
    """A handful of queries."""
    found = defaultdict[PersonId, list[Line]](list)
    if edition.kind in (*OPERATIONS, Kind.PROJECT):
        _owed(tx, edition, found)
    if edition.kind is Kind.PROJECT:
        _lacking(tx, edition, found)
    if edition.kind is not Kind.CHANNEL:
        _ending(tx, edition, found)
    return found


def _owed(tx: Tx, edition: Edition, found: dict[PersonId, list[Line]]) -> None:
    """Operations managers owe an answer to asks and changes, project managers to offers."""
    routes = ("staffing_offer",) if edition.kind is Kind.PROJECT else ("staffing_desk", "staffing_change")
    waiting = [one.current.person for route in routes for one in chains.waiting(tx, route) if one.current]
    for person, count in Counter(waiting).items():
        if person in edition.readers:
            with speaking(edition.readers[person].actor.locale):
                found[person].append(Line(Weight.DECIDE, _owed_sentence(edition.kind, count), _list))


def _owed_sentence(kind: Kind, count: int) -> str:
    if kind is Kind.PROJECT:
        return trn("Somebody is offered for your project.", "{count} people are offered to you.", count)
    return trn(
        "A project manager waits for your answer about people.",
        "{count} questions of project managers about people wait for your answer.",
        count,
    )


def _list() -> Press:
    return Press(tr("Show"), "staffing:list")


def _lacking(tx: Tx, edition: Edition, found: dict[PersonId, list[Line]]) -> None:
    open_ones = [one for one in store.open_requests(tx) if one.lacking and one.ask.project in edition.projects]
    known = skills.skills(tx) if open_ones else {}
    for one in open_ones:
        skill = known[one.ask.skill].name if one.ask.skill in known else ""
        for person in edition.leading[one.ask.project]:
            with speaking(edition.readers[person].actor.locale):
                today, asked = edition.readers[person].actor.today, one.asked_at.date()
                since = max(asked, nearing(one.ask.first, today, 5, 1))
                found[person].append(Line(Weight.HEED, _lacking_sentence(tx, one, skill), _list, since))


def _lacking_sentence(tx: Tx, one: Request, skill: str) -> str:
    return trn(
        "{project} still lacks somebody for {skill} from {first}.",
        "{project} still lacks {count} people for {skill} from {first}.",
        one.lacking,
        project=blocks.bold(organisation.chart(tx).projects[one.ask.project].name),
        skill=blocks.escaped(skill, 80),
        first=dated(one.ask.first),
    )


def _ending(tx: Tx, edition: Edition, found: dict[PersonId, list[Line]]) -> None:
    until = edition.last + ENDING
    known = [one for one in shares(tx, edition.first, until, edition.people) if one.ends and one.ends <= until]
    names = organisation.names(tx, {one.person for one in known})
    for one in known:
        for person in edition.about.get(one.person, ()):
            reader = edition.readers[person]
            if _concerns(edition.kind, reader, one):
                with speaking(reader.actor.locale):
                    found[person].append(_ends(tx, reader.actor, one, names.get(one.person, "")))


def _concerns(kind: Kind, reader: Reader, one: Share) -> bool:
    today = reader.actor.today
    soon = one.ends is not None and today <= one.ends <= today + ENDING
    return soon and (kind is not Kind.PROJECT or one.project in reader.projects)


def _ends(tx: Tx, reader: Actor, one: Share, name: str) -> Line:
    ends = one.ends or reader.today
    day, since = dated(ends), nearing(ends, reader.today, ENDING.days, 1)
    project = blocks.bold(organisation.chart(tx).projects[one.project].name)
    if one.person == reader.person:
        text = tr("Your work on {project} ends on {day}.", project=project, day=day)
    else:
        text = tr("{name} works on {project} until {day}.", name=blocks.bold(name), project=project, day=day)
    return Line(Weight.KNOW, text, since=since)
