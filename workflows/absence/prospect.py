"""The subject that is no record: somebody's absences in general."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.absence import forms
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import tr
from workflows.organisation import store as organisation


@dataclass(frozen=True, slots=True)
class Prospect:
    """Somebody whose absence is reported or looked at."""

    person: PersonId
    state: StrEnum | None = None
    version: int = 0


def load_whose(tx: Tx, actor: Actor, _id: int | None, form: Form) -> Prospect:
    """Whoever the form names, else the one who acts."""
    slack_id = form.get(forms.WHO)
    if not slack_id:
        return Prospect(actor.person)
    found = organisation.person_by_slack(tx, str(slack_id))
    if found is None:
        raise Refused(
            tr("I don't know this person yet. Their operations manager or a people admin can add them."),
            field=forms.WHO,
            reason="unknown_person",
        )
    return Prospect(found.id)


def load_self(_tx: Tx, actor: Actor, _id: int | None, _form: Form) -> Prospect:
    """The one who acts."""
    return Prospect(actor.person)
