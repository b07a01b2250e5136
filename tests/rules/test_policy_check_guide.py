"""The guide to files of expectations names every word, action and reason there is, and its example runs."""

import re
from pathlib import Path

import pytest

from workflows.leave.rules.expectations import format as written
from workflows.leave.rules.expectations import run_file

RULES = Path(written.__file__).parents[1]
GUIDE = (Path(written.__file__).parent / "README.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([a-z_]+)`", GUIDE)) | set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`[^`]+`", GUIDE))))


@pytest.mark.parametrize("word", [*written.Expectations.model_fields, *written.Step.model_fields])
def test_every_word_and_action_is_in_the_guide(word: str) -> None:
    assert word in NAMED | {"expect", "steps", "say"}


@pytest.mark.parametrize("path", sorted(RULES.glob("*.py")), ids=lambda path: path.stem)
def test_every_reason_to_refuse_is_in_the_guide(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    reasons = set(re.findall(r'reason="([a-z_]+)"', source)) | set(re.findall(r'effect, "([a-z_]+)"', source))
    assert reasons <= NAMED


def test_the_guides_example_runs_and_differs_as_it_says(tmp_path: Path) -> None:
    policies = tmp_path / "policies"
    policies.mkdir()
    uk = RULES.parent / "policies" / "uk.yaml"
    (policies / "uk.yaml").write_text(uk.read_text(encoding="utf-8"), encoding="utf-8")
    cases = tmp_path / "cases"
    cases.mkdir()
    example, shown = re.findall(r"```(?:yaml)?\n(.*?)```", GUIDE, re.DOTALL)[:2]
    (cases / "uk.yaml").write_text(example, encoding="utf-8")
    (report,) = run_file(cases / "uk.yaml")
    assert report.title == "A week in December"
    assert [f"  {one}" for one in report.differences] == shown.splitlines()[1:]
