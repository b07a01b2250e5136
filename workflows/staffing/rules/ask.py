"""What a project manager asks for, and when it makes no sense."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from babel import Locale

from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.language import tr
from workflows.organisation.rules import Project
from workflows.wording import amounts
from workflows.wording.phrases import dated, exact, plain

MOST_PEOPLE = 50
MOST_HOURS, WHOLE, PLACES = Decimal(80), Decimal(100), 2
LONGEST = timedelta(days=3 * 366)
FROM, TO, AMOUNT, PEOPLE, LEVEL = "first", "last", "amount", "people", "level"
"""The modal's fields that these rules refuse."""
_AMOUNT = re.compile(
    r"([0-9][0-9., ]*?)\s*"
    r"(%|percent|pct|prozent|pour cent|por ciento|h|hrs?|hours?|std\.?|stunden?|heures?|horas?)?"
    r"(?: a week|/week|/w| pro woche| par semaine| por semana)?",
    re.IGNORECASE,
)
"""In the words of every language that is spoken here."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of somebody: a percentage of their working time, or hours a week."""

    percent: Decimal | None = None
    hours: Decimal | None = None

    def __str__(self) -> str:
        """As it is typed."""
        if self.percent is not None:
            return f"{exact(self.percent)} %"
        return f"{exact(self.hours or Decimal(0))} h"


@dataclass(frozen=True, slots=True)
class Ask:
    """People wanted for a project."""

    project: int
    person: PersonId
    """Who asks."""
    skill: int
    level: int
    """At least."""
    amount: Amount
    first: date
    last: date
    people: int
    work: str
    """A sentence on what there is to do."""


def read_amount(text: str, field: str = AMOUNT) -> Amount:
    """`60 %`, `60`, `12 h`, `12 hours a week`; raises Refused under the field."""
    match = _AMOUNT.fullmatch(" ".join(text.split()))
    number = amounts.typed(match[1], field) if match else None
    if match is None or number is None or amounts.places_of(number) > PLACES:
        raise Refused(
            tr("Please write a share of their time, such as 60 %, or hours a week, such as 12 h."),
            field=field,
            reason="amount",
        )
    in_hours = (match[2] or "%").lower().startswith(("h", "s"))
    most = MOST_HOURS if in_hours else WHOLE
    if not 0 < number <= most:
        text = (
            tr("Please give more than 0 and at most {most} hours a week.", most=plain(most))
            if in_hours
            else tr("Please give more than 0 and at most {most} %.", most=plain(most))
        )
        raise Refused(text, field=field, reason="amount")
    return Amount(hours=number) if in_hours else Amount(percent=number)


def check_days(first: date, last: date, project: Project, today: date, where: Locale) -> None:
    """Days in the project and not over; raises Refused under the field that is wrong, days as `where` has them."""
    if last < first:
        raise Refused(tr("The last day is before the first."), field=TO, reason="reversed")
    if last < today:
        raise Refused(tr("These days are over. Please pick days to come."), field=TO, reason="over")
    if last - first > LONGEST:
        raise Refused(tr("That is more than three years. Please ask for a shorter time."), field=TO, reason="too_long")
    if first < project.starts:
        raise Refused(
            tr(
                "{name} begins on {day}. Please pick a first day from then on.",
                name=project.name,
                day=dated(project.starts, where),
            ),
            field=FROM,
            reason="outside_project",
        )
    if project.ends is not None and last > project.ends:
        raise Refused(
            tr(
                "{name} ends on {day}. Please pick a last day until then.",
                name=project.name,
                day=dated(project.ends, where),
            ),
            field=TO,
            reason="outside_project",
        )


def check_people(people: int) -> None:
    """Raises Refused for none, or for a crowd."""
    if not 1 <= people <= MOST_PEOPLE:
        raise Refused(tr("Please ask for 1 to {most} people.", most=MOST_PEOPLE), field=PEOPLE, reason="people")
