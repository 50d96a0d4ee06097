"""One task of a refresh: the selected models, each after those that it reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from .catalog import list_table, make_view
from .contract_reading import retried_rows
from .errors import SluiceError
from .failing_events import reject_failing_events
from .graph import resolve_upstreams
from .inputs import Inputs, find_inputs
from .model import Model
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
        self._upstreams = resolve_upstreams(run.models)

    def execute(self, names: Sequence[str]) -> list[ModelResult]:
        results: dict[str, ModelResult] = {}
        for name in names:
            broken = [one for one in self._upstreams[name] if one in results and results[one].outcome == "failed"]
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
        table = self._run.table(model)
        taken_in = table.last_refresh()
        if taken_in is not None and taken_in >= self._run.refresh:
            return self._result(model, started, "already", table.version())
        behind = {name: self._run.table(self._run.models[name]) for name in self._tables_behind(model)}
        tables = {model.name: table, **behind}
        run = self._run
        inputs = find_inputs(model, run.plan, run.plan_of, tables, run.bronze_types, self._has_retried)
        done = self._do_without_failing_events(model, inputs) if inputs.is_new else NOTHING_DONE
        if self._catalog is not None:
            list_table(self._run.spark, self._catalog, table)
        if done.commit is not None:
            return self._result(model, started, "committed", done.commit.version, done)
        return self._result(model, started, "unchanged", None if taken_in is None else table.version(), done)

    def _do(self, model: Model, inputs: Inputs) -> Done:
        work = Work(model, self._run.table(model), Relations(self._run, model, inputs), inputs, self._run.refresh)
        return STRATEGIES[model.materialise](work)

    def _do_without_failing_events(self, model: Model, inputs: Inputs) -> Done:
        """Runs a model. If it fails on events that no check covers, finds them, sets them aside and runs it without
        them.
        """
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
            if not reject_failing_events(self._run, relation.name, inputs, lambda some: self._try(model, some)):
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
        )

    def _tables_behind(self, model: Model) -> set[str]:
        """Tables that a model reads, including those behind its views."""
        found: set[str] = set()
        for name in self._upstreams[model.name]:
            if self._run.models[name].materialise == "view":
                found |= self._tables_behind(self._run.models[name])
            else:
                found.add(name)
        return found
