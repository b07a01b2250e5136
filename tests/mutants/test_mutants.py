"""The trial of mutants on a module of its own: what its tests know is noticed, the edge they leave out is told."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.mutants.__main__ import counted, share, tell, tried
from tests.mutants.changes import Change, changed, changes
from tests.mutants.forks import Verdict, race
from tests.mutants.targets import TARGETS, Target
from tests.mutants.trial import NotGreenError, Trial

SHELF = Target("shelf", "tests/mutants/shelf.py", ("tests/mutants/test_shelf.py",), options=("--noconftest",))
"""Without what the house's tests share: loading it takes longest."""
EDGE = "days > LONGEST  ->  days >= LONGEST"


def of_the_shelf(text: str) -> Change:
    return next(one for one in changes(Path(SHELF.path).read_text(encoding="utf-8")) if one.text == text)


@pytest.mark.parametrize("at_import", [False, True], ids=["put in place", "from the import on"])
def test_what_the_tests_know_is_noticed_and_the_edge_they_leave_out_survives(
    at_import: bool,  # noqa: FBT001 # a table's column
    capsys: pytest.CaptureFixture[str],
) -> None:
    target = replace(SHELF, at_import=at_import)
    chosen = [
        of_the_shelf(text)
        for text in ("count * WEEK  ->  count + WEEK", "4  ->  5", "days - LONGEST  ->  days + LONGEST", EDGE)
    ]
    found = tried(target, chosen, hands=2)
    told = {one.change.text: one.verdict for one in found}
    assert told == {
        "count * WEEK  ->  count + WEEK": Verdict.KILLED,
        "4  ->  5": Verdict.KILLED,
        EDGE: Verdict.SURVIVED,
        "days - LONGEST  ->  days + LONGEST": Verdict.KILLED,
    }
    tell(SHELF.path, found)
    assert f"survived tests/mutants/shelf.py:16  {EDGE}" in capsys.readouterr().out
    assert counted("shelf", found) == "shelf: 4 mutants, 3 killed, 1 survived, 0 timed out: 75 %"


def test_where_the_tests_are_red_by_themselves_nothing_is_said() -> None:
    with pytest.raises(NotGreenError, match="test_nowhere"):
        tried(replace(SHELF, tests=("tests/mutants/test_nowhere.py",)), [of_the_shelf(EDGE)], hands=1)


def test_one_that_never_ends_is_stopped_and_counts_as_noticed() -> None:
    def forever(_: Path) -> bool:
        return subprocess.run([sys.executable, "-c", "import time; time.sleep(60)"], check=False).returncode == 0

    assert race([forever, lambda _: True], hands=2, seconds=5) == [Verdict.TIMED_OUT, Verdict.SURVIVED]
    assert share([Trial(of_the_shelf(EDGE), Verdict.TIMED_OUT)]) == 100


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(a):\n    return a and not b", {"a and (not b)  ->  a or not b", "not b  ->  b", "N"}),
        ("def f(a) -> bool:\n    return a in b", {"a in b  ->  a not in b", "return a in b  ->  return True", "F"}),
        (
            "def f(a):\n    'Words.'\n    a.go()\n    x: int | None = -1",
            {"a.go()  ->  pass", "-1  ->  1", "1  ->  2", "1  ->  0"},
        ),
        ("@once(1)\ndef f(a: int = 3): ...", {"3  ->  4", "3  ->  2"}),
        ("x = [a for a in b if a]", {"for a in b if a  ->  for a in b if not a"}),
        ("x = any(a)", {"any(a)  ->  all(a)"}),
    ],
)
def test_what_is_changed(source: str, expected: set[str]) -> None:
    short = {"return a and (not b)  ->  return None": "N", "return a in b  ->  return False": "F"}
    assert {short.get(one.text, one.text).strip() for one in changes(source)} == expected


@pytest.mark.parametrize("target", TARGETS, ids=lambda one: one.module)
def test_a_changed_module_is_python_and_its_tests_are_there(target: Target) -> None:
    source = Path(target.path).read_text(encoding="utf-8")
    every = changes(source)
    for one in every[:: 1 + len(every) // 25]:
        compile(changed(source, one), target.path, "exec")
    assert all(Path(test).is_file() for test in target.tests)
