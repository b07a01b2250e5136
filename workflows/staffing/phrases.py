"""What staffing says in more than one place: an ask, an offer, a fit in words. Each sentence stands whole."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_skeleton

from workflows.calendar.rules import Period, Span
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Tx
from workflows.language import marked, tr, trn
from workflows.organisation import store as organisation
from workflows.organisation.rules import Allocation
from workflows.staffing.people import locale, names, project_name, skill_name
from workflows.staffing.records import Offer, Request
from workflows.staffing.rules.ask import Amount
from workflows.staffing.rules.fit import Fit, Floor
from workflows.wording import blocks
from workflows.wording.phrases import dated, listed, plain, spanned

MOST_STRETCHES = 3
_FITS = {
    # Whether they wish to do more of it, and in how many of the weeks they have time enough.
    (False, "all"): marked("{place}. {name}: {skill} {level}; {least} % free in all weeks"),
    (True, "all"): marked("{place}. {name}: {skill} {level}; {least} % free in all weeks; wishes to do more of it"),
    (False, "some"): marked("{place}. {name}: {skill} {level}; {least} % free in all weeks but {short}"),
    (
        True,
        "some",
    ): marked("{place}. {name}: {skill} {level}; {least} % free in all weeks but {short}; wishes to do more of it"),
    (False, "part"): marked(
        "{place}. {name}: {skill} {level}; {covered} % of what is asked for, not enough in any week"
    ),
    (True, "part"): (
        marked(
            "{place}. {name}: {skill} {level}; {covered} % of what is asked for, not enough in "
            "any week; wishes to do more of it"
        )
    ),
    (False, "none"): marked("{place}. {name}: {skill} {level}; no time free then"),
    (True, "none"): marked("{place}. {name}: {skill} {level}; no time free then; wishes to do more of it"),
}


def days(first: date, last: date, where: Locale) -> str:
    """`Mon, 7 Dec 2026 to Fri, 26 Mar 2027`."""
    return spanned(Span(first, last), where)


def short_day(day: date, where: Locale) -> str:
    """`21 Dec`."""
    return str(format_skeleton("MMMd", day, locale=where))


def stretches(periods: Sequence[Period], where: Locale) -> str:
    """`21 Dec to 3 Jan and 1 to 7 Feb`; the rest as a number."""
    said = [
        tr("{first} to {last}", context="weeks", first=short_day(one.first, where), last=short_day(one.last, where))
        for one in periods[:MOST_STRETCHES]
    ]
    beyond = len(periods) - MOST_STRETCHES
    return listed([*said, *([trn("{count} more time", "{count} more times", beyond)] if beyond > 0 else [])])


def head_count(people: int) -> str:
    """`1 person`, `3 people`."""
    return trn("{count} person", "{count} people", people)


def asked(tx: Tx, reader: Actor, request: Request) -> str:
    """`*2 people* for *Apollo*: Python, level 4 or above` over `60 %, Mon, 7 Dec 2026 to …`."""
    ask = request.ask
    return tr(
        "*{people}* for {project}: {skill}, level {level} or above\n{amount}, {days}",
        people=head_count(ask.people),
        project=blocks.bold(project_name(tx, ask.project)),
        skill=blocks.escaped(skill_name(tx, ask.skill), 80),
        level=ask.level,
        amount=amount(ask.amount),
        days=days(ask.first, ask.last, locale(reader)),
    )


def amount(known: Amount) -> str:
    """`60 % of working time`, `12 hours a week`."""
    if known.percent is None:
        return share(known)
    return tr("{percent} % of working time", percent=plain(known.percent))


def share(known: Amount) -> str:
    """`60 %`, `12 hours a week`."""
    if known.percent is not None:
        return f"{plain(known.percent)} %"
    return trn("{count} hour a week", "{count} hours a week", known.hours or Decimal(0))


def offer_line(offer: Offer, reader: Actor) -> str:
    """`60 % of working time, Mon, 7 Dec 2026 to Fri, 26 Mar 2027`."""
    return f"{amount(offer.amount)}, {days(offer.first, offer.last, locale(reader))}"


def allocation_line(tx: Tx, reader: Actor, known: Allocation) -> str:
    """`*Apollo*: 40 % of working time, until Wed, 31 Mar 2027`."""
    part = amount(Amount(known.percent, known.hours))
    name = blocks.bold(project_name(tx, known.project))
    if known.ends is None:
        return tr("{name}: {share}, with no end yet", name=name, share=part)
    return tr("{name}: {share}, until {day}", name=name, share=part, day=dated(known.ends, locale(reader)))


def ranks(tx: Tx, reader: Actor, fits: Sequence[Fit], skill: int, most: int) -> list[str]:
    """Each of the best in words: why they stand where they stand."""
    known, where = names(tx, [one.person for one in fits[:most]]), locale(reader)
    name = blocks.escaped(skill_name(tx, skill), 60)
    return [
        tr(
            _FITS[one.wished, _kind(one)],
            place=place,
            name=blocks.bold(known[one.person]),
            skill=name,
            level=one.level,
            least=one.least,
            short=stretches(one.short, where),
            covered=int(100 * one.covered),
        )
        for place, one in enumerate(fits[:most], 1)
    ]


def floor_line(name: str, floor: Floor, tight: Sequence[Period], where: Locale) -> str:
    """What the department keeps, and where that leaves nothing."""
    kept = (
        tr("{percent} % of its people's time", percent=plain(floor.percent))
        if floor.percent is not None
        else trn("{count} full-time equivalent", "{count} full-time equivalents", floor.people or Decimal(0))
    )
    if not tight:
        return tr(
            "{name} keeps {kept} for business as usual; the figures leave that aside.",
            name=blocks.escaped(name, 80),
            kept=kept,
        )
    return tr(
        "{name} keeps {kept} for business as usual, which leaves nothing to offer in these weeks: {weeks}",
        name=blocks.escaped(name, 80),
        kept=kept,
        weeks=stretches(tight, where),
    )


def _kind(one: Fit) -> str:
    if not one.covered:
        return "none"
    if not one.short:
        return "all"
    return "some" if one.least else "part"


def shares_of(tx: Tx, reader: Actor, person: PersonId) -> list[str]:
    """What somebody is allotted to from today on, a line each."""
    found = organisation.projects_of(tx, person, reader.today, date.max)
    return [allocation_line(tx, reader, one) for _, one in found]
