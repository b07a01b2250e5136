"""What staffing says in more than one place: an ask, an offer, a fit in words. Each sentence stands whole."""

from collections.abc import Sequence
from datetime import date

from babel import Locale
from babel.dates import format_skeleton

from workflows.calendar.rules import Period, Span
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Tx
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
    (False, "all"): "{place}. {name}: {skill} {level}; {least} % free in all weeks",
    (True, "all"): "{place}. {name}: {skill} {level}; {least} % free in all weeks; wishes to do more of it",
    (False, "some"): "{place}. {name}: {skill} {level}; {least} % free in all weeks but {short}",
    (
        True,
        "some",
    ): "{place}. {name}: {skill} {level}; {least} % free in all weeks but {short}; wishes to do more of it",
    (False, "part"): "{place}. {name}: {skill} {level}; {covered} % of what is asked for, not enough in any week",
    (True, "part"): (
        "{place}. {name}: {skill} {level}; {covered} % of what is asked for, not enough in any week; "
        "wishes to do more of it"
    ),
    (False, "none"): "{place}. {name}: {skill} {level}; no time free then",
    (True, "none"): "{place}. {name}: {skill} {level}; no time free then; wishes to do more of it",
}


def days(first: date, last: date, where: Locale) -> str:
    """`Mon, 7 Dec 2026 to Fri, 26 Mar 2027`."""
    return spanned(Span(first, last), where)


def short_day(day: date, where: Locale) -> str:
    """`21 Dec`."""
    return str(format_skeleton("MMMd", day, locale=where))


def stretches(periods: Sequence[Period], where: Locale) -> str:
    """`21 Dec to 3 Jan and 1 to 7 Feb`; the rest as a number."""
    said = [f"{short_day(one.first, where)} to {short_day(one.last, where)}" for one in periods[:MOST_STRETCHES]]
    more = [f"{len(periods) - MOST_STRETCHES} more times"] if len(periods) > MOST_STRETCHES else []
    return listed([*said, *more])


def head_count(people: int) -> str:
    """`1 person`, `3 people`."""
    return "1 person" if people == 1 else f"{people} people"


def asked(tx: Tx, reader: Actor, request: Request) -> str:
    """`*2 people* for *Apollo*: Python, level 4 or above` over `60 %, Mon, 7 Dec 2026 to …`."""
    ask = request.ask
    return (
        f"*{head_count(ask.people)}* for {blocks.bold(project_name(tx, ask.project))}: "
        f"{blocks.escaped(skill_name(tx, ask.skill), 80)}, level {ask.level} or above\n"
        f"{amount(ask.amount)}, {days(ask.first, ask.last, locale(reader))}"
    )


def amount(known: Amount) -> str:
    """`60 % of working time`, `12 hours a week`."""
    return f"{known} of working time" if known.percent is not None else str(known)


def offer_line(offer: Offer, reader: Actor) -> str:
    """`60 % of working time, Mon, 7 Dec 2026 to Fri, 26 Mar 2027`."""
    return f"{amount(offer.amount)}, {days(offer.first, offer.last, locale(reader))}"


def allocation_line(tx: Tx, reader: Actor, known: Allocation) -> str:
    """`*Apollo*: 40 % of working time, until Wed, 31 Mar 2027`."""
    share = amount(Amount(known.percent, known.hours))
    name = blocks.bold(project_name(tx, known.project))
    if known.ends is None:
        return f"{name}: {share}, with no end yet"
    return f"{name}: {share}, until {dated(known.ends, locale(reader))}"


def ranks(tx: Tx, reader: Actor, fits: Sequence[Fit], skill: int, most: int) -> list[str]:
    """Each of the best in words: why they stand where they stand."""
    known, where = names(tx, [one.person for one in fits[:most]]), locale(reader)
    name = blocks.escaped(skill_name(tx, skill), 60)
    return [
        _FITS[one.wished, _kind(one)].format(
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
        f"{plain(floor.percent)} % of its people's time"
        if floor.percent is not None
        else f"{plain(floor.people)} full-time equivalents"
        if floor.people is not None
        else "nothing"
    )
    if not tight:
        return f"{blocks.escaped(name, 80)} keeps {kept} for business as usual; the figures leave that aside."
    return (
        f"{blocks.escaped(name, 80)} keeps {kept} for business as usual, which leaves nothing to offer "
        f"in these weeks: {stretches(tight, where)}"
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
