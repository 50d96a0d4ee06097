"""State that the models of one task of a refresh share."""

from __future__ import annotations

from collections.abc import Mapping

from pyspark.sql import DataFrame, SparkSession

from .bronze_types import BronzeType
from .business_time_zone import agree_on_time_zone
from .delta_table import DeltaTable
from .errors import SluiceError
from .graph import rebuild_set, resolve_upstreams, tables_behind
from .lake import Lake
from .model import Model
from .plan import Plan, parse_plan, refresh_folder


class RefreshRun:
    """One refresh over one lake. Tables cache their state, so a run is for one refresh only."""

    def __init__(
        self,
        spark: SparkSession,
        lake: Lake,
        models: Mapping[str, Model],
        bronze_types: Mapping[str, BronzeType],
        refresh: int,
        pepper: str,
        time_zone: str = "UTC",
    ) -> None:
        self.spark = spark
        self.lake = lake
        self.models = models
        self.bronze_types = bronze_types
        self.refresh = refresh
        self.time_zone = time_zone
        """Time zone of `business_date`."""
        self.by_table = {model.table: model for model in models.values()}
        self._tables: dict[str, DeltaTable] = {}
        self._plans: dict[int, Plan] = {}
        self.found_slots: set[str] = set()
        """Slots that are known to be there, inside the bronze container."""
        self.plan = self.plan_of(refresh)
        self.rebuild = rebuild_set(models, self.plan.rebuild)
        """Models whose tables this refresh rebuilds by request."""
        self.upstreams = resolve_upstreams(models)
        agree_on_time_zone(lake, time_zone)
        # A row, not literals in the text: the pepper must not show in query plans.
        self.settings: DataFrame = spark.createDataFrame(
            [(refresh, self.plan.as_of, pepper)], "refresh bigint, refreshed_at timestamp, pepper string"
        )

    def plan_of(self, refresh: int) -> Plan:
        """The plan of this refresh or of an earlier one. Raises SluiceError `plan_invalid` if it is missing."""
        if refresh not in self._plans:
            path = self.lake.path("gold", f"{refresh_folder(refresh)}/plan.json")
            text = self.lake.files.read(path)
            if text is None:
                raise SluiceError("plan_invalid", f"refresh {refresh} has no plan: {path} is missing")
            self._plans[refresh] = parse_plan(text, refresh)
        return self._plans[refresh]

    def is_rebuilt(self, model: Model) -> bool:
        """Whether this refresh has yet to rebuild a model's table. It does so by request, and if a table that the model
        reads was rebuilt since the model last read it.

        All rows of a rebuilt table count as changed, so a model that adds up changes would count them twice. The second
        case also follows a rebuild that ended before it reached this model.
        """
        since = None if model.materialise == "view" else self.table(model).last_refresh()
        # A new table is computed from everything anyway.
        if since is None or since >= self.refresh:
            return False
        if model.name in self.rebuild:
            return True
        records = (
            self.table(self.models[name]).record() for name in tables_behind(self.models, self.upstreams, model.name)
        )
        return any(record is not None and (record.rebuilt or 0) > since for record in records)

    def table(self, model: Model) -> DeltaTable:
        """The table of a model; the same object each time."""
        if model.name not in self._tables:
            self._tables[model.name] = DeltaTable(self.spark, self.lake, model)
        return self._tables[model.name]
