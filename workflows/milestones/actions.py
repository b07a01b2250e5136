"""What the verbs do to a plan: add, report, reach, move the baseline, edit, drop, reopen, and be reminded later.

A verb whose button opens a modal comes here twice: from the button without its fields, and from the modal with them.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Outcome, Tx, missing
from workflows.kernel.replies import Done, Message, Open, Say, Update, View
from workflows.language import tr
from workflows.milestones import cards, desk, forms, prospect, store, views
from workflows.milestones.moves import happened, kept, overtake, quiet
from workflows.milestones.reading import facts_of
from workflows.milestones.rules import check
from workflows.milestones.rules.item import Item, Outlook
from workflows.milestones.rules.schedule import slip
from workflows.organisation import plan
from workflows.organisation import store as organisation
from workflows.organisation.milestone import Change, Health, Milestone
from workflows.organisation.rules import Project
from workflows.wording.phrases import dated, labelled

_WEEK = timedelta(days=7)


def new(tx: Tx, actor: Actor, outlook: Outlook, _form: Form) -> Outcome:
    """The modal to add one."""
    chosen = _project_of(outlook)
    return Outcome(Open(views.new_view(prospect.led_by(tx, actor), chosen, None)))


def create(tx: Tx, actor: Actor, outlook: Outlook, form: Form) -> Outcome:
    """Add a milestone: the day it is planned for is its baseline and its first forecast."""
    project = _project_of(outlook)
    tx.lock("plan", project.id)
    name = _free_name(tx, project, check.name(forms.text_of(form, forms.NAME)))
    day = check.within(forms.day_of(form), project, desk.today_of(tx, outlook.lead), desk.locale_of_actor(actor))
    owner = _owner(tx, project, outlook.lead, form)
    weight = check.weight(forms.text_of(form, forms.WEIGHT))
    planned = _planned(project, name, day, owner, weight, actor.today)
    item = _item(tx, plan.add(tx, planned, actor.person))
    event = happened(item, "planned", actor.person, {"forecast": day.isoformat()})
    return Outcome(_created(item), (event,))


def update(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """Report how it stands."""
    if forms.HEALTH not in form:
        return Outcome(Open(_update_view(tx, actor, item, {})))
    tx.lock("plan", item.project.id)
    said = forms.said_of(form)
    today, locale = desk.today_of(tx, item.lead), desk.locale_of_actor(actor)
    changed, change = check.report(item.milestone, said, item.project, today, locale)
    return _reported(tx, actor, item, changed, change)


def preview(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """What the day that is picked would mean, while the modal is filled in."""
    return Outcome(Update(_update_view(tx, actor, item, form)))


def done(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """It is reached. What other workflows know to be missing is said first, and does not stop anybody (issue 7)."""
    lacking, today = missing(tx, item.ref, actor), desk.today_of(tx, item.lead)
    if forms.DAY not in form:
        return Outcome(Open(views.done_view(_line(tx, actor, item), item.value, today, lacking)))
    tx.lock("plan", item.project.id)
    wanted = tr("Some of it is still missing. Please say why it is done all the same.") if lacking else ""
    said = check.sentence(forms.text_of(form, forms.SENTENCE), wanted)
    locale = desk.locale_of_actor(actor)
    changed = check.finished(item.milestone, forms.day_of(form), said, item.project, today, locale)
    more = {"missing": len(lacking)} if lacking else {}
    return _reported(tx, actor, item, changed, Change.DONE, more)


def postpone(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """No reminder before a day; nothing else changes."""
    today = desk.today_of(tx, item.owner)
    if forms.DAY not in form:
        return Outcome(Open(views.postpone_view(_line(tx, actor, item), item.value, today + _WEEK)))
    until = check.reminder_day(forms.day_of(form), today)
    plan.hush(tx, item.id, until)
    facts = {"until": until.isoformat(), **quiet(item.milestone)}
    return Outcome(Done(), (happened(item, "postponed", actor.person, facts),))


def rebaseline(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """Measure it against another day from now on, and say why."""
    if forms.DAY not in form:
        return Outcome(Open(views.rebaseline_view(_line(tx, actor, item), item.value, item.milestone.forecast)))
    tx.lock("plan", item.project.id)
    day = check.inside(forms.day_of(form), item.project, desk.locale_of_actor(actor))
    why = check.sentence(
        forms.text_of(form, forms.SENTENCE), tr("Please say why the baseline moves; it stays on record.")
    )
    if day == item.milestone.baseline:
        raise Refused(tr("That is its baseline already."), field=forms.DAY, reason="same_day")
    return _reported(tx, actor, item, replace(item.milestone, baseline=day, sentence=why), Change.REBASELINED)


def edit(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """Its name, its weight, and who answers for it."""
    if forms.NAME not in form:
        return Outcome(Open(views.edit_view(item.milestone, _slack_id(tx, item.milestone.owner), item.value)))
    tx.lock("plan", item.project.id)
    name = check.name(forms.text_of(form, forms.NAME))
    changed = replace(
        item.milestone,
        name=_free_name(tx, item.project, name, item.id),
        weight=check.weight(forms.text_of(form, forms.WEIGHT)),
        owner=_owner(tx, item.project, item.lead, form),
    )
    if changed == item.milestone:
        return Outcome(Done())
    more = {"owner": changed.owner or 0} if changed.owner != item.milestone.owner else {}
    return _reported(tx, actor, item, changed, Change.REVISED, more)


def drop(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """It is no longer part of the plan."""
    if forms.SENTENCE not in form:
        view = views.reason_view("drop", tr("Drop milestone"), tr("Drop"), _line(tx, actor, item), item.value)
        return Outcome(Open(view))
    tx.lock("plan", item.project.id)
    why = check.sentence(forms.text_of(form, forms.SENTENCE), tr("Please say why it is no longer part of the plan."))
    return _reported(tx, actor, item, replace(item.milestone, health=Health.DROPPED, sentence=why), Change.DROPPED)


def reopen(tx: Tx, actor: Actor, item: Item, form: Form) -> Outcome:
    """It is to be reached after all: as complete as it was before it was called done."""
    today = desk.today_of(tx, item.lead)
    if forms.DAY not in form:
        return Outcome(Open(views.reopen_view(_line(tx, actor, item), item.value, max(today, item.milestone.forecast))))
    tx.lock("plan", item.project.id)
    why = check.sentence(forms.text_of(form, forms.SENTENCE), tr("Please say why it is open again."))
    _free_name(tx, item.project, item.milestone.name, item.id)
    changed = replace(
        item.milestone,
        health=Health.ON_TRACK,
        forecast=check.within(forms.day_of(form), item.project, today, desk.locale_of_actor(actor)),
        percent=_percent_before(tx, item),
        done_on=None,
        quiet_until=None,
        sentence=why,
    )
    return _reported(tx, actor, item, changed, Change.REOPENED)


def _reported(
    tx: Tx, actor: Actor, item: Item, changed: Milestone, change: Change, more: Mapping[str, Any] | None = None
) -> Outcome:
    """Kept with its line of history; proposals that it makes moot are closed."""
    after = kept(tx, actor, item, changed, change)
    facts = {
        "health": after.milestone.health.value,
        "before": item.milestone.forecast.isoformat(),
        "forecast": after.milestone.forecast.isoformat(),
        **quiet(item.milestone),
        **(more or {}),
    }
    event = happened(after, change.value, actor.person, facts)
    return Outcome(Done(), (event, *overtake(tx, after, actor.person)))


def _update_view(tx: Tx, actor: Actor, item: Item, form: Form) -> View:
    return views.update_view(
        item.milestone, _line(tx, actor, item), item.value, dict(form), _outlook(tx, actor, item, form)
    )


def _outlook(tx: Tx, actor: Actor, item: Item, form: Form) -> list[str]:
    """How far the picked day is from the baseline; what is wrong with it is said on submitting."""
    day = form.get(forms.DAY) or item.milestone.forecast
    if not isinstance(day, date) or abs(day.year - actor.today.year) > 5:
        return []
    one, works = item.milestone, desk.works_for(tx, item, day)
    baseline = dated(one.baseline, desk.locale_of_actor(actor))
    slipped = cards.slip_text(slip(works, one.baseline, day))
    said = tr("Baseline {day}: {slip}.", day=baseline, slip=slipped)
    return [said if day == one.forecast else f"{said} {_moves(slip(works, one.forecast, day))}"]


def _moves(days: int) -> str:
    if not days:
        return tr("The forecast moves over days off only.")
    return tr("The forecast moves: {moved}.", moved=cards.moved_text(days))


def _line(tx: Tx, actor: Actor, item: Item) -> str:
    facts = facts_of(tx, actor, item)
    return f"{labelled(facts.project, facts.name)}\n{cards.health(item.milestone.health)}, {facts.due}"


def _created(item: Item) -> Done | Say:
    if item.project.channel:
        return Done()
    text = tr(
        "“{name}” is in the plan of {project}. The project has no channel on record, so nobody "
        "else was told. A people admin can add one; `/milestone list` shows the plan.",
        name=item.milestone.name,
        project=cards.short(item.project.name),
    )
    return Say(Message(text))


def _planned(
    project: Project, name: str, day: date, owner: PersonId | None, weight: Decimal | None, today: date
) -> Milestone:
    return Milestone(
        0,
        project.id,
        name,
        day,
        day,
        day,
        Health.ON_TRACK,
        weight,
        Decimal(0),
        None,
        owner,
        "",
        today,
        None,
        1,
    )


def _project_of(outlook: Outlook) -> Project:
    if outlook.project is None:
        raise Refused(tr("Which project? Add its short name: `/milestone new apollo`."), reason="no_project")
    return outlook.project


def _free_name(tx: Tx, project: Project, name: str, own: int | None = None) -> str:
    taken = (one for one in plan.milestones(tx, project.id) if one.id != own)
    if any(one.name.casefold() == name.casefold() for one in taken):
        raise Refused(
            tr("The project has a milestone of that name already. Please give this one another."),
            field=forms.NAME,
            reason="known_name",
        )
    return name


def _owner(tx: Tx, project: Project, lead: PersonId | None, form: Form) -> PersonId | None:
    """Whoever the form names: the project's manager (kept as nobody in particular), or somebody allocated to it."""
    slack_id = form.get(forms.OWNER)
    if not slack_id:
        return None
    known = organisation.person_by_slack(tx, str(slack_id))
    if known is None:
        raise Refused(
            tr("I don't know this person yet. Please choose somebody else."), field=forms.OWNER, reason="unknown_person"
        )
    if known.id == lead:
        return None
    today = known.today(tx.now)
    if known.id not in {stay.person for stay in desk.stays(tx, project, max(today, project.starts))}:
        raise Refused(
            tr(
                "{name} is not allocated to this project, so they can't answer for it. Choose somebody who is.",
                name=known.name,
            ),
            field=forms.OWNER,
            reason="not_allocated",
        )
    return known.id


def _percent_before(tx: Tx, item: Item) -> Decimal:
    before = [line.percent for line in plan.history(tx, item.id) if line.health is not Health.DONE]
    return before[-1] if before else Decimal(0)


def _item(tx: Tx, one: Milestone) -> Item:
    return store.items(tx, [one])[0]


def _slack_id(tx: Tx, person: PersonId | None) -> str | None:
    known = organisation.person(tx, person) if person is not None else None
    return (known.slack_id or None) if known else None
