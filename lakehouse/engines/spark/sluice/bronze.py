"""Relations over Bronze: the file of a batch source. Events are in contract_lines.py."""

from __future__ import annotations

from collections.abc import Mapping

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from .column_type import spark_type
from .model import BatchBronze
from .sql_text import quoted_name, to_spark


def batch_rows(spark: SparkSession, folder: str | None, bronze: BatchBronze) -> DataFrame:
    """The castable rows of a batch file, in the declared columns; no rows if the plan has no run of the source.

    Raises an AnalysisException if the file or one of the columns is missing.
    """
    if folder is None:
        return empty(spark, {name: spark_type(kind) for name, kind in bronze.columns.items()})
    rows = _checked(spark, folder, bronze).where("problem IS NULL")
    # Spark may compute a cast before a condition beside it. CASE prevents that.
    return rows.select(
        *(F.when(F.col("problem").isNull(), _typed(name, kind)).alias(name) for name, kind in bronze.columns.items())
    )


def rejected_batch_rows(spark: SparkSession, folder: str | None, run: str | None, bronze: BatchBronze) -> DataFrame:
    """The rows of a batch file that cannot be cast. `run` is the folder inside the bronze container."""
    if folder is None or run is None:
        return empty(spark, dict.fromkeys(("batch_run", "file", "field", "reason", "row_text"), "string"))
    columns = F.struct(*(F.col(quoted_name(name)) for name in bronze.columns))
    return (
        _checked(spark, folder, bronze)
        .where("problem IS NOT NULL")
        .select(
            F.lit(run).alias("batch_run"),
            F.lit(bronze.file).alias("file"),
            F.expr("substring(problem, 1, instr(problem, ' ') - 1)").alias("field"),
            F.expr("substring(problem, instr(problem, ' ') + 1)").alias("reason"),
            F.to_json(columns, {"ignoreNullFields": "false"}).alias("row_text"),
        )
    )


def _checked(spark: SparkSession, folder: str, bronze: BatchBronze) -> DataFrame:
    """The declared columns as texts, and `problem`: `<column> <reason>`, or NULL.

    Everything is read as text first, so that a declared number means the same in JSON and in CSV. In CSV, an empty
    field is NULL, quoted or not.
    """
    path = f"{folder}/{bronze.file}"
    if bronze.format == "csv":
        texts = spark.read.csv(path, header=True, multiLine=True, escape='"', mode="FAILFAST")
        named = texts.select(
            *(F.expr(f"nullif({quoted_name(name)}, '')").alias(name) for name in bronze.columns),
        )
    else:
        schema = ", ".join(f"{quoted_name(name)} string" for name in bronze.columns)
        named = spark.read.json(path, schema=schema, multiLine=bronze.format == "json", mode="FAILFAST")
    problem = F.when(F.lit(False), F.lit(None).cast("string"))
    for name, kind in bronze.columns.items():
        for check in bronze.checks:
            if check.type == kind:
                when = check.when.replace("{value}", f'r."{name}"')
                problem = problem.when(F.expr(to_spark(when, str)), f"{name} {check.reason}")
    return named.alias("r").withColumn("problem", problem)


def _typed(name: str, kind: str) -> Column:
    text = F.col(quoted_name(name))
    if kind in ("integer", "long"):
        # `4.0` is an integer, too.
        return F.round(text.cast("decimal(38,9)")).cast(spark_type(kind))
    return text.cast(spark_type(kind))


def empty(spark: SparkSession, columns: Mapping[str, str]) -> DataFrame:
    """A relation without rows. Spark recognizes that it is empty and plans accordingly."""
    fields = (f"CAST(NULL AS {kind}) AS {quoted_name(name)}" for name, kind in columns.items())
    return spark.sql(f"SELECT {', '.join(fields)} WHERE false")
