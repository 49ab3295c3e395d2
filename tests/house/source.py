"""Reads the program's own source for the tests of the house."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "casework"


@dataclass(frozen=True)
class Module:
    """One source file."""

    path: Path

    @property
    def name(self) -> str:
        """The dotted name, `casework.cases.views.steps`."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def room(self) -> str:
        """The room or single file below casework: `cases`, `web`, `database`; `casework` for the wiring."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else "casework"

    @property
    def door(self) -> str:
        """The file or folder inside the room: `views`, `actions`; empty for the room itself."""
        parts = self.name.split(".")
        return parts[2] if len(parts) > 2 else ""

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed source."""
        return ast.parse(self.path.read_text("utf-8"), str(self.path))

    @cached_property
    def lines(self) -> int:
        """How long the file is."""
        return len(self.path.read_text("utf-8").splitlines())

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Everything in the source, gone through once for all who ask."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """The dotted names of everything that is imported."""
        return tuple(self._imports())

    def _imports(self) -> Iterator[str]:
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    @cached_property
    def functions(self) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
        """Every function and method."""
        return tuple(one for one in self.nodes if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))


@cache
def modules(folder: Path = PACKAGE) -> tuple[Module, ...]:
    """Every source file below the folder, but not what Alembic has written; each is parsed once."""
    files = sorted(folder.rglob("*.py"))
    own = [file for file in files if file.parts[-3:-1] != ("migrations", "versions")]
    return tuple(Module(file) for file in own if "vendor" not in file.parts)
