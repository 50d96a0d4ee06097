"""Model files for tests, as short as they can be."""

from __future__ import annotations

from sluice.model import Model, parse_model


def model(path: str, select: str, **settings: str) -> Model:
    """A model with one column; settings are YAML texts, and `materialise` is full unless it is said otherwise."""
    header = {"materialise": "full", "columns": "{ id: { type: string } }", **settings}
    lines = "\n".join(f"{name}: {value}" for name, value in header.items())
    return parse_model(f"/*\n{lines}\n*/\n{select}\n", path)
