"""Skills in the organisation's folder: assessments are added, wishes and needs set, a wrong cell named by its line."""

import shutil
from pathlib import Path

import pytest

from bot.folder.command import seed
from bot.folder.exporting import export
from bot.folder.importing import Changes, apply, preview
from bot.folder.reading import read
from bot.rehearse import SAMPLE
from bot.store import Store
from workflows.kernel.flow import Tx
from workflows.organisation import skill_names, skills

HEADER = "email,skill,level,assessed_on,assessed_by,expires,wish,offers_mentoring"
ANN, BEA = "ann.kowalski@northwind.example", "bea.lindqvist@northwind.example"


@pytest.fixture(name="folder")
def a_folder(tmp_path: Path, store: Store) -> Path:
    """A copy of the sample organisation."""
    seed(store)
    return Path(shutil.copytree(SAMPLE, tmp_path / "folder"))


def put(store: Store, folder: Path) -> Changes:
    plan = read(folder)
    return store.write(lambda tx: apply(tx, plan))


def with_rows(folder: Path, *rows: str, file: str = "skills.csv", header: str = HEADER) -> Path:
    (folder / file).write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return folder


def test_a_folder_may_lack_the_files_about_skills(store: Store, folder: Path) -> None:
    for name in ("skills.csv", "department_skills.csv"):
        (folder / name).unlink()
    assert put(store, folder).problems == ()
    assert store.read(skills.skills) == {}


def test_what_went_in_comes_out_as_it_was(store: Store, folder: Path, tmp_path: Path) -> None:
    assert put(store, folder).problems == ()
    assert put(store, folder).changes == ()
    store.read(lambda tx: export(tx, tmp_path / "out"))
    for name in ("skills.csv", "department_skills.csv"):
        assert (tmp_path / "out" / name).read_text() == (SAMPLE / name).read_text()


def test_an_assessment_is_added_beside_the_earlier_ones_and_a_dry_run_says_so_first(store: Store, folder: Path) -> None:
    put(store, folder)
    plan = read(with_rows(folder, f"{ANN},customer SUPPORT,5,2026-11-02,{BEA},,no,no"))
    foretold = store.read(lambda tx: preview(tx, plan))
    assert [(one.file, one.key, one.is_new, one.what) for one in foretold.changes] == [
        (
            "skills.csv",
            f"{ANN} customer SUPPORT",
            False,
            ("assessment of 2026-11-02: level 5", "offers_mentoring: True → False"),
        )
    ]
    assert store.write(lambda tx: apply(tx, plan)) == foretold
    levels = [
        one.level for one in store.read(skills.ratings) if one.assessed_on.isoformat() in ("2025-12-01", "2026-11-02")
    ]
    assert 5 in levels
    assert 4 in levels


def test_another_name_in_the_file_finds_the_same_skill(store: Store, folder: Path) -> None:
    put(store, folder)

    def rename(tx: Tx) -> None:
        power = skills.find(tx, "Power BI")
        assert power is not None
        skill_names.also_called(tx, power, "PBI")

    store.write(rename)
    count = len(store.read(skills.skills))
    changes = put(store, with_rows(folder, f"{ANN},pbi,3,2026-11-02,{BEA},,yes,no"))
    assert [one.is_new for one in changes.changes] == [False]
    assert len(store.read(skills.skills)) == count


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"{ANN},Python,7,2026-11-02,{BEA},,no,no", "level: “7” is no level; those are 1 to 5"),
        (f"{ANN},Python,3,,{BEA},,no,no", "assessed_on: must not be empty where there is a level"),
        (f"{ANN},Python,3,2026-11-02,,,no,no", "assessed_by: must not be empty where there is a level"),
        (f"{ANN},Python,3,2026-11-02,{BEA},2026-11-01,no,no", "expires: 2026-11-01 is before 2026-11-02"),
        (f"{ANN},Python,,,,,no,no", "level: neither a level, nor a wish, nor an offer to mentor"),
        (f"{ANN},,3,2026-11-02,{BEA},,no,no", "skill: must not be empty"),
        (f"{ANN},{'x' * 81},3,2026-11-02,{BEA},,no,no", "skill: is 81 characters long; 80 is the most"),
        ("who@x.org,Python,3,2026-11-02,who@x.org,,no,no", "email: “who@x.org” is not in people.csv"),
        (f"{ANN},Python,3,2026-11-02,{BEA},,maybe,no", "wish: “maybe” is neither yes nor no"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(store: Store, folder: Path, row: str, reason: str) -> None:
    changes = put(store, with_rows(folder, row))
    assert reason in str(changes.problems[0])
    assert str(changes.problems[0]).startswith("skills.csv:2: ")
    assert store.read(skills.skills) == {}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (["support,Python,6,1"], "level: “6” is no level"),
        (["support,Python,3,0"], "people: “0” is no number of people"),
        (["nowhere,Python,3,1"], "department: “nowhere” is not in departments.csv"),
        (["support,Python,3,1", "support,PYTHON,2,1"], "is told in line 2 already"),
    ],
)
def test_a_wrong_need_is_named(store: Store, folder: Path, rows: list[str], reason: str) -> None:
    header = "department,skill,level,people"
    changes = put(store, with_rows(folder, *rows, file="department_skills.csv", header=header))
    assert any(reason in str(problem) for problem in changes.problems)
