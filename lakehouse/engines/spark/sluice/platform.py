"""Differences between Databricks and open-source Spark: session, small files, secrets. All of them are in this
module.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from pyspark.sql import SparkSession

from .errors import SluiceError
from .lake import DatabricksFiles, Files, LocalFiles

PEPPER = "PSEUDONYM_PEPPER"
"""Environment variable with the secret that pseudonyms are keyed with."""
SECRET_SCOPE = "sluice"
SECRET_KEY = "pseudonym-pepper"

SESSION = {
    # Days and hours are cut in UTC, as in the DuckDB engine.
    "spark.sql.session.timeZone": "UTC",
    # A cast that does not fit is an error, as in the DuckDB engine, and never a silent NULL.
    "spark.sql.ansi.enabled": "true",
    # Instants as Parquet's microseconds, in the calendar that covers all years of Silver. Spark's older form stores
    # nanoseconds, which end in 2262. Its default refuses to write times before 1900 or 1582.
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInWrite": "CORRECTED",
}


def on_databricks(environment: Mapping[str, str] = os.environ) -> bool:
    """Every Databricks runtime sets this variable, including serverless."""
    return "DATABRICKS_RUNTIME_VERSION" in environment


def open_session() -> SparkSession:
    """The existing session, or a new one with Delta Lake.

    On open-source Spark the jars of Delta Lake come with `spark-submit --packages io.delta:delta-spark_2.12:…`.
    """
    spark = SparkSession.getActiveSession()
    if spark is None:
        builder = SparkSession.Builder().appName("sluice")
        if not on_databricks():
            builder = builder.config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension").config(
                "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog"
            )
        spark = builder.getOrCreate()
    for name, value in SESSION.items():
        spark.conf.set(name, value)
    return spark


def open_files(spark: SparkSession) -> Files:
    """Small files of the lake."""
    return DatabricksFiles(_dbutils(spark)) if on_databricks() else LocalFiles()


def read_pepper(spark: SparkSession, environment: Mapping[str, str] = os.environ) -> str:
    """From the environment, or on Databricks from the secret scope `sluice`.

    Raises SluiceError `arguments_invalid`: pseudonyms without a secret could be reversed by trying all names.
    """
    pepper = environment.get(PEPPER)
    if not pepper and on_databricks(environment):
        pepper = str(_dbutils(spark).secrets.get(SECRET_SCOPE, SECRET_KEY))
    if not pepper:
        raise SluiceError("arguments_invalid", f"{PEPPER} is not set")
    return pepper


def _dbutils(spark: SparkSession) -> Any:
    # This module exists only on Databricks.
    from pyspark.dbutils import DBUtils  # type: ignore[import-not-found]

    return DBUtils(spark)
