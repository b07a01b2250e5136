"""What a verb needs to know before it decides: names, who manages, who holds a duty, who works when, which skill."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency, list_currencies

from workflows.calendar import store as calendar
from workflows.calendar.rules import Span
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx
from workflows.language import locale_of, marked, tr
from workflows.onboarding import store
from workflows.onboarding.rules.checklist import SKILL, Opening
from workflows.onboarding.rules.template import Part
from workflows.organisation import skills
from workflows.organisation import store as organisation
from workflows.organisation.rules import Department, at, holds
from workflows.organisation.skill import Skill
from workflows.wording.phrases import listed, quoted

FORMER = marked("a former colleague")
_AROUND = timedelta(days=90)


def today_of(tx: Tx, person: PersonId) -> date:
    """The date where they are (R42)."""
    return organisation.facts(tx, person).person.today(tx.now)


def name_of(tx: Tx, person: PersonId) -> str:
    """Somebody's name; "a former colleague" for one who was erased (X30)."""
    known = organisation.person(tx, person)
    return known.name if known else tr(FORMER)


def locale_for(actor: Actor) -> Locale:
    """How the one who reads writes dates."""
    return locale_of(actor.locale)


def manager_of(tx: Tx, person: PersonId, day: date) -> PersonId | None:
    """Their operations manager that day; where there is none, whoever is asked instead."""
    found = organisation.operations_manager(tx, person, day)
    return found if found is not None else next(iter(organisation.chain(tx, person, day)), None)


def department_name(tx: Tx, department: int) -> str:
    """What it is called."""
    known = organisation.chart(tx).departments.get(department)
    return known.name if known else tr("a former department")


def answered_for(tx: Tx, actor: Actor) -> list[Department]:
    """The departments they manage or deputise for today, with all below them, each after the one above it."""
    chart = organisation.chart(tx)
    tops = [
        one.id
        for one in chart.departments.values()
        if holds(one, actor.today)
        and actor.person
        in (at(chart.managers.get(one.id, ()), actor.today), at(chart.deputies.get(one.id, ()), actor.today))
    ]
    found = {one.id: one for top in tops for one in chart.below(top, actor.today)}
    return list(found.values())


def holder(tx: Tx, duty: Part, department: int | None, day: date) -> PersonId | None:
    """Who holds a duty for a department that day: its own holder, else the nearest above, else the company's."""
    known = store.duties(tx)
    scopes = [desk.department for desk in organisation.chart(tx).line(department, day)]
    found = (at(known.get((duty, scope), ()), day) for scope in (*scopes, None))
    return next((one for one in found if one is not None and _here(tx, one, day)), None)


def who_can_name(tx: Tx) -> str:
    """The people admins, by name."""
    admins = organisation.people_admins(tx, tx.now.date())
    return listed([name_of(tx, one) for one in admins], "or") or tr("A people admin")


def works(tx: Tx, person: PersonId, around: date) -> Callable[[date], bool]:
    """Whether somebody works on a day, by pattern, holidays and what is certain of their absences."""
    away = [
        one.span
        for one in calendar.away(tx, [person], around - _AROUND, around + 2 * _AROUND)
        if one.certain and not one.span.first_half and not one.span.last_half
    ]

    def on(day: date) -> bool:
        return working(tx, person, day) and not any(span.overlaps(Span.of(day)) for span in away)

    return on


def working(tx: Tx, person: PersonId, day: date) -> bool:
    """Whether they work that day by pattern and holidays; Monday to Friday for one without a pattern."""
    try:
        return calendar.working_time(tx, person, day, day).working(day)
    except Refused:
        return day.weekday() < 5


def find_skill(tx: Tx, text: str) -> Skill:
    """The skill of that name; raises Refused (`unknown_skill`)."""
    known = skills.find(tx, text) if text.strip() else None
    if known is None:
        raise Refused(
            tr(
                "There is no skill “{text}”. `/skills list` shows all; `/skills add its name` adds one.",
                text=quoted(text),
            ),
            field=SKILL,
            reason="unknown_skill",
        )
    return known


def skill_name(tx: Tx, skill: int) -> str:
    """What it is called."""
    known = skills.skills(tx).get(skill)
    return known.name if known else tr("a former skill")


def waiting_for(tx: Tx, opening: Opening) -> list[PersonId]:
    """The project managers who have asked for people whom it looks for, and wait for them."""
    today, chart = tx.now.date(), organisation.chart(tx)
    wanted = skills.wanted(tx, today)
    asked = [one.project for one in wanted if one.skill == opening.skill and one.level <= opening.level]
    leads = (at(chart.leads.get(project, ()), today) for project in asked)
    return list(dict.fromkeys(one for one in leads if one is not None))


def currencies() -> frozenset[str]:
    """The codes there are."""
    return frozenset(list_currencies())


def priced(amount: Decimal, currency: str, locale: Locale) -> str:
    """`€4,500.00`."""
    return str(format_currency(amount, currency, locale=locale))


def _here(tx: Tx, person: PersonId, day: date) -> bool:
    known = organisation.person(tx, person)
    return known is not None and (known.ends is None or known.ends >= day)
