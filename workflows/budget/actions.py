"""What the verbs change: amounts, lines of CSV, settings, rates and roles.

A verb whose button opens a modal comes here twice: without the fields, and with them.
"""

from collections.abc import Sequence
from dataclasses import replace

from babel import Locale

from workflows.budget import departmental, forms, offers, pasting, pricing, spoken, store, views
from workflows.budget import whose as whose_
from workflows.budget.rules import pasted
from workflows.budget.rules.entry import NAMES, Entry, Kind, Owner, Scope
from workflows.budget.rules.life import NOBODY, Budget, Pricing
from workflows.budget.rules.month import Month, months, read_month
from workflows.budget.rules.rate import Holding, Rate, Role, Unit, check_rate
from workflows.kernel.access import Actor, Relation
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Message, Open, Say, Update
from workflows.language import locale_of, marked, tr, trn
from workflows.organisation import checks, lines
from workflows.organisation import store as organisation
from workflows.wording import blocks
from workflows.wording.blocks import escaped
from workflows.wording.phrases import dated, quoted

BACK, AHEAD = 36, 60
"""Months the menu reaches to either side of this one."""
_COSTS = {
    (Unit.HOUR, False): marked("{role} costs {amount} per hour from {first}."),
    (Unit.HOUR, True): marked("{role} costs {amount} per hour from {first} to {last}."),
    (Unit.DAY, False): marked("{role} costs {amount} per day from {first}."),
    (Unit.DAY, True): marked("{role} costs {amount} per day from {first} to {last}."),
}
"""By what the rate is for, and whether it has an end."""
_ENTERED = {
    (Kind.PLANNED, False): marked("{category} planned in {month}: {amount}."),
    (Kind.PLANNED, True): marked("{category} planned in {month}: {amount} (before: {before})."),
    (Kind.ACTUAL, False): marked("{category} actual in {month}: {amount}."),
    (Kind.ACTUAL, True): marked("{category} actual in {month}: {amount} (before: {before})."),
}
"""By its kind, and whether something stood there before."""


def entry(tx: Tx, actor: Actor, whose: Budget, form: Form) -> Outcome:
    """One amount, planned or actual; without an amount, the form for it."""
    scope = whose_.scope_of(tx, whose, actor.today)
    if not forms.full(form):
        chosen = _month(form, actor)
        return Outcome(Open(views.entry_view(whose, scope.name, _menu(chosen, scope), chosen, form)))
    whose = _alone(tx, whose)
    known = tuple(departmental.own_entries(tx, whose, salaries=True))
    new = forms.entries_of(form, whose, scope, known)
    event = _keep(tx, actor, whose, new)
    locale = locale_of(actor.locale)
    said = [_said(one, known, locale) for one in new]
    text = "\n".join([f"*{escaped(scope.name)}*", *said])
    return Outcome(Say(_message(text)), (event,))


def paste(tx: Tx, actor: Actor, whose: Budget, _form: Form) -> Outcome:
    """The form for lines of CSV."""
    return Outcome(Open(views.paste_view(whose, whose_.scope_of(tx, whose, actor.today).name)))


def check(tx: Tx, actor: Actor, whose: Budget, form: Form) -> Outcome:
    """A dry run: what the lines would do, or what is wrong with them."""
    new = _lines(tx, actor, whose, form)
    said = pasting.preview(new, departmental.own_entries(tx, whose, salaries=True), locale_of(actor.locale))
    view = views.paste_view(whose, whose_.name_of(tx, whose), forms.text(form, forms.CSV), said)
    return Outcome(Update(view))


def enter(tx: Tx, actor: Actor, whose: Budget, form: Form) -> Outcome:
    """The lines, all of them or none."""
    whose = _alone(tx, whose)
    new = _lines(tx, actor, whose, form)
    known = {one.place: one.money for one in departmental.own_entries(tx, whose, salaries=True)}
    changed = [one for one in new if known.get(one.place) != one.money]
    if not changed:
        return Outcome(Say(Message(tr("All of that stood there already; nothing changed."))))
    event = _keep(tx, actor, whose, changed)
    text = trn(
        "{count} amount is entered in the budget of {name}.",
        "{count} amounts are entered in the budget of {name}.",
        len(changed),
        name=escaped(whose_.name_of(tx, whose)),
    )
    return Outcome(Say(Message(text)), (event,))


def settings(tx: Tx, actor: Actor, whose: Budget, form: Form) -> Outcome:
    """The currency, the method of the estimate, the band."""
    if forms.CURRENCY not in form:
        return Outcome(Open(views.settings_view(whose, whose_.name_of(tx, whose))))
    whose = _alone(tx, whose)
    after = forms.settings_of(form, whose)
    if not store.adjust(tx, after, whose.version):
        raise _overtaken()
    store.wake(tx, [whose.of] if whose.owner is Owner.PROJECT else [])
    event = Event("adjusted", whose.ref, whose.version + 1, NOBODY, actor.person, {"method": str(after.method)})
    text = tr("The settings of {name}'s budget are saved.", name=escaped(whose_.name_of(tx, whose)))
    return Outcome(Say(Message(text)), (event,))


def rate(tx: Tx, actor: Actor, _pricing: Pricing, form: Form) -> Outcome:
    """What a role costs from a day on; without an amount, the form for it."""
    if not forms.full(form) or forms.STARTS not in form:
        return Outcome(Open(views.rate_view(pricing.roles(tx), form, actor.today)))
    unit, money = forms.rate_of(form)
    starts, ends = forms.day_of(form, forms.STARTS), forms.last_of(form)
    role = _role_of(tx, form)
    new = check_rate(Rate(role.id, unit, money, starts, ends))
    made = pricing.set_rate(tx, new)
    store.wake_all(tx)
    locale = locale_of(actor.locale)
    said = tr(
        _COSTS[unit, ends is not None],
        role=blocks.bold(role.name),
        amount=spoken.money(money.amount, money.currency, locale),
        first=dated(starts, locale),
        last=dated(ends, locale) if ends else "",
    )
    before = tr("The rate before it ends the day before.") if made.ended else ""
    before = tr("That corrects the rate of those days.") if made.corrected else before
    event = Event("rate_set", Ref("budget", role.id), 1, NOBODY, actor.person, {"role": role.id, "from": str(starts)})
    return Outcome(Say(_message(" ".join(filter(None, (said, before))))), (event,))


def give_role(tx: Tx, actor: Actor, _pricing: Pricing, form: Form) -> Outcome:
    """Who has which role from a day on; without the person, the role or the day, the form for it."""
    known = pricing.roles(tx)
    if not known:
        raise Refused(tr("There are no roles yet. `/budget rate` adds the first."), reason="no_roles")
    role = _known_role(tx, form)
    if role is None or not forms.text(form, forms.PERSON) or forms.STARTS not in form:
        return Outcome(Open(views.role_view(known, form, actor.today)))
    person = organisation.person_by_slack(tx, forms.text(form, forms.PERSON))
    if person is None:
        raise Refused(tr("I don't know this person yet."), field=forms.PERSON, reason="unknown_person")
    if not lines.relations(tx, actor, person.id) & {Relation.SOLID_LINE, Relation.PEOPLE_ADMIN}:
        raise NotAllowed(
            tr("You can give roles to the people of your departments; a people admin can to anybody else.")
        )
    starts, ends = forms.day_of(form, forms.STARTS), forms.last_of(form)
    made = pricing.set_role(tx, Holding(person.id, role.id, starts, ends))
    store.wake_all(tx)
    before = tr("The role before it ends the day before.") if made.ended else ""
    before = tr("That corrects the role of those days.") if made.corrected else before
    said = tr(
        "{person} is {role} from {day}.",
        person=blocks.bold(person.name),
        role=blocks.bold(role.name),
        day=dated(starts, locale_of(actor.locale)),
    )
    event = Event(
        "role_set", Ref("budget", role.id), 1, person.id, actor.person, {"role": role.id, "from": str(starts)}
    )
    return Outcome(Say(_message(" ".join(filter(None, (said, before))))), (event,))


def explain(_tx: Tx, _actor: Actor, _subject: object) -> str:
    """Nothing here can be too late: a budget has no stages."""
    return tr("That budget has changed since you last saw it. `/budget` shows how it stands.")


def _message(text: str) -> Message:
    return Message(text.replace("*", ""), blocks.laid_out([blocks.section(text)]))


def _alone(tx: Tx, whose: Budget) -> Budget:
    """The budget as it is now, which nobody else changes until this is done."""
    tx.lock("budget", whose.id)
    return store.budget(tx, whose.id) or whose


def _overtaken() -> Refused:
    return Refused(tr("Somebody else changed this budget just now. Open it again."), reason="out_of_turn")


def _keep(tx: Tx, actor: Actor, whose: Budget, new: Sequence[Entry]) -> Event:
    """Enter them; the first currency that is written becomes the budget's own."""
    store.enter(tx, whose, new, actor.person)
    currency = whose.currency or next((one.money.currency for one in new), None)
    if not store.adjust(tx, replace(whose, currency=currency), whose.version):
        raise _overtaken()
    kinds = sorted({one.kind.value for one in new})
    facts = {"entries": len(new), "kinds": kinds, "months": sorted({str(one.month) for one in new})[:12]}
    return Event("entered", whose.ref, whose.version + 1, NOBODY, actor.person, facts)


def _lines(tx: Tx, actor: Actor, whose: Budget, form: Form) -> tuple[Entry, ...]:
    scope = whose_.scope_of(tx, whose, actor.today)
    full = offers.salaries(tx, actor, whose)
    found = pasted.read(forms.text(form, forms.CSV), scope, whose.currency, salaries=full)
    return pasting.accepted(found, forms.CSV)


def _said(one: Entry, known: Sequence[Entry], locale: Locale) -> str:
    """What stands there now, and what stood there before."""
    before = next((other.money for other in known if other.place == one.place), None)
    now = spoken.money(one.money.amount, one.money.currency, locale) if one.money.amount else tr("nothing")
    return tr(
        _ENTERED[one.kind, before is not None],
        category=tr(NAMES[one.category]),
        month=spoken.month(one.month, locale),
        amount=now,
        before=spoken.money(before.amount, before.currency, locale) if before else "",
    )


def _month(form: Form, actor: Actor) -> Month:
    words = forms.text(form, forms.MONTH)
    return read_month(words, actor.today, forms.MONTH) if words else Month.of(actor.today)


def _menu(chosen: Month, scope: Scope) -> tuple[Month, ...]:
    """The months to pick from: those of the project or department, around this one."""
    now = Month.of(scope.today)
    first = max(Month.of(scope.starts), now.after(-BACK))
    last = min(Month.of(scope.ends), now.after(AHEAD)) if scope.ends else now.after(24)
    return tuple(sorted({*months(first, last), chosen}))[-views.MOST_OPTIONS :]


def _role_of(tx: Tx, form: Form) -> Role:
    """The role that was chosen, or the new one that was named."""
    new = forms.text(form, forms.NEW_ROLE)
    if new:
        return _new_role(tx, new)
    known = _known_role(tx, form)
    if known is None:
        raise Refused(tr("Which role? Pick one, or name a new one."), field=forms.ROLE, reason="no_role")
    return known


def _known_role(tx: Tx, form: Form) -> Role | None:
    """By its id, as the menu has it, or by its code or name, as it is typed; raises Refused for one nobody knows."""
    said = forms.text(form, forms.ROLE)
    if not said:
        return None
    found = next((one for one in pricing.roles(tx) if said == str(one.id)), None) or pricing.find(tx, said)
    if found is None:
        raise _unknown_role(said, [quoted(one.code) for one in pricing.roles(tx)[:20]])
    return found


def _unknown_role(said: str, known: Sequence[str]) -> Refused:
    if not known:
        nothing = tr(
            "I don't know the role “{role}”. There are no roles yet; `/budget rate` adds one.", role=quoted(said)
        )
        return Refused(nothing, field=forms.ROLE, reason="unknown_role")
    text = tr(
        "I don't know the role “{role}”. The roles are: {known}. `/budget rate` adds another.",
        role=quoted(said),
        known=", ".join(known),
    )
    return Refused(text, field=forms.ROLE, reason="unknown_role")


def _new_role(tx: Tx, name: str) -> Role:
    try:
        plain = checks.label(name, 60)
        code = checks.code("-".join(plain.lower().split()))
    except ValueError:
        text = tr(
            "A role's name begins with a letter or a digit and has up to 40 letters without accents, digits, dots, "
            "dashes and spaces."
        )
        raise Refused(text, field=forms.NEW_ROLE, reason="invalid") from None
    known = pricing.find(tx, plain) or pricing.find(tx, code)
    if known is not None:
        text = tr("There is a role called {role} already: pick it.", role=quoted(known.name))
        raise Refused(text, field=forms.NEW_ROLE, reason="known")
    return pricing.add_role(tx, code, plain)
