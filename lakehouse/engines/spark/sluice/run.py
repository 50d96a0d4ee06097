"""One task of a refresh: the selected models, each after those that it reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from pyspark.sql import DataFrame, SparkSession

from .bronze_types import BronzeType
from .business_time_zone import agree_on_time_zone
from .catalog import list_table, make_view
from .contract_reading import retried_rows
from .culprits import reject_culprits
from .delta_table import DeltaTable
from .errors import SluiceError
from .graph import resolve_upstreams
from .inputs import Inputs, find_inputs
from .lake import Lake
from .model import Model
from .plan import Plan, parse_plan, refresh_folder
from .relations import Relations
from .result import ModelResult, Outcome, write_result
from .strategies import NOTHING_DONE, STRATEGIES, Done, Work
from .survey import ExpectationFailed


def _may_be_rows(error: Exception) -> bool:
    """The lake's faults and wrong models are no event's doing."""
    return not isinstance(error, SluiceError) or error.code in ("expectation_failed", "model_failed")


class RefreshRun:
    """What the models of one task share. Tables remember their state, so a run is for one refresh only."""

    def __init__(
        self,
        spark: SparkSession,
        lake: Lake,
        models: Mapping[str, Model],
        bronze_types: Mapping[str, BronzeType],
        refresh: int,
        pepper: str,
        catalog: str | None = None,
        time_zone: str = "UTC",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.spark = spark
        self.lake = lake
        self.models = models
        self.bronze_types = bronze_types
        self.refresh = refresh
        self.time_zone = time_zone
        """Whose days `business_date` gives."""
        self.by_table = {model.table: model for model in models.values()}
        self._upstreams = resolve_upstreams(models)
        self._catalog = catalog
        self._clock = clock
        self._tables: dict[str, DeltaTable] = {}
        self._plans: dict[int, Plan] = {}
        self.plan = self.plan_of(refresh)
        agree_on_time_zone(lake, time_zone)
        # A row, not literals in the text: the pepper must not show in query plans.
        self.settings: DataFrame = spark.createDataFrame(
            [(refresh, self.plan.cut_at, pepper)], "refresh bigint, refreshed_at timestamp, pepper string"
        )

    def plan_of(self, refresh: int) -> Plan:
        """The plan of this refresh or of an earlier one. Raises SluiceError `plan_invalid` where it is missing."""
        if refresh not in self._plans:
            path = self.lake.path("gold", f"{refresh_folder(refresh)}/plan.json")
            text = self.lake.files.read(path)
            if text is None:
                raise SluiceError("plan_invalid", f"refresh {refresh} has no plan: {path} is missing")
            self._plans[refresh] = parse_plan(text, refresh)
        return self._plans[refresh]

    def table(self, model: Model) -> DeltaTable:
        """The table of a model; the same object each time."""
        if model.name not in self._tables:
            self._tables[model.name] = DeltaTable(self.spark, self.lake, model)
        return self._tables[model.name]

    def execute(self, names: Sequence[str]) -> list[ModelResult]:
        """Runs models in this order and writes a result for each.

        A model that fails does not stop the others, but those that read it are not run: they fail too, naming it.
        """
        results: dict[str, ModelResult] = {}
        for name in names:
            broken = [one for one in self._upstreams[name] if one in results and results[one].outcome == "failed"]
            results[name] = self._execute(self.models[name], broken)
            write_result(self.lake, results[name])
        return list(results.values())

    def _execute(self, model: Model, broken: Sequence[str]) -> ModelResult:
        started = self._clock()
        try:
            if broken:
                raise SluiceError("model_failed", f"{broken[0]} has failed, and this model reads it")
            return self._run(model, started)
        except Exception as error:
            # Whatever goes wrong in one model is that model's result; the task ends with it, after the others.
            survey = error.survey if isinstance(error, ExpectationFailed) else None
            return self._result(model, started, "failed", None, Done(None, survey), str(error))

    def _run(self, model: Model, started: datetime) -> ModelResult:
        if model.materialise == "view":
            self._check_view(model)
            return self._result(model, started, "unchanged", None)
        table = self.table(model)
        taken_in = table.last_refresh()
        if taken_in is not None and taken_in >= self.refresh:
            return self._result(model, started, "already", table.version())
        behind = {name: self.table(self.models[name]) for name in self._tables_behind(model)}
        tables = {model.name: table, **behind}
        inputs = find_inputs(model, self.plan, self.plan_of, tables, self.bronze_types, self._has_retried)
        done = self._do_without_culprits(model, inputs) if inputs.is_new else NOTHING_DONE
        if self._catalog is not None:
            list_table(self.spark, self._catalog, table)
        if done.commit is not None:
            return self._result(model, started, "committed", done.commit.version, done)
        return self._result(model, started, "unchanged", None if taken_in is None else table.version(), done)

    def _do(self, model: Model, inputs: Inputs) -> Done:
        work = Work(model, self.table(model), Relations(self, model, inputs), inputs, self.refresh)
        return STRATEGIES[model.materialise](work)

    def _do_without_culprits(self, model: Model, inputs: Inputs) -> Done:
        """Where a model fails on events that no check foresaw, finds them, sets them aside and goes on without them."""
        relation = model.bronze_relation
        try:
            return self._do(model, inputs)
        except Exception as error:
            if (
                relation is None
                or relation.schema != "bronze"
                or not self._may_reject(model)
                or not _may_be_rows(error)
            ):
                raise
            if not reject_culprits(self, relation.name, inputs, lambda some: self._try(model, some)):
                raise
        return self._do(model, inputs)

    def _try(self, model: Model, inputs: Inputs) -> str | None:
        try:
            self._do(model, inputs)
        except Exception as error:
            if not _may_be_rows(error):
                raise
            return str(error)
        return None

    def _may_reject(self, model: Model) -> bool:
        """Without a table to keep them in, events are not set aside."""
        if model.reads_rejected:
            return False
        return any(one.reads_rejected and one.bronze == model.bronze for one in self.models.values())

    def _has_retried(self, relation: str) -> bool:
        return retried_rows(self, relation) is not None

    def _check_view(self, model: Model) -> None:
        """Analysed, not computed: a column that is missing or cannot be of its type is found here."""
        relations = Relations(self, model, Inputs(None, (), None, True))
        _ = relations.typed(relations.select(model.select)).schema
        if self._catalog is not None:
            make_view(self.spark, self._catalog, model)

    def _result(
        self,
        model: Model,
        started: datetime,
        outcome: Outcome,
        version: int | None,
        done: Done = NOTHING_DONE,
        error: str | None = None,
    ) -> ModelResult:
        return ModelResult(
            model=model.name,
            refresh=self.refresh,
            outcome=outcome,
            version=version,
            survey=done.survey,
            rows_written=done.written,
            rows_removed=done.removed,
            started_at=started,
            ended_at=self._clock(),
            error=error,
        )

    def _tables_behind(self, model: Model) -> set[str]:
        """Tables that a model reads, those behind its views included."""
        found: set[str] = set()
        for name in self._upstreams[model.name]:
            if self.models[name].materialise == "view":
                found |= self._tables_behind(self.models[name])
            else:
                found.add(name)
        return found
