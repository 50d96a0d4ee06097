"""New data for a model since its table was last written. Reads plans and logs only, no data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .bronze_types import BronzeType
from .delta_table import DeltaTable
from .model import BatchBronze, ContractBronze, Model
from .plan import Plan, new_slots


@dataclass(frozen=True)
class Trial:
    """Some of the events, for a trial that looks for those on which a model fails."""

    sequence_numbers: tuple[int, int] | None
    """New events from the first to the second; None for all events of the slots."""
    retried: tuple[tuple[str, int, int], ...] | None
    """Rejected events at these positions; None for no rejected events."""


@dataclass(frozen=True)
class Inputs:
    """The data that a model would read now."""

    since: int | None
    """The newest refresh that the table contains; None if the table does not exist."""
    slots: tuple[str, ...]
    """New slots of its contract, inside the bronze container."""
    batch_folder: str | None
    """Folder of the batch source's newest run, inside the bronze container."""
    is_new: bool
    """Whether there is new data for the table. For a new table, all data is new."""
    trial: Trial | None = None


def find_inputs(
    model: Model,
    plan: Plan,
    plan_of: Callable[[int], Plan],
    tables: Mapping[str, DeltaTable],
    bronze_types: Mapping[str, BronzeType],
    has_retried: Callable[[str], bool] = lambda relation: False,
    is_rebuild: bool = False,
) -> Inputs:
    """`has_retried` returns whether a contract has events that another rule rejected. In a rebuild, all data is new.

    `tables` has the model's own table and those that it reads, directly or through views, by model name.

    Whole tables that an append, merge or replace only looks things up in do not make it run. Its new data comes from
    Bronze or from `changed`.
    """
    since = None if is_rebuild else tables[model.name].last_refresh()
    before = plan_of(since) if since is not None and model.bronze is not None else None

    slots: tuple[str, ...] = ()
    batch_folder: str | None = None
    is_new = since is None
    if isinstance(model.bronze, ContractBronze) and model.bronze_relation is not None:
        slots = new_slots(bronze_types[model.bronze_relation.name].source, before, plan)
        is_new = is_new or len(slots) > 0 or has_retried(model.bronze_relation.name)
    elif isinstance(model.bronze, BatchBronze):
        batch_folder = plan.batch.get(model.bronze.batch)
        is_new = is_new or before is None or batch_folder != before.batch.get(model.bronze.batch)

    if not is_new and since is not None:
        changed = {relation.name for relation in model.reads if relation.schema == "changed"}
        is_new = any(
            (table.last_refresh() or -1) > since
            for name, table in tables.items()
            if name != model.name and (model.materialise == "full" or table.model.table in changed)
        )
    return Inputs(since, slots, batch_folder, is_new)
