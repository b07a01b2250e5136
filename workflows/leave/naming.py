"""The people the modal names for while somebody is away: found by their Slack ids, or refused under their field."""

from datetime import date

from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import tr
from workflows.leave import forms, store
from workflows.leave.standins import Named
from workflows.organisation import chains
from workflows.organisation import store as organisation
from workflows.organisation.rules import at, meets


def named(tx: Tx, owner: PersonId, form: Form) -> Named:
    """Whom the form names; raises Refused for somebody who can't stand in."""
    return Named(_found(tx, owner, form, forms.REPLACEMENT), _found(tx, owner, form, forms.SUBSTITUTE))


def fields(tx: Tx, known: Named) -> Form:
    """Those as the modal's fields."""
    return {forms.REPLACEMENT: _slack_id(tx, known.replaces), forms.SUBSTITUTE: _slack_id(tx, known.decides)}


def decides(tx: Tx, person: PersonId, day: date) -> bool:
    """Whether others wait for them: they own a department or deputise in one, or owe somebody an answer now."""
    chart = organisation.chart(tx)
    charged = chart.managed_by(person, day) or any(at(held, day) == person for held in chart.deputies.values())
    return bool(charged) or chains.owes(tx, person) or bool(store.waiting_for(tx, person))


def _found(tx: Tx, owner: PersonId, form: Form, field: str) -> PersonId | None:
    slack_id = form.get(field)
    if not slack_id:
        return None
    known = organisation.person_by_slack(tx, str(slack_id))
    if known is None:
        text = tr("I don't know this person yet. Please choose somebody else.")
        raise Refused(text, field=field, reason="unknown_person")
    if known.id == owner:
        text = tr("Nobody stands in for themselves. Please choose somebody else.")
        raise Refused(text, field=field, reason="oneself")
    first, last = form.get(forms.FIRST), form.get(forms.LAST)
    if isinstance(first, date) and isinstance(last, date) and not meets(known, first, last):
        text = tr("{name} is not here then. Please choose somebody else.", name=known.name)
        raise Refused(text, field=field, reason="not_here")
    return known.id


def _slack_id(tx: Tx, person: PersonId | None) -> str | None:
    known = organisation.person(tx, person) if person is not None else None
    return (known.slack_id or None) if known else None
