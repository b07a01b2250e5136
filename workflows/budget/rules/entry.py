"""What stands in a budget: an amount planned or actual, in a month and a category; and what is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.budget.rules.money import Money, Sum, total
from workflows.budget.rules.month import Month
from workflows.kernel.errors import Refused
from workflows.language import listed, marked, tr
from workflows.wording.phrases import quoted


class Owner(StrEnum):
    """Whose budget it is."""

    PROJECT = "project"
    DEPARTMENT = "department"


class Kind(StrEnum):
    """What an amount says."""

    PLANNED = "planned"
    ACTUAL = "actual"


class Category(StrEnum):
    """What money goes to, or comes from."""

    LABOUR = "labour"
    """Of a project: people's hours at their roles' rates. Nobody types the actual: it follows from allocations."""
    OTHER = "other"
    REVENUE = "revenue"
    """What a project earns; no part of its cost."""
    SALARIES = "salaries"
    """For the department's operations manager and those above, and nobody else."""
    WORKPLACE = "workplace"
    TRAINING = "training"
    HIRING = "hiring"


CATEGORIES: Mapping[Owner, tuple[Category, ...]] = {
    Owner.PROJECT: (Category.LABOUR, Category.OTHER, Category.REVENUE),
    Owner.DEPARTMENT: (
        Category.SALARIES,
        Category.WORKPLACE,
        Category.TRAINING,
        Category.HIRING,
        Category.OTHER,
    ),
}
COST = frozenset(Category) - {Category.REVENUE}
NAMES = {
    Category.LABOUR: marked("Labour"),
    Category.OTHER: marked("Other spending"),
    Category.REVENUE: marked("Revenue"),
    Category.SALARIES: marked("Salaries"),
    Category.WORKPLACE: marked("Workplace"),
    Category.TRAINING: marked("Training"),
    Category.HIRING: marked("Hiring"),
}
_TYPED = {
    ("other", "spending"): Category.OTHER,
    ("spending",): Category.OTHER,
    ("salary",): Category.SALARIES,
}
"""What people type for it beside its own word."""
_NO_CATEGORY = {
    Owner.PROJECT: marked("“{text}” is no category of a project's budget. Take {known}."),
    Owner.DEPARTMENT: marked("“{text}” is no category of a department's budget. Take {known}."),
}
_KINDS = {"plan": Kind.PLANNED, "planned": Kind.PLANNED, "actual": Kind.ACTUAL, "spent": Kind.ACTUAL}


@dataclass(frozen=True, slots=True)
class Entry:
    """One amount. Nothing takes the entry away: it says what was planned, or spent, in that month."""

    kind: Kind
    month: Month
    category: Category
    money: Money

    @property
    def place(self) -> tuple[Kind, Month, Category, str]:
        """What another entry of the same place would replace."""
        return self.kind, self.month, self.category, self.money.currency


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose budget it is and when it may have entries."""

    owner: Owner
    name: str
    starts: date
    ends: date | None
    today: date


def read_category(text: str, owner: Owner, field: str | None = None) -> Category:
    """A category of that kind of budget; raises Refused (`category`)."""
    words = tuple(text.lower().split())
    found = _TYPED.get(words) or next((one for one in Category if (one.value,) == words), None)
    if found is None or found not in CATEGORIES[owner]:
        known = listed([one.value for one in CATEGORIES[owner]], "or")
        raise Refused(tr(_NO_CATEGORY[owner], text=quoted(text), known=known), field=field, reason="category")
    return found


def read_kind(text: str, field: str | None = None) -> Kind:
    """Planned or actual; raises Refused (`kind`)."""
    found = _KINDS.get(text.strip().lower())
    if found is None:
        said = tr("“{text}” is neither planned nor actual.", text=quoted(text.strip()))
        raise Refused(said, field=field, reason="kind")
    return found


def check(entry: Entry, scope: Scope) -> Entry:
    """The entry, if it can stand in that budget; raises Refused with the field that is wrong."""
    _check_category(entry, scope)
    if entry.kind is Kind.PLANNED:
        _check_planned(entry, scope)
    else:
        _check_actual(entry, scope)
    return entry


def _check_category(entry: Entry, scope: Scope) -> None:
    read_category(entry.category.value, scope.owner, "category")
    if entry.kind is Kind.ACTUAL and entry.category is Category.LABOUR:
        raise Refused(
            tr("What labour costs is not typed in: it follows from allocations, less leave, times the roles' rates."),
            field="category",
            reason="labour",
        )


def _check_planned(entry: Entry, scope: Scope) -> None:
    if entry.money.amount <= 0:
        raise Refused(
            tr("A planned amount is more than zero. “none” in its form takes away what stands there."),
            field="amount",
            reason="not_positive",
        )
    if entry.month.last < scope.starts or (scope.ends is not None and entry.month.first > scope.ends):
        raise Refused(
            _outside(scope, entry.month),
            field="month",
            reason="outside",
        )


def _outside(scope: Scope, month: Month) -> str:
    name, first = quoted(scope.name), Month.of(scope.starts)
    if scope.ends is None:
        return tr("{name} runs from {first} on; {month} lies outside of it.", name=name, first=first, month=month)
    return tr(
        "{name} runs from {first} to {last}; {month} lies outside of it.",
        name=name,
        first=first,
        last=Month.of(scope.ends),
        month=month,
    )


def _check_actual(entry: Entry, scope: Scope) -> None:
    if entry.money.amount < 0:
        raise Refused(
            tr("An actual amount is not less than zero. Take a credit off what the month came to."),
            field="amount",
            reason="negative",
        )
    if entry.month.first > scope.today:
        text = tr("{month} has not begun; what it costs is planned yet.", month=entry.month)
        raise Refused(text, field="month", reason="future")
    if entry.month.last < scope.starts:
        text = tr(
            "{name} begins in {first}; {month} is before that.",
            name=quoted(scope.name),
            first=Month.of(scope.starts),
            month=entry.month,
        )
        raise Refused(text, field="month", reason="outside")


def sums(entries: Iterable[Entry], kind: Kind, categories: Iterable[Category]) -> dict[Category, Sum]:
    """What the entries of a kind come to, category by category."""
    known = [one for one in entries if one.kind is kind]
    return {category: total(one.money for one in known if one.category is category) for category in categories}


def by_month(entries: Iterable[Entry]) -> dict[Month, Sum]:
    """What they come to, month by month."""
    found: dict[Month, list[Money]] = {}
    for one in entries:
        found.setdefault(one.month, []).append(one.money)
    return {month: total(amounts) for month, amounts in sorted(found.items())}
