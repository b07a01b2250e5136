"""Finding the subject: an opening, a joining or leaving, a step of one, somebody, a department, or the company."""

from dataclasses import dataclass

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import tr
from workflows.onboarding import forms, store
from workflows.onboarding.rules.checklist import WHO, Journey, Opening, Step
from workflows.onboarding.rules.life import State
from workflows.organisation import store as organisation
from workflows.organisation.rules import holds

NOBODY = PersonId(0)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person: the one who asks, or whoever is to leave."""

    person: PersonId
    state: State | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Branch:
    """A department that somebody is to join; None: the whole company."""

    department: int | None
    person: PersonId = NOBODY
    state: State | None = None
    version: int = 1


Subject = Somebody | Branch | Opening | Journey | Step


def load_self(_tx: Tx, actor: Actor, _id: int | None, _form: Form) -> Somebody:
    """The one who asks."""
    return Somebody(actor.person)


def load_company(_tx: Tx, _actor: Actor, _id: int | None, _form: Form) -> Branch:
    """All of it."""
    return Branch(None)


def load_branch(tx: Tx, actor: Actor, _id: int | None, form: Form) -> Branch:
    """The department that the modal names; raises Refused (`no_department`)."""
    code = forms.text_of(form, forms.DEPARTMENT)
    known = organisation.chart(tx).departments.values()
    found = next((one for one in known if one.code == code and holds(one, actor.today)), None)
    if found is None:
        raise Refused(tr("Please choose a department."), field=forms.DEPARTMENT, reason="no_department")
    return Branch(found.id)


def load_whose(tx: Tx, _actor: Actor, _id: int | None, form: Form) -> Somebody:
    """Whoever the modal names."""
    return Somebody(forms.person_of(tx, form, WHO, tr("Please choose who leaves.")))


def load_opening(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Opening:
    """The opening; the same refusal for one that never was."""
    found = store.opening(tx, number) if number is not None else None
    if found is None:
        raise Refused(tr("I can't find that opening any more. `/onboard` lists yours."), reason="unknown_opening")
    return found


def load_journey(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Journey:
    """The joining or leaving; the same refusal for one that never was."""
    found = store.journey(tx, number) if number is not None else None
    if found is None:
        raise Refused(tr("I can't find that any more. `/onboard` lists yours."), reason="unknown_journey")
    return found


def load_step(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Step:
    """The step; the same refusal for one that never was."""
    found = store.step(tx, number) if number is not None else None
    if found is None:
        raise Refused(tr("I can't find that step any more. `/onboard` lists yours."), reason="unknown_step")
    return found
