"""The subjects that are no development item: somebody, a department, the company; and how each subject is found."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import tr
from workflows.organisation import store as organisation
from workflows.skills import claims, desk, store
from workflows.skills.forms import DEPARTMENT, WHO
from workflows.skills.rules.claim import Claim
from workflows.skills.rules.item import Item
from workflows.wording.phrases import quoted

NOBODY = PersonId(0)


@dataclass(frozen=True, slots=True)
class Prospect:
    """Somebody whose skills are looked at, rated or developed."""

    person: PersonId
    state: StrEnum | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Branch:
    """A department and all below it."""

    department: int
    person: PersonId = NOBODY
    state: StrEnum | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody: the names of skills, and who holds them."""

    person: PersonId = NOBODY
    state: StrEnum | None = None
    version: int = 0


def load_self(_tx: Tx, actor: Actor, _id: int | None, _form: Form) -> Prospect:
    """The one who acts."""
    return Prospect(actor.person)


def load_whose(tx: Tx, actor: Actor, number: int | None, form: Form) -> Prospect:
    """Whoever the form names, else whom the button is about, else the one who acts."""
    slack_id = form.get(WHO)
    if slack_id:
        found = organisation.person_by_slack(tx, str(slack_id))
    else:
        found = organisation.person(tx, PersonId(number)) if number else organisation.person(tx, actor.person)
    if found is None:
        raise Refused(
            tr("I don't know this person yet. Their operations manager or a people admin can add them."),
            field=WHO,
            reason="unknown_person",
        )
    return Prospect(found.id)


def load_company(_tx: Tx, _actor: Actor, _id: int | None, _form: Form) -> Company:
    """Everybody."""
    return Company()


def load_branch(tx: Tx, actor: Actor, number: int | None, form: Form) -> Branch:
    """The department that is named, by code or name, or whose button it is; else the first the actor answers for."""
    named = str(form.get(DEPARTMENT) or "").casefold()
    known = organisation.chart(tx).departments
    if named:
        found = next((one.id for one in known.values() if named in (one.code.casefold(), one.name.casefold())), None)
        if found is None:
            raise Refused(
                tr("There is no department “{name}”.", name=quoted(named)),
                field=DEPARTMENT,
                reason="unknown_department",
            )
        return Branch(found)
    if number is not None and number in known:
        return Branch(number)
    mine = desk.departments_answered_for(tx, actor)
    if mine:
        return Branch(mine[0])
    return Branch(organisation.facts(tx, actor.person).department(actor.today) or 0)


def load_item(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Item:
    """The development item."""
    found = store.item(tx, number) if number is not None else None
    if found is None:
        raise Refused(tr("I can't find that any more. `/skills mine` shows what there is."), reason="unknown_item")
    return found


def load_claim(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Claim:
    """The level somebody proposed."""
    found = claims.claim(tx, number) if number is not None else None
    if found is None:
        raise Refused(tr("I can't find that any more. `/skills mine` shows what there is."), reason="unknown_claim")
    return found
