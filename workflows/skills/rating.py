"""Levels: proposed for oneself, confirmed or not, and rated. Every assessment is added to those before it."""

from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Done, Open, View
from workflows.language import tr
from workflows.organisation import chains, skills
from workflows.organisation import store as organisation
from workflows.organisation.skill import Held
from workflows.skills import claims, desk, forms, views
from workflows.skills.prospect import Prospect
from workflows.skills.rules import level as levels
from workflows.skills.rules.claim import Claim, Standing
from workflows.skills.steps import claim_event, explain, rated
from workflows.wording import blocks
from workflows.wording.phrases import dated, labelled


def rate(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> Outcome:
    """Say how well somebody does something."""
    desk.require_with_us(tx, whose.person, forms.WHO)
    if forms.ON not in form:
        return Outcome(Open(_rate_view(tx, actor, whose, form)))
    tx.lock("skills", whose.person)
    skill = desk.find_skill(tx, forms.text_of(form, forms.SKILL))
    _, event = write(tx, actor, whose.person, skill.id, form)
    return Outcome(Done(), (event,))


def claim(tx: Tx, actor: Actor, me: Prospect, form: Form) -> Outcome:
    """Propose a level for oneself; nothing is rated by it."""
    if forms.NOTE not in form:
        return Outcome(Open(_claim_view(tx, actor, form)))
    tx.lock("skills", me.person)
    skill = desk.find_skill(tx, forms.text_of(form, forms.SKILL))
    level, note = levels.level_of(form.get(forms.LEVEL)), forms.text_of(form, forms.NOTE)
    held = held_in(tx, me.person, skill.id)
    if held is not None and held.level == level:
        raise Refused(
            tr("You are rated {level} in it already.", level=levels.worded(level)), field=forms.LEVEL, reason="same"
        )
    if any(one.skill == skill.id for one in claims.waiting_of(tx, me.person)):
        raise Refused(
            tr("You have proposed a level in it; that is not answered yet."), field=forms.SKILL, reason="known"
        )
    route = desk.route(tx, me.person, None)
    new = claims.add(tx, me.person, skill.id, level, note)
    chains.start(tx, Ref(claims.CHAIN, new.id), route)
    return Outcome(Done(), (claim_event("claimed", new, actor.person),))


def confirm(tx: Tx, actor: Actor, known: Claim, _form: Form) -> Outcome:
    """So it is: rated at the level they see themselves at, today."""
    _require_open(tx, actor, known)
    number = skills.rate(tx, known.person, known.skill, known.level, on=actor.today, by=actor.person)
    event = rated(number, known.person, known.skill, known.level, actor.person)
    return _answered(tx, actor, known, Standing.CONFIRMED, "confirmed", event)


def differ(tx: Tx, actor: Actor, known: Claim, form: Form) -> Outcome:
    """Rated, at another level."""
    _require_open(tx, actor, known)
    if forms.ON not in form:
        line = now_line(tx, known.person, known.skill, actor)
        shown = {forms.ON: actor.today, forms.LEVEL: known.level}
        return Outcome(Open(views.rate_view(shown, (), "skills:differ", _metadata(known), line)))
    _, event = write(tx, actor, known.person, known.skill, form)
    return _answered(tx, actor, known, Standing.CONFIRMED, "confirmed", event)


def turn_down(tx: Tx, actor: Actor, known: Claim, form: Form) -> Outcome:
    """Not rated, and why."""
    _require_open(tx, actor, known)
    if forms.REASON not in form:
        line = labelled(blocks.bold(desk.name_of(tx, known.person)), blocks.escaped(desk.skill_name(tx, known.skill)))
        return Outcome(Open(views.reason_view("turn_down", tr("Decline level"), tr("Decline"), line, _metadata(known))))
    reason = forms.text_of(form, forms.REASON, required=tr("Please say why: the person will read it."))
    return _answered(tx, actor, known, Standing.DECLINED, "turned_down", reason=reason)


def take_back(tx: Tx, actor: Actor, known: Claim, _form: Form) -> Outcome:
    """Taken back before anybody answered."""
    _require_open(tx, actor, known)
    return _answered(tx, actor, known, Standing.WITHDRAWN, "taken_back")


def write(tx: Tx, actor: Actor, person: PersonId, skill: int, form: Form) -> tuple[int, Event]:
    """Add what the modal says to the assessments. Raises Refused under the field that is wrong."""
    level = levels.level_of(form.get(forms.LEVEL))
    on = forms.day_of(form, forms.ON, tr("Pick the day on which you assessed it."))
    expires = forms.day_of(form, forms.EXPIRES)
    known = organisation.facts(tx, person).person
    if on is None or on > actor.today:
        raise Refused(
            tr("That day is still to come. Pick the day on which you assessed it."), field=forms.ON, reason="ahead"
        )
    if on < known.starts:
        raise Refused(tr("{name} was not with the company then.", name=known.name), field=forms.ON, reason="before")
    if expires is not None and expires < actor.today:
        raise Refused(tr("That certificate has run out already."), field=forms.EXPIRES, reason="past")
    number = skills.rate(tx, person, skill, level, on=on, by=actor.person, expires=expires)
    return number, rated(number, person, skill, level, actor.person)


def held_in(tx: Tx, person: PersonId, skill: int) -> Held | None:
    """What somebody holds of a skill today."""
    return next((one for one in skills.held_by(tx, person, desk.today_of(tx, person)) if one.skill == skill), None)


def now_line(tx: Tx, person: PersonId, skill: int, actor: Actor) -> str:
    """How the skill stands until now, in a sentence."""
    held = held_in(tx, person, skill)
    name = blocks.escaped(desk.skill_name(tx, skill), 80)
    if held is None:
        return tr("{name}: not rated yet.", name=name)
    day = dated(held.assessed_on, desk.locale_of_actor(actor))
    by = blocks.escaped(desk.name_of(tx, held.assessed_by), 80)
    return tr("{name}: rated {level} by {by} on {day}.", name=name, level=levels.worded(held.level), by=by, day=day)


def _rate_view(tx: Tx, actor: Actor, whose: Prospect, form: Form) -> View:
    shown = {
        forms.WHO: organisation.facts(tx, whose.person).person.slack_id,
        forms.SKILL: _named(tx, form),
        forms.LEVEL: _typed_level(form),
        forms.ON: actor.today,
    }
    return views.rate_view(shown, _names(tx), "skills:rate", "", "")


def _claim_view(tx: Tx, actor: Actor, form: Form) -> View:
    skill = _named(tx, form)
    found = skills.find(tx, skill) if skill else None
    now = now_line(tx, actor.person, found.id, actor) if found else ""
    return views.claim_view({forms.SKILL: skill, forms.LEVEL: _typed_level(form)}, _names(tx), now)


def _named(tx: Tx, form: Form) -> str:
    text = str(form.get(forms.SKILL) or "").strip()
    return desk.find_skill(tx, text, None).name if text else ""


def _typed_level(form: Form) -> str:
    text = str(form.get(forms.LEVEL) or "").strip()
    return str(levels.level_of(text)) if text else ""


def _names(tx: Tx) -> list[str]:
    return [one.name for one in skills.skills(tx).values()]


def _require_open(tx: Tx, actor: Actor, known: Claim) -> None:
    tx.lock("skills", known.person)
    now = claims.claim(tx, known.id) or known
    if now.standing is not Standing.ASKED:
        raise Refused(explain(tx, actor, now), reason="out_of_turn")


def _answered(
    tx: Tx, actor: Actor, known: Claim, standing: Standing, name: str, *events: Event, reason: str = ""
) -> Outcome:
    after = claims.move(tx, known, standing, actor.person, reason)
    if after is None:
        raise Refused(explain(tx, actor, claims.claim(tx, known.id) or known), reason="out_of_turn")
    chains.settle(tx, Ref(claims.CHAIN, known.id))
    return Outcome(Done(), (*events, claim_event(name, after, actor.person)))


def _metadata(known: Claim) -> str:
    return f"{known.id}.{known.version}"
