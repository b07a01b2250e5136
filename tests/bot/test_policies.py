"""`dotted-line policy import` and `export`: all of it or nothing, the past stays, and what is exported reads back."""

from datetime import UTC, date, datetime
from pathlib import Path
from textwrap import dedent

import pytest

from bot.clock import FollowedClock
from bot.folder.command import load_once
from bot.policies import command
from bot.policies.reading import read
from bot.rehearse import SAMPLE
from bot.store import Store
from workflows.kernel.access import PersonId
from workflows.leave import WORKFLOW, versions
from workflows.organisation import store as organisation

EXAMPLES = Path(__file__).parents[2] / "workflows" / "leave" / "policies"
UK = """\
policies:
  - code: uk
    name: United Kingdom
    types:
      - code: annual
        name: Annual leave
        entitlement: {amount: 25}
assignments:
  - {policy: uk, country: GB}
"""


def written(folder: Path, text: str, name: str = "policies.yaml") -> Path:
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    return path


def imported(store: Store, *files: Path) -> tuple[list[str], list[str]]:
    """What was wrong, and what was said."""
    store.write(WORKFLOW.seed)
    problems, lines = store.write(lambda tx: command.apply(tx, read(files)))
    return [str(one) for one in problems], lines


def exported(store: Store) -> str:
    return store.read(command.as_yaml)


def person(store: Store, name: str) -> PersonId:
    found = store.read(lambda tx: [one for one in organisation.people(tx, date(2026, 11, 23)) if one.name == name])
    return found[0].id


def policy(store: Store, name: str, day: date = date(2026, 11, 23)) -> str:
    who = person(store, name)
    return store.read(lambda tx: versions.policy_of(tx, who, day)).code


@pytest.fixture
def northwind(store: Store) -> Store:
    """The sample organisation with its policies."""
    load_once(store, SAMPLE)
    return store


def test_everybody_goes_by_their_countrys_policy(northwind: Store) -> None:
    assert policy(northwind, "Ann Kowalski") == "uk"
    assert policy(northwind, "Jürgen Weiß") == "germany"
    assert policy(northwind, "Mateo Álvarez") == "us_pto"


def test_a_department_says_more_than_a_country_and_holds_for_all_below(northwind: Store, tmp_path: Path) -> None:
    text = UK.replace("uk", "desk").replace("country: GB", "departments: [northwind], valid_from: 2026-12-01")
    assert imported(northwind, written(tmp_path, text)) == (
        [],
        [
            "+ desk: United Kingdom, from 2000-01-01",
            "+ desk: everybody of northwind, from 2026-12-01",
            "Kept 2 changes, left 0 as they are.",
            "21 people will go by another policy on 2026-12-01.",
        ],
    )
    assert policy(northwind, "Jürgen Weiß") == "germany"
    assert policy(northwind, "Jürgen Weiß", date(2026, 12, 1)) == "desk"


def test_importing_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    file = written(tmp_path, UK)
    assert imported(store, file)[1][-2] == "Kept 2 changes, left 0 as they are."
    before = exported(store)
    assert imported(store, file) == ([], ["Kept 0 changes, left 2 as they are."])
    assert exported(store) == before


def test_what_is_exported_reads_back_identically(store: Store, tmp_path: Path) -> None:
    problems, _ = imported(store, *sorted(EXAMPLES.glob("*.yaml")))
    assert problems == []
    before = exported(store)
    assert imported(store, written(tmp_path, before)) == ([], ["Kept 0 changes, left 6 as they are."])
    again = read([tmp_path / "policies.yaml"])
    assert tuple(again.policies) == store.read(versions.every).policies


def test_the_sample_exported_and_read_into_an_empty_database_is_the_same(northwind: Store, tmp_path: Path) -> None:
    described = read([written(tmp_path, exported(northwind))])
    known = northwind.read(versions.every)
    assert described.problems == []
    assert (tuple(described.policies), tuple(described.assignments)) == (known.policies, known.assignments)


def test_a_change_takes_effect_from_its_day_and_the_past_is_not_rewritten(northwind: Store, tmp_path: Path) -> None:
    changed = """\
    code: uk
    name: United Kingdom
    valid_from: {day}
    types:
      - {{code: annual, name: Annual leave, entitlement: {{amount: 28}}}}
    """
    problems, _ = imported(northwind, written(tmp_path, changed.format(day="2026-06-01")))
    refusal = "uk has been in force, and what was is not rewritten: let the change begin on 2026-11-23 or later"
    assert problems == [f"policies.yaml, line 3: valid_from: {refusal}, as another version"]
    problems, lines = imported(northwind, written(tmp_path, changed.format(day="2027-01-01")))
    assert problems == []
    assert "    types.annual.entitlement.amount: 25 → 28" in lines
    ann = person(northwind, "Ann Kowalski")
    for day, amount in ((date(2026, 12, 31), 25), (date(2027, 1, 1), 28)):
        found = northwind.read(lambda tx, day=day: versions.policy_of(tx, ann, day))  # type: ignore[misc]
        assert found.leave_type("annual").entitlement.amount == amount


def test_a_version_that_is_to_come_can_be_written_anew(northwind: Store, tmp_path: Path, clock: FollowedClock) -> None:
    changed = UK.split("assignments", maxsplit=1)[0].replace(
        "name: United Kingdom", "name: UK\n    valid_from: 2027-01-01"
    )
    imported(northwind, written(tmp_path, changed))
    problems, _ = imported(northwind, written(tmp_path, changed.replace("25", "26")))
    assert problems == []
    clock.follow(datetime(2027, 2, 1, 9, tzinfo=UTC), speed=0)
    problems, _ = imported(northwind, written(tmp_path, changed.replace("25", "27")))
    assert "uk has been in force" in problems[0]
    assert northwind.read(lambda tx: [one.version for one in versions.versions(tx) if one.policy.name == "UK"]) == [2]


def test_every_change_is_in_the_audit(store: Store, tmp_path: Path) -> None:
    imported(store, written(tmp_path, UK))
    kept = store.read(lambda tx: tx.connection.exec_driver_sql("select event, version from audit order by id").all())
    assert [tuple(one) for one in kept] == [("policy_kept", 1), ("policy_assigned", 1)]


def test_a_dry_run_writes_nothing(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.import_policies(store, [written(tmp_path, UK)], dry_run=True) == 0
    assert "Would keep 2 changes" in capsys.readouterr().out
    assert "uk" not in exported(store)


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ("amount: 25", "amount: -1", "line 7: policies.uk.types.annual.entitlement.amount: input should be greater"),
        ("amount: 25", "amuont: 25", "line 7: policies.uk.types.annual.entitlement.amuont: there is no such setting"),
        ("amount: 25", "amount: many", "line 7: policies.uk.types.annual.entitlement.amount: write a number"),
        ("amount: 25", "amount: 25, amount: 26", "line 7: amount: this is said twice"),
        ("    name: United Kingdom\n", "", "line 2: policies.uk.name: it is missing"),
        ("country: GB", "country: NO", "line 9: assignments.1.country: write a text, in quotes"),
        ("policy: uk", "policy: ku", "line 9: assignments.1.policy: there is no policy “ku”"),
        ("country: GB", "departments: [nowhere]", "line 9: assignments.1.departments: there is no department"),
        ("country: GB", "contracts: [intern]", "line 9: assignments.1.contracts: nobody in the directory has"),
        ("country: GB", "valid_to: 1999-12-31", "line 9: assignments.1.valid_to: it ends before it begins"),
        ("assignments:", "asignments:", "line 8: asignments: beside `policies:` and `assignments:` nothing can stand"),
        (
            "country: GB}",
            "country: GB}\n  - {policy: standard, country: GB}",
            "line 10: assignments.2.valid_from: this is said twice, for the same people from the same day",
        ),
        ("entitlement: {amount: 25}", "floor: 3", "line 7: policies.uk.types.annual.floor: how far below zero"),
        ("entitlement: {amount: 25}", "use_first: [toil]", "line 2: policies.uk: unknown leave type toil"),
        ("entitlement: {amount: 25}", "use_first: [annual]", "line 7: policies.uk.types.annual.use_first: a type"),
        ("policies:", "policies: [", "this is no YAML"),
    ],
)
def test_what_makes_no_sense_is_refused_whole_with_file_place_and_reason(
    northwind: Store, tmp_path: Path, was: str, becomes: str, problem: str
) -> None:
    before = exported(northwind)
    problems, lines = imported(northwind, written(tmp_path, UK.replace(was, becomes)))
    assert problem in "\n".join(problems)
    assert problems[0].startswith("policies.yaml")
    assert "Nothing was written." in lines[-1]
    assert exported(northwind) == before


def test_what_is_no_policy_file_at_all_is_said(store: Store, tmp_path: Path) -> None:
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    problems, _ = imported(
        store, tmp_path / "binary.yaml", written(tmp_path, "- 1", "list.yaml"), tmp_path / "none.yaml"
    )
    assert problems[0] == "binary.yaml: this is no text in UTF-8"
    assert problems[1] == "list.yaml, line 1: expected a policy, or `policies:` and `assignments:`"
    assert "it can't be read (No such file or directory)" in problems[2]
