"""How each kind of model takes in what is new. Every strategy commits once, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from .delta_table import Commit, DeltaTable, in_values
from .errors import SluiceError
from .model import REFRESH_COLUMN, Model
from .relations import Relations
from .sql_text import Relation, literal, quoted_name
from .survey import Survey, held, survey, without_dropped

DELETED = "_deleted"


@dataclass(frozen=True)
class Work:
    """What a strategy works with."""

    model: Model
    table: DeltaTable
    relations: Relations
    refresh: int


@dataclass(frozen=True)
class Done:
    """What a strategy did; no commit where nothing came of what was new."""

    commit: Commit | None
    survey: Survey | None = None
    written: int = 0
    removed: int = 0


NOTHING_DONE = Done(None)


def append(work: Work) -> Done:
    """New rows are added; of rows with one key, the table's own and then the first by `firstBy` stays."""
    model, table = work.model, work.table
    with held(work.relations.typed(work.relations.select(model.select))) as rows:
        found = _survey(rows, model)
        first = Window.partitionBy(*_columns(model.key)).orderBy(*_columns(model.first_by))
        once = (
            without_dropped(rows, model)
            .withColumn("_place", F.row_number().over(first))
            .where("_place = 1")
            .drop("_place")
        )
        known = _narrowed(table.rows(), model, found).select(*_columns(model.key))
        with held(_stamped(_without(once, known, model.key), work.refresh)) as fresh:
            written = fresh.count()
            if written == 0:
                return Done(None, found)
            return Done(table.append(fresh, work.refresh), found, written)


def merge(work: Work) -> Done:
    """The rows of the keys that `affected` gives are replaced by what the SELECT gives for them."""
    model, table = work.model, work.table
    with held(work.relations.select(model.affected or "").distinct()) as affected:
        if affected.isEmpty():
            return NOTHING_DONE
        same = [F.col(f"t.{quoted_name(name)}").eqNullSafe(F.col(f"a.{quoted_name(name)}")) for name in affected.columns]
        existing = table.rows().alias("t").join(affected.alias("a"), same, "left_semi")
        own = {Relation("existing", model.table): existing}
        with held(work.relations.typed(work.relations.select(model.select, own))) as rows:
            found = _survey(rows, model)
            kept = without_dropped(rows, model)
            _require_unique(kept, model)
            removed = existing.count()
            if found.kept == 0 and removed == 0:
                return Done(None, found)
            stamped = _stamped(kept, work.refresh)
            if table.last_refresh() is None:
                return Done(table.append(stamped, work.refresh), found, found.kept)
            gone = _without(existing, kept, model.key)
            changes = stamped.withColumn(DELETED, F.lit(False)).unionByName(gone.withColumn(DELETED, F.lit(True)))
            where = _touched_partitions(changes, model)
            return Done(table.merge(changes, DELETED, work.refresh, where), found, found.kept, removed)


def replace(work: Work) -> Done:
    """The partitions that `affected` gives are made anew."""
    model, table = work.model, work.table
    partition = quoted_name(str(model.partition_by))
    affected = work.relations.select(model.affected or "").distinct().collect()
    values: list[date | None] = [row[0] for row in affected]
    if not values:
        return NOTHING_DONE
    where = in_values(partition, values)
    restricted = work.relations.restricted(values)
    with held(work.relations.typed(work.relations.select(model.select, restricted)).where(where)) as rows:
        found = _survey(rows, model)
        removed = table.rows().where(where).count()
        if found.kept == 0 and removed == 0:
            return Done(None, found)
        stamped = _stamped(without_dropped(rows, model), work.refresh)
        exists = table.last_refresh() is not None
        commit = table.overwrite(stamped, work.refresh, where) if exists else table.append(stamped, work.refresh)
        return Done(commit, found, found.kept, removed)


def full(work: Work) -> Done:
    """The table is made anew."""
    model, table = work.model, work.table
    with held(work.relations.typed(work.relations.select(model.select))) as rows:
        found = _survey(rows, model)
        removed = table.rows().count()
        if found.kept == 0 and removed == 0:
            return Done(None, found)
        stamped = _stamped(without_dropped(rows, model), work.refresh)
        return Done(table.overwrite(stamped, work.refresh), found, found.kept, removed)


STRATEGIES: Mapping[str, Callable[[Work], Done]] = {
    "append": append,
    "merge": merge,
    "replace": replace,
    "full": full,
}


def _survey(rows: DataFrame, model: Model) -> Survey:
    found = survey(rows, model)
    broken = [result for result in found.expectations if result.action == "fail" and result.failed > 0]
    if broken:
        raise ExpectationFailed(model, found)
    return found


class ExpectationFailed(SluiceError):
    """An expectation with the action `fail` does not hold; nothing was committed."""

    def __init__(self, model: Model, found: Survey) -> None:
        broken = (
            f"{result.name} ({result.failed} of {result.checked} rows)"
            for result in found.expectations
            if result.action == "fail" and result.failed > 0
        )
        super().__init__("expectation_failed", f"{model.name}: {', '.join(broken)}")
        self.survey = found


def _stamped(rows: DataFrame, refresh: int) -> DataFrame:
    return rows.withColumn(REFRESH_COLUMN, F.lit(refresh).cast("bigint"))


def _without(rows: DataFrame, others: DataFrame, key: tuple[str, ...]) -> DataFrame:
    """Rows whose key is not among the others'. A key may be NULL in part."""
    same = [F.col(f"r.{quoted_name(name)}").eqNullSafe(F.col(f"o.{quoted_name(name)}")) for name in key]
    return rows.alias("r").join(others.alias("o"), same, "left_anti")


def _narrowed(rows: DataFrame, model: Model, found: Survey) -> DataFrame:
    """Rows that can have a key of the new ones: literal ranges, so that Delta opens only the files that hold them."""
    if model.partition_by is not None:
        rows = rows.where(in_values(quoted_name(model.partition_by), found.partitions))
    if model.event_time is not None and found.oldest_event_time is not None:
        time = quoted_name(model.event_time)
        oldest, newest = found.oldest_event_time, found.newest_event_time
        bounds = f"{time} BETWEEN TIMESTAMP{literal(f'{oldest}')} AND TIMESTAMP{literal(f'{newest}')}"
        rows = rows.where(f"{bounds} OR {time} IS NULL")
    return rows


def _touched_partitions(changes: DataFrame, model: Model) -> str | None:
    if model.partition_by is None:
        return None
    values = [row[0] for row in changes.select(quoted_name(model.partition_by)).distinct().collect()]
    return in_values(f"t.{quoted_name(model.partition_by)}", values)


def _require_unique(rows: DataFrame, model: Model) -> None:
    twice = rows.groupBy(*_columns(model.key)).count().where("`count` > 1").limit(1).collect()
    if twice:
        key = ", ".join(f"{name} = {twice[0][name]}" for name in model.key)
        raise SluiceError("model_failed", f"{model.name}: its SELECT gives several rows for {key}")


def _columns(names: tuple[str, ...]) -> list[str]:
    return [quoted_name(name) for name in names]
