"""What a modal's fields mean: the form a person filled in, read; dates, counts and texts are judged by the rules."""

from datetime import date

from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import tr
from workflows.organisation import store as organisation
from workflows.organisation.rules import holds

DEPARTMENT, NAME, EMAIL, ZONE, COUNTRY, PART, PATTERN, CONTRACT, BUDDY = (
    "department",
    "name",
    "email",
    "time_zone",
    "country",
    "subdivision",
    "pattern",
    "contract",
    "buddy",
)
COMPANY = "-"
"""Stands for the whole company where a department may be chosen."""


def day_of(form: Form, field: str) -> date:
    """The day that was picked."""
    day = form.get(field)
    if not isinstance(day, date):
        raise Refused(tr("Please pick a day."), field=field, reason="no_day")
    return day


def text_of(form: Form, field: str) -> str:
    """What was typed; nothing for an untouched field."""
    return str(form.get(field) or "").strip()


def level_of(form: Form, field: str) -> int:
    """From 1 to 5."""
    text = text_of(form, field)
    if text not in ("1", "2", "3", "4", "5"):
        raise Refused(tr("Please pick a level from 1 to 5."), field=field, reason="level")
    return int(text)


def person_of(tx: Tx, form: Form, field: str, wanted: str) -> PersonId:
    """Who was chosen; raises Refused for nobody, for a stranger, and for one who is not with the company now."""
    slack_id = text_of(form, field)
    if not slack_id:
        raise Refused(wanted, field=field, reason="nobody")
    known = organisation.person_by_slack(tx, slack_id)
    if known is None:
        raise Refused(
            tr("I don't know this person yet. Please choose somebody else."), field=field, reason="unknown_person"
        )
    if not holds(known, known.today(tx.now)):
        raise Refused(
            tr("{name} is not with us now. Please choose somebody else.", name=known.name),
            field=field,
            reason="not_here",
        )
    return known.id
