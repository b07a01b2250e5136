"""Running files of expectations, and saying in which step what came out otherwise than expected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import starmap
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from workflows.kernel.errors import Refused
from workflows.leave.rules.assignment import PolicySet
from workflows.leave.rules.expectations.deeds import done
from workflows.leave.rules.expectations.format import Expectations, Step
from workflows.leave.rules.expectations.world import World
from workflows.leave.rules.policy import LeavePolicy


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that came out otherwise; step 0 when the file itself can't be read."""

    step: int
    action: str
    what: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        if not self.step:
            return self.what
        return (
            f"step {self.step} ({self.action}): {self.what}: expected {_said(self.expected)}, got {_said(self.found)}"
        )


@dataclass(frozen=True)
class Report:
    """What came of one case."""

    path: Path
    title: str
    steps: int
    differences: tuple[Difference, ...]


def run_file(path: Path) -> tuple[Report, ...]:
    """Every case of a YAML or JSON file: one, or a list under `cases`. Never raises for what the file says."""
    try:
        cases = load(path)
    except (ValueError, OSError, Refused) as error:
        return (Report(path, path.name, 0, (Difference(0, "", str(error), None, None),)),)
    return tuple(run(case, policies, path) for case, policies in cases)


def load(path: Path) -> tuple[tuple[Expectations, PolicySet], ...]:
    """The file's cases with their policies; ValueError saying which word is wrong and why."""
    import yaml  # noqa: PLC0415 - only where files are read

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name} is no YAML: {error}") from error
    if not isinstance(content, Mapping):
        raise ValueError(f"{path.name}: expected a case, or a list under `cases`")  # noqa: TRY004 - what the file says is a value
    content = _worded(content)
    common = {key: value for key, value in content.items() if key != "cases"}
    cases = content.get("cases") or [{}]
    return tuple(_read({**common, **case}, path) for case in cases)


def _worded(content: Any) -> Any:
    """YAML takes the word `on` for true, also where it is the name of something."""
    if isinstance(content, Mapping):
        return {"on" if key is True else key: _worded(value) for key, value in content.items()}
    return [_worded(one) for one in content] if isinstance(content, list) else content


def _read(content: Mapping[str, Any], path: Path) -> tuple[Expectations, PolicySet]:
    try:
        case = Expectations.model_validate(content)
        return case, _policies(case, path)
    except ValidationError as error:
        raise ValueError(f"{path.name}: {_first(error)}") from error


def _first(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(part) for part in found['loc']) or 'policy'}: {found['msg'].removeprefix('Value error, ')}"
        for found in error.errors()
    )


def _policies(case: Expectations, path: Path) -> PolicySet:
    written = case.policies or [case.policy or {}]
    return PolicySet(policies=tuple(_policy(one, path) for one in written), assignments=tuple(case.assignments))


def _policy(written: Mapping[str, Any] | str, path: Path) -> LeavePolicy:
    import yaml  # noqa: PLC0415 - only where files are read

    if isinstance(written, Mapping):
        return LeavePolicy.model_validate({"code": "policy", "name": "Policy", **written})
    beside = path.parent / written
    return LeavePolicy.model_validate(yaml.safe_load(beside.read_text(encoding="utf-8")))


def run(case: Expectations, policies: PolicySet, path: Path) -> Report:
    """Play one case and compare every step."""
    differences: list[Difference] = []
    try:
        world = World(policies, case)
        for number, step in enumerate(case.steps, 1):
            differences += _compared(number, step, world)
    except (ValueError, KeyError, Refused) as error:
        differences.append(Difference(0, "", f"{case.title}: {error}", None, None))
    return Report(path, case.title, len(case.steps), tuple(differences))


def _compared(number: int, step: Step, world: World) -> Iterator[Difference]:
    action, what = step.action
    found = done(world, action, what)
    if "refused" in found and "refused" not in step.expect:
        yield Difference(number, action, "refused", None, f"{found['refused']}: {found['text']}")
        return
    for key, expected in step.expect.items():
        if not _matches(expected, found.get(key)):
            yield Difference(number, action, key, expected, found.get(key))


def _matches(expected: Any, found: Any) -> bool:
    """A mapping means at least these, a list exactly these in order, a text is found within; numbers are exact."""
    if isinstance(expected, Mapping):
        return isinstance(found, Mapping) and all(_entry(key, value, found) for key, value in expected.items())
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(found) == len(expected)
            and all(starmap(_matches, zip(expected, found, strict=True)))
        )
    return _equal(expected, found)


def _entry(key: Any, value: Any, found: Mapping[Any, Any]) -> bool:
    if key in found:
        return _matches(value, found[key])
    known = {str(each): content for each, content in found.items()}
    return _matches(value, known.get(str(key)))


def _equal(expected: Any, found: Any) -> bool:
    if isinstance(found, Decimal):
        try:
            return Decimal(str(expected)) == found
        except InvalidOperation:
            return False
    if isinstance(found, date):
        return str(expected) == found.isoformat()
    if isinstance(expected, bool) or expected is None or found is None:
        return expected is found
    if isinstance(found, str):
        said = str(expected)
        return said == found or (" " in said and said in found)
    return bool(expected == found)


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_said(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_said, value)) + "]"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "nothing" if value is None else str(value)
