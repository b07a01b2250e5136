"""Finding the subject: a handover, an item of one, or what a new one would be about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflows.handover import desk, forms, store
from workflows.handover.rules.checklist import Handover, Item
from workflows.handover.rules.life import State
from workflows.handover.rules.template import Kind
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import tr
from workflows.organisation import store as organisation
from workflows.organisation.rules import Project, holds
from workflows.wording.phrases import quoted


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a new handover would be about: a project, or somebody's long leave; neither while that is being chosen."""

    person: PersonId
    """Who will be away; else the one who asks."""
    kind: Kind = Kind.CLOSEOUT
    project: Project | None = None
    away: PersonId | None = None
    state: State | None = None
    version: int = 1


def load_self(_tx: Tx, actor: Actor, _id: int | None, _form: Form) -> Prospect:
    """The one who asks."""
    return Prospect(actor.person)


def load_start(tx: Tx, actor: Actor, _id: int | None, form: Form) -> Prospect:
    """The project or the person that the modal names; raises Refused under the field that is missing."""
    kind = forms.kind_of(form)
    if kind is Kind.LONG_LEAVE:
        away = forms.person_of(tx, form, forms.AWAY, tr("Please choose who will be away."))
        return Prospect(away, kind, away=away)
    return Prospect(actor.person, kind, project=_chosen(tx, form))


def load_away(tx: Tx, _actor: Actor, person: int | None, _form: Form) -> Prospect:
    """Whose long leave is to be prepared."""
    if person is None or organisation.person(tx, PersonId(person)) is None:
        raise Refused(tr("I can't find that person any more."), reason="unknown_person")
    return Prospect(PersonId(person), Kind.LONG_LEAVE, away=PersonId(person))


def load_handover(tx: Tx, _actor: Actor, handover_id: int | None, _form: Form) -> Handover:
    """The handover; the same refusal for one that never was."""
    found = store.handover(tx, handover_id) if handover_id is not None else None
    if found is None:
        raise Refused(tr("I can't find that handover any more. `/handover` lists yours."), reason="unknown_handover")
    return found


def load_item(tx: Tx, _actor: Actor, item_id: int | None, _form: Form) -> Item:
    """The item; the same refusal for one that never was."""
    found = store.item(tx, item_id) if item_id is not None else None
    if found is None:
        raise Refused(tr("I can't find that any more. `/handover` lists your handovers."), reason="unknown_item")
    return found


def named_project(tx: Tx, actor: Actor, words: str) -> Project:
    """The running project of this code, or the only one whose name begins so; raises Refused (`unknown_project`)."""
    asked = words.casefold()
    known = [one for one in organisation.chart(tx).projects.values() if _runs(one, actor)]
    exact = [one for one in known if one.code.casefold() == asked]
    found = exact or [one for one in known if one.name.casefold().startswith(asked)]
    if len(found) != 1:
        raise Refused(
            tr(
                "I know no project “{words}” that is running. Use its short name, such as `apollo`.",
                words=quoted(words),
            ),
            field=forms.PROJECT,
            reason="unknown_project",
        )
    return found[0]


def choices(tx: Tx, actor: Actor) -> Mapping[int, Project]:
    """Where somebody may start one: the projects they manage, and those with people they answer or deputise for."""
    chart, today = organisation.chart(tx), actor.today
    running = [one for one in chart.projects.values() if _runs(one, actor)]
    led = {one.id for one in running if desk.leader(tx, one, today) == actor.person}
    answering = desk.answers_for(tx, actor.person, today)
    fed = {one.id for one in running if answering and answering & set(desk.operations_of(tx, one, today))}
    return {one.id: one for one in running if one.id in led | fed}


def _runs(project: Project, actor: Actor) -> bool:
    return holds(project, actor.today) or project.starts > actor.today


def _chosen(tx: Tx, form: Form) -> Project:
    number: Any = form.get(forms.PROJECT)
    found = organisation.chart(tx).projects.get(int(number)) if str(number or "").isdecimal() else None
    if found is None:
        raise Refused(tr("Please choose a project."), field=forms.PROJECT, reason="no_project")
    return found
