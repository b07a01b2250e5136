"""What the modals' fields mean; what makes no sense is refused under its field."""

from datetime import date

from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.language import tr
from workflows.staffing.rules.ask import AMOUNT, FROM, LEVEL, PEOPLE, TO, Amount, read_amount

PROJECT, SKILL, WORK, PERSON, REASON, DEPARTMENT = "project", "skill", "work", "person", "reason", "department"
"""The fields, by block id, besides those of the rules."""
MEASURE = "measure"
LONGEST_TEXT = 600
__all__ = ("AMOUNT", "FROM", "LEVEL", "PEOPLE", "TO")


def day_of(form: Form, field: str) -> date:
    """The day that was picked."""
    day = form.get(field)
    if not isinstance(day, date):
        raise Refused(tr("Please pick a day."), field=field, reason="no_day")
    return day


def number_of(form: Form, field: str, least: int, most: int) -> int:
    """A whole number that was typed or chosen."""
    text = str(form.get(field) or "").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 4 or not least <= int(text) <= most:
        raise Refused(
            tr("Please give a whole number from {least} to {most}.", least=least, most=most),
            field=field,
            reason="number",
        )
    return int(text)


def amount_of(form: Form) -> Amount:
    """How much of somebody."""
    return read_amount(str(form.get(AMOUNT) or ""))


def text_of(form: Form, field: str, *, required: str | None = None) -> str:
    """What was written; `required`: what to say when nothing was."""
    text = str(form.get(field) or "").strip()
    if len(text) > LONGEST_TEXT:
        raise Refused(
            tr("Please keep it under {most} characters.", most=LONGEST_TEXT),
            field=field,
            reason="length",
        )
    if required and not text:
        raise Refused(required, field=field, reason="no_reason")
    return text


def id_of(form: Form, field: str, missing: str) -> int:
    """What was chosen from a menu that the bot filled."""
    text = str(form.get(field) or "")
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Refused(missing, field=field, reason="none_chosen")
    return int(text)


def of_amount(amount: Amount) -> str:
    """As the field takes it."""
    return str(amount)
