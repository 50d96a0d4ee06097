"""The hash of a model is the same in both engines: lakehouse/model-hash.cases.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sluice.bronze_types import read_bronze_types
from sluice.macros import read_macros
from sluice.model import read_models
from sluice.model_hash import model_hash
from sluice.places import LAKEHOUSE

CASES: dict[str, Any] = json.loads((LAKEHOUSE / "model-hash.cases.json").read_text(encoding="utf-8"))


def hashes(folder: Path, change: dict[str, Any] | None = None) -> dict[str, str]:
    for path, lines in CASES["files"].items():
        text = "\n".join(lines)
        if change is not None and change["file"] == path:
            assert change["from"] in text
            text = text.replace(change["from"], change["to"])
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{text}\n", encoding="utf-8")
    models, types = read_models(folder), read_bronze_types(folder)
    return {name: model_hash(model, models, types) for name, model in models.items()}


def test_computes_the_hashes_of_the_other_engine(tmp_path: Path) -> None:
    assert hashes(tmp_path) == CASES["hashes"]


@pytest.mark.parametrize("change", CASES["changes"], ids=lambda change: change["title"])
def test_changes_with_what_decides_rows(tmp_path: Path, change: dict[str, Any]) -> None:
    after = hashes(tmp_path, change)
    changed = {name for name, known in CASES["hashes"].items() if after[name] != known}
    assert changed == set(change["changes"])


def test_changes_with_a_function_that_the_model_uses(tmp_path: Path) -> None:
    hashes(tmp_path)
    models, types = read_models(tmp_path), read_bronze_types(tmp_path)
    macros = dict(read_macros())
    macros["minor_to_amount"] = macros["amount_or_zero"]
    after = {name: model_hash(model, models, types, macros) for name, model in models.items()}
    assert {name for name, known in CASES["hashes"].items() if after[name] != known} == {"silver.reading"}
