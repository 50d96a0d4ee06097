"""Structure of the package."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter

from sluice.places import LAKEHOUSE

PACKAGE = LAKEHOUSE / "engines" / "spark" / "sluice"


def imports_of(text: str) -> Iterator[str]:
    """Modules of the package that a text imports, including imports for type checkers."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module is not None:
            yield node.module


def test_no_module_imports_itself_by_a_way_around() -> None:
    modules = {file.stem: set(imports_of(file.read_text(encoding="utf-8"))) for file in PACKAGE.glob("*.py")}
    assert modules["run"] > {"relations", "strategies"}
    # Raises CycleError with the modules.
    order = tuple(TopologicalSorter(modules).static_order())
    assert set(order) == set(modules)
