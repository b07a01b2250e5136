"""A folder goes in whole or not at all, changes nothing the second time, and comes out as it went in."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.folder.columns import ALL
from bot.folder.exporting import export
from bot.folder.importing import Changes, apply, preview
from bot.folder.reading import Plan, read
from bot.folder.sheet import Problem
from bot.rehearse import SAMPLE
from bot.store import Store
from workflows.leave import store as leave
from workflows.leave import versions
from workflows.leave.rules.policy import LeavePolicy, LeaveType
from workflows.organisation import store as organisation
from workflows.organisation.description import describe


@pytest.fixture(autouse=True)
def policy(store: Store) -> None:
    """A company with annual leave, so that there is something to have a balance of."""
    annual = LeavePolicy(code="company", name="Company", types=(LeaveType(code="annual", name="Annual leave"),))
    store.write(lambda tx: versions.seed_policy(tx, annual))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample organisation."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "folder"))


def put(store: Store, folder: Path) -> Changes:
    plan = read(folder)
    return store.write(lambda tx: apply(tx, plan))


def look(store: Store, folder: Path) -> Changes:
    plan = read(folder)
    return store.read(lambda tx: preview(tx, plan))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def written(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in ALL}


def exported(store: Store, folder: Path) -> dict[str, bytes]:
    store.read(lambda tx: export(tx, folder))
    return written(folder)


def test_a_dry_run_says_what_would_come_and_writes_nothing(store: Store, folder: Path) -> None:
    changes = look(store, folder)
    assert changes.problems == ()
    assert len(changes.added) == 21 + 4 + 4 + 19 + 20 + 40 + 11 + 24 + 6 + 15 + 335
    assert changes.changed == ()
    assert changes.unchanged == 0
    assert store.read(lambda tx: organisation.everything(tx)[1]) == []


def test_importing_does_what_the_dry_run_said(store: Store, folder: Path) -> None:
    foretold = look(store, folder)
    assert put(store, folder) == foretold
    assert store.read(lambda tx: describe(*organisation.everything(tx))) == read(folder).described


def test_importing_twice_changes_nothing_and_says_so(store: Store, folder: Path) -> None:
    first = put(store, folder)
    second = put(store, folder)
    assert second.changes == ()
    assert second.unchanged == len(first.changes)


def test_the_sample_comes_out_byte_for_byte_as_it_went_in(store: Store, folder: Path, tmp_path: Path) -> None:
    put(store, folder)
    assert exported(store, tmp_path / "new" / "export") == written(SAMPLE)


def test_what_is_exported_changes_nothing_when_imported(store: Store, folder: Path, tmp_path: Path) -> None:
    put(store, folder)
    exported(store, tmp_path / "export")
    assert put(store, tmp_path / "export").changes == ()


def test_one_bad_row_and_nothing_is_written(store: Store, folder: Path) -> None:
    edit(folder, "people.csv", "Zoë Hart,en_GB,2024-09-02,,2026", "Zoë Hart,en_GB,2024-09-02,,20260")
    changes = put(store, folder)
    assert [(one.file, one.line) for one in changes.problems] == [("people.csv", 10)]
    assert changes.changes == ()
    assert store.read(lambda tx: organisation.everything(tx)[1]) == []


def test_changes_are_told_in_phrases_and_made(store: Store, folder: Path) -> None:
    put(store, folder)
    edit(folder, "people.csv", "Ann Kowalski", "Ann Kowalska")
    edit(folder, "departments.csv", ",2024-07-01,bea.lindqvist@", ",2025-07-01,bea.lindqvist@")
    edit(
        folder,
        "allocations.csv",
        "ann.kowalski@northwind.example,apollo,40,,2026-01-05,2027-03-31",
        "ann.kowalski@northwind.example,apollo,45,,2026-01-05,2027-02-26",
    )
    edit(
        folder,
        "balances.csv",
        "ann.kowalski@northwind.example,annual,2026,27",
        "ann.kowalski@northwind.example,annual,2026,26.5",
    )
    foretold = look(store, folder)
    assert {(one.file, one.key): one.what for one in foretold.changed} == {
        ("people.csv", "ann.kowalski@northwind.example"): ("name: Ann Kowalski → Ann Kowalska",),
        ("departments.csv", "support"): ("row from 2024-07-01 goes", "row from 2025-07-01 comes"),
        ("allocations.csv", "ann.kowalski@northwind.example apollo"): (
            "from 2026-01-05 percent: 40 → 45",
            "from 2026-01-05 ends: 2027-03-31 → 2027-02-26",
        ),
        ("balances.csv", "ann.kowalski@northwind.example annual 2026"): ("days: 27 → 26.5",),
    }
    assert foretold.added == ()
    assert put(store, folder) == foretold
    assert look(store, folder).changes == ()


def test_an_allocation_keeps_its_id_while_it_begins_on_the_same_day(store: Store, folder: Path) -> None:
    put(store, folder)

    def ids() -> dict[tuple[str, str], int]:
        return {
            (facts.person.email, str(one.starts)): one.id
            for facts in store.read(lambda tx: organisation.everything(tx)[1])
            for one in facts.allocations
            if facts.person.name == "Renée Lacroix"
        }

    before = ids()
    edit(
        folder,
        "allocations.csv",
        "renee.lacroix@northwind.example,apollo,30,,2026-10-01",
        "renee.lacroix@northwind.example,apollo,35,,2026-11-01",
    )
    edit(
        folder,
        "allocations.csv",
        "renee.lacroix@northwind.example,apollo,50",
        "renee.lacroix@northwind.example,apollo,55",
    )
    put(store, folder)
    kept = ("renee.lacroix@northwind.example", "2025-10-01")
    assert ids()[kept] == before[kept]
    assert {starts for _, starts in ids()} == {"2025-10-01", "2026-10-01", "2026-11-01"}


def test_what_the_folder_does_not_mention_stays(store: Store, folder: Path) -> None:
    put(store, folder)
    for name in ("allocations.csv", "balances.csv"):
        header = (folder / name).read_text(encoding="utf-8").splitlines()[0]
        (folder / name).write_text(f"{header}\n", encoding="utf-8")
    assert put(store, folder).changes == ()
    assert len(store.read(lambda tx: describe(*organisation.everything(tx))).allocations) == 19


def test_people_may_swap_slack_ids(store: Store, folder: Path) -> None:
    put(store, folder)
    edit(folder, "people.csv", "U0ANN0001", "SWAP")
    edit(folder, "people.csv", "U0BEA0004", "U0ANN0001")
    edit(folder, "people.csv", "SWAP", "U0BEA0004")
    assert len(put(store, folder).changed) == 2
    found = store.read(lambda tx: organisation.person_by_slack(tx, "U0BEA0004"))
    assert found is not None
    assert found.name == "Ann Kowalski"


def test_a_slack_id_of_somebody_the_folder_does_not_mention_is_a_problem(store: Store, folder: Path) -> None:
    put(store, folder)
    edit(folder, "people.csv", "yuki.tanaka@", "yuki.other@")
    edit(folder, "allocations.csv", "yuki.tanaka@", "yuki.other@")
    edit(folder, "balances.csv", "yuki.tanaka@", "yuki.other@")
    edit(folder, "skills.csv", "yuki.tanaka@", "yuki.other@")
    edit(folder, "roles.csv", "yuki.tanaka@", "yuki.other@")
    changes = put(store, folder)
    assert changes.problems == (
        Problem(
            "people.csv",
            19,
            "slack_id: U0YUK0015 is yuki.tanaka@northwind.example's already; mention them too, or take the id out",
        ),
    )
    assert store.read(lambda tx: organisation.person_by_email(tx, "yuki.other@northwind.example")) is None


def test_a_leave_type_nobody_knows_is_a_problem(store: Store, folder: Path) -> None:
    edit(
        folder, "balances.csv", "ann.kowalski@northwind.example,annual,2026", "ann.kowalski@northwind.example,naps,2026"
    )
    [problem] = put(store, folder).problems
    assert (problem.file, problem.line) == ("balances.csv", 7)
    assert problem.reason.startswith("leave_type: “naps” is none of annual")


def test_opening_balances_are_entered_once_and_corrected_by_the_difference(store: Store, folder: Path) -> None:
    put(store, folder)
    put(store, folder)
    edit(
        folder,
        "balances.csv",
        "ann.kowalski@northwind.example,annual,2026,27",
        "ann.kowalski@northwind.example,annual,2026,0",
    )
    put(store, folder)
    ann = store.read(lambda tx: organisation.person_by_slack(tx, "U0ANN0001"))
    assert ann is not None
    entered = store.read(lambda tx: [f"{one.day.year}: {one.amount}" for one in leave.entries(tx, ann.id)])
    assert sorted(entered) == ["2026: -27", "2026: 27"]


def test_names_that_look_like_formulas_stay_names(store: Store, folder: Path, tmp_path: Path) -> None:
    edit(folder, "people.csv", "Ann Kowalski", "'=1+1")
    put(store, folder)
    found = store.read(lambda tx: organisation.person_by_slack(tx, "U0ANN0001"))
    assert found is not None
    assert found.name == "=1+1"
    assert b",'=1+1," in exported(store, tmp_path / "export")["people.csv"]
    assert put(store, tmp_path / "export").changes == ()


def test_progress_reaches_its_total(store: Store, folder: Path) -> None:
    plan, told = read(folder), list[tuple[int, int]]()
    store.write(lambda tx: apply(tx, plan, progress=lambda done, total: told.append((done, total))))
    assert told == sorted(told)
    assert told[-1] == (499, 499)
    assert {total for _, total in told} == {499}


def test_an_import_is_seen_by_those_who_asked_before(store: Store, folder: Path) -> None:
    put(store, folder)

    def manager_of_ann(tx: Any) -> str:
        ann = organisation.person_by_slack(tx, "U0ANN0001")
        assert ann is not None
        manager = organisation.operations_manager(tx, ann.id, tx.now.date())
        assert manager is not None
        return organisation.names(tx, [manager])[manager]

    assert store.read(manager_of_ann) == "Bea Lindqvist"
    edit(
        folder,
        "departments.csv",
        ",2024-07-01,bea.lindqvist@northwind.example,tomas.ferreira@northwind.example",
        ",2024-07-01,tomas.ferreira@northwind.example,",
    )
    put(store, folder)
    assert store.read(manager_of_ann) == "Tomás Ferreira"


def test_a_plan_with_problems_is_never_applied(store: Store) -> None:
    plan = Plan(problems=(Problem("people.csv", 2, "bad"),))
    assert store.write(lambda tx: apply(tx, plan)).problems == plan.problems


def test_ten_thousand_people_go_in_and_come_out(store: Store, folder: Path, tmp_path: Path) -> None:
    with (folder / "people.csv").open("a", encoding="utf-8") as people:
        people.writelines(
            f"p{n}@x.org,U1{n:07},Person {n},en_GB,2026-01-05,,,Europe/London,GB,ENG,mon-fri,support,no,\n"
            for n in range(10_000)
        )
    put(store, folder)
    assert exported(store, tmp_path / "export") == written(folder)


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("2023", "year: the leave year 2023 is over before their first day, 2024-"),
        ("1999", "year: the leave year 1999 is over before their first day, 2024-"),
    ],
)
def test_a_balance_outside_somebodys_employment_is_refused_by_line(
    store: Store, folder: Path, year: str, said: str
) -> None:
    with (folder / "balances.csv").open("a", encoding="utf-8") as balances:
        balances.write(f"ann.kowalski@northwind.example,annual,{year},25\n")
    changes = put(store, folder)
    assert [one.reason for one in changes.problems if one.reason.startswith(said)]
    assert len(changes.problems) == 1
    assert store.read(lambda tx: organisation.everything(tx)[1]) == []
