"""A change of a model, and a rebuild of its table, on Spark."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession
from sluice.bronze_types import BronzeType, nested_type, spark_text_type
from sluice.graph import in_order
from sluice.lake import Lake, LocalFiles
from sluice.model import Model
from sluice.refresh_run import RefreshRun
from sluice.result import ModelResult
from sluice.run import run_models
from tests.models import model

DATA = {"celsius": "double", "deviceId": "string"}
EVENT = {"struct": {"id": "string", "type": "string", "time": "timestamp", "data": {"struct": DATA}}}
TEXTS = nested_type(EVENT, spark_text_type)
TYPES = {"iot_reading": BronzeType("iot.reading", "iot", nested_type(EVENT), TEXTS, "rule", DATA)}
READING = model(
    "silver/iot/reading.sql",
    "SELECT b.event.id AS event_id, b.event.data.deviceId AS device_id, b.event.data.celsius AS celsius,"
    " b.meta.landedAt AS landed_at, b.meta.sequenceNumber AS sequence_number FROM bronze.iot_reading AS b",
    columns={"event_id": "string", "device_id": "string", "celsius": "double", "landed_at": "timestamp"},
    materialise="append",
    key="[event_id]",
    firstBy="[sequence_number]",
    bronze="{ contract: iot.reading }",
)
TOTAL = model(
    "gold/facts/device_total.sql",
    "SELECT device_id, sum(readings) AS readings FROM (SELECT device_id, readings FROM existing.device_total"
    " UNION ALL SELECT device_id, 1 FROM changed.reading) AS parts GROUP BY device_id",
    columns={"device_id": "string", "readings": "long"},
    materialise="merge",
    key="[device_id]",
    affected="SELECT DISTINCT device_id FROM changed.reading",
)
FAHRENHEIT = replace(READING, select=READING.select.replace("b.event.data.celsius", "b.event.data.celsius * 1.8 + 32"))


class Scene:
    """A lake of one partition; each refresh has all of its slots."""

    def __init__(self, spark: SparkSession, folder: Path) -> None:
        self.spark, self.folder = spark, folder
        self.slots = 0

    def land(self, *readings: tuple[str, str, float]) -> None:
        lines = []
        for number, (event_id, device, celsius) in enumerate(readings):
            time = f"2026-03-0{self.slots + 1}T10:00:00Z"
            meta = {
                "verdict": "accepted",
                "contract": "iot.reading",
                "version": 1,
                "partition": 0,
                "sequenceNumber": self.slots * 10 + number,
                "offset": "0",
                "enqueuedTime": time,
                "landedAt": time,
            }
            event = {
                "id": event_id,
                "type": "iot.reading",
                "time": time,
                "data": {"deviceId": device, "celsius": celsius},
            }
            lines.append(json.dumps({"meta": meta, "event": event}, separators=(",", ":")) + "\n")
        self.slot(self.slots).parent.mkdir(parents=True, exist_ok=True)
        self.slot(self.slots).write_bytes(gzip.compress("".join(lines).encode()))
        self.slots += 1

    def slot(self, number: int) -> Path:
        return self.folder / "bronze" / "iot" / "life-1" / "p=00" / f"{number // 1000:09d}" / f"{number:012d}.ndjson.gz"

    def refresh(
        self, number: int, rebuild: Sequence[str] = (), reading: Model = READING, only: str | None = None
    ) -> Mapping[str, ModelResult]:
        plan = {
            "refresh": number,
            "previous": None,
            "asOf": "2026-03-05T06:10:00.000Z",
            "bronze": {"iot": [{"hubGeneration": "life-1", "partition": 0, "slot": self.slots - 1}]},
            "batch": {},
            "rebuild": list(rebuild),
        }
        lake = Lake(str(self.folder), LocalFiles())
        lake.files.write(lake.path("gold", f"_refresh/{number:015d}/plan.json"), json.dumps(plan))
        models = {one.name: one for one in (reading, TOTAL)}
        run = RefreshRun(self.spark, lake, models, TYPES, number, "pepper")
        names = [name for name in in_order(models) if only in (None, name)]
        return {result.model: result for result in run_models(run, names)}

    def rows(self, layer: str, table: str, *columns: str) -> list[tuple[Any, ...]]:
        rows = self.spark.read.format("delta").load(str(self.folder / layer / table)).select(*columns)
        return sorted(tuple(row) for row in rows.collect())


@pytest.fixture
def scene(spark: SparkSession, tmp_path: Path) -> Scene:
    made = Scene(spark, tmp_path)
    made.land(("a", "d1", 10), ("b", "d2", 20))
    assert [one.error for one in made.refresh(2000).values()] == [None, None]
    return made


def test_reports_rows_of_an_older_model_until_a_rebuild_replaces_them(scene: Scene) -> None:
    scene.land(("c", "d1", 30))
    mixed = scene.refresh(3000, reading=FAHRENHEIT)["silver.reading"]
    assert (mixed.outcome, mixed.rebuilt, json.loads(mixed.to_json())["modelChangedAt"]) == (
        "committed",
        False,
        "1970-01-01T00:00:03.000Z",
    )
    assert scene.rows("silver", "reading", "celsius") == [(10.0,), (20.0,), (86.0,)]

    results = scene.refresh(4000, ["silver.reading"], FAHRENHEIT)
    assert {name: (one.error, one.rebuilt, one.rows_written, one.rows_removed) for name, one in results.items()} == {
        "silver.reading": (None, True, 3, 3),
        "gold.device_total": (None, True, 2, 2),
    }
    assert results["silver.reading"].model_changed_at is None
    assert scene.rows("silver", "reading", "celsius") == [(50.0,), (68.0,), (86.0,)]
    assert scene.rows("gold", "device_total", "device_id", "readings") == [("d1", 2), ("d2", 1)]
    again = scene.refresh(5000, reading=FAHRENHEIT)
    assert [(one.outcome, one.model_changed_at) for one in again.values()] == [("unchanged", None)] * 2


def test_continues_with_the_readers_of_a_table_after_a_rebuild_that_ended_early(scene: Scene) -> None:
    scene.refresh(3000, ["silver.reading"], only="silver.reading")
    scene.land(("c", "d1", 30))
    results = scene.refresh(4000)
    assert [results[name].rebuilt for name in ("silver.reading", "gold.device_total")] == [False, True]
    assert scene.rows("gold", "device_total", "device_id", "readings") == [("d1", 2), ("d2", 1)]


def test_refuses_a_rebuild_without_the_first_slots(scene: Scene) -> None:
    scene.land(("c", "d1", 30))
    scene.refresh(3000)
    scene.slot(0).unlink()
    result = scene.refresh(4000, ["silver.reading"])["silver.reading"]
    assert result.outcome == "failed"
    assert (
        "Partition 0 of iot begins with slot 1 on 2026-03-02 10:00 UTC. The table begins on 2026-03-01 10:00 UTC."
        in str(result.error)
    )
    assert len(scene.rows("silver", "reading", "celsius")) == 3


def test_gives_a_table_without_rows_the_columns_of_a_changed_model(spark: SparkSession, tmp_path: Path) -> None:
    scene = Scene(spark, tmp_path)
    scene.land()
    assert [one.error for one in scene.refresh(2000).values()] == [None, None]
    other = replace(
        READING,
        columns=tuple(replace(one, type="string") if one.name == "celsius" else one for one in READING.columns),
    )
    scene.land(("a", "d1", 10))
    result = scene.refresh(3000, reading=other)["silver.reading"]
    assert (result.error, result.rows_written, result.model_changed_at) == (None, 1, None)
    assert scene.rows("silver", "reading", "celsius") == [("10.0",)]
