"""The modals: an amount, lines of CSV with a dry run, settings, a rate, a role. A block's id is its field's name."""

from collections.abc import Mapping, Sequence
from datetime import date

from slackblocks import (
    DatePicker,
    InputBlock,
    Option,
    PlainText,
    PlainTextInput,
    StaticSelectMenu,
    UserSelectMenu,
)

from workflows.budget import cards, forms, spoken
from workflows.budget.rules.entry import CATEGORIES, NAMES, Kind, Owner
from workflows.budget.rules.life import Budget
from workflows.budget.rules.month import Month
from workflows.budget.rules.pasted import COLUMNS
from workflows.budget.rules.rate import Role, Unit
from workflows.budget.rules.value import FORMULA, Method
from workflows.kernel.flow import Form
from workflows.kernel.replies import View
from workflows.language import marked, speech, tr
from workflows.wording import amounts, blocks
from workflows.wording.blocks import Built

MOST_OPTIONS = 100
LONGEST_CSV = 3000
_AMOUNT_HINT = marked("12000 or {exact} EUR. “none” takes away what stands there.")
_METHODS = {
    Method.CPI: marked("It goes on as it went: {formula}"),
    Method.PLAN: marked("The rest goes as planned: {formula}"),
    Method.BOTH: marked("Cost and delay go on: {formula}"),
}
_UNITS = {Unit.HOUR: marked("an hour"), Unit.DAY: marked("a day")}


def entry_view(whose: Budget, name: str, months: Sequence[Month], chosen: Month, form: Form) -> View:
    """One amount."""
    kinds = {Kind.PLANNED.value: tr("Planned"), Kind.ACTUAL.value: tr("Actual")}
    categories = {one.value: tr(NAMES[one]) for one in CATEGORIES[whose.owner]}
    typed = "actual" if forms.text(form, forms.KIND).lower() in ("actual", "spent") else "planned"
    said = forms.text(form, forms.CATEGORY).lower()
    hint = tr(_AMOUNT_HINT, exact=amounts.example())
    small = [tr("What labour has cost is not typed in: it follows from allocations, leave and rates.")]
    built: list[Built] = [
        blocks.section(blocks.bold(name)),
        _select(forms.KIND, tr("Planned or actual"), kinds, typed),
        _select(
            forms.MONTH, tr("Month"), {str(one): spoken.month(one, speech().locale) for one in months}, str(chosen)
        ),
        _select(forms.CATEGORY, tr("Category"), categories, said if said in categories else None),
        _text(forms.AMOUNT, tr("Amount"), forms.text(form, forms.AMOUNT), 40, hint=hint),
        *([blocks.aside(*small)] if whose.owner is Owner.PROJECT else []),
    ]
    return _modal(whose, "entry", tr("Enter amount"), built, tr("Enter"))


def paste_view(whose: Budget, name: str, text: str = "", preview: str = "") -> View:
    """Lines of CSV; first checked, then, with what they would do in sight, entered."""
    hint = tr("First line: {columns}. A line each: planned,2026-12,other,1200,EUR.", columns=",".join(COLUMNS))
    element = PlainTextInput(f"budget:{forms.CSV}", multiline=True, max_length=LONGEST_CSV, initial_value=text or None)
    built: list[Built] = [
        blocks.section(blocks.bold(name)),
        InputBlock(PlainText(tr("Lines")), element, block_id=forms.CSV, hint=PlainText(hint)),
        *([blocks.section(preview)] if preview else []),
    ]
    if preview:
        return _modal(whose, "enter", tr("Enter lines"), built, tr("Enter"))
    return _modal(whose, "check", tr("Enter lines"), built, tr("Check"))


def settings_view(whose: Budget, name: str) -> View:
    """The currency; of a project the estimate's method and the band of its indices too."""
    built: list[Built] = [
        blocks.section(blocks.bold(name)),
        _text(
            forms.CURRENCY,
            tr("Currency"),
            whose.currency or "",
            3,
            hint=tr("What is meant when an amount is written without one, like EUR."),
            optional=True,
        ),
    ]
    if whose.owner is Owner.PROJECT:
        methods = {one.value: tr(said, formula=tr(FORMULA[one])) for one, said in _METHODS.items()}
        built += [
            _select(forms.METHOD, tr("Estimate at completion (EAC)"), methods, whose.method.value),
            _text(forms.LOW, tr("Tell us when CPI or SPI is below"), _plain(whose.band.low), 6),
            _text(forms.HIGH, tr("… or above"), _plain(whose.band.high), 6),
        ]
    return _modal(whose, "settings", tr("Budget settings"), built, tr("Save"))


def rate_view(roles: Sequence[Role], form: Form, today: date) -> View:
    """A role's rate from a day on."""
    said = forms.text(form, forms.ROLE).casefold()
    chosen = next((one for one in roles if said in (one.code.casefold(), one.name.casefold())), None)
    units = {one.value: tr(said) for one, said in _UNITS.items()}
    new = "" if chosen else forms.text(form, forms.ROLE)
    built: list[Built] = [
        *([_roles(roles, chosen, optional=True)] if roles else []),
        _text(
            forms.NEW_ROLE, tr("New role"), new, 60, hint=tr("Only for a role that is not in the list."), optional=True
        ),
        _text(forms.AMOUNT, tr("Rate"), forms.text(form, forms.AMOUNT), 40, hint=tr("Like 85 EUR.")),
        _select(forms.UNIT, tr("For"), units, forms.UNITS.get(forms.text(form, forms.UNIT).lower(), Unit.HOUR).value),
        _day(forms.STARTS, tr("From", context="first day"), _chosen(form, forms.STARTS) or today),
        _day(forms.ENDS, tr("To", context="last day"), _chosen(form, forms.ENDS), optional=True),
        blocks.aside(tr("A daily rate is for eight hours. The rate before this one ends the day before it begins.")),
        blocks.aside(tr(cards.NOT_SALARIES)),
    ]
    return blocks.modal("budget:rate", tr("Set a rate"), built, submit=tr("Set rate"), close=tr("Cancel"))


def role_view(roles: Sequence[Role], form: Form, today: date) -> View:
    """Who has which role from a day on."""
    said = forms.text(form, forms.ROLE).casefold()
    chosen = next((one for one in roles if said in (one.code.casefold(), one.name.casefold())), None)
    person = UserSelectMenu(f"budget:{forms.PERSON}", initial_user=forms.text(form, forms.PERSON) or None)
    built: list[Built] = [
        InputBlock(PlainText(tr("Person")), person, block_id=forms.PERSON),
        _roles(roles, chosen, optional=False),
        _day(forms.STARTS, tr("From", context="first day"), _chosen(form, forms.STARTS) or today),
        _day(forms.ENDS, tr("To", context="last day"), _chosen(form, forms.ENDS), optional=True),
        blocks.aside(tr("The role before this one ends the day before it begins.")),
    ]
    return blocks.modal("budget:role", tr("Give somebody a role"), built, submit=tr("Give role"), close=tr("Cancel"))


def _modal(whose: Budget, verb: str, title: str, built: Sequence[Built], submit: str) -> View:
    metadata = f"{whose.id}.{whose.version}"
    callback = f"budget:{whose.owner}_{verb}"
    return blocks.modal(callback, title, built, submit=submit, close=tr("Cancel"), metadata=metadata)


def _roles(roles: Sequence[Role], chosen: Role | None, *, optional: bool) -> InputBlock:
    options = {str(one.id): one.name[:75] for one in roles[:MOST_OPTIONS]}
    return _select(forms.ROLE, tr("Role"), options, str(chosen.id) if chosen else None, optional=optional)


def _select(
    field: str, label: str, options: Mapping[str, str], chosen: str | None, *, optional: bool = False
) -> InputBlock:
    built = {value: Option(PlainText(said[:75]), value) for value, said in options.items()}
    menu = StaticSelectMenu(f"budget:{field}", list(built.values()), initial_option=built.get(chosen or ""))
    return InputBlock(PlainText(label), menu, block_id=field, optional=optional)


def _text(field: str, label: str, initial: str, longest: int, *, hint: str = "", optional: bool = False) -> InputBlock:
    element = PlainTextInput(f"budget:{field}", initial_value=initial[:longest] or None, max_length=longest)
    shown = PlainText(hint) if hint else None
    return InputBlock(PlainText(label), element, block_id=field, hint=shown, optional=optional)


def _day(field: str, label: str, day: date | None, *, optional: bool = False) -> InputBlock:
    picker = DatePicker(f"budget:{field}", initial_date=day.isoformat() if day else None)
    return InputBlock(PlainText(label), picker, block_id=field, optional=optional)


def _chosen(form: Form, field: str) -> date | None:
    day = form.get(field)
    return day if isinstance(day, date) else None


def _plain(number: object) -> str:
    return f"{number}"
