"""Every worked example of the leave rules as data, run by what `dotted-line policy check` runs."""

from pathlib import Path

import pytest

from workflows.leave.rules.expectations import run_file

FILES = sorted((Path(__file__).parent / "policies").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_engine_agrees_with_a_file_of_expectations(path: Path) -> None:
    found = {report.title: [str(one) for one in report.differences] for report in run_file(path)}
    assert not {title: differences for title, differences in found.items() if differences}
    assert found


def differences(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    return [str(one) for report in run_file(path) for one in report.differences]


NOTHING_TO_TAKE = "You don't work on Sat 6 June 2026, so you need no leave then."
CASE = """
title: a case
today: 2026-05-01
policy: {types: [{code: annual, name: Annual leave}]}
ledger: [{day: 2026-01-01, amount: 2}]
steps:
"""


def test_each_thing_that_came_out_otherwise_is_said(tmp_path: Path) -> None:
    steps = """
  - request: {first: 2026-06-01}
    expect: {days: 2, state: approved, charges: {2026: 1}}
  - balance: annual
    expect: {free: 1, pending: 0}
"""
    assert differences(tmp_path, CASE + steps) == [
        "step 1 (request): days: expected 2, got 1",
        "step 1 (request): state: expected approved, got requested",
        "step 2 (balance): pending: expected 0, got 1",
    ]


def test_an_unexpected_refusal_is_a_difference_and_so_is_an_expected_one_that_did_not_come(tmp_path: Path) -> None:
    steps = """
  - request: {first: 2026-06-06}
  - request: {first: 2026-06-01}
    expect: {refused: balance}
"""
    assert differences(tmp_path, CASE + steps) == [
        f"step 1 (request): refused: expected nothing, got no_cost: {NOTHING_TO_TAKE}",
        "step 2 (request): refused: expected balance, got nothing",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a list", "expected a case"),
        ("title: [", "is no YAML"),
        (CASE + "  - dance: it", "steps.0.dance: Extra inputs are not permitted"),
        (CASE + "  - {approve: it, decline: it}", "a step is exactly one action, this has approve, decline"),
        (CASE + "  - approve: nobody", "no request is called nobody"),
        (CASE.replace("today: 2026-05-01", "") + "  - balance: annual", "say either today or now"),
        (CASE.replace("name: Annual leave", "name: Annual leave, floor: 3") + "  - balance: annual", "floor: how far"),
        (CASE.replace("policy: {types", "policy: {typos") + "  - balance: annual", "typos: Extra inputs"),
        (CASE + "  - balance: annual\ncalendar: {patterns: every day}", 'can\'t read the working pattern "every day"'),
        (CASE + "  - balance: annual\ncalendar: {country: XX}", "no public holidays for XX"),
        (CASE + "  - advance: 2026-01-01", "time goes forwards"),
    ],
)
def test_a_file_that_makes_no_sense_is_told_so_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    (found,) = differences(tmp_path, text)
    assert said in found


def test_a_file_may_be_json_and_name_a_policy_beside_it(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("{code: p, name: P, types: [{code: annual, name: Annual leave}]}")
    case = '{"title": "t", "today": "2026-05-01", "policy": "policy.yaml", "steps": [{"balance": "annual"}]}'
    assert differences(tmp_path, case) == []


def test_a_missing_file_is_a_difference_too(tmp_path: Path) -> None:
    (report,) = run_file(tmp_path / "nowhere.yaml")
    assert "nowhere.yaml" in str(report.differences[0])
