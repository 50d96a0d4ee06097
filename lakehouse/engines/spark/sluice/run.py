"""One task of a refresh: the selected models, each after those that it reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from .catalog import list_table, make_view
from .contract_reading import retried_rows
from .delta_table import DeltaTable
from .errors import SluiceError
from .failing_events import reject_failing_events
from .graph import tables_behind
from .inputs import Inputs, find_inputs
from .lost_bronze import require_bronze
from .model import Model
from .model_hash import model_hash
from .model_record import ModelRecord, after_change, after_whole, model_changed_at
from .refresh_run import RefreshRun
from .relations import Relations
from .result import ModelResult, Outcome, write_result
from .row_statistics import ExpectationFailed
from .strategies import NOTHING_DONE, STRATEGIES, Done, Work


def run_models(
    run: RefreshRun,
    names: Sequence[str],
    catalog: str | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> list[ModelResult]:
    """Runs models in this order and writes a result for each. If `catalog` is set, it lists the tables and views
    there.

    If a model fails, the others run nevertheless. Models that read it do not run: they fail with its name.
    """
    return _Task(run, catalog, clock).execute(names)


def _may_be_rows(error: Exception) -> bool:
    """Faults of the lake and invalid models do not come from an event."""
    return not isinstance(error, SluiceError) or error.code in ("expectation_failed", "model_failed")


class _Task:
    """The models of one call of `run_models`."""

    def __init__(self, run: RefreshRun, catalog: str | None, clock: Callable[[], datetime]) -> None:
        self._run = run
        self._catalog = catalog
        self._clock = clock

    def execute(self, names: Sequence[str]) -> list[ModelResult]:
        results: dict[str, ModelResult] = {}
        for name in names:
            broken = [one for one in self._run.upstreams[name] if one in results and results[one].outcome == "failed"]
            results[name] = self._execute(self._run.models[name], broken)
            write_result(self._run.lake, results[name])
        return list(results.values())

    def _execute(self, model: Model, broken: Sequence[str]) -> ModelResult:
        started = self._clock()
        try:
            if broken:
                raise SluiceError("model_failed", f"{broken[0]} has failed, and this model reads it")
            return self._take_in(model, started)
        except Exception as error:
            # An error in one model is that model's result; the task fails after the other models.
            statistics = error.statistics if isinstance(error, ExpectationFailed) else None
            return self._result(model, started, "failed", None, Done(None, statistics), str(error))

    def _take_in(self, model: Model, started: datetime) -> ModelResult:
        if model.materialise == "view":
            self._check_view(model)
            return self._result(model, started, "unchanged", None)
        run = self._run
        table = run.table(model)
        taken_in = table.last_refresh()
        if taken_in is not None and taken_in >= run.refresh:
            self._record_rebuild(model, table)
            return self._result(model, started, "already", table.version(), record=table.record())
        is_rebuild = run.is_rebuilt(model)
        if is_rebuild:
            require_bronze(run, model)
        known = table.record()
        table.model_hash = model_hash(model, run.models, run.bronze_types)
        has_rows = taken_in is not None and not is_rebuild and self._may_have_rows(model, table)
        is_whole = is_rebuild or model.materialise == "full" or taken_in is None
        if is_whole:
            record = after_whole(known, table.model_hash, run.refresh, is_rebuild)
        else:
            record = after_change(known, table.model_hash, run.refresh, has_rows)
            if not has_rows:
                table.take_shape()
            # First, because rows of the new text may follow. The property and the rows are two commits.
            table.set_record(record)
        behind = {name: run.table(run.models[name]) for name in tables_behind(run.models, run.upstreams, model.name)}
        tables = {model.name: table, **behind}
        inputs = find_inputs(model, run.plan, run.plan_of, tables, run.bronze_types, self._has_retried, is_rebuild)
        # A table that is computed whole follows a change of its model without new data.
        differs = model.materialise == "full" and known is not None and known.hash != table.model_hash
        is_new = inputs.is_new or differs
        done = self._do_without_failing_events(model, inputs, is_rebuild) if is_new else NOTHING_DONE
        if is_whole and (done.commit is not None or taken_in is not None):
            table.set_record(record)
        if self._catalog is not None:
            list_table(run.spark, self._catalog, table)
        if done.commit is not None:
            return self._result(
                model, started, "committed", done.commit.version, done, rebuilt=is_rebuild, record=record
            )
        version = None if taken_in is None else table.version()
        return self._result(model, started, "unchanged", version, done, record=record)

    def _record_rebuild(self, model: Model, table: DeltaTable) -> None:
        """Records a rebuild whose attempt ended between the rows and the property."""
        run, known = self._run, table.record()
        if model.name not in run.rebuild or (known is not None and known.rebuilt == run.refresh):
            return
        table.set_record(after_whole(known, model_hash(model, run.models, run.bronze_types), run.refresh, True))

    def _may_have_rows(self, model: Model, table: DeltaTable) -> bool:
        """Counts only after a change of the model, because it reads the table."""
        known = table.record()
        if known is None or known.hash == table.model_hash:
            return True
        return not table.rows().isEmpty()

    def _do(self, model: Model, inputs: Inputs, is_rebuild: bool = False) -> Done:
        table = self._run.table(model)
        work = Work(
            model,
            table.as_new() if is_rebuild else table,
            Relations(self._run, model, inputs),
            inputs,
            self._run.refresh,
        )
        if not is_rebuild:
            return STRATEGIES[model.materialise](work)
        removed = table.rows().count()
        done = STRATEGIES[model.materialise](work)
        return done if done.commit is None else replace(done, removed=removed)

    def _do_without_failing_events(self, model: Model, inputs: Inputs, is_rebuild: bool) -> Done:
        """Runs a model. If it fails on events that no check covers, finds them, sets them aside and runs it without
        them.
        """
        relation = model.bronze_relation
        try:
            return self._do(model, inputs, is_rebuild)
        except Exception as error:
            if (
                relation is None
                or relation.schema != "bronze"
                or not self._may_reject(model)
                or not _may_be_rows(error)
            ):
                raise
            if not reject_failing_events(
                self._run, relation.name, inputs, lambda some: self._try(model, some, is_rebuild)
            ):
                raise
        return self._do(model, inputs, is_rebuild)

    def _try(self, model: Model, inputs: Inputs, is_rebuild: bool) -> str | None:
        try:
            self._do(model, inputs, is_rebuild)
        except Exception as error:
            if not _may_be_rows(error):
                raise
            return str(error)
        return None

    def _may_reject(self, model: Model) -> bool:
        """Without a rejected table to keep them, events are not set aside."""
        if model.reads_rejected:
            return False
        return any(one.reads_rejected and one.bronze == model.bronze for one in self._run.models.values())

    def _has_retried(self, relation: str) -> bool:
        return retried_rows(self._run, relation) is not None

    def _check_view(self, model: Model) -> None:
        """Analyses the view without computing it, which finds missing columns and wrong types."""
        relations = Relations(self._run, model, Inputs(None, (), None, True))
        _ = relations.typed(relations.select(model.select)).schema
        if self._catalog is not None:
            make_view(self._run.spark, self._catalog, model)

    def _result(
        self,
        model: Model,
        started: datetime,
        outcome: Outcome,
        version: int | None,
        done: Done = NOTHING_DONE,
        error: str | None = None,
        rebuilt: bool = False,
        record: ModelRecord | None = None,
    ) -> ModelResult:
        return ModelResult(
            model=model.name,
            refresh=self._run.refresh,
            outcome=outcome,
            version=version,
            statistics=done.statistics,
            rows_written=done.written,
            rows_removed=done.removed,
            started_at=started,
            ended_at=self._clock(),
            error=error,
            rebuilt=rebuilt,
            model_changed_at=model_changed_at(record, model),
        )
