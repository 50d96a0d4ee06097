"""A local Spark session that starts fast and uses few resources."""

from __future__ import annotations

import os
from pathlib import Path

from pyspark.sql import SparkSession
from sluice.platform import open_session

DELTA = "io.delta:delta-spark_2.12:3.2.1"
"""The same version as the Python package in requirements.txt."""

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.databricks.delta.snapshotPartitions": "1",
    # A few thousand rows: compiling a plan takes longer than running it.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.adaptive.enabled": "false",
    # The engine persists the source of a merge; another copy has no use here.
    "spark.databricks.delta.merge.materializeSource": "none",
    # The comparison reads Parquet with Arrow, which reads Spark's older timestamps as nanoseconds.
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
}
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dderby.system.home={work}"


def start_spark(build: Path, work: Path) -> SparkSession:
    """`build` keeps the jars between runs; `work` is for the files of a run."""
    settings = {
        **SETTINGS,
        "spark.jars.ivy": str(build / "ivy"),
        "spark.sql.warehouse.dir": str(work / "warehouse"),
        "spark.local.dir": str(work / "local"),
    }
    flags = " ".join(f"--conf {name}={value}" for name, value in settings.items())
    os.environ["PYSPARK_SUBMIT_ARGS"] = (
        f"--master local[2] --driver-memory 2g --packages {DELTA} {flags}"
        f' --driver-java-options "{JAVA.format(work=work)}" pyspark-shell'
    )
    spark = open_session()
    spark.sparkContext.setLogLevel("ERROR")
    return spark
