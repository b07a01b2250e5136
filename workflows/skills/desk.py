"""What verbs and cards need to know: today, names, departments, who decides, and the skill somebody means."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import format_currency, list_currencies

from workflows.calendar import ladder
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Ref, Tx
from workflows.language import listed, locale_of, tr
from workflows.organisation import chains, skills
from workflows.organisation import store as organisation
from workflows.organisation.chains import Chain
from workflows.organisation.rules import at, holds
from workflows.organisation.skill import Skill
from workflows.skills.rules.item import Cost, Item
from workflows.wording.phrases import quoted

NAME = "skills"
MOST_SUGGESTED = 3
UNRATED_FOR = timedelta(days=60)
"""So long the question how a skill is now stands on the manager's page."""


def today_of(tx: Tx, person: PersonId) -> date:
    """The date where they are (R42)."""
    return organisation.facts(tx, person).person.today(tx.now)


def locale_of_actor(actor: Actor) -> Locale:
    """How the one who acts writes dates."""
    return locale_of(actor.locale)


def local(actor: Actor, moment: datetime) -> date:
    """The day of a moment where the reader is."""
    return moment.astimezone(ZoneInfo(actor.time_zone)).date()


def name_of(tx: Tx, person: PersonId | None) -> str:
    """Somebody's name; "a former colleague" for one who was erased (X30)."""
    known = organisation.person(tx, person) if person is not None else None
    return known.name if known else tr("a former colleague")


def skill_name(tx: Tx, skill: int | None) -> str:
    """What a skill is called; empty for none."""
    known = skills.skills(tx).get(skill) if skill is not None else None
    return known.name if known else ""


def ref(item: Item) -> Ref:
    """The item by name."""
    return Ref(NAME, item.id)


def chain_of(tx: Tx, item: Item) -> Chain:
    """Who was asked to decide about it."""
    return chains.steps(tx, ref(item))


def department_of(tx: Tx, person: PersonId, day: date) -> int | None:
    """Whose training budget somebody's development comes out of."""
    return organisation.facts(tx, person).department(day)


def manager_of(tx: Tx, person: PersonId) -> PersonId | None:
    """Their operations manager today."""
    return organisation.operations_manager(tx, person, today_of(tx, person))


def route(tx: Tx, person: PersonId, requester: PersonId | None) -> tuple[PersonId, ...]:
    """Whom to ask about somebody, in turn: as `line`. Raises Refused (`nobody`) when there is nobody at all."""
    found = line(tx, person, requester)
    if not found:
        raise Refused(
            tr("There is nobody above who could decide this. Ask a people admin to name one."), reason="nobody"
        )
    return found


def line(tx: Tx, person: PersonId, requester: PersonId | None) -> tuple[PersonId, ...]:
    """Somebody's operations manager, the deputy, those above, at last people admins; never who asked."""
    day = today_of(tx, person)
    never = {person} if requester is None else {person, requester}
    above = chains.upwards(tx, department_of(tx, person, day), day, never)
    return ladder.route(tx, tuple(dict.fromkeys((*above, *organisation.people_admins(tx, day)))), never)


def require_with_us(tx: Tx, person: PersonId, field: str | None = None) -> None:
    """Nothing is planned for somebody who has left, or with them. Raises Refused (`left`)."""
    known = organisation.facts(tx, person).person
    if known.ends is not None and known.ends < known.today(tx.now):
        raise Refused(tr("{name} is not with the company any more.", name=known.name), field=field, reason="left")


def find_skill(tx: Tx, text: str, field: str | None = "skill") -> Skill:
    """The skill that is meant; raises Refused (`no_skill`, `unknown_skill`) with what comes near it."""
    if not text.strip():
        raise Refused(tr("Which skill? Write its name after the command: `/skills list` shows all."), reason="no_skill")
    known = skills.find(tx, text)
    if known is not None:
        return known
    near = _near(tx, text)
    said = [
        tr("There is no skill “{skill}”.", skill=quoted(text)),
        tr("Did you mean {skills}?", skills=listed(near, "or"))
        if near
        else tr("`/skills list` shows those there are."),
        tr("Operations managers and people admins can add one: `/skills add its name`."),
    ]
    raise Refused(" ".join(said), field=field, reason="unknown_skill")


def departments_answered_for(tx: Tx, actor: Actor) -> list[int]:
    """The departments they manage or deputise for today, with all below them, each after the one above it."""
    chart = organisation.chart(tx)
    tops = [
        one.id
        for one in chart.departments.values()
        if holds(one, actor.today)
        and actor.person
        in (at(chart.managers.get(one.id, ()), actor.today), at(chart.deputies.get(one.id, ()), actor.today))
    ]
    return list(dict.fromkeys(one.id for top in tops for one in chart.below(top, actor.today)))


def priced(cost: Cost | None, locale: Locale) -> str:
    """`€450.00`; empty for nothing."""
    return str(format_currency(cost.amount, cost.currency, locale=locale)) if cost else ""


def currencies() -> frozenset[str]:
    """The codes there are."""
    return frozenset(list_currencies())


def _near(tx: Tx, text: str) -> list[str]:
    from difflib import get_close_matches  # noqa: PLC0415 - for a slip of the finger only

    names = {one.name.casefold(): one.name for one in skills.skills(tx).values()}
    found = get_close_matches(text.casefold()[:80], list(names), MOST_SUGGESTED)
    return [quoted(names[one]) for one in found]
