"""Events that Spark sets aside, and reads again later."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession
from sluice.bronze_types import read_bronze_types
from sluice.lake import Lake, LocalFiles
from sluice.model import read_models
from sluice.refresh_run import RefreshRun
from sluice.run import run_models

from engines.lakes import MODELS, PEPPER

NAMES = ("silver.iot_telemetry", "silver.iot_telemetry_rejected")
TIME = "2026-03-02T08:16:00.000Z"
FIRMWARE = "b.event.data.firmware AS firmware"
FAILING = "CAST(CAST(b.event.data.firmware AS INTEGER) AS STRING) AS firmware"


def line(number: int, partition: int, **changes: Any) -> str:
    data = {
        "readingId": f"r-{partition}-{number}",
        "deviceId": "dev-1",
        "measuredAt": "2026-03-02T08:15:30Z",
        "site": {"siteCode": "WH-1", "country": "PL", "latitude": 54.1, "longitude": 18},
        "metrics": {"temperatureCelsius": 4},
        "status": "ok",
        **changes,
    }
    meta = {
        "verdict": "accepted", "contract": "iot.telemetry", "version": 1, "partition": partition,
        "sequenceNumber": number, "offset": "0", "enqueuedTime": TIME, "landedAt": TIME,
    }  # fmt: skip
    event = {"specversion": "1.0", "id": "e", "source": "/t", "type": "iot.telemetry", "data": data}
    return json.dumps({"meta": meta, "event": event}, separators=(",", ":"))


def land(lake: Path, partition: int, slot: int, lines: list[str]) -> None:
    file = lake / "bronze" / "iot" / "life-1" / f"p={partition:02d}" / f"{slot // 1000:09d}" / f"{slot:012d}.ndjson.gz"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress("".join(f"{one}\n" for one in lines).encode()))


def plan(lake: Path, refresh: int) -> None:
    folder = lake / "gold" / "_refresh" / f"{refresh:015d}"
    folder.mkdir(parents=True)
    heads = [
        {"hubGeneration": "life-1", "partition": 0, "slot": 1},
        {"hubGeneration": "life-1", "partition": 1, "slot": 0},
    ]
    content = {"refresh": refresh, "previous": None, "asOf": TIME, "bronze": {"iot": heads}, "batch": {}}
    (folder / "plan.json").write_text(json.dumps(content), encoding="utf-8")


def run(spark: SparkSession, lake: Path, models: Path, refresh: int) -> RefreshRun:
    plan(lake, refresh)
    made = RefreshRun(
        spark, Lake(str(lake), LocalFiles()), read_models(models), read_bronze_types(models), refresh, PEPPER
    )
    assert {result.error for result in run_models(made, NAMES)} == {None}
    return made


def rejected(made: RefreshRun) -> list[tuple[int, int, str]]:
    rows = made.table(made.models[NAMES[1]]).rows().select("partition", "sequence_number", "field").collect()
    return sorted((row[0], row[1], row[2]) for row in rows)


def test_finds_what_no_check_foresaw_and_takes_it_up_once_the_rule_is_another(
    spark: SparkSession, tmp_path: Path
) -> None:
    lake, models = tmp_path / "lake", tmp_path / "models"
    shutil.copytree(MODELS, models)
    text = models / "silver" / "iot" / "iot_telemetry.sql"
    text.write_text(text.read_text(encoding="utf-8").replace(FIRMWARE, FAILING), encoding="utf-8")
    land(
        lake,
        0,
        0,
        [line(0, 0, firmware="1"), line(1, 0, firmware="one"), line(2, 0, measuredAt="0000-01-01T00:00:00Z")],
    )
    land(lake, 0, 1, [line(3, 0, firmware="\ud800"), line(4, 0)])
    land(lake, 1, 0, [line(0, 1, firmware="four")])
    made = run(spark, lake, models, 1000)
    assert made.table(made.models[NAMES[0]]).rows().count() == 2
    assert rejected(made) == [(0, 1, ""), (0, 2, "/data/measuredAt"), (0, 3, ""), (1, 0, "")]

    text.write_text(text.read_text(encoding="utf-8").replace(FAILING, FIRMWARE), encoding="utf-8")
    types = models / "generated" / "bronze.json"
    contracts = json.loads(types.read_text(encoding="utf-8"))
    contracts["iot_telemetry"]["rule"] = "another"
    types.write_text(json.dumps(contracts), encoding="utf-8")
    made = run(spark, lake, models, 2000)
    assert made.table(made.models[NAMES[0]]).rows().count() == 4
    assert rejected(made) == [(0, 2, "/data/measuredAt"), (0, 3, "")]
