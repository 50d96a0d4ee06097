"""Paths of the lakehouse folder that contains this package: the folder above `engines/`."""

from __future__ import annotations

from pathlib import Path

LAKEHOUSE = Path(__file__).resolve().parents[3]
MODELS = LAKEHOUSE / "models"
HEADER_SCHEMA = LAKEHOUSE / "model.schema.json"
MACROS = LAKEHOUSE / "macros.json"
