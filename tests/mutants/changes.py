"""Which small changes to a module are tried: one comparison, one `not`, one number, one answer, one statement each."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_TWINS = {"any": "all", "all": "any", "min": "max", "max": "min"}
_LONGEST = 110


@dataclass(frozen=True, slots=True)
class Change:
    """One mutant of a module."""

    place: int
    variant: int
    line: int
    function: str
    """The qualified name of the outermost function it lies in; empty for what runs when the module is imported."""
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    node: ast.AST
    function: str
    returns: str


def changes(source: str) -> list[Change]:
    """Every change to a module's source, in the order of its text."""
    return [
        Change(number, variant, _line(place.node), place.function, _text(place.node, new))
        for number, place in enumerate(_places(ast.parse(source)))
        for variant, new in enumerate(_variants(place))
    ]


def changed(source: str, change: Change) -> ast.Module:
    """The module with this one change in it; with the lines of the original."""
    tree = ast.parse(source)
    place = list(_places(tree))[change.place]
    new = list(_variants(place))[change.variant]
    _Swap(place.node, ast.copy_location(new, place.node)).visit(tree)
    return ast.fix_missing_locations(tree)


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def _places(tree: ast.Module) -> Iterator[_Place]:
    yield from _within(tree, "", "", "")


def _within(node: ast.AST, owner: str, function: str, returns: str) -> Iterator[_Place]:
    """What may be changed below a node: no annotation, no decorator, no docstring."""
    yield _Place(node, function, returns)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        for default in (*node.args.defaults, *(one for one in node.args.kw_defaults if one)):
            yield from _within(default, owner, function, returns)
        inside, answers = function or f"{owner}{node.name}", ast.unparse(node.returns) if node.returns else ""
        for each in node.body:
            yield from _within(each, owner, inside, answers)
        return
    if isinstance(node, ast.ClassDef):
        for each in node.body:
            yield from _within(each, f"{owner}{node.name}.", function, returns)
        return
    for name, field in ast.iter_fields(node):
        if name in {"annotation", "returns"}:
            continue
        for each in field if isinstance(field, list) else [field]:
            if isinstance(each, ast.AST):
                yield from _within(each, owner, function, returns)


def _variants(place: _Place) -> Iterator[ast.AST]:
    node = place.node
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand
        case ast.BinOp() if type(node.op) in _OPERATORS and place.function:
            yield ast.BinOp(node.left, _OPERATORS[type(node.op)](), node.right)
        case ast.Constant():
            yield from _numbers(node)
        case ast.Call(func=ast.Name(id=name)) if name in _TWINS:
            yield ast.Call(ast.Name(_TWINS[name], ast.Load()), node.args, node.keywords)
        case ast.If() | ast.While() | ast.IfExp() | ast.comprehension():
            yield from _negated(node)
        case ast.Return():
            yield from _answers(node, place.returns)
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Assign() | ast.Continue() | ast.Break():
            yield from _left_out(node)


def _compared(node: ast.Compare) -> Iterator[ast.AST]:
    for position, op in enumerate(node.ops):
        ops = [*node.ops]
        ops[position] = _COMPARISONS[type(op)]()
        yield ast.Compare(node.left, ops, node.comparators)


def _numbers(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)


def _negated(node: ast.If | ast.While | ast.IfExp | ast.comprehension) -> Iterator[ast.AST]:
    """The other way round; where a comparison or a `not` decides, that is changed already."""
    if isinstance(node, ast.comprehension):
        for position, test in enumerate(node.ifs):
            if not _has_its_own(test):
                new = copy.copy(node)
                new.ifs = [*node.ifs[:position], ast.UnaryOp(ast.Not(), test), *node.ifs[position + 1 :]]
                yield new
        return
    if not _has_its_own(node.test):
        turned = copy.copy(node)
        turned.test = ast.UnaryOp(ast.Not(), node.test)
        yield turned


def _has_its_own(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare | ast.Constant) or (
        isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    )


def _answers(node: ast.Return, returns: str) -> Iterator[ast.AST]:
    if node.value is None or isinstance(node.value, ast.Constant):
        return
    for value in (True, False) if returns == "bool" else (None,):
        yield ast.Return(ast.Constant(value))


def _left_out(node: ast.stmt) -> Iterator[ast.AST]:
    """Left out, where the rest still has its names."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Assign) and all(isinstance(one, ast.Name | ast.Tuple) for one in node.targets):
        return
    yield ast.Pass()


def _line(node: ast.AST) -> int:
    named = node.target if isinstance(node, ast.comprehension) else node
    return int(getattr(named, "lineno", 0))


def _text(old: ast.AST, new: ast.AST) -> str:
    was, now = (" ".join(ast.unparse(one).split()) for one in (old, new))
    return f"{was[:_LONGEST]}  ->  {now[:_LONGEST]}"
