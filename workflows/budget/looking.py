"""Looking at budgets without changing them: the list, a project's, a department's, its people, roles and rates."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from babel import Locale
from slackblocks import Button

from workflows.budget import cards, departmental, forms, listing, offers, pasting, pictures, pricing, spoken
from workflows.budget.departmental import account
from workflows.budget.people import people_year
from workflows.budget.reading import standing
from workflows.budget.rules.entry import Entry, Kind
from workflows.budget.rules.life import Budget, Everybody, Pricing
from workflows.budget.rules.rate import Rate, Role, Unit
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Form, Outcome, Tx
from workflows.kernel.replies import Message, Picture, Say
from workflows.language import locale_of, marked, tr
from workflows.organisation import store as organisation
from workflows.organisation.rules import holds
from workflows.wording import blocks
from workflows.wording.blocks import Built, escaped
from workflows.wording.phrases import dated, labelled, strung

MOST_NAMES = 100
_PRICES = {
    (Unit.HOUR, False): marked("{amount} an hour from {first}"),
    (Unit.HOUR, True): marked("{amount} an hour from {first} to {last}"),
    (Unit.DAY, False): marked("{amount} a day from {first}"),
    (Unit.DAY, True): marked("{amount} a day from {first} to {last}"),
}
"""By what the rate is for, and whether it has an end."""


def show_list(tx: Tx, actor: Actor, _everybody: Everybody, _form: Form) -> Outcome:
    """`/budget`: the budgets one may see, each with a line."""
    found = listing.visible(tx, actor)
    if not found:
        return _said(tr("Budgets"), [blocks.section(tr(listing.NOTHING))])
    built = [blocks.section(line, offers.show(whose)) for whose, line in found[: listing.MOST]]
    more = tr("And {count} more: type `/budget` and a name.", count=len(found) - listing.MOST)
    return _said(tr("Budgets"), [*built, *([blocks.aside(more)] if len(found) > listing.MOST else [])])


def show_project(tx: Tx, actor: Actor, whose: Budget, _form: Form) -> Outcome:
    """`/budget apollo`: what it comes to, where it stands, and the S-curve."""
    locale = locale_of(actor.locale)
    known = standing(tx, whose, actor.today)
    missing = cards.unpriced(known, organisation.names(tx, known.labour.unpriced), locale)
    title = tr("Budget: {name}", name=known.project.name)
    built: list[Built] = [
        blocks.header(title),
        *cards.project_totals(known, locale),
        blocks.section(cards.value_summary(known, locale)),
        *([blocks.section(missing)] if missing else []),
        *blocks.actions(offers.buttons(tx, actor, whose)),
    ]
    picture = pictures.curve(known.curve, known.project.name, locale) if known.curve else None
    return _said(title, built, picture)


def show_value(tx: Tx, actor: Actor, whose: Budget, _form: Form) -> Outcome:
    """`/budget apollo value`: every figure of earned value, each with a sentence."""
    locale = locale_of(actor.locale)
    known = standing(tx, whose, actor.today)
    title = tr("Earned value: {name}", name=known.project.name)
    if known.curve is None:
        return _said(title, [blocks.header(title), blocks.section(cards.value_summary(known, locale))])
    lines = cards.value_lines(known.curve.value, locale)
    built = [blocks.header(title), blocks.section("\n".join(lines[:6])), blocks.section("\n".join(lines[6:]))]
    return _said(title, built, pictures.curve(known.curve, known.project.name, locale))


def show_project_months(tx: Tx, actor: Actor, whose: Budget, _form: Form) -> Outcome:
    """`/budget apollo months`: what was to be spent and what was, month by month."""
    known = standing(tx, whose, actor.today)
    title = tr("By month: {name}", name=known.project.name)
    return _said(title, [blocks.header(title), *cards.months(known.to_spend, known.spent, locale_of(actor.locale))])


def show_department(tx: Tx, actor: Actor, whose: Budget, form: Form) -> Outcome:
    """`/budget support 2026`: a department's year; without salaries for who only stands in."""
    locale = locale_of(actor.locale)
    full = offers.salaries(tx, actor, whose)
    known = account(tx, whose, forms.year_of(form, actor.today), actor.today, salaries=full)
    below = ", ".join(escaped(one.name, 60) for one in known.below[:10])
    asked = departmental.all_of(known.asked_for)
    small = [
        tr("With everything below it: {departments}.", departments=below) if below else "",
        tr("Asked for and not promised yet: {amount}.", amount=spoken.amounts(asked, locale)) if asked else "",
        "" if full else tr(cards.WITHOUT_SALARIES),
    ]
    title = tr("Budget {year}: {name}", year=known.year, name=known.department.name)
    built: list[Built] = [
        blocks.header(title),
        *cards.department_totals(known, locale),
        *([blocks.aside(*filter(None, small))] if any(small) else []),
        *blocks.actions(offers.buttons(tx, actor, whose)),
    ]
    return _said(title, built, _bars(known, locale))


def show_department_months(tx: Tx, actor: Actor, whose: Budget, form: Form) -> Outcome:
    """`/budget support months`: the same, month by month."""
    full = offers.salaries(tx, actor, whose)
    known = account(tx, whose, forms.year_of(form, actor.today), actor.today, salaries=full)
    title = tr("By month {year}: {name}", year=known.year, name=known.department.name)
    table = cards.months(known.of_months(Kind.PLANNED), known.of_months(Kind.ACTUAL), locale_of(actor.locale))
    small = [] if full else [blocks.aside(tr(cards.WITHOUT_SALARIES))]
    return _said(title, [blocks.header(title), *table, *small])


def show_people(tx: Tx, actor: Actor, whose: Budget, form: Form) -> Outcome:
    """`/budget people`: what the department's people cost, where their time went, what nobody paid for."""
    known = people_year(tx, whose, forms.year_of(form, actor.today), actor.today)
    names = {one.id: one.name for one in organisation.chart(tx).projects.values()}
    title = tr("People {year}: {name}", year=known.account.year, name=known.account.department.name)
    return _said(title, [blocks.header(title), *cards.people(known, names, locale_of(actor.locale))])


def show_csv(tx: Tx, actor: Actor, whose: Budget, _form: Form) -> Outcome:
    """`/budget apollo csv`: what was entered, as it can be pasted back."""
    full = offers.salaries(tx, actor, whose)
    entries: Sequence[Entry] = departmental.own_entries(tx, whose, salaries=full)
    text, cut = pasting.written(entries)
    small = [tr("It can be pasted back as it is, with “Paste CSV…”.")]
    if cut:
        small.append(tr("It is too long for a message, so its end is missing; `dotted-line export` writes all."))
    return _said("CSV", [blocks.section(f"```{text}```"), blocks.aside(*small)])


def show_rates(tx: Tx, actor: Actor, pricing_: Pricing, _form: Form) -> Outcome:
    """`/budget rates`: what each role costs a project."""
    locale = locale_of(actor.locale)
    known = {role.id: role for role in pricing.roles(tx)}
    by_role = {role: list(found) for role, found in groupby(pricing.rates(tx), key=lambda one: one.role)}
    paragraphs = [_role_rates(role, by_role.get(role.id, []), locale) for role in known.values()]
    nothing = tr("There are no roles yet. `/budget rate` adds the first.")
    keeps = offers.may(tx, actor, pricing_, "keep_rates")
    add = [blocks.button(tr("Set a rate…"), "budget:rate", "", style="primary"), _roles_button()] if keeps else []
    built = [blocks.header(tr("Rates")), *_paragraphs(paragraphs or [nothing]), blocks.aside(tr(cards.NOT_SALARIES))]
    return _said(tr("Rates"), [*built, *blocks.actions(add)])


def show_roles(tx: Tx, actor: Actor, _pricing: Pricing, _form: Form) -> Outcome:
    """`/budget roles`: who has which role today, and who has none."""
    held = {one.person: one.role for one in pricing.holdings(tx) if holds(one, actor.today)}
    everyone = organisation.people(tx, actor.today)
    names = {one.id: one.name for one in everyone}
    lines = [_role_line(role, held, names) for role in pricing.roles(tx)]
    without = [escaped(one.name, 60) for one in everyone if one.id not in held]
    if without:
        lines.append(tr("*No role:* {people}. Their hours have no price.", people=_some(without)))
    button = blocks.button(tr("Give somebody a role…"), "budget:role", "", style="primary")
    small = tr("A role says what a project pays for an hour; it says nothing about a salary.")
    built = [blocks.header(tr("Roles")), *_paragraphs(lines), blocks.aside(small), *blocks.actions([button])]
    return _said(tr("Roles"), built)


def _bars(known: departmental.Account, locale: Locale) -> Picture | None:
    everything = (known.planned, known.actual, known.committed)
    found = sorted({one for part in everything for one in departmental.all_of(part).currencies})
    return pictures.bars(known, found[0], locale) if len(found) == 1 else None


def _role_rates(role: Role, known: Sequence[Rate], locale: Locale) -> str:
    lines = [
        tr(
            _PRICES[one.unit, one.ends is not None],
            amount=spoken.money(one.money.amount, one.money.currency, locale),
            first=dated(one.starts, locale),
            last=dated(one.ends, locale) if one.ends else "",
        )
        for one in known[-6:]
    ]
    return labelled(f"{blocks.bold(role.name)} (`{escaped(role.code, 40)}`)", f"{strung(lines) or tr('no rate yet')}.")


def _role_line(role: Role, held: Mapping[PersonId, int], names: Mapping[PersonId, str]) -> str:
    who = [escaped(names[one], 60) for one, theirs in held.items() if theirs == role.id and one in names]
    return labelled(blocks.bold(role.name), f"{_some(sorted(who)) if who else tr('nobody')}.")


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_NAMES])
    if len(names) <= MOST_NAMES:
        return shown
    return tr("{names} and {count} more", names=shown, count=len(names) - MOST_NAMES)


def _roles_button() -> Button:
    return blocks.button(tr("Roles"), "budget:roles", "")


def _paragraphs(lines: Sequence[str]) -> list[Built]:
    """Ten lines each."""
    return [blocks.section("\n".join(lines[at : at + 10])) for at in range(0, min(len(lines), 300), 10)]


def _said(title: str, built: Sequence[Built], picture: Picture | None = None) -> Outcome:
    return Outcome(Say(Message(title, blocks.laid_out(built), picture)))
