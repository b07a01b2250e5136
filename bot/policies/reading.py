"""YAML files into policies and assignments; what can't be one is said with its file, its line and its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from workflows.leave.rules.assignment import Assignment
from workflows.leave.rules.complaints import Place, complaints
from workflows.leave.rules.policy import LeavePolicy
from workflows.leave.rules.revision import Objection, Wanted
from workflows.leave.rules.settings import Setting

T = TypeVar("T", bound=Setting)
_LISTS = frozenset({"policies", "assignments"})


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where."""

    file: str
    line: int
    place: str
    text: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.place}: {self.text}" if self.place else f"{where}: {self.text}"


@dataclass(frozen=True)
class Page:
    """A file's content beside the marks that tell where each part of it stands."""

    file: str
    content: Any
    root: yaml.Node | None

    def problem(self, place: Place, text: str) -> Problem:
        """With its line, and its place in the file's own words."""
        return Problem(self.file, self.line(place), ".".join(self._words(place)), text)

    def line(self, place: Place) -> int:
        """Where it is written, or where it would have to be."""
        node, line = self.root, 1
        for step in place:
            found = next((pair for pair in _children(node) if pair[0] == step), None)
            if found is None:
                break
            _, mark, node = found
            line = mark.start_mark.line + 1
        return line

    def _words(self, place: Place) -> Iterator[str]:
        part = self.content
        for step in place:
            part = _part(part, step)
            named = isinstance(part, Mapping) and isinstance(step, int) and "code" in part
            yield str(part["code"]) if named else str(step + 1 if isinstance(step, int) else step)


@dataclass
class Described:
    """What the files say."""

    policies: list[LeavePolicy] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    origins: list[tuple[Wanted, Page, Place]] = field(default_factory=list)

    def problem(self, objection: Objection) -> Problem:
        """An objection at its place."""
        for one, page, place in self.origins:
            if one is objection.about:
                return page.problem((*place, objection.field), objection.text)
        return Problem("", 0, objection.field, objection.text)


def read(files: Sequence[Path]) -> Described:
    """All of them together; never raises for what they say."""
    described = Described()
    for path in files:
        page = _page(path)
        if isinstance(page, Problem):
            described.problems.append(page)
            continue
        described.problems += _repeated(page, page.root)
        for place, content, kind in _entries(page, described):
            _read(described, page, place, content, kind)
    return described


def _read(described: Described, page: Page, place: Place, content: Any, kind: type[Setting]) -> None:
    try:
        one = kind.model_validate(content)
    except ValidationError as error:
        described.problems += [page.problem((*place, *found.place), found.text) for found in complaints(error)]
        return
    if isinstance(one, LeavePolicy):
        described.policies.append(one)
        described.origins.append((one, page, place))
    if isinstance(one, Assignment):
        described.assignments.append(one)
        described.origins.append((one, page, place))


def _entries(page: Page, described: Described) -> Iterator[tuple[Place, Any, type[Setting]]]:
    """A file is one policy, or lists of policies and assignments."""
    content = page.content
    if not isinstance(content, Mapping):
        described.problems.append(page.problem((), "expected a policy, or `policies:` and `assignments:`"))
        return
    if not _LISTS & set(content):
        yield (), content, LeavePolicy
        return
    for name, kind in (("policies", LeavePolicy), ("assignments", Assignment)):
        listed = content.get(name) or []
        if not isinstance(listed, list):
            described.problems.append(page.problem((name,), "write a list"))
            continue
        yield from (((name, number), one, kind) for number, one in enumerate(listed))
    for name in content:
        if name not in _LISTS:
            described.problems.append(page.problem((name,), "beside `policies:` and `assignments:` nothing can stand"))


def _page(path: Path) -> Page | Problem:
    try:
        text = path.read_text(encoding="utf-8")
        return Page(path.name, yaml.safe_load(text), yaml.compose(text))
    except UnicodeDecodeError:
        return Problem(path.name, 0, "", "this is no text in UTF-8")
    except OSError as error:
        return Problem(str(path), 0, "", f"it can't be read ({error.strerror})")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return Problem(path.name, mark.line + 1 if mark else 0, "", f"this is no YAML ({error.problem})")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return Problem(path.name, 0, "", f"this is no YAML ({error})")


def _repeated(page: Page, node: yaml.Node | None) -> Iterator[Problem]:
    """The same setting twice: YAML would silently take the last."""
    seen: set[Any] = set()
    for key, mark, child in _children(node):
        if isinstance(node, yaml.MappingNode) and key in seen:
            yield Problem(page.file, mark.start_mark.line + 1, str(key), "this is said twice")
        seen.add(key)
        yield from _repeated(page, child)


def _children(node: yaml.Node | None) -> Iterator[tuple[Any, yaml.Node, yaml.Node]]:
    """Each part: its key or number, where it is written, and itself."""
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, key, value) for key, value in node.value)
    if isinstance(node, yaml.SequenceNode):
        yield from ((number, one, one) for number, one in enumerate(node.value))


def _part(content: Any, step: int | str) -> Any:
    if isinstance(content, Mapping):
        return content.get(step)
    if isinstance(content, list) and isinstance(step, int) and step < len(content):
        return content[step]
    return None
