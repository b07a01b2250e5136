"""A development item as it is kept, and what makes one that can be agreed; what is missing or senseless is refused."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.language import tr
from workflows.skills.rules.life import Kind, State
from workflows.wording import amounts

LONGEST_TEXT = 1000
LONGEST_PROVIDER = 120
FURTHEST = timedelta(days=731)
"""Development that ends later than this is a slip of the finger."""
MOST_MONEY, PLACES = Decimal(10_000_000), 2
_COST = re.compile(r"(?:([A-Za-z]{3})\s*)?([0-9.,'’\s]*[0-9])(?:\s*([A-Za-z]{3}))?")


@dataclass(frozen=True, slots=True)
class Cost:
    """What it costs the department."""

    amount: Decimal
    currency: str
    """ISO 4217."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed on: everything but who and how it stands."""

    kind: Kind
    skill: int | None = None
    goal: str = ""
    partner: PersonId | None = None
    """The mentor or coach."""
    provider: str = ""
    """Who gives it, when nobody of the company does."""
    first: date | None = None
    last: date | None = None
    cost: Cost | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One development item."""

    id: int
    person: PersonId
    terms: Terms
    state: State
    version: int
    owner: PersonId
    """Who keeps it going, and is reminded when it goes quiet."""
    requested_by: PersonId | None
    """None when a closed case opened it."""
    case: str | None
    """The case that opened it, `performance/12`: for the operations manager's eyes."""
    updated_at: datetime
    changed_by: PersonId | None
    rating: int | None = None
    """The assessment that followed its end."""

    @property
    def draft(self) -> bool:
        """Whether a case opened it and nobody has decided: until then it is the manager's alone."""
        return self.case is not None and self.state is State.PROPOSED


def check_wish(person: PersonId, terms: Terms, today: date) -> None:
    """What anybody may propose: a purpose, no mentor of oneself, days in the right order. Raises Refused."""
    if terms.skill is None and not terms.goal:
        raise Refused(tr("Name the skill, or say in a sentence what it is for."), field="goal", reason="no_purpose")
    if terms.kind is Kind.MENTORING and terms.skill is None:
        raise Refused(tr("Mentoring is for a skill. Pick which one."), field="skill", reason="no_skill")
    if terms.partner == person:
        raise Refused(
            tr("Nobody can be their own mentor or coach. Pick somebody else."), field="partner", reason="own_mentor"
        )
    _check_days(terms, today)


def check_terms(person: PersonId, terms: Terms, today: date) -> None:
    """What can be agreed: as above, with its days, and somebody who gives it. Raises Refused."""
    check_wish(person, terms, today)
    if terms.first is None:
        raise Refused(tr("Pick the day on which it begins."), field="first", reason="no_day")
    if terms.last is None:
        raise Refused(
            tr("Pick the day by which it is to be done: development needs an end."), field="last", reason="no_day"
        )
    if terms.kind is Kind.MENTORING and terms.partner is None:
        raise Refused(tr("Mentoring needs a mentor. Pick who it is."), field="partner", reason="no_partner")
    if terms.kind is Kind.COACHING and terms.partner is None and not terms.provider:
        raise Refused(
            tr("Coaching needs a coach. Pick a colleague or name a provider."), field="partner", reason="no_partner"
        )


def cost_of(text: str, known: "frozenset[str]") -> Cost | None:
    """`450 EUR`, `EUR 450.50`; nothing is no cost. Raises Refused (`cost`)."""
    if not text.strip():
        return None
    found = _COST.fullmatch(text.strip())
    currency = (found[1] or found[3] or "").upper() if found else ""
    amount = amounts.typed(found[2], "cost") if found and currency and not (found[1] and found[3]) else None
    if amount is None or amounts.places_of(amount) > PLACES:
        raise Refused(
            tr("Write the cost as an amount and a currency, such as 450 EUR. Leave it empty if it costs nothing."),
            field="cost",
            reason="cost",
        )
    if currency not in known:
        raise Refused(
            tr("{currency} is no currency I know. Use three letters such as EUR.", currency=currency),
            field="cost",
            reason="currency",
        )
    if not 0 < amount <= MOST_MONEY:
        raise Refused(tr("A cost is more than nothing and at most ten million."), field="cost", reason="cost")
    return Cost(amount, currency)


def _check_days(terms: Terms, today: date) -> None:
    if terms.first is not None and terms.last is not None and terms.last < terms.first:
        raise Refused(tr("It would end before it begins. Pick a later last day."), field="last", reason="order")
    if terms.last is not None and terms.last < today:
        raise Refused(tr("That day is over. Pick one that is still to come."), field="last", reason="past")
    for field, day in (("first", terms.first), ("last", terms.last)):
        if day is not None and abs(day - today) > FURTHEST:
            raise Refused(
                tr("That is more than two years from now. Which year did you mean?"), field=field, reason="far"
            )
