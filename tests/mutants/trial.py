"""One module's mutants, each tried on its tests.

A change inside a function is put into a forked process that has everything imported and every test collected, and
only the tests that call the function are run, on whatever thread, the quickest first. What runs at import, and what no
test calls once everything is imported, is changed on its way in, before anything that needs it is loaded.
"""

import ast
import importlib
import importlib.abc
import importlib.machinery
import inspect
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest
from hypothesis import Phase, settings

from tests.mutants.changes import Change, changed
from tests.mutants.forks import Verdict, race
from tests.mutants.targets import QUICK, Target

_OURS = ("bot", "workflows", "rehearsal", "tests", "benchmarks")
LONGEST = 1800.0
"""Seconds for the tests without any change."""
SPARE = 15.0
"""Seconds that any trial may take beyond five times what its tests need by themselves."""


class NotGreenError(Exception):
    """The tests fail without any change: nothing can be said about changes."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one change."""

    change: Change
    verdict: Verdict


def hush() -> None:
    """What pytest says of a thousand runs is not news."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def swapped(target: Target, chosen: Sequence[Change], hands: int) -> list[Trial]:
    """Each change inside a function that the tests call. NotGreenError when the tests are red by themselves.

    In a process that has loaded nothing of ours before, as the next.
    """
    server = _Warm(target, chosen, hands)
    pytest.main(_arguments(target), plugins=[server])
    if server.done is None:
        raise NotGreenError(f"pytest -k '{QUICK}' {' '.join(target.tests)}")
    return server.done


def imported(target: Target, chosen: Sequence[Change], hands: int) -> list[Trial]:
    """Each of these changes, in place from the import on. NotGreenError when the tests are red by themselves."""
    source = Path(target.path).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        report, began = Path(folder) / "loaded.json", time.monotonic()
        if race([partial(_first_run, target, report)], 1, LONGEST)[0] is not Verdict.SURVIVED:
            raise NotGreenError(f"pytest -k '{QUICK}' {' '.join(target.tests)}")
        seconds = 5 * (time.monotonic() - began) + SPARE
        _load(json.loads(report.read_text()))
    if target.module in sys.modules:
        raise RuntimeError(f"{target.module} was loaded as it is: no change to it would be seen")
    verdicts = race([partial(_import_run, target, changed(source, one)) for one in chosen], hands, seconds)
    return [Trial(one, verdict) for one, verdict in zip(chosen, verdicts, strict=True)]


def _arguments(target: Target) -> list[str]:
    quiet = ("-q", "-x", "--no-header", "--no-summary", "-p", "no:cacheprovider", "-p", "no:xdist")
    loaded = ("-W", "ignore::pytest.PytestAssertRewriteWarning")  # hypothesis, by this module
    return [*quiet, *loaded, *target.options, "-k", QUICK, *target.tests]


class _Unshrunk:
    """A property that fails has noticed the change: nobody needs the smallest example."""

    def pytest_sessionstart(self) -> None:
        settings.register_profile("mutants", settings(), phases=(Phase.explicit, Phase.generate))
        settings.load_profile("mutants")


class _Warm(_Unshrunk):
    """Takes the place of pytest's loop: all tests collected, each change in a fork."""

    def __init__(self, target: Target, chosen: Sequence[Change], hands: int) -> None:
        self.target, self.chosen, self.hands = target, chosen, hands
        self.done: list[Trial] | None = None

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        module = importlib.import_module(self.target.module)
        source = Path(self.target.path).read_text(encoding="utf-8")
        known = _callers(session, Path(self.target.path).resolve())
        if known is None:
            return True
        called = (one for one in self.chosen if one.function in known)
        able = [(one, swap) for one in called if (swap := _swap(module, source, one)) is not None]
        jobs = [partial(_changed_run, session, known[one.function].numbers, swap) for one, swap in able]
        limits = [5 * known[one.function].seconds + SPARE for one, _ in able]
        verdicts = race(jobs, self.hands, limits)
        self.done = [Trial(one, verdict) for (one, _), verdict in zip(able, verdicts, strict=True)]
        return True


def _changed_run(session: pytest.Session, numbers: Sequence[int], swap: Callable[[], None], _: Path) -> bool:
    swap()
    return _green(session, [session.items[number] for number in numbers])


def _green(session: pytest.Session, items: Sequence[pytest.Item], before: Callable[[int], None] | None = None) -> bool:
    for number, item in enumerate(items):
        if before:
            before(number)
        following = items[number + 1] if number + 1 < len(items) else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return False
    return True


@dataclass(frozen=True, slots=True)
class _Callers:
    """Which tests call a function, the quickest first, and how long all of them take."""

    numbers: tuple[int, ...]
    seconds: float


def _callers(session: pytest.Session, path: Path) -> Mapping[str, _Callers] | None:
    """Of each function of the module that any test calls, from a run without any change; None when that is red."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "called.json"
        if race([partial(_watched_run, session, str(path), report)], 1, LONGEST)[0] is not Verdict.SURVIVED:
            return None
        called, took = json.loads(report.read_text())
    return {
        name: _Callers(tuple(sorted(numbers, key=took.__getitem__)), sum(took[number] for number in numbers))
        for name, numbers in called.items()
    }


def _watched_run(session: pytest.Session, path: str, report: Path, _: Path) -> bool:
    called: dict[str, list[int]] = {}
    began: list[float] = []

    def watch(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and frame.f_code.co_filename == path:
            numbers = called.setdefault(frame.f_code.co_qualname.split(".<locals>")[0], [])
            if len(began) - 1 not in numbers:
                numbers.append(len(began) - 1)

    def turn(_number: int) -> None:
        began.append(time.monotonic())
        threading.setprofile(watch)
        sys.setprofile(watch)

    green = _green(session, session.items, turn)
    sys.setprofile(None)
    ended = [*began[1:], time.monotonic()]
    report.write_text(json.dumps([called, [end - begin for begin, end in zip(began, ended, strict=False)]]))
    return green


def _swap(module: ModuleType, source: str, change: Change) -> Callable[[], None] | None:
    """What puts the change into the function that everybody already holds; None where that can't be done."""
    found = _function(module, change.function)
    new = _code(compile(changed(source, change), str(module.__file__), "exec"), change.function)
    if found is None or new is None or new.co_freevars != found.__code__.co_freevars:
        return None
    return partial(setattr, found, "__code__", new)


def _function(module: ModuleType, name: str) -> FunctionType | None:
    *owners, last = name.split(".")
    owner: Any = module
    for each in owners:
        owner = getattr(owner, each)
    found = vars(owner).get(last)
    if isinstance(found, property):
        found = found.fget
    elif isinstance(found, cached_property):
        found = found.func
    elif isinstance(found, staticmethod | classmethod):
        found = found.__func__
    found = inspect.unwrap(found) if callable(found) else None
    return found if isinstance(found, FunctionType) else None


def _code(code: CodeType, name: str) -> CodeType | None:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            found = each if each.co_qualname == name else _code(each, name)
            if found is not None:
                return found
    return None


def _first_run(target: Target, report: Path, _: Path) -> bool:
    """Without any change; what it loaded that has nothing to do with the module is on record."""
    witness = _Witness(target.module)
    sys.meta_path.insert(0, witness)
    green = pytest.main(_arguments(target), plugins=[_Unshrunk()]) == pytest.ExitCode.OK
    others = [name for name in sys.modules if name.partition(".")[0] not in _OURS]
    report.write_text(json.dumps([*witness.before, *others]))
    return green


def _load(names: Sequence[str]) -> None:
    """Once, and not in every fork."""
    for name in names:
        with suppress(ImportError):  # some exist only while pytest runs
            importlib.import_module(name)


def _import_run(target: Target, tree: ast.Module, _: Path) -> bool:
    sys.meta_path.insert(0, _Changed(target.module, tree))
    return pytest.main(_arguments(target), plugins=[_Unshrunk()]) == pytest.ExitCode.OK


class _Witness(importlib.abc.MetaPathFinder):
    """Sees what was loaded, tests apart, before one module was looked for: none of it depends on that."""

    def __init__(self, module: str) -> None:
        self.module, self.before = module, list[str]()

    def find_spec(self, fullname: str, _path: object, _target: object = None) -> None:
        if fullname == self.module:
            self.before = [name for name in sys.modules if _complete(name) and not name.startswith("tests")]


def _complete(name: str) -> bool:
    """Whether a module and the packages it lies in are loaded to their end."""
    module, above = sys.modules.get(name), name.rpartition(".")[0]
    begun = getattr(getattr(module, "__spec__", None), "_initializing", False)
    return not begun and (not above or _complete(above))


class _Changed(importlib.abc.MetaPathFinder):
    """Finds one module, changed."""

    def __init__(self, module: str, tree: ast.Module) -> None:
        self.module, self.tree = module, tree

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin is None:
            return None
        spec.loader = _Loader(fullname, spec.origin, self.tree)
        return spec


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, fullname: str, path: str, tree: ast.Module) -> None:
        super().__init__(fullname, path)
        self.tree = tree

    def get_code(self, fullname: str) -> CodeType:
        """Of the changed tree, never of or into a cache."""
        return compile(self.tree, self.get_filename(fullname), "exec")
