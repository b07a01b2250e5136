"""Finding the subject: a milestone by its id or by the words of its name, a project by its code, a proposal."""

from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import marked, tr
from workflows.milestones import forms, store
from workflows.milestones.rules.item import Item, Outlook, Proposed, leader
from workflows.organisation import store as organisation
from workflows.organisation.rules import Chart, Project
from workflows.wording import blocks
from workflows.wording.phrases import quoted

MOST_NAMED = 6
NONE = marked("You are in no project now. Add a project's short name to see its plan: `/milestone list apollo`.")


def load_item(tx: Tx, actor: Actor, milestone_id: int | None, form: Form) -> Item:
    """The milestone; by words, one of those the actor reports on. The same refusal for one that never was."""
    found = store.item(tx, milestone_id) if milestone_id is not None else _named(tx, actor, form)
    if found is None:
        raise Refused(
            tr("I can't find that milestone any more. `/milestone list` shows those of your projects."),
            reason="unknown_milestone",
        )
    return found


def load_outlook(tx: Tx, actor: Actor, project_id: int | None, form: Form) -> Outlook:
    """The project that was chosen or named; none for all the actor has to do with."""
    chart, named = organisation.chart(tx), str(form.get(forms.PROJECT) or "")
    if project_id is None and not named:
        return Outlook(person=actor.person)
    found = chart.projects.get(project_id) if project_id is not None else _project(chart, named)
    if found is None:
        raise Refused(
            tr("I know no project “{named}”. Use its short name, such as `apollo`.", named=quoted(named)),
            field=forms.PROJECT,
            reason="unknown_project",
        )
    return Outlook(found, leader(chart, found, actor.today))


def load_new(tx: Tx, actor: Actor, project_id: int | None, form: Form) -> Outlook:
    """The project to add to; unless it is said, the first that the actor manages."""
    known = load_outlook(tx, actor, project_id, form)
    if known.project is not None:
        return known
    led = led_by(tx, actor)
    if not led:
        raise Refused(
            tr(
                "You manage no project now. A project's manager adds its milestones; `/milestone "
                "list` shows what there is in yours."
            ),
            reason="no_project",
        )
    return Outlook(led[0], leader(organisation.chart(tx), led[0], actor.today))


def load_plan(tx: Tx, actor: Actor, project_id: int | None, form: Form) -> Outlook:
    """The project to be drawn; unless it is said, the one that is meant."""
    known = load_outlook(tx, actor, project_id, form)
    if known.project is not None:
        return known
    meant = _which(tx, actor)
    return Outlook(meant, leader(organisation.chart(tx), meant, actor.today))


def load_risk(tx: Tx, _actor: Actor, risk_id: int | None, _form: Form) -> Proposed:
    """The proposal with its milestone."""
    risk = store.risk(tx, risk_id) if risk_id is not None else None
    item = store.item(tx, risk.milestone) if risk else None
    if risk is None or item is None:
        raise Refused(tr("I can't find that proposal any more."), reason="unknown_risk")
    return Proposed(risk, item)


def led_by(tx: Tx, actor: Actor) -> list[Project]:
    """The projects somebody manages, also those that begin later."""
    chart = organisation.chart(tx)
    lasting = [one for one in chart.projects.values() if one.ends is None or one.ends >= actor.today]
    return [one for one in lasting if leader(chart, one, actor.today) == actor.person]


def projects_of(tx: Tx, actor: Actor) -> list[Project]:
    """The projects somebody manages or is allocated to, and those with a milestone they answer for; each once."""
    led = led_by(tx, actor)
    ahead = [one for one in organisation.facts(tx, actor.person).allocations if not one.ends or one.ends >= actor.today]
    chart = organisation.chart(tx)
    mine = [chart.projects[one.project] for one in ahead]
    running = [one for one in mine if one.ends is None or one.ends >= actor.today]
    return list(dict.fromkeys((*led, *running)))


def _project(chart: Chart, named: str) -> Project | None:
    """By its id, its code, or the only one whose name begins so."""
    plain = named.casefold().strip()
    exact = [one for one in chart.projects.values() if plain in (str(one.id), one.code.casefold())]
    begins = [one for one in chart.projects.values() if one.name.casefold().startswith(plain)]
    return exact[0] if exact else begins[0] if len(begins) == 1 else None


def _named(tx: Tx, actor: Actor, form: Form) -> Item | None:
    words = str(form.get(forms.WORDS) or "").casefold()
    known = [one for one in store.plan_of(tx, [one.id for one in projects_of(tx, actor)]) if actor.person == one.owner]
    known += [one for one in store.plan_of(tx, [one.id for one in led_by(tx, actor)]) if one not in known]
    found = [one for one in known if words in one.milestone.name.casefold()]
    exact = [one for one in found if one.milestone.name.casefold() == words]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0]
    if not found:
        raise Refused(
            tr(
                "No milestone that you report on is called “{words}”. `/milestone list` shows them.",
                words=quoted(words),
            ),
            reason="unknown_milestone",
        )
    names = ", ".join(f"“{blocks.escaped(one.milestone.name, 60)}”" for one in found[:MOST_NAMED])
    raise Refused(
        tr("Which one do you mean: {names}? Write a little more of its name.", names=names), reason="ambiguous"
    )


def _which(tx: Tx, actor: Actor) -> Project:
    """The project that somebody means who names none: the only one they manage, else the only one they are in."""
    led, known = led_by(tx, actor), projects_of(tx, actor)
    for found in (led, known):
        if len(found) == 1:
            return found[0]
    if not known:
        raise Refused(tr(NONE), reason="no_project")
    names = ", ".join(tr("`/milestone plan {code}`", code=one.code) for one in known[:8])
    raise Refused(tr("Which project? {names}", names=names), reason="ambiguous")
