"""What a modal's fields mean: the form a person filled in, read; dates and texts are judged by `rules.checklist`."""

from datetime import date

from workflows.handover.rules.checklist import DAY, GIVER, PLACE, RECEIVER, TITLE, WHY
from workflows.handover.rules.template import Kind
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import tr
from workflows.organisation import store as organisation
from workflows.organisation.rules import holds

__all__ = ["AWAY", "DAY", "GIVER", "KIND", "OPERATIONS", "PLACE", "PROJECT", "RECEIVER", "REPLACEMENT", "TITLE", "WHY"]
KIND, PROJECT, AWAY, REPLACEMENT, OPERATIONS, WORDS = "kind", "project", "away", "replacement", "operations", "words"


def kind_of(form: Form) -> Kind:
    """Which intersection; raises Refused for one that is not on the list."""
    try:
        return Kind(str(form.get(KIND) or Kind.CLOSEOUT))
    except ValueError:
        raise Refused(tr("Please pick one from the list."), field=KIND, reason="kind") from None


def day_of(form: Form) -> date:
    """The day that was picked."""
    day = form.get(DAY)
    if not isinstance(day, date):
        raise Refused(tr("Please pick a day."), field=DAY, reason="no_day")
    return day


def text_of(form: Form, field: str) -> str:
    """What was typed; nothing for an untouched field."""
    return str(form.get(field) or "")


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
