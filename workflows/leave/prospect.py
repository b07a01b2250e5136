"""The subjects that are no request yet: somebody's leave in general, or one that is being asked for."""

from dataclasses import dataclass
from enum import StrEnum

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import tr
from workflows.leave import forms, store, versions
from workflows.leave.records import Leave
from workflows.leave.rules.policy import LeavePolicy
from workflows.leave.versions import EVERYBODY, Version, latest
from workflows.organisation import store as organisation
from workflows.organisation.rules import Department, at, holds
from workflows.wording.phrases import quoted

NOBODY = PersonId(0)
"""Whom a subject is about that is about no person."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """Somebody whose leave is looked at or asked for; `changing` is the request that would become another."""

    person: PersonId
    changing: Leave | None = None
    state: StrEnum | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Branch:
    """A department with all below it, and what is settled about its leave; nobody's in particular."""

    department: int | None
    """None: there is none that this could be about."""
    person: PersonId = NOBODY
    state: StrEnum | None = None
    version: int = 0
    closing: int | None = None
    """A day on which the company is closed, when it is about that."""


def load_company(_tx: Tx, _actor: Actor, closing: int | None, _form: Form) -> Branch:
    """The company as a whole, or a day on which it is closed."""
    return Branch(None, closing=closing)


def load_branch(tx: Tx, actor: Actor, department: int | None, form: Form) -> Branch:
    """The department that was chosen, or named by its code; else the first the actor owns or deputises in."""
    chart, chosen = organisation.chart(tx), str(form.get(forms.DEPARTMENT) or "")
    if chosen:
        known = (one for one in chart.departments.values() if chosen in (str(one.id), one.code))
        found = next(known, None)
        if found is None:
            text = tr("I know no department {name}. Use its code, such as `support`.", name=quoted(chosen))
            raise Refused(text, field=forms.DEPARTMENT, reason="unknown_department")
        return Branch(found.id)
    return Branch(department or next((one.id for one in departments_of(tx, actor)), None))


def departments_of(tx: Tx, actor: Actor) -> tuple[Department, ...]:
    """Those the actor owns or deputises in."""
    chart = organisation.chart(tx)
    deputising = [
        node
        for node in chart.departments.values()
        if holds(node, actor.today) and at(chart.deputies.get(node.id, ()), actor.today) == actor.person
    ]
    return tuple(dict.fromkeys((*chart.managed_by(actor.person, actor.today), *deputising)))


@dataclass(frozen=True, slots=True)
class Governed:
    """A policy as it will be when all that is known of it has come: its latest version."""

    kept: Version
    person: PersonId = EVERYBODY
    state: StrEnum | None = None

    @property
    def version(self) -> int:
        """How often this version of it was written."""
        return self.kept.version

    @property
    def policy(self) -> LeavePolicy:
        """Its settings."""
        return self.kept.policy

    @property
    def value(self) -> str:
        """What its buttons and modals carry."""
        return f"{self.kept.id}.{self.kept.version}"


def load_whose(tx: Tx, actor: Actor, request_id: int | None, form: Form) -> Prospect:
    """Whoever the form names, else the one who acts; with an id, whoever's request is being changed."""
    if request_id is not None:
        leave = load_leave(tx, actor, request_id, form)
        return Prospect(leave.person, leave)
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


def load_person(tx: Tx, _actor: Actor, person_id: int | None, _form: Form) -> Prospect:
    """Somebody by their id in the directory."""
    found = organisation.person(tx, PersonId(person_id)) if person_id is not None else None
    if found is None:
        text = tr("I don't know this person any more. `/leave balance` shows your own.")
        raise Refused(text, reason="unknown_person")
    return Prospect(found.id)


def load_self(_tx: Tx, actor: Actor, _id: int | None, _form: Form) -> Prospect:
    """The one who acts."""
    return Prospect(actor.person)


def load_leave(tx: Tx, _actor: Actor, request_id: int | None, _form: Form) -> Leave:
    """The request; the same words for one that never was and one that somebody made up."""
    leave = store.leave(tx, request_id) if request_id is not None else None
    if leave is None:
        raise Refused(tr("I can't find that leave any more. `/leave list` shows yours."), reason="unknown_request")
    return leave


def load_policy(tx: Tx, _actor: Actor, number: int | None, _form: Form) -> Governed:
    """The version somebody looks at, as long as it is the latest of its policy."""
    known = versions.versions(tx)
    found = next((one for one in known if one.id == number), None)
    if found is None or found.id != latest(known, found.policy.code).id:
        raise Refused(tr("This policy was changed meanwhile. App Home has it as it is now."), reason="out_of_turn")
    return Governed(found)
