"""Minimal model files for tests."""

from __future__ import annotations

from collections.abc import Mapping

from sluice.model import Model, parse_model

ONE_COLUMN = {"id": "string"}


def model(path: str, select: str, columns: Mapping[str, str] | str = ONE_COLUMN, **settings: str) -> Model:
    """A model; `columns` are types by name, or YAML. Settings are YAML; the default of `materialise` is full."""
    return parse_model(f"/*\n{header(columns, **settings)}\n*/\n{select}\n", path)


def header(columns: Mapping[str, str] | str = ONE_COLUMN, **settings: str) -> str:
    """The YAML of a model."""
    if not isinstance(columns, str):
        described = (f"{name}: {{ type: '{kind}', description: Of a test. }}" for name, kind in columns.items())
        columns = f"{{ {', '.join(described)} }}"
    fields = {"description": "A table.", "materialise": "full", "columns": columns, **settings}
    return "\n".join(f"{name}: {value}" for name, value in fields.items())
