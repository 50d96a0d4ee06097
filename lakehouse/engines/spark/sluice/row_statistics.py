"""Counts and bounds of a model's rows, from one aggregation: results of expectations, and values for the commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pyspark.errors import AnalysisException, PySparkNotImplementedError
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from .errors import SluiceError
from .instant import Instant
from .model import Expectation, Model
from .sql_text import quoted_name, to_spark

RANGED = frozenset({"date", "timestamp", "integer", "long"})
"""Types whose ranges let a merge skip files of the table. Ids and other texts spread over all files."""


@dataclass(frozen=True)
class ExpectationResult:
    """The result of an expectation; `failed` counts rows for which the check is false or NULL."""

    name: str
    action: str
    checked: int
    failed: int


@dataclass(frozen=True)
class RowStatistics:
    """Counts and bounds. Only `read` and `drops` cover all rows; the others cover rows that pass every `drop`."""

    read: int
    kept: int
    drops: tuple[ExpectationResult, ...]
    others: tuple[ExpectationResult, ...]
    newest_event_time: Instant | None
    partitions: tuple[date | None, ...]
    """Distinct values of the partition column."""
    ranges: Mapping[str, tuple[date | Instant | int, date | Instant | int]]
    """Least and greatest value of the key's columns that have a ranged type."""

    @property
    def expectations(self) -> tuple[ExpectationResult, ...]:
        """Results of all expectations, those that drop first."""
        return (*self.drops, *self.others)


class ExpectationFailed(SluiceError):
    """An expectation with the action `fail` is broken; nothing is committed."""

    def __init__(self, found: RowStatistics, broken: list[ExpectationResult]) -> None:
        texts = (f"{result.name} ({result.failed} of {result.checked} rows)" for result in broken)
        super().__init__("expectation_failed", f"nothing is committed, because expectations fail: {', '.join(texts)}")
        self.statistics = found


def held(rows: DataFrame) -> DataFrame:
    """Computes rows once and returns them without the plan of their SELECT.

    A model's rows are counted, checked and written. Otherwise a merge's plan contains the SELECT several times, and
    Spark takes longer to plan it than to compute it. If a machine with some of the rows is lost, the task fails
    and its next attempt starts again.

    Compute without persistence (serverless) returns the rows unchanged. They are then computed each time, from the
    same versions of the same tables.
    """
    try:
        return rows.localCheckpoint()
    except PySparkNotImplementedError:
        return rows
    except AnalysisException as error:
        if "SERVERLESS" not in str(error).upper():
            raise
        return rows


def without_dropped(rows: DataFrame, model: Model) -> DataFrame:
    """The rows that pass every expectation with the action `drop`."""
    return rows.where(_stays(model))


def count_rows(rows: DataFrame, model: Model) -> RowStatistics:
    """Counts the rows and evaluates all expectations in one aggregation.

    Raises SluiceError `model_failed` for rows without a key.
    """
    drops = [one for one in model.expectations if one.action == "drop"]
    others = [one for one in model.expectations if one.action != "drop"]
    ranged = [column.name for column in model.columns if column.name in model.key and column.type in RANGED]
    instants = {column.name for column in model.columns if column.type == "timestamp"}
    stays = _stays(model)
    keyless = F.lit(False)
    for name in model.key:
        keyless = keyless | F.col(quoted_name(name)).isNull()
    figures: dict[str, Column] = {
        "read": F.count(F.lit(1)),
        "kept": F.count_if(stays),
        "keyless": F.count_if(stays & keyless),
    }
    for index, expectation in enumerate(drops):
        figures[f"drop{index}"] = F.count_if(~_holds(expectation))
    for index, expectation in enumerate(others):
        figures[f"other{index}"] = F.count_if(stays & ~_holds(expectation))
    for index, name in enumerate(ranged):
        value = _countable(F.col(quoted_name(name)), name in instants)
        figures[f"least{index}"] = F.min(F.when(stays, value))
        figures[f"greatest{index}"] = F.max(F.when(stays, value))
    if model.event_time is not None:
        figures["newest"] = F.max(F.when(stays, F.unix_micros(F.col(quoted_name(model.event_time)))))
    if model.partition_by is not None:
        partition = F.col(quoted_name(model.partition_by))
        figures["partitions"] = F.collect_set(F.when(stays, partition))
        figures["unpartitioned"] = F.count_if(stays & partition.isNull())
    row = rows.agg(*(column.alias(name) for name, column in figures.items())).collect()[0].asDict()

    if row["keyless"] > 0:
        raise SluiceError("model_failed", f"{row['keyless']} rows have no key ({', '.join(model.key)})")
    return RowStatistics(
        read=row["read"],
        kept=row["kept"],
        drops=tuple(_result(one, row["read"], row[f"drop{index}"]) for index, one in enumerate(drops)),
        others=tuple(_result(one, row["kept"], row[f"other{index}"]) for index, one in enumerate(others)),
        newest_event_time=None if row.get("newest") is None else Instant(row["newest"]),
        partitions=(*sorted(row.get("partitions", [])), *([None] if row.get("unpartitioned", 0) > 0 else [])),
        ranges={
            name: (
                _counted(row[f"least{index}"], name in instants),
                _counted(row[f"greatest{index}"], name in instants),
            )
            for index, name in enumerate(ranged)
            if row[f"least{index}"] is not None
        },
    )


def require_expected(found: RowStatistics) -> None:
    """Raises ExpectationFailed if an expectation with the action `fail` is broken."""
    broken = [result for result in found.others if result.action == "fail" and result.failed > 0]
    if broken:
        raise ExpectationFailed(found, broken)


def require_unique(rows: DataFrame, model: Model) -> None:
    """Raises SluiceError `model_failed` if two rows have the same key."""
    if not model.key:
        return
    keys = [quoted_name(name) for name in model.key]
    twice = rows.groupBy(*keys).count().where("`count` > 1").count()
    if twice > 0:
        raise SluiceError("model_failed", f"{twice} keys ({', '.join(model.key)}) have more than one row")


def _stays(model: Model) -> Column:
    stays = F.lit(True)
    for expectation in model.expectations:
        if expectation.action == "drop":
            stays = stays & _holds(expectation)
    return stays


def _holds(expectation: Expectation) -> Column:
    check = to_spark(expectation.check, str)
    return F.coalesce(F.expr(check), F.lit(False))


def _countable(value: Column, is_instant: bool) -> Column:
    """Converts an instant to microseconds. PySpark would convert it to local time, which fails at years 1 and 9999."""
    return F.unix_micros(value) if is_instant else value


def _counted(value: date | int, is_instant: bool) -> date | Instant | int:
    return Instant(value) if is_instant and isinstance(value, int) else value


def _result(expectation: Expectation, checked: int, failed: int) -> ExpectationResult:
    return ExpectationResult(expectation.name, expectation.action, checked, failed)
