"""What people read about a budget: tables of what is planned and spent, and a sentence beside every figure.

Pure: everything a reader may know comes in, already theirs to read.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from babel import Locale

from workflows.budget import spoken
from workflows.budget.departmental import Account, all_of
from workflows.budget.people import PeopleYear
from workflows.budget.reading import Standing
from workflows.budget.rules.entry import NAMES, Category
from workflows.budget.rules.level import used
from workflows.budget.rules.money import Sum
from workflows.budget.rules.month import Month
from workflows.budget.rules.value import FORMULA, Method, Value
from workflows.kernel.access import PersonId
from workflows.language import marked, tr, trn
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import labelled, strung

NOT_SALARIES = marked(
    "Rates are what a role costs a project. They are nobody's salary, also where one person alone has a role."
)
WITHOUT_SALARIES = marked("Salaries are between the operations manager and those above; they are not in these figures.")
LONGEST_TABLE = 2700
_CV = {
    -1: marked("*CV* {figure}: the work done cost {amount} more than planned."),
    0: marked("*CV* {figure}: the work done cost just what was planned."),
    1: marked("*CV* {figure}: the work done cost {amount} less than planned."),
}
"""These are by the side of zero or one that the figure lies on."""
_SV = {
    -1: marked("*SV* {figure}: work worth {amount} less is done than was planned by today."),
    0: marked("*SV* {figure}: just as much work is done as was planned by today."),
    1: marked("*SV* {figure}: work worth {amount} more is done than was planned by today."),
}
_CPI = {
    -1: marked("*CPI* {index}: each {currency} spent earned {index} {currency} of the planned work, over budget."),
    0: marked("*CPI* {index}: each {currency} spent earned {index} {currency} of the planned work, just on budget."),
    1: marked("*CPI* {index}: each {currency} spent earned {index} {currency} of the planned work, under budget."),
}
_SPI = {
    -1: marked("*SPI* {index}: work goes on at {pace} % of the planned pace, behind schedule."),
    0: marked("*SPI* {index}: work goes on at {pace} % of the planned pace, just on schedule."),
    1: marked("*SPI* {index}: work goes on at {pace} % of the planned pace, ahead of schedule."),
}
_EAC = {
    (Method.CPI, -1): marked("*EAC* {figure} by {formula}: going on as it went, it ends {amount} over the budget."),
    (Method.CPI, 0): marked("*EAC* {figure} by {formula}: going on as it went, it ends just the budget."),
    (Method.CPI, 1): marked("*EAC* {figure} by {formula}: going on as it went, it ends {amount} under the budget."),
    (Method.PLAN, -1): marked(
        "*EAC* {figure} by {formula}: with the rest as planned, it ends {amount} over the budget."
    ),
    (Method.PLAN, 0): marked("*EAC* {figure} by {formula}: with the rest as planned, it ends just the budget."),
    (Method.PLAN, 1): marked(
        "*EAC* {figure} by {formula}: with the rest as planned, it ends {amount} under the budget."
    ),
    (Method.BOTH, -1): marked(
        "*EAC* {figure} by {formula}: with cost and delay going on, it ends {amount} over the budget."
    ),
    (Method.BOTH, 0): marked("*EAC* {figure} by {formula}: with cost and delay going on, it ends just the budget."),
    (Method.BOTH, 1): marked(
        "*EAC* {figure} by {formula}: with cost and delay going on, it ends {amount} under the budget."
    ),
}


def project_totals(known: Standing, locale: Locale) -> list[Built]:
    """Planned and actual by category, and how much of it is used."""
    spends = (Category.LABOUR, Category.OTHER)
    rows = [_row(tr(NAMES[one]), known.planned[one], known.actual[one], locale) for one in spends]
    rows.append(_row(tr("Cost"), known.cost_planned, known.cost_actual, locale))
    rows.append(_row(tr(NAMES[Category.REVENUE]), *_both(known, Category.REVENUE), locale))
    return table(("", tr("planned"), tr("actual"), tr("used")), [line for row in rows for line in row])


def project_line(known: Standing, locale: Locale) -> str:
    """The budget in a sentence: for lists, cards and Home."""
    name = blocks.bold(known.project.name)
    if not known.cost_planned:
        spent = spoken.amounts(known.cost_actual, locale)
        return tr("{name}: nothing is planned yet; {spent} spent.", name=name, spent=spent)
    value = known.value
    said = labelled(name, f"{_used_of(known.cost_planned, known.cost_actual, locale)}.")
    if value is None:
        return said
    return " ".join((said, tr("CPI {cpi}, SPI {spi}.", cpi=spoken.index(value.cpi), spi=spoken.index(value.spi))))


def department_line(known: Account, locale: Locale) -> str:
    """The same of a department's year."""
    name = blocks.bold(known.department.name)
    planned, actual, committed = all_of(known.planned), all_of(known.actual), all_of(known.committed)
    promised = tr("{amount} committed", amount=spoken.amounts(committed, locale)) if committed else ""
    used = (
        _used_of(planned, actual, locale)
        if planned
        else tr("nothing is planned yet; {spent} spent", spent=spoken.amounts(actual, locale))
    )
    return labelled(f"{name} {known.year}", f"{', '.join(filter(None, (used, promised)))}.")


def value_summary(known: Standing, locale: Locale) -> str:
    """Earned value in three sentences, or why there is none."""
    value = known.value
    if value is None:
        return f"{tr('*Earned value:* not available.')} {blocks.escaped(known.why)}"
    return "\n".join(value_line(name, value, locale) for name in ("CPI", "SPI", "EAC"))


def value_lines(value: Value, locale: Locale) -> list[str]:
    """Every figure with its sentence."""
    return [value_line(name, value, locale) for name in _SENTENCES]


def value_line(name: str, value: Value, locale: Locale) -> str:
    """One figure, by its abbreviation."""
    return _SENTENCES[name](value, locale)


def unpriced(known: Standing, names: Mapping[PersonId, str], locale: Locale) -> str | None:
    """Hours that no rate says the price of: said, and never counted as nothing."""
    missing = known.labour.unpriced
    if not missing:
        return None
    who = ", ".join(
        f"{blocks.escaped(names.get(person) or tr('somebody'), 60)} ({spoken.hours(hours, locale)})"
        for person, hours in sorted(missing.items(), key=lambda one: -one[1])[:8]
    )
    return tr(
        "*Without a price:* {who}. They have no role, or their role has no rate on those days: `/budget roles`.",
        who=who,
    )


def department_totals(known: Account, locale: Locale) -> list[Built]:
    """Planned, actual and committed by category."""
    planned, actual, committed = known.planned, known.actual, known.committed
    rows = [
        line
        for category in known.categories
        for line in _row(tr(NAMES[category]), planned[category], actual[category], locale, committed[category])
    ]
    rows += _row(tr("Together"), all_of(planned), all_of(actual), locale, all_of(committed))
    return table(("", tr("planned"), tr("actual"), tr("used"), tr("committed")), rows)


def months(
    planned: Mapping[Month, Sum], actual: Mapping[Month, Sum], locale: Locale, labels: Mapping[Month, str] | None = None
) -> list[Built]:
    """Month by month."""
    known = sorted({*planned, *actual})
    rows = [
        line
        for month in known
        for line in _row(
            (labels or {}).get(month, spoken.month(month, locale)),
            planned.get(month, Sum()),
            actual.get(month, Sum()),
            locale,
        )
    ]
    if not rows:
        return [blocks.section(tr("Nothing stands in it yet."))]
    return table(("", tr("planned"), tr("actual"), tr("used")), rows)


def people(known: PeopleYear, names: Mapping[int, str], locale: Locale) -> list[Built]:
    """What they cost, where their time went, and what nobody paid for."""
    time = known.time
    rows = [
        (
            blocks.escaped(names.get(one.project, "?"), 34).replace("`", "'"),
            spoken.hours(one.hours, locale),
            spoken.share(time.share(one.hours)),
            spoken.amounts(one.labour.total, locale) if one.labour.total else "–",
        )
        for one in time.projects[:20]
    ]
    share = spoken.share(time.share(time.usual))
    rows.append((tr("Business as usual"), spoken.hours(time.usual, locale), share, "–"))
    return [
        blocks.section(_cost_sentence(known, locale)),
        *table((tr("where time went"), tr("hours"), tr("share"), tr("at rates")), rows),
        blocks.section(_unpaid(known, names, locale)),
        blocks.aside(tr(NOT_SALARIES)),
    ]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Built]:
    """Aligned columns in as many paragraphs as they need; the first to the left, figures to the right."""
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    lines = [_aligned(row, widths) for row in (head, *rows)]
    found, part = [], list[str]()
    for line in lines:
        if sum(map(len, part)) + len(line) > LONGEST_TABLE:
            found.append(part)
            part = [lines[0]]
        part.append(line)
    return [blocks.section("```" + "\n".join(each) + "```") for each in (*found, part)]


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        cell.ljust(width) if not at else cell.rjust(width)
        for at, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([first, *others]).rstrip()


def _row(label: str, planned: Sum, actual: Sum, locale: Locale, committed: Sum | None = None) -> list[tuple[str, ...]]:
    """A line for each currency, the label on the first."""
    currencies = sorted(planned.currencies | actual.currencies | (committed.currencies if committed else frozenset()))
    lines: list[tuple[str, ...]] = []
    for currency in currencies or ("",):
        figures = (planned.of(currency), actual.of(currency), *([] if committed is None else [committed.of(currency)]))
        first, second, *third = (spoken.money(one, currency, locale) if one else "–" for one in figures)
        share = used(planned.of(currency), actual.of(currency))
        lines.append(
            (label if not lines else "", first, second, spoken.percent(share) if share is not None else "–", *third)
        )
    return lines


def _both(known: Standing, category: Category) -> tuple[Sum, Sum]:
    return known.planned[category], known.actual[category]


def _used_of(planned: Sum, actual: Sum, locale: Locale) -> str:
    """`72 % of 140,000 EUR used`, currency by currency."""
    said = []
    for currency in sorted(planned.currencies | actual.currencies):
        share = used(planned.of(currency), actual.of(currency))
        amount = spoken.money(actual.of(currency), currency, locale)
        if share is None:
            said.append(tr("{amount} spent, none planned", amount=amount))
        else:
            whole = spoken.money(planned.of(currency), currency, locale)
            said.append(tr("{share} of {amount} used", share=spoken.percent(share), amount=whole))
    return strung(said)


def _cost_sentence(known: PeopleYear, locale: Locale) -> str:
    there = trn(
        "{count} person was there for {hours} in {year} so far, leave and public holidays taken off.",
        "{count} people were there for {hours} in {year} so far, leave and public holidays taken off.",
        known.people,
        hours=spoken.hours(known.time.present, locale),
        year=known.account.year,
    )
    if not known.salaries:
        unknown = tr("No salaries are entered for {year} yet, so what they cost is not known.", year=known.account.year)
        return f"{there} {unknown}"
    cost = tr("They cost {amount} in salaries.", amount=spoken.amounts(known.salaries, locale))
    worth = tr(
        "Their hours on projects are worth {amount} at the roles' rates.",
        amount=spoken.amounts(known.time.worth, locale),
    )
    missing = spoken.stretch(known.months_without, locale)
    without = tr("No salaries are entered for {months}.", months=missing) if missing else ""
    return " ".join(filter(None, (there, cost, worth, without)))


def _unpaid(known: PeopleYear, names: Mapping[int, str], locale: Locale) -> str:
    if not known.time.unpaid:
        return tr(
            "*What nobody paid for:* nothing. Every hour on a project has a rate, in a month with labour planned."
        )
    lines = [
        labelled(
            f"• {blocks.escaped(names.get(one.project, '?'), 60)}", _why_unpaid(one.unplanned, one.unpriced, locale)
        )
        for one in known.time.projects
        if one.unpaid
    ]
    whole = tr(
        "*What nobody paid for:* {hours}, {share} of the time.",
        hours=spoken.hours(known.time.unpaid, locale),
        share=spoken.share(known.time.share(known.time.unpaid)),
    )
    return "\n".join([whole, *lines[:10]])


def _why_unpaid(unplanned: Decimal, unpriced: Decimal, locale: Locale) -> str:
    parts = []
    if unplanned:
        parts.append(tr("{hours} in months without any labour planned", hours=spoken.hours(unplanned, locale)))
    if unpriced:
        parts.append(tr("{hours} of people whose role has no rate", hours=spoken.hours(unpriced, locale)))
    return ", ".join(parts)


def _plain(text: str, pick: Callable[[Value], Decimal]) -> Callable[[Value, Locale], str]:
    return lambda value, locale: tr(text, figure=spoken.money(pick(value), value.currency, locale))


def _cv(value: Value, locale: Locale) -> str:
    return tr(_CV[_side(value.cv)], **_figure(value.cv, value.cv, value, locale))


def _sv(value: Value, locale: Locale) -> str:
    return tr(_SV[_side(value.sv)], **_figure(value.sv, value.sv, value, locale))


def _cpi(value: Value, _locale: Locale) -> str:
    if value.cpi is None:
        return tr("*CPI* not available: nothing was spent yet.")
    return tr(_CPI[_side(_shown(value.cpi) - 1)], index=spoken.index(value.cpi), currency=value.currency)


def _spi(value: Value, _locale: Locale) -> str:
    if value.spi is None:
        return tr("*SPI* not available: nothing was planned by today.")
    pace = int((value.spi * 100).to_integral_value())
    return tr(_SPI[_side(_shown(value.spi) - 1)], index=spoken.index(value.spi), pace=pace)


def _eac(value: Value, locale: Locale) -> str:
    named = tr(FORMULA[value.method])
    if value.eac is None or value.vac is None:
        return tr(
            "*EAC* not available by {formula}: it would divide by nothing until something is earned and spent.",
            formula=named,
        )
    sentence = _EAC[value.method, _side(value.vac)]
    return tr(sentence, formula=named, **_figure(value.eac, value.vac, value, locale))


def _etc(value: Value, locale: Locale) -> str:
    if value.etc is None:
        return tr("*ETC* not available, as EAC is not.")
    return tr(
        "*ETC* {figure}: what is still to be spent to finish.", figure=spoken.money(value.etc, value.currency, locale)
    )


def _vac(value: Value, locale: Locale) -> str:
    if value.vac is None:
        return tr("*VAC* not available, as EAC is not.")
    figure = spoken.money(value.vac, value.currency, locale)
    if value.vac < 0:
        return tr("*VAC* {figure}: what will be missing at the end.", figure=figure)
    return tr("*VAC* {figure}: what will be left at the end.", figure=figure)


def _tcpi(value: Value, _locale: Locale) -> str:
    if value.tcpi is None:
        return tr("*TCPI* not available: the budget is spent, so it can't be kept any more.")
    return tr(
        "*TCPI* {index}: to keep the budget, each {currency} that is left has to earn {index} {currency} of planned "
        "work.",
        index=spoken.index(value.tcpi),
        currency=value.currency,
    )


def _figure(figure: Decimal, apart: Decimal, value: Value, locale: Locale) -> dict[str, str]:
    """The figure, and how far apart two things are, without a sign."""
    return {
        "figure": spoken.money(figure, value.currency, locale),
        "amount": spoken.money(abs(apart), value.currency, locale),
    }


def _side(figure: Decimal) -> int:
    """Which side of zero it lies on: -1, 0 or 1."""
    return (figure > 0) - (figure < 0)


def _shown(index: Decimal) -> Decimal:
    """As it is read, so that what is said of it is true of what is seen."""
    return index.quantize(Decimal("0.01"))


_SENTENCES: dict[str, Callable[[Value, Locale], str]] = {
    "BAC": _plain(marked("*BAC* {figure}: everything that is planned to be spent."), lambda value: value.bac),
    "PV": _plain(marked("*PV* {figure}: what was to be spent by today."), lambda value: value.pv),
    "EV": _plain(marked("*EV* {figure}: what the work done by today was planned to cost."), lambda value: value.ev),
    "AC": _plain(marked("*AC* {figure}: what was spent by today."), lambda value: value.ac),
    "CV": _cv,
    "SV": _sv,
    "CPI": _cpi,
    "SPI": _spi,
    "EAC": _eac,
    "ETC": _etc,
    "VAC": _vac,
    "TCPI": _tcpi,
}
