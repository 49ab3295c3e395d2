"""Mutants of a module: its source with one small thing turned into its opposite."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Mult: ast.Add,
}
# Text for people, types and imports say nothing that a test of behaviour could see.
SPOKEN = frozenset(
    {"_", "gettext", "ngettext", "Field", "ValueError", "RuntimeError", "TypeVar", "Literal", "cast"}
)
REMARK = "remark"  # its text is for people, and the tests of the languages hold it; its values are not

Change = Callable[[ast.AST], ast.AST | None]


@dataclass(frozen=True)
class Mutant:
    """One change: in which file, at which node of its tree (counted), where and what."""

    file: Path
    node: int
    change: Change
    line: int
    before: str
    after: str

    def source(self) -> str:
        """The module's text with the change in it."""
        tree = ast.parse(self.file.read_text("utf-8"))
        target = list(ast.walk(tree))[self.node]
        changed = self.change(copy.deepcopy(target))
        assert changed is not None

        class Put(ast.NodeTransformer):
            """Puts the changed node in."""

            def visit(self, node: ast.AST) -> ast.AST:
                """The changed node in place of its original."""
                return changed if node is target else self.generic_visit(node)

        return ast.unparse(ast.fix_missing_locations(Put().visit(tree)))


def mutants(file: Path) -> Iterator[Mutant]:
    """Every mutant of the module."""
    text = file.read_text("utf-8")
    tree = ast.parse(text)
    meant = set(_meant(tree))
    for number, node in enumerate(ast.walk(tree)):
        if id(node) not in meant:
            continue
        for change in CHANGES:
            changed = change(copy.deepcopy(node))
            if changed is not None:
                line = getattr(node, "lineno", 0)
                yield Mutant(file, number, change, line, _brief(node), _brief(changed))


def _brief(node: ast.AST) -> str:
    return ast.unparse(node).replace("\n", " ")[:90]


def _meant(tree: ast.AST) -> Iterator[int]:
    """The nodes that a test could see: no docstrings, types, imports, decorators and words for people."""
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        yield id(node)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "type_comment", "bases"):
                continue
            if name == "args" and isinstance(node, ast.Call) and _name(node) == REMARK:
                continue
            parts = value if isinstance(value, list) else [value]
            if name == "body" and parts and _is_text(parts[0]):
                parts = parts[1:]
            stack.extend(one for one in parts if isinstance(one, ast.AST) and not _is_spoken(one))


def _is_text(node: object) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _is_spoken(node: ast.AST) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr) or _is_export(node):
        return True
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return True
    return isinstance(node, ast.Call | ast.Subscript) and _name(node) in SPOKEN


def _is_export(node: ast.AST) -> bool:
    """What a module lets others import: the other half of an import."""
    return isinstance(node, ast.Assign) and [ast.unparse(one) for one in node.targets] == ["__all__"]


def _name(node: ast.Call | ast.Subscript) -> str:
    inner = node.func if isinstance(node, ast.Call) else node.value
    return inner.id if isinstance(inner, ast.Name) else ""


def _compared(node: ast.AST) -> ast.AST | None:
    if not isinstance(node, ast.Compare):
        return None
    node.ops = [COMPARED[type(node.ops[0])](), *node.ops[1:]]
    return node


def _counted(node: ast.AST) -> ast.AST | None:
    if not isinstance(node, ast.BinOp) or type(node.op) not in COUNTED:
        return None
    node.op = COUNTED[type(node.op)]()
    return node


def _joined(node: ast.AST) -> ast.AST | None:
    if not isinstance(node, ast.BoolOp):
        return None
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    return node


def _denied(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return node.operand
    if isinstance(node, ast.If | ast.IfExp):
        node.test = ast.UnaryOp(ast.Not(), node.test)
        return node
    return None


def _constant(node: ast.AST) -> ast.AST | None:
    if not isinstance(node, ast.Constant):
        return None
    if isinstance(node.value, bool):
        return ast.Constant(not node.value)
    if isinstance(node.value, int):
        return ast.Constant(node.value + 1)
    return ast.Constant(f"{node.value}x") if isinstance(node.value, str) else None


def _nothing(node: ast.AST) -> ast.AST | None:
    """A result that is not given, a call that is not made."""
    if isinstance(node, ast.Return) and node.value and not isinstance(node.value, ast.Constant):
        return ast.Return(ast.Constant(None))
    if isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        return ast.Pass()
    return None


CHANGES: tuple[Change, ...] = (_compared, _counted, _joined, _denied, _constant, _nothing)
