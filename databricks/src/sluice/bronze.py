"""Bronze as relations: the file of a batch source. Events are in contract_lines.py."""

from __future__ import annotations

from collections.abc import Mapping

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from .column_type import spark_type
from .model import BatchBronze
from .sql_text import quoted_name


def batch_rows(spark: SparkSession, folder: str | None, bronze: BatchBronze) -> DataFrame:
    """The rows of a batch file by the names of its columns; none where the plan has no run of its source.

    Everything is read as text first, so that a declared number means the same in JSON and in CSV. In CSV, an empty
    field is NULL, quoted or not.

    Raises an AnalysisException where the file or one of the columns is missing.
    """
    if folder is None:
        return empty(spark, {name: spark_type(kind) for name, kind in bronze.columns.items()})
    path = f"{folder}/{bronze.file}"
    if bronze.format == "csv":
        texts = spark.read.csv(path, header=True, multiLine=True, escape='"', mode="FAILFAST")
    else:
        schema = ", ".join(f"{quoted_name(name)} string" for name in bronze.columns)
        texts = spark.read.json(path, schema=schema, multiLine=bronze.format == "json", mode="FAILFAST")
    return texts.select(*(_typed(name, kind, bronze.format == "csv") for name, kind in bronze.columns.items()))


def _typed(name: str, kind: str, empty_is_null: bool) -> Column:
    text = F.col(quoted_name(name))
    if empty_is_null:
        text = F.when(text != "", text)
    if kind in ("integer", "long"):
        # `4.0` is a whole number too.
        return F.round(text.cast("decimal(38,9)")).cast(spark_type(kind)).alias(name)
    return text.cast(spark_type(kind)).alias(name)


def empty(spark: SparkSession, columns: Mapping[str, str]) -> DataFrame:
    """A relation without rows; Spark sees that it has none and plans around it."""
    fields = (f"CAST(NULL AS {kind}) AS {quoted_name(name)}" for name, kind in columns.items())
    return spark.sql(f"SELECT {', '.join(fields)} WHERE false")
