"""milestones.csv: plans go in whole with their history, nothing is rewritten, and each wrong row is named."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.folder.exporting import export
from bot.folder.importing import Changes, apply
from bot.folder.reading import read
from bot.rehearse import SAMPLE
from bot.store import Store
from workflows.leave.seed import seed
from workflows.organisation import plan
from workflows.organisation import store as organisation
from workflows.organisation.plan import Change, Health

FILE = "milestones.csv"
BEGIN = "apollo,Beta release,2026-12-18,,20,"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample organisation."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "folder"))


@pytest.fixture(autouse=True)
def types(store: Store) -> None:
    store.write(seed)


def put(store: Store, folder: Path) -> Changes:
    (folder / "balances.csv").write_text("email,leave_type,year,days\n")
    return store.write(lambda tx: apply(tx, read(folder)))


def add(folder: Path, *rows: str) -> None:
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)


def test_a_plan_goes_in_with_its_history_and_comes_out_as_it_went_in(store: Store, folder: Path) -> None:
    assert put(store, folder).problems == ()
    project = store.read(lambda tx: next(o.id for o in organisation.chart(tx).projects.values() if o.code == "dunes"))
    agreed = store.read(lambda tx: plan.milestones(tx, project))[1]
    assert (agreed.planned, agreed.baseline, agreed.done_on) == (
        date(2026, 10, 16),
        date(2026, 11, 6),
        date(2026, 11, 6),
    )
    history = store.read(lambda tx: plan.history(tx, agreed.id))
    assert [(line.on, line.percent, line.change) for line in history] == [
        (date(2026, 5, 18), Decimal(0), Change.IMPORTED),
        (date(2026, 10, 5), Decimal(40), Change.IMPORTED),
        (date(2026, 11, 6), Decimal(100), Change.IMPORTED),
    ]
    store.read(lambda tx: export(tx, folder))
    assert (folder / FILE).read_bytes() == (SAMPLE / FILE).read_bytes()
    assert put(store, folder).changes == ()


def test_a_later_report_is_added_and_an_earlier_one_is_not_rewritten(store: Store, folder: Path) -> None:
    put(store, folder)
    add(
        folder, f"{BEGIN}2026-11-23,,2027-01-08,at_risk,45,Parts are late", f"{BEGIN}2026-01-02,,2026-12-18,on_track,9,"
    )
    (change,) = put(store, folder).changes
    assert (change.key, change.what) == ("apollo Beta release", ("report of 2026-11-23: at_risk, 2027-01-08",))
    beta = store.read(lambda tx: next(one for one in plan.all_milestones(tx) if one.name == "Beta release"))
    assert (beta.health, beta.forecast, beta.baseline) == (Health.AT_RISK, date(2027, 1, 8), date(2026, 12, 18))
    assert len(store.read(lambda tx: plan.history(tx, beta.id))) == 3


def test_another_owner_or_weight_is_a_change(store: Store, folder: Path) -> None:
    put(store, folder)
    text = (folder / FILE).read_text(encoding="utf-8")
    text = text.replace(BEGIN, "apollo,Beta release,2026-12-18,ewa.nowak@northwind.example,30,")
    (folder / FILE).write_text(text, encoding="utf-8")
    (change,) = put(store, folder).changes
    assert change.what == ("owner: none → ewa.nowak@northwind.example", "weight: 20 → 30")
    assert put(store, folder).changes == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("atlantis,X,2026-12-18,,,2026-11-02,,,on_track,,", "project: “atlantis” is not in projects.csv"),
        ("apollo,,2026-12-18,,,2026-11-02,,,on_track,,", "name: must not be empty"),
        ("apollo,X,soon,,,2026-11-02,,,on_track,,", "planned: “soon” is no day"),
        ("apollo,X,2026-12-18,eve@x.org,,2026-11-02,,,on_track,,", "owner: “eve@x.org” is not in people.csv"),
        ("apollo,X,2026-12-18,,0,2026-11-02,,,on_track,,", "weight: 0 is not over 0"),
        ("apollo,X,2026-12-18,,,2026-11-02,,,purple,,", "health: “purple” is none of on_track"),
        ("apollo,X,2026-12-18,,,2026-11-02,,,on_track,101,", "percent: 101 is not from 0 to 100"),
        ("apollo,X,2026-12-18,,,2026-11-02,,,done,60,", "percent: what is done is 100 percent complete"),
        (f"{BEGIN}2026-11-20,,,on_track,,", "reported_on: two rows of this milestone are of the same day"),
        ("apollo,X,2027-04-01,,,2026-11-02,,,on_track,,", "forecast: 2027-04-01 is after apollo ends, on 2027-03-31"),
        (
            "apollo,X,2025-08-29,,,2026-11-02,,,on_track,,",
            "forecast: 2025-08-29 is before apollo begins",
        ),
        (f"{BEGIN}2026-11-23,,2027-04-01,at_risk,45,", "forecast: 2027-04-01 is after apollo ends"),
        ("apollo,Beta release,2026-12-18,,7,2026-11-23,,,on_track,,", "weight: differs from line"),
    ],
)
def test_a_row_that_makes_no_sense_is_named_and_nothing_is_written(
    store: Store, folder: Path, row: str, said: str
) -> None:
    add(folder, row)
    problems = put(store, folder).problems
    assert any(one.file == FILE and said in one.reason for one in problems), problems
    assert store.read(plan.all_milestones) == []


def test_a_folder_may_lack_it(store: Store, folder: Path) -> None:
    (folder / FILE).unlink()
    assert put(store, folder).problems == ()


def test_a_milestone_that_was_expected_beyond_the_project_s_end_goes_in_once_it_no_longer_is(
    store: Store, folder: Path
) -> None:
    add(
        folder,
        "apollo,X,2027-05-07,,,2026-10-02,,,on_track,,",
        "apollo,X,2027-05-07,,,2026-11-02,,2027-03-26,on_track,40,",
    )
    assert put(store, folder).problems == ()
