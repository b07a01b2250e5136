"""What may stand in a budget, typed or pasted, and what is refused in whole sentences."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.budget.rules.entry import CATEGORIES, Category, Entry, Kind, Owner, Scope, check, read_category
from workflows.budget.rules.money import Money
from workflows.budget.rules.month import Month, months
from workflows.budget.rules.pasted import guarded, read, unguarded, written
from workflows.kernel.errors import Refused

APOLLO = Scope(Owner.PROJECT, "Apollo", date(2025, 9, 1), date(2027, 3, 31), date(2026, 11, 23))
SUPPORT = Scope(Owner.DEPARTMENT, "Support", date(2024, 1, 1), None, date(2026, 11, 23))
HEAD = "kind,month,category,amount,currency\n"


def an_entry(kind: str = "planned", month: str = "2026-12", category: str = "other", amount: str = "5") -> Entry:
    number, part = map(int, month.split("-"))
    return Entry(Kind(kind), Month(number, part), Category(category), Money(Decimal(amount), "EUR"))


@pytest.mark.parametrize(
    ("entry", "field", "said"),
    [
        (an_entry(amount="0"), "amount", "more than zero"),
        (an_entry(amount="-5"), "amount", "more than zero"),
        (an_entry("actual", "2026-11", amount="-5"), "amount", "not less than zero"),
        (an_entry("actual", "2026-12"), "month", "has not begun"),
        (an_entry("actual", "2025-08"), "month", "begins in 2025-09"),
        (an_entry(month="2027-04"), "month", "runs from 2025-09 to 2027-03"),
        (an_entry(month="2025-08"), "month", "lies outside of it"),
        (an_entry("actual", "2026-11", "labour"), "category", "follows from allocations"),
        (an_entry(category="salaries"), "category", "no category of a project's budget"),
    ],
)
def test_what_cannot_stand_in_a_budget_is_refused(entry: Entry, field: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        check(entry, APOLLO)
    assert refused.value.field == field


def test_an_invoice_may_come_after_the_project_is_over() -> None:
    late = Scope(Owner.PROJECT, "Apollo", date(2025, 9, 1), date(2026, 3, 31), date(2026, 11, 23))
    assert check(an_entry("actual", "2026-10"), late)


def test_a_department_has_no_labour_and_a_project_no_salaries() -> None:
    for owner, categories in CATEGORIES.items():
        for category in Category:
            if category in categories:
                assert read_category(category.value, owner) is category
                continue
            with pytest.raises(Refused, match="is no category"):
                read_category(category.value, owner)


def test_lines_are_read_and_what_is_wrong_is_named_line_by_line() -> None:
    text = (
        HEAD
        + "planned,2026-12,labour,12000,EUR\n"
        + "planned,2026-13,labour,12000,EUR\n"
        + "guess,2026-12,labour,1,EUR\n"
        + "planned,2026-12,salaries,1,EUR\n"
        + "planned,2026-12,labour,0,EUR\n"
        + "planned,2026-12,labour,5,ABC\n"
        + "planned,2026-12\n"
        + "planned,2026-12,labour,13000,EUR\n"
        + "actual,2026-10,labour,13000,EUR\n"
    )
    found = read(text, APOLLO, None, salaries=True)
    assert found.entries == ()
    assert [one.partition(":")[0] for one in found.problems] == [
        f"Line {number}" for number in (3, 4, 5, 6, 7, 8, 9, 10)
    ]
    assert "stands there twice" in found.problems[6]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "name the columns"),
        ("planned,2026-12,labour,12000,EUR", "name the columns"),
        (HEAD, "nothing under the first line"),
        (HEAD + '"planned,2026', "taken apart"),
        ("kind,kind,month,category,amount\n", "name the columns"),
        (HEAD + "planned,2026-12,labour,5,\n", "No currency is set for Apollo"),
        (HEAD + "planned,2026-12,labour,5,EUR\n" * 600, "500 is the most"),
    ],
)
def test_text_that_is_no_table_is_refused(text: str, said: str) -> None:
    found = read(text, APOLLO, None, salaries=True)
    assert found.entries == ()
    assert said in found.problems[0]


def test_whoever_may_not_see_salaries_may_not_paste_any() -> None:
    text = HEAD + "planned,2026-12,salaries,5,EUR\n"
    assert read(text, SUPPORT, None, salaries=True).entries
    assert "between the operations manager" in read(text, SUPPORT, None, salaries=False).problems[0]


ENTRIES = st.builds(
    lambda kind, month, category, cents: Entry(kind, month, category, Money(Decimal(cents) / 100, "EUR")),
    st.sampled_from([Kind.PLANNED]),
    st.sampled_from(months(Month(2025, 9), Month(2027, 3))),
    st.sampled_from(CATEGORIES[Owner.PROJECT]),
    st.integers(1, 10**9),
)


@given(st.lists(ENTRIES, min_size=1, max_size=20, unique_by=lambda one: one.place))
def test_what_is_written_is_read_back_as_it_was(entries: list[Entry]) -> None:
    assert list(read(written(entries), APOLLO, None, salaries=False).entries) == entries


@given(st.text())
def test_no_formula_gets_out_and_every_cell_comes_back(cell: str) -> None:
    safe = guarded(cell)
    assert not safe.startswith(("=", "+", "@", "\t", "\r")) or safe == cell[:0]
    assert unguarded(safe) == cell
