"""The catalog lists tables and views that the engine stores by path."""

from __future__ import annotations

from pyspark.sql import SparkSession
from sluice.bronze_types import read_bronze_types
from sluice.graph import in_order
from sluice.lake import Lake, LocalFiles
from sluice.model import read_models
from sluice.refresh_run import RefreshRun
from sluice.run import run_models

from engines.lakes import MODELS, PEPPER, TIME_ZONE, Lakes

CATALOG = "spark_catalog"


def test_lists_tables_and_makes_views_that_answer_by_name(lakes: Lakes, spark: SparkSession) -> None:
    models = read_models(MODELS)
    run = RefreshRun(
        spark,
        Lake(str(lakes.turns["spark"].lake), LocalFiles()),
        models,
        read_bronze_types(MODELS),
        lakes.refreshes[-1],
        PEPPER,
        time_zone=TIME_ZONE,
    )
    assert {result.error for result in run_models(run, in_order(models), CATALOG)} == {None}
    for name, model in models.items():
        listed = spark.table(f"{CATALOG}.{name}")
        assert [field.name for field in listed.schema][: len(model.columns)] == [one.name for one in model.columns]
    views = [name for name, model in models.items() if model.materialise == "view"]
    assert all(spark.table(f"{CATALOG}.{name}").limit(1).count() == 1 for name in views)
    described = spark.sql(f"DESCRIBE {CATALOG}.{views[0]}").first()
    assert described is not None
    assert described["comment"] == models[views[0]].columns[0].description
