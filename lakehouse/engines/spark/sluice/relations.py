"""The relations that a model's text names, as temporary views.

Spark's temporary views have no schema, so `silver.order` is the view `sluice_silver_order`, and the text is rewritten
accordingly (sql_text.py). A catalog would keep the names, but temporary views cannot be in one, and tables that are
read by path do not need one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from .bronze import batch_rows, rejected_batch_rows
from .column_type import spark_type
from .contract_reading import ContractReading
from .delta_table import DeltaTable, in_values
from .errors import SluiceError
from .inputs import Inputs
from .model import REFRESH_COLUMN, BatchBronze, ContractBronze, Model
from .refresh_run import RefreshRun
from .sql_text import Relation, quoted_name, to_spark


class Relations:
    """Registers relations in Spark for one model of one refresh."""

    def __init__(self, run: RefreshRun, model: Model, inputs: Inputs) -> None:
        self._run = run
        self._model = model
        self._inputs = inputs
        self._spark = run.spark

    def select(self, sql: str, replaced: Mapping[Relation, DataFrame] | None = None) -> DataFrame:
        """The rows of a text. `replaced` has the rows of relations that are not read as usual."""

        def view_of(relation: Relation) -> str:
            return self._view(relation, (replaced or {}).get(relation))

        return self._spark.sql(to_spark(sql, view_of, self._run.time_zone))

    def typed(self, rows: DataFrame, model: Model | None = None, keep: Sequence[str] = ()) -> DataFrame:
        """The declared columns, by name, in their order and types; then the undeclared ones in `keep`."""
        declared = (model or self._model).columns
        names = {column.name for column in declared}
        return rows.select(
            *(F.col(quoted_name(column.name)).cast(spark_type(column.type)).alias(column.name) for column in declared),
            *(quoted_name(name) for name in keep if name not in names),
        )

    def restricted(self, values: Sequence[date | None]) -> dict[Relation, DataFrame]:
        """The relations in `restrict`, read for these values only, and for `restrictDays` around them."""
        days = self._model.restrict_days
        around = {
            None if value is None else date.fromordinal(value.toordinal() + offset)
            for value in values
            for offset in range(-days, days + 1)
            # The calendar has no day before its first one and after its last one.
            if value is None or 1 <= value.toordinal() + offset <= date.max.toordinal()
        }
        sought = sorted(around, key=lambda value: (value is None, value or date.min))
        return {
            relation: self._frame(relation).where(in_values(quoted_name(column), sought))
            for relation, column in self._model.restrict.items()
        }

    def _view(self, relation: Relation, frame: DataFrame | None) -> str:
        name = f"sluice_{relation.schema}_{relation.name}"
        (frame if frame is not None else self._frame(relation)).createOrReplaceTempView(name)
        return name

    def _frame(self, relation: Relation) -> DataFrame:
        if relation.schema == "bronze":
            return self._bronze(relation)
        if relation.schema == "rejected" and isinstance(self._model.bronze, BatchBronze):
            run = self._inputs.batch_folder
            folder = self._run.lake.path("bronze", run) if run else None
            return rejected_batch_rows(self._spark, folder, run, self._model.bronze)
        if relation.schema == "rejected":
            return ContractReading(self._run, relation.name, self._inputs).rejected()
        if relation.schema == "changed":
            newer_than = -1 if self._inputs.since is None else self._inputs.since
            written = F.col(REFRESH_COLUMN)
            rows = self._table(relation.name).rows()
            is_new = (written > newer_than) & (written <= self._run.refresh)
            retried = self._retried()
            if retried is None:
                return rows.where(is_new)
            # The table may have had an event when this model failed on it.
            position = ["enqueued_time", "partition", "sequence_number"]
            again = rows.join(retried.select(*position).distinct(), position, "left_semi").select(*rows.columns)
            return rows.where(is_new).unionByName(again.where(~is_new))
        if relation.schema == "run" and relation.name == "settings":
            return self._run.settings
        if relation.schema in ("silver", "gold"):
            upstream = self._run.models[str(relation)]
            if upstream.materialise == "view":
                return self.typed(self.select(upstream.select), upstream)
            return self._table(relation.name).rows()
        raise SluiceError("model_invalid", f"{self._model.name} reads {relation}, which does not exist")

    def _table(self, table: str) -> DeltaTable:
        return self._run.table(self._run.by_table[table])

    def _bronze(self, relation: Relation) -> DataFrame:
        lake = self._run.lake
        if isinstance(self._model.bronze, BatchBronze):
            folder = self._inputs.batch_folder
            return batch_rows(self._spark, lake.path("bronze", folder) if folder else None, self._model.bronze)
        return ContractReading(self._run, relation.name, self._inputs).bronze()

    def _retried(self) -> DataFrame | None:
        """Rejected events that this model of a contract reads again."""
        relation = self._model.bronze_relation
        if relation is None or not isinstance(self._model.bronze, ContractBronze):
            return None
        return ContractReading(self._run, relation.name, self._inputs).retried()
