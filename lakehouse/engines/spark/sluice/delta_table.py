"""One Delta table by path: its state, its rows, and the ways to write it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from .bronze import empty
from .column_type import spark_type
from .errors import SluiceError
from .history import refresh_of, session_settings, write_options
from .instant import Instant
from .lake import Lake
from .model import REFRESH_COLUMN, Model
from .model_record import MODEL_PROPERTY, ModelRecord, parse_record
from .sql_text import literal, quoted_name

PROPERTIES = {
    # The newest protocol that Synapse serverless and other Delta 1.0 readers support; a workspace's default may be
    # newer.
    "delta.minReaderVersion": "1",
    "delta.minWriterVersion": "2",
    "delta.enableDeletionVectors": "false",
    "delta.columnMapping.mode": "none",
    # Statistics of all columns: the default stops at 32, and changed rows are found by the last one, _refresh.
    "delta.dataSkippingNumIndexedCols": "-1",
}
RECENT_COMMITS = 50
"""Commits to search before the whole history is read."""


@dataclass(frozen=True)
class Commit:
    """The result of a write."""

    version: int


class DeltaTable:
    """The table of one model; it may not exist yet."""

    def __init__(self, spark: SparkSession, lake: Lake, model: Model) -> None:
        self._spark = spark
        self._lake = lake
        self.model = model
        self.path = lake.table(model.name)
        self._refresh: int | None = None
        self._refresh_known = False
        self._record: ModelRecord | None = None
        self._record_known = False
        self.model_hash: str | None = None
        """Hash of the model's text that this run writes with. Each commit records it."""

    @property
    def sql_name(self) -> str:
        return f"delta.{quoted_name(self.path)}"

    def exists(self) -> bool:
        return self._lake.files.exists(f"{self.path}/_delta_log")

    def last_refresh(self) -> int | None:
        """The newest refresh that the table contains; None if the table does not exist."""
        if not self._refresh_known:
            self._refresh = self._read_last_refresh()
            self._refresh_known = True
        return self._refresh

    def record(self) -> ModelRecord | None:
        """The stored record of the model's text that made the rows.

        None if the table does not exist, or has no such property.
        """
        if not self._record_known:
            self._record = self._read_record()
            self._record_known = True
        return self._record

    def set_record(self, record: ModelRecord) -> None:
        """Sets the property if it differs, in a commit of its own: a writer cannot set it with the rows."""
        if self.record() == record:
            return
        self._spark.sql(
            f"ALTER TABLE {self.sql_name} SET TBLPROPERTIES ('{MODEL_PROPERTY}' = {literal(record.to_json())})"
        )
        self._record, self._record_known = record, True

    def as_new(self) -> NewTable:
        """The same table without its rows: what is written replaces them in one commit."""
        return NewTable(self)

    def replace_all(self, rows: DataFrame, refresh: int) -> Commit:
        """Replaces all rows, columns and partitions of an existing table. Its properties stay."""
        options = {**write_options(refresh, self.model_hash), "overwriteSchema": "true"}
        writer = rows.write.format("delta").mode("overwrite").options(**options)
        if self.model.partition_by is not None:
            writer = writer.partitionBy(self.model.partition_by)
        writer.save(self.path)
        return self._committed(refresh)

    def take_shape(self) -> None:
        """Gives an empty table the columns and partitions of the model, in a commit without a refresh.

        Call it only for a table without rows: it overwrites all of them with none.
        """
        writer = self.no_rows().write.format("delta").mode("overwrite").option("overwriteSchema", "true")
        if self.model.partition_by is not None:
            writer = writer.partitionBy(self.model.partition_by)
        writer.save(self.path)

    def version(self) -> int:
        """Number of the newest commit."""
        return int(self._history(1)[0][0])

    def rows(self) -> DataFrame:
        """All rows in the declared columns; none if the table does not exist.

        A column that the model got after the last commit is NULL.
        """
        if self.last_refresh() is None:
            return self.no_rows()
        types = self._types()
        stored = self._spark.read.format("delta").load(self.path)
        return stored.select(
            *(
                F.col(quoted_name(name)) if name in stored.columns else F.lit(None).cast(kind).alias(name)
                for name, kind in types.items()
            )
        )

    def no_rows(self) -> DataFrame:
        """An empty relation with the columns of the table."""
        return empty(self._spark, self._types())

    def _types(self) -> dict[str, str]:
        return {**{column.name: spark_type(column.type) for column in self.model.columns}, REFRESH_COLUMN: "bigint"}

    def append(self, rows: DataFrame, refresh: int) -> Commit:
        """Adds rows. Creates the table if there is none."""
        return self._write(rows, refresh, mode="append", options={})

    def overwrite(self, rows: DataFrame, refresh: int, where: str | None = None) -> Commit:
        """Replaces all rows by these, or the rows for which `where` is true."""
        options = {"replaceWhere": where} if where is not None else {"overwriteSchema": "true"}
        return self._write(rows, refresh, mode="overwrite", options=options)

    def merge(self, changes: DataFrame, deleted: str, refresh: int, where: str | None) -> Commit:
        """Updates, inserts and deletes rows by key. It deletes rows whose column `deleted` is true.

        `where` narrows the target to the partitions that may have the keys; it names the target `t`.
        """
        self._add_new_columns()
        source = f"sluice_merge_{uuid4().hex}"
        changes.createOrReplaceTempView(source)
        same_key = [f"t.{quoted_name(name)} = s.{quoted_name(name)}" for name in self.model.key]
        columns = [quoted_name(column.name) for column in self.model.columns] + [quoted_name(REFRESH_COLUMN)]
        try:
            with self._session_settings(refresh):
                self._spark.sql(
                    f"MERGE INTO {self.sql_name} AS t USING {source} AS s"
                    f" ON {' AND '.join(same_key + ([where] if where else []))}"
                    f" WHEN MATCHED AND s.{deleted} THEN DELETE"
                    f" WHEN MATCHED THEN UPDATE SET {', '.join(f't.{name} = s.{name}' for name in columns)}"
                    f" WHEN NOT MATCHED AND NOT s.{deleted} THEN INSERT ({', '.join(columns)})"
                    f" VALUES ({', '.join(f's.{name}' for name in columns)})"
                )
        finally:
            self._spark.catalog.dropTempView(source)
        return self._committed(refresh)

    def vacuum(self, retention_hours: int) -> None:
        """Deletes the files that left the table longer ago than this, and those that no commit ever named.

        Delta Lake refuses less than 168 hours, because a reader may still use an older version.
        """
        self._spark.sql(f"VACUUM {self.sql_name} RETAIN {retention_hours} HOURS")

    def _write(self, rows: DataFrame, refresh: int, mode: str, options: dict[str, str]) -> Commit:
        if "overwriteSchema" not in options:
            self._add_new_columns()
        writer = rows.write.format("delta").mode(mode).options(**write_options(refresh, self.model_hash), **options)
        if self.last_refresh() is None:
            writer = writer.options(**PROPERTIES)
        if self.model.partition_by is not None:
            writer = writer.partitionBy(self.model.partition_by)
        writer.save(self.path)
        return self._committed(refresh)

    def _add_new_columns(self) -> None:
        """Adds the model's new columns, in its order, in a commit of its own without data files or a refresh."""
        if self.last_refresh() is None:
            return
        stored = dict(self._spark.read.format("delta").load(self.path).dtypes)
        before = "FIRST"
        added: list[str] = []
        for column in self.model.columns:
            name = quoted_name(column.name)
            kind = spark_type(column.type)
            if stored.get(column.name, kind) != kind:
                raise SluiceError(
                    "table_invalid",
                    f"a table's schema accepts only new nullable columns: column {column.name} is"
                    f" {stored[column.name]}, not {kind}; for another change, rebuild it: npm run refresh -- --rebuild"
                    f" {self.model.name}",
                )
            if column.name not in stored:
                added.append(f"{name} {kind} {before}")
            before = f"AFTER {name}"
        if added:
            self._spark.sql(f"ALTER TABLE {self.sql_name} ADD COLUMNS ({', '.join(added)})")

    def _committed(self, refresh: int) -> Commit:
        self._refresh = refresh
        self._refresh_known = True
        return Commit(self.version())

    @contextmanager
    def _session_settings(self, refresh: int) -> Iterator[None]:
        """MERGE has no options of a writer, so its transaction and metadata are settings of the session.

        Serverless compute does not let a job set them.
        """
        settings = session_settings(refresh, self.model_hash)
        try:
            for name, value in settings.items():
                self._spark.conf.set(name, value)
        except Exception as error:
            raise SluiceError(
                "compute_unsuitable",
                f"this compute does not let a session set {', '.join(settings)}, which a merge needs to be done once:"
                f" run the job on a job cluster ({error})",
            ) from error
        try:
            yield
        finally:
            for name in settings:
                self._spark.conf.unset(name)

    def _read_record(self) -> ModelRecord | None:
        if not self.exists():
            return None
        detail = self._spark.sql(f"DESCRIBE DETAIL {self.sql_name}").select("properties").first()
        return None if detail is None else parse_record(detail[0].get(MODEL_PROPERTY))

    def _read_last_refresh(self) -> int | None:
        if not self.exists():
            return None
        recent = self._history(RECENT_COMMITS)
        refresh = _newest(recent)
        if refresh is None and len(recent) == RECENT_COMMITS:
            refresh = _newest(self._history(None))
        if refresh is None:
            # Log retention has deleted the commit. The newest refresh that left rows is the best that is known.
            newest = self._spark.read.format("delta").load(self.path).agg(F.max(REFRESH_COLUMN)).first()
            refresh = None if newest is None else newest[0]
        if refresh is None:
            # A table that stays empty has no such row, but its property names its first refresh.
            record = self.record()
            refresh = None if record is None else record.since
        if refresh is None:
            raise SluiceError(
                "table_invalid",
                f"{self.path} was not written by Sluice: neither a commit, nor a row, nor the property"
                f" {MODEL_PROPERTY} names a refresh",
            )
        return refresh

    def _history(self, limit: int | None) -> Sequence[tuple[int, str | None]]:
        """Version and user metadata of the newest commits, newest first."""
        text = f"DESCRIBE HISTORY {self.sql_name}" + (f" LIMIT {limit}" if limit else "")
        rows = self._spark.sql(text).select("version", "userMetadata").collect()
        return sorted(((int(row[0]), row[1]) for row in rows), reverse=True)


class NewTable:
    """An existing table that a refresh rebuilds. Its strategy sees it as empty.

    The old rows stay until the one commit that replaces them.
    """

    def __init__(self, table: DeltaTable) -> None:
        self._table = table

    def rows(self) -> DataFrame:
        """No rows, in the declared columns."""
        return self._table.no_rows()

    def append(self, rows: DataFrame, refresh: int) -> Commit:
        """The rows become the whole table."""
        return self._table.replace_all(rows, refresh)

    def overwrite(self, rows: DataFrame, refresh: int, where: str | None = None) -> Commit:
        """The rows become the whole table."""
        return self._table.replace_all(rows, refresh)

    def merge(self, changes: DataFrame, deleted: str, refresh: int, where: str | None) -> Commit:
        """The changes that delete no row become the whole table."""
        return self._table.replace_all(changes.where(f"NOT {deleted}").drop(deleted), refresh)


def _newest(history: Sequence[tuple[int, str | None]]) -> int | None:
    return next((refresh for _, metadata in history if (refresh := refresh_of(metadata)) is not None), None)


def in_values(column: str, values: Sequence[date | None]) -> str:
    """`` `day` IN (DATE'2026-11-21') ``, with `IS NULL` for None; false for an empty list."""
    present = [_constant(value) for value in values if value is not None]
    tests = [f"{column} IN ({', '.join(present)})"] if present else []
    if len(present) < len(values):
        tests.append(f"{column} IS NULL")
    return f"({' OR '.join(tests)})" if tests else "false"


def in_range(column: str, least: date | Instant | int, greatest: date | Instant | int) -> str:
    """Both ends are included."""
    return f"{column} BETWEEN {_constant(least)} AND {_constant(greatest)}"


def _constant(value: date | Instant | int) -> str:
    if isinstance(value, Instant):
        return f"timestamp_micros({value.micros})"
    return f"DATE{literal(value.isoformat())}" if isinstance(value, date) else str(value)
