"""The events that the models of a contract read: new ones, and those that another rule rejected."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from .bronze_types import META, BronzeType
from .contract_lines import checked, none_of, slot_lines, typed
from .inputs import Inputs
from .refresh_run import RefreshRun
from .slot_files import require_slots, slot_path
from .unforeseen import Unforeseen, read_unforeseen

_FIELD = "substring(problem, 1, instr(problem, ' ') - 1)"
_REASON = "substring(problem, instr(problem, ' ') + 1)"


@dataclass(frozen=True)
class ContractReading:
    """One contract for one model of one refresh."""

    run: RefreshRun
    relation: str
    inputs: Inputs

    @property
    def kind(self) -> BronzeType:
        """The contract's types and checks."""
        return self.run.bronze_types[self.relation]

    def retried(self) -> DataFrame | None:
        """Rows of the rejected table that the present rule has not tried; None if there are none."""
        if self.inputs.trial is not None and self.inputs.trial.retried is None:
            return None
        rows = retried_rows(self.run, self.relation)
        if rows is not None and self.inputs.trial is not None and self.inputs.trial.retried is not None:
            return rows.where(~none_of(self.inputs.trial.retried))
        return rows

    def bronze(self) -> DataFrame:
        """`bronze.<relation>`: the events without a problem."""
        lines = self._new_lines()
        again = self._retried_lines()
        return typed(lines if again is None else lines.unionByName(again.where(self._not_unforeseen())), self.kind)

    def rejected(self) -> DataFrame:
        """`rejected.<relation>`: the events with a problem, and those that another rule rejected. A row without a
        reason may leave the table.
        """
        new = _rows(self._new_lines().where("problem IS NOT NULL"), self.kind.rule)
        again = self._retried_lines()
        if again is not None:
            problem = F.col("problem")
            for one in self._current():
                problem = F.when(~none_of([one.key]), f" {one.reason}").otherwise(problem)
            new = new.unionByName(_rows(again.withColumn("problem", problem), self.kind.rule))
        entries = [
            (
                *one.key,
                one.slot,
                one.enqueuedTime,
                one.landedAt,
                one.contractVersion,
                "",
                one.reason,
                one.rule,
                one.event,
            )
            for one in self._known()
            if one.contract == self.kind.contract and _slot_of(self.kind.source, one) in self.inputs.slots
        ]
        if entries:
            texts = self.run.spark.createDataFrame(
                entries,
                "hub_generation string, partition int, sequence_number bigint, slot bigint, enqueued_time string,"
                " landed_at string, contract_version int, field string, reason string, rule string, event string",
            )
            new = new.unionByName(
                texts.withColumn("enqueued_time", F.col("enqueued_time").cast("timestamp")).withColumn(
                    "landed_at", F.col("landed_at").cast("timestamp")
                )
            )
        return new

    def _new_lines(self) -> DataFrame:
        require_slots(self.run.lake, self.inputs.slots, self.run.found_slots)
        paths = [self.run.lake.path("bronze", slot) for slot in self.inputs.slots]
        lines = slot_lines(self.run.spark, paths, self.kind).where(self._not_unforeseen())
        trial = self.inputs.trial
        if trial is not None and trial.sequence_numbers is not None:
            lines = lines.where(F.col("sequence_number").between(*trial.sequence_numbers))
        return lines

    def _retried_lines(self) -> DataFrame | None:
        rows = self.retried()
        if rows is None:
            return None
        meta = (
            f"CAST(named_struct('contract', '{self.kind.contract}', 'version', contract_version, 'partition',"
            " partition, 'sequenceNumber', sequence_number, 'offset', CAST(NULL AS string), 'enqueuedTime',"
            f" enqueued_time, 'landedAt', landed_at) AS {META})"
        )
        lines = rows.select(
            F.expr(meta).alias("meta"),
            *("hub_generation", "partition", "sequence_number", "slot"),
            F.col("event").alias("text"),
        )
        return checked(lines, self.kind)

    def _not_unforeseen(self) -> Column:
        return none_of(one.key for one in self._current())

    def _current(self) -> tuple[Unforeseen, ...]:
        return tuple(one for one in self._known() if one.rule == self.kind.rule)

    def _known(self) -> tuple[Unforeseen, ...]:
        return read_unforeseen(self.run.lake, self.relation)


def retried_rows(run: RefreshRun, relation: str) -> DataFrame | None:
    """Rows of a contract's rejected table that the present rule has not tried; None if there are none."""
    model = next(
        (one for one in run.models.values() if one.reads_rejected and _names(one.bronze_relation) == relation), None
    )
    if model is None or run.table(model).last_refresh() is None:
        return None
    # A rebuild reads every slot, so the events are among its new ones.
    if run.is_rebuilt(model):
        return None
    rule = run.bronze_types[relation].rule
    rows = run.table(model).rows().where(~F.col("rule").eqNullSafe(rule))
    return None if rows.isEmpty() else rows


def _arrival(one: Unforeseen) -> tuple[str | None, str | None, int | None]:
    return one.enqueuedTime, one.landedAt, one.contractVersion


def _names(relation: object) -> str | None:
    return getattr(relation, "name", None)


def _rows(lines: DataFrame, rule: str) -> DataFrame:
    return lines.select(
        *("hub_generation", "partition", "sequence_number", "slot"),
        F.col("meta.enqueuedTime").alias("enqueued_time"),
        F.col("meta.landedAt").alias("landed_at"),
        F.col("meta.version").alias("contract_version"),
        F.expr(_FIELD).alias("field"),
        F.expr(_REASON).alias("reason"),
        F.lit(rule).alias("rule"),
        F.col("text").alias("event"),
    )


def _slot_of(source: str, one: Unforeseen) -> str:
    return slot_path(source, one.hubGeneration, one.partition, one.slot)
