"""What may be said about a milestone: each check gives what will be kept, or refuses under the field that is wrong.

`locale` is that of the one who says it: a refusal names days the way they write them.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from babel import Locale

from workflows.kernel.errors import Refused
from workflows.language import tr
from workflows.organisation import checks
from workflows.organisation.milestone import OPEN, Change, Health, Milestone
from workflows.organisation.rules import Project
from workflows.wording import amounts
from workflows.wording.phrases import dated, figure, plain

NAME, DAY, WEIGHT, OWNER, HEALTH, PERCENT, SENTENCE = (
    "name",
    "day",
    "weight",
    "owner",
    "health",
    "percent",
    "sentence",
)
"""The fields, by block id."""
LONGEST = 1000
LONGEST_NAME = 120
MOST_WEIGHT, PLACES = Decimal(1_000_000), 2
ALL = Decimal(100)
FURTHEST_REMINDER = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Said:
    """A report as it was filled in."""

    health: Health
    forecast: date
    percent: Decimal
    sentence: str


def name(text: str) -> str:
    """What it is called."""
    try:
        return checks.label(text, LONGEST_NAME)
    except ValueError as error:
        raise Refused(tr("The name {error}.", error=error), field=NAME, reason="name") from error


def sentence(text: str, required: str = "") -> str:
    """What was written; `required`: what to say when nothing was."""
    plain = text.strip()
    if len(plain) > LONGEST:
        raise Refused(
            tr(
                "That is {count} characters; please keep it under {most}.",
                count=figure(len(plain)),
                most=figure(LONGEST),
            ),
            field=SENTENCE,
            reason="length",
        )
    if required and not plain:
        raise Refused(required, field=SENTENCE, reason="no_sentence")
    return plain


def within(day: date, project: Project, today: date, locale: Locale) -> date:
    """A day still to come, while the project lasts."""
    if day < today:
        raise Refused(
            tr("{day} has passed. Pick today or a day to come.", day=dated(day, locale)), field=DAY, reason="past_day"
        )
    return inside(day, project, locale)


def inside(day: date, project: Project, locale: Locale) -> date:
    """A day on which the project lasts."""
    if day < project.starts:
        raise Refused(
            tr("The project begins on {day}. Pick that day or a later one.", day=dated(project.starts, locale)),
            field=DAY,
            reason="outside_project",
        )
    if project.ends is not None and day > project.ends:
        raise Refused(
            tr(
                "The project ends on {day}. Pick a day until then, or have its end moved first; a "
                "people admin can do that.",
                day=dated(project.ends, locale),
            ),
            field=DAY,
            reason="outside_project",
        )
    return day


def report(known: Milestone, said: Said, project: Project, today: date, locale: Locale) -> tuple[Milestone, Change]:
    """The milestone as the report leaves it, and what kind of change that is."""
    if said.health not in OPEN:
        raise Refused(tr("Please pick one from the list."), field=HEALTH, reason="health")
    _still_expected(known, said, today)
    inside(said.forecast, project, locale)
    _explained(known, said)
    change = Change.MOVED if said.forecast != known.forecast else Change.UPDATED
    return _now(known, said), change


def finished(known: Milestone, on: date, said: str, project: Project, today: date, locale: Locale) -> Milestone:
    """The milestone as it is once it was reached on a day."""
    if on > today:
        raise Refused(
            tr("{day} is still to come. A milestone is done once it is reached.", day=dated(on, locale)),
            field=DAY,
            reason="future_day",
        )
    return replace(
        known,
        health=Health.DONE,
        forecast=inside(on, project, locale),
        percent=ALL,
        done_on=on,
        sentence=sentence(said),
    )


def reminder_day(day: date, today: date) -> date:
    """The day before which nobody is reminded."""
    if not today < day <= today + FURTHEST_REMINDER:
        raise Refused(
            tr("Pick a day after today, {most} days ahead at the most.", most=FURTHEST_REMINDER.days),
            field=DAY,
            reason="reminder",
        )
    return day


def number(text: str, field: str, most: Decimal) -> Decimal:
    """A number that was typed, from 0 to `most`, with at most two places."""
    typed = amounts.typed(text.strip().removesuffix("%"), field)
    if typed is None or not 0 <= typed <= most or amounts.places_of(typed) > PLACES:
        raise Refused(
            tr("Please give a number from 0 to {most}.", most=figure(int(most))), field=field, reason="number"
        )
    return typed


def weight(text: str) -> Decimal | None:
    """Its share of the project's work; None when it was left empty."""
    if not text.strip():
        return None
    found = number(text, WEIGHT, MOST_WEIGHT)
    if not found:
        raise Refused(
            tr("A weight of 0 counts for nothing. Leave it empty if it is not to be counted."),
            field=WEIGHT,
            reason="number",
        )
    return found


def _still_expected(known: Milestone, said: Said, today: date) -> None:
    if said.forecast >= today:
        return
    if said.forecast == known.forecast:
        text = tr("That day has passed. When do you expect it now? If it is reached already, use “Done…”.")
    else:
        text = tr("A forecast can't lie in the past. If it is reached already, use “Done…”.")
    raise Refused(text, field=DAY, reason="past_day")


def _explained(known: Milestone, said: Said) -> None:
    sentence(said.sentence, _wanted(known, said))


def _wanted(known: Milestone, said: Said) -> str:
    """Why a sentence is needed; empty when none is."""
    if said.percent < known.percent:
        return tr(
            "It was {percent} % complete and is less now. Please say why in a sentence.", percent=plain(known.percent)
        )
    if said.forecast != known.forecast:
        return tr("Its date moves. Please say why in a sentence; everybody in the project's channel reads it.")
    if said.health is not Health.ON_TRACK:
        return tr("Please say in a sentence what stands in the way; everybody in the project's channel reads it.")
    return ""


def _now(known: Milestone, said: Said) -> Milestone:
    return replace(
        known,
        health=said.health,
        forecast=said.forecast,
        percent=said.percent,
        sentence=said.sentence.strip(),
        quiet_until=None,
    )
