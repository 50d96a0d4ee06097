"""What differs between Databricks and open-source Spark: the session, small files, secrets. Nothing else asks."""

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
    # Days and hours are cut in UTC, as in the other engine.
    "spark.sql.session.timeZone": "UTC",
    # A cast that does not fit is an error, as in the other engine, and never a silent NULL.
    "spark.sql.ansi.enabled": "true",
    # Instants as Parquet's microseconds, in the calendar that all of Silver's years are in: Spark's older form holds
    # nanoseconds, which end in 2262, and its default refuses to write what is before 1900 or 1582.
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInWrite": "CORRECTED",
}


def on_databricks(environment: Mapping[str, str] = os.environ) -> bool:
    """Every Databricks runtime sets this variable, serverless ones too."""
    return "DATABRICKS_RUNTIME_VERSION" in environment


def open_session() -> SparkSession:
    """The session that is there already, or a new one with Delta Lake.

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

    Raises SluiceError `arguments_invalid`: pseudonyms without a secret could be undone by trying all names.
    """
    pepper = environment.get(PEPPER)
    if not pepper and on_databricks(environment):
        pepper = str(_dbutils(spark).secrets.get(SECRET_SCOPE, SECRET_KEY))
    if not pepper:
        raise SluiceError("arguments_invalid", f"{PEPPER} is not set")
    return pepper


def _dbutils(spark: SparkSession) -> Any:
    # There is no such module outside of Databricks.
    from pyspark.dbutils import DBUtils  # type: ignore[import-not-found]

    return DBUtils(spark)
