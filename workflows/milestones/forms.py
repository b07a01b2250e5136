"""What a modal's fields mean: the form a person filled in, read; what it says is judged by `rules.check`."""

from datetime import date
from decimal import Decimal

from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.language import tr
from workflows.milestones.rules import check
from workflows.milestones.rules.check import DAY, HEALTH, NAME, OWNER, PERCENT, SENTENCE, WEIGHT, Said
from workflows.organisation.milestone import Health

__all__ = ["DAY", "HEALTH", "NAME", "OWNER", "PERCENT", "PROJECT", "SENTENCE", "WEIGHT", "WORDS"]
PROJECT, WORDS = "project", "words"


def day_of(form: Form) -> date:
    """The day that was picked."""
    day = form.get(DAY)
    if not isinstance(day, date):
        raise Refused(tr("Please pick a day."), field=DAY, reason="no_day")
    return day


def text_of(form: Form, field: str) -> str:
    """What was typed; nothing for an untouched field."""
    return str(form.get(field) or "")


def percent_of(form: Form) -> Decimal:
    """How much is complete."""
    return check.number(text_of(form, PERCENT), PERCENT, check.ALL)


def health_of(form: Form) -> Health:
    """What was chosen."""
    try:
        return Health(text_of(form, HEALTH))
    except ValueError:
        raise Refused(tr("Please pick one from the list."), field=HEALTH, reason="health") from None


def said_of(form: Form) -> Said:
    """A report."""
    return Said(health_of(form), day_of(form), percent_of(form), text_of(form, SENTENCE))
