"""How each kind of model updates its table. Every strategy commits once, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import date

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from .column_type import spark_type
from .delta_table import Commit, DeltaTable, NewTable, in_range, in_values
from .errors import SluiceError
from .inputs import Inputs
from .model import REFRESH_COLUMN, Model
from .relations import Relations
from .row_statistics import (
    RowStatistics,
    count_rows,
    held,
    require_expected,
    require_unique,
    without_dropped,
)
from .sql_text import Relation, quoted_name

FEW_SLOTS = 20
"""Up to this number, reading slots again costs less than a commit that only records that they had no rows."""
DELETED = "_deleted"
"""Column of a merge's source: whether to remove the row."""


@dataclass(frozen=True)
class Work:
    """Input of a strategy."""

    model: Model
    table: DeltaTable | NewTable
    relations: Relations
    inputs: Inputs
    refresh: int

    @property
    def may_skip_commit(self) -> bool:
        """Whether a refresh without changes needs no commit. A new table is always created."""
        return self.inputs.since is not None and len(self.inputs.slots) <= FEW_SLOTS

    def is_tried(self, rows: DataFrame) -> bool:
        """Whether this is a trial. It then computes every value of the rows, and nothing is committed."""
        if self.inputs.trial is None:
            return False
        rows.write.format("noop").mode("overwrite").save()
        return True


@dataclass(frozen=True)
class Done:
    """The result of a strategy; no commit if the new data gave no new rows."""

    commit: Commit | None
    statistics: RowStatistics | None = None
    written: int = 0
    removed: int = 0


NOTHING_DONE = Done(None)


def append(work: Work) -> Done:
    """Adds new rows. Of rows with one key, the table's own is kept, else the first by `firstBy`.

    Expectations drop rows before that, so the result does not depend on how events were divided into refreshes. Known
    keys are searched only in the partitions and ranges of the new keys.
    """
    model, table = work.model, work.table
    selected = work.relations.select(model.select)
    order = [F.col(quoted_name(name)).asc_nulls_last() for name in model.first_by]
    rows = held(work.relations.typed(selected, keep=model.first_by))
    found = count_rows(rows, model)
    once = (
        without_dropped(rows, model)
        .withColumn("_place", F.row_number().over(Window.partitionBy(*_columns(model.key)).orderBy(*order)))
        .where("_place = 1")
        .select(*_columns(column.name for column in model.columns))
    )
    known = _where_known_keys_are(table.rows(), model, found).select(*_columns(model.key))
    fresh = held(_without(once, known, model.key))
    new = count_rows(fresh, model)
    # Statistics of the added rows, but with the dropped rows of all.
    found = changed(found, others=new.others, newest_event_time=new.newest_event_time)
    require_expected(found)
    if work.is_tried(fresh) or (new.kept == 0 and work.may_skip_commit):
        return Done(None, found)
    return Done(table.append(_stamped(fresh, work.refresh), work.refresh), found, new.kept)


def merge(work: Work) -> Done:
    """Replaces the rows of the keys that `affected` returns by the SELECT's rows for them."""
    model, table = work.model, work.table
    affected = held(_affected(work))
    _require_present(affected, model)
    existing = held(_of(table.rows(), affected))
    own = {Relation("existing", model.table): existing}
    rows = held(work.relations.typed(work.relations.select(model.select, own)))
    found = count_rows(rows, model)
    kept = without_dropped(rows, model)
    _require_affected(kept, affected)
    require_unique(kept, model)
    require_expected(found)
    if work.is_tried(kept):
        return Done(None, found)
    removed = existing.count()
    if found.kept == 0 and removed == 0 and work.may_skip_commit:
        return Done(None, found)
    stamped = _stamped(kept, work.refresh)
    if removed == 0:
        return Done(table.append(stamped, work.refresh), found, found.kept)
    gone = _without(existing, kept, model.key)
    changes = stamped.withColumn(DELETED, F.lit(False)).unionByName(gone.withColumn(DELETED, F.lit(True)))
    # A row may have moved: its old partition is one of those that the table has for the key.
    where = _touched_partitions(changes.unionByName(existing.withColumn(DELETED, F.lit(True))), model)
    return Done(table.merge(changes, DELETED, work.refresh, where), found, found.kept, removed)


def replace(work: Work) -> Done:
    """Rebuilds the partitions that `affected` returns. Relations in `restrict` are read for these partitions only."""
    model, table = work.model, work.table
    if model.partition_by is None:
        raise SluiceError("model_invalid", f"{model.name}: replace needs partitionBy")
    affected = held(_affected(work))
    if affected.columns != [model.partition_by]:
        raise SluiceError("model_invalid", f"{model.name}: affected must return only {model.partition_by}")
    _require_present(affected, model)
    values: list[date | None] = [row[0] for row in affected.collect()]
    where = in_values(quoted_name(model.partition_by), values)
    replaced = {**work.relations.restricted(values), Relation("run", "affected"): affected}
    rows = held(work.relations.typed(work.relations.select(model.select, replaced)))
    found = count_rows(rows, model)
    kept = without_dropped(rows, model)
    _require_affected(kept, affected)
    require_unique(kept, model)
    require_expected(found)
    removed = table.rows().where(where).count()
    if found.kept == 0 and removed == 0 and work.may_skip_commit:
        return Done(None, found)
    stamped = _stamped(kept, work.refresh)
    if removed == 0:
        return Done(table.append(stamped, work.refresh), found, found.kept)
    return Done(table.overwrite(stamped, work.refresh, where), found, found.kept, removed)


def full(work: Work) -> Done:
    """Rebuilds the table. If the rows are the same as before, the commit adds and removes none."""
    model, table = work.model, work.table
    rows = held(work.relations.typed(work.relations.select(model.select)))
    found = count_rows(rows, model)
    kept = without_dropped(rows, model)
    require_unique(kept, model)
    require_expected(found)
    removed = table.rows().count()
    stamped = _stamped(kept, work.refresh)
    if work.inputs.since is not None and removed == found.kept:
        known = table.rows().select(*_columns(column.name for column in model.columns))
        if kept.dtypes == known.dtypes and kept.exceptAll(known).isEmpty():
            return Done(table.append(stamped.where("false"), work.refresh), found)
    return Done(table.overwrite(stamped, work.refresh), found, found.kept, removed)


STRATEGIES: Mapping[str, Callable[[Work], Done]] = {
    "append": append,
    "merge": merge,
    "replace": replace,
    "full": full,
}


def _affected(work: Work) -> DataFrame:
    """The rows of `affected`, each once, in the types of the model's columns."""
    model = work.model
    rows = work.relations.select(model.affected or "")
    types = {column.name: column.type for column in model.columns}
    names = [name.lower() for name in rows.columns]
    if not set(names) <= set(types):
        raise SluiceError("model_invalid", f"affected returns {', '.join(names)}; each must be a column of the model")
    typed = (F.col(quoted_name(name)).cast(spark_type(types[name])).alias(name) for name in names)
    return rows.select(*typed).distinct()


def _require_present(affected: DataFrame, model: Model) -> None:
    missing = " OR ".join(f"{quoted_name(name)} IS NULL" for name in affected.columns)
    nulls = affected.where(missing).count()
    if nulls > 0:
        raise SluiceError("model_failed", f"affected returns {nulls} rows with NULL ({', '.join(affected.columns)})")


def _require_affected(rows: DataFrame, affected: DataFrame) -> None:
    """A row of a key that is not affected would replace nothing, and the table would have it twice."""
    strange = rows.join(affected, affected.columns, "left_anti").count()
    if strange > 0:
        names = ", ".join(affected.columns)
        raise SluiceError("model_failed", f"the SELECT returns {strange} rows whose {names} is not affected")


def _of(rows: DataFrame, affected: DataFrame) -> DataFrame:
    return rows.join(affected, affected.columns, "left_semi").select(*_columns(rows.columns))


def _without(rows: DataFrame, others: DataFrame, key: tuple[str, ...]) -> DataFrame:
    """Rows whose key is not among the others'."""
    return rows.join(others, list(key), "left_anti").select(*_columns(rows.columns))


def _stamped(rows: DataFrame, refresh: int) -> DataFrame:
    return rows.withColumn(REFRESH_COLUMN, F.lit(refresh).cast("bigint"))


def _where_known_keys_are(rows: DataFrame, model: Model, found: RowStatistics) -> DataFrame:
    """Literal values and ranges, so that Delta opens only the files that can have one of the new keys.

    The key of an event begins with its time for this reason: a repeated event has the same time.
    """
    if model.partition_by is not None:
        rows = rows.where(in_values(quoted_name(model.partition_by), found.partitions))
    for name, (least, greatest) in found.ranges.items():
        rows = rows.where(in_range(quoted_name(name), least, greatest))
    return rows


def _touched_partitions(changes: DataFrame, model: Model) -> str | None:
    if model.partition_by is None:
        return None
    values = [row[0] for row in changes.select(quoted_name(model.partition_by)).distinct().collect()]
    return in_values(f"t.{quoted_name(model.partition_by)}", values)


def _columns(names: Iterable[str]) -> list[str]:
    return [quoted_name(name) for name in names]
