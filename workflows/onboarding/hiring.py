"""Openings: opened, changed, held, filled, called off; and somebody hired, for an opening or without one."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from workflows.calendar import store as calendar
from workflows.calendar.rules import parse_pattern
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Tx
from workflows.kernel.replies import Done, Message, Open, Say
from workflows.language import tr
from workflows.onboarding import cards, desk, forms, moves, starting, store, views
from workflows.onboarding.prospect import Branch, Somebody
from workflows.onboarding.reading import sought
from workflows.onboarding.rules import checklist
from workflows.onboarding.rules.checklist import COST, HEADCOUNT, LEVEL, ROLE, SKILL, STARTS, Opening
from workflows.onboarding.rules.life import MACHINE, State
from workflows.onboarding.rules.template import Part, Way
from workflows.organisation import changes, skills
from workflows.organisation import store as organisation
from workflows.organisation.rules import Department, Person, at
from workflows.wording import blocks
from workflows.wording.phrases import dated, dated_long

_SOON = timedelta(days=28)


def open_form(tx: Tx, actor: Actor, _self: Somebody, form: Form) -> Outcome:
    """The modal of a new opening, perhaps with the skill the command named."""
    named = forms.text_of(form, SKILL)
    skill = desk.find_skill(tx, named).name if named else ""
    given = {SKILL: skill, HEADCOUNT: "1", STARTS: actor.today + _SOON}
    known = [one.name for one in skills.skills(tx).values()]
    return Outcome(Open(views.opening_view("create", _mine(tx, actor), known, given)))


def create(tx: Tx, actor: Actor, branch: Branch, form: Form) -> Outcome:
    """A new opening, promised on the department's budget."""
    empty = Opening(0, branch.department or 0, "", 0, 1, 1, 0, checklist.MOST_MONEY, "", actor.today, actor.person,
                    State.OPEN, 1)  # fmt: skip
    new = _filled(tx, actor, empty, form)
    opening = replace(new, id=store.add_opening(tx, new))
    moves.promise(tx, opening)
    facts = {"department": opening.department, "skill": opening.skill, "headcount": opening.headcount}
    return Outcome(_shown(tx, actor, opening), (Event("opened", opening.ref, 1, actor.person, actor.person, facts),))


def amend(tx: Tx, actor: Actor, opening: Opening, form: Form) -> Outcome:
    """Another role, skill, headcount, cost or expected start."""
    if ROLE not in form:
        known = [one.name for one in skills.skills(tx).values()]
        given = {
            ROLE: opening.role,
            SKILL: desk.skill_name(tx, opening.skill),
            LEVEL: opening.level,
            HEADCOUNT: opening.headcount,
            COST: f"{opening.cost:f} {opening.currency}",
            STARTS: opening.starts,
        }
        return Outcome(Open(views.opening_view("amend", [], known, given, opening.value)))
    after = _filled(tx, actor, opening, form)
    moved = after.starts != opening.starts or after.skill != opening.skill
    return Outcome(Done(), (moves.opened(tx, actor, opening, after, "amended", moved=moved),))


def hold(tx: Tx, actor: Actor, opening: Opening, _form: Form) -> Outcome:
    """Nobody is looked for now."""
    return _moved(tx, actor, opening, "hold", "held")


def resume(tx: Tx, actor: Actor, opening: Opening, _form: Form) -> Outcome:
    """Somebody is looked for again."""
    return _moved(tx, actor, opening, "resume", "resumed")


def fill(tx: Tx, actor: Actor, opening: Opening, _form: Form) -> Outcome:
    """Somebody was found whom this list need not know of: from within the company, say."""
    return _moved(tx, actor, opening, "fill", "filled")


def call_off(tx: Tx, actor: Actor, opening: Opening, _form: Form) -> Outcome:
    """Nobody is needed any more."""
    return _moved(tx, actor, opening, "call_off", "called_off")


def hire(tx: Tx, actor: Actor, opening: Opening, form: Form) -> Outcome:
    """The button opens the modal; submitting it adds the person, and fills the opening with the last one."""
    if forms.NAME not in form:
        known = sought(tx, actor, opening)
        given = {**_usual(tx, actor), STARTS: opening.starts}
        return Outcome(Open(views.hire_view("hire", f"{blocks.bold(known.what)}\n{known.skill}", [], given,
                                            opening.value)))  # fmt: skip
    found = replace(opening, hired=opening.hired + 1)
    full = found.hired >= found.headcount
    after = replace(found, state=State.FILLED) if full else found
    events = [moves.opened(tx, actor, opening, after, "filled" if full else "hired", moved=full)]
    code = organisation.chart(tx).departments[opening.department].code
    said, started = _joined(tx, actor, code, form, opening.id)
    return Outcome(Say(said), (*events, *started))


def start(tx: Tx, actor: Actor, _self: Somebody, _form: Form) -> Outcome:
    """`/onboard start`: the same modal without an opening."""
    departments = _mine(tx, actor)
    given = {**_usual(tx, actor), STARTS: actor.today + _SOON}
    return Outcome(Open(views.hire_view("join", "", departments, given)))


def join(tx: Tx, actor: Actor, branch: Branch, form: Form) -> Outcome:
    """Somebody joins who was not looked for."""
    code = organisation.chart(tx).departments[branch.department or 0].code
    said, started = _joined(tx, actor, code, form, None)
    return Outcome(Say(said), started)


def _joined(tx: Tx, actor: Actor, code: str, form: Form, opening: int | None) -> tuple[Message, tuple[Event, ...]]:
    """Into the directory, and onto a list of steps; Refused leaves nothing behind."""
    first = checklist.day_to_come(forms.day_of(form, STARTS), actor.today, STARTS)
    buddy = _buddy(tx, form)
    person = changes.add_person(tx, actor, _newcomer(actor, code, form))
    _require_working_day(tx, actor, person)
    _require_buddy_stays(tx, buddy, person)
    events = starting.begin(tx, actor, Way.JOINING, person, first, {Part.BUDDY: buddy}, opening=opening)
    text = tr(
        "{name} is in the directory, first day {day}. Everybody with a step to do has a "
        "card; the Slack account is linked by the address once there is one.",
        name=blocks.bold(person.name),
        day=dated(first, desk.locale_for(actor)),
    )
    return Message(text, blocks.laid_out([blocks.section(text)])), tuple(events)


def _newcomer(actor: Actor, code: str, form: Form) -> changes.Newcomer:
    try:
        pattern = str(parse_pattern(forms.text_of(form, forms.PATTERN)))
    except Refused as unread:
        raise Refused(unread.text, field=forms.PATTERN, reason=unread.reason) from unread
    return changes.Newcomer(
        "",
        forms.text_of(form, forms.NAME),
        forms.text_of(form, forms.EMAIL),
        forms.text_of(form, forms.ZONE),
        actor.locale,
        forms.text_of(form, forms.COUNTRY).upper(),
        forms.text_of(form, forms.PART),
        pattern,
        code,
        forms.day_of(form, STARTS),
        forms.text_of(form, forms.CONTRACT),
    )


def _require_working_day(tx: Tx, actor: Actor, person: Person) -> None:
    """Nobody begins on a holiday, or on a day that their pattern has off."""
    time = calendar.working_time(tx, person.id, person.starts, person.starts)
    if time.working(person.starts):
        return
    locale = desk.locale_for(actor)
    holiday = time.holiday(person.starts)
    following = dated(time.after(person.starts, 1), locale)
    day = dated(person.starts, locale)
    text = (
        tr(
            "{day} is a public holiday there ({name}). The next working day is {following}.",
            day=day,
            name=holiday.name,
            following=following,
        )
        if holiday
        else tr(
            "{day} is a day off by that working pattern. The next working day is {following}.",
            day=day,
            following=following,
        )
    )
    raise Refused(text, field=STARTS, reason="day_off")


def _buddy(tx: Tx, form: Form) -> PersonId:
    buddy = forms.person_of(tx, form, forms.BUDDY, tr("Please choose a buddy: steps of the first days are theirs."))
    known = organisation.facts(tx, buddy).person
    if known.email == forms.text_of(form, forms.EMAIL).lower():
        raise Refused(
            tr("Nobody is their own buddy. Please choose somebody else."), field=forms.BUDDY, reason="same_person"
        )
    return buddy


def _require_buddy_stays(tx: Tx, buddy: PersonId, person: Person) -> None:
    known = organisation.facts(tx, buddy).person
    if known.ends is not None and known.ends < person.starts + checklist.STAYS:
        raise Refused(
            tr(
                "{name} leaves us on {day}. Choose somebody who will be there in the first weeks.",
                name=known.name,
                day=dated_long(known.ends),
            ),
            field=forms.BUDDY,
            reason="leaving",
        )


def _filled(tx: Tx, actor: Actor, opening: Opening, form: Form) -> Opening:
    amount, currency = checklist.money(forms.text_of(form, COST), desk.currencies())
    starts = forms.day_of(form, STARTS)
    return replace(
        opening,
        role=checklist.role(forms.text_of(form, ROLE)),
        skill=desk.find_skill(tx, forms.text_of(form, SKILL)).id,
        level=forms.level_of(form, LEVEL),
        headcount=checklist.headcount(forms.text_of(form, HEADCOUNT), opening.hired),
        cost=amount,
        currency=currency,
        starts=starts if starts == opening.starts else checklist.day_to_come(starts, actor.today, STARTS),
    )


def _moved(tx: Tx, actor: Actor, opening: Opening, verb: str, name: str) -> Outcome:
    after = replace(opening, state=State(MACHINE.target(verb, opening.state)))
    return Outcome(Done(), (moves.opened(tx, actor, opening, after, name, moved=True),))


def _shown(tx: Tx, actor: Actor, opening: Opening) -> Say:
    known = sought(tx, actor, opening)
    return Say(Message(known.what, blocks.laid_out(cards.opening(known))))


def _mine(tx: Tx, actor: Actor) -> list[Department]:
    departments = desk.answered_for(tx, actor)
    if not departments:
        raise Refused(
            tr(
                "Openings and new people are for operations managers, and you answer for no "
                "department today. A people admin can add somebody with `/people add`."
            ),
            reason="no_department",
        )
    return departments


def _usual(tx: Tx, actor: Actor) -> dict[str, Any]:
    """What most newcomers have: what the one who hires has."""
    known = organisation.facts(tx, actor.person)
    region = at(known.regions, actor.today)
    return {
        forms.ZONE: actor.time_zone,
        forms.COUNTRY: region.country if region else "",
        forms.PART: (region.subdivision or "") if region else "",
        forms.PATTERN: "mon-fri",
    }
