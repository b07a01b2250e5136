"""What the code says to people: the texts it has translated, and those it forgot to.

Read from the syntax tree, so that what is found is what runs: the constants given to `tr`, `trn`, `marked` and
`marked_many`, and the words that stand in the code without them.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CALLS = {"tr": 1, "marked": 1, "trn": 2, "marked_many": 2}
"""How many of the first arguments are texts."""
OURS = "Dotted Line"
"""The product is called the same everywhere."""
PLACES = frozenset({"loc", "ha", "va", "textcoords"})
"""Where in a picture something stands, in the drawing library's words."""
NOT_FOR_PEOPLE = frozenset(
    {"ValueError", "KeyError", "TypeError", "LookupError", "RuntimeError", "AssertionError", "Unsettled"}
    | {"CheckConstraint", "Index", "UniqueConstraint", "ForeignKeyConstraint", "text", "literal_column"}
    | {"compile", "sub", "fullmatch", "match", "search", "findall", "escape", "format_skeleton", "format_date"}
    | {"debug", "info", "warning", "error", "exception", "critical", "attempt"}
)
"""Calls whose words nobody reads but those who look after the bot."""
_WORDS = re.compile(r"[^\W\d_]{2,}[,;:.]? [^\W\d_]{2,}")


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """A text to be translated: its English, one form or two, and what tells it from the same English elsewhere."""

    forms: tuple[str, ...]
    context: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, and where: `workflows/leave/cards.py:12`."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def packages() -> list[Path]:
    """The packages that speak to people, each with catalogues of its own."""
    return sorted({path.parents[0] for path in ROOT.glob("workflows/*/__init__.py")} | {ROOT / "bot"})


def modules(package: Path) -> list[Path]:
    """The files of one package that may speak, in order; tables do not."""
    files = (path for path in package.rglob("*.py") if "migrations" not in path.parts)
    return sorted(path for path in files if not path.stem.endswith("tables"))


def texts_of(package: Path) -> dict[Text, list[str]]:
    """What the package says to people, and where."""
    found: dict[Text, list[str]] = {}
    for path in modules(package):
        for call in _calls(ast.parse(path.read_text())):
            text = _text(call)
            if text:
                found.setdefault(text, []).append(f"{path.relative_to(ROOT)}:{call.lineno}")
    return found


def mistakes(path: Path) -> Iterator[Finding]:
    """Words in the code that are not translated, and sentences put together from translated pieces."""
    tree = ast.parse(path.read_text())
    hidden = set(_hidden(tree))
    place = path.relative_to(ROOT)
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        wrong = _wrong(node)
        if wrong:
            yield Finding(f"{place}:{getattr(node, 'lineno', 0)}", wrong)


def _wrong(node: ast.AST) -> str | None:
    if isinstance(node, ast.Call) and _name(node) in CALLS:
        return _wrong_call(node)
    if isinstance(node, ast.JoinedStr):
        return _wrong_joined(node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and any(map(_says, (node.left, node.right))):
        return "a translated text is added to: make it one sentence with named parts"
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _WORDS.search(node.value.replace(OURS, "")):
        return f"not translated: {node.value[:60]!r}"
    return None


def _wrong_call(call: ast.Call) -> str | None:
    given = call.args[: CALLS[_name(call)]]
    if any(isinstance(one, ast.JoinedStr | ast.BinOp) for one in given):
        return "what is translated must be a constant"
    for part in call.keywords:
        pieces = [one.value for one in ast.walk(part.value) if isinstance(one, ast.Constant)] if part.arg else []
        words = [one for one in pieces if isinstance(one, str) and re.search(r"[^\W\d_]{2,}", one)]
        if part.arg != "context" and isinstance(part.value, ast.Constant | ast.IfExp | ast.JoinedStr) and words:
            return f"the part {part.arg} holds English: {words[0][:40]!r}"
    return None


def _wrong_joined(joined: ast.JoinedStr) -> str | None:
    letters = "".join(str(one.value) for one in joined.values if isinstance(one, ast.Constant))
    if any(_says(one.value) for one in joined.values if isinstance(one, ast.FormattedValue)):
        return "put together from pieces" if re.search(r"[^\W\d_]{2,}", letters) else None
    return f"not translated: {letters[:60]!r}" if _WORDS.search(letters) else None


def _says(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _name(node) in ("tr", "trn")


def _hidden(tree: ast.Module) -> Iterator[int]:
    """Docstrings, what is translated, and what only those read who look after the bot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)
        if isinstance(node, ast.Call) and _name(node) in CALLS:
            yield from (id(one) for given in node.args[: CALLS[_name(node)]] for one in ast.walk(given))
            yield from (id(word.value) for word in node.keywords if word.arg == "context")
        if isinstance(node, ast.keyword) and node.arg in PLACES:
            yield id(node.value)
        if isinstance(node, ast.Call) and _name(node) in NOT_FOR_PEOPLE:
            yield from (id(one) for given in (*node.args, *node.keywords) for one in ast.walk(given))
        if isinstance(node, ast.JoinedStr):
            yield from (id(one) for one in node.values)
        if isinstance(node, ast.Subscript | ast.AnnAssign):
            annotation = node.slice if isinstance(node, ast.Subscript) else node.annotation
            yield from (id(one) for one in ast.walk(annotation) if isinstance(one, ast.Constant))


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in CALLS)


def _text(call: ast.Call) -> Text | None:
    given = call.args[: CALLS[_name(call)]]
    forms = tuple(str(one.value) for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str))
    if len(forms) != CALLS[_name(call)]:
        return None
    context = next((word.value for word in call.keywords if word.arg == "context"), None)
    return Text(forms, str(context.value) if isinstance(context, ast.Constant) else "")


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
