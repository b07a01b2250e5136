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
from workflows.budget.rules.entry import NAMES, Category, Kind
from workflows.budget.rules.level import used
from workflows.budget.rules.money import Sum
from workflows.budget.rules.month import Month
from workflows.budget.rules.value import FORMULA, Method, Value
from workflows.kernel.access import PersonId
from workflows.wording import blocks
from workflows.wording.blocks import Built

NOT_SALARIES = (
    "Rates are what a role costs a project. They are nobody's salary, also where one person alone has a role."
)
WITHOUT_SALARIES = "Salaries are between the operations manager and those above; they are not in these figures."
LONGEST_TABLE = 2700
_WORDS = {
    "BAC": "everything that is planned to be spent",
    "PV": "what was to be spent by today",
    "EV": "what the work done by today was planned to cost",
    "AC": "what was spent by today",
}
_AFTER = {
    Method.CPI: "going on as it went,",
    Method.PLAN: "with the rest as planned,",
    Method.BOTH: "with cost and delay going on,",
}


def project_totals(known: Standing, locale: Locale) -> list[Built]:
    """Planned and actual by category, and how much of it is used."""
    spends = (Category.LABOUR, Category.OTHER)
    rows = [_row(NAMES[one], known.planned[one], known.actual[one], locale) for one in spends]
    rows.append(_row("Cost", known.cost_planned, known.cost_actual, locale))
    rows.append(_row(NAMES[Category.REVENUE], *_both(known, Category.REVENUE), locale))
    return table(("", "planned", "actual", "used"), [line for row in rows for line in row])


def project_line(known: Standing, locale: Locale) -> str:
    """The budget in a sentence: for lists, cards and Home."""
    name = blocks.bold(known.project.name)
    if not known.cost_planned:
        spent = spoken.amounts(known.cost_actual, locale)
        return f"{name}: nothing is planned yet; {spent} spent."
    value = known.value
    indices = f" CPI {spoken.index(value.cpi)}, SPI {spoken.index(value.spi)}." if value else ""
    return f"{name}: {_used_of(known.cost_planned, known.cost_actual, locale)}.{indices}"


def department_line(known: Account, locale: Locale) -> str:
    """The same of a department's year."""
    name = blocks.bold(known.department.name)
    planned, actual, committed = all_of(known.planned), all_of(known.actual), all_of(known.committed)
    beside = f", {spoken.amounts(committed, locale)} committed" if committed else ""
    if not planned:
        return f"{name} {known.year}: nothing is planned yet; {spoken.amounts(actual, locale)} spent{beside}."
    return f"{name} {known.year}: {_used_of(planned, actual, locale)}{beside}."


def value_summary(known: Standing, locale: Locale) -> str:
    """Earned value in three sentences, or why there is none."""
    value = known.value
    if value is None:
        return f"*Earned value:* not available. {blocks.escaped(known.why)}"
    return "\n".join(
        [_sentence("CPI", value, locale), _sentence("SPI", value, locale), _sentence("EAC", value, locale)]
    )


def value_lines(value: Value, locale: Locale) -> list[str]:
    """Every figure with its sentence."""
    return [_sentence(name, value, locale) for name in _SENTENCES]


def unpriced(known: Standing, names: Mapping[PersonId, str], locale: Locale) -> str | None:
    """Hours that no rate says the price of: said, and never counted as nothing."""
    missing = known.labour.unpriced
    if not missing:
        return None
    who = ", ".join(
        f"{blocks.escaped(names.get(person, 'somebody'), 60)} ({spoken.hours(hours, locale)})"
        for person, hours in sorted(missing.items(), key=lambda one: -one[1])[:8]
    )
    return f"*Without a price:* {who}. They have no role, or their role has no rate on those days: `/budget roles`."


def department_totals(known: Account, locale: Locale) -> list[Built]:
    """Planned, actual and committed by category."""
    planned, actual, committed = known.planned, known.actual, known.committed
    rows = [
        line
        for category in known.categories
        for line in _row(NAMES[category], planned[category], actual[category], locale, committed[category])
    ]
    rows += _row("Together", all_of(planned), all_of(actual), locale, all_of(committed))
    return table(("", "planned", "actual", "used", "committed"), rows)


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
    return table(("", "planned", "actual", "used"), rows) if rows else [blocks.section("Nothing stands in it yet.")]


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
    rows.append(("Business as usual", spoken.hours(time.usual, locale), spoken.share(time.share(time.usual)), "–"))
    return [
        blocks.section(_cost_sentence(known, locale)),
        *table(("where time went", "hours", "share", "at rates"), rows),
        blocks.section(_unpaid(known, names, locale)),
        blocks.aside(NOT_SALARIES),
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
            said.append(f"{amount} spent, none planned")
        else:
            said.append(f"{spoken.percent(share)} of {spoken.money(planned.of(currency), currency, locale)} used")
    return "; ".join(said)


def _cost_sentence(known: PeopleYear, locale: Locale) -> str:
    hours = spoken.hours(known.time.present, locale)
    people = f"{known.people} person was" if known.people == 1 else f"{known.people} people were"
    there = f"{people} there for {hours} in {known.account.year} so far, leave and public holidays taken off."
    if not known.salaries:
        return f"{there} No salaries are entered for {known.account.year} yet, so what they cost is not known."
    cost = f"They cost {spoken.amounts(known.salaries, locale)} in salaries."
    worth = f"Their hours on projects are worth {spoken.amounts(known.time.worth, locale)} at the roles' rates."
    missing = spoken.stretch(known.months_without, locale)
    return f"{there} {cost} {worth}" + (f" No salaries are entered for {missing}." if missing else "")


def _unpaid(known: PeopleYear, names: Mapping[int, str], locale: Locale) -> str:
    if not known.time.unpaid:
        return "*What nobody paid for:* nothing. Every hour on a project has a rate, in a month with labour planned."
    lines = [
        f"• {blocks.escaped(names.get(one.project, '?'), 60)}: {_why_unpaid(one.unplanned, one.unpriced, locale)}"
        for one in known.time.projects
        if one.unpaid
    ]
    share = spoken.share(known.time.share(known.time.unpaid))
    whole = f"*What nobody paid for:* {spoken.hours(known.time.unpaid, locale)}, {share} of the time."
    return "\n".join([whole, *lines[:10]])


def _why_unpaid(unplanned: Decimal, unpriced: Decimal, locale: Locale) -> str:
    parts = []
    if unplanned:
        parts.append(f"{spoken.hours(unplanned, locale)} in months without any labour planned")
    if unpriced:
        parts.append(f"{spoken.hours(unpriced, locale)} of people whose role has no rate")
    return ", ".join(parts)


def _sentence(name: str, value: Value, locale: Locale) -> str:
    return _SENTENCES[name](value, locale)


def _plain(name: str, pick: Callable[[Value], Decimal]) -> Callable[[Value, Locale], str]:
    return lambda value, locale: f"*{name}* {spoken.money(pick(value), value.currency, locale)}: {_WORDS[name]}."


def _cv(value: Value, locale: Locale) -> str:
    said = f"*CV* {spoken.money(value.cv, value.currency, locale)}: "
    amount = spoken.money(abs(value.cv), value.currency, locale)
    if not value.cv:
        return f"{said}the work done cost just what was planned."
    return f"{said}the work done cost {amount} {'more' if value.cv < 0 else 'less'} than planned."


def _sv(value: Value, locale: Locale) -> str:
    said = f"*SV* {spoken.money(value.sv, value.currency, locale)}: "
    amount = spoken.money(abs(value.sv), value.currency, locale)
    if not value.sv:
        return f"{said}just as much work is done as was planned by today."
    return f"{said}work worth {amount} {'less' if value.sv < 0 else 'more'} is done than was planned by today."


def _cpi(value: Value, _locale: Locale) -> str:
    if value.cpi is None:
        return "*CPI* not available: nothing was spent yet."
    earned = f"each {value.currency} spent earned {spoken.index(value.cpi)} {value.currency} of the planned work"
    return f"*CPI* {spoken.index(value.cpi)}: {earned}, {_side(value.cpi, 'over', 'under')} budget."


def _spi(value: Value, _locale: Locale) -> str:
    if value.spi is None:
        return "*SPI* not available: nothing was planned by today."
    pace = f"work goes on at {int((value.spi * 100).to_integral_value())} % of the planned pace"
    return f"*SPI* {spoken.index(value.spi)}: {pace}, {_side(value.spi, 'behind', 'ahead of')} schedule."


def _eac(value: Value, locale: Locale) -> str:
    named = FORMULA[value.method]
    if value.eac is None or value.vac is None:
        return f"*EAC* not available by {named}: it would divide by nothing until something is earned and spent."
    amount = spoken.money(abs(value.vac), value.currency, locale)
    beyond = "just the budget" if not value.vac else f"{amount} {'over' if value.vac < 0 else 'under'} the budget"
    return (
        f"*EAC* {spoken.money(value.eac, value.currency, locale)} by {named}: {_AFTER[value.method]} it ends {beyond}."
    )


def _etc(value: Value, locale: Locale) -> str:
    if value.etc is None:
        return "*ETC* not available, as EAC is not."
    return f"*ETC* {spoken.money(value.etc, value.currency, locale)}: what is still to be spent to finish."


def _vac(value: Value, locale: Locale) -> str:
    if value.vac is None:
        return "*VAC* not available, as EAC is not."
    side = "what will be missing at the end" if value.vac < 0 else "what will be left at the end"
    return f"*VAC* {spoken.money(value.vac, value.currency, locale)}: {side}."


def _tcpi(value: Value, _locale: Locale) -> str:
    if value.tcpi is None:
        return "*TCPI* not available: the budget is spent, so it can't be kept any more."
    each = f"each {value.currency} that is left has to earn {spoken.index(value.tcpi)} {value.currency} of planned work"
    return f"*TCPI* {spoken.index(value.tcpi)}: to keep the budget, {each}."


def _side(figure: Decimal, under: str, over: str) -> str:
    """Which side of 1 it lies on, as it is read."""
    shown = figure.quantize(Decimal("0.01"))
    return "just on" if shown == 1 else under if shown < 1 else over


_SENTENCES: dict[str, Callable[[Value, Locale], str]] = {
    "BAC": _plain("BAC", lambda value: value.bac),
    "PV": _plain("PV", lambda value: value.pv),
    "EV": _plain("EV", lambda value: value.ev),
    "AC": _plain("AC", lambda value: value.ac),
    "CV": _cv,
    "SV": _sv,
    "CPI": _cpi,
    "SPI": _spi,
    "EAC": _eac,
    "ETC": _etc,
    "VAC": _vac,
    "TCPI": _tcpi,
}
KINDS = {Kind.PLANNED: "planned", Kind.ACTUAL: "actual"}
