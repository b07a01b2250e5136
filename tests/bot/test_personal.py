"""One person's data is handed out whole, without others' secrets; erased, it is gone, and others' are whole (X30)."""

import csv
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Integer, select, text
from sqlmodel import SQLModel

from bot.audit.sealing import Sealer
from bot.audit.verifying import Verification
from bot.clock import FollowedClock
from bot.personal import command, erasing, export
from bot.personal.decisions import DECISIONS, OWN
from bot.retention.periods import usual
from bot.retention.sweep import Retention
from bot.settings import Unsettled
from bot.store import Store
from tests.workflows.performance_office import PerformanceOffice
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.language import speaking
from workflows.organisation import store as organisation

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRETS = ("To see my mother", "It came on Tuesday", "Two days lost", "Off to the hospital")


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> PerformanceOffice:
    """Ann asked for leave, was reported on by Dan, was off sick, and helped; Bea, her manager, looked."""
    office = PerformanceOffice.opened(store, clock)
    leave = office.asks("ann", "2026-12-07", "2026-12-11", reason=SECRETS[0])
    office.does("bea", "approve", leave)
    case = office.reports("dan", "ann")
    office.uses("bea", "read", case)
    office.absence("ann", "report", absence_type="sickness", first=date(2026, 11, 23), last=date(2026, 11, 24))
    form: dict[str, Any] = {"leave_type": "annual", "amount": "-1", "first": MONDAY.date(), "reason": SECRETS[3]}
    office.does("nora", "put_adjustment", office.person("ann"), **form)
    return office


def leaves(office: PerformanceOffice, name: str = "ann") -> PersonId:
    person = office.person(name)
    with office.store.engine.begin() as connection:
        connection.execute(text("UPDATE person SET ends = '2026-12-31' WHERE id = :id"), {"id": person})
    office.clock.follow(MONDAY + timedelta(days=60), speed=0)
    return person


def refers(table: Any) -> set[str]:
    """Columns of a table that hold somebody's number."""
    return {
        column.name
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
        or (column.name in OWN and isinstance(column.type, Integer))
    }


def test_every_table_that_refers_to_a_person_is_decided_upon() -> None:
    for name, table in SQLModel.metadata.tables.items():
        columns = refers(table)
        if not columns and not (name in DECISIONS and DECISIONS[name].through):
            continue
        assert name in DECISIONS, f"{name} refers to people ({sorted(columns)}): decide in bot/personal/decisions.py"
        decision = DECISIONS[name]
        assert columns <= {decision.about, *decision.parts} | ({"id"} if name == "person" else set()), name
        assert {*decision.parts, *decision.withheld, *decision.emptied, *decision.only} <= set(table.columns.keys()), (
            name
        )
        if decision.about or decision.through:
            assert sum((decision.removed, bool(decision.emptied), bool(decision.kept))) == 1, name


def test_what_belongs_to_a_row_about_somebody_is_decided_upon_too() -> None:
    """Tables that hang on a removed one would keep it from going, or keep what it said."""
    gone = {name for name, decision in DECISIONS.items() if decision.removed}
    for name, table in SQLModel.metadata.tables.items():
        parents = {key.column.table.name for key in table.foreign_keys} & gone - {name}
        for parent in parents:
            removed = name in DECISIONS and DECISIONS[name].removed
            assert removed, f"{name} refers to {parent}, whose rows go"


def test_the_export_holds_what_is_about_them_and_no_secret_of_others(office: PerformanceOffice, tmp_path: Path) -> None:
    ann = office.person("ann")
    data = office.store.read(lambda tx: export.gather(tx, ann))
    assert "everything.json" in export.write(data, tmp_path / "ann")
    everything = json.loads((tmp_path / "ann" / "everything.json").read_text())
    assert everything["person"][0]["email"] == "ann@x.org"
    assert everything["leave_note"][0]["text"] == SECRETS[0]
    assert everything["leave_request"][0]["decided_by"] == "Bea"
    assert [row["words"] for row in everything["leave_ledger"] if row["words"]] == [SECRETS[3]]
    assert everything["absence_record"][0]["absence_type"] == "sickness"
    assert len(everything["performance_case"]) == 1
    rest = {name: rows for name, rows in everything.items() if name not in ("leave_step", "chain_step")}
    assert "It came on Tuesday" not in str(rest)
    assert "Dan" not in str(everything["performance_case"]) + str(everything["audit"])
    assert str(office.person("dan")) not in {str(row.get("by")) for row in everything["audit"]}
    assert "written for others and are not here" in (tmp_path / "ann" / "README.txt").read_text()
    with (tmp_path / "ann" / "leave_request.csv").open() as file:
        assert next(csv.DictReader(file))["first"] == "2026-12-07"


def test_the_one_who_reported_is_given_where_they_had_a_part_and_not_what_stands_there(
    office: PerformanceOffice, tmp_path: Path
) -> None:
    dan = office.person("dan")
    data = office.store.read(lambda tx: export.gather(tx, dan))
    export.write(data, tmp_path / "dan.zip")
    with zipfile.ZipFile(tmp_path / "dan.zip") as archive:
        parts = archive.read("parts.csv").decode()
        everything = archive.read("everything.json").decode()
    assert 'performance_case,1,"reporter_id, changed_by"' in parts
    assert "case_text" in parts
    assert not [secret for secret in SECRETS if secret in everything]


def test_whoever_is_erased_is_gone_and_everything_else_stands(office: PerformanceOffice, tmp_path: Path) -> None:
    sealer = Sealer(office.store, tmp_path)
    ann = leaves(office)
    before = figures(office)
    gone = office.store.write(lambda tx: erasing.erase(tx, ann, by=office.person("nora")))
    assert {"leave_note", "absence_record", "case_text", "performance_case", "leave_ledger"} <= {
        one.table for one in gone
    }
    assert figures(office) == before
    assert not [secret for secret in SECRETS if secret in all_there_is(office.store)]
    assert "ann@x.org" not in all_there_is(office.store)
    (person,) = office.rows(f"select * from person where id = {ann}")  # noqa: S608 - a number
    assert (person.name, person.slack_id) == (erasing.NAME, None)
    with speaking("de"):
        assert office.store.read(lambda tx: organisation.names(tx, [ann])) == {ann: "Ehemaliges Teammitglied"}
        assert office.store.read(lambda tx: organisation.facts(tx, ann).person.name) == "Ehemaliges Teammitglied"
    sealer.work()
    signer = office.store.signer
    assert signer is not None
    assert office.store.read(lambda tx: Verification(tx, signer).report()).faults == ()
    assert office.rows("select event from audit where event = 'erased'") != []
    assert office.store.read(lambda tx: erasing.plan(tx, ann)) == []


def test_what_they_decided_for_others_says_former_colleague(office: PerformanceOffice) -> None:
    bea = leaves(office, "bea")
    office.store.write(lambda tx: erasing.erase(tx, bea))
    data = office.store.read(lambda tx: export.gather(tx, office.person("ann")))
    (leave,) = next(sheet.rows for sheet in data.sheets if sheet.table == "leave_request")
    assert leave["decided_by"] == erasing.NAME
    assert office.rows("select id from leave_note") != []


def test_whoever_has_not_left_is_not_erased(office: PerformanceOffice) -> None:
    before = all_there_is(office.store)
    with pytest.raises(Refused, match="has not left: give them a last day first"):
        office.store.write(lambda tx: erasing.erase(tx, office.person("ann")))
    assert all_there_is(office.store) == before


def test_people_who_left_long_ago_are_erased_by_the_daily_round_once(office: PerformanceOffice) -> None:
    ann = leaves(office)
    office.clock.follow(MONDAY + timedelta(days=1000), speed=0)
    Retention(office.store, usual()).work()
    assert names(office, ann) == "Ann"
    office.clock.follow(MONDAY + timedelta(days=1200), speed=0)
    assert Retention(office.store, usual()).work() > 0
    assert names(office, ann) == erasing.NAME
    assert len(office.rows("select id from audit where event = 'erased'")) == 2, "and Liz"
    office.clock.follow(MONDAY + timedelta(days=1201), speed=0)
    Retention(office.store, usual()).work()
    assert len(office.rows("select id from audit where event = 'erased'")) == 2


def test_the_commands_say_what_they_do_and_ask_first(
    office: PerformanceOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command.export_person(office.store, "U0ANN", tmp_path / "ann.zip") == 0
    assert "Hand it to nobody else." in capsys.readouterr().out
    with pytest.raises(Unsettled, match=r"ann\.zip is there already"):
        command.export_person(office.store, "ann@x.org", tmp_path / "ann.zip")
    with pytest.raises(Unsettled, match="U0NOBODY is nobody I know"):
        command.erase_person(office.store, "U0NOBODY", dry_run=False, yes=True)
    assert command.erase_person(office.store, "U0ANN", dry_run=False, yes=True) == 1
    assert "Ann has not left" in capsys.readouterr().err
    leaves(office)
    before = all_there_is(office.store)
    assert command.erase_person(office.store, "U0ANN", dry_run=True, yes=False) == 0
    assert "leave_note: 1" in capsys.readouterr().out
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "no")
    assert command.erase_person(office.store, "U0ANN", dry_run=False, yes=False) == 1
    assert all_there_is(office.store) == before
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "Ann@x.org ")
    assert command.erase_person(office.store, "U0ANN", dry_run=False, yes=False) == 0
    assert "Ann is erased" in capsys.readouterr().out


def figures(office: PerformanceOffice) -> dict[str, list[tuple[Any, ...]]]:
    """What others count with: balances, cover, headcount, shares, and what is on record about others."""
    return {
        statement: [tuple(row) for row in office.rows(statement)]
        for statement in (
            "select leave_type, pot, kind, sum(amount), count(*) from leave_ledger group by 1, 2, 3 order by 1, 2, 3",
            "select first, last, count(*) from absence group by 1, 2 order by 1, 2",
            "select department_id, count(*) from membership group by 1 order by 1",
            "select project_id, sum(percent), count(*) from allocation group by 1 order by 1",
            "select state, count(*), sum(days) from leave_request group by 1 order by 1",
            "select count(*) from person",
        )
    }


def names(office: PerformanceOffice, person: PersonId) -> str:
    column = SQLModel.metadata.tables["person"].c
    return str(office.store.read(lambda tx: tx.first(select(column.name).where(column.id == person))).name)


def all_there_is(store: Store) -> str:
    """Every row of every table, opened."""
    tables = SQLModel.metadata.sorted_tables
    return str(store.read(lambda tx: [tx.fetch(select(*table.c)) for table in tables]))
