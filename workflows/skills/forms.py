"""What a modal's fields mean: the form becomes terms, levels and days, or is refused under its field."""

from datetime import date
from typing import Any

from babel.numbers import format_decimal

from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import speech, tr
from workflows.organisation import store as organisation
from workflows.skills import desk
from workflows.skills.rules.item import LONGEST_PROVIDER, LONGEST_TEXT, Cost, Item, Terms, cost_of
from workflows.skills.rules.life import Kind

WHO, SKILL, LEVEL, ON, EXPIRES = "person", "skill", "level", "assessed_on", "expires"
KIND, GOAL, PARTNER, PROVIDER = "kind", "goal", "partner", "provider"
FIRST, LAST, COST, OWNER = "first", "last", "cost", "owner"
NOTE, REASON, WISHES, OFFERS = "note", "reason", "wishes", "offers"
DEPARTMENT, PEOPLE, NAME, OTHER = "department", "people", "name", "other"
"""The fields, by block id; the rules name the same ones in their refusals."""


def text_of(form: Form, field: str, most: int = LONGEST_TEXT, required: str = "") -> str:
    """What was written; raises Refused (`length`, `empty`) under its field."""
    text = str(form.get(field) or "").strip()
    if len(text) > most:
        long = tr(
            "That is {count} characters; please keep it under {most}.",
            count=format_decimal(len(text), locale=speech().locale),
            most=format_decimal(most, locale=speech().locale),
        )
        raise Refused(long, field=field, reason="length")
    if required and not text:
        raise Refused(required, field=field, reason="empty")
    return text


def day_of(form: Form, field: str, required: str = "") -> date | None:
    """The day that was picked."""
    day = form.get(field)
    if isinstance(day, date):
        return day
    if required:
        raise Refused(required, field=field, reason="no_day")
    return None


def kind_of(form: Form) -> Kind:
    """What kind of development."""
    try:
        return Kind(str(form.get(KIND) or Kind.TRAINING))
    except ValueError:
        raise Refused(tr("Pick training, coaching or mentoring."), field=KIND, reason="kind") from None


def terms_of(tx: Tx, form: Form, *, with_cost: bool) -> Terms:
    """What is proposed or agreed on; a cost only from those who may name one."""
    skill = text_of(form, SKILL)
    return Terms(
        kind_of(form),
        desk.find_skill(tx, skill).id if skill else None,
        text_of(form, GOAL),
        person_of(tx, form, PARTNER),
        text_of(form, PROVIDER, LONGEST_PROVIDER),
        day_of(form, FIRST),
        day_of(form, LAST),
        _cost(form) if with_cost else None,
    )


def person_of(tx: Tx, form: Form, field: str) -> PersonId | None:
    """A colleague who was picked; raises Refused (`unknown_person`, `left`)."""
    slack_id = form.get(field)
    if not slack_id:
        return None
    found = organisation.person_by_slack(tx, str(slack_id))
    if found is None:
        raise Refused(
            tr("I don't know this person. Pick somebody who is in the directory."), field=field, reason="unknown_person"
        )
    desk.require_with_us(tx, found.id, field)
    return found.id


def of_item(tx: Tx, item: Item) -> dict[str, Any]:
    """An item as its modal's fields."""
    terms = item.terms
    return {
        KIND: terms.kind.value,
        SKILL: desk.skill_name(tx, terms.skill),
        GOAL: terms.goal,
        PARTNER: _slack(tx, terms.partner),
        PROVIDER: terms.provider,
        FIRST: terms.first,
        LAST: terms.last,
        COST: f"{terms.cost.amount:f} {terms.cost.currency}" if terms.cost else "",
    }


def count_of(form: Form, field: str, most: int = 10_000) -> int:
    """A number of people."""
    text = str(form.get(field) or "").strip()
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most):
        most_said = format_decimal(most, locale=speech().locale)
        raise Refused(tr("Write a whole number from 1 to {most}.", most=most_said), field=field, reason="number")
    return int(text)


def _cost(form: Form) -> Cost | None:
    return cost_of(text_of(form, COST), desk.currencies())


def _slack(tx: Tx, person: PersonId | None) -> str | None:
    known = organisation.person(tx, person) if person is not None else None
    return known.slack_id if known else None
