"""Rates, roles and budgets in the folder: what is read, what is wrong with a row, what an import changes."""

from pathlib import Path

import pytest

from bot.folder.command import seed
from bot.folder.importing import Changes, apply, preview
from bot.folder.reading import read
from bot.rehearse import SAMPLE
from bot.store import Store
from workflows.budget import pricing
from workflows.budget import store as budgets
from workflows.budget.rules.entry import Owner
from workflows.budget.rules.rate import overlapping

RATES = "role,name,unit,amount,currency,starts,ends\n"
ROLES = "email,role,starts,ends\n"
BUDGET = "project,department,kind,month,category,amount,currency\n"
ANN = "ann.kowalski@northwind.example"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample, to be changed."""
    for file in SAMPLE.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def problems(folder: Path, file: str, text: str) -> list[str]:
    (folder / file).write_text(text, encoding="utf-8")
    return [str(one) for one in read(folder).problems]


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("rates.csv", RATES + "dev,Dev,hour,0,EUR,2026-01-01,\n", "rates.csv:2: amount: a rate is more than zero"),
        ("rates.csv", RATES + "dev,Dev,hour,-5,EUR,2026-01-01,\n", "rates.csv:2: amount: a rate is more than zero"),
        ("rates.csv", RATES + "dev,Dev,week,5,EUR,2026-01-01,\n", "unit: “week” is none of hour, day"),
        ("rates.csv", RATES + "dev,Dev,day,5,ABC,2026-01-01,\n", "currency: “ABC” is no currency I know"),
        ("rates.csv", RATES + "dev,Dev,day,,EUR,2026-01-01,\n", "amount: must not be empty"),
        (
            "rates.csv",
            RATES + "dev,Dev,day,5,EUR,2026-01-01,\ndev,Dev,day,6,EUR,2026-02-01,\n",
            "starts: two rates of dev hold on the same day",
        ),
        (
            "rates.csv",
            RATES + "dev,Dev,day,5,EUR,2026-01-01,2026-01-31\ndev,Other,day,6,EUR,2026-02-01,\n",
            "name: differs from line 2",
        ),
        ("roles.csv", ROLES + "no@x.org,dev,2026-01-01,\n", "email: “no@x.org” is not in people.csv"),
        (
            "roles.csv",
            ROLES + f"{ANN},dev,2026-01-01,\n{ANN},lead,2026-03-01,\n",
            f"starts: {ANN} has two roles on the same day",
        ),
        ("budget.csv", BUDGET + "apollo,support,planned,2026-12,other,5,EUR\n", "either a project or a department"),
        ("budget.csv", BUDGET + ",,planned,2026-12,other,5,EUR\n", "either a project or a department"),
        ("budget.csv", BUDGET + "zeus,,planned,2026-12,other,5,EUR\n", "“zeus” is not in projects.csv"),
        ("budget.csv", BUDGET + "apollo,,planned,2026-13,other,5,EUR\n", "month: I can't read “2026-13” as a month"),
        ("budget.csv", BUDGET + "apollo,,guess,2026-12,other,5,EUR\n", "kind: “guess” is none of planned, actual"),
        ("budget.csv", BUDGET + "apollo,,planned,2026-12,salaries,5,EUR\n", "is no category of a project's budget"),
        ("budget.csv", BUDGET + ",support,planned,2026-12,labour,5,EUR\n", "is no category of a department's budget"),
        ("budget.csv", BUDGET + "apollo,,actual,2026-10,labour,5,EUR\n", "amount: What labour costs is not typed in"),
        ("budget.csv", BUDGET + "apollo,,planned,2026-12,other,0,EUR\n", "amount: A planned amount is more than zero"),
        ("budget.csv", BUDGET + "apollo,,planned,2026-12,other,5.005,EUR\n", "amount: EUR has two decimal places"),
        ("budget.csv", BUDGET + "apollo,,planned,2026-12,other,=5,EUR\n", "amount: I can't read “=5”"),
        (
            "budget.csv",
            BUDGET + "apollo,,planned,2026-12,other,5,EUR\napollo,,planned,2026-12,other,6,EUR\n",
            "budget.csv:3: is told in line 2 already",
        ),
    ],
)
def test_a_bad_row_is_named_by_its_line(folder: Path, file: str, text: str, said: str) -> None:
    assert any(said in problem for problem in problems(folder, file, text)), problems(folder, file, text)


def test_a_second_import_changes_only_what_is_different(store: Store, folder: Path) -> None:
    assert put(store, folder).problems == ()
    assert put(store, folder).changes == ()
    text = (
        (folder / "budget.csv")
        .read_text()
        .replace("apollo,,planned,2026-12,labour,", "apollo,,planned,2026-12,labour,1")
    )
    (folder / "budget.csv").write_text(text)
    rates = (folder / "rates.csv").read_text().replace("designer,Designer,hour,74", "designer,Designer,hour,76")
    (folder / "rates.csv").write_text(rates)
    changed = store.read(lambda tx: preview(tx, read(folder))).changes
    assert [(one.file, one.key, one.is_new) for one in changed] == [
        ("rates.csv", "designer", False),
        ("budget.csv", "apollo planned 2026-12 labour EUR", False),
    ]
    assert all("76" not in part for one in changed for part in one.what)
    put(store, folder)
    assert put(store, folder).changes == ()


def test_the_sample_has_a_budget_for_everything_and_no_two_rates_at_once(store: Store, folder: Path) -> None:
    put(store, folder)
    rates = store.read(pricing.rates)
    assert all(overlapping([one for one in rates if one.role == role]) is None for role in {one.role for one in rates})
    for owner in Owner:
        found = store.read(lambda tx, owner=owner: budgets.budgets(tx, owner, range(1, 10)))  # type: ignore[misc]
        assert len(found) == 4
        assert {one.currency for one in found.values()} == {"EUR"}


def test_a_folder_without_money_leaves_it_as_it_is(store: Store, folder: Path) -> None:
    put(store, folder)
    for name in ("rates.csv", "roles.csv", "budget.csv"):
        (folder / name).unlink()
    assert put(store, folder).changes == ()
    assert store.read(pricing.rates)


def put(store: Store, folder: Path) -> Changes:
    seed(store)
    return store.write(lambda tx: apply(tx, read(folder)))
