"""A model file is read completely, or refused with its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from sluice.bronze_types import read_bronze_types
from sluice.errors import SluiceError
from sluice.graph import in_order
from sluice.model import BatchBronze, read_models

from tests.models import model

MODELS = Path(__file__).resolve().parents[3] / "models"


def test_reads_every_model_of_the_lakehouse() -> None:
    models = read_models(MODELS)
    assert len(in_order(models)) == len(models) > 20
    contracts = {one.bronze_relation.name for one in models.values() if one.bronze_relation is not None}
    assert set(read_bronze_types(MODELS)) <= contracts


def test_takes_a_batch_relation_by_the_name_in_the_text() -> None:
    batch = model(
        "silver/batch/airport.sql",
        "SELECT iata AS id FROM bronze.airports",
        bronze="{ batch: reference_files, file: airports.csv, format: csv, columns: { iata: string } }",
    )
    assert isinstance(batch.bronze, BatchBronze)
    assert str(batch.bronze_relation) == "bronze.airports"


def test_dates_a_table_by_its_event_time() -> None:
    columns = {"id": "string", "event_time": "timestamp"}
    assert model("gold/x/a.sql", "SELECT 1", columns=columns).event_time == "event_time"
    assert model("gold/x/a.sql", "SELECT 1").event_time is None


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"materialise": "table"}, "materialise: 'table' is not one of"),
        ({"keys": "[id]"}, 'has the unknown field "keys"'),
        ({"key": "[other]"}, "key: 'other' is not a column of the model"),
        ({"columns": "{ id: { type: int, description: Id. } }"}, "columns.id.type: 'int' is not a type"),
        ({"columns": "{ id: { type: 'decimal(2,5)', description: Id. } }"}, "'decimal(2,5)' is not a column type"),
        ({"columns": "{ _refresh: { type: long, description: A. } }"}, "columns._refresh: '_refresh' is not a name"),
        ({"materialise": "merge", "key": "[id]"}, "affected: is missing"),
        ({"materialise": "append"}, "key: is missing"),
        ({"bronze": "{ contract: iot.x }"}, "belong together"),
        ({"restrict": "{ changed.a: day }"}, "'changed.a' is not a relation such as silver.x"),
        ({"expectations": "[{ name: a, check: b, action: stop }]"}, "action: 'stop' is not one of"),
        ({"columns": "{ id: { type: string"}, "expected"),
    ],
)
def test_refuses_what_it_does_not_understand(settings: dict[str, str], message: str) -> None:
    with pytest.raises(SluiceError, match=r"^model_invalid: ") as refused:
        model("gold/x/a.sql", "SELECT 1 AS id", **settings)
    assert "gold/x/a.sql" in str(refused.value)
    assert message in str(refused.value)


@pytest.mark.parametrize("path", ["gold/a.sql", "bronze/x/a.sql", "a.sql"])
def test_refuses_a_file_outside_of_the_layers(path: str) -> None:
    with pytest.raises(SluiceError, match="a model must be in"):
        model(path, "SELECT 1")
