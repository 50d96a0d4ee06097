"""One pass over the rows that a SELECT gave: what its expectations say, and what the commit must know."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from pyspark.errors import PySparkException
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from .model import Expectation, Model
from .sql_text import quoted_name, to_spark


@dataclass(frozen=True)
class ExpectationResult:
    """What an expectation found; `failed` counts rows for which the check is false or NULL."""

    name: str
    action: str
    checked: int
    failed: int


@dataclass(frozen=True)
class Survey:
    """Figures about rows. Those after `expectations` are about the rows that no `drop` leaves out."""

    read: int
    expectations: tuple[ExpectationResult, ...]
    kept: int
    newest_event_time: datetime | None
    oldest_event_time: datetime | None
    partitions: tuple[date | None, ...]
    """Distinct values of the partition column."""


@contextmanager
def held(rows: DataFrame) -> Iterator[DataFrame]:
    """Keeps rows so that looking at them and writing them computes them once.

    Serverless compute keeps nothing; there they are computed again, from the same versions of the same tables.
    """
    try:
        kept = rows.persist()
    except PySparkException as error:
        if "SERVERLESS" not in str(error).upper():
            raise
        yield rows
        return
    try:
        yield kept
    finally:
        kept.unpersist()


def without_dropped(rows: DataFrame, model: Model) -> DataFrame:
    """The rows for which every expectation with the action `drop` holds."""
    kept = rows
    for expectation in model.expectations:
        if expectation.action == "drop":
            kept = kept.where(_holds(expectation))
    return kept


def survey(rows: DataFrame, model: Model) -> Survey:
    """One aggregation, one row back."""
    drops = [_holds(expectation) for expectation in model.expectations if expectation.action == "drop"]
    stays = F.lit(True)
    for holds in drops:
        stays = stays & holds
    found: list[Column] = [F.count(F.lit(1)), F.count_if(stays)]
    found += [F.count_if(~_holds(expectation)) for expectation in model.expectations]
    if model.event_time is not None:
        time = F.when(stays, F.col(quoted_name(model.event_time)))
        found += [F.max(time), F.min(time)]
    if model.partition_by is not None:
        partition = F.col(quoted_name(model.partition_by))
        found += [F.collect_set(F.when(stays, partition)), F.count_if(stays & partition.isNull())]
    answer = list(rows.agg(*(column.alias(f"c{index}") for index, column in enumerate(found))).collect()[0])

    read, kept, *rest = answer
    failed, rest = rest[: len(model.expectations)], rest[len(model.expectations) :]
    newest, oldest, *rest = rest if model.event_time is not None else (None, None, *rest)
    partitions: tuple[date | None, ...] = ()
    if model.partition_by is not None:
        partitions = (*sorted(rest[0]), *([None] if rest[1] else []))
    return Survey(
        read=read,
        expectations=tuple(
            ExpectationResult(expectation.name, expectation.action, read, count)
            for expectation, count in zip(model.expectations, failed, strict=True)
        ),
        kept=kept,
        newest_event_time=newest,
        oldest_event_time=oldest,
        partitions=partitions,
    )


def _holds(expectation: Expectation) -> Column:
    check = to_spark(expectation.check, str)
    return F.coalesce(F.expr(check), F.lit(False))
