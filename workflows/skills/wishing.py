"""What people would like to learn, and what they offer to mentor others in: theirs alone to say."""

from collections.abc import Iterable

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Done, Message, Open, Say
from workflows.language import marked, tr
from workflows.organisation import skills
from workflows.organisation.skill import Skill
from workflows.skills import desk, forms, rating, views
from workflows.skills.prospect import Prospect
from workflows.wording import blocks


def wish(tx: Tx, actor: Actor, me: Prospect, form: Form) -> Outcome:
    """`/skills wish Python`."""
    skill = _skill(tx, form)
    new = skills.wish(tx, me.person, skill.id)
    noted = tr("Noted: you would like to learn {skill}. Your managers see it.", skill=_name(skill))
    text = noted if new else tr("That is noted already.")
    return _said(text, [_event("wished", skill, actor)] if new else [])


def unwish(tx: Tx, actor: Actor, me: Prospect, form: Form) -> Outcome:
    """`/skills unwish Python`."""
    skill = _skill(tx, form)
    gone = skills.unwish(tx, me.person, skill.id)
    wording = marked("Taken back: {skill}.") if gone else marked("There was no wish for {skill}.")
    text = tr(wording, skill=_name(skill))
    return _said(text, [_event("unwished", skill, actor)] if gone else [])


def offer(tx: Tx, actor: Actor, me: Prospect, form: Form) -> Outcome:
    """`/skills offer Python`: who offers to mentor holds the skill."""
    skill = _skill(tx, form)
    _require_held(tx, me.person, skill, None)
    new = skills.offer(tx, me.person, skill.id)
    text = tr("Thank you: you offer to mentor others in {skill}. Everybody sees it.", skill=_name(skill))
    return _said(text if new else tr("You offer that already."), [_event("offered", skill, actor)] if new else [])


def unoffer(tx: Tx, actor: Actor, me: Prospect, form: Form) -> Outcome:
    """`/skills unoffer Python`."""
    skill = _skill(tx, form)
    gone = skills.unoffer(tx, me.person, skill.id)
    wording = marked("Taken back: {skill}.") if gone else marked("You did not offer {skill}.")
    text = tr(wording, skill=_name(skill))
    return _said(text, [_event("unoffered", skill, actor)] if gone else [])


def tell(tx: Tx, actor: Actor, me: Prospect, form: Form) -> Outcome:
    """All wishes and offers at once, in a modal."""
    known = skills.skills(tx)
    wishes = {one.skill for one in skills.wishes(tx) if one.person == me.person}
    offers = {one.skill for one in skills.offers(tx) if one.person == me.person}
    if forms.WISHES not in form:
        names = [one.name for one in known.values()]
        if not 0 < len(names) <= views.MOST_OPTIONS:
            raise Refused(tr("Type `/skills wish` or `/skills offer` and the skill's name."), reason="too_many")
        return Outcome(Open(views.tell_view(names, _names(known, wishes), _names(known, offers))))
    wanted, offered = _chosen(tx, form, forms.WISHES), _chosen(tx, form, forms.OFFERS)
    for skill in offered:
        if skill.id not in offers:
            _require_held(tx, me.person, skill, forms.OFFERS)
    events = [
        *(_event("wished", one, actor) for one in wanted if skills.wish(tx, me.person, one.id)),
        *(_event("offered", one, actor) for one in offered if skills.offer(tx, me.person, one.id)),
    ]
    for gone in wishes - {one.id for one in wanted}:
        skills.unwish(tx, me.person, gone)
        events.append(_event("unwished", known[gone], actor))
    for gone in offers - {one.id for one in offered}:
        skills.unoffer(tx, me.person, gone)
        events.append(_event("unoffered", known[gone], actor))
    return Outcome(Done(), tuple(events))


def _chosen(tx: Tx, form: Form, field: str) -> list[Skill]:
    found = form.get(field) or []
    return [desk.find_skill(tx, str(name), field) for name in found] if isinstance(found, list) else []


def _names(known: dict[int, Skill], chosen: Iterable[int]) -> list[str]:
    return [known[one].name for one in chosen if one in known]


def _skill(tx: Tx, form: Form) -> Skill:
    return desk.find_skill(tx, forms.text_of(form, forms.SKILL))


def _name(skill: Skill) -> str:
    return blocks.bold(skill.name)


def _require_held(tx: Tx, person: PersonId, skill: Skill, field: str | None) -> None:
    if rating.held_in(tx, person, skill.id) is None:
        raise Refused(
            tr(
                "To mentor others in {skill} you need a level in it. Propose one first: `/skills rate`.",
                skill=skill.name,
            ),
            field=field,
            reason="not_held",
        )


def _event(name: str, skill: Skill, actor: Actor) -> Event:
    return Event(name, Ref(desk.NAME, skill.id), 1, actor.person, actor.person, {"skill": skill.id})


def _said(text: str, events: list[Event]) -> Outcome:
    return Outcome(Say(Message(text, blocks.laid_out([blocks.section(text)]))), tuple(events))
