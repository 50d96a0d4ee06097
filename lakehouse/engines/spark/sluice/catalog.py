"""Lists tables and views in a catalog, for people who query them by name.

The engine itself reads every table by path, so it needs no catalog and never reads one.
"""

from __future__ import annotations

from pyspark.sql import SparkSession

from .column_type import spark_type
from .delta_table import DeltaTable
from .model import Model
from .sql_text import Relation, literal, quoted_name, to_spark


def list_table(spark: SparkSession, catalog: str, table: DeltaTable) -> None:
    """`<catalog>.<layer>.<table>` over the table's path. A table that does not exist yet is not listed."""
    if table.last_refresh() is None:
        return
    model = table.model
    _make_schema(spark, catalog, model)
    name = _name(catalog, Relation(model.layer, model.table))
    spark.sql(f"CREATE TABLE IF NOT EXISTS {name} USING DELTA LOCATION {literal(table.path)}")


def make_view(spark: SparkSession, catalog: str, model: Model) -> None:
    """`<catalog>.<layer>.<view>` with the declared columns and their descriptions."""
    _make_schema(spark, catalog, model)
    declared = ", ".join(
        quoted_name(column.name) + (f" COMMENT {literal(column.description)}" if column.description else "")
        for column in model.columns
    )
    typed = ", ".join(
        f"CAST({quoted_name(column.name)} AS {spark_type(column.type)}) AS {quoted_name(column.name)}"
        for column in model.columns
    )
    select = to_spark(model.select, lambda relation: _name(catalog, relation))
    spark.sql(
        f"CREATE OR REPLACE VIEW {_name(catalog, Relation(model.layer, model.table))} ({declared})"
        f" COMMENT {literal(model.description)} AS SELECT {typed} FROM (\n{select}\n)"
    )


def _make_schema(spark: SparkSession, catalog: str, model: Model) -> None:
    spark.sql(f"CREATE SCHEMA IF NOT EXISTS {quoted_name(catalog)}.{quoted_name(model.layer)}")


def _name(catalog: str, relation: Relation) -> str:
    return ".".join(quoted_name(part) for part in (catalog, relation.schema, relation.name))
